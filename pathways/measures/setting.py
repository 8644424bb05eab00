"""What the rows of a log have to be held against: dates, pathways, teams, panels, milestones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.calendars import Calendar
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
    teams, panels
        For each (pathway, state), who works on it or hears it.
    staff
        Members of each team.
    slots, meetings
        How many referrals a panel can hear, and the moments when it meets.
    """

    calendar: Calendar
    warm_up: int
    end: int
    pathways: Mapping[str, CompiledPathway]
    teams: Mapping[tuple[str, str], str]
    panels: Mapping[tuple[str, str], str]
    staff: Mapping[str, int]
    slots: Mapping[str, int]
    meetings: Mapping[str, tuple[int, ...]]
    milestones: tuple[Milestone, ...] = ()
