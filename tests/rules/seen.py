"""What can be seen of a pathway, word by word: full configurations, every move, nothing merged, nothing clever.

The second implementation behind the comparison of versions. It shares only the stepper with what it tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pathways.machine import DONE, CompiledPathway, Configuration, Move, MoveKind, all_starting, apply, moves
from tests.rules.oracle import Full

Word = tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Sight:
    """What an observer writes down. `names` None: every state by its own name, every completion, every finding."""

    arrival: tuple[str, ...]
    names: Mapping[str, str] | None = None
    finds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    watched: tuple[str, ...] = ()

    @property
    def all_of_it(self) -> bool:
        return self.names is None

    def called(self, state: str) -> str | None:
        return state if self.names is None else self.names.get(state)


def words(full: Full, sight: Sight, longest: int, budget: int = 20_000) -> dict[Word, int] | None:
    """Every word of at most so many letters that some complete trace begins with, and in how many moves at least.

    None if there are too many.
    """
    pathway, good = full.pathway, full.can_end
    found: dict[Word, int] = {(): 0}  # of nothing seen yet, no pathway is without
    layer: list[tuple[Word, Configuration]] = []
    known: set[tuple[Word, Configuration]] = set()

    def note(before: int, word: Word, at: Configuration, moves_made: int) -> None:
        for length in range(before, min(len(word), longest) + 1):
            found.setdefault(word[:length], moves_made)
        if len(word) <= longest and (word, at) not in known:
            known.add((word, at))
            layer.append((word, at))

    for start in all_starting(pathway):
        if start in good:
            note(0, tuple(_arriving(pathway, start, sight)), start, 0)
    made = 0
    while layer:
        made += 1
        now, layer = layer, []
        for word, at in now:
            for move in moves(pathway, at):
                after = apply(pathway, at, move)
                if after in good:
                    note(len(word), (*word, *_moving(pathway, move, after, sight)), after, made)
        if len(known) > budget:
            return None
    return found


def _value(pathway: CompiledPathway, at: Configuration, name: str) -> str | None:
    index = pathway.attributes.index(name)
    return pathway.value_text(index, at.values[index])


def _knows(pathway: CompiledPathway, at: Configuration, sight: Sight) -> Iterator[tuple[object, ...]]:
    if sight.watched:
        yield "knows", tuple((name, _value(pathway, at, name)) for name in sight.watched)


def _arriving(pathway: CompiledPathway, start: Configuration, sight: Sight) -> Iterator[tuple[object, ...]]:
    if sight.arrival:
        yield "arrives", tuple((name, _value(pathway, start, name)) for name in sorted(sight.arrival))
    yield from _entering(pathway, start.marking[0], sight)
    yield from _knows(pathway, start, sight)


def _moving(pathway: CompiledPathway, move: Move, after: Configuration, sight: Sight) -> Iterator[tuple[object, ...]]:
    name = sight.called(pathway.states[move.state].name)
    if move.kind is MoveKind.INTERRUPT:
        yield "interrupt", pathway.interrupts[move.interrupt].name, name if sight.all_of_it else None
    elif name is not None and move.kind is MoveKind.TIMEOUT:
        yield "timeout", name
    elif name is not None and move.kind is MoveKind.COMPLETE:
        found = {pathway.attributes[a]: pathway.value_text(a, v) for a, v in move.found}
        seen = sorted(n for n in found if sight.all_of_it or n in sight.finds.get(name, frozenset()))
        if seen:
            yield "finds", name, tuple((n, found[n]) for n in seen)
        elif sight.all_of_it:
            yield "completes", name
    target = pathway.arrows[move.arrow].target
    if target != DONE:
        yield from _entering(pathway, target, sight)
    yield from _knows(pathway, after, sight)


def _entering(pathway: CompiledPathway, at: int, sight: Sight) -> Iterator[tuple[object, ...]]:
    state = pathway.linked.states[pathway.states[at].name]
    if state.kind == "end" and not sight.all_of_it:
        yield "ends", state.outcome
    elif sight.called(state.name) is not None:
        yield "enters", sight.called(state.name)
    for branch in pathway.states[at].branches:
        yield from _entering(pathway, pathway.regions[branch].start, sight)
