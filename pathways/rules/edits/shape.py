"""Slips of what there is: a state left out, a branch of a parallel state left out, what a state finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pathways.definition.linked import DONE, Found, LinkedPathway, State
from pathways.machine.telling import spelt
from pathways.rules.edits.base import Edit, firsts, on_state, twins
from pathways.rules.edits.removal import without, without_region


def shape_edits(linked: LinkedPathway) -> Iterator[Edit]:
    for state in firsts(linked):
        if state.then is not None and _can_be_left_out(linked, state):
            yield Edit(
                "leave a state out", state.name,
                f"'{state.name}' is left out: what led to it goes on to where it led",
                state.origin.place(key=True), partial(left_out, name=state.name),
            )  # fmt: skip
        yield from _branches(linked, state)
        yield from _findings(linked, state)


def _can_be_left_out(linked: LinkedPathway, state: State) -> bool:
    """Not if it leads to itself or to its twin, or a branch would be left with nothing in it."""
    same = twins(linked, state.name)
    for name in same:
        then = linked.states[name].then
        if then is None or then.to in same:
            return False
        if then.to == DONE and any(region.start == name for region in linked.regions):
            return False
    return True


def left_out(linked: LinkedPathway, name: str) -> LinkedPathway:
    """The pathway without a state (and its twins): arrows to it lead where it led."""
    lost = twins(linked, name)
    goal = {each: then.to for each in lost if (then := linked.states[each].then) is not None}
    return without(linked, lost, lambda each: goal.get(each, each))


def _branches(linked: LinkedPathway, state: State) -> Iterator[Edit]:
    """All that stands in one branch of a parallel state is forgotten."""
    for number, branch in enumerate(state.branches if len(state.branches) > 1 else ()):
        region = linked.regions[branch]
        local = region.name.removeprefix(f"{state.name}.")

        def forgotten(p: LinkedPathway, name: str = state.name, number: int = number) -> LinkedPathway:
            return without_region(p, [p.states[twin].branches[number] for twin in twins(p, name)])

        yield Edit(
            "drop a parallel branch", state.name, f"'{state.name}' has no branch '{local}' any more",
            state.origin.place("branches", local, key=True), forgotten,
        )  # fmt: skip


def _findings(linked: LinkedPathway, state: State) -> Iterator[Edit]:
    for number, found in enumerate(state.finds):
        more = [v for v in linked.attributes[found.attribute].values if v not in found.values]
        for value in more[:1]:  # one stands for them all

            def widened(s: State, number: int = number, value: str = value) -> State:
                finds = list(s.finds)
                finds[number] = Found(finds[number].attribute, (*finds[number].values, value))
                return replace(s, finds=tuple(finds))

            yield Edit(
                "find a value more", state.name,
                f"'{state.name}' can also find that {spelt(found.attribute)} is {spelt(value)}",
                state.origin.place("finds", key=True), on_state(state.name, widened),
            )  # fmt: skip
        yield Edit(
            "drop a finding", state.name, f"'{state.name}' no longer finds {spelt(found.attribute)}",
            state.origin.place("finds", key=True),
            on_state(state.name, partial(_finding_less, number=number)),
        )  # fmt: skip


def _finding_less(state: State, number: int) -> State:
    return replace(state, finds=state.finds[:number] + state.finds[number + 1 :])
