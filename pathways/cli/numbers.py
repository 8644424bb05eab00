"""Numbers on a command line to values, with words for what is none."""

from __future__ import annotations

import re
from collections.abc import Callable

import typer


def whole(least: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` upwards."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,18}", text) or int(text) < least:
            raise typer.BadParameter(f"'{text}' is not a whole number of at least {least}")
        return int(text)

    return read


def share(text: str) -> float:
    """A share such as `95%` or `0.95`."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)(%?)", text.strip())
    number = -1.0 if match is None else float(match[1]) / (100 if match[2] else 1)
    if not 0 < number < 1:
        raise typer.BadParameter(f"'{text}' is not a share: write for instance 95% or 0.95")
    return number
