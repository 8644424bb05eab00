"""A time as a study gives it to a `TimeTaken`, with the ways in which it cannot be one."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from pathways.calendars import Calendar
from pathways.calendars.durations import is_working, seconds, working_amount
from pathways.definition.report import Report, listed
from pathways.simulation.binding.counted import COUNTED, counted
from pathways.simulation.binding.middles import middle_and_spread, written_durations
from pathways.simulation.binding.spreads import SPREADING
from pathways.simulation.distributions import FAMILIES, LONGEST, Table, fixed, pieces
from pathways.simulation.language.lasting import DistributionSpec
from pathways.simulation.laws import Law
from pathways.simulation.model import TimeTaken
from pathways.source import Document, Key
from pathways.units import Duration

FIXED: Final = "fixed"
_NAMES: Final = (FIXED, *FAMILIES, *COUNTED)
_VISIBLE: Final = 1e-4
_OFFICE: Final = ("second", "minute", "hour")  # in office hours these are working time
_MIDDLE: Final = "a mean or a median, and a spread"
_NEEDS: Final = {**dict.fromkeys(SPREADING, _MIDDLE), "empirical": "'values', or 'quantiles'"}
_EXAMPLES: Final = {
    **{name: f"write for example '{name}: {{mean: 3 hours, cv: 1}}'" for name in SPREADING},
    "empirical": "write for example 'empirical: {quantiles: {10%: 2 days, 50%: 5 days, 90%: 20 days}}'",
}
NO_TIME: Final = TimeTaken(fixed(0), is_working=False, law=Law(FIXED, (Fraction(0),)))


def family_of(spec: DistributionSpec) -> str | None:
    """The family that the entry uses; None if it uses none."""
    return next((name for name in _NAMES if getattr(spec, name) is not None), None)


def fixed_time(duration: Duration, calendar: Calendar) -> TimeTaken:
    """Always the same duration, months by the date."""
    work = working_amount(duration, calendar)
    amount = seconds(duration) if work is None else work
    return TimeTaken(fixed(amount), work is not None, duration, Law(FIXED, (Fraction(amount),)))


def time_taken(
    spec: DistributionSpec,
    calendar: Calendar,
    document: Document,
    path: tuple[Key, ...],
    report: Report,
    *,
    team: str | None = None,
) -> TimeTaken | None:
    """The time of an entry; None, with findings, if it has none or an impossible one.

    A team works in office hours, so its hours are working hours; days or weeks of a team's work are refused on the real
    calendar, because they could mean either.

    Parameters
    ----------
    team
        Whose work takes the time; None if it just passes.
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
    family, value = used[0], getattr(spec, used[0])
    at = (*path, family)
    durations = written_durations(value)
    if not durations:
        _add(report, document, at, f"'{family}' gives no time", _NEEDS[family], _EXAMPLES[family])
        return None
    working = {step: is_working(d) or (team is not None and d.unit in _OFFICE) for step, d in durations.items()}
    if team is not None:
        for step, duration in durations.items():
            if not working[step] and calendar.day_length < 86_400:
                report.add(
                    "study-time",
                    document.place((*at, *step)),
                    f"'{duration}' of work by the team '{team}' could mean office hours or days and nights",
                    "minutes, hours, working hours or working days",
                    f"write '{duration.amount.normalize():f} working days', or how many hours of work it is",
                )
                return None
            working[step] = True
    if len(set(working.values())) > 1:
        report.add(
            "study-time",
            document.place(at, key=True),
            f"'{path[-1]}' mixes working time with time by the clock",
            "all of working hours or working days, or none of them",
            "write every amount in the same unit",
        )
        return None
    in_working_time = next(iter(working.values()))
    amounts = {step: _amount(duration, in_working_time, calendar) for step, duration in durations.items()}
    if family == FIXED:
        law = Law(FIXED, (Fraction(amounts[()]),))
        return TimeTaken(fixed(amounts[()]), in_working_time, None if team is not None else value, law)
    if family in SPREADING:
        law_of_middle = middle_and_spread(family, value, amounts, document, at, report)
        return None if law_of_middle is None else _tabulated(law_of_middle, in_working_time, document, at, report)
    if family in COUNTED:
        parts = counted(family, value, amounts, document, at, report)
        return None if parts is None else TimeTaken(pieces(parts), in_working_time, law=Law("pieces", (), parts=parts))
    order = list(amounts.values())
    says = ", ".join(f"{step[-1]} {duration}" for step, duration in durations.items())
    if len(order) > 1 and order[0] == order[-1]:
        same = next(iter(durations.values()))
        _add(report, document, at, f"{says}: these leave nothing to spread over", "the least first, the greatest last",
             f"write 'fixed: {same}', or give a greater '{list(durations)[-1][-1]}'")  # fmt: skip
        return None
    if order != sorted(order):
        _add(report, document, at, f"{says}: these are not in order", "the least first, the greatest last", "swap them")
        return None
    return _tabulated(Law(family, tuple(map(Fraction, order))), in_working_time, document, at, report)


def _tabulated(
    law: Law, in_working_time: bool, document: Document, at: tuple[Key, ...], report: Report
) -> TimeTaken | None:
    parameters = (*map(float, law.amounts), *((law.spread,) if law.spread else ()))
    table = _table(law.family, parameters)
    # What would last longer is cut off; that must not show in the mean.
    if table.longest >= LONGEST and abs(table.mean - float(law.mean)) > _VISIBLE * float(law.mean):
        _add(
            report,
            document,
            at,
            "with this spread the mean would hang on times of more than 270 years",
            "a spread under which the longest time of all can be told",
            "lower the spread, or use 'quantiles' to say how long the longest are",
        )
        return None
    return TimeTaken(table, in_working_time, law=law)


def _add(report: Report, document: Document, at: tuple[Key, ...], message: str, expected: str, remedy: str) -> None:
    report.add("study-time", document.place(at, key=True), message, expected, remedy)


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
