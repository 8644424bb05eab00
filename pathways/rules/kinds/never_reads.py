"""`never_reads`: no decision and no interrupt asks about these attributes.

Formally, a fact of the definition: no guard of a branch or of an interrupt mentions one of them, in the pathway or in
a piece that it uses; stronger than `indifferent_to`, which lets a guard mention what makes no difference. Nothing else
in a definition reads an attribute. A pathway that has none of them keeps the rule, for that is the point of it. With
`nor_has`, it must not even have them. They are known by their names; what hides under another name is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from pathways.definition.guards import Guard, reads
from pathways.definition.model import Names
from pathways.definition.report import listed
from pathways.errors import Place
from pathways.rules.kinds.base import Answer, RuleKind, RuleModel, Scene


class NeverReads(RuleModel):
    """No condition mentions the attributes."""

    kind: Literal["never_reads"]
    attributes: Names = Field(min_length=1, description="the attributes that must not be read")
    nor_has: bool = Field(False, description="`true`: the pathway must not even have them")


def ask(rule: NeverReads, scene: Scene) -> Answer:
    faults = list(_readers(rule, scene))
    if rule.nor_has:
        faults += _owned(rule, scene)
    if faults:
        facts = "; ".join(fact for fact, _ in faults)
        return Answer("broken", facts, at=faults[0][1])
    known = [name for name in rule.attributes if name in scene.pathway.attributes]
    reason = "it has none of these attributes" if not known else f"nothing asks about {listed(known)}"
    return Answer("holds", reason)


def _readers(rule: NeverReads, scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each condition that mentions one of them: in words, and its line."""
    linked = scene.pathway.linked
    for state in linked.states.values():
        for branch in state.choose:
            if named := _named(rule, branch.when):
                place = branch.origin.place("when")
                yield f"the decision '{state.title}' asks about {named} ({place})", place
    for interrupt in linked.interrupts.values():
        if named := _named(rule, interrupt.when):
            place = interrupt.origin.place("when")
            yield f"the interrupt '{interrupt.title}' asks about {named} ({place})", place


def _named(rule: NeverReads, when: Guard | None) -> str:
    return "" if when is None else listed([name for name in reads(when) if name in rule.attributes], last="and")


def _owned(rule: NeverReads, scene: Scene) -> Iterator[tuple[str, Place]]:
    attributes = scene.pathway.linked.attributes
    for name in rule.attributes:
        if name in attributes:
            place = attributes[name].origin.place(key=True)
            yield f"the pathway has an attribute '{name}' ({place})", place


KIND = RuleKind(
    id="never_reads",
    title="Never reads",
    meaning="No decision and no interrupt asks about these attributes, whatever difference it would make. A pathway "
    "that does not have them keeps the rule; with `nor_has: true`, it must not even have them. Attributes are known by "
    "their names.",
    formal="no guard mentions one of the attributes; a fact of the definition",
    good="""rule: {kind: never_reads, attributes: [ideology, faith]}
attributes:
  concern: {values: [none, radicalisation]}
  ideology: {values: [known, other]}
states:
  assess: {lane: so15, finds: [concern, ideology], then: triage}
  triage:
    kind: decision
    order: matters
    choose:
      - {when: {concern: radicalisation}, then: channel}
      - {otherwise: closed}""",
    bad="""rule: {kind: never_reads, attributes: [ideology, faith]}
attributes:
  concern: {values: [none, radicalisation]}
  ideology: {values: [known, other]}
states:
  assess: {lane: so15, finds: [concern, ideology], then: triage}
  triage:
    kind: decision
    order: matters
    choose:
      - {when: {concern: radicalisation, ideology: other}, then: signposting}
      - {when: {concern: radicalisation}, then: channel}
      - {otherwise: closed}""",
    model=NeverReads,
    ask=ask,
)
