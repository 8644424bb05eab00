"""Counts of referrals to what a data pack may show of them: nobody can be picked out of a small number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HIDDEN: Final = "*"
_SMALLEST_SHOWN: Final = 5
_ROUND_TO: Final = 5
RULE: Final = (
    "Numbers from 1 to 4 are shown as *, and so is the next smallest where only one would be hidden; "
    "all others are rounded to the nearest 5. Real data packs are kept to this convention, and so are synthetic ones."
)


def shown_counts(counts: Sequence[float]) -> tuple[str, ...]:
    """The counts of one table column as they may be shown.

    A single hidden number could be had by taking the others from the total, so the next smallest is hidden with it.
    """
    whole = [round(count) for count in counts]
    hidden = {place for place, count in enumerate(whole) if 0 < count < _SMALLEST_SHOWN}
    if len(hidden) == 1:
        others = [(count, place) for place, count in enumerate(whole) if count >= _SMALLEST_SHOWN]
        if others:
            hidden.add(min(others)[1])
    return tuple(HIDDEN if place in hidden else str(_rounded(count)) for place, count in enumerate(whole))


def _rounded(count: int) -> int:
    return (count + _ROUND_TO // 2) // _ROUND_TO * _ROUND_TO


@dataclass(frozen=True)
class ShownTable:
    """Counts as they may be shown: the cells, the total of each row, that of each column, and of all."""

    cells: tuple[tuple[str, ...], ...]
    row_totals: tuple[str, ...]
    column_totals: tuple[str, ...]
    total: str


def shown_table(counts: Sequence[Sequence[int]]) -> ShownTable:
    """A table of counts, rows of the same length, with their totals.

    Where only one cell of a row or column would be hidden, the next smallest of that row or column is hidden with it,
    until no hidden cell stands alone. Totals are those of all cells, hidden or not; those of rows, and those of
    columns, are treated as `shown_counts` does, so that none of them is had from the others and the total of all.
    """
    hidden = {(row, column) for row, line in enumerate(counts) for column, count in enumerate(line) if is_small(count)}
    columns = range(len(counts[0]) if counts else 0)
    lines = [[(row, column) for column in columns] for row in range(len(counts))]
    lines += [[(row, column) for row in range(len(counts))] for column in columns]
    while True:
        more = {place for line in lines if (place := _beside_a_lone_one(line, hidden, counts)) is not None}
        if not more:
            break
        hidden |= more
    cells = tuple(
        tuple(HIDDEN if (row, column) in hidden else shown(count) for column, count in enumerate(line))
        for row, line in enumerate(counts)
    )
    by_row = [sum(line) for line in counts]
    by_column = [sum(line[column] for line in counts) for column in columns]
    return ShownTable(cells, shown_counts(by_row), shown_counts(by_column), shown(sum(by_row)))


def _beside_a_lone_one(
    line: Sequence[tuple[int, int]], hidden: set[tuple[int, int]], counts: Sequence[Sequence[int]]
) -> tuple[int, int] | None:
    """The smallest number of a row or column that stands beside the only hidden one."""
    if sum(place in hidden for place in line) != 1:
        return None
    others = [(counts[row][column], (row, column)) for row, column in line if (row, column) not in hidden]
    return min(((count, place) for count, place in others if count > 0), default=(0, None))[1]


def is_small(count: int) -> bool:
    """Whether a count is hidden."""
    return 0 < count < _SMALLEST_SHOWN


def shown(count: int) -> str:
    """One count by itself."""
    return HIDDEN if is_small(count) else str(_rounded(count))


def rounded(count: int) -> int | None:
    """A count as a chart may show it; None for one that may not be shown."""
    return None if is_small(count) else _rounded(count)
