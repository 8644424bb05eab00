"""A stretch of dates, as a study writes it, to numbers of days since the study's first; and what cannot be one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from pathways.definition.report import Report
from pathways.simulation.language.arriving import ArrivalSpec
from pathways.simulation.language.entries import DatedSpec
from pathways.source import Document, Key
from pathways.units import Duration

Stretch = tuple[int, int]
_ALWAYS: Final = 1 << 40


def date_after(start: date, span: Duration) -> date:
    """The date on which a whole number of days, weeks, months or years from `start` is over."""
    amount = int(span.amount)
    if span.unit in ("day", "week"):
        return start + timedelta(days=amount * (7 if span.unit == "week" else 1))
    from dateutil.relativedelta import relativedelta

    return start + (relativedelta(months=amount) if span.unit == "month" else relativedelta(years=amount))


def stretch(
    spec: DatedSpec | ArrivalSpec,
    what: str,
    start: date,
    days: int,
    document: Document,
    path: tuple[Key, ...],
    report: Report,
) -> Stretch | None:
    """The first day on which it holds and the first on which it is over; None, with findings, if it has none.

    Parameters
    ----------
    what
        What to call it in a message: "a surge".
    start, days
        The first date of the study, and how many it has.
    """
    span = spec.for_ if isinstance(spec, DatedSpec) else None
    faults = len(report.faults)
    if span is not None and spec.until is not None:
        report.add(
            "study-dates",
            document.place((*path, "for"), key=True),
            f"{what} ends in two ways, by 'until' and by 'for'",
            "one of them",
            "take one out",
        )
    if span is not None and spec.from_ is None:
        report.add(
            "study-dates",
            document.place((*path, "for"), key=True),
            f"{what} lasts {span}, but nothing says from when",
            "a first date",
            f"add 'from: {start}'",
        )
    if len(report.faults) > faults:
        return None
    first = 0 if spec.from_ is None else (spec.from_ - start).days
    last = _ALWAYS
    if spec.until is not None:
        last = (spec.until - start).days
    elif span is not None and spec.from_ is not None:
        last = (date_after(spec.from_, span) - start).days
    if last <= first:
        report.add(
            "study-dates",
            document.place((*path, "until"), key=True),
            f"{what} would be over on {spec.until}, before it begins" + (f" on {spec.from_}" if spec.from_ else ""),
            "a date after the one on which it begins",
            "swap the dates, or correct one",
        )
        return None
    if first >= days or last <= 0:
        name = "from" if spec.from_ is not None and first >= days else "until" if spec.until is not None else "from"
        report.add(
            "study-dates",
            document.place((*path, name)),
            f"{what} falls outside the study",
            f"dates from {start} to {start + timedelta(days=days - 1)}, which are simulated",
            "correct the date, or change the study's clock",
        )
        return None
    return max(first, 0), min(last, days)
