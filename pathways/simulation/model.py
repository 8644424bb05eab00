"""What the kernel reads: a study bound to its pathways, in numbers.

Every draw is a whole number below 2**53; a share is the threshold below which a draw means its value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from operator import attrgetter
from typing import Final

from pathways.calendars import Calendar, moment_after
from pathways.machine.compiled import CompiledPathway
from pathways.machine.compiled import Table as Guard
from pathways.simulation.distributions import Pieces, Table
from pathways.simulation.draws import BITS, Purpose
from pathways.simulation.laws import Law
from pathways.units import Duration

CERTAIN: Final = 1 << BITS
UNIT: Final = 1 << 26  # of expected arrivals; a million of them, times the seconds of a day, stay below 2**63
EPISODE: Final = 20  # the bits of a referral's number in its stream; above them stands how often it came before


class Needs(IntEnum):
    """What a state needs before it can be completed."""

    NOTHING = 0  # decisions, parallel states, ends: the stepper moves on by itself
    TIME = 1
    TEAM = 2
    PANEL = 3


@dataclass(frozen=True)
class TimeTaken:
    """How long something takes: a fixed duration, or a table of working or elapsed seconds."""

    table: Table | Pieces
    is_working: bool
    duration: Duration | None = None
    law: Law | None = None  # what the table stands for; None for gaps between arrivals

    def end(self, calendar: Calendar, moment: int, draw: int) -> int:
        """When it is over if it begins at `moment`."""
        if self.duration is not None:
            return moment_after(calendar, moment, self.duration)
        seconds = self.table.sample(draw)
        return calendar.add(moment, seconds) if self.is_working else moment + seconds

    @property
    def is_certain(self) -> bool:
        return self.duration is not None


@dataclass(frozen=True)
class Case:
    """Shares that apply where a guard holds (`when` has cells 0 and 1), or always (None)."""

    when: Guard | None
    shares: tuple[tuple[int, int], ...]  # (threshold, value), thresholds rising to CERTAIN
    exact: tuple[tuple[Fraction, int], ...]  # (share, value) as written, of which the thresholds are rounded


@dataclass(frozen=True)
class Finding:
    """How an attribute gets its value: the first case whose conditions hold."""

    attribute: int
    purpose: Purpose
    cases: tuple[Case, ...]

    def value(self, values: Sequence[int], draw: int) -> int:
        for case in self.cases:
            if case.when is None or case.when.at(values):
                return choose(case.shares, draw)
        raise AssertionError("binding refuses shares that leave a case out")


@dataclass(frozen=True)
class StatePlan:
    """What happens to a referral in one state. `resource` numbers a team or a panel."""

    needs: Needs
    resource: int = -1
    time: TimeTaken | None = None
    purpose: Purpose = 0
    finds: tuple[Finding, ...] = ()
    timeout: Duration | None = None
    interrupts: tuple[int, ...] = ()  # whose clocks start as the state is entered
    work_interrupts: tuple[int, ...] = ()  # whose clocks start as a team begins to work


@dataclass(frozen=True)
class InterruptPlan:
    """A clock that runs while the referral stands where the interrupt may happen.

    One that is `only_waiting` is of no account once a team has begun to work.
    """

    interrupt: int
    time: TimeTaken
    purposes: Mapping[int, Purpose]  # by state
    only_waiting: bool = False


@dataclass(frozen=True)
class Role:
    """One pathway of the study, under the name that the study gives it.

    What holds for a visit is the plan in force as the state is entered: `states` in the first epoch, `later[n - 1]` in
    epoch n.
    """

    name: str
    pathway: CompiledPathway
    states: tuple[StatePlan, ...]
    interrupts: tuple[InterruptPlan, ...]
    later: tuple[tuple[StatePlan, ...], ...] = ()

    def plan(self, state: int, epoch: int) -> StatePlan:
        """What happens to a referral that enters a state in an epoch."""
        return (self.later[epoch - 1] if epoch else self.states)[state]


@dataclass(frozen=True)
class Returns:
    """Who comes back after ending, and as what. A later episode draws all of its own, but what is `same`.

    Attributes
    ----------
    chances
        By final state: the draw below which a referral comes back.
    delay
        From ending to coming back.
    attributes
        How what is known on arrival is drawn anew; None if it is the same as the first time.
    counts
        The attribute that is one more each time, up to its greatest value; NONE if there is none.
    recent
        The attribute that says whether the arrival before is recent, with its value if so, its value if not, and how
        long is recent.
    """

    chances: Mapping[int, int]
    delay: TimeTaken
    attributes: tuple[Finding, ...] | None = None
    counts: int = -1
    recent: tuple[int, int, int, Duration] | None = None


@dataclass(frozen=True)
class Entering:
    """What holds for those of a stream who arrive in one epoch."""

    role: int
    starts: tuple[tuple[int, int], ...]  # (threshold, state)
    attributes: tuple[Finding, ...]
    returns: Returns | None = None


@dataclass(frozen=True)
class Stream:
    """Referrals that arrive at random; or, with a `stand`, that are there as the study begins.

    `expected[d]` is UNIT times the number expected before day d, in whole numbers. On each day they come at an even
    rate in the `hours` seconds from `opens` on.
    """

    name: str
    expected: tuple[int, ...]
    opens: int
    hours: int
    entering: tuple[Entering, ...]  # by epoch
    stand: Stand | None = None

    def when(self, reached: int) -> int | None:
        """The moment at which so many UNITs are expected to have come; None if that is after the last day."""
        if reached >= self.expected[-1]:
            return None
        day = bisect_right(self.expected, reached) - 1
        before, after = self.expected[day], self.expected[day + 1]
        return day * 86_400 + self.opens + (reached - before) * self.hours // (after - before)

    @property
    def role(self) -> int:
        return self.entering[0].role

    @property
    def starts(self) -> tuple[tuple[int, int], ...]:
        return self.entering[0].starts

    @property
    def attributes(self) -> tuple[Finding, ...]:
        return self.entering[0].attributes


@dataclass(frozen=True)
class Stand:
    """Referrals that stand in a state as the study begins, and how long they have been there.

    `inside` says, for a state within branches, which parallel states are around it, the outermost first.
    """

    state: int
    count: int
    age: TimeTaken | None
    inside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Epoch:
    """What is there from a moment on: staff by team, slots by panel."""

    starts: int
    staff: tuple[int, ...]
    slots: tuple[int, ...]


@dataclass(frozen=True)
class Team:
    name: str
    staff: int


@dataclass(frozen=True)
class Panel:
    name: str
    slots: int
    meetings: tuple[int, ...]  # moments


@dataclass(frozen=True)
class Model:
    """A scenario ready to run. What happens from `warm_up` to `end` is measured; both are moments."""

    scenario: str
    calendar: Calendar
    warm_up: int
    end: int
    roles: tuple[Role, ...]
    streams: tuple[Stream, ...]
    teams: tuple[Team, ...]
    panels: tuple[Panel, ...]
    later: tuple[Epoch, ...] = ()  # the epochs after the first, in order

    past: Calendar | None = None  # from long before the first date, for those who stand there as the study begins

    def staff(self, epoch: int) -> tuple[int, ...]:
        """The staff of each team in an epoch."""
        return self.later[epoch - 1].staff if epoch else tuple(team.staff for team in self.teams)

    def slots(self, epoch: int) -> tuple[int, ...]:
        """The slots of each panel's meetings in an epoch."""
        return self.later[epoch - 1].slots if epoch else tuple(panel.slots for panel in self.panels)

    def epoch_at(self, moment: int) -> int:
        """The number of the epoch at a moment; the first is 0."""
        return bisect_right(self.later, moment, key=attrgetter("starts"))


def choose(shares: Sequence[tuple[int, int]], draw: int) -> int:
    """The value whose share the draw falls in."""
    for threshold, value in shares:
        if draw < threshold:
            return value
    raise AssertionError("shares end at CERTAIN")
