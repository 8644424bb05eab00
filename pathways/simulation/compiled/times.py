"""Times, the tables they are drawn from, and calendars to words of the array that a kernel reads."""

from __future__ import annotations

from pathways.calendars import DAY, Calendar, moment_after
from pathways.calendars.durations import days_after, working_amount
from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.calendar import STRETCH
from pathways.simulation.compiled.words import WordList
from pathways.simulation.distributions import Pieces, Table
from pathways.simulation.model import Model, TimeTaken
from pathways.units import Duration


class Times:
    """Calendars, quantile tables and times."""

    def __init__(self, words: WordList, model: Model) -> None:
        self.words, self.model = words, model
        self._knots: dict[int, int] = {}
        self._calendars: dict[int, int] = {}
        self._dates: dict[Duration, int] = {}
        # Due dates are told apart even where they are after the end.
        targets = {plan.target for role in model.roles for plans in (role.states, *role.later) for plan in plans}
        ends = [moment_after(model.calendar, model.end, target) for target in targets if target is not None]
        self._last_day = max([model.end, *ends]) // DAY + 2

    def time(self, time: TimeTaken) -> int:
        """A time that is not work of a team."""
        if time.duration is not None:
            return self.duration(time.duration)
        calendar = self.calendar(self.model.calendar) if time.is_working else x.NONE
        return self.amount(time.table, calendar, 1, 1)

    def amount(self, table: Table | Pieces, calendar: int, over: int, under: int) -> int:
        """Seconds from a table, in the time of a calendar; work takes `over / under` as long."""
        if table.sample(0) == table.longest:
            seconds = -(-table.longest * over // under)
            return self.words.keep(x.FIXED if calendar == x.NONE else x.FIXED_WORK, seconds, calendar, 1, 1)
        mode = x.SAMPLED if calendar == x.NONE and over == under else x.WORKED
        return self.words.keep(mode, self.knots(table), calendar, over, under)

    def duration(self, duration: Duration) -> int:
        calendar = self.model.calendar
        work = working_amount(duration, calendar)
        if work is not None:
            hours = self.calendar(calendar)
            return self.words.keep(x.FIXED if hours == x.NONE else x.FIXED_WORK, work, hours, 1, 1)
        if duration.unit not in ("month", "year") or duration.amount != int(duration.amount):
            return self.words.keep(x.FIXED, moment_after(calendar, 0, duration), x.NONE, 1, 1)
        if duration not in self._dates:
            ends = days_after(calendar.first, self.model.end // DAY + 1, duration)
            self._dates[duration] = self.words.keep(x.BY_DATE, self.words.keep(*ends), x.NONE, 1, 1)
        return self._dates[duration]

    def knots(self, table: Table | Pieces) -> int:
        """See `compiled.draws.sample`."""
        if id(table) not in self._knots:
            words = (
                (0, *table.lower, *table.upper)
                if isinstance(table, Table)
                else (len(table.left), *table.ends, *table.left, *table.right)
            )
            self._knots[id(table)] = self.words.keep(*words)
        return self._knots[id(table)]

    def calendar(self, calendar: Calendar) -> int:
        """See `compiled.calendar`."""
        if calendar.is_continuous:
            return x.NONE
        if id(calendar) not in self._calendars:
            days = range(self._last_day)
            before = [calendar.worked(day * DAY) for day in range(len(days) + 1)]
            index, day = [], 0
            for reached in range(0, before[-1] + 1, 1 << STRETCH):
                while before[day + 1] < reached:
                    day += 1
                index.append(day)
            opens = [calendar.hours_of(day)[0] for day in days]
            keep = self.words.keep
            self._calendars[id(calendar)] = keep(
                len(days), keep(*before), keep(*opens), keep(*index), before[-1], calendar.day_length
            )
        return self._calendars[id(calendar)]
