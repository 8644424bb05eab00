"""A compiled pathway to its space, breadth first from every start, move by move as the stepper makes them.

Attributes that no longer matter are cleared (see `liveness`), which merges configurations with the same
future and loses nothing. What a marking offers is prepared once for all its configurations.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from pathways.machine import (
    NONE,
    CompiledPathway,
    Configuration,
    Kind,
    Move,
    MoveKind,
    affected,
    apply,
    findings,
    starting,
    unsettled_region,
)
from pathways.machine.compiled import Table
from pathways.rules.liveness import live_attributes
from pathways.rules.packing import Lookup, Marking, Packing
from pathways.rules.space import Space

LIMIT: Final = 1_000_000  # configurations; beyond it every answer is "undecided"

# keep, put, adds, move number: the next code is (code & keep) | put, then each add is looked up and put in.
_Add = tuple[int, int, tuple[int, ...]]  # shift, mask, new value (already shifted) by old value
_Step = tuple[int, int, tuple[_Add, ...], int]


@dataclass
class _Row:
    """What a marking offers: steps that are always open, steps behind a table, or one choice of a decision."""

    marking: Marking
    steps: list[_Step] = field(default_factory=list)
    guarded: list[tuple[_Step, Lookup]] = field(default_factory=list)
    decision: tuple[Lookup, list[_Step]] | None = None


def explore(
    pathway: CompiledPathway,
    read_on_entry: Mapping[int, int] | None = None,
    *,
    from_anything: bool = False,
    limit: int = LIMIT,
) -> Space:
    """Find every configuration that can be reached.

    Parameters
    ----------
    read_on_entry
        By state index, the attributes (as bits) that rules read as a referral enters the state; they are kept there.
    from_anything
        Let every attribute start with any of its values, as for a shared piece linted by itself.
    limit
        How many configurations may be kept. Beyond it the space is not `complete`.
    """
    return _Explorer(pathway, read_on_entry or {}, limit).run(from_anything)


class _Explorer:
    """The space while it grows."""

    def __init__(self, pathway: CompiledPathway, read_on_entry: Mapping[int, int], limit: int) -> None:
        self.pathway, self.limit = pathway, limit
        self.packing = Packing(pathway)
        self.live = live_attributes(pathway, read_on_entry)
        self.moves: list[Move] = []
        self.numbers: dict[Move, int] = {}
        self.rows: dict[int, _Row] = {}
        self.lookups: dict[int, Lookup] = {}

    def run(self, from_anything: bool) -> Space:
        codes: list[int] = []
        parents, parent_moves = array("l"), array("l")
        number: dict[int, int] = {}
        starts: dict[int, Configuration] = {}
        for configuration in self.starting(from_anything):
            code = self.code(configuration)
            if code not in number:
                number[code] = len(codes)
                starts[len(codes)] = configuration
                codes.append(code)
                parents.append(NONE)
                parent_moves.append(NONE)
        offsets, edge_moves, edge_targets = array("l", [0]), array("l"), array("l")
        rows, mask = self.rows, self.packing.marking_mask
        complete = len(codes) <= self.limit
        index = 0
        while index < len(codes) and complete:
            code = codes[index]
            row = rows.get(code & mask) or self.row(code & mask)
            steps = row.steps
            if row.decision is not None:
                choice = row.decision[0](code)
                steps = [] if choice == NONE else [row.decision[1][choice]]
            elif row.guarded:
                steps = steps + [step for step, is_open in row.guarded if is_open(code)]
            for keep, put, adds, move in steps:
                reached = (code & keep) | put
                for shift, field_mask, table in adds:
                    reached |= table[code >> shift & field_mask]
                target = number.get(reached)
                if target is None:
                    target = number[reached] = len(codes)
                    codes.append(reached)
                    parents.append(index)
                    parent_moves.append(move)
                edge_moves.append(move)
                edge_targets.append(target)
            offsets.append(len(edge_moves))
            index += 1
            complete = len(codes) <= self.limit
        while len(offsets) <= len(codes):
            offsets.append(len(edge_moves))
        return Space(
            self.pathway, self.packing, codes, offsets, edge_moves, edge_targets, parents, parent_moves,
            self.moves, starts, tuple(self.free(from_anything)), self.live, self.limit, complete,
        )  # fmt: skip

    def starting(self, from_anything: bool) -> Iterator[Configuration]:
        """Every starting configuration, but one only of those that differ in values that do not matter."""
        pathway = self.pathway
        free = self.free(from_anything)
        for start in pathway.starts:
            first = starting(pathway, start, dict.fromkeys(pathway.arrival, 0))
            live = self.live_in(first.marking)
            choices = [range(len(pathway.domains[a])) if live >> a & 1 else range(1) for a in free]
            for combination in product(*choices):
                values = list(first.values)
                for attribute, value in zip(free, combination, strict=True):
                    values[attribute] = value
                yield Configuration(first.marking, tuple(values))

    def free(self, from_anything: bool) -> Sequence[int]:
        return range(len(self.pathway.domains)) if from_anything else self.pathway.arrival

    def live_in(self, marking: Marking) -> int:
        mask = 0
        for at in marking:
            if at >= 0:
                mask |= self.live[at]
        return mask

    def code(self, configuration: Configuration) -> int:
        packing, live = self.packing, self.live_in(configuration.marking)
        code = packing.marking_code(configuration.marking)
        for attribute, value in enumerate(configuration.values):
            if live >> attribute & 1:
                code |= value << packing.shifts[attribute]
        return code

    def row(self, marking_code: int) -> _Row:
        """What the stepper's rules 2 and 3 offer in a marking, prepared once for all its configurations."""
        pathway = self.pathway
        marking = self.packing.marking(marking_code)
        row = self.rows[marking_code] = _Row(marking)
        unsettled = unsettled_region(pathway, Configuration(marking, ()))
        if unsettled is not None:
            at = marking[unsettled]
            state = pathway.states[at]
            if state.decide is None:
                row.steps = [self.step(marking, Move(MoveKind.JOIN, unsettled, at, state.complete))]
            else:
                choices = [self.step(marking, Move(MoveKind.DECIDE, unsettled, at, arrow)) for arrow in state.choices]
                row.decision = (self.lookup(state.decide), choices)
            return row
        steps: dict[tuple[int, int, tuple[_Add, ...], int], _Step] = {}
        for region, at in enumerate(marking):
            if at < 0:
                continue
            state = pathway.states[at]
            if state.complete != NONE and state.kind is not Kind.PARALLEL:
                for found in findings(state):
                    step = self.step(marking, Move(MoveKind.COMPLETE, region, at, state.complete, found))
                    steps.setdefault((*step[:3], at), step)  # findings that do not matter make one step
            if state.timeout != NONE:
                step = self.step(marking, Move(MoveKind.TIMEOUT, region, at, state.timeout))
                steps[(*step[:3], ~at)] = step
        row.steps = list(steps.values())
        for number, interrupt in enumerate(pathway.interrupts):
            at = marking[interrupt.region]
            if at in interrupt.during:
                move = Move(MoveKind.INTERRUPT, interrupt.region, at, interrupt.arrow, (), number)
                if interrupt.when is None:
                    row.steps.append(self.step(marking, move))
                else:
                    row.guarded.append((self.step(marking, move), self.lookup(interrupt.when)))
        return row

    def lookup(self, table: Table) -> Lookup:
        return self.lookups.setdefault(id(table), Lookup(self.packing, table))

    def step(self, marking: Marking, move: Move) -> _Step:
        """A move as operations on packed codes: what it keeps, what it puts, what it adds."""
        pathway, packing = self.pathway, self.packing
        number = self.numbers.setdefault(move, len(self.moves))
        if number == len(self.moves):
            self.moves.append(move)
        reached = apply(pathway, Configuration(marking, pathway.initial), move).marking
        live = self.live_in(reached)
        sets: dict[int, int] = dict(move.found)
        adds: dict[int, list[int]] = {}
        for effect in pathway.arrows[move.arrow].effects:
            attribute = effect.attribute
            if not effect.adds:
                sets[attribute] = effect.operand
                adds.pop(attribute, None)
            elif attribute in sets:
                sets[attribute] = affected(pathway, sets[attribute], effect)
            else:
                table = adds.get(attribute) or list(range(packing.masks[attribute] + 1))
                adds[attribute] = [affected(pathway, value, effect) for value in table]
        touched = sum(1 << attribute for attribute in (*sets, *adds))
        put = packing.marking_code(reached)
        for attribute, value in sets.items():
            if live >> attribute & 1:
                put |= value << packing.shifts[attribute]
        added = tuple(
            (packing.shifts[a], packing.masks[a], tuple(value << packing.shifts[a] for value in table))
            for a, table in adds.items()
            if live >> a & 1
        )
        return packing.fields(live & ~touched), put, added, number
