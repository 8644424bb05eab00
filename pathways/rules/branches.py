"""Every branch of a parallel state: what it reads and writes, what there is beside it, and whether it finishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pathways.machine import DONE, NONE, CompiledPathway
from pathways.rules.liveness import may_be_unset, reads_of_states, ways_out


@dataclass(frozen=True)
class Touch:
    """Attributes that some states touch on their ways out, as bits: those they read, set, only raise, only lower.

    Two states that raise (or lower) the same attribute may do so in either order: a range stops at its ends.
    """

    reads: int = 0
    sets: int = 0
    raises: int = 0
    lowers: int = 0

    @property
    def writes(self) -> int:
        return self.sets | self.raises | self.lowers

    def __or__(self, other: Touch) -> Touch:
        return Touch(
            self.reads | other.reads,
            self.sets | other.sets,
            self.raises | other.raises,
            self.lowers | other.lowers,
        )

    def commutes_with(self, other: Touch) -> bool:
        """Whether it makes no difference which of the two comes first."""
        return not (
            self.reads & other.writes
            or self.writes & other.reads
            or self.sets & other.writes
            or self.writes & other.sets
            or self.raises & other.lowers
            or self.lowers & other.raises
        )


@dataclass(frozen=True)
class Branch:
    """One branch, whatever lies in it included.

    Parameters
    ----------
    region
        Its own.
    inside, around, beside
        The states in it, the parallel states that it lies in (the nearest first), and the states of every branch
        that runs beside it.
    does, others_do
        What moves in it, and moves beside it, touch.
    interrupts_read
        What an interrupt of a parallel state around it weighs.
    surely_finishes
        Whether every way through it comes to its end, whatever the values.
    """

    region: int
    inside: frozenset[int]
    around: tuple[int, ...]
    beside: frozenset[int]
    does: Touch
    others_do: Touch
    interrupts_read: int
    surely_finishes: bool


def branches_of(pathway: CompiledPathway) -> list[Branch]:
    """Every branch of every parallel state, in order of regions."""
    if len(pathway.regions) == 1:
        return []
    members: list[list[int]] = [[] for _ in pathway.regions]
    for index, state in enumerate(pathway.states):
        members[state.region].append(index)
    touches = [_touch(pathway, at, reads) for at, reads in enumerate(reads_of_states(pathway))]
    finishing = [_surely_finishes(pathway, own) for own in members]
    areas = [_area(pathway, members, region) for region in range(len(members))]
    found = []
    for region in range(1, len(pathway.regions)):
        around, beside = _surroundings(pathway, areas, region)
        inside = areas[region]
        found.append(
            Branch(
                region=region,
                inside=frozenset(inside),
                around=around,
                beside=frozenset(beside),
                does=_union(touches[at] for at in inside),
                others_do=_union(touches[at] for at in beside),
                interrupts_read=_union(touches[at] for at in around).reads,
                surely_finishes=all(finishing[r] for r in {pathway.states[at].region for at in inside}),
            )
        )
    return found


def _touch(pathway: CompiledPathway, at: int, reads: int) -> Touch:
    touch = Touch(reads)
    for arrow, found in ways_out(pathway, at):
        touch |= Touch(sets=found)
        for effect in pathway.arrows[arrow].effects:
            bit = 1 << effect.attribute
            # Who adds first to what has no value yet can be told from who adds next: that is a fault to be found.
            if not effect.adds or may_be_unset(pathway, effect.attribute):
                touch |= Touch(sets=bit)
            else:
                touch |= Touch(raises=bit) if effect.operand > 0 else Touch(lowers=bit)
    return touch


def _union(touches: Iterable[Touch]) -> Touch:
    reads = sets = raises = lowers = 0
    for touch in touches:
        reads |= touch.reads
        sets |= touch.sets
        raises |= touch.raises
        lowers |= touch.lowers
    return Touch(reads, sets, raises, lowers)


def _area(pathway: CompiledPathway, members: Sequence[Sequence[int]], region: int) -> list[int]:
    """The states of a region and of all regions inside it."""
    inside = list(members[region])
    for at in inside:  # grows while it is read
        for inner in pathway.states[at].branches:
            inside += members[inner]
    return inside


def _surroundings(
    pathway: CompiledPathway, areas: Sequence[Sequence[int]], branch: int
) -> tuple[tuple[int, ...], list[int]]:
    """The parallel states that a branch lies in, and the states of every branch that runs beside it."""
    around: list[int] = []
    beside: list[int] = []
    while branch:
        parallel = pathway.regions[branch].parallel
        around.append(parallel)
        for other in pathway.states[parallel].branches:
            if other != branch:
                beside += areas[other]
        branch = pathway.states[parallel].region
    return tuple(around), beside


def _surely_finishes(pathway: CompiledPathway, members: Sequence[int]) -> bool:
    """Whether no way in a region leads round, and no decision can be stuck; every other state has a way on."""
    onward: dict[int, list[int]] = {}
    for at in members:
        table = pathway.states[at].decide
        if table is not None and NONE in table.cells:
            return False
        targets = [pathway.arrows[arrow].target for arrow, _ in ways_out(pathway, at)]
        onward[at] = [target for target in targets if target != DONE]
    return _is_acyclic(onward)


def _is_acyclic(onward: Mapping[int, Sequence[int]]) -> bool:
    """Whether all can be taken away, each once nothing leads to it any more (Kahn 1962)."""
    into = dict.fromkeys(onward, 0)
    for targets in onward.values():
        for target in targets:
            into[target] += 1
    free = [at for at, number in into.items() if number == 0]
    for at in free:  # grows while it is read
        for target in onward[at]:
            into[target] -= 1
            if into[target] == 0:
                free.append(target)
    return len(free) == len(onward)
