"""Words such as "first Wednesday" to the moments of a panel's meetings.

A meeting that falls on a day that is not worked (a bank holiday) is held on the next working day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pathways.calendars.hours import DAY
from pathways.calendars.working import Calendar

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ORDINAL: Final = rf"(?:{'|'.join(_ORDINALS)})"
_DAY: Final = rf"(?P<day>{'|'.join(_DAYS)})"
_MONTHLY: Final = re.compile(
    rf"(?:the )?(?P<which>{_ORDINAL}(?: and {_ORDINAL})*) {_DAY}(?: of (?:the|each|every) month)?"
)
_MONTHS: Final = re.compile(rf"every (?P<every>[1-9][0-9]?) months on the (?P<which>{_ORDINAL}) {_DAY}")
_WEEKLY: Final = re.compile(rf"every {_DAY}")
_WEEKS: Final = re.compile(rf"every (?P<every>[1-9][0-9]?) weeks on {_DAY}")
_EVERY_DAYS: Final = re.compile(r"every (?P<every>[1-9][0-9]{0,2}) days")
EXAMPLES: Final = (
    "'first Wednesday', 'first and third Wednesday', 'every Wednesday', 'every 2 weeks on Wednesday', 'every 20 days'"
)


@dataclass(frozen=True)
class Meetings:
    """On which days a panel meets."""

    text: str
    frequency: str  # "months", "weeks" or "days"
    every: int
    ordinals: tuple[int, ...]
    weekday: int | None

    def moments(self, calendar: Calendar, until: int, at: int) -> list[int]:
        """The moments of all meetings after moment 0 and before `until`, in order; two that fall together are one.

        "Every 20 days" counts from moment 0, and "every 2 weeks" from the first such weekday.

        Parameters
        ----------
        until
            A moment.
        at
            The time of day, in seconds after midnight.
        """
        found: set[int] = set()
        for when in self._dates(calendar):
            day = calendar.moment_of(when) // DAY
            if day * DAY + at >= until:
                break
            if day < 0:  # in the month of the first date, but before it
                continue
            moment = calendar.next_open_day(day) * DAY + at
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
            start += timedelta(days=(self.weekday - start.weekday()) % 7)
            return iter(rrule(WEEKLY, interval=self.every, byweekday=day, dtstart=start))
        first = start.replace(day=1)
        return iter(rrule(MONTHLY, interval=self.every, byweekday=[day(n) for n in self.ordinals], dtstart=first))


def parse_meetings(text: str) -> Meetings:
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
            return Meetings(text, frequency, int(part.get("every") or 1), ordinals, weekday)
    raise ValueError(f"'{text}' does not say when the panel meets: write for example {EXAMPLES}")
