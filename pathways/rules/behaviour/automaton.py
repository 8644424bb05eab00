"""A space through a lens to an automaton: nodes, and edges with one letter each or none.

The exploration keeps one of several findings that make no difference to the pathway itself. They may make one to
the pathway it is compared with, so here every finding has its own edge again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Final

from pathways.machine import Configuration, Move, MoveKind, affected, findings
from pathways.rules.behaviour.lens import Lens, Letter, Values
from pathways.rules.space import Space

ROOT: Final = 0


@dataclass(frozen=True)
class Edge:
    """A letter (None where nothing is seen), the node it leads to, and what it is part of.

    `move` and `configuration` say which move leads where; on arrival `move` is None. A move seen as several letters is
    several edges, of which `last` is True for the one that completes it.
    """

    letter: Letter | None
    node: int
    move: Move | None
    configuration: int
    last: bool
    start: Configuration | None = None


@dataclass(frozen=True)
class Automaton:
    """`edges[node]` leave a node; node 0 stands before arrival. Only what can still end is kept."""

    space: Space
    edges: Sequence[Sequence[Edge]]


def automaton(space: Space, lens: Lens) -> Automaton:
    """All that can be seen of a space's complete traces."""
    return _Builder(space, lens).build()


class _Builder:
    def __init__(self, space: Space, lens: Lens) -> None:
        self.space, self.lens, self.pathway = space, lens, space.pathway
        # Configuration i is node i + 1; nodes in the middle of a move come after them.
        self.edges: list[list[Edge]] = [[] for _ in range(len(space) + 1)]
        self.watched = [self.pathway.attributes.index(name) for name in lens.watched]
        self.expanded: dict[tuple[int, int], list[Move]] = {}

    def build(self) -> Automaton:
        space, can_end = self.space, self.space.can_end
        for index, configuration in space.starts.items():
            if can_end[index]:
                self.arrivals(index, configuration)
        for index in range(len(space)):
            for number, target in space.out(index):
                if can_end[target]:
                    for move in self.moves(number, target):
                        letters = list(
                            self.lens.moving(self.pathway, move, partial(self.value, index), self.after(target))
                        )
                        self.chain(index + 1, letters, move, target, None)
        return Automaton(space, self.edges)

    def arrivals(self, index: int, configuration: Configuration) -> None:
        """Every combination of the arrival values that are seen: those that do not matter here may be any."""
        pathway = self.pathway
        live = self.space.live_at(index)
        seen = [a for a in self.space.free if pathway.attributes[a] in self.lens.arrival]
        choices = [[configuration.values[a]] if live >> a & 1 else range(len(pathway.domains[a])) for a in seen]
        for values in product(*choices):
            own = list(configuration.values)
            for attribute, value in zip(seen, values, strict=True):
                own[attribute] = value
            told = tuple(
                sorted((pathway.attributes[a], pathway.value_text(a, v)) for a, v in zip(seen, values, strict=True))
            )
            letters = [*self.lens.arriving(pathway, configuration.marking[0], told)]
            if self.watched:
                letters.append(("knows", self.after(index)))
            self.chain(ROOT, letters, None, index, Configuration(configuration.marking, tuple(own)))

    def chain(
        self, node: int, letters: Sequence[Letter], move: Move | None, target: int, start: Configuration | None
    ) -> None:
        """A move as one edge for each letter."""
        for letter in letters[:-1]:
            self.edges.append([])
            self.edges[node].append(Edge(letter, len(self.edges) - 1, move, target, False, start))
            node = len(self.edges) - 1
        self.edges[node].append(Edge(letters[-1] if letters else None, target + 1, move, target, True, start))

    def value(self, index: int, name: str) -> str | None:
        return self.space.value_text(index, self.pathway.attribute_index(name))

    def after(self, index: int) -> Values:
        return tuple((self.pathway.attributes[a], self.space.value_text(index, a)) for a in self.watched)

    def moves(self, number: int, target: int) -> list[Move]:
        """The move, once for each finding that leads to the same configuration."""
        move = self.space.moves[number]
        state = self.pathway.states[move.state]
        if move.kind is not MoveKind.COMPLETE or not state.finds:
            return [move]
        live = self.space.live_at(target) & sum(1 << attribute for attribute, _ in state.finds)
        known = self.expanded.get((number, live))
        if known is None:
            same = self.settled(move, live)
            known = [
                other for found in findings(state) if self.settled(other := move._replace(found=found), live) == same
            ]
            self.expanded[number, live] = known
        return known

    def settled(self, move: Move, live: int) -> list[int]:
        """The found values that still matter after the move."""
        left = dict(move.found)
        for effect in self.pathway.arrows[move.arrow].effects:
            if effect.attribute in left:
                left[effect.attribute] = affected(self.pathway, left[effect.attribute], effect)
        return [value for attribute, value in left.items() if live >> attribute & 1]


def with_moves(space: Space, steps: Sequence[Edge]) -> tuple[Space, tuple[tuple[int, int], ...]]:
    """The space with these moves among its own, and the steps as numbers, so that they can be replayed and told."""
    moves = list(space.moves)
    way = []
    for number, edge in enumerate(steps, 1):
        if edge.move is not None and (edge.last or number == len(steps)):
            moves.append(edge.move)
            way.append((len(moves) - 1, edge.configuration))
    first = steps[0]
    starts = space.starts if first.start is None else {**space.starts, first.configuration: first.start}
    return replace(space, moves=moves, starts=starts), tuple(way)
