"""Rounds in a space that can go on for ever, and a shortest trace into one: a way, and from some step on the round."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from pathways.machine import NONE
from pathways.rules.components import parts
from pathways.rules.space import Space, Way


def components(space: Space, inside: bytearray | None = None) -> Iterator[list[int]]:
    """The strongly connected parts of the configurations inside (by default all), those behind first."""
    if inside is None:
        return parts(range(len(space)), lambda index: _targets(space, index))
    within = inside
    nodes = (index for index, is_inside in enumerate(within) if is_inside)
    return parts(nodes, lambda index: (target for target in _targets(space, index) if within[target]))


def on_rounds(space: Space, inside: bytearray | None = None) -> bytearray:
    """1 for every configuration from which some moves inside lead back to it."""
    found = bytearray(len(space))
    for members in components(space, inside):
        if len(members) > 1 or members[0] in _targets(space, members[0]):
            for index in members:
                found[index] = 1
    return found


def traps(space: Space) -> bytearray:
    """1 for every configuration of a round that no move leaves: a bottom component that has moves, and no end."""
    found = bytearray(len(space))
    home = [NONE] * len(space)
    for number, members in enumerate(components(space)):
        for index in members:
            home[index] = number
        onward = {home[target] for index in members for target in _targets(space, index)}
        if onward == {number}:  # moves there are, and none leads elsewhere
            for index in members:
                found[index] = 1
    return found


def shortest_lasso(space: Space, inside: bytearray) -> tuple[Way, int] | None:
    """A shortest trace that goes round among the configurations inside, and the step from which it repeats.

    The step counts from 0, the arrival. None if there is no round inside.

    Notes
    -----
    Configurations are taken from the nearest on; one that has been looked at is left out of later rounds, for a round
    through it was weighed already. What can then be on no round any more is left out as well.
    """
    left = on_rounds(space, inside)
    trimming = _Trimming(space, left)
    far = _distances(space)
    best: tuple[int, list[tuple[int, int]]] | None = None
    length = len(space) + max(far, default=0) + 1
    for index in range(len(space)):
        if not left[index]:
            continue
        if far[index] + 1 >= length:
            break
        round_ = _shortest_round(space, index, left, length - far[index])
        if round_ is not None:
            best, length = (index, round_), far[index] + len(round_)
        trimming.leave_out(index)
    if best is None:
        return None
    way = space.way_to(best[0])
    return Way(way.start, (*way.steps, *best[1])), len(way.steps) + 1


def _targets(space: Space, index: int) -> Sequence[int]:
    return space.edge_targets[space.offsets[index] : space.offsets[index + 1]]


def _distances(space: Space) -> list[int]:
    """How many moves each configuration is away from the nearest start."""
    far = [0] * len(space)
    for index, parent in enumerate(space.parents):
        if parent != NONE:
            far[index] = far[parent] + 1
    return far


def _shortest_round(space: Space, start: int, left: bytearray, below: int) -> list[tuple[int, int]] | None:
    """The fewest moves from a configuration back to it, if they are fewer than `below`."""
    parents: dict[int, tuple[int, int]] = {}  # configuration -> the one before, and the move
    queue = deque([(start, 0)])
    while queue:
        index, length = queue.popleft()
        if length + 1 >= below:
            return None
        for move, target in space.out(index):
            if target == start:
                return [*_back(parents, start, index), (move, target)]
            if left[target] and target not in parents:
                parents[target] = (index, move)
                queue.append((target, length + 1))
    return None


def _back(parents: dict[int, tuple[int, int]], start: int, index: int) -> list[tuple[int, int]]:
    steps = []
    while index != start:
        before, move = parents[index]
        steps.append((move, index))
        index = before
    return steps[::-1]


class _Trimming:
    """Keeps out of `left` what nothing in it leads to, or what leads to nothing in it."""

    def __init__(self, space: Space, left: bytearray) -> None:
        self.space, self.left = space, left
        self.before: dict[int, list[int]] = {index: [] for index in self._members()}
        self.onward: dict[int, int] = {}
        for index in self.before:
            targets = [target for target in _targets(space, index) if left[target]]
            self.onward[index] = len(targets)
            for target in targets:
                self.before[target].append(index)
        self.behind = {index: len(sources) for index, sources in self.before.items()}

    def _members(self) -> Iterator[int]:
        return (index for index in range(len(self.left)) if self.left[index])

    def leave_out(self, index: int) -> None:
        todo = [index]
        while todo:
            gone = todo.pop()
            if not self.left[gone]:
                continue
            self.left[gone] = 0
            for target in _targets(self.space, gone):
                if self.left[target]:
                    self.behind[target] -= 1
                    if not self.behind[target]:
                        todo.append(target)
            for source in self.before[gone]:
                if self.left[source]:
                    self.onward[source] -= 1
                    if not self.onward[source]:
                        todo.append(source)
