"""What the kernel reads: a study bound to its pathways, in numbers.

Every draw is a whole number below 2**53; a share is the threshold below which a draw means its value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from operator import attrgetter
from typing import Final

from pathways.calendars import Calendar, moment_after
from pathways.calendars.steps import Steps
from pathways.machine.compiled import CompiledPathway, Kind
from pathways.machine.compiled import Table as Guard
from pathways.simulation.distributions import Pieces, Table
from pathways.simulation.draws import BITS, Purpose
from pathways.simulation.laws import Law
from pathways.units import Duration

CERTAIN: Final = 1 << BITS
UNIT: Final = 1 << 26  # of expected arrivals; a million of them, times the seconds of a day, stay below 2**63
EPISODE: Final = 20  # the bits of a referral's number in its stream; above them stands how often it came before
NEVER: Final = 1 << 60  # later than every moment
Told = tuple[tuple[int, int], ...]  # attributes, each with the weight of its value in what is told
ByRole = tuple[Guard | None, ...]  # a condition for each role (cells 0 and 1); None where it never holds


class Needs(IntEnum):
    """What a state needs before it can be completed."""

    NOTHING = 0  # decisions, parallel states, ends: the stepper moves on by itself
    TIME = 1
    TEAM = 2
    PANEL = 3


class AtClosing(IntEnum):
    """What becomes of a team's work that is not done at closing time."""

    SUSPEND = 0  # it stops, and goes on at the next opening
    FINISH = 1  # it goes on
    DO_NOT_START = 2  # it is begun only if it will be done; what is longer than any day begins at an opening


class By(IntEnum):
    """What decides who is next; ties go to who came first."""

    FIRST_COME = 0
    LONGEST_WAIT = 1  # since the referral arrived
    DUE_DATE = 2  # entering the state and its target
    PRIORITY = 3  # the first class whose condition held on joining; those of none are last
    REVIEWS_FIRST = 4
    NEW_FIRST = 5


@dataclass(frozen=True)
class Order:
    by: By = By.FIRST_COME
    classes: tuple[ByRole, ...] = ()


class While(IntEnum):
    """When the clock of an interrupt runs."""

    ANY = 0
    WAITING = 1
    WORKING = 2


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
class Work:
    """What a task asks of teams: one member of each at the same time.

    Attributes
    ----------
    teams
        Numbers of teams; the first leads.
    hours
        The number of the calendar in which all of them work.
    at_closing
        That of the team that leads.
    over, under
        The least availability is `under / over`: work of s seconds takes `s * over / under` of the calendar's seconds,
        rounded up.
    """

    teams: tuple[int, ...]
    hours: int
    at_closing: AtClosing = AtClosing.SUSPEND
    over: int = 1
    under: int = 1

    def seconds(self, work: int) -> int:
        """How much of the teams' working time so much work takes."""
        return -(-work * self.over // self.under)

    def may_start(self, calendar: Calendar, moment: int, seconds: int) -> bool:
        """Whether the hour allows work of so many seconds to begin."""
        if self.at_closing is not AtClosing.DO_NOT_START or seconds <= calendar.left_today(moment):
            return True
        return seconds > calendar.day_length and calendar.is_opening(moment)

    def end(self, calendar: Calendar, moment: int, seconds: int) -> int:
        """When work that begins at `moment` is done; begun out of hours, it waits for the next opening."""
        if self.at_closing is AtClosing.FINISH and seconds:
            return calendar.opening_from(moment) + seconds
        return calendar.add(moment, seconds)


@dataclass(frozen=True)
class StatePlan:
    """What happens to a referral in one state.

    Attributes
    ----------
    resource
        The number of the panel, or of the team that leads.
    takes
        The number of the places of which the referral needs one here, unless it holds one; or -1.
    returns
        The places that are given back on entering.
    returns_after
        The places that are given back on leaving a parallel state, because nothing after it does so.
    room
        How much of its panel's agenda a hearing takes.
    target
        What the due date is reckoned from.
    """

    needs: Needs
    resource: int = -1
    time: TimeTaken | None = None
    purpose: Purpose = 0
    finds: tuple[Finding, ...] = ()
    timeout: Duration | None = None
    interrupts: tuple[int, ...] = ()  # whose clocks start as the state is entered
    work_interrupts: tuple[int, ...] = ()  # whose clocks start as work begins
    work: Work | None = None
    takes: int = -1
    returns: tuple[int, ...] = ()
    returns_after: tuple[int, ...] = ()
    room: int = 0
    is_review: bool = False
    target: Duration | None = None


@dataclass(frozen=True)
class InterruptPlan:
    """A clock that runs while the referral stands where the interrupt may happen.

    One that runs while waiting is of no account once a team has begun to work, or a task without a team has its place.
    """

    interrupt: int
    time: TimeTaken
    purposes: Mapping[int, Purpose]  # by state
    while_: While = While.ANY

    def starts_on_entry(self, state: int, plan: StatePlan, kind: Kind) -> bool:
        """Whether the clock starts as the state is entered."""
        if state not in self.purposes or self.while_ is While.ANY:
            return state in self.purposes
        is_waiting = plan.needs in (Needs.TEAM, Needs.PANEL) or plan.takes >= 0 or kind is Kind.WAIT
        return self.while_ is While.WAITING and is_waiting

    def starts_at_work(self, state: int, plan: StatePlan, kind: Kind) -> bool:
        """Whether the clock starts as a team begins to work, or the time of a task without a team."""
        is_work = plan.needs is Needs.TEAM or (plan.needs is Needs.TIME and kind is Kind.TASK)
        return state in self.purposes and self.while_ is While.WORKING and is_work


@dataclass(frozen=True)
class Role:
    """One pathway of the study, under the name that the study gives it.

    What holds for a visit is the plan in force as the state is entered: `states` in the first epoch, `later[n - 1]` in
    epoch n. The log tells of a referral's values what `known` says on arrival and what `told` says at the end.
    """

    name: str
    pathway: CompiledPathway
    states: tuple[StatePlan, ...]
    interrupts: tuple[InterruptPlan, ...]
    later: tuple[tuple[StatePlan, ...], ...] = ()
    known: Told = ()
    told: Told = ()

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
        How what is known on arrival gets its values.
    anew
        The attributes that are drawn anew; all others are drawn as they were the first time.
    counts
        The attribute that is one more each time, up to its greatest value; NONE if there is none.
    recent
        The attribute that says whether the arrival before is recent, with its value if so, its value if not, and how
        long is recent.
    """

    chances: Mapping[int, int]
    delay: TimeTaken
    attributes: tuple[Finding, ...]
    anew: frozenset[int] = frozenset()
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
    """What is there from a moment on: staff by team, slots by panel, places by kind."""

    starts: int
    staff: tuple[int, ...]
    slots: tuple[int, ...]
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Team:
    """People who work on one referral at a time each. `hours` numbers a calendar of the model."""

    name: str
    staff: int
    hours: int = 0
    order: Order = Order()


@dataclass(frozen=True)
class Places:
    """What referrals hold from state to state."""

    name: str
    places: int
    order: Order = Order()


@dataclass(frozen=True)
class Panel:
    """A meeting on given dates.

    Attributes
    ----------
    slots
        How much one meeting can hear: slots, or seconds of an agenda if it `is_timed`.
    meetings
        Moments.
    deadlines
        For each meeting, the latest moment to be there for it.
    fills
        Whether a case that fits may be heard in place of the next, which does not.
    reserve
        How much of that is kept for urgent cases, which have no deadline.
    urgent
        When a case that joins the agenda is urgent.
    cancels
        The threshold below which a meeting's draw cancels it.
    """

    name: str
    slots: int
    meetings: tuple[int, ...]
    deadlines: tuple[int, ...]
    order: Order = Order()
    is_timed: bool = False
    fills: bool = False
    reserve: int = 0
    urgent: ByRole = ()
    cancels: int = 0
    purpose: Purpose = 0


@dataclass(frozen=True)
class Model:
    """A scenario ready to run. What happens from `warm_up` to `end` is measured; both are moments.

    `calendar` is that of offices, in which targets are counted; `hours` are the calendars of teams and of what several
    teams do together.
    """

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
    places: tuple[Places, ...] = ()
    hours: tuple[Calendar, ...] = ()
    unstaffed: tuple[str, ...] = ()  # lanes that some work is done with, and for which there is no team

    def staff(self, epoch: int) -> tuple[int, ...]:
        """The staff of each team in an epoch."""
        return self.later[epoch - 1].staff if epoch else tuple(team.staff for team in self.teams)

    def slots(self, epoch: int) -> tuple[int, ...]:
        """The slots of each panel's meetings in an epoch."""
        return self.later[epoch - 1].slots if epoch else tuple(panel.slots for panel in self.panels)

    def capacity(self, epoch: int) -> tuple[int, ...]:
        """How many places there are of each kind in an epoch."""
        return self.later[epoch - 1].places if epoch else tuple(places.places for places in self.places)

    def steps(self, many: Callable[[int], Sequence[int]]) -> tuple[Steps, ...]:
        """By date, for each team, panel or kind of places, what `staff`, `slots` or `capacity` say of each epoch."""
        moments = (0, *(epoch.starts for epoch in self.later))
        numbers = [many(epoch) for epoch in range(len(moments))]
        return tuple(tuple(zip(moments, each, strict=True)) for each in zip(*numbers, strict=True))

    def epoch_at(self, moment: int) -> int:
        """The number of the epoch at a moment; the first is 0."""
        return bisect_right(self.later, moment, key=attrgetter("starts"))


def held_in(conditions: ByRole, role: int, values: Sequence[int]) -> bool:
    """Whether the condition holds for a referral of that role."""
    guard = conditions[role] if conditions else None
    return guard is not None and bool(guard.at(values))


def telling(told: Told, values: Sequence[int]) -> int:
    """What the log tells of a referral's values, as one number."""
    return sum(values[attribute] * weight for attribute, weight in told)


def choose(shares: Sequence[tuple[int, int]], draw: int) -> int:
    """The value whose share the draw falls in."""
    for threshold, value in shares:
        if draw < threshold:
            return value
    raise AssertionError("shares end at CERTAIN")
