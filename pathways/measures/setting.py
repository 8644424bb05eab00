"""What the rows of a log have to be held against: dates, pathways, teams, panels, milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pathways.calendars import Calendar
from pathways.calendars.steps import Steps
from pathways.machine.compiled import CompiledPathway
from pathways.units import Duration


@dataclass(frozen=True)
class Milestone:
    """A stretch of a referral's way: from entering `start` (None: arrival) to first entering `end` (None: ending).

    A panel counts from when it hears the referral. `within` is the standard it is held against, if there is one.
    """

    name: str
    pathway: str
    start: str | None
    end: str | None
    within: Duration | None = None


@dataclass(frozen=True)
class Setting:
    """The frame of a log.

    Attributes
    ----------
    calendar, warm_up, end
        Moments count from the calendar's first date; what happens from `warm_up` to `end` is measured.
    pathways
        By the name that the log uses.
    teams, panels, holds
        For each (pathway, state), the teams that work on it together, the panel that hears it, the places it takes one
        of.
    staff, places
        Members of each team, and how many places there are, by date.
    calendars
        The working time of teams.
    slots, meetings
        How much one meeting of a panel can hear, and the moments when it meets.
    takes
        For each (pathway, state) that a panel hears, how much of the meeting a hearing takes; in slots or seconds.
    """

    calendar: Calendar
    warm_up: int
    end: int
    pathways: Mapping[str, CompiledPathway]
    teams: Mapping[tuple[str, str], tuple[str, ...]]
    panels: Mapping[tuple[str, str], str]
    staff: Mapping[str, Steps]
    slots: Mapping[str, int]
    meetings: Mapping[str, tuple[int, ...]]
    milestones: tuple[Milestone, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    holds: Mapping[tuple[str, str], str] = field(default_factory=dict)
    places: Mapping[str, Steps] = field(default_factory=dict)
    takes: Mapping[tuple[str, str], int] = field(default_factory=dict)
