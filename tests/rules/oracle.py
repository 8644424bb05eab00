"""A second, naive implementation: full configurations, and traces one by one.

Nothing here is shared with `pathways.rules`: no packed codes, no liveness, no monitors. Only the stepper
and `guards.holds` are used, and what a selector means is read off the linked pathway by name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pathways.definition.linked import Piece
from pathways.machine import (
    DONE,
    CompiledPathway,
    Configuration,
    Move,
    MoveKind,
    all_starting,
    apply,
    is_ended,
    moves,
)


@dataclass(frozen=True)
class Full:
    """Every reachable full configuration, and where each leads."""

    pathway: CompiledPathway
    onward: Mapping[Configuration, tuple[tuple[Move, Configuration], ...]]

    @cached_property
    def can_end(self) -> set[Configuration]:
        before: dict[Configuration, list[Configuration]] = {}
        for source, ways in self.onward.items():
            for _, target in ways:
                before.setdefault(target, []).append(source)
        good = {c for c in self.onward if is_ended(self.pathway, c)}
        todo = list(good)
        while todo:
            for source in before.get(todo.pop(), ()):
                if source not in good:
                    good.add(source)
                    todo.append(source)
        return good

    @cached_property
    def _reached(self) -> dict[Configuration, set[Configuration]]:
        return {}

    def reached_from(self, start: Configuration) -> set[Configuration]:
        """Every configuration that moves lead to from one; itself only if they lead back to it."""
        if start not in self._reached:
            seen: set[Configuration] = set()
            todo = [start]
            while todo:
                for _, target in self.onward[todo.pop()]:
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
            self._reached[start] = seen
        return self._reached[start]


def distances(space: Full) -> dict[Configuration, int]:
    """How many moves each configuration is away from the nearest start."""
    far = dict.fromkeys(all_starting(space.pathway), 0)
    todo = deque(far)
    while todo:
        here = todo.popleft()
        for _, target in space.onward[here]:
            if target not in far:
                far[target] = far[here] + 1
                todo.append(target)
    return far


def full(pathway: CompiledPathway, most: int) -> Full | None:
    """All of it, or None when there are more than `most` configurations."""
    onward: dict[Configuration, tuple[tuple[Move, Configuration], ...]] = {}
    todo = deque(dict.fromkeys(all_starting(pathway)))
    known = set(todo)
    while todo:
        here = todo.popleft()
        ways = tuple((move, apply(pathway, here, move)) for move in moves(pathway, here))
        onward[here] = ways
        for _, target in ways:
            if target not in known:
                known.add(target)
                todo.append(target)
        if len(known) > most:
            return None
    return Full(pathway, onward)


@dataclass(frozen=True)
class Position:
    """One moment of a trace: what happened, what was left, what was entered, what is known, where it stands.

    `settled`: no decision and no join is to be made first.
    """

    left: str | None
    entered: tuple[str, ...]
    values: Mapping[str, str | None]
    ended: bool
    event: str = "arrive"
    standing: tuple[str, ...] = ()
    settled: bool = True


@dataclass(frozen=True)
class Prefix:
    positions: tuple[Position, ...]
    at: Configuration


def position(pathway: CompiledPathway, move: Move | None, at: Configuration) -> Position:
    event = "arrive"
    if move is None:
        left, target = None, at.marking[0]
    else:
        is_interrupt = move.kind is MoveKind.INTERRUPT
        event = pathway.interrupts[move.interrupt].name if is_interrupt else move.kind.name.lower()
        left, target = pathway.states[move.state].name, pathway.arrows[move.arrow].target
    values = {name: pathway.value_text(i, at.values[i]) for i, name in enumerate(pathway.attributes)}
    entered = () if target == DONE else tuple(_entered(pathway, target))
    standing = tuple(pathway.states[state].name for state in at.marking if state >= 0)
    return Position(left, entered, values, is_ended(pathway, at), event, standing, is_settled(pathway, at))


def is_settled(pathway: CompiledPathway, at: Configuration) -> bool:
    """Whether time can pass: no region is at a decision, or at a parallel state whose branches are all done."""
    for state in at.marking:
        if state < 0:
            continue
        row = pathway.states[state]
        if pathway.linked.states[row.name].kind == "decision":
            return False
        if row.branches and all(at.marking[branch] == DONE for branch in row.branches):
            return False
    return True


def _entered(pathway: CompiledPathway, state: int) -> Iterator[str]:
    yield pathway.states[state].name
    for branch in pathway.states[state].branches:
        yield from _entered(pathway, pathway.regions[branch].start)


def prefixes(space: Full, budget: int, longest: int = 18) -> Iterator[list[Prefix]]:
    """All prefixes of complete traces, shortest first, layer by layer, while there are no more than `budget`
    and they have no more than `longest` positions."""
    pathway, good = space.pathway, space.can_end
    layer = [Prefix((position(pathway, None, c),), c) for c in dict.fromkeys(all_starting(pathway)) if c in good]
    while layer and len(layer) <= budget and len(layer[0].positions) <= longest:
        yield layer
        budget -= len(layer)
        layer = [
            Prefix((*prefix.positions, position(pathway, move, target)), target)
            for prefix in layer
            for move, target in space.onward[prefix.at]
            if target in good
        ]


def enters(pathway: CompiledPathway, selectors: Sequence[str], where: Position) -> bool:
    return any(_enters(pathway, selector, where) for selector in selectors)


def _enters(pathway: CompiledPathway, selector: str, where: Position) -> bool:
    linked = pathway.linked
    for name in where.entered:
        state = linked.states[name]
        if selector in (name, f"lane:{state.lane}", f"kind:{state.kind}", f"outcome:{state.outcome}"):
            return True
        if selector.startswith("#") and selector[1:] in state.tags:
            return True
        for piece in linked.pieces.values():
            if selector in names_of(piece) and name in piece.states and where.left not in piece.states:
                return True
    return False


def names_of(piece: Piece) -> tuple[str, ...]:
    """The selectors that a used piece as a whole goes by."""
    return (piece.name, f"pathway:{piece.pathway}", "kind:use", *(f"#{tag}" for tag in piece.tags))


def stands(pathway: CompiledPathway, selectors: Sequence[str], where: Position) -> bool:
    """Whether the referral stands in one of these after the move."""
    return any(_is_named(pathway, selector, name) for selector in selectors for name in where.standing)


def leaves(pathway: CompiledPathway, selectors: Sequence[str], where: Position) -> bool:
    """Whether the move happened in one of these and leads out of them all.

    A branch that is done leads to the parallel state that holds it.
    """
    if where.left is None or not any(_is_named(pathway, selector, where.left) for selector in selectors):
        return False
    region = pathway.linked.regions[pathway.linked.states[where.left].region]
    to = where.entered[0] if where.entered else region.parallel
    assert to is not None
    return not any(_is_named(pathway, selector, to) for selector in selectors)


def _is_named(pathway: CompiledPathway, selector: str, name: str) -> bool:
    """Whether a selector stands for a state, or for a piece that it belongs to."""
    state = pathway.linked.states[name]
    if selector in (name, f"lane:{state.lane}", f"kind:{state.kind}", f"outcome:{state.outcome}"):
        return True
    if selector.startswith("#") and selector[1:] in state.tags:
        return True
    return any(selector in names_of(piece) and name in piece.states for piece in pathway.linked.pieces.values())


def members(pathway: CompiledPathway, selectors: Sequence[str]) -> set[str]:
    """Every state in which a referral is there."""
    found = set()
    for state in pathway.linked.states.values():
        alone = Position(None, (state.name,), {}, False)
        if any(_enters(pathway, selector, alone) for selector in selectors):
            found.add(state.name)
    return found


def branches_of(pathway: CompiledPathway, region: int) -> dict[str, int]:
    """The parallel states around a region, each with the branch that the region is, or lies in."""
    found = {}
    while (parallel := pathway.linked.regions[region].parallel) is not None:
        found[parallel] = region
        region = pathway.linked.states[parallel].region
    return found


def inside(pathway: CompiledPathway, parallel: str) -> set[str]:
    return {s.name for s in pathway.linked.states.values() if parallel in branches_of(pathway, s.region)}
