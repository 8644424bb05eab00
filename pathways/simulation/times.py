"""A time as a study gives it to a `TimeTaken`, with the ways in which it cannot be one."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from pathways.calendars import Calendar
from pathways.calendars.durations import is_working, seconds, working_amount
from pathways.definition.report import Report, listed
from pathways.simulation.distributions import FAMILIES, Table, fixed
from pathways.simulation.laws import Law
from pathways.simulation.model import TimeTaken
from pathways.simulation.spec import TimeSpec
from pathways.source import Document, Key
from pathways.units import Duration

FIXED: Final = "fixed"
_NAMES: Final = (FIXED, *FAMILIES)
_OFFICE: Final = ("second", "minute", "hour")  # in office hours these are working time
NO_TIME: Final = TimeTaken(fixed(0), is_working=False, law=Law(FIXED, (Fraction(0),)))


def family_of(spec: TimeSpec) -> str | None:
    """The family that the entry uses; None if it uses none."""
    return next((name for name in _NAMES if getattr(spec, name) is not None), None)


def fixed_time(duration: Duration, calendar: Calendar) -> TimeTaken:
    """Always the same duration, months by the date."""
    work = working_amount(duration, calendar)
    amount = seconds(duration) if work is None else work
    return TimeTaken(fixed(amount), work is not None, duration, Law(FIXED, (Fraction(amount),)))


def time_taken(
    spec: TimeSpec, calendar: Calendar, document: Document, path: tuple[Key, ...], report: Report
) -> TimeTaken | None:
    """The time of an entry; None, with findings, if it has none or an impossible one.

    A team works in office hours, so its hours are working hours; days or weeks of a team's work are refused on the real
    calendar, because they could mean either.
    """
    used = [name for name in _NAMES if getattr(spec, name) is not None]
    if len(used) != 1:
        says = f"gives {listed(used, last='and')} at once" if used else "gives no time"
        report.add(
            "study-time",
            document.place(path, key=True),
            f"'{path[-1]}' {says}",
            f"one of {listed(_NAMES)}",
            "write for example 'lognormal: {mean: 3 hours, cv: 1}'" if not used else "keep one of them",
        )
        return None
    family = used[0]
    value = getattr(spec, family)
    durations: dict[str, Duration] = (
        {FIXED: value} if family == FIXED else {name: getattr(value, name) for name in FAMILIES[family][0]}
    )
    place = document.place((*path, family), key=True)
    working = {name: is_working(d) or (spec.team is not None and d.unit in _OFFICE) for name, d in durations.items()}
    if spec.team is not None:
        for name, duration in durations.items():
            if not working[name] and calendar.day_length < 86_400:
                report.add(
                    "study-time",
                    document.place((*path, family) if family == FIXED else (*path, family, name)),
                    f"'{duration}' of work by the team '{spec.team}' could mean office hours or days and nights",
                    "minutes, hours, working hours or working days",
                    f"write '{duration.amount.normalize():f} working days', or how many hours of work it is",
                )
                return None
            working[name] = True
    if len(set(working.values())) > 1:
        report.add(
            "study-time",
            place,
            f"'{path[-1]}' mixes working time with time by the clock",
            "all of working hours or working days, or none of them",
            "write every amount in the same unit",
        )
        return None
    in_working_time = next(iter(working.values()))
    amounts = {name: _amount(duration, in_working_time, calendar) for name, duration in durations.items()}
    order = list(amounts.values())
    if order != sorted(order) or (len(order) > 1 and order[0] == order[-1]):
        says = ", ".join(f"{name} {durations[name]}" for name in durations)
        report.add(
            "study-time", place, f"{says}: these are not in order", "the least first, the greatest last", "swap them"
        )
        return None
    if family == FIXED:
        law = Law(FIXED, (Fraction(order[0]),))
        return TimeTaken(fixed(order[0]), in_working_time, None if spec.team is not None else value, law)
    parameters = tuple(float(amount) for amount in order) + tuple(getattr(value, name) for name in FAMILIES[family][1])
    law = Law(family, tuple(Fraction(amount) for amount in order), getattr(value, "cv", 0.0))
    return TimeTaken(_table(family, parameters), in_working_time, law=law)


@lru_cache(maxsize=1_000)
def _table(family: str, parameters: tuple[float, ...]) -> Table:
    maker: Any = FAMILIES[family][2]
    table: Table = maker(*parameters)
    return table


def _amount(duration: Duration, in_working_time: bool, calendar: Calendar) -> int:
    work = working_amount(duration, calendar)
    if work is not None:
        return work
    if in_working_time and duration.unit in _OFFICE:
        return round(Fraction(duration.amount) * {"second": 1, "minute": 60, "hour": 3600}[duration.unit])
    return seconds(duration)


def exponential_gap(mean_seconds: Fraction) -> Table:
    """The table of times between events that come at random."""
    return _table("exponential", (float(mean_seconds),))
