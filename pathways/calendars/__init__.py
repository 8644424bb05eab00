"""Working time on real dates, and the dates of meetings."""

from pathways.calendars.durations import moment_after, working_amount
from pathways.calendars.meetings import Meetings, parse_meetings
from pathways.calendars.working import DAY, Calendar, continuous, england, weekdays

__all__ = [
    "DAY",
    "Calendar",
    "Meetings",
    "continuous",
    "england",
    "moment_after",
    "parse_meetings",
    "weekdays",
    "working_amount",
]
