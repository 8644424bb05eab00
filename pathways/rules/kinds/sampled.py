"""`sampled`: whatever somebody has found, some referral with that finding comes to be looked at again.

Formally: for every value v that some referral arrives with, or is found to have, EF(enter(state) & of = v), in CTL
(Clarke, Emerson and Sistla 1986), along traces that can still end. The value is read as the state is entered. How many
are sampled is a matter of a study; here it is that none of the values can slip through altogether.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from pathways.definition.model import Names
from pathways.definition.report import listed
from pathways.errors import Place
from pathways.machine import DONE, CompiledPathway, MoveKind
from pathways.rules.kinds.base import (
    Answer,
    Attributes,
    GraphQuestion,
    NotHereError,
    RuleKind,
    RuleModel,
    Scene,
    Selectors,
)
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.space import Space, Way


class Sampled(RuleModel):
    """Every value that is found is looked at again in some referral."""

    kind: Literal["sampled"]
    state: Selectors = Field(description="where it is looked at again")
    of: Attributes = Field(min_length=1, max_length=1, description="the attribute whose values must all come there")
    values: Names | None = Field(None, description="the values meant; by default all that are ever found")

    def value_names(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return {"values": (self.of[0], self.values or ())}


def ask(rule: Sampled, scene: Scene) -> GraphQuestion:
    pathway = scene.pathway
    (name,) = rule.of
    if name not in pathway.attributes:
        raise NotHereError(f"this pathway has no attribute '{name}'")
    attribute = pathway.attribute_index(name)
    state = scene.select(rule.state)
    plain = name.replace("_", " ")

    def decide(space: Space) -> Answer:
        classes = [v for v in _found(space, attribute) if rule.values is None or v in rule.values]
        if not classes:
            return Answer("not applicable", f"no referral is ever found to have any such {plain}")
        seen = _seen(space, attribute, state)
        unseen = [value for value in classes if value not in seen]
        if not unseen:
            return Answer(
                "holds", f"some referral of each {plain} comes to {state.text}: {listed(classes, last='and')}"
            )
        missing = "" if state else " (this pathway has no such state)"
        closed = " and can still be closed" if state and 0 in space.can_end else ""
        values = listed((value.replace("_", " ") for value in unseen), last="or")
        way = _way_to(space, attribute, unseen[0])
        lost = f"Whatever happens from here, it never comes to {state.words} with this {plain}{closed}{missing}."
        reason = f"no referral whose {plain} is {values} ever comes to {state.text}{closed}{missing}"
        if way is None:  # no trace keeps it long enough to show it
            return Answer("broken", reason, at=_place(pathway, attribute))
        return Answer("broken", reason, way, lost)

    return GraphQuestion(decide, _reads(pathway, attribute, state))


def _reads(pathway: CompiledPathway, attribute: int, state: Selection) -> dict[int, int]:
    """The attribute is kept where it is looked at again, on arrival, and right after it has been found."""
    places = set(state.members) | set(pathway.starts)
    for found in pathway.states:
        if any(a == attribute for a, _ in found.finds):
            target = pathway.arrows[found.complete].target
            places.add(pathway.regions[found.region].parallel if target == DONE else target)
    return dict.fromkeys(places, 1 << attribute)


def _found(space: Space, attribute: int) -> list[str]:
    """Every value that some referral arrives with or is found to have, in order of the attribute's values."""
    pathway = space.pathway
    values: set[int] = set(range(len(pathway.domains[attribute]))) if attribute in space.free else set()
    done = {space.moves[move].state for move in space.used_moves if space.moves[move].kind is MoveKind.COMPLETE}
    for at in done:
        values.update(value for a, allowed in pathway.states[at].finds if a == attribute for value in allowed)
    return [pathway.domains[attribute][value] for value in sorted(values)]


def _seen(space: Space, attribute: int, state: Selection) -> set[str | None]:
    """The values with which some referral that can still end enters the state."""
    return {space.value_text(index, attribute) for index in _entries(space, state) if space.can_end[index]}


def _entries(space: Space, state: Selection) -> Iterator[int]:
    enters = space.entering(state)
    for index in space.starts:
        if state.is_entered(entered_states(space.pathway, space.marking(index)[0]), None):
            yield index
    for move, reached in zip(space.edge_moves, space.edge_targets, strict=True):
        if enters[move]:
            yield reached


def _way_to(space: Space, attribute: int, value: str) -> Way | None:
    """A shortest way to a referral's being found to have the value, or arriving with it."""
    number = space.pathway.domains[attribute].index(value)
    if attribute in space.free:
        starts = (index for index in space.starts if space.value_text(index, attribute) == value)
        return next((Way(index) for index in starts), None)
    finding = [
        (first, move) for move, first in space.used_moves.items() if (attribute, number) in space.moves[move].found
    ]
    return space.way_through(min(finding)[1]) if finding else None


def _place(pathway: CompiledPathway, attribute: int) -> Place:
    """Where the attribute is found first."""
    finding = next(state for state in pathway.states if any(found == attribute for found, _ in state.finds))
    return pathway.linked.states[finding.name].origin.place("finds", key=True)


KIND = RuleKind(
    id="sampled",
    title="Sampled",
    meaning="For every value that the attribute is found to have (or that a referral arrives with), some referral with "
    "that value comes to the state, so that none of the values escapes being looked at again. How many come there is a "
    "question for a study.",
    formal="for every value v found: EF(enter(state) & of = v) (CTL), along traces that can end",
    good="""rule: {kind: sampled, state: qa_review, of: threshold}
attributes:
  threshold: {values: [none, s17, s47]}
  qa: {values: [sampled, not_sampled]}
states:
  mash_check: {lane: mash, finds: [threshold, qa], then: qa_due}
  qa_due:
    kind: decision
    choose:
      - {when: {qa: sampled}, then: qa_review}
      - {otherwise: closed}
  qa_review: {lane: mash, then: closed}""",
    bad="""rule: {kind: sampled, state: qa_review, of: threshold}
attributes:
  threshold: {values: [none, s17, s47]}
  qa: {values: [sampled, not_sampled]}
states:
  mash_check: {lane: mash, finds: [threshold, qa], then: qa_due}
  qa_due:
    kind: decision
    choose:
      - {when: {qa: sampled, threshold: [s17, s47]}, then: qa_review}      # nobody checks those without a threshold
      - {otherwise: closed}
  qa_review: {lane: mash, then: closed}""",
    model=Sampled,
    ask=ask,
)
