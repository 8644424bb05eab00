"""`indifferent_to`: what may happen to a referral does not depend on an attribute.

Formally, of any two referrals that arrive alike but for the attribute, and to which the same happens with the same
findings (except for the attribute itself, which each may be found to have any value of): the same can happen next,
decisions lead to the same states, and the values in `recorded` stay the same. Non-interference (Goguen and Meseguer,
Security policies and security models, 1982), a property of pairs of traces, decided exactly by laying the pathway
beside itself (see `rules.twins`). An attribute that depends on this one only by what somebody finds is no fault: the
finding is taken as given. One that the pathway itself sets by it is followed further.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.report import listed
from pathways.machine import MoveKind
from pathways.machine.telling import spelt
from pathways.rules.kinds.base import Answer, Attributes, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene
from pathways.rules.space import Space
from pathways.rules.titles import attribute_words
from pathways.rules.trace import Trace, replay
from pathways.rules.twins import Parting, parting


class IndifferentTo(RuleModel):
    """What may happen does not depend on the attribute."""

    kind: Literal["indifferent_to"]
    attribute: Attributes = Field(description="the attribute that must make no difference; several are taken together")
    recorded: Attributes = Field((), description="attributes whose recorded values must not depend on it either")


def ask(rule: IndifferentTo, scene: Scene) -> GraphQuestion:
    pathway = scene.pathway
    known = [name for name in rule.attribute if name in pathway.attributes]
    if not known:
        raise NotHereError(f"this pathway has no attribute {listed(rule.attribute)}")
    attributes = [pathway.attribute_index(name) for name in known]
    recorded = [pathway.attribute_index(n) for n in rule.recorded if n in pathway.attributes and n not in known]
    named = listed([name.replace("_", " ") for name in known])

    def decide(space: Space) -> Answer:
        if not any(_may_differ(space, attribute) for attribute in attributes):
            return Answer("not applicable", f"no two referrals ever differ in {named}")
        apart = parting(space, attributes, recorded)
        if apart is None:
            return Answer("holds", f"two referrals that differ only in {named} are never treated differently")
        return _told(space, apart, known, f"what may happen to a referral depends on {named}")

    reads = sum(1 << attribute for attribute in recorded)
    return GraphQuestion(decide, dict.fromkeys(range(len(pathway.states)), reads) if reads else {})


def _may_differ(space: Space, attribute: int) -> bool:
    """Whether it comes with the referral, or is found where some referral comes, with more than one value."""
    pathway = space.pathway
    if attribute in space.free:
        return len(pathway.domains[attribute]) > 1
    completed = {space.moves[move].state for move in space.used_moves if space.moves[move].kind is MoveKind.COMPLETE}
    finds = (found for at in completed for found in pathway.states[at].finds)
    return any(found == attribute and len(values) > 1 for found, values in finds)


def _told(space: Space, apart: Parting, names: list[str], reason: str) -> Answer:
    """Both ways to the end, with the words that close them."""
    assert apart.first_move is not None
    number, _ = apart.first_move
    way, other = apart.first.then(*apart.first_move), apart.second
    if apart.second_move is not None:
        other = other.then(*apart.second_move)
    first, second = replay(space, way), replay(space, other)
    own, others = _differences(first, second, names)
    alike = "It was alike in everything else, and the same has happened to it with the same findings"
    refused = f", and {_refused(space, number)}" if apart.second_move is None else ""
    return Answer(
        "broken",
        reason,
        first,
        f"{_thing(space, number, apart.second_move)} because of {own}.",
        other=second,
        other_lost=f"{alike}; what sets it apart is {others}{refused}.",
    )


def _differences(first: Trace, second: Trace, names: list[str]) -> tuple[str, str]:
    """The attributes that set two referrals apart, with the values of each; the last in which they differed."""
    values: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {})
    told: dict[str, tuple[str | None, str | None]] = {}
    for steps in zip(first.steps, second.steps, strict=False):
        for side, step in zip(values, steps, strict=True):
            side.update(step.values)
        for name in names:
            pair = (values[0].get(name), values[1].get(name))
            if pair[0] != pair[1]:
                told[name] = pair
    own, others = (
        " and ".join(f"its {attribute_words(first.linked, name)} ({spelt(pair[side])})" for name, pair in told.items())
        for side in (0, 1)
    )
    return own, others


def _thing(space: Space, number: int, other: tuple[int, int] | None) -> str:
    """What the last move of the first referral is, as the beginning of a sentence."""
    move, arrows = space.moves[number], space.pathway.arrows
    if move.kind is MoveKind.INTERRUPT:
        return f"'{_interrupt(space, number)}' can happen to it"
    if other is not None and arrows[space.moves[other[0]].arrow].target == arrows[move.arrow].target:
        return "This is written down of it"
    return "It goes this way"


def _refused(space: Space, number: int) -> str:
    move = space.moves[number]
    if move.kind is MoveKind.INTERRUPT:
        return f"'{_interrupt(space, number)}' cannot happen to it"
    title = space.pathway.linked.states[space.pathway.states[move.state].name].title
    return f"no branch of '{title}' takes it on"


def _interrupt(space: Space, number: int) -> str:
    linked, interrupts = space.pathway.linked, space.pathway.interrupts
    return linked.interrupts[interrupts[space.moves[number].interrupt].name].title


KIND = RuleKind(
    id="indifferent_to",
    title="Indifferent to",
    meaning="What may happen to a referral does not depend on the attribute: of two that are alike but for it, and to "
    "which the same happens with the same findings, neither is sent another way or open to another interrupt. With "
    "`recorded`, these attributes get the same values too, such as a priority.",
    formal="for all pairs of traces that differ in the attribute only: the same moves lead to the same choice of "
    "moves and the same states; non-interference, Goguen and Meseguer 1982, by self-composition",
    good="""rule: {kind: indifferent_to, attribute: source_sector}
attributes:
  source_sector: {values: [education, health], from: arrival}
  concern: {values: [none, some]}
states:
  assess: {lane: so15, finds: concern, then: triage}
  triage:
    kind: decision
    order: matters
    choose:
      - {when: {concern: none}, then: closed}
      - {otherwise: channel}""",
    bad="""rule: {kind: indifferent_to, attribute: source_sector}
attributes:
  source_sector: {values: [education, health], from: arrival}
  concern: {values: [none, some]}
states:
  assess: {lane: so15, finds: concern, then: triage}
  triage:
    kind: decision
    order: matters
    choose:
      - {when: {source_sector: education}, then: advice}      # for the same concern, others go on to Channel
      - {when: {concern: none}, then: closed}
      - {otherwise: channel}""",
    model=IndifferentTo,
    ask=ask,
)
