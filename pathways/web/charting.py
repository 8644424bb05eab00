"""Figures as things stand and as they would be to a chart that needs no script, no style and no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from pathways.diagram.markup import element, escape, number, polygon, text
from pathways.diagram.style import FONT, INK, RULE, SOFT
from pathways.report.digest import Row, Value
from pathways.report.names import number as plain_number

_WIDTH: Final = 640.0
_LEFT: Final = 10.0
_ROW: Final = 58.0
_TOP: Final = 34.0
_NOW: Final = "#4a5660"
_THEN: Final = "#a3195b"


@dataclass(frozen=True)
class Bar:
    """One figure: as things stand, and as it would be."""

    label: str
    now: Value
    then: Value | None


def bars(rows: Sequence[Row], scenario: int, most: int = 6) -> list[Bar]:
    """The figures in working days that change most visibly: those of which there is most."""
    fit = [row for row in rows if row.unit == "working days" and row.baseline is not None and not row.part]
    fit = [row for row in fit if row.name[3] in ("mean", "median")]
    fit.sort(key=lambda row: -(row.baseline.value if row.baseline else 0))
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
        if each.now.low is not None and each.now.high is not None:
            out.append(_line(x(max(each.now.low, 0)), x(each.now.high), y + 29, _NOW))
        out.append(_mark(x(each.now.value), y + 29, is_now=True))
        out.append(text(plain_number(each.now.value), x(each.now.high or each.now.value) + 12, y + 33, 12, fill=SOFT))
        if each.then is not None:
            out.append(_line(x(0), x(each.then.value), y + 46, _THEN))
            out.append(_mark(x(each.then.value), y + 46, is_now=False))
            out.append(text(plain_number(each.then.value), x(each.then.value) + 12, y + 50, 12, font_weight="bold"))
    return "".join(out) + "</svg>"


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
