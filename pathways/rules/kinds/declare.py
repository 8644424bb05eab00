"""`declare`: the templates of Declare by name, over entering states.

Formally, over complete traces: the formulas of `pathways.rules.ltlf.declare`, in which `a` and `b` are true where the
move enters the states and the condition holds just after it. Source: M. Pesic, H. Schonenberg and W. van der Aalst,
*DECLARE: full support for loosely-structured processes*, EDOC 2007; finite traces and names as in C. Di Ciccio and
M. Montali, *Declarative process specifications*, Process Mining Handbook, 2022. `chain_precedence` and
`chain_succession` also forbid `b` as the very first step, where nothing can have come before it; some tools do not.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from pathways.definition.model import GuardSpec
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.parameters import Times, must_be, must_not_be
from pathways.rules.ltlf.declare import COUNTED, SINGLE, TEMPLATES, declare_counts, declare_template
from pathways.rules.ltlf.entries import Entry, ask_template, letters_of

_Name: Any = Literal[(*COUNTED, *TEMPLATES)]


class Declare(RuleModel):
    """A template of Declare, over entering states."""

    kind: Literal["declare"]
    template: _Name = Field(description="the template's name")
    a: Selectors = Field(description="the first states; entering any of them counts")
    b: Selectors | None = Field(None, description="the second states, for templates about two", validate_default=True)
    a_when: GuardSpec | None = Field(None, description="entering `a` counts only while this is true")
    b_when: GuardSpec | None = Field(None, description="entering `b` counts only while this is true")
    times: Times | None = Field(None, description="how often, for `existence`, `absence` and `exactly`")

    @field_validator("b", "b_when")
    @classmethod
    def _second(cls, value: Any, info: ValidationInfo) -> Any:
        template = info.data.get("template")
        if template in SINGLE and value is not None:
            raise must_not_be(f"the template '{template}' is about 'a' alone, so '{info.field_name}' says nothing")
        if template is not None and template not in SINGLE and value is None and info.field_name == "b":
            raise must_be()
        return value

    @field_validator("times")
    @classmethod
    def _counted(cls, value: Any, info: ValidationInfo) -> Any:
        template = info.data.get("template")
        if template is not None and template not in COUNTED and value is not None:
            raise must_not_be(f"the template '{template}' counts nothing, so 'times' says nothing")
        return value


def ask(rule: Declare, scene: Scene) -> GraphQuestion | Answer:
    entries = {"a": Entry("a", rule.a, rule.a_when)}
    if rule.b is not None:
        entries["b"] = Entry("b", rule.b, rule.b_when)
    times = rule.times or 1
    counts = declare_counts(times, letters_of(entries)["a"])
    return ask_template(declare_template(rule.template, times), entries, scene, counts=counts)


_LINES: Final = (
    "- existence: `a` is entered at least `times` times (once, unless it is said).",
    "- absence: `a` is entered fewer than `times` times (not at all, unless it is said).",
    "- exactly: `a` is entered just `times` times (once, unless it is said).",
    *(f"- {name}: {template.meaning}" for name, template in TEMPLATES.items()),
)

KIND = RuleKind(
    id="declare",
    title="Declare template",
    meaning="The template of Declare with that name is kept. `a` and `b` happen where a move enters them (with "
    "`a_when` and `b_when`, while that is true). The templates:\n\n" + "\n".join(_LINES),
    formal="the formulas of Declare in LTLf (Pesic et al. 2007, Di Ciccio and Montali 2022): "
    + "; ".join(f"{name}: {template.formula}" for name, template in TEMPLATES.items()),
    good="""rule: {kind: declare, template: alternate_precedence, a: front_door, b: triage}
attributes: {concern: {values: [none, some, unclear]}}
states:
  front_door: {lane: so15, then: triage}
  triage: {lane: so15, finds: concern, then: clear}
  clear: {kind: decision, choose: [{when: {concern: unclear}, then: parked}, {otherwise: closed}]}
  parked: {kind: wait, lane: so15, then: front_door}""",
    bad="""rule: {kind: declare, template: alternate_precedence, a: front_door, b: triage}
attributes: {concern: {values: [none, some, unclear]}}
states:
  front_door: {lane: so15, then: triage}
  triage: {lane: so15, finds: concern, then: clear}
  clear: {kind: decision, choose: [{when: {concern: unclear}, then: parked}, {otherwise: closed}]}
  parked: {kind: wait, lane: so15, then: triage}      # back to triage without the front door""",
    model=Declare,
    ask=ask,
)
