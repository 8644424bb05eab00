"""Figures as things stand and as they would be to a chart that is as wide as the page, with its words as words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from pathways.report.digest import Row, Value
from pathways.report.figure_words import label
from pathways.report.names import number

_EDGE: Final = 2.0  # percent of the width, left free at either end so that the marks fit


@dataclass(frozen=True)
class Bar:
    """One figure: as things stand, and as it would be."""

    label: str
    now: Value
    then: Value | None


@dataclass(frozen=True)
class Strip:
    """One figure as it is drawn: its words, and where its marks are in percent of the width."""

    label: str
    now: str
    then: str | None
    at: float
    low: float
    high: float
    then_at: float | None


@dataclass(frozen=True)
class Chart:
    """The strips, and the places of their scale with the number of each."""

    strips: tuple[Strip, ...]
    ticks: tuple[tuple[float, str], ...]
    has_other_side: bool


def bars(rows: Sequence[Row], scenario: int, asked: Sequence[tuple[str, ...]] = (), most: int = 6) -> list[Bar]:
    """The figures in working days that say most: those that the study is about (`asked`), then the longest."""
    fit = [row for row in rows if row.unit == "working days" and row.baseline is not None and not row.part]
    fit = [row for row in fit if row.name[3] in ("mean", "median")]
    first = {name: place for place, name in enumerate(asked)}
    fit.sort(key=lambda row: (first.get(row.name, len(first)), -(row.baseline.value if row.baseline else 0)))
    found: dict[str, Bar] = {}
    for row in fit:
        change = row.scenarios[scenario] if scenario < len(row.scenarios) else None
        then = None if change is None else Value(change.value, None, None)
        assert row.baseline is not None
        found.setdefault(row.label, Bar(label(row), row.baseline, then))
    return list(found.values())[:most]


def chart(figures: Sequence[Bar]) -> Chart:
    """Where everything stands on one scale that begins at nought."""
    most = max((value for each in figures for value in _values(each)), default=1.0) or 1.0
    step = _step(most)
    ends = step * (floor(most / step) + 1)

    def x(value: float) -> float:
        return round(_EDGE + (100 - 2 * _EDGE) * max(value, 0) / ends, 2)

    strips = tuple(
        Strip(
            each.label,
            number(each.now.value),
            None if each.then is None else number(each.then.value),
            x(each.now.value),
            x(each.now.value if each.now.low is None else each.now.low),
            x(each.now.value if each.now.high is None else each.now.high),
            None if each.then is None else x(each.then.value),
        )
        for each in figures
    )
    ticks = ((x(n * step), number(n * step).removesuffix(".0")) for n in range(round(ends / step) + 1))
    return Chart(strips, tuple(ticks), any(each.then is not None for each in figures))


def _values(bar: Bar) -> Iterator[float]:
    yield bar.now.value if bar.now.high is None else bar.now.high
    if bar.then is not None:
        yield bar.then.value


def _step(most: float) -> float:
    """A round distance of which three to seven fit."""
    size = 10.0 ** floor(log10(most))
    return size if most / size >= 5 else size / 2 if most / size >= 2 else size / 5
