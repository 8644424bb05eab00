"""A scenario's panels to what the kernel knows of them, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from pathways.calendars import OFFICE, Calendar
from pathways.calendars.durations import seconds, working_amount
from pathways.machine.compiled import Kind
from pathways.simulation.binding.conditions import by_role, order_of
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.draws import purpose_words
from pathways.simulation.language.resources import PanelSpec
from pathways.simulation.model import CERTAIN, ByRole, Panel
from pathways.source import Key
from pathways.units import Duration

_AGENDA_UNITS: Final = ("second", "minute", "hour", "working hour")
_OFFICE_HOURS: Final = OFFICE[0]


class Hearings:
    """The panels of one scenario, and how much of their meetings each state takes. Parameters as of `Capacity`."""

    def __init__(
        self,
        lookup: Lookup,
        calendar: Calendar,
        is_holiday: Callable[[date], bool] | None,
        warm_up: int,
        end: int,
        since: int = 0,
        until: int | None = None,
    ) -> None:
        self.lookup, self.calendar, self.is_holiday, self.warm_up, self.end = lookup, calendar, is_holiday, warm_up, end
        self.spec, self.document, self.report = lookup.scenario.spec, lookup.scenario.document, lookup.report
        self.since, self.until = since, end if until is None else until
        # By name, so that the order of a file decides nothing.
        self.panels = tuple(self._panel(name, spec) for name, spec in sorted(self.spec.panels.items()))
        self.reviews = self._reviews()

    def _panel(self, name: str, spec: PanelSpec) -> Panel:
        path: tuple[Key, ...] = ("panels", name)
        meetings = self._meetings(name, spec)
        opens, closes = (0, 86_400) if self.calendar.is_continuous else _OFFICE_HOURS
        if not opens <= spec.at * 60 < closes:
            self._add(
                "study-panel",
                (*path, "at"),
                "the meeting is outside office hours",
                "a time from 09:00 to 17:00",
                "write for example 'at: 10:00'",
            )
        room = self._room_of_meeting(name, spec)
        reserve, urgent = self._urgent(spec, path, room)
        if spec.agenda is not None and spec.slots is None:
            self._check_fits(spec, path, room - reserve)
        deadlines = tuple(self._deadline(moment, spec) for moment in meetings)
        if deadlines and max(deadlines) < 0:
            self._add(
                "study-panel",
                (*path, "papers_due"),
                f"papers are due {spec.papers_due} before: for all meetings that is before the study",
                "papers that can be in time for a meeting",
                "let them be due later",
                key=False,
            )
        return Panel(
            name,
            room,
            meetings,
            deadlines,
            order_of(spec, self.lookup, path),
            spec.agenda is not None,
            spec.fill == "yes",
            reserve,
            urgent,
            int((spec.cancels or Fraction(0)) * CERTAIN),
            purpose_words("panel", name, "cancels"),
        )

    def _meetings(self, name: str, spec: PanelSpec) -> tuple[int, ...]:
        moments = spec.meets.moments(self.calendar, self.end, spec.at * 60)
        dates = {self.calendar.date_of(moment).date(): moment for moment in moments}
        # Where bank holidays are not looked up, a meeting that one of them moves has the wrong date.
        is_sure = self.is_holiday is not None or self.calendar.is_continuous
        for number, day in enumerate(spec.cancelled):
            in_force = self.since <= self.calendar.moment_of(datetime(day.year, day.month, day.day)) < self.until
            if day not in dates and is_sure and in_force:
                near = min(dates, key=lambda other: abs(other - day), default=None)
                self._add(
                    "study-panel",
                    ("panels", name, "cancelled", number),
                    f"'{name}' has no meeting on {day:%A} {day}",
                    "a date on which it meets" + (f"; the nearest is {near:%A} {near}" if near else ""),
                    f"write '{near}'" if near else "take it out",
                    key=False,
                )
        moments = [moment for day, moment in dates.items() if day not in spec.cancelled]
        if not moments or moments[-1] < self.warm_up or spec.cancels == 1:
            self._add(
                "study-panel",
                ("panels", name, "cancels" if spec.cancels == 1 else "meets"),
                f"'{name}' never meets while the study measures",
                "at least one meeting",
                "let it meet more often, or lengthen the study",
            )
        return tuple(moments)

    def _room_of_meeting(self, name: str, spec: PanelSpec) -> int:
        path = ("panels", name)
        minutes = {"new_case": spec.new_case, "review": spec.review}
        given = [field for field, value in minutes.items() if value is not None]
        if (spec.slots is None) == (spec.agenda is None):
            says = "has neither slots nor an agenda" if spec.slots is None else "has both slots and an agenda"
            self._add(
                "study-panel",
                path,
                f"'{name}' {says}",
                "one of 'slots: 8' and 'agenda: 3 hours'",
                "say how many it can hear, or how long it is and how long a case takes",
            )
        elif spec.agenda is not None and spec.new_case is None:
            self._add(
                "study-panel",
                path,
                f"nothing says how much of the agenda of '{name}' a case takes",
                "'new_case:' with a duration",
                "add for example 'new_case: 20 minutes'",
            )
        elif spec.slots is not None and given:
            self._add(
                "study-panel",
                (*path, given[0]),
                f"'{name}' has slots, each of which hears one case",
                "'new_case' and 'review' beside 'agenda' only",
                "take this out, or write 'agenda: 3 hours' in place of the slots",
            )
        if spec.review is not None and not spec.reviews:
            self._add(
                "study-panel",
                (*path, "review"),
                f"nothing says which states are reviews at '{name}'",
                "'reviews:' with the names of states",
                "add for example 'reviews: [\"*.channel.review\"]'",
            )
        if spec.order in ("reviews_first", "new_first") and not spec.reviews:
            self._add(
                "study-panel",
                (*path, "order"),
                f"nothing says which states are reviews at '{name}'",
                "'reviews:' with the names of states",
                "add for example 'reviews: [\"*.channel.review\"]'",
            )
        if spec.slots is not None:
            return spec.slots
        return 0 if spec.agenda is None else self._agenda(spec.agenda, (*path, "agenda"))

    def _check_fits(self, spec: PanelSpec, path: tuple[Key, ...], room: int) -> None:
        """Report each kind of case that is longer than the meeting."""
        kept = f", less {spec.urgent.reserve} for urgent cases," if spec.urgent is not None else ""
        for field, takes in (("new_case", spec.new_case), ("review", spec.review)):
            if takes is not None and self._agenda(takes, (*path, field)) > room > 0:
                what = "review" if field == "review" else "case"
                self._add(
                    "study-panel",
                    (*path, field),
                    f"an agenda of {spec.agenda}{kept} is shorter than one {what} of {takes}",
                    f"room for at least one {what}",
                    f"lengthen the agenda, or shorten what a {what} takes",
                )

    def _agenda(self, duration: Duration, path: tuple[Key, ...]) -> int:
        """Seconds of an agenda."""
        if duration.unit not in _AGENDA_UNITS:
            self._add(
                "study-panel",
                path,
                f"'{duration}' is no part of a meeting",
                "minutes or hours",
                "write for example '20 minutes' or '3 hours'",
                key=False,
            )
        return self._seconds(duration)

    def _seconds(self, duration: Duration | None) -> int:
        if duration is None:
            return 0
        work = working_amount(duration, self.calendar)
        return seconds(duration) if work is None else work

    def _urgent(self, spec: PanelSpec, path: tuple[Key, ...], room: int) -> tuple[int, ByRole]:
        if spec.urgent is None:
            return 0, ()
        reserve = spec.urgent.reserve
        at = (*path, "urgent", "reserve")
        if isinstance(reserve, int) == (spec.agenda is not None):
            self._add(
                "study-panel",
                at,
                f"'{reserve}' is no part of " + ("an agenda" if spec.agenda is not None else "so many slots"),
                "a duration" if spec.agenda is not None else "a number of slots",
                "write for example " + ("'reserve: 20 minutes'" if spec.agenda is not None else "'reserve: 1'"),
                key=False,
            )
            return 0, ()
        kept = reserve if isinstance(reserve, int) else self._agenda(reserve, at)
        if kept > room:
            whole = f"{spec.slots} slots" if spec.agenda is None else f"{spec.agenda}"
            self._add(
                "study-panel",
                at,
                f"{reserve} cannot be kept of {whole}",
                "less than the whole meeting",
                "lower it, or give the meeting more",
                key=False,
            )
        elif room and kept == room:
            self._add(
                "study-panel",
                at,
                "all of a meeting is kept for urgent cases, so no other is ever heard",
                "less than the whole meeting",
                "lower it, or take 'urgent' out",
                key=False,
            )
        takes = [spec.new_case, spec.review, *(each.takes for each in self.spec.service_times.values())]
        least = min((each for each in takes if each is not None), key=self._seconds, default=None)
        if least is not None and spec.agenda is not None and kept < self._seconds(least) <= room - kept:
            self._add(
                "study-panel",
                at,
                f"no case is heard in {reserve}: the shortest takes {least}",
                "room for at least one case",
                "keep more of the meeting for urgent cases, or take 'urgent' out",
                key=False,
            )
        return kept, by_role(spec.urgent.when, self.lookup, (*path, "urgent", "when"))

    def _deadline(self, meeting: int, spec: PanelSpec) -> int:
        """The latest moment to be there for a meeting; -1 if that is before the study begins."""
        if spec.papers_due is None:
            return meeting
        work = working_amount(spec.papers_due, self.calendar)
        if work is None:
            return max(meeting - seconds(spec.papers_due), -1)
        return self.calendar.take_off(meeting, work)

    def _reviews(self) -> Mapping[str, frozenset[str]]:
        """For each panel, the full names of the states that are reviews there."""
        found = {}
        for name, spec in self.spec.panels.items():
            places = {entry: ("panels", name, "reviews", number) for number, entry in enumerate(spec.reviews)}
            found[name] = frozenset(self.lookup.named(places, (Kind.PANEL,), "is heard by no panel", "panels"))
        return found

    def room_of_case(self, panel: str, state: str, takes: Duration | None, path: tuple[Key, ...]) -> int:
        """How much of its panel's meeting a hearing takes: a slot, or seconds."""
        spec = self.spec.panels[panel]
        if spec.agenda is None:
            if takes is not None:
                self._add(
                    "study-panel",
                    (*path, "takes"),
                    f"'{panel}' has slots, each of which hears one case",
                    f"'agenda' for '{panel}', or no 'takes' here",
                    "take this out",
                )
            return 1
        if takes is None:
            is_review = state in self.reviews[panel] and spec.review is not None
            return self._seconds(spec.review if is_review else spec.new_case)
        found = self._agenda(takes, (*path, "takes"))
        if found > self._seconds(spec.agenda):
            self._add(
                "study-panel",
                (*path, "takes"),
                f"a hearing of {takes} does not fit in an agenda of {spec.agenda}",
                "a hearing that fits in one meeting",
                "shorten it, or lengthen the agenda",
                key=False,
            )
        return found

    def _add(
        self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str, *, key: bool = True
    ) -> None:
        self.report.add(id, self.document.place(path, key=key), message, expected, remedy)
