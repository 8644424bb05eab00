"""A study to a rise in referrals that can be moved: how steep and, if a scenario has one, from when and how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from pathways.web.quantity import Quantity, plain_number
from pathways.web.study_text import Changes

KEY: Final = "arrivals.*.surge"
NAMES: Final = ("surge", "surge.from", "surge.for")
_WEEKS: Final = re.compile(r"\s*(\d+)\s+(day|week)s?\s*")
_LASTS: Final = Decimal(13)  # weeks, unless somebody says otherwise
_NONE: Final = Decimal(100)  # percent of today
_MOST_WEEKS: Final = Decimal(52)

Read = Callable[[Mapping[str, Any]], Decimal | None]


def rise(plain: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> Iterator[Quantity]:
    """More, or fewer, referrals for a while: a quarter from when measuring begins, or as in `others`, the scenarios."""
    first = _measured_from(plain)
    streams = plain.get("arrivals") or {}
    if first is None or not streams or any("surge" in stream for stream in streams.values()):
        return

    def percent(surge: Mapping[str, Any]) -> Decimal | None:
        times = plain_number(str(surge.get("times")))
        return None if times is None else times * 100

    def begins(surge: Mapping[str, Any]) -> Decimal | None:
        day = _date(surge.get("from"))
        return None if day is None or day < first else _whole(Decimal((day - first).days) / 7)

    def lasts(surge: Mapping[str, Any]) -> Decimal | None:
        return _weeks(surge.get("for"))

    moved = [surge for other in others if (surge := _surge(other)) is not None]
    has_dates = bool(moved) and all(begins(surge) is not None and lasts(surge) is not None for surge in moved)
    when = f"{first.day} {first:%B %Y}"
    title = "A rise in referrals" if has_dates else f"A rise in referrals for {_LASTS} weeks from {when}"

    def read_percent(other: Mapping[str, Any]) -> Decimal | None:
        surge = _surge(other)
        return percent(surge) if surge is not None else None if _has_any(other) else _NONE

    yield Quantity(
        "surge", f"{title}: in percent of the usual", "percent", _NONE, "100 percent, as many as always",
        Decimal(0), Decimal(300), Decimal(10), read_percent,
        lambda value: {KEY: {"times": f"{(value / 100).normalize():f}"}}, bool(moved),
    )  # fmt: skip
    if not has_dates:
        return
    yield Quantity(
        "surge.from", f"{title}: when it begins", f"weeks after {when}", Decimal(0), "no rise",
        Decimal(0), _MOST_WEEKS, Decimal(1), _reader(begins),
        lambda value: {KEY: {"from": (first + timedelta(days=int(7 * value))).isoformat()}}, True,
    )  # fmt: skip
    yield Quantity(
        "surge.for", f"{title}: how long it lasts", "weeks", _LASTS, "no rise", Decimal(1), _MOST_WEEKS,
        Decimal(1), _reader(lasts), lambda value: {KEY: {"for": f"{value:f} weeks"}}, True,
    )  # fmt: skip


def whole(plain: Mapping[str, Any], at: Mapping[str, Any], parts: Mapping[str, Any]) -> Changes:
    """A rise with all that it must have: the parts that were moved, and the others as they stand.

    Parameters
    ----------
    plain, at : the text of the study, and of what the changes start from.
    """
    first = _measured_from(plain)
    before = _surge(at) or {"from": str(first), "for": f"{_LASTS} weeks", "times": "1"}
    kept = {name: value for name, value in before.items() if name not in ("hardness", "source", "note")}
    return {KEY: {**kept, **parts, "hardness": "ASSUMPTION"}}


def faults(
    things: Sequence[Quantity], at: Mapping[str, Any], moved: Mapping[str, Decimal]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a rise that is moved though there is none: the quantity, and words."""
    size = next((each for each in things if each.name == NAMES[0]), None)
    if size is not None and moved.keys() & set(NAMES[1:]) and moved.get(size.name, size.read(at)) == _NONE:
        yield size.name, f"{size.title}: {_NONE} is no rise, which neither begins nor lasts; give another number"


def _measured_from(plain: Mapping[str, Any]) -> date | None:
    """The day on which measuring begins, where the study says so in days or weeks."""
    clock = plain.get("clock") or {}
    start, warm_up = _date(clock.get("starts")), _weeks(clock.get("warm_up") or "0 weeks")
    return None if start is None or warm_up is None else start + timedelta(days=int(7 * warm_up))


def _reader(part: Callable[[Mapping[str, Any]], Decimal | None]) -> Read:
    def read(other: Mapping[str, Any]) -> Decimal | None:
        surge = _surge(other)
        return None if surge is None else part(surge)

    return read


def _surge(plain: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The one rise that all streams have alike; None where there is none, or more than one."""
    streams = list((plain.get("arrivals") or {}).values())
    surges = [stream.get("surge") for stream in streams]
    if not surges or not isinstance(surges[0], Mapping) or any(each != surges[0] for each in surges):
        return None
    return surges[0]


def _has_any(plain: Mapping[str, Any]) -> bool:
    return any("surge" in stream for stream in (plain.get("arrivals") or {}).values())


def _date(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _weeks(text: Any) -> Decimal | None:
    match = _WEEKS.fullmatch(str(text))
    return None if match is None else Decimal(match[1]) / (1 if match[2] == "week" else 7)


def _whole(weeks: Decimal) -> Decimal | None:
    return weeks if weeks == weeks.to_integral_value() else None
