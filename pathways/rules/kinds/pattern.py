"""`pattern`: the specification patterns of Dwyer, Avrunin and Corbett, each in a scope.

Formally, over complete traces: the formulas of `pathways.rules.ltlf.dwyer`, in which `p` is entering `state` (or, for
`universality`, the condition `holds`), `s` is `first` or `by`, `q` is entering `after`, `r` entering `before` or
`until`. Source: *Patterns in property specifications for finite-state verification*, ICSE 1999. A stretch includes
the step that opens it and not the one that closes it; a step that does both opens nothing. The scope "after" begins
at the first `after`; in "between" and "after until" each entry of `after` opens a stretch of its own. For precedence
after q this is not the formula found in lists of patterns, `G !q | F (q & (!p W s))`, which takes any later q for the
first.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from pathways.definition.model import GuardSpec
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.counting import often
from pathways.rules.kinds.parameters import Times, must_be, must_not_be
from pathways.rules.ltlf.dwyer import FORMULAS, Scope, pattern_counts, pattern_template
from pathways.rules.ltlf.entries import Entry, ask_template, letters_of

_NEEDED: Final = {
    "absence": ("state",),
    "existence": ("state",),
    "universality": ("holds",),
    "precedence": ("first", "state"),
    "response": ("state", "by"),
    "bounded_existence": ("state", "times"),
}
_Name: Any = Literal[tuple(FORMULAS)]


class Pattern(RuleModel):
    """A pattern of Dwyer, Avrunin and Corbett, in a scope."""

    kind: Literal["pattern"]
    pattern: _Name = Field(description="the pattern's name")
    state: Selectors | None = Field(None, description="what is entered, or not entered", validate_default=True)
    when: GuardSpec | None = Field(None, description="entering `state` counts only while this is true")
    holds: GuardSpec | None = Field(None, description="what is always true, for `universality`", validate_default=True)
    first: Selectors | None = Field(None, description="what comes first, for `precedence`", validate_default=True)
    by: Selectors | None = Field(None, description="what must follow, for `response`", validate_default=True)
    times: Times | None = Field(None, description="at most how often, for `bounded_existence`", validate_default=True)
    after: Selectors | None = Field(None, description="only from where this is entered")
    before: Selectors | None = Field(None, description="only up to where this is entered, if it is")
    until: Selectors | None = Field(None, description="with `after`: up to where this is entered, or to the end")

    @field_validator("state", "holds", "first", "by", "times")
    @classmethod
    def _needed(cls, value: Any, info: ValidationInfo) -> Any:
        pattern, name = info.data.get("pattern"), str(info.field_name)
        if pattern in _NEEDED and (name in _NEEDED[pattern]) != (value is not None):
            raise must_be() if value is None else must_not_be(f"the pattern '{pattern}' has no '{name}'")
        return value

    @field_validator("when")
    @classmethod
    def _of_state(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("pattern") == "universality":
            raise must_not_be("the pattern 'universality' has no 'when'", "write the condition under 'holds:'")
        return value

    @field_validator("until")
    @classmethod
    def _scope(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("before") is not None:
            fact = "'before' and 'until' stand side by side, so it is not clear where the stretch ends"
            raise must_not_be(fact, "take 'until' out if only ways that get to 'before' count; else take 'before' out")
        if value is not None and info.data.get("after") is None:
            raise must_not_be("'until' says nothing without 'after'", "write 'before:' instead, or add 'after:'")
        return value

    @property
    def scope(self) -> Scope:
        if self.after is None:
            return "globally" if self.before is None else "before"
        if self.until is not None:
            return "after_until"
        return "after" if self.before is None else "between"


def ask(rule: Pattern, scene: Scene) -> GraphQuestion | Answer:
    letters = {
        "p": Entry("state", rule.state, rule.when) if rule.state is not None else Entry("holds", None, rule.holds),
        "s": Entry("first", rule.first) if rule.first is not None else Entry("by", rule.by),
        "q": Entry("after", rule.after),
        "r": Entry("before", rule.before) if rule.before is not None else Entry("until", rule.until),
    }
    entries = {letter: entry for letter, entry in letters.items() if entry.states is not None or entry.when is not None}
    times = rule.times or 1
    counts = pattern_counts(times, letters_of(entries))
    template = pattern_template(rule.pattern, rule.scope)
    return ask_template(template, entries, scene, counts=counts, named={"often": often(times)})


KIND = RuleKind(
    id="pattern",
    title="Pattern in a scope",
    meaning="""The pattern is kept in its scope. The patterns:

- absence: `state` is not entered.
- existence: `state` is entered.
- bounded_existence: `state` is entered at most `times` times.
- universality: `holds` is true at every step.
- precedence: `state` is not entered before `first` has been.
- response: after `state`, `by` is entered.

The scope follows from the other parameters:

- none of them: the whole way.
- `before`: up to where that is first entered, on ways that get there.
- `after`: from where that is first entered, to the end.
- `after` and `before`: from each entry of the one up to the next of the other, where that comes.
- `after` and `until`: the same, or to the end where the other does not come.

A stretch includes the step that opens it, not the one that closes it; a step that does both opens nothing.""",
    formal="the patterns and scopes of Dwyer, Avrunin and Corbett, 1999, in LTLf",
    good="""rule: {kind: pattern, pattern: existence, state: review, after: support, before: closed}
states:
  support: {lane: channel, then: review}
  review: {lane: channel, then: closed}""",
    bad="""rule: {kind: pattern, pattern: existence, state: review, after: support, before: closed}
states:
  support: {lane: channel, after: {6 months: closed}, then: review}      # no review between the two
  review: {lane: channel, then: closed}""",
    model=Pattern,
    ask=ask,
)
