"""A second, naive implementation: full configurations, traces one by one, rules by their definition.

Nothing here is shared with `pathways.rules`: no packed codes, no liveness, no monitors. Only the stepper
and `guards.holds` are used, and what a selector means is read off the linked pathway by name.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pathways.definition.guards import Guard, holds
from pathways.machine import (
    DONE,
    CompiledPathway,
    Configuration,
    Move,
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
    """One moment of a trace: what was left, what was entered, what is known."""

    left: str | None
    entered: tuple[str, ...]
    values: Mapping[str, str | None]
    ended: bool


@dataclass(frozen=True)
class Prefix:
    positions: tuple[Position, ...]
    at: Configuration


def position(pathway: CompiledPathway, move: Move | None, at: Configuration) -> Position:
    if move is None:
        left, target = None, at.marking[0]
    else:
        left, target = pathway.states[move.state].name, pathway.arrows[move.arrow].target
    values = {name: pathway.value_text(i, at.values[i]) for i, name in enumerate(pathway.attributes)}
    entered = () if target == DONE else tuple(_entered(pathway, target))
    return Position(left, entered, values, is_ended(pathway, at))


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


@dataclass(frozen=True)
class Rule:
    """A rule by its parameters; guards as linked, selectors as written."""

    kind: str
    state: Sequence[str] = ()
    other: Sequence[str] = ()  # after, from, first, by
    third: Sequence[str] = ()  # to, before
    when: Guard | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


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
            named = selector in (piece.name, f"pathway:{piece.pathway}", "kind:use")
            if named and name in piece.states and where.left not in piece.states:
                return True
    return False


def offends(pathway: CompiledPathway, rule: Rule, trace: Sequence[Position]) -> bool:
    """Whether the last position of a trace is where the rule is lost (or was lost before)."""
    now, last = trace[-1], len(trace) - 1

    def at(selectors: Sequence[str], number: int) -> bool:
        return enters(pathway, selectors, trace[number])

    def true(number: int) -> bool:
        return rule.when is None or holds(rule.when, trace[number].values)

    match rule.kind:
        case "only_when":
            return at(rule.state, last) and not true(last)
        case "never":
            was_there = not rule.other or any(at(rule.other, i) for i in range(last))
            return at(rule.state, last) and true(last) and was_there
        case "precedes":
            return at(rule.state, last) and not any(at(rule.other, i) for i in range(last + 1))
        case "always_through":
            arrived = at(rule.third, last) if rule.third else now.ended
            if not arrived:
                return False
            if not rule.other:
                return true(0) and not any(at(rule.state, i) for i in range(last + 1))
            begins = [i for i in range(last) if at(rule.other, i) and true(i)]
            return any(not any(at(rule.state, j) for j in range(i, last + 1)) for i in begins)
        case "followed_by":
            due = now.ended or bool(rule.third and at(rule.third, last))
            if not due or (rule.when is not None and true(last)):
                return False
            begins = [i for i in range(last + 1 if now.ended else last) if at(rule.state, i)]
            return any(not any(at(rule.other, j) for j in range(i, last + 1)) for i in begins)
    raise AssertionError(rule.kind)


def has_occasion(pathway: CompiledPathway, rule: Rule, trace: Sequence[Position]) -> bool:
    """Whether the last position makes the rule matter at all."""
    last = len(trace) - 1
    match rule.kind:
        case "never" if not rule.other:
            return True
        case "never":
            return enters(pathway, rule.other, trace[last])
        case "only_when" | "precedes" | "followed_by":
            return enters(pathway, rule.state, trace[last])
        case "always_through":
            arrived = enters(pathway, rule.third, trace[last]) if rule.third else trace[last].ended
            if not rule.other:
                return arrived and (rule.when is None or holds(rule.when, trace[0].values))
            return arrived and any(
                enters(pathway, rule.other, p) and (rule.when is None or holds(rule.when, p.values)) for p in trace[:-1]
            )
    raise AssertionError(rule.kind)
