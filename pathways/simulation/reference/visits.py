"""A referral's stays in states, and the queues in which they stand while the reference kernel runs."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from pathways.machine.stepper import Configuration
from pathways.simulation.model import NEVER, By, Entering, Order, StatePlan, held_in


@dataclass(eq=False, slots=True)
class Referral:
    """One case: who it is, where it stands, and how often it has been in each state.

    `number` is its number in its stream, and above EPISODE how often it came before. `entering` is what was in force as
    it arrived.
    """

    id: int
    role: int
    key: int
    number: int
    configuration: Configuration
    stream: int
    entering: Entering
    arrived: int
    held: dict[int, Visit] = field(default_factory=dict)  # for each place it holds, the visit that took it
    standing: dict[int, Visit] = field(default_factory=dict)  # the open visit of each region
    visits: dict[int, int] = field(default_factory=dict)
    moved_at: int = 0
    moves: int = 0


@dataclass(eq=False, slots=True)
class Visit:
    """A referral's stay in one state, by the plan that was in force as it began.

    Attributes
    ----------
    due
        When its target is over, where an order asks for that.
    ends
        When its time is over, if it has stood there since before the study began; else -1.
    awaits
        The number of the places of which it waits for one, or -1.
    ready
        When it began to wait for its panel.
    turn, lines
        A running number of all who began to wait for something; the queues it stands in, with its rank in each.
    """

    referral: Referral
    state: int
    number: int
    plan: StatePlan
    due: int = NEVER
    ends: int = -1
    is_open: bool = True
    in_work: bool = False
    is_queueing: bool = False
    is_urgent: bool = False
    awaits: int = -1
    ready: int = -1
    turn: int = 0
    lines: list[tuple[Line, int]] = field(default_factory=list)

    def join(self, line: Line, order: Order) -> None:
        """Stand in a queue, behind those who are before it by the queue's order."""
        rank = self._rank(order)
        insort(line, (rank, self.turn, self))
        self.lines.append((line, rank))

    def leave_lines(self) -> None:
        """Stand in no queue any more."""
        for line, rank in self.lines:
            del line[bisect_left(line, (rank, self.turn))]
        self.lines.clear()

    def _rank(self, order: Order) -> int:
        """Whoever has the lowest rank is next; at equal ranks, whoever came first."""
        match order.by:
            case By.FIRST_COME:
                return 0
            case By.LONGEST_WAIT:
                return self.referral.arrived
            case By.DUE_DATE:
                return self.due
            case By.PRIORITY:
                role, values = self.referral.role, self.referral.configuration.values
                classes = (n for n, each in enumerate(order.classes) if held_in(each, role, values))
                return next(classes, len(order.classes))
            case _:
                return int(self.plan.is_review == (order.by is By.NEW_FIRST))


Line = list[tuple[int, int, Visit]]  # rank, turn, visit; in this order


def fitting(visits: Iterable[Visit], room: int, fills: bool) -> list[Visit]:
    """Those whose hearing there is room for; after the first who does not fit, nobody, unless the room is filled."""
    chosen = []
    for visit in visits:
        if visit.plan.room <= room:
            room -= visit.plan.room
            chosen.append(visit)
        elif not fills:
            break
    return chosen
