"""Every configuration that a referral can reach, numbered, and every move between them: questions to a finished space.

A configuration's number grows with its distance from the starts, so the lowest is the nearest, and the way
back along `parents` is a shortest one. `explore` makes spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pathways.machine import NONE, CompiledPathway, Configuration, Move, is_ended, unsettled_region
from pathways.rules.liveness import live_in
from pathways.rules.packing import Marking, Packing
from pathways.rules.selectors import Selection, entered_states


@dataclass(frozen=True)
class Way:
    """A trace through a space, or the beginning of one: the start, then each move with where it led."""

    start: int
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int:
        return self.steps[-1][1] if self.steps else self.start

    def then(self, move: int, reached: int) -> Way:
        return Way(self.start, (*self.steps, (move, reached)))


@dataclass(frozen=True)
class Space:
    """Every reachable configuration of a pathway, numbered breadth first.

    The moves out of configuration `i` are `edge_moves[offsets[i]:offsets[i + 1]]` (numbers into `moves`) and
    lead to the same slice of `edge_targets`. `parents[i]` is where `i` was first reached from (NONE for a
    start) and `parent_moves[i]` by which move. `markings` gives the marking of each code's marking bits.
    `starts` gives a full configuration for each start, `free` the attributes that a start may choose, `live`
    what matters in each state (as bits). `complete` is False when the limit stopped the exploration. `private`
    holds the branches that wait for the others (see `delay`).
    """

    pathway: CompiledPathway
    packing: Packing
    codes: Sequence[int]
    offsets: Sequence[int]
    edge_moves: Sequence[int]
    edge_targets: Sequence[int]
    parents: Sequence[int]
    parent_moves: Sequence[int]
    moves: Sequence[Move]
    markings: Mapping[int, Marking]
    starts: Mapping[int, Configuration]
    free: Sequence[int]
    live: Sequence[int]
    limit: int
    complete: bool
    private: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.codes)

    def out(self, index: int) -> Iterator[tuple[int, int]]:
        """The moves out of a configuration: (move number, configuration reached)."""
        low, high = self.offsets[index], self.offsets[index + 1]
        return zip(self.edge_moves[low:high], self.edge_targets[low:high], strict=True)

    def marking(self, index: int) -> Marking:
        return self.markings[self.codes[index] & self.packing.marking_mask]

    def value_text(self, index: int, attribute: int) -> str | None:
        """An attribute's value; meaningful only while it is live there."""
        return self.pathway.value_text(attribute, self.packing.value(self.codes[index], attribute))

    def values(self, index: int) -> tuple[int, ...]:
        """The value index of every attribute; 0 for those that do not matter any more."""
        code = self.codes[index]
        return tuple(self.packing.value(code, attribute) for attribute in range(len(self.pathway.domains)))

    def number(self, configuration: Configuration) -> int:
        """The number of a reachable configuration, whatever its attributes that do not matter are."""
        return self._numbers[self.packing.code(configuration, live_in(self.live, configuration.marking))]

    def live_at(self, index: int) -> int:
        """The attributes that matter in a configuration, as bits."""
        return live_in(self.live, self.marking(index))

    def entering(self, selection: Selection) -> bytearray:
        """1 for every move that enters the selection."""
        arrows = self.pathway.arrows
        return bytearray(
            selection.is_entered(entered_states(self.pathway, arrows[move.arrow].target), move.state)
            for move in self.moves
        )

    def is_ended(self, index: int) -> bool:
        return bool(self.ended[index])

    def way_to(self, index: int) -> Way:
        """A shortest way to a configuration."""
        steps: list[tuple[int, int]] = []
        while self.parents[index] != NONE:
            steps.append((self.parent_moves[index], index))
            index = self.parents[index]
        return Way(index, tuple(reversed(steps)))

    def way_through(self, move: int) -> Way:
        """A shortest way that ends with a move (one of `used_moves`)."""
        index = self.used_moves[move]
        return self.way_to(index).then(move, next(reached for taken, reached in self.out(index) if taken == move))

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {code: index for index, code in enumerate(self.codes)}

    @cached_property
    def by_marking(self) -> Mapping[Marking, list[int]]:
        """The configurations of each marking, in order."""
        groups: dict[int, list[int]] = {}
        mask = self.packing.marking_mask
        for index, code in enumerate(self.codes):
            groups.setdefault(code & mask, []).append(index)
        return {self.markings[code]: members for code, members in groups.items()}

    @cached_property
    def by_state(self) -> Mapping[int, list[Marking]]:
        """The markings that stand in each state, in order."""
        found: dict[int, list[Marking]] = {}
        for marking in self.by_marking:
            for at in marking:
                if at >= 0:
                    found.setdefault(at, []).append(marking)
        return found

    @cached_property
    def unsettled_markings(self) -> Mapping[Marking, int]:
        """The markings in which a decision or a join comes next, each with its region."""
        turning = {at for at, state in enumerate(self.pathway.states) if state.decide is not None or state.branches}
        asked = (marking for marking in self.by_marking if not turning.isdisjoint(marking))
        found = ((marking, unsettled_region(self.pathway, Configuration(marking, ()))) for marking in asked)
        return {marking: region for marking, region in found if region is not None}

    @cached_property
    def visited(self) -> Mapping[int, int]:
        """For each state that is ever entered, the first configuration that stands in it."""
        # Markings are met in order, so the first that stands in a state holds the first configuration that does.
        return {at: self.by_marking[markings[0]][0] for at, markings in self.by_state.items()}

    @cached_property
    def used_moves(self) -> Mapping[int, int]:
        """For each move that ever happens, the first configuration it happens in."""
        first: dict[int, int] = {}
        for index in range(len(self)):
            for move in self.edge_moves[self.offsets[index] : self.offsets[index + 1]]:
                first.setdefault(move, index)
        return first

    @cached_property
    def unsettled(self) -> bytearray:
        """1 for every configuration at a decision or a complete join: it has one move at most, which takes no time."""
        found = bytearray(len(self))
        for marking in self.unsettled_markings:
            for index in self.by_marking[marking]:
                found[index] = 1
        return found

    @cached_property
    def ended(self) -> bytearray:
        """1 for every configuration in which the referral has ended."""
        ended = bytearray(len(self))
        for marking, members in self.by_marking.items():
            if is_ended(self.pathway, Configuration(marking, ())):
                for index in members:
                    ended[index] = 1
        return ended

    @cached_property
    def can_end(self) -> bytearray:
        """1 for every configuration from which some end can be reached."""
        return self.can_reach(i for i, ended in enumerate(self.ended) if ended)

    @cached_property
    def sources(self) -> Sequence[list[int]]:
        """For each configuration, those that some move leads to it from, once for each such move."""
        found: list[list[int]] = [[] for _ in range(len(self))]
        offsets, targets = self.offsets, self.edge_targets
        for index in range(len(self)):
            for target in targets[offsets[index] : offsets[index + 1]]:
                found[target].append(index)
        return found

    def can_reach(self, goals: Iterable[int]) -> bytearray:
        """1 for every configuration from which one of the goals can be reached."""
        reaches = bytearray(len(self))
        todo = []
        for goal in goals:
            if not reaches[goal]:
                reaches[goal] = 1
                todo.append(goal)
        sources = self.sources
        while todo:
            for before in sources[todo.pop()]:
                if not reaches[before]:
                    reaches[before] = 1
                    todo.append(before)
        return reaches
