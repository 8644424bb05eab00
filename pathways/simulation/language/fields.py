"""The small words of a study: rates, shares, spreads; text to checked values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from pathways.calendars import Calendar, WorkingHours, parse_hours
from pathways.calendars.durations import seconds, working_amount
from pathways.calendars.meetings import Meetings, parse_meetings
from pathways.units import Duration, parse_duration

BY_MSER5: Final = "by MSER-5"
FOR_A_TIME: Final = "for_a_time"  # in the context of a validation
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?", re.ASCII)
_RATE: Final = re.compile(r"\s*(?P<amount>\S+)\s+(?:per|a|an)\s+(?P<unit>[a-z ]+?)\s*", re.ASCII)
_DATED: Final = ("day", "week", "month", "year")
_WITHIN: Final = re.compile(r"\s*(?P<share>[0-9.]+%?)\s+within\s+(?P<limit>.+)", re.ASCII)
_CLOCK: Final = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])", re.ASCII)


@dataclass(frozen=True)
class Dates:
    """The days from the first to the last, both included."""

    text: str
    first: date
    last: date


@dataclass(frozen=True)
class Rate:
    """So many in a unit of time, such as 40 per year."""

    amount: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.amount:f} per {self.unit}"

    @property
    def is_working(self) -> bool:
        return self.unit.startswith("working")

    def mean_gap(self, calendar: Calendar) -> Fraction:
        """Mean seconds from one to the next; working seconds if the unit is a working one."""
        unit = Duration(Decimal(1), self.unit)
        work = working_amount(unit, calendar)
        return Fraction(seconds(unit) if work is None else work) / Fraction(self.amount)


def _fault(why: str) -> PydanticCustomError:
    return PydanticCustomError("bad_value", "{why}", {"why": why})


def _number(text: str, what: str) -> Decimal:
    if _NUMBER.fullmatch(text) is None:
        raise _fault(f"'{text}' is not {what}")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits digits only
        raise _fault(f"'{text}' is not {what}") from error


def _rate(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = _RATE.fullmatch(text)
    if match is None:
        raise _fault(f"'{text}' is not a rate: write how many in what time, such as '40 per year'")
    if match["amount"].startswith("-"):
        raise _fault(f"a rate is more than nothing; '{text}' is less")
    amount = _number(match["amount"], "a rate: write how many in what time, such as '40 per year'")
    try:
        unit = parse_duration(f"1 {match['unit']}").unit
    except ValueError as error:
        raise _fault(str(error)) from error
    if not 0 < amount <= 1_000_000:
        raise _fault(f"a rate must be more than nothing and at most 1,000,000; '{text}' is not")
    return Rate(amount, unit)


def _share(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    percent = text.strip().endswith("%")
    if text.strip().startswith("-"):
        raise _fault(f"a share is not less than nothing; '{text}' is")
    number = _number(
        text.strip().removesuffix("%").strip(), "a share: write a number from 0 to 1, such as 0.25, or 25%"
    )
    share = Fraction(number) / (100 if percent else 1)
    if share > 1:
        meant = f" (if '{text}%' is meant, write the '%')" if not percent and number <= 100 else ""
        raise _fault(f"a share is at most 1, or 100%; '{text}' is more{meant}")
    return share


def share_of(text: str) -> Fraction:
    """A share as written, such as 25% or 0.25.

    Raises
    ------
    ValueError
        If it is none, with what is wrong.
    """
    try:
        share: Fraction = _share(text)
    except PydanticCustomError as error:
        raise ValueError(error.message()) from error
    return share


def _spread(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    number = _number(text, "a spread: write standard deviation over mean, such as 0.8")
    if not Decimal("0.01") <= number <= 10:
        raise _fault(f"a spread (cv, standard deviation over mean) lies from 0.01 to 10; '{text}' does not")
    return float(number)


def _factor(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    number = _number(text, "a number of times: write 0 or more, such as 1.8")
    if number > 1000:
        raise _fault(f"'{text}' times is too much: write at most 1000")
    return Fraction(number)


@dataclass(frozen=True)
class Within:
    """A share of times that are no longer than a limit, such as 90% within 10 days."""

    share: Fraction
    limit: Duration

    def __str__(self) -> str:
        return f"{float(self.share):.6g} within {self.limit}"


def _within(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = _WITHIN.fullmatch(text)
    if match is None:
        raise _fault(f"'{text}' is not understood: write a share and a time, such as '90% within 10 days'")
    share = _share(match["share"])
    if not 0 < share < 1:
        raise _fault(f"a share within a time lies between 0 and 100%; '{match['share']}' does not")
    try:
        return Within(share, parse_duration(match["limit"]))
    except ValueError as error:
        raise _fault(str(error)) from error


def _days(text: Any) -> Any:
    """A span of whole days, so that it begins and ends at midnight."""
    if not isinstance(text, str):
        return text
    try:
        span = parse_duration(text)
    except ValueError as error:
        raise _fault(str(error)) from error
    if span.unit not in _DATED or span.amount != int(span.amount):
        raise _fault(f"'{text}' is not counted in dates: write whole days, weeks, months or years, such as '13 weeks'")
    return span


def _seed(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) is None:
        raise _fault(f"'{text}' is not a seed: write a whole number of at most 18 digits")
    return int(text)


def _count(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII) is None or int(text) == 0:
        raise _fault(f"'{text}' is not a whole number from 1 to 999999")
    return int(text)


def _warm_up(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if text.strip().lower() == BY_MSER5.lower():
        return BY_MSER5
    try:
        return parse_duration(text)
    except ValueError as error:
        raise _fault(f"{error}; or write '{BY_MSER5}'") from error


def _percent(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not re.fullmatch(r"[1-9][0-9]?%?", text.strip()):
        raise _fault(f"'{text}' is not a whole percentage from 1 to 99")
    return int(text.strip().removesuffix("%"))


def _capacity(text: Any, info: ValidationInfo) -> Any:
    """A count, or none at all where it is only for a time."""
    if text == "0" and info.context is not None and info.context.get(FOR_A_TIME):
        return 0
    return _count(text)


def _replications(text: Any) -> Any:
    number = _count(text)
    if number == 1:
        raise _fault("one replication cannot tell how far chance goes: its figures would have no interval")
    return number


def _clock_time(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise _fault(f"'{text}' is not a time of day: write hours and minutes, such as 10:00")
    return int(match["hour"]) * 60 + int(match["minute"])


def _date(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise _fault(f"'{text}' is not a date: write year, month and day, such as 2018-04-02") from error


def _closing(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    first, _, last = text.partition("..")
    dates = _date(first.strip()), _date((last or first).strip())
    if dates[0] > dates[1]:
        raise _fault(f"'{text}' ends before it begins: write the first day and then the last")
    return Dates(f"{dates[0]} to {dates[1]}" if last else str(dates[0]), *dates)


def _hours(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return parse_hours(text)
    except ValueError as error:
        raise _fault(str(error)) from error


def _room(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if text.strip().isdecimal():
        return _count(text.strip())
    try:
        return parse_duration(text)
    except ValueError as error:
        raise _fault(str(error)) from error


def _availability(text: Any) -> Any:
    share = _share(text)
    if isinstance(share, Fraction) and not (share >= Fraction(1, 1000) and 10_000 % share.denominator == 0):
        raise _fault(
            f"'{text}' is not a share of each working hour: write one from 0.1% to 100%, with at most two decimals, "
            "such as 15%"
        )
    return share


def _meetings(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return parse_meetings(text)
    except ValueError as error:
        raise _fault(str(error)) from error


_TEXT: Final = WithJsonSchema({"type": "string"})
RateField = Annotated[Rate, BeforeValidator(_rate), _TEXT]
ShareField = Annotated[Fraction, BeforeValidator(_share), WithJsonSchema({"type": ["string", "number"]})]
Factor = Annotated[Fraction, BeforeValidator(_factor), WithJsonSchema({"type": ["string", "number"]})]
WithinField = Annotated[Within, BeforeValidator(_within), _TEXT]
DatedSpan = Annotated[Duration, BeforeValidator(_days), _TEXT]
Spread = Annotated[float, BeforeValidator(_spread)]
Seed = Annotated[int, BeforeValidator(_seed)]
Count = Annotated[int, BeforeValidator(_count)]
WarmUp = Annotated[Duration | Literal["by MSER-5"], BeforeValidator(_warm_up), _TEXT]
Percent = Annotated[int, BeforeValidator(_percent), WithJsonSchema({"type": ["integer", "string"]})]
Capacity = Annotated[int, BeforeValidator(_capacity)]
Replications = Annotated[int, BeforeValidator(_replications)]
DateField = Annotated[date, BeforeValidator(_date)]
ClosingField = Annotated[Dates, BeforeValidator(_closing), _TEXT]
HoursField = Annotated[WorkingHours, BeforeValidator(_hours), _TEXT]
RoomField = Annotated[Duration | int, BeforeValidator(_room), _TEXT]  # part of an agenda, or slots
Availability = Annotated[Fraction, BeforeValidator(_availability), WithJsonSchema({"type": ["string", "number"]})]
ClockTime = Annotated[int, BeforeValidator(_clock_time), _TEXT]  # minutes after midnight
MeetingsField = Annotated[Meetings, BeforeValidator(_meetings), _TEXT]
