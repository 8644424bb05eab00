"""Durations with their unit: text such as "5 working days" to a value and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

# Singular name -> unit; what authors may write is the name or its plural.
UNITS: Final = (
    "second", "minute", "hour", "working hour", "working day", "day", "week", "month", "year",
)  # fmt: skip
_WORDING: Final = re.compile(r"\s*(?P<amount>[0-9]+(?:\.[0-9]+)?)\s+(?P<unit>[a-z]+(?: [a-z]+)?)\s*", re.ASCII)
_LARGEST: Final = Decimal(100_000)
_OTHER_WORDS: Final = {
    "workday": "working day", "weekday": "working day", "business day": "working day", "work day": "working day",
    "wd": "working day", "workhour": "working hour", "business hour": "working hour", "work hour": "working hour",
    "d": "day", "calendar day": "day", "h": "hour", "hr": "hour", "min": "minute", "sec": "second", "s": "second",
    "w": "week", "wk": "week", "mth": "month", "mo": "month", "y": "year", "yr": "year",
}  # fmt: skip
_NUMBERS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class DurationError(ValueError):
    """A text that is no duration. `meant` is the duration that it seems to stand for, as one would write it."""

    def __init__(self, message: str, meant: str | None = None) -> None:
        super().__init__(message)
        self.meant = meant


@dataclass(frozen=True)
class Duration:
    """An amount of one unit. Months and years keep their unit, because their length depends on the date."""

    amount: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.unit}{'' if self.amount == 1 else 's'}"


def parse_duration(text: str) -> Duration:
    """Read a duration such as `3 hours`, `5 working days` or `6 months`.

    Raises
    ------
    DurationError
        If the unit is missing or unknown, or the amount is not a positive number of at most 100,000.
    """
    match = _WORDING.fullmatch(text)
    if match is None:
        raise _not_a_duration(text)
    unit = match["unit"].removesuffix("s")
    if unit not in UNITS:
        near = _meant(unit)
        raise DurationError(
            f"'{match['unit']}' is not a unit of time; the units are {', '.join(f'{u}s' for u in UNITS)}",
            _written(match["amount"], near) if near else None,
        )
    amount = Decimal(match["amount"])
    if not 0 < amount <= _LARGEST:
        raise DurationError(f"'{text}' is not a time that can pass: it must be more than 0 and at most {_LARGEST:,}")
    return Duration(amount, unit)


def _not_a_duration(text: str) -> DurationError:
    """What is wrong with a text that is not a number and a unit."""
    what = f"'{text}' is not a duration: write a number and its unit, such as '5 working days'"
    if re.fullmatch(r"\s*[0-9]+(\.[0-9]+)?\s*", text, re.ASCII):
        return DurationError(
            f"'{text.strip()}' is a number without a unit of time", _written(text.strip(), "working day")
        )
    words = text.lower().split()
    number, _, rest = " ".join(words).partition(" ")
    tight = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([a-z]+)", number, re.ASCII)
    if tight is not None:
        number, rest = tight[1], f"{tight[2]} {rest}".strip()
    digits = str(_NUMBERS.index(number)) if number in _NUMBERS else number
    near = _meant(rest.removesuffix("s")) if rest and re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits, re.ASCII) else None
    return DurationError(what, _written(digits, near) if near else None)


def _written(amount: str, unit: str) -> str:
    return f"{amount} {unit}{'' if amount == '1' else 's'}"


def _meant(unit: str) -> str | None:
    """The unit that a wrong one stands for."""
    if unit in UNITS:
        return unit
    if unit in _OTHER_WORDS:
        return _OTHER_WORDS[unit]
    return next(iter(get_close_matches(unit, UNITS, 1, 0.7)), None)
