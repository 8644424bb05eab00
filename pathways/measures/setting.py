"""What the events of a log have to be held against: dates, pathways, teams, panels, places, milestones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pathways.calendars import Calendar
from pathways.calendars.steps import Steps, available
from pathways.eventlog import Attribute
from pathways.machine.compiled import CompiledPathway
from pathways.units import Duration

PERCENTILES: Final = (50, 90, 95)
Cancelled = Mapping[str, Collection[int]]  # by panel: the meetings that do not take place in a replication
State = tuple[str, str]  # a pathway, by the name that the log uses, and one of its states


@dataclass(frozen=True)
class Milestone:
    """A stretch of a referral's way: from first entering `start` (None: arrival) to then entering `end` (None: ending).

    A panel counts from when it hears the referral. `within` is the standard it is held against, if there is one.
    """

    name: str
    pathway: str
    start: str | None
    end: str | None
    within: Duration | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole way, of which `time_to_end` tells."""
        return self.start is None and self.end is None


@dataclass(frozen=True)
class Working:
    """Who has to do with which state, for those who enter it from a moment on.

    Attributes
    ----------
    teams, panels, holds
        For each state, the teams that work on it together, the panel that hears it, the places of which a referral
        needs one there.
    takes
        How much of a meeting a hearing takes, in slots or seconds; 1 if nothing is said.
    """

    teams: Mapping[State, tuple[str, ...]]
    panels: Mapping[State, str]
    holds: Mapping[State, str] = field(default_factory=dict)
    takes: Mapping[State, int] = field(default_factory=dict)
    starts: int = 0


@dataclass(frozen=True)
class Setting:
    """The frame of a log.

    Attributes
    ----------
    calendar, warm_up, end
        Moments count from the calendar's first date; what happens from `warm_up` to `end` is measured.
    pathways
        By the name that the log uses, in the order of the log.
    working
        Who has to do with which state, one after the other in time; the first from moment 0.
    staff, places, slots
        How many members each team has, how many places there are, how much a meeting of each panel can hear.
    meetings
        The moments when a panel meets.
    calendars
        The working time of teams that have their own.
    percentiles
        Which are told of times, in percent; 50 is called the median.
    horizon
        In working seconds: restricted means look so far. None: half the time that is measured.
    groups, told
        By pathway: what a log tells of referrals on arrival, by which measures are told apart; and at their end.
    has_standing
        Whether some referrals were there as the log begins. What they then entered, and their arrival, were before:
        they count among those who are open, and as they end, but not as arrivals nor for how long anything took.
    """

    calendar: Calendar
    warm_up: int
    end: int
    pathways: Mapping[str, CompiledPathway]
    working: tuple[Working, ...]
    staff: Mapping[str, Steps] = field(default_factory=dict)
    places: Mapping[str, Steps] = field(default_factory=dict)
    slots: Mapping[str, Steps] = field(default_factory=dict)
    meetings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    percentiles: tuple[int, ...] = PERCENTILES
    horizon: int | None = None
    groups: Mapping[str, tuple[Attribute, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[Attribute, ...]] = field(default_factory=dict)
    has_standing: bool = False

    @property
    def whole_from(self) -> int:
        """From when on a visit is seen from its beginning."""
        return 1 if self.has_standing else 0

    @property
    def new_from(self) -> int:
        """From when on an arrival or a visit is new to the time that is measured."""
        return max(self.warm_up, self.whole_from)

    @cached_property
    def far(self) -> int:
        """The horizon of restricted means, in working seconds."""
        return self.calendar.between(self.warm_up, self.end) // 2 if self.horizon is None else self.horizon

    def working_at(self, moment: int) -> Working:
        """Who has to do with a state that is entered at a moment."""
        return self.working[bisect_right(self.working, moment, key=lambda each: each.starts) - 1]

    def team_calendar(self, team: str) -> Calendar:
        """The working time of a team."""
        return self.calendars.get(team, self.calendar)

    def staffed(self, team: str) -> int:
        """Working seconds that the staff of a team have while the study measures."""
        return available(self.staff[team], self.warm_up, self.end, self.team_calendar(team).between)

    def place_time(self, places: str) -> int:
        """Seconds that places have while the study measures."""
        return available(self.places[places], self.warm_up, self.end, lambda start, end: end - start)

    def measured_meetings(self, panel: str) -> tuple[int, ...]:
        """The meetings of a panel while the study measures."""
        return tuple(moment for moment in self.meetings[panel] if self.warm_up <= moment < self.end)

    def held_meetings(self, panel: str, cancelled: Cancelled) -> tuple[int, ...]:
        """Those of them that take place in a replication."""
        missed = cancelled.get(panel, ())
        return tuple(moment for moment in self.measured_meetings(panel) if moment not in missed)

    def room(self, panel: str, meetings: Collection[int]) -> int:
        """How much these meetings can hear."""
        steps = self.slots[panel]
        return sum(steps[bisect_right(steps, meeting, key=lambda step: step[0]) - 1][1] for meeting in meetings)


def statistic_of(percent: int) -> str:
    """`median`, `p90`."""
    return "median" if percent == 50 else f"p{percent}"
