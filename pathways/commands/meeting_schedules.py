"""The panels of a scenario to how far apart their meetings are: the longest gap, and months without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from pathways.rules.evidence import BASELINE, Schedule

if TYPE_CHECKING:
    from pathways.simulation.language.study import Scenario
    from pathways.simulation.model import Model, Panel


def meeting_schedules(scenario: Scenario, model: Model, role: int) -> Iterator[tuple[str, Schedule]]:
    """Each panel state of a pathway with the schedule under which it is heard."""
    from pathways.simulation.model import Needs

    pathway = model.roles[role].pathway
    for state, plan in zip(pathway.states, model.roles[role].states, strict=True):
        if plan.needs is Needs.PANEL:
            panel = model.panels[plan.resource]
            if len(panel.meetings) > 1:
                yield state.name, _schedule(scenario, model, panel)


def _schedule(scenario: Scenario, model: Model, panel: Panel) -> Schedule:
    dates = [model.calendar.date_of(moment).date() for moment in panel.meetings]
    first, second = max(pairwise(dates), key=lambda pair: pair[1] - pair[0])
    months, without, whole = _months_without(
        dates, model.calendar.date_of(0).date(), model.calendar.date_of(model.end).date()
    )
    return Schedule(
        panel=panel.name,
        says=scenario.spec.panels[panel.name].meets.text,
        scenario=None if scenario.name == BASELINE else scenario.name,
        gap=(second - first).days,
        between=(_words(first), _words(second)),
        place=scenario.document.place(("panels", panel.name, "meets")),
        months=months,
        without=without,
        whole=whole,
    )


def _months_without(dates: Sequence[date], start: date, end: date) -> tuple[int, str | None, int]:
    """The most whole calendar months in a row from `start` to before `end` without a meeting, the first of them, and
    how many whole months there are."""
    met = {(day.year, day.month) for day in dates}
    most, since, whole, without = 0, 0, 0, None
    year, month = (start.year, start.month) if start.day == 1 else _next(start.year, start.month)
    while date(*_next(year, month), 1) <= end:
        since, whole = (0 if (year, month) in met else since + 1), whole + 1
        if since > most:
            first = year * 12 + month - since  # months counted from 0
            most, without = since, f"{date(first // 12, first % 12 + 1, 1):%B %Y}"
        year, month = _next(year, month)
    return most, without, whole


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + month // 12, month % 12 + 1)


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
