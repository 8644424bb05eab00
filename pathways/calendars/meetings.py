"""Words such as "first Wednesday" to the moments of a panel's meetings.

A meeting that falls on a day that is not worked (a bank holiday) is held on the next working day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from pathways.calendars.working import DAY, Calendar

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ORDINAL: Final = rf"(?:{'|'.join(_ORDINALS)})"
_DAY: Final = rf"(?P<day>{'|'.join(_DAYS)})"
_MONTHLY: Final = re.compile(rf"(?:the )?(?P<which>{_ORDINAL}(?: and {_ORDINAL})*) {_DAY}(?: of (?:the|each|every) month)?")
_MONTHS: Final = re.compile(rf"every (?P<every>[1-9][0-9]?) months on the (?P<which>{_ORDINAL}) {_DAY}")
_WEEKLY: Final = re.compile(rf"every {_DAY}")
_WEEKS: Final = re.compile(rf"every (?P<every>[1-9][0-9]?) weeks on {_DAY}")
_EVERY_DAYS: Final = re.compile(r"every (?P<every>[1-9][0-9]{0,2}) days")
EXAMPLES: Final = "'first Wednesday', 'first and third Wednesday', 'every Wednesday', 'every 2 weeks on Wednesday', 'every 20 days'"


@dataclass(frozen=True)
class Meetings:
    """When a panel meets: a rule of dates and a time of day."""

    text: str
    frequency: str  # "months", "weeks" or "days"
    every: int
    ordinals: tuple[int, ...]
    weekday: int | None
    at: time

    def moments(self, calendar: Calendar, until: int) -> list[int]:
        """The moments of all meetings after moment 0 and before `until`, in order; two that fall together are one.

        "Every 20 days" counts from moment 0, and "every 2 weeks" from the first such weekday.
        """
        found: set[int] = set()
        clock = self.at.hour * 3600 + self.at.minute * 60
        for when in self._dates(calendar):
            day = calendar.moment_of(when) // DAY
            if day * DAY + clock >= until:
                break
            moment = calendar.next_open_day(day) * DAY + clock
            if 0 < moment < until:
                found.add(moment)
        return sorted(found)

    def _dates(self, calendar: Calendar) -> Iterator[datetime]:
        from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

        start = calendar.date_of(0)
        if self.frequency == "days":
            return iter(rrule(DAILY, interval=self.every, dtstart=start))
        assert self.weekday is not None
        day: Any = weekday(self.weekday)
        if self.frequency == "weeks":
            return iter(rrule(WEEKLY, interval=self.every, byweekday=day, dtstart=start + _until_weekday(start, self.weekday)))
        first = start.replace(day=1)
        return iter(rrule(MONTHLY, interval=self.every, byweekday=[day(n) for n in self.ordinals], dtstart=first))


def _until_weekday(start: datetime, weekday: int) -> timedelta:
    return timedelta(days=(weekday - start.weekday()) % 7)


def parse_meetings(text: str, at: time = time(10, 0)) -> Meetings:
    """Read a rule such as `first Wednesday` or `every 2 weeks on Wednesday`.

    Raises
    ------
    ValueError
        If the words are not understood; the message shows what would be.
    """
    words = " ".join(text.lower().split())
    for pattern, frequency in (
        (_MONTHLY, "months"), (_MONTHS, "months"), (_WEEKLY, "weeks"), (_WEEKS, "weeks"), (_EVERY_DAYS, "days"),
    ):  # fmt: skip
        match = pattern.fullmatch(words)
        if match is not None:
            part = match.groupdict()
            ordinals = tuple(_ORDINALS[word] for word in part["which"].split(" and ")) if "which" in part else ()
            weekday = _DAYS.index(part["day"]) if "day" in part else None
            return Meetings(text, frequency, int(part.get("every") or 1), ordinals, weekday, at)
    raise ValueError(f"'{text}' does not say when the panel meets: write for example {EXAMPLES}")
