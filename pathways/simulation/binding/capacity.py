"""A scenario's teams to what the kernel knows of them, or what is wrong with them; its panels are in `hearings`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from pathways.calendars import OFFICE, Calendar, Weekly, common
from pathways.calendars.hours import Week
from pathways.definition.report import listed
from pathways.simulation.binding.conditions import order_of
from pathways.simulation.binding.hearings import Hearings
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.language.resources import TeamSpec
from pathways.simulation.model import AtClosing, Team, Work
from pathways.source import Key

_ALL_DAY: Final = (0, 86_400)
_ALL_WEEK: Final[Week] = (_ALL_DAY, _ALL_DAY, _ALL_DAY, _ALL_DAY, _ALL_DAY, _ALL_DAY, _ALL_DAY)


class Capacity:
    """The teams and panels of one scenario.

    Parameters
    ----------
    calendar
        Of offices, in which targets and deadlines are counted.
    is_holiday
        Which dates are bank holidays; None if none are looked up.
    hours
        The calendars of the model, that of offices first; those of teams are added.
    since, until
        The moments between which this is in force.
    """

    def __init__(
        self,
        lookup: Lookup,
        calendar: Calendar,
        is_holiday: Callable[[date], bool] | None,
        warm_up: int,
        end: int,
        hours: list[Calendar],
        since: int = 0,
        until: int | None = None,
    ) -> None:
        self.lookup, self.calendar, self.is_holiday, self.warm_up, self.end = lookup, calendar, is_holiday, warm_up, end
        self.spec, self.document, self.report = lookup.scenario.spec, lookup.scenario.document, lookup.report
        self.hours = hours
        # By name, so that the order of a file decides nothing.
        self.teams = tuple(self._team(name, spec) for name, spec in sorted(self.spec.teams.items()))
        self.team_numbers = {team.name: number for number, team in enumerate(self.teams)}
        self.hearings = Hearings(lookup, calendar, is_holiday, warm_up, end, since, until)
        self.panels = self.hearings.panels
        self.panel_numbers = {panel.name: number for number, panel in enumerate(self.panels)}

    # --- teams

    def _team(self, name: str, spec: TeamSpec) -> Team:
        calendar = self._hours(spec)
        path = ("teams", name, "closed" if spec.closed else "hours" if spec.hours else "staff")
        if calendar.between(self.warm_up, self.end) == 0:
            self._add(
                "study-team",
                path,
                f"'{name}' never works while the study measures",
                "at least some working hours",
                "correct its hours or the dates when it is closed",
            )
        return Team(name, spec.staff, self._number(calendar), order_of(spec, self.lookup, ("teams", name)))

    def _hours(self, spec: TeamSpec) -> Calendar:
        """The calendar of a team: by default that of offices."""
        is_open_on_holidays = spec.bank_holidays == "worked"
        if spec.hours is not None and spec.hours.week is None:
            is_open_on_holidays = spec.bank_holidays != "closed"
            if is_open_on_holidays and not spec.closed:
                return Calendar("always", self.calendar.first, None)
            week = _ALL_WEEK
        elif spec.hours is not None and spec.hours.week is not None:
            week = spec.hours.week
        elif self.calendar.is_continuous:
            if not spec.closed and spec.bank_holidays != "closed":
                return self.calendar
            is_open_on_holidays, week = spec.bank_holidays != "closed", _ALL_WEEK
        else:
            if not spec.closed and not is_open_on_holidays:
                return self.calendar
            week = OFFICE
        name = spec.hours.text if spec.hours is not None else self.calendar.name
        holiday = None if is_open_on_holidays else self.is_holiday
        closed = tuple((dates.first, dates.last) for dates in spec.closed)
        return Calendar(name, self.calendar.first, Weekly(week, holiday, closed))

    def _number(self, calendar: Calendar) -> int:
        """The number of a calendar; those with the same days share one."""
        for number, known in enumerate(self.hours):
            if known.days == calendar.days:
                return number
        self.hours.append(calendar)
        return len(self.hours) - 1

    def work(self, teams: Sequence[str], path: tuple[Key, ...]) -> Work | None:
        """What work of these teams together means; None, with a finding, if they never work at the same time."""
        specs = [self.spec.teams[name] for name in teams]
        numbers = tuple(self.team_numbers[name] for name in teams)
        together = common(self.hours[self.teams[number].hours] for number in numbers)
        if len(teams) > 1 and together.between(self.warm_up, self.end) == 0:
            self._add(
                "study-team",
                path,
                f"{listed(teams, last='and')} are never at work at the same time",
                "some hours that they have in common",
                "correct their hours, or say with 'teams: [...]' who works on it",
            )
            return None
        least = min(spec.availability for spec in specs)
        policy = AtClosing[specs[0].at_closing.upper()]
        return Work(numbers, self._number(together), policy, least.denominator, least.numerator)

    def _add(
        self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str, *, key: bool = True
    ) -> None:
        self.report.add(id, self.document.place(path, key=key), message, expected, remedy)
