"""Two referrals, alike but for some attributes, made to go the same way: the nearest point where they part.

The pathway is laid beside itself (self-composition: Barthe, D'Argenio and Rezk, Secure information flow by
self-composition, 2004) and both copies make the same moves. Each pair of configurations stands in the same states. What
either finds is the same, except for the attributes themselves, which each may find as it likes: they are what sets
the two apart. So only the pathway's own doing can part them: a decision that leads elsewhere, or an interrupt that is
open to one of them. All pairs that can be reached are looked at, breadth first; both are finite.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pathways.machine import NONE
from pathways.rules.space import Space, Way

Pair = tuple[int, int]
Label = tuple[object, ...]
_Moves = Mapping[Label, list[tuple[int, int]]]  # by what both could do alike: move, configuration reached


@dataclass(frozen=True)
class Parting:
    """Where two referrals part: their ways so far, and the move that the other has not (None: it has none)."""

    first: Way
    second: Way
    first_move: tuple[int, int] | None
    second_move: tuple[int, int] | None


def parting(space: Space, attributes: Collection[int], recorded: Sequence[int] = ()) -> Parting | None:
    """A nearest point where two referrals that differ only in the attributes are treated differently.

    Parameters
    ----------
    recorded
        Attributes whose values must stay the same too; they must be live everywhere.
    """
    return _Twins(space, attributes, recorded).part()


class _Twins:
    def __init__(self, space: Space, attributes: Collection[int], recorded: Sequence[int]) -> None:
        self.space, self.attributes = space, attributes
        self.recorded = space.packing.fields(sum(1 << attribute for attribute in recorded))
        self.labels = [self.label(number) for number in range(len(space.moves))]
        self.parents: dict[Pair, tuple[Pair, int, int]] = {}
        self.finds = any(attribute in attributes for move in space.moves for attribute, _ in move.found)

    def label(self, number: int) -> Label:
        """What a move is to somebody who does not know the attributes: what happens where, what is found, where to."""
        move = self.space.moves[number]
        found = tuple((attribute, value) for attribute, value in move.found if attribute not in self.attributes)
        target = self.space.pathway.arrows[move.arrow].target
        return (move.kind, move.region, move.state, move.interrupt, found, target)

    def part(self) -> Parting | None:
        queue: deque[Pair] = deque()
        nowhere = ((NONE, NONE), NONE, NONE)
        for pair in self.starts():
            self.parents[pair] = nowhere
            queue.append(pair)
        while queue:
            pair = queue.popleft()
            mine, theirs = self.moves(pair[0]), self.moves(pair[1])
            if mine.keys() != theirs.keys():
                return self.parted(pair, _without(mine, theirs), _without(theirs, mine))
            for label, ways in mine.items():
                for move, reached in ways:
                    for other, other_reached in theirs[label]:
                        if self.differs(reached, other_reached):
                            return self.parted(pair, (move, reached), (other, other_reached))
                        following = (reached, other_reached)
                        if following not in self.parents and (self.finds or reached != other_reached):
                            self.parents[following] = (pair, move, other)
                            queue.append(following)
        return None

    def starts(self) -> Iterator[Pair]:
        """Every two arrivals that differ in the attributes at most; twice the same only if they can be found later."""
        fields = self.space.packing.fields(sum(1 << attribute for attribute in self.attributes))
        alike: dict[int, list[int]] = {}
        for index in self.space.starts:
            alike.setdefault(self.space.codes[index] & ~fields, []).append(index)
        for group in alike.values():
            for number, index in enumerate(group):
                yield from ((index, other) for other in group[number if self.finds else number + 1 :])

    def moves(self, index: int) -> _Moves:
        moves: dict[Label, list[tuple[int, int]]] = {}
        for move, reached in self.space.out(index):
            moves.setdefault(self.labels[move], []).append((move, reached))
        return moves

    def differs(self, index: int, other: int) -> bool:
        """Whether a recorded value differs."""
        return bool((self.space.codes[index] ^ self.space.codes[other]) & self.recorded)

    def parted(self, pair: Pair, mine: tuple[int, int] | None, theirs: tuple[int, int] | None) -> Parting:
        first, second = [], []
        at = pair
        while self.parents[at][1] != NONE:
            before, move, other = self.parents[at]
            first.append((move, at[0]))
            second.append((other, at[1]))
            at = before
        ways = Way(at[0], tuple(reversed(first))), Way(at[1], tuple(reversed(second)))
        if mine is None:  # whoever has something that the other has not comes first
            return Parting(ways[1], ways[0], theirs, None)
        return Parting(*ways, mine, theirs)


def _without(moves: _Moves, others: _Moves) -> tuple[int, int] | None:
    """The first move that the others have not."""
    return next((ways[0] for label, ways in moves.items() if label not in others), None)
