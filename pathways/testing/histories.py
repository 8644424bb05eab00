"""Everything that can happen in a small pathway, one history at a time: brute force, to hold exact answers against.

Made by the stepper from whole configurations, with nothing cleared, merged or reduced.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    starting,
)
from pathways.rules.trace import TraceStep


@dataclass(frozen=True)
class Moment:
    """One moment of a referral: the state that was left, the states entered, what is known, whether it has ended."""

    left: str | None
    entered: tuple[str, ...]
    values: Mapping[str, str | None]
    is_ended: bool


@dataclass(frozen=True)
class History:
    """A referral from its arrival, which is the first moment, to now, which is the last."""

    pathway: CompiledPathway
    moments: tuple[Moment, ...]

    @property
    def now(self) -> Moment:
        return self.moments[-1]

    def enters(self, selectors: Sequence[str], number: int = -1) -> bool:
        """Whether a moment enters what any of the selectors stands for; by default the last."""
        return any(self._enters(selector, self.moments[number]) for selector in selectors)

    def times(self, selectors: Sequence[str]) -> int:
        """How many moments so far enter it."""
        return sum(self.enters(selectors, number) for number in range(len(self.moments)))

    def _enters(self, selector: str, moment: Moment) -> bool:
        linked = self.pathway.linked
        for name in moment.entered:
            state = linked.states[name]
            own = {name, f"lane:{state.lane}", f"kind:{state.kind}", f"outcome:{state.outcome}"}
            if selector in own | {f"#{tag}" for tag in state.tags}:
                return True
            for piece in linked.pieces.values():
                named = {piece.name, f"pathway:{piece.pathway}", "kind:use", *(f"#{tag}" for tag in piece.tags)}
                if selector in named and name in piece.states and moment.left not in piece.states:
                    return True
        return False


Onward = Mapping[Configuration, tuple[tuple[Move, Configuration], ...]]


class Everything:
    """Every configuration of a small pathway, and where each leads."""

    def __init__(
        self, pathway: CompiledPathway, onward: Mapping[Configuration, tuple[tuple[Move, Configuration], ...]]
    ):
        self.pathway, self.onward = pathway, onward
        self._known_ways: dict[Configuration, list[tuple[Moment, Configuration]]] = {}
        before: dict[Configuration, list[Configuration]] = {}
        for source, ways in onward.items():
            for _, target in ways:
                before.setdefault(target, []).append(source)
        self.can_end = {at for at in onward if is_ended(pathway, at)}
        todo = list(self.can_end)
        while todo:
            for source in before.get(todo.pop(), ()):
                if source not in self.can_end:
                    self.can_end.add(source)
                    todo.append(source)

    @classmethod
    def of(cls, pathway: CompiledPathway, most: int) -> Everything | None:
        """All of it, or None where there are more than `most` configurations."""
        onward: dict[Configuration, tuple[tuple[Move, Configuration], ...]] = {}
        todo = deque(dict.fromkeys(all_starting(pathway)))
        known = set(todo)
        while todo:
            here = todo.popleft()
            onward[here] = tuple((move, apply(pathway, here, move)) for move in moves(pathway, here))
            for _, target in onward[here]:
                if target not in known:
                    known.add(target)
                    todo.append(target)
            if len(known) > most:
                return None
        return cls(pathway, onward)

    def histories(self, most: int) -> Iterator[list[History]]:
        """The beginnings of histories that reach an end, all of one length at a time, shortest first.

        It stops before a length of which there are so many that there would be more than `most` in all.
        """
        layer: list[tuple[tuple[Moment, ...], Configuration]] = [
            ((moment(self.pathway, None, at),), at)
            for at in dict.fromkeys(all_starting(self.pathway))
            if at in self.can_end
        ]
        while layer and len(layer) <= most:
            yield [History(self.pathway, moments) for moments, _ in layer]
            most -= len(layer)
            layer = [((*moments, then), target) for moments, at in layer for then, target in self._ways(at)]

    def _ways(self, at: Configuration) -> list[tuple[Moment, Configuration]]:
        """The moments that may follow in a history that reaches an end; worked out once."""
        if at not in self._known_ways:
            self._known_ways[at] = [
                (moment(self.pathway, move, target), target)
                for move, target in self.onward[at]
                if target in self.can_end
            ]
        return self._known_ways[at]


def moment(pathway: CompiledPathway, move: Move | None, at: Configuration) -> Moment:
    """What a move that reached a configuration was; None for the arrival."""
    left = None if move is None else pathway.states[move.state].name
    target = at.marking[0] if move is None else pathway.arrows[move.arrow].target
    values = {name: pathway.value_text(number, at.values[number]) for number, name in enumerate(pathway.attributes)}
    return Moment(left, () if target == DONE else tuple(_entered(pathway, target)), values, is_ended(pathway, at))


def _entered(pathway: CompiledPathway, state: int) -> Iterator[str]:
    yield pathway.states[state].name
    for branch in pathway.states[state].branches:
        yield from _entered(pathway, pathway.regions[branch].start)


def replayed(pathway: CompiledPathway, steps: Sequence[TraceStep]) -> History:
    """A told trace as a history, every step made by the stepper.

    Raises
    ------
    AssertionError
        If a step is not legal where it is said to happen.
    """
    first, *rest = steps
    arrival = {}
    for name, value in first.values:
        attribute = pathway.attribute_index(name)
        arrival[attribute] = pathway.domains[attribute].index(value or "")
    here = starting(pathway, pathway.index[first.state], arrival)
    moments = [moment(pathway, None, here)]
    for number, step in enumerate(rest, 2):
        fitting = [(move, apply(pathway, here, move)) for move in moves(pathway, here)]
        fitting = [(move, after) for move, after in fitting if _is(pathway, step, move, after)]
        assert fitting, f"step {number} is not possible there: {step.words}"
        move, here = fitting[0]
        moments.append(moment(pathway, move, here))
    return History(pathway, tuple(moments))


def _is(pathway: CompiledPathway, step: TraceStep, move: Move, after: Configuration) -> bool:
    """Whether a move is the one that a step tells."""
    target = pathway.arrows[move.arrow].target
    left, reached = pathway.states[move.state].name, pathway.states[move.state if target == DONE else target].name
    event = pathway.interrupts[move.interrupt].name if move.kind is MoveKind.INTERRUPT else move.kind.name.lower()
    told, values = dict(step.values), moment(pathway, move, after).values
    found = {pathway.attributes[attribute] for attribute, _ in move.found}
    same = all(values[name] == value for name, value in told.items()) and found <= set(told)
    return (event, left, reached) == (step.event, step.left, step.state) and same
