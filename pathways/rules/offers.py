"""What a marking offers, as operations on packed codes: the stepper's rules 2 to 5, prepared once.

What a state offers hangs on the rest of the marking only by which attributes still matter elsewhere, so it is
prepared once for each state and each such set, and what a marking offers is put together from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pathways.machine import DONE, NONE, CompiledPathway, Kind, Move, MoveKind, affected, findings
from pathways.machine.compiled import Table
from pathways.rules.packing import Lookup, Marking, Packing
from pathways.rules.selectors import entered_states

# keep, put, adds, move number: the next code is (code & keep) | put, then each add is looked up and put in.
Add = tuple[int, int, tuple[int, ...]]  # shift, mask, new value (already shifted) by old value
Step = tuple[int, int, tuple[Add, ...], int]


@dataclass
class Row:
    """What a marking offers: steps that are always open, steps behind a table, or one choice of a decision."""

    marking: Marking
    steps: Sequence[Step] = ()
    guarded: Sequence[tuple[Step, Lookup]] = ()
    decision: tuple[Lookup, list[Step]] | None = None


@dataclass
class _Part:
    """What one state offers to a marking; interrupts with their number, and their table where they have one."""

    steps: list[Step] = field(default_factory=list)
    interrupts: list[tuple[int, Step, Lookup | None]] = field(default_factory=list)


class Offers:
    """All moves met so far, and what each marking offers."""

    def __init__(
        self, pathway: CompiledPathway, packing: Packing, live: Sequence[int], private: frozenset[int] = frozenset()
    ) -> None:
        self.pathway, self.packing, self.live = pathway, packing, live
        # For each parallel state with private branches (see `delay`): the others, and those.
        self.waiting = {
            at: ([b for b in state.branches if b not in private], [b for b in state.branches if b in private])
            for at, state in enumerate(pathway.states)
            if not private.isdisjoint(state.branches)
        }
        self.moves: list[Move] = []
        self.numbers: dict[Move, int] = {}
        self.parts: dict[tuple[int, int], _Part] = {}
        self.decisions: dict[tuple[int, int], tuple[Lookup, list[Step]]] = {}
        self.joins: dict[tuple[int, int], list[Step]] = {}
        self.lookups: dict[int, Lookup] = {}

    def row(self, marking: Marking) -> Row:
        states, live = self.pathway.states, self.live
        running = [at for at in marking if at >= 0]
        once = twice = 0  # the attributes that matter in some region, in more than one
        for at in running:
            twice |= once & live[at]
            once |= live[at]
        for at in running:
            state = states[at]
            if state.decide is not None:
                return Row(marking, decision=self.decision(at, twice | once & ~live[at], state.decide))
            if state.branches and all(marking[branch] == DONE for branch in state.branches):
                return Row(marking, self.join(at, twice | once & ~live[at]))
        if self.waiting:
            running = self.not_waiting(running, marking)
        parts = []
        for at in running:
            if not states[at].branches:
                parts.append(self.part(at, twice | once & ~live[at]))
            elif at in self.pathway.interrupts_at:
                parts.append(self.part(at, self.outside(at, marking)))
        steps = parts[0].steps if len(parts) == 1 else [step for part in parts for step in part.steps]
        if not any(part.interrupts for part in parts):
            return Row(marking, steps)
        interrupts = sorted((i for part in parts for i in part.interrupts), key=lambda found: found[0])
        always = [step for _, step, when in interrupts if when is None]
        return Row(marking, [*steps, *always], [(step, when) for _, step, when in interrupts if when is not None])

    def not_waiting(self, running: list[int], marking: Marking) -> list[int]:
        """Without the states of private branches whose turn it is not."""
        held = 0
        for at in running:
            if at in self.waiting:
                others, private = self.waiting[at]
                if all(marking[branch] == DONE for branch in others):
                    turn = next((branch for branch in private if marking[branch] != DONE), NONE)
                    private = [branch for branch in private if branch != turn]
                for branch in private:
                    held |= self.packing.areas[branch]
        places, states = self.packing.places, self.pathway.states
        return [at for at in running if not held >> places[states[at].region] & 1]

    def outside(self, at: int, marking: Marking) -> int:
        """What matters in the regions that go on when a parallel state is left."""
        inside = self.packing.areas[self.pathway.states[at].region]
        places = self.packing.places
        mask = 0
        for region, other in enumerate(marking):
            if other >= 0 and not inside >> places[region] & 1:
                mask |= self.live[other]
        return mask

    def decision(self, at: int, others: int, table: Table) -> tuple[Lookup, list[Step]]:
        found = self.decisions.get((at, others))
        if found is None:
            state = self.pathway.states[at]
            steps = [self.step(others, Move(MoveKind.DECIDE, state.region, at, arrow)) for arrow in state.choices]
            found = self.decisions[at, others] = (self.lookup(table), steps)
        return found

    def join(self, at: int, others: int) -> list[Step]:
        found = self.joins.get((at, others))
        if found is None:
            state = self.pathway.states[at]
            found = self.joins[at, others] = [self.step(others, Move(MoveKind.JOIN, state.region, at, state.complete))]
        return found

    def part(self, at: int, others: int) -> _Part:
        """What a state offers at rest, where `others` matter in the regions beside it."""
        part = self.parts.get((at, others))
        if part is not None:
            return part
        pathway = self.pathway
        state = pathway.states[at]
        part = self.parts[at, others] = _Part()
        if state.complete != NONE and state.kind is not Kind.PARALLEL:
            steps: dict[tuple[int, int, tuple[Add, ...]], Step] = {}
            for found in findings(state):
                step = self.step(others, Move(MoveKind.COMPLETE, state.region, at, state.complete, found))
                steps.setdefault(step[:3], step)  # findings that do not matter make one step
            part.steps += steps.values()
        if state.timeout != NONE:
            part.steps.append(self.step(others, Move(MoveKind.TIMEOUT, state.region, at, state.timeout)))
        for number in pathway.interrupts_at.get(at, ()):
            interrupt = pathway.interrupts[number]
            step = self.step(others, Move(MoveKind.INTERRUPT, interrupt.region, at, interrupt.arrow, (), number))
            part.interrupts.append((number, step, None if interrupt.when is None else self.lookup(interrupt.when)))
        return part

    def lookup(self, table: Table) -> Lookup:
        return self.lookups.setdefault(id(table), Lookup(self.packing, table))

    def step(self, others: int, move: Move) -> Step:
        """A move as operations on packed codes: what it keeps, what it puts, what it adds."""
        pathway, packing = self.pathway, self.packing
        number = self.numbers.setdefault(move, len(self.moves))
        if number == len(self.moves):
            self.moves.append(move)
        arrow = pathway.arrows[move.arrow]
        entered = entered_states(pathway, arrow.target)
        put = sum(packing.at(at) for at in entered) if entered else packing.done(move.region)
        live = others
        for at in entered:
            live |= self.live[at]
        sets: dict[int, int] = dict(move.found)
        adds: dict[int, list[int]] = {}
        for effect in arrow.effects:
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
        for attribute, value in sets.items():
            if live >> attribute & 1:
                put |= value << packing.shifts[attribute]
        added = tuple(
            (packing.shifts[a], packing.masks[a], tuple(value << packing.shifts[a] for value in table))
            for a, table in adds.items()
            if live >> a & 1
        )
        keep = packing.marking_mask & ~packing.areas[move.region] | packing.fields(live & ~touched)
        return keep, put, added, number
