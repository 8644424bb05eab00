"""One thing that can be moved: what it is in the text of a study, and what a scenario writes for a new value of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pathways.web.study_text import Changes

_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Quantity:
    """One thing that can be moved.

    Parameters
    ----------
    name
        Of its field in a form.
    now, says
        Its value as the study stands, and how that is said.
    read
        Its value in the text of a study; None where it has no plain number there.
    write
        What a scenario writes for a value.
    is_named
        Whether one of the study's own scenarios moves it.
    """

    name: str
    title: str
    unit: str
    now: Decimal
    says: str
    low: Decimal
    high: Decimal
    step: Decimal
    read: Callable[[Mapping[str, Any]], Decimal | None]
    write: Callable[[Decimal], Changes]
    is_named: bool = False

    def parse(self, text: str) -> Decimal | None:
        """What somebody typed, if it can be a value of this."""
        try:
            value = Decimal(text.strip())
        except InvalidOperation:
            return None
        fits = value.is_finite() and self.low <= value <= self.high
        return value if fits and value == round(value, 2) else None


def steps(
    name: str,
    title: str,
    unit: str,
    now: Decimal,
    says: str,
    step: Decimal,
    read: Callable[[Mapping[str, Any]], Decimal | None],
    written: Callable[[Decimal], str],
) -> Quantity:
    """A quantity from one step to three times what it is now."""
    low = now - step * max(Decimal(0), (now - step) // step)
    high = now + step * max(Decimal(3), 2 * now // step)
    return Quantity(name, title, unit, now, says, low, high, step, read, lambda value: {name: written(value)})


def reader(
    path: Sequence[str], number: Callable[[str], Decimal | None]
) -> Callable[[Mapping[str, Any]], Decimal | None]:
    def read(plain: Mapping[str, Any]) -> Decimal | None:
        value: Any = plain
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return number(value) if isinstance(value, str) else None

    return read


def plain_number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    return Decimal(match[1]) if match is not None else None
