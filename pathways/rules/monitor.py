"""Rules about complete traces, as watchmen that are alert or not: which of them are ever broken, all at once.

Every such rule is one bit that travels with the referral: `alert`, or not. Entering some states makes
the watchman alert, entering others calms him, and entering yet others while he is alert breaks the rule.
For finite traces this is the deterministic automaton of the pattern (Dwyer, Avrunin and Corbett 1999).
Which bits can be set in which configuration is a data-flow problem of the gen/kill kind, solved for all
rules in one pass over the space; each rule that can be broken then gets its own shortest trace.
Only configurations from which an end can be reached count, for rules speak of complete traces.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from pathways.definition import guards
from pathways.definition.guards import Guard
from pathways.machine import NONE, CompiledPathway
from pathways.rules.atoms import arrows_between, values_at
from pathways.rules.liveness import reads_mask
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.space import Space, Way


@dataclass(frozen=True)
class Event:
    """Entering any state of a selection while a guard holds (on the values just after the move)."""

    entering: Selection
    when: Guard | None = None


@dataclass(frozen=True)
class Monitor:
    """One watchman.

    `from_start`: alert before the first state is entered, if `start_when` holds of the arriving referral.
    A move acts in this order: `calm`, then `broken` (of the alertness before the move), then `alert`;
    a move that is both `alert` and `calm` leaves him calm. `broken_at_end` counts the last move's own alert.
    """

    from_start: bool = False
    start_when: Guard | None = None
    alert: Event | None = None
    calm: Event | None = None
    broken: Event | None = None
    broken_at_end: Event | None = None

    @property
    def events(self) -> tuple[Event | None, ...]:
        return (self.alert, self.calm, self.broken, self.broken_at_end)


Bits = tuple[int, int, int, int]  # which monitors a move makes alert, calms, breaks, breaks at the end


def reads_on_entry(pathway: CompiledPathway, monitors: Sequence[Monitor]) -> dict[int, int]:
    """What the monitors read as states are entered, for `explore`: attributes (as bits) by state."""
    reads: dict[int, int] = {}
    for monitor in monitors:
        if monitor.start_when is not None:
            for start in pathway.starts:
                reads[start] = reads.get(start, 0) | reads_mask(pathway, monitor.start_when)
    weighing = [
        (e, reads_mask(pathway, e.when)) for m in monitors for e in m.events if e is not None and e.when is not None
    ]
    if not weighing:
        return reads
    for left, target in arrows_between(pathway):
        entered = entered_states(pathway, target)
        for event, mask in weighing:
            if event.entering.is_entered(entered, left):
                reads[target] = reads.get(target, 0) | mask
    return reads


class Watch:
    """All monitors on one space."""

    def __init__(self, space: Space, monitors: Sequence[Monitor]) -> None:
        self.space, self.monitors = space, monitors
        pathway = space.pathway
        self._speaks: dict[int, list[tuple[int, int, Event]]] = {}  # by state: monitor, which of the four, event
        for number, monitor in enumerate(monitors):
            for which, event in enumerate(monitor.events):
                if event is not None:
                    for state in event.entering.members:
                        self._speaks.setdefault(state, []).append((number, which, event))
        targets = [pathway.arrows[move.arrow].target for move in space.moves]
        self._fixed: list[Bits] = []
        self._conditional: list[list[tuple[int, int, Guard]]] = []  # bit, which of the four, guard
        meanings: dict[tuple[int, int], tuple[Bits, list[tuple[int, int, Guard]]]] = {}
        for move, target in zip(space.moves, targets, strict=True):
            meaning = meanings.get((move.state, target))
            if meaning is None:
                meaning = meanings[move.state, target] = self._meaning(entered_states(pathway, target), move.state)
            self._fixed.append(meaning[0])
            self._conditional.append(meaning[1])
        self._arriving = {}
        for start in pathway.starts:
            self._arriving[start] = len(self._fixed)
            fixed, conditional = self._meaning(entered_states(pathway, start), None)
            self._fixed.append(fixed)
            self._conditional.append(conditional)
        self._memory: list[dict[int, Bits]] = [{} for _ in self._fixed]
        self._masks = [self._mask(conditions) for conditions in self._conditional]
        # Most moves mean nothing to most monitors: which mean anything, and to which.
        self._heard = [
            fixed[0] | fixed[1] | fixed[2] | fixed[3] | (sum({bit for bit, _, _ in conditions}) if conditions else 0)
            for fixed, conditions in zip(self._fixed, self._conditional, strict=True)
        ]

    def _meaning(self, entered: Sequence[int], left: int | None) -> tuple[Bits, list[tuple[int, int, Guard]]]:
        """What entering these states means to every monitor: surely, and under which conditions."""
        fixed = [0, 0, 0, 0]
        conditional = []
        for number, which, event in self._speaking(entered):
            if event.entering.is_entered(entered, left):
                if event.when is None:
                    fixed[which] |= 1 << number
                else:
                    conditional.append((1 << number, which, event.when))
        return (fixed[0], fixed[1], fixed[2], fixed[3]), conditional

    def _speaking(self, entered: Iterable[int]) -> list[tuple[int, int, Event]]:
        """The events, each once, that entering these states may be, with their monitors."""
        found = {(each[0], each[1]): each for state in entered for each in self._speaks.get(state, ())}
        return list(found.values())

    def _mask(self, conditions: list[tuple[int, int, Guard]]) -> int:
        mask = 0
        for _, _, guard in conditions:
            mask |= reads_mask(self.space.pathway, guard)
        return self.space.packing.fields(mask)

    def _bits(self, move: int, reached: int) -> Bits:
        """What a move that reaches a configuration means to the monitors."""
        if not self._conditional[move]:
            return self._fixed[move]
        key = self.space.codes[reached] & self._masks[move]
        bits = self._memory[move].get(key)
        if bits is None:
            found = list(self._fixed[move])
            for bit, which, guard in self._conditional[move]:
                if self._holds(guard, reached):
                    found[which] |= bit
            bits = self._memory[move][key] = (found[0], found[1], found[2], found[3])
        return bits

    def _holds(self, guard: Guard, index: int) -> bool:
        return guards.holds(guard, values_at(self.space, index, guard))

    def _start_bits(self, index: int) -> tuple[int, Bits]:
        """The monitors alert before arrival, and what arriving in a starting configuration means to them."""
        before = 0
        for number, monitor in enumerate(self.monitors):
            if monitor.from_start and (monitor.start_when is None or self._holds(monitor.start_when, index)):
                before |= 1 << number
        start = self.space.marking(index)[0]
        return before, self._bits(self._arriving[start], index)

    def broken(self) -> int:
        """Which monitors some complete trace breaks, as bits."""
        space, can_end = self.space, self.space.can_end
        alert = [0] * len(space)
        broken = 0
        for index in space.starts:
            before, (gen, kill, bad, bad_end) = self._start_bits(index)
            alert[index] = (before | gen) & ~kill
            if can_end[index]:
                broken |= before & ~kill & bad | alert[index] & bad_end
        # A configuration is looked at again whenever a bit is new to it; at least once, for moves that alert.
        fixed, conditional, heard = self._fixed, self._conditional, self._heard
        waiting = bytearray(b"\x01") * len(space)
        offsets, edge_moves, edge_targets = space.offsets, space.edge_moves, space.edge_targets
        todo = list(range(len(space)))
        while todo:
            index = heappop(todo)
            waiting[index] = 0
            now = alert[index]
            low, high = offsets[index], offsets[index + 1]
            for move, target in zip(edge_moves[low:high], edge_targets[low:high], strict=True):
                then = now
                if heard[move]:
                    gen, kill, bad, bad_end = self._bits(move, target) if conditional[move] else fixed[move]
                    then = (now | gen) & ~kill
                    if (bad or bad_end) and can_end[target]:
                        broken |= now & ~kill & bad | then & bad_end
                if then & ~alert[target]:
                    alert[target] |= then
                    if not waiting[target]:
                        waiting[target] = 1
                        heappush(todo, target)
        return broken

    def shortest(self, number: int) -> Way | None:
        """A shortest trace that breaks one monitor, as far as the offence: breadth first, alertness and all.

        A node is a configuration, or its number beyond the last configuration where the monitor is alert there.
        """
        space, can_end, bit, beyond = self.space, self.space.can_end, 1 << number, len(self.space)
        before = array("l", [NONE]) * (2 * beyond)  # the node before; itself for a start
        queue: list[int] = []
        for index in space.starts:
            alert, (gen, kill, bad, bad_end) = self._start_bits(index)
            now = (alert | gen) & ~kill & bit
            if can_end[index] and (alert & ~kill & bad | now & bad_end) & bit:
                return Way(index)
            node = index + beyond if now else index
            before[node] = node
            queue.append(node)
        heard = bytearray(bool(bits & bit) for bits in self._heard)
        offsets, edge_moves, edge_targets = space.offsets, space.edge_moves, space.edge_targets
        for node in queue:  # grows while it is read
            index, side = (node - beyond, beyond) if node >= beyond else (node, 0)
            low, high = offsets[index], offsets[index + 1]
            for move, target in zip(edge_moves[low:high], edge_targets[low:high], strict=True):
                reached = target + side
                if heard[move]:
                    gen, kill, bad, bad_end = self._bits(move, target)
                    now = bit if side else 0
                    then = (now | gen) & ~kill & bit
                    if can_end[target] and (now & ~kill & bad | then & bad_end) & bit:
                        return self._way(before, node, bit).then(move, target)
                    reached = target + beyond if then else target
                if before[reached] == NONE and can_end[target]:
                    before[reached] = node
                    queue.append(reached)
        return None

    def _way(self, before: Sequence[int], node: int, bit: int) -> Way:
        """The way to a node, with the moves found again."""
        beyond = len(self.space)
        steps = []
        while before[node] != node:
            last = before[node]
            steps.append((self._move(last, node, bit), node % beyond))
            node = last
        return Way(node % beyond, tuple(reversed(steps)))

    def _move(self, node: int, reached: int, bit: int) -> int:
        """The first move that leads from one node to another."""
        beyond = len(self.space)
        now = bit if node >= beyond else 0
        for move, target in self.space.out(node % beyond):
            gen, kill, _, _ = self._bits(move, target)
            if target == reached % beyond and bool((now | gen) & ~kill & bit) == (reached >= beyond):
                return move
        raise AssertionError("these nodes are next to each other")
