"""Durations with their unit: text such as "5 working days" to a value and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

# Singular name -> unit; what authors may write is the name or its plural.
UNITS: Final = (
    "second", "minute", "hour", "working hour", "working day", "day", "week", "month", "year",
)  # fmt: skip
_WORDING: Final = re.compile(r"\s*(?P<amount>[0-9]+(?:\.[0-9]+)?)\s+(?P<unit>[a-z]+(?: [a-z]+)?)\s*", re.ASCII)
_LARGEST: Final = Decimal(100_000)


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
    ValueError
        If the unit is missing or unknown, or the amount is not a positive number of at most 100,000.
    """
    match = _WORDING.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a duration: write a number and its unit, such as '5 working days'")
    unit = match["unit"].removesuffix("s")
    if unit not in UNITS:
        raise ValueError(f"'{match['unit']}' is not a unit of time: use {', '.join(u + 's' for u in UNITS)}")
    try:
        amount = Decimal(match["amount"])
    except InvalidOperation as error:  # pragma: no cover - the pattern admits digits only
        raise ValueError(f"'{match['amount']}' is not a number") from error
    if not 0 < amount <= _LARGEST:
        raise ValueError(f"'{text}' must be more than nothing and at most {_LARGEST:,} {unit}s")
    return Duration(amount, unit)
