"""How long it can take from one moment of a referral's way to another: a space with clocks.

Every running state that something bounds has a clock, and one more measures. Time passes only where the longest stay
of every running state allows it; decisions and joins take none. Configurations with their zones of clock readings are
searched breadth first, which is exact for closed bounds, branches side by side and loops included (timed automata:
Alur and Dill 1994).
A zone inside one that was met before is not followed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, NamedTuple

from pathways.definition import guards
from pathways.definition.guards import Guard
from pathways.machine import Kind, Move, MoveKind
from pathways.rules.atoms import values_at
from pathways.rules.packing import Marking
from pathways.rules.selectors import Selection, entered_states
from pathways.rules.space import Space, Way
from pathways.rules.stays import Stay
from pathways.rules.zones import INF, Zone

_AUTOMATIC: Final = (MoveKind.DECIDE, MoveKind.JOIN)
MOST_WORK: Final = 2_700_000  # sums of bounds: some 100,000 steps outside branches, one or two seconds


class TooIntertwinedError(Exception):
    """More times can come together, in more ways, than anybody can wait for."""

    def __init__(self) -> None:
        super().__init__(
            f"more than {MOST_WORK:,} times were compared with each other, and no more were: too many branches run "
            "side by side, or there are too many ways round, for all that can come together"
        )


@dataclass(frozen=True)
class Stretch:
    """What is measured: from entering one state (while a guard holds) to entering another for the next time.

    `latest` starts the clock anew whenever the first is entered again; else the first entry counts.
    """

    begin: Selection
    end: Selection
    when: Guard | None = None
    latest: bool = False


@dataclass(frozen=True)
class Measured:
    """An extreme time in seconds (INF where nothing bounds it), the way that shows it, and where that began.

    Where some way passes the limit that was asked for, it is a shortest such way, and the time is this way's.
    `began` is the number of the way's step at which the clock started (0 is the arrival).
    """

    time: int
    way: Way
    began: int


class _Node(NamedTuple):
    """A configuration with its clocks: which states they belong to, in order; the measuring clock is the last.

    `depth` is the number of moves that led here, `since` the depth at which the measuring clock started.
    """

    here: int
    running: tuple[int, ...]
    is_on: bool
    zone: Zone
    depth: int = 0
    since: int = 0


def longest(space: Space, stays: Sequence[Stay], stretch: Stretch, limit: int) -> Measured | None:
    """The longest time that the stretch can take; a shortest way beyond the limit, where there is one.

    None if no referral that can still be closed ever gets from the one to the other.
    """
    return _Search(space, stays, stretch, limit, True).run()


def quickest(space: Space, stays: Sequence[Stay], stretch: Stretch, limit: int) -> Measured | None:
    """The least time that the stretch can take; a shortest way below the limit, where there is one."""
    return _Search(space, stays, stretch, limit, False).run()


class _Search:
    def __init__(self, space: Space, stays: Sequence[Stay], stretch: Stretch, limit: int, is_longest: bool) -> None:
        self.space, self.stays, self.stretch = space, stays, stretch
        self.limit, self.is_longest = limit, is_longest
        self.nodes: list[_Node] = []
        self.before: list[tuple[int, int]] = []  # number of the node before (-1 for an arrival), and the move
        self.met: dict[tuple[int, bool], list[Zone]] = {}
        self.queue: deque[int] = deque()
        self.best: tuple[int, int, int] | None = None  # the time, the node before the end, and the last move
        self.work = 0  # how many sums of bounds it took so far
        self.entered = cache(partial(entered_states, space.pathway))
        self.of_marking: dict[Marking, tuple[int, ...]] = {}
        self.turns: dict[tuple[tuple[int, ...], tuple[int, ...], int], list[int | None]] = {}
        self.useful = self.leading_on()

    def leading_on(self) -> tuple[bytearray, bytearray]:
        """1 for every configuration from which the stretch can still begin and end, and from which it can still end.

        Time is left out here, so some may be marked in vain; nothing is ever found from any other.
        """
        space = self.space
        begins, ends = space.entering(self.stretch.begin), space.entering(self.stretch.end)
        offsets = space.offsets
        marked = [at for at, move in enumerate(space.edge_moves) if begins[move] or ends[move]]
        first = [space.edge_targets[at] for at in marked if begins[space.edge_moves[at]]]
        last = [bisect_right(offsets, at) - 1 for at in marked if ends[space.edge_moves[at]]]
        can_end = space.can_reach(last)
        return space.can_reach(index for index in {*first, *space.starts} if can_end[index]), can_end

    def run(self) -> Measured | None:
        space = self.space
        for index in space.starts:
            if space.can_end[index]:
                entered = self.entered(space.marking(index)[0])
                self.arrive(self.arrived(index), self.begins(entered, None, index), -1, -1)
        while self.queue:
            number = self.queue.popleft()
            if self.follow(number):
                break
        if self.best is None:
            return None
        _, number, move = self.best
        way, began = self.way(number, move), self.nodes[number].since
        return Measured(self.exactly(way, began), way, began)

    def begins(self, entered: Sequence[int], left: int | None, index: int) -> bool:
        when = self.stretch.when
        return self.stretch.begin.is_entered(entered, left) and (
            when is None or guards.holds(when, values_at(self.space, index, when))
        )

    def arrive(self, node: _Node, begins: bool, before: int, move: int) -> None:
        """Keep a node, and where the stretch begins there, its twin with the measuring clock at zero."""
        if node.is_on and begins and self.stretch.latest:
            node = self.restarted(node)
        self.keep(node, before, move)
        if not node.is_on and begins:
            self.keep(self.restarted(node)._replace(is_on=True), before, move)

    def restarted(self, node: _Node) -> _Node:
        clocks: list[int | None] = [*range(1, len(node.running) + 1), None]
        return node._replace(zone=node.zone.rearranged(clocks), since=node.depth)

    def keep(self, node: _Node, before: int, move: int) -> None:
        if not self.useful[node.is_on][node.here]:
            return
        self.work += len(node.zone.rows) ** 3  # what bringing a zone into canonical form takes
        if self.work > MOST_WORK:
            raise TooIntertwinedError
        zone = self.plain(node)
        known = self.met.setdefault((node.here, node.is_on), [])
        if any(other.includes(zone) for other in known):
            return
        known[:] = [other for other in known if not zone.includes(other)]
        known.append(zone)
        self.nodes.append(node._replace(zone=zone))
        self.before.append((before, move))
        self.queue.append(len(self.nodes) - 1)

    def plain(self, node: _Node) -> Zone:
        """The zone without what can make no difference any more."""
        measuring = len(node.running) + 1
        if not node.is_on:  # the clock does not measure yet: let it read as the zero clock does
            return node.zone.rearranged([*range(1, measuring), None])
        if sum(at >= 0 for at in self.space.marking(node.here)) == 1:
            # The one running state was entered just now. Only the worse end of what has been measured matters.
            low, high = node.zone.least(measuring), node.zone.most(measuring)
            low, high = (0, high if high <= self.limit else INF) if self.is_longest else (min(low, self.limit), INF)
            still = (*[0] * measuring, -low)
            return Zone((*[still] * measuring, (*[high] * measuring, 0)))
        return node.zone.blurred(measuring, self.limit)

    def follow(self, number: int) -> bool:
        """Every move out of a node; True as soon as the limit is passed."""
        node, space = self.nodes[number], self.space
        for taken, target in space.out(node.here):
            move = space.moves[taken]
            zone = self.leaving(node, move) if space.can_end[target] else None
            if zone is None:
                continue
            entered = self.entered(space.pathway.arrows[move.arrow].target)
            is_on = node.is_on
            if is_on and self.stretch.end.is_entered(entered, move.state):
                if self.found(zone, len(node.running) + 1, number, taken):
                    return True
                is_on = False
            if self.useful[is_on][target] or self.useful[True][target]:
                after = self.after(node, zone, taken, target)._replace(is_on=is_on)
                self.arrive(after, self.begins(entered, move.state, target), number, taken)
        return False

    def leaving(self, node: _Node, move: Move) -> Zone | None:
        """The zone at the moment of a move; None if it cannot happen in time."""
        zone: Zone | None = node.zone
        if move.kind not in _AUTOMATIC:
            ceilings = enumerate((self.stays[at].ceiling for at in node.running), 1)
            limits = [(clock, 0, most) for clock, most in ceilings if most is not None]
            zone = node.zone.later().within(limits)
        return None if zone is None else zone.within(self.guard(node, move))

    def after(self, node: _Node, zone: Zone, taken: int, target: int) -> _Node:
        """Where a move leads, the clocks of what it entered at zero."""
        move = self.space.moves[taken]
        running, clocks = self.clocks(node, target, move)
        turned = zone.rearranged([*clocks, len(node.running) + 1])
        return _Node(target, running, node.is_on, turned, node.depth + 1, node.since)

    def exactly(self, way: Way, began: int) -> int:
        """The extreme time of one way, however far beyond the limit."""
        node = self.arrived(way.start)
        node = self.restarted(node)
        for taken, target in way.steps:
            zone = self.leaving(node, self.space.moves[taken])
            assert zone is not None
            clock = len(node.running) + 1
            time = zone.most(clock) if self.is_longest else zone.least(clock)
            node = self.after(node, zone, taken, target)
            if node.depth == began:
                node = self.restarted(node)
        return time

    def arrived(self, index: int) -> _Node:
        running = self.running(index)
        return _Node(index, running, False, Zone.zero(len(running) + 1))

    def running(self, index: int) -> tuple[int, ...]:
        """The running states that need a clock: those that something bounds."""
        marking = self.space.marking(index)
        running = self.of_marking.get(marking)
        if running is None:
            running = tuple(at for at in marking if at >= 0 and self.stays[at].ceiling is not None)
            self.of_marking[marking] = running
        return running

    def guard(self, node: _Node, move: Move) -> list[tuple[int, int, int]]:
        """What the clock of the state that is left must read."""
        if move.kind in _AUTOMATIC or self.space.pathway.states[move.state].kind is Kind.PARALLEL:
            return []
        if move.state not in node.running:
            return []
        clock = node.running.index(move.state) + 1
        stay = self.stays[move.state]
        if move.kind is MoveKind.TIMEOUT:
            assert stay.limit is not None
            return [(clock, 0, stay.limit), (0, clock, -stay.limit)]
        if move.kind is MoveKind.COMPLETE:
            return [(0, clock, -stay.least), *([] if stay.most is None else [(clock, 0, stay.most)])]
        return []

    def clocks(self, node: _Node, target: int, move: Move) -> tuple[tuple[int, ...], list[int | None]]:
        """The states that run after a move, and for each the clock it had before; None for one that was entered."""
        running = self.running(target)
        key = (node.running, running, move.arrow)
        clocks = self.turns.get(key)
        if clocks is None:
            entered = self.entered(self.space.pathway.arrows[move.arrow].target)
            kept = {at: number for number, at in enumerate(node.running, 1)}
            clocks = self.turns[key] = [None if at in entered else kept[at] for at in running]
        return running, clocks

    def found(self, zone: Zone, clock: int, number: int, move: int) -> bool:
        """Take note of a stretch that ends; True if it passes the limit."""
        time = zone.most(clock) if self.is_longest else zone.least(clock)
        if self.best is None or (time > self.best[0] if self.is_longest else time < self.best[0]):
            self.best = (time, number, move)
        return time > self.limit if self.is_longest else time < self.limit

    def way(self, number: int, move: int) -> Way:
        """The way to the end of a stretch."""
        last = next(reached for taken, reached in self.space.out(self.nodes[number].here) if taken == move)
        steps = [(move, last)]
        while self.before[number][0] >= 0:
            before, taken = self.before[number]
            steps.append((taken, self.nodes[number].here))
            number = before
        return Way(self.nodes[number].here, tuple(reversed(steps)))
