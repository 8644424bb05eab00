"""Working time on real dates, and the dates of meetings."""

from pathways.calendars.durations import moment_after, working_amount
from pathways.calendars.hours import DAY, EnglishBankHolidays, Weekly, WorkingHours, parse_hours
from pathways.calendars.meetings import Meetings, parse_meetings
from pathways.calendars.working import OFFICE, Calendar, common, continuous, england, weekdays

__all__ = [
    "DAY",
    "OFFICE",
    "Calendar",
    "EnglishBankHolidays",
    "Meetings",
    "Weekly",
    "WorkingHours",
    "common",
    "continuous",
    "england",
    "moment_after",
    "parse_hours",
    "parse_meetings",
    "weekdays",
    "working_amount",
]
