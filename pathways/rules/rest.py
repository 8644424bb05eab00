"""Where a referral comes to rest, and what can be had from there without time passing.

A decision and a complete join take no time: such a configuration is *unsettled*, has one move at most, and a referral
passes it in the same moment (rule 2 of the definition language's "Meaning"). A referral *rests* where it is settled
and has not ended; and also where it is held up in an unsettled configuration, at a decision that no branch takes it
on from, or in a round of decisions that never comes to an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from pathways.machine import Configuration, is_ended
from pathways.rules.space import Space


def resting(space: Space) -> bytearray:
    """1 for every configuration that a referral rests in."""
    rests = bytearray(len(space))
    for marking, members in space.by_marking.items():
        if not is_ended(space.pathway, Configuration(marking, ())):
            for index in members:
                rests[index] = not space.unsettled[index] or space.offsets[index] == space.offsets[index + 1]
    for round_ in rounds(space):
        for index in round_:
            rests[index] = 1
    return rests


def rounds(space: Space) -> Iterator[list[int]]:
    """The rounds that unsettled configurations make among themselves, each from its first."""
    passing = space.unsettled
    done = bytearray(len(space))
    for first in range(len(space)):
        way: dict[int, None] = {}
        index = first
        while passing[index] and not done[index] and space.offsets[index] != space.offsets[index + 1]:
            done[index] = 1
            way[index] = None
            index = space.edge_targets[space.offsets[index]]
        if index in way:
            names = list(way)
            cycle = names[names.index(index) :]
            least = cycle.index(min(cycle))
            yield cycle[least:] + cycle[:least]


def at_once(space: Space, move: int, reached: int) -> Iterator[tuple[int, int]]:
    """A move, and those that follow it without time passing: (move, configuration reached)."""
    seen: set[int] = set()
    yield move, reached
    while space.unsettled[reached] and reached not in seen:
        seen.add(reached)
        onward = next(space.out(reached), None)
        if onward is None:
            return
        move, reached = onward
        yield move, reached
