"""Slips at a decision: its conditions, the order of its branches, where they lead, which of them is the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise

from pathways.definition.guards import Guard, OneOf, words
from pathways.definition.linked import Attribute, Branch, LinkedPathway, State
from pathways.rules.edits.base import Edit, arrow_name, firsts, on_state
from pathways.rules.edits.guards import slips

Arriving = Callable[[str], Mapping[str, Attribute]]


def decision_edits(linked: LinkedPathway, arriving: Arriving) -> Iterator[Edit]:
    """The edits of every decision; `arriving` gives the attributes with the values that referrals bring to it."""
    for state in firsts(linked):
        if state.kind == "decision":
            attributes = arriving(state.name)
            yield from _conditions(attributes, state)
            yield from _dropped(state)
            yield from _swapped(state)
            yield from _reordered(state)
            yield from _turned_round(attributes, state)


def _conditions(attributes: Mapping[str, Attribute], state: State) -> Iterator[Edit]:
    for number, branch in enumerate(state.choose):
        if branch.when is None:
            continue
        for operator, deed, left in slips(branch.when, attributes):
            if left is not None:
                yield Edit(
                    operator, state.name, f"at '{state.name}', branch {number + 1} {deed}", branch.origin.place(),
                    on_state(state.name, partial(with_guard, number=number, guard=left)),
                )  # fmt: skip


def with_guard(state: State, number: int, guard: Guard | None) -> State:
    """The decision with one branch's condition replaced."""
    choose = list(state.choose)
    choose[number] = replace(choose[number], when=guard)
    return replace(state, choose=tuple(choose))


def _dropped(state: State) -> Iterator[Edit]:
    for number, branch in enumerate(state.choose):
        if len(state.choose) > 1 and branch.when is not None:
            yield Edit(
                "drop a branch", state.name,
                f"at '{state.name}', branch {number + 1} ({words(branch.when)}) is gone", branch.origin.place(),
                on_state(state.name, partial(_less, number=number)),
            )  # fmt: skip


def _less(state: State, number: int) -> State:
    return replace(state, choose=state.choose[:number] + state.choose[number + 1 :])


def _swapped(state: State) -> Iterator[Edit]:
    for one, other in combinations(range(len(state.choose)), 2):
        first, second = state.choose[one].arrow, state.choose[other].arrow
        if first.to != second.to:
            names = f"{arrow_name(one, state)} (to '{first.to}') and {arrow_name(other, state)} (to '{second.to}')"
            yield Edit(
                "swap two ways", state.name, f"at '{state.name}', {names} are swapped",
                state.choose[one].origin.place(),
                on_state(state.name, partial(with_ways_swapped, one=one, other=other)),
                tuple(dict.fromkeys(e.attribute for e in (*first.effects, *second.effects))),
            )  # fmt: skip


def with_ways_swapped(state: State, one: int, other: int) -> State:
    """The decision with what two branches lead to exchanged, and their conditions kept."""
    choose = list(state.choose)
    choose[one] = replace(state.choose[one], arrow=state.choose[other].arrow)
    choose[other] = replace(state.choose[other], arrow=state.choose[one].arrow)
    return replace(state, choose=tuple(choose))


def _reordered(state: State) -> Iterator[Edit]:
    for one, other in pairwise(range(len(state.choose))):
        first, second = state.choose[one], state.choose[other]
        same = (first.arrow.to, first.arrow.effects) == (second.arrow.to, second.arrow.effects)
        if first.when is not None and second.when is not None and not same:
            yield Edit(
                "change the order", state.name, f"at '{state.name}', branch {other + 1} comes before branch {one + 1}",
                state.choose[other].origin.place(), on_state(state.name, partial(_exchanged, first=one)),
            )  # fmt: skip


def _exchanged(state: State, first: int) -> State:
    choose = list(state.choose)
    choose[first : first + 2] = reversed(choose[first : first + 2])
    return replace(state, choose=tuple(choose))


def _turned_round(attributes: Mapping[str, Attribute], state: State) -> Iterator[Edit]:
    """An exception becomes the default, and the default the exception of one of the values that used to lead there."""
    default = next((number for number, branch in enumerate(state.choose) if branch.when is None), None)
    for number, branch in enumerate(state.choose):
        if default is None or not isinstance(branch.when, OneOf) or branch.arrow.to == state.choose[default].arrow.to:
            continue
        asked = {v for b in state.choose if isinstance(b.when, OneOf) and b.when.attribute == branch.when.attribute
                 for v in b.when.values}  # fmt: skip
        others = [v for v in attributes[branch.when.attribute].values if v not in asked]
        for value in others if len(others) > 1 else ():
            guard = OneOf(branch.when.attribute, (value,))
            yield Edit(
                "turn the default round", state.name,
                f"at '{state.name}', '{branch.arrow.to}' is the default, and '{state.choose[default].arrow.to}' "
                f"only when {words(guard)}",
                state.choose[default].origin.place(),
                on_state(state.name, partial(turned_round, exception=number, default=default, when=guard)),
                tuple(dict.fromkeys(e.attribute for b in state.choose for e in b.arrow.effects)),
            )  # fmt: skip


def turned_round(state: State, exception: int, default: int, when: Guard) -> State:
    """The decision with an exception made the default, and the default an exception with this condition."""
    choose: list[Branch] = list(state.choose)
    choose[exception] = replace(choose[exception], arrow=state.choose[default].arrow, when=when)
    choose[default] = replace(choose[default], arrow=state.choose[exception].arrow)
    return replace(state, choose=tuple(choose))
