"""A number as a study writes it, with `{times: 1.8}` or `{plus: 1}`, to the number that it becomes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

_WORDS: Final = ("times", "plus")
# A number with what follows it: nothing, a percent sign, or a unit ("40 per year", "3 hours").
_NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,12})?)(?P<unit>\s*%|(?:\s+[a-z][a-z ]*)?)\s*"
_AMOUNT: Final = re.compile(rf"\s*(?P<number>{_NUMBER}", re.ASCII)
_BY: Final = re.compile(rf"\s*(?P<number>[+-]?{_NUMBER}", re.ASCII)


def is_relative(before: Any, value: Any) -> bool:
    """Whether a value says how a number changes that stands there as text."""
    return isinstance(before, str) and isinstance(value, dict) and any(word in value for word in _WORDS)


def number_after(before: str, value: dict[str, Any]) -> str:
    """The number as it is written afterwards.

    Raises
    ------
    ValueError
        If there is no number to change, it is not said how, the units differ, or less than nothing would be left.
    """
    (word, *others) = value
    if others or word not in _WORDS:
        raise ValueError(f"a number changes in one way: '{{times: 1.8}}' or '{{plus: 1}}', not {sorted(value)}")
    amount, by = _AMOUNT.fullmatch(before), _BY.fullmatch(str(value[word]))
    if amount is None:
        raise ValueError(f"'{before}' is not a number, so that nothing can be added to it or multiplied with it")
    if by is None:
        raise ValueError(f"'{value[word]}' is not a number")
    number, unit = Decimal(amount["number"]), amount["unit"]
    if word == "times":
        if by["unit"]:
            raise ValueError(f"'{value[word]}' has a unit, but a number of times has none")
        number *= Decimal(by["number"])
    else:
        if _unit(by["unit"]) != _unit(unit):
            raise ValueError(f"'{before}' and '{value[word]}' are not in the same unit")
        number += Decimal(by["number"])
    if number < 0:
        raise ValueError(f"'{before}' would become less than nothing")
    return f"{number.normalize():f}{unit}"


def _unit(text: str) -> str:
    return text.strip().removesuffix("s")
