"""Figures as things stand and as they would be to a chart that needs no script, no style and no library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from pathways.diagram.markup import element, escape, number, polygon, text
from pathways.diagram.style import FONT, INK, RULE, SOFT
from pathways.report.digest import Row, Value
from pathways.report.names import number as plain_number

_WIDTH: Final = 640.0
_LEFT: Final = 10.0
_ROW: Final = 44.0
_TOP: Final = 34.0
_NOW: Final = "#4a5660"
_THEN: Final = "#a3195b"
_JOIN: Final = "#c3a0b2"
_NUMBER: Final = 30.0  # what a number takes


@dataclass(frozen=True)
class Bar:
    """One figure: as things stand, and as it would be."""

    label: str
    now: Value
    then: Value | None


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
        label = f"{'Wait: ' if row.name[0] == 'wait' else ''}{row.label}, {row.statistic}"
        assert row.baseline is not None
        found.setdefault(row.label, Bar(label, row.baseline, then))
    return list(found.values())[:most]


def chart(figures: Sequence[Bar], title: str) -> str:
    """The chart as an SVG element; its words are in the table beside it, too."""
    most = max((value for each in figures for value in _values(each)), default=1.0) or 1.0
    step = _step(most)
    ends = step * (floor(most / step) + 1)
    height = _TOP + _ROW * len(figures) + 26

    def x(value: float) -> float:
        return _LEFT + (_WIDTH - 2 * _LEFT - 60) * value / ends

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(_WIDTH)} {number(height)}" role="img" '
        f'aria-labelledby="chart-title chart-desc" font-family="{FONT.replace(chr(34), chr(39))}" fill="{INK}">',
        element("title", escape(title), id="chart-title"),
        element("desc", escape("; ".join(_told(each) for each in figures)), id="chart-desc"),
        _mark(_LEFT + 6, 14, is_now=True), text("as things stand, with the 95% interval", _LEFT + 18, 18, 13),
        _mark(_LEFT + 306, 14, is_now=False), text("what if", _LEFT + 318, 18, 13),
    ]  # fmt: skip
    for tick in range(round(ends / step) + 1):
        at = x(tick * step)
        out.append(element("line", x1=at, x2=at, y1=_TOP, y2=height - 22, stroke=RULE, stroke_width=1.0))
        out.append(
            text(plain_number(tick * step).removesuffix(".0"), at, height - 6, 12, text_anchor="middle", fill=SOFT)
        )
    for place, each in enumerate(figures):
        y = _TOP + _ROW * place
        out.append(text(each.label, _LEFT, y + 16, 13, paint_order="stroke", stroke="#ffffff", stroke_width=4.0))
        out += _dots(each, x, y + 29)
    return "".join(out) + "</svg>"


def _dots(bar: Bar, x: Callable[[float], float], y: float) -> Iterator[str]:
    """Both sides on one line, joined; their numbers outside of the two."""
    now, then = bar.now.value, None if bar.then is None else bar.then.value
    if then is not None:
        yield _line(x(now), x(then), y, _JOIN)
    ends = (bar.now.low, bar.now.high)
    if ends[0] is not None and ends[1] is not None:
        yield _line(x(max(ends[0], 0)), x(ends[1]), y, _NOW)
    yield _mark(x(now), y, is_now=True)
    is_left = then is not None and now < then
    side = x(min(now, ends[0] or now)) - 10 if is_left else x(max(now, ends[1] or now)) + 10
    yield text(plain_number(now), side, y + 4, 12, text_anchor="end" if is_left else "start", fill=SOFT)
    if then is None:
        return
    yield _mark(x(then), y, is_now=False)
    # Left of a dot near the edge there is no room: the number stands beside the other one.
    side = x(then) + 12 if is_left else x(then) - 12
    if not is_left and side - _LEFT < _NUMBER:
        yield text(f"\u2192 {plain_number(then)}", x(max(now, ends[1] or now)) + 44, y + 4, 12, font_weight="bold")
        return
    yield text(plain_number(then), side, y + 4, 12, text_anchor="start" if is_left else "end", font_weight="bold")


def _told(bar: Bar) -> str:
    then = "not seen" if bar.then is None else plain_number(bar.then.value)
    return f"{bar.label}: {plain_number(bar.now.value)} as things stand, {then} in the what-if, in working days"


def _values(bar: Bar) -> list[float]:
    now = bar.now.high if bar.now.high is not None else bar.now.value
    return [now, *([bar.then.value] if bar.then is not None else [])]


def _line(start: float, end: float, y: float, colour: str) -> str:
    return element("line", x1=start, x2=end, y1=y, y2=y, stroke=colour, stroke_width=2.5)


def _mark(x: float, y: float, *, is_now: bool) -> str:
    """A ring as things stand, a diamond for the what-if: the shapes tell them apart, not the colours alone."""
    if is_now:
        return element("circle", cx=x, cy=y, r=5.0, fill="#ffffff", stroke=_NOW, stroke_width=2.5)
    return polygon([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], fill=_THEN)


def _step(most: float) -> float:
    """A round distance of which three to seven fit."""
    size = 10.0 ** floor(log10(most))
    return size if most / size >= 5 else size / 2 if most / size >= 2 else size / 5
