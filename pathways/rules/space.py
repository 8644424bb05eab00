"""A compiled pathway to its space: every configuration a referral can reach, and every move between them.

Breadth first from every start, move by move, so that a configuration's number grows with its distance
and the way back along `parents` is a shortest one. A configuration is packed into one integer: a field
for the state of each region and one for each attribute. Attributes that no longer matter are cleared
(see `liveness`), which merges configurations with the same future and loses nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Final

from pathways.machine import (
    DONE,
    NONE,
    CompiledPathway,
    Configuration,
    Kind,
    Move,
    MoveKind,
    affected,
    apply,
    findings,
    is_ended,
    starting,
    unsettled_region,
)
from pathways.machine.compiled import Table
from pathways.rules.liveness import live_attributes

LIMIT: Final = 1_000_000  # configurations; beyond it every answer is "undecided"
Marking = tuple[int, ...]

# keep, put, adds, move number: the next code is (code & keep) | put, then each add is looked up and put in.
_Add = tuple[int, int, tuple[int, ...]]  # shift, mask, new value (already shifted) by old value
_Step = tuple[int, int, tuple[_Add, ...], int]


@dataclass
class _Row:
    """What a marking offers: steps that are always open, steps behind a table, or one choice of a decision."""

    marking: Marking
    steps: list[_Step] = field(default_factory=list)
    guarded: list[tuple[_Step, _Lookup]] = field(default_factory=list)
    decision: tuple[_Lookup, list[_Step]] | None = None


class _Lookup:
    """A table asked by packed code, remembering its answers."""

    def __init__(self, packing: Packing, table: Table) -> None:
        self.packing, self.table = packing, table
        self.mask = sum(packing.masks[a] << packing.shifts[a] for a in set(table.attributes))
        self.known: dict[int, int] = {}

    def __call__(self, code: int) -> int:
        key = code & self.mask
        answer = self.known.get(key)
        if answer is None:
            total = 0
            for attribute, stride in zip(self.table.attributes, self.table.strides, strict=True):
                total += (code >> self.packing.shifts[attribute] & self.packing.masks[attribute]) * stride
            answer = self.known[key] = self.table.cells[total]
        return answer


class Packing:
    """How a configuration becomes an integer: attribute fields above region fields."""

    def __init__(self, pathway: CompiledPathway) -> None:
        self.width = (len(pathway.states) + 1).bit_length()  # a region is at a state, IDLE or DONE
        self.regions = len(pathway.regions)
        self.marking_mask = (1 << self.width * self.regions) - 1
        shift = self.width * self.regions
        self.shifts: list[int] = []
        self.masks: list[int] = []
        for domain in pathway.domains:
            bits = len(domain).bit_length()  # the index after the last is "unset"
            self.shifts.append(shift)
            self.masks.append((1 << bits) - 1)
            shift += bits

    def marking_code(self, marking: Marking) -> int:
        return sum((at - DONE) << self.width * region for region, at in enumerate(marking))

    def marking(self, code: int) -> Marking:
        one = (1 << self.width) - 1
        return tuple((code >> self.width * region & one) + DONE for region in range(self.regions))

    def value(self, code: int, attribute: int) -> int:
        return code >> self.shifts[attribute] & self.masks[attribute]

    def fields(self, attributes: int) -> int:
        """The bits of a set of attributes."""
        return sum(m << s for a, (s, m) in enumerate(zip(self.shifts, self.masks, strict=True)) if attributes >> a & 1)


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
    start) and `parent_moves[i]` by which move. `starts` gives a full configuration for each start, `free` the
    attributes that a start may choose, `live` what matters in each state (as bits). `complete` is False when
    the limit stopped the exploration.
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
    starts: Mapping[int, Configuration]
    free: Sequence[int]
    live: Sequence[int]
    limit: int
    complete: bool

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

    def is_ended(self, index: int) -> bool:
        return is_ended(self.pathway, Configuration(self.marking(index), ()))

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
    def markings(self) -> Mapping[int, Marking]:
        mask = self.packing.marking_mask
        return {code: self.packing.marking(code) for code in {code & mask for code in self.codes}}

    @cached_property
    def by_marking(self) -> Mapping[Marking, list[int]]:
        """The configurations of each marking, in order."""
        groups: dict[int, list[int]] = {}
        mask = self.packing.marking_mask
        for index, code in enumerate(self.codes):
            groups.setdefault(code & mask, []).append(index)
        return {self.markings[code]: members for code, members in groups.items()}

    @cached_property
    def visited(self) -> Mapping[int, int]:
        """For each state that is ever entered, the first configuration that stands in it."""
        first: dict[int, int] = {}
        for marking, members in self.by_marking.items():
            for at in marking:
                if at >= 0:
                    first[at] = min(first.get(at, members[0]), members[0])
        return first

    @cached_property
    def used_moves(self) -> Mapping[int, int]:
        """For each move that ever happens, the first configuration it happens in."""
        first: dict[int, int] = {}
        for index in range(len(self)):
            for move in self.edge_moves[self.offsets[index] : self.offsets[index + 1]]:
                first.setdefault(move, index)
        return first

    @cached_property
    def can_end(self) -> bytearray:
        """1 for every configuration from which some end can be reached."""
        ended = {marking: is_ended(self.pathway, Configuration(marking, ())) for marking in self.by_marking}
        return self.can_reach(i for marking, members in self.by_marking.items() if ended[marking] for i in members)

    def can_reach(self, goals: Iterator[int]) -> bytearray:
        """1 for every configuration from which one of the goals can be reached."""
        reaches = bytearray(len(self))
        for goal in goals:
            reaches[goal] = 1
        offsets, targets = self.offsets, self.edge_targets
        again = True
        while again:  # sweeps backwards settle everything but loops in one go
            again = False
            for index in range(len(self) - 1, -1, -1):
                if not reaches[index]:
                    for target in targets[offsets[index] : offsets[index + 1]]:
                        if reaches[target]:
                            reaches[index] = 1
                            again = True
                            break
        return reaches


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
        self.lookups: dict[int, _Lookup] = {}

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

    def lookup(self, table: Table) -> _Lookup:
        return self.lookups.setdefault(id(table), _Lookup(self.packing, table))

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
