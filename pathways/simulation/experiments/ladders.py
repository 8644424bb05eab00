"""`teams.mash.staff=1..10` or `panels.p.meets=first Wednesday|every Wednesday` to a name and its values in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pathways.errors import WorkspaceError

_NUMBER: Final = r"(?P<{0}>[0-9]+(?:\.[0-9]+)?)(?P<{0}_unit> *[a-z%][a-z ]*?)?"
_RANGE: Final = re.compile(
    f"{_NUMBER.format('first')}\\.\\.{_NUMBER.format('last')}(?: by {_NUMBER.format('step')})?", re.ASCII
)
_MOST: Final = 10_000
_FIX: Final = "write for instance 'teams.mash.staff=1..10' or 'panels.channel_panel.slots=4|6|8'"


@dataclass(frozen=True)
class Ladder:
    """A dotted name of a study, and its values from least to most."""

    name: str
    values: tuple[str, ...]


def parse_ladder(text: str) -> Ladder:
    """Read what a `--vary` says.

    Raises
    ------
    WorkspaceError
        If it is not a name and its values.
    """
    name, equals, rest = (part.strip() for part in text.partition("="))
    if not equals or not name or not rest:
        raise WorkspaceError(f"'{text}' does not say what to vary\n    expected a name and its values\n    fix: {_FIX}")
    values = tuple(value.strip() for value in rest.split("|")) if "|" in rest else _range(text, rest)
    if len(set(values)) < len(values) or not all(values):
        raise WorkspaceError(
            f"'{text}' has a value twice, or an empty one\n    expected different values, from least to most\n"
            f"    fix: {_FIX}"
        )
    return Ladder(name, values)


def _range(text: str, rest: str) -> tuple[str, ...]:
    match = _RANGE.fullmatch(rest)
    if match is None:
        return (rest,)
    units = {(match[group] or "").strip() for group in ("first_unit", "last_unit", "step_unit")} - {""}
    if len(units) > 1:
        raise WorkspaceError(
            f"'{text}' mixes units\n    expected one unit for all of it\n"
            f"    fix: write each number in {sorted(units)[0]!r}"
        )
    return steps(match["first"], match["last"], match["step"] or "1", next(iter(units), ""), text)


def steps(first: str, last: str, step: str, unit: str, text: str) -> tuple[str, ...]:
    """The values from the first to the last, in exact decimal steps; both ends count where the steps meet them.

    Raises
    ------
    WorkspaceError
        If they run backwards, never get there, or are too many.
    """
    low, high, by = Decimal(first), Decimal(last), Decimal(step)
    if high < low or by <= 0:
        raise WorkspaceError(
            f"'{text}' does not lead from less to more\n    expected the least first, and a step that is more than 0\n"
            f"    fix: {_FIX}"
        )
    number = int((high - low) / by) + 1
    if number > _MOST:
        raise WorkspaceError(
            f"'{text}' has {number:,} values\n    expected at most {_MOST:,}\n    fix: take a larger step"
        )
    space = "" if unit in ("", "%") else " "
    return tuple(f"{(low + by * n).normalize():f}{space}{unit}" for n in range(number))
