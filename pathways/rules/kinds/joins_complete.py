"""`joins_complete`: branches that run side by side can all be finished, from wherever they stand.

Formally, for every parallel state P: AG(in P -> E[in P U join(P)]), where the ways counted are those without
interrupts, for an interrupt may happen or not (CTL, Clarke, Emerson and Sistla 1986). One half of "proper completion"
of a sound workflow net (van der Aalst 1998). The other half, that nothing is left open at an end, is true of every
pathway: leaving a parallel state leaves everything inside it, and no branch holds an end.
Decided backwards from the joins, one parallel state at a time.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.machine import DONE, Kind, MoveKind
from pathways.rules.kinds.base import Answer, GraphQuestion, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.space import Space
from pathways.rules.titles import titles


class JoinsComplete(RuleModel):
    """Every parallel state that is entered can be joined."""

    kind: Literal["joins_complete"]
    state: Selectors | None = Field(None, description="the parallel states meant; by default all")


def ask(rule: JoinsComplete, scene: Scene) -> GraphQuestion:
    states = scene.pathway.states
    chosen = range(len(states)) if rule.state is None else sorted(scene.occasion(rule.state).members)
    parallel = [at for at in chosen if states[at].kind is Kind.PARALLEL]
    if not parallel:
        raise NotHereError(
            "there are no branches side by side" if rule.state is None else "what it names has no branches"
        )

    def decide(space: Space) -> Answer:
        entered = [at for at in parallel if at in space.visited]
        if not entered:
            return Answer("not applicable", "no referral ever comes to branches side by side")
        held = [(index, at) for at in entered if (index := _first_held(space, at)) is not None]
        if not held:
            return Answer("holds", "wherever its branches stand, they can all be finished")
        index, at = min(held)
        name = states[at].name
        return Answer(
            "broken",
            f"the branches of {titles(scene.pathway.linked, [name])} cannot all be finished from everywhere",
            space.way_to(index),
            f"From here the branches of '{scene.pathway.linked.states[name].title}' can never all be finished: "
            f"{_blame(space, index, at)}.",
        )

    return GraphQuestion(decide)


def _inside(space: Space, parallel: int) -> list[int]:
    """Every configuration that stands in a parallel state."""
    region = space.pathway.states[parallel].region
    return sorted(i for marking, members in space.by_marking.items() if marking[region] == parallel for i in members)


def _joins(space: Space, parallel: int, index: int) -> bool:
    """Whether the next move is the parallel state's join."""
    moves = (space.moves[move] for move, _ in space.out(index))
    return any(move.kind is MoveKind.JOIN and move.state == parallel for move in moves)


def _ordinary(space: Space, index: int) -> list[int]:
    """Where a configuration leads without interrupts."""
    return [target for move, target in space.out(index) if space.moves[move].kind is not MoveKind.INTERRUPT]


def _first_held(space: Space, parallel: int) -> int | None:
    """The nearest configuration in a parallel state from which it cannot be joined."""
    inside = _inside(space, parallel)
    joined = bytearray(len(space))
    for index in inside:
        joined[index] = _joins(space, parallel, index)
    again = True
    while again:  # sweeps backwards settle everything but loops in one go
        again = False
        for index in reversed(inside):
            if not joined[index] and any(joined[target] for target in _ordinary(space, index)):
                joined[index] = 1
                again = True
    return next((index for index in inside if not joined[index]), None)


def _blame(space: Space, index: int, parallel: int) -> str:
    """Which branches are never done, and where they stand."""
    pathway = space.pathway
    seen, todo = {index}, [index]
    done: set[int] = set()
    all_done = False
    branches = pathway.states[parallel].branches
    while todo:
        here = todo.pop()
        finished = {branch for branch in branches if space.marking(here)[branch] == DONE}
        done |= finished
        all_done = all_done or len(finished) == len(branches)
        for target in _ordinary(space, here):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    if all_done:
        return "something else holds the referral up"
    open_ = [pathway.states[space.marking(index)[branch]].name for branch in branches if branch not in done]
    if not open_:
        return "each of them can be, but not all of them"
    where = f"at {titles(pathway.linked, open_)}"
    return f"the one that stands {where} is never done" if len(open_) == 1 else f"those {where} are never done"


KIND = RuleKind(
    id="joins_complete",
    title="Joins complete",
    meaning="Branches that run side by side can all be finished, from wherever they stand and whatever is known, so "
    "that the referral can go on. An interrupt may take it elsewhere, but is not counted on.",
    formal="for every parallel state P: AG(in P -> E[in P U join(P)]) without interrupts (CTL); proper completion, "
    "van der Aalst 1998",
    good="""rule: {kind: joins_complete}
states:
  together:
    kind: parallel
    then: closed
    branches:
      help:
        sessions: {lane: partners, then: done}
      police:
        watch: {kind: wait, lane: so15, after: {1 month: done}, then: watch}""",
    bad="""rule: {kind: joins_complete}
states:
  together:
    kind: parallel
    then: closed
    branches:
      help:
        sessions: {lane: partners, then: done}
      police:
        watch: {kind: wait, lane: so15, then: watch}      # the other branch waits for this one for ever""",
    model=JoinsComplete,
    ask=ask,
)
