"""A role chart to SVG: a row for everything that is done, a column for each lane, as in the pathway's drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pathways.diagram.geometry import Box
from pathways.diagram.markup import element, escape, number, polygon, text
from pathways.diagram.role_chart import Duty, RoleChart
from pathways.diagram.shapes import outline
from pathways.diagram.style import BLOCK, FONT, HEAD, INK, LINE, RULE, SOFT, TINT, WHITE, Sizes
from pathways.diagram.text import longest_word, text_width, wrap

TITLE: Final = 12.0
SIZE: Final = 7.6
SMALL: Final = 7.0
LINE_HEIGHT: Final = 9.0
PAD: Final = 2.2  # above and below the words of a row
NUMBER: Final = 15.0  # width of the column of numbers
INDENT: Final = 6.0
LEAST_DUTY: Final = 96.0
LEAST_LANE: Final = 30.0
WHEN: Final = 58.0  # of the column of times, where it has to be narrow
MARK: Final = 3.4  # half height of a mark


Mark = Callable[[float, float], str]  # drawn round a point


@dataclass(frozen=True)
class _Columns:
    duty: float  # where the columns begin
    lanes: tuple[float, ...]  # where each begins, and where the last ends
    when: float
    width: float


def paint(chart: RoleChart) -> tuple[str, float, float]:
    """The chart, its width and its height in points; the description is its text version."""
    at = _columns(chart)
    out, y = _heading(chart, at)
    top = y
    header, y = _header(chart, at, y)
    out += header
    rows: list[str] = []
    for place, duty in enumerate(chart.duties):
        row, tall = _row(chart, duty, at, y, is_tinted=place % 2 == 0)
        rows += row
        y += tall
    totals, y = _totals(chart, at, y)
    out += rows + totals
    for x in (0.0, *at.lanes, at.width):
        out.append(element("path", d=f"M{number(x)} {number(top)}V{number(y)}", stroke=RULE, stroke_width=0.6))
    key, y = _key(chart, at, y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(at.width)}pt" height="{number(y)}pt" '
        f'viewBox="0 0 {number(at.width)} {number(y)}" role="img" aria-labelledby="title-{escape(chart.id)}-roles '
        f'desc-{escape(chart.id)}-roles" font-family="{escape(FONT)}" fill="{INK}">'
    )
    parts = [
        head,
        element("title", escape(f"{chart.title}: who does what"), id=f"title-{chart.id}-roles"),
        element("desc", escape(chart.describe()), id=f"desc-{chart.id}-roles"),
        element("rect", x=0.0, y=0.0, width=at.width, height=y, fill=WHITE),
        *out,
        *key,
        "</svg>",
    ]
    return "\n".join(parts) + "\n", at.width, y


def _columns(chart: RoleChart) -> _Columns:
    """The page's width, if all words have room in it; with narrower margins where some would need a second line."""
    lane = max([LEAST_LANE, *(longest_word(one.title, SIZE, bold=True) + 4.0 for one in chart.lanes)])
    wide = (text_width(d.title, SIZE, bold=d.node.kind == "fork") + INDENT * d.depth + 8.0 for d in chart.duties)
    times = max((text_width(d.when, SMALL) + 8.0 for d in chart.duties if d.when), default=0.0)
    free = Sizes.page - NUMBER - lane * len(chart.lanes)
    duty = max(LEAST_DUTY, max(wide, default=0.0))
    page = Sizes.page if duty + times <= free else Sizes.widest
    free += page - Sizes.page
    _, when, duty = min(
        (sum(max(map(len, _told(d, tried, when))) for d in chart.duties), when, tried)
        for when in (times, min(times, WHEN))
        for tried in (max(LEAST_DUTY, min(duty, free - when)),)
    )
    lane = max(lane, (page - NUMBER - when - duty) / len(chart.lanes))
    first = NUMBER + duty
    lanes = tuple(first + lane * place for place in range(len(chart.lanes) + 1))
    return _Columns(NUMBER, lanes, lanes[-1], lanes[-1] + when)


def _told(duty: Duty, wide: float, when: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a duty and of its time, in columns so wide."""
    room = wide - 2.0 - INDENT * duty.depth - 3.0
    words = wrap(duty.title, SIZE, room, bold=duty.node.kind == "fork", balanced=False)
    return words, wrap(duty.when, SMALL, when - 7.0, balanced=False) if duty.when else ()


def _heading(chart: RoleChart, at: _Columns) -> tuple[list[str], float]:
    y, out = 0.0, []
    for line in wrap(f"{chart.title}: who does what", TITLE, at.width - 4, bold=True, most=3):
        y += TITLE * 1.2
        out.append(text(line, 0.0, y - 3, TITLE, font_weight="bold"))
    for line in wrap(chart.subtitle, 8.0, at.width - 4, most=2):
        y += 8.0 * 1.35
        out.append(text(line, 0.0, y - 2, 8.0, fill=SOFT))
    return out, y + 5.0


def _header(chart: RoleChart, at: _Columns, y: float) -> tuple[list[str], float]:
    wide = at.lanes[1] - at.lanes[0]
    titles = [wrap(lane.title, SIZE, wide - 3.0, bold=True, most=4) for lane in chart.lanes]
    tall = max(map(len, titles)) * LINE_HEIGHT + 7.0
    out = [element("rect", x=0.0, y=y, width=at.width, height=tall, fill=HEAD)]
    for left, lines in zip(at.lanes, titles):
        out += _middle(lines, left + wide / 2, y, tall)
    out.append(text("What is done", at.duty + 2.0, y + tall / 2 + SIZE * 0.36, SIZE, font_weight="bold"))
    if at.width > at.when:
        out.append(text("By when", at.when + 4.0, y + tall / 2 + SIZE * 0.36, SIZE, font_weight="bold"))
    return out, y + tall


def _middle(lines: tuple[str, ...], x: float, y: float, tall: float) -> list[str]:
    begins = y + tall / 2 - len(lines) * LINE_HEIGHT / 2
    return [
        text(line, x, begins + LINE_HEIGHT * (place + 1) - 2.2, SIZE, text_anchor="middle", font_weight="bold")
        for place, line in enumerate(lines)
    ]


def _row(chart: RoleChart, duty: Duty, at: _Columns, y: float, *, is_tinted: bool) -> tuple[list[str], float]:
    left = at.duty + 2.0 + INDENT * duty.depth
    is_bold = duty.node.kind == "fork"
    words, when = _told(duty, at.lanes[0] - at.duty, at.width - at.when)
    tall = max(len(words), len(when)) * LINE_HEIGHT + 2 * PAD
    middle = y + tall / 2
    out = [element("rect", x=0.0, y=y, width=at.width, height=tall, fill=TINT if is_tinted else WHITE)]
    for level in range(duty.depth):  # a bar for each block that it stands in
        x = at.duty + 2.0 + INDENT * level + 1.0
        out.append(element("path", d=f"M{number(x)} {number(y)}v{number(tall)}", stroke=BLOCK, stroke_width=1.6))
    out.append(text(str(duty.number), NUMBER - 3.0, middle + SMALL * 0.36, SMALL, text_anchor="end", fill=SOFT))
    out += _lines(words, left, middle, SIZE, **({"font_weight": "bold"} if is_bold else {}))
    out += _lines(when, at.when + 4.0, middle, SMALL, fill=SOFT)
    wide = at.lanes[1] - at.lanes[0]
    for lane, x in zip(chart.lanes, at.lanes):
        marks = [_lead(duty)] if lane.id == duty.leads else [_helps] if lane.id in duty.helps else []
        marks += [_next] if lane.id in duty.next else []
        begins = x + wide / 2 - (len(marks) - 1) * 6.0
        out += [mark(begins + 12.0 * place, middle) for place, mark in enumerate(marks)]
    return out, tall


def _lines(lines: tuple[str, ...], x: float, middle: float, size: float, **attributes: str) -> list[str]:
    begins = middle - len(lines) * LINE_HEIGHT / 2
    return [
        text(line, x, begins + LINE_HEIGHT * (place + 1) - 2.2, size, **attributes) for place, line in enumerate(lines)
    ]


def _lead(duty: Duty) -> Mark:
    return _decides if duty.is_decision else _inside if duty.node.kind == "piece" else _does


def _does(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=MARK, fill=INK)


def _helps(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=MARK - 0.5, fill=WHITE, stroke=INK, stroke_width=1.0)


def _inside(x: float, y: float) -> str:
    return element("circle", cx=x, cy=y, r=MARK + 0.8, fill=WHITE, stroke=INK, stroke_width=0.8) + element(
        "circle", cx=x, cy=y, r=MARK - 1.0, fill=INK
    )


def _decides(x: float, y: float) -> str:
    return outline("decision", Box(x, y, 8.0, MARK + 0.6, (), ()), Sizes(slant=3.5))


def _next(x: float, y: float) -> str:
    return polygon([(x - 2.6, y - 3.0), (x + 3.0, y), (x - 2.6, y + 3.0)], fill=LINE)


def _totals(chart: RoleChart, at: _Columns, y: float) -> tuple[list[str], float]:
    """How much each lane does, decides and helps with."""
    tall = LINE_HEIGHT + 2 * PAD + 1.0
    out = []
    for place, (label, mark) in enumerate((("does", _does), ("decides", _decides), ("takes part in", _helps))):
        middle = y + tall / 2
        out.append(element("rect", x=0.0, y=y, width=at.width, height=tall, fill=HEAD))
        out += _lines((f"In all: {label}",), at.duty + 2.0, middle, SIZE, font_weight="bold")
        out.append(mark(at.lanes[0] - 12.0, middle))
        for lane, x in zip(chart.lanes, at.lanes):
            many = len(chart.of(lane.id)[place])
            wide = at.lanes[1] - at.lanes[0]
            out.append(text(str(many), x + wide / 2, middle + SIZE * 0.36, SIZE, text_anchor="middle"))
        y += tall
    return out, y


def _key(chart: RoleChart, at: _Columns, y: float) -> tuple[list[str], float]:
    entries = [
        (_does, "answers for it", any(not d.is_decision and d.node.kind != "piece" for d in chart.duties)),
        (_inside, "answers for it; it has a chart of its own", any(d.node.kind == "piece" for d in chart.duties)),
        (_decides, "decides", any(d.is_decision for d in chart.duties)),
        (_helps, "takes part", any(d.helps for d in chart.duties)),
        (_next, "may have it next", any(d.next for d in chart.duties)),
        (_side, "part of what goes on side by side", any(d.depth for d in chart.duties)),
    ]  # fmt: skip
    x, y, out = 10.0, y + 12.0, []
    for mark, label, is_used in entries:
        if not is_used:
            continue
        wide = 12.0 + text_width(label, SMALL) + 18.0
        if x > 10.0 and x + wide > at.width + 12.0:
            x, y = 10.0, y + 12.0
        out.append(mark(x, y))
        out.append(text(label, x + 12.0, y + SMALL * 0.36, SMALL))
        x += wide
    y += 6.0
    note = f"{chart.note.split('.')[0]}. The numbers are those of the pathway's text version."
    for line in wrap(note, SMALL, at.width - 4):
        y += SMALL * 1.3
        out.append(text(line, 2.0, y, SMALL, fill=SOFT))
    return out, y + 5.0


def _side(x: float, y: float) -> str:
    return element("path", d=f"M{number(x)} {number(y - 5.0)}v10", stroke=BLOCK, stroke_width=1.6)
