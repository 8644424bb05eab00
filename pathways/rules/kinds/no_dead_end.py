"""`no_dead_end`: wherever a referral stands without having ended, something can happen.

Formally: AG(ended | EX true), in CTL (Clarke, Emerson and Sistla 1986); freedom from deadlock. A referral is stuck
where it stands at a decision none of whose branches applies; the definition language gives every other state a way on.
Decided configuration by configuration, with the values that can really arrive there.
"""

from __future__ import annotations

from typing import Literal

from pathways.definition.guards import Guard, reads, words
from pathways.definition.linked import State
from pathways.machine.telling import spelt
from pathways.rules.atoms import values_at
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene
from pathways.rules.space import Space
from pathways.rules.titles import attribute_words, titles


class NoDeadEnd(RuleModel):
    """Nobody gets stuck."""

    kind: Literal["no_dead_end"]


def ask(rule: NoDeadEnd, scene: Scene) -> GraphQuestion:
    return GraphQuestion(decide)


def decide(space: Space) -> Answer:
    """Configurations are numbered by distance, so the first that is stuck is the nearest."""
    for index in range(len(space)):
        if space.offsets[index] == space.offsets[index + 1] and not space.is_ended(index):
            state = _holding(space, index)
            return Answer(
                "broken",
                f"a referral can get stuck at {titles(space.pathway.linked, [state.name])}",
                space.way_to(index),
                f"Here nothing can happen any more: {_why(space, index, state)}.",
            )
    return Answer("holds", "wherever a referral stands without having ended, something can happen")


def _holding(space: Space, index: int) -> State:
    """The decision that holds the referral up: of several, the first is to be taken first."""
    states = (space.pathway.linked.states[space.pathway.states[at].name] for at in space.marking(index) if at >= 0)
    return next(state for state in states if state.kind == "decision")


def _why(space: Space, index: int, state: State) -> str:
    """Which conditions fail, and on which values."""
    conditions = [branch.when for branch in state.choose if branch.when is not None]
    asked = "; ".join(words(condition) for condition in conditions)
    return f"no branch of '{state.title}' applies, for {_values(space, index, conditions)} (they ask for: {asked})"


def _values(space: Space, index: int, conditions: list[Guard]) -> str:
    found: dict[str, str | None] = {}
    for condition in conditions:
        values = values_at(space, index, condition)
        found |= {name: values[name] for name in reads(condition)}
    linked = space.pathway.linked
    return " and ".join(f"{attribute_words(linked, name)} is {spelt(value)}" for name, value in found.items())


KIND = RuleKind(
    id="no_dead_end",
    title="No dead end",
    meaning="Wherever a referral stands without having ended, something can happen: it is never stuck at a decision "
    "that has no branch for it.",
    formal="AG(ended | EX true) (CTL); freedom from deadlock",
    good="""rule: {kind: no_dead_end}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:
    kind: decision
    choose:
      - {when: {consent: granted}, then: channel}
      - {otherwise: pcm}""",
    bad="""rule: {kind: no_dead_end}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:                      # consent may also be 'unlikely'
    kind: decision
    choose:
      - {when: {consent: granted}, then: channel}
      - {when: {consent: refused}, then: pcm}""",
    model=NoDeadEnd,
    ask=ask,
)
