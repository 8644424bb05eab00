"""Nodes and marks to SVG: what a state, a piece, a clock or an event looks like."""

from __future__ import annotations

from pathways.diagram.geometry import DOUBLED, Box
from pathways.diagram.markup import element, number, polygon, text
from pathways.diagram.model import Node
from pathways.diagram.style import PLAIN, WHITE, Paint, Palette, Sizes

BADGE = 4.4  # radius


def look(node: Node) -> str:
    """The name of the paint of a node: a start is painted as one whatever its kind."""
    return "start" if node.is_start else node.kind


def radius(kind: str) -> float:
    """Of the corners of a node; less where it is too low for that."""
    return 11.0 if kind in ("start", "end", "event") else 3.0


def outline(kind: str, box: Box, sizes: Sizes, palette: Palette = PLAIN) -> str:
    """The border and fill of one kind of node."""
    paint = palette.paints[kind]
    left, top, right, bottom = box.edges
    wide, tall = right - left, bottom - top
    if kind == "decision":
        q = sizes.slant
        corners = [
            (left, box.y),
            (left + q, top),
            (right - q, top),
            (right, box.y),
            (right - q, bottom),
            (left + q, bottom),
        ]
        return polygon(corners, **_painted(paint), stroke_linejoin="round")
    if kind == "join":
        return element("rect", x=left, y=top, width=wide, height=tall, fill=paint.fill)
    if kind == "opened":
        return _head(box, paint)
    if kind == "fork" and box.is_upright:
        return (
            element("rect", x=left, y=top, width=wide, height=tall, rx=2.0, **_painted(paint))
            + element("rect", x=right - 1.2, y=top, width=2.4, height=tall, fill=paint.stroke)
            + parallel_sign(box.x - 0.5, top + 8.5, palette)
        )
    if kind == "fork":
        return (
            element("rect", x=left, y=top, width=wide, height=tall, rx=2.0, **_painted(paint))
            + element("rect", x=left, y=bottom - 1.2, width=wide, height=2.4, fill=paint.stroke)
            + parallel_sign(left + 8.5, box.y - 0.5, palette)
        )
    corner = min(tall / 2, radius(kind))
    body = element("rect", x=left, y=top, width=wide, height=tall, rx=corner, **_painted(paint))
    if kind == "piece":
        body += element("rect", x=left + 2.2, y=top + 2.2, width=wide - 4.4, height=tall - 4.4, rx=1.6, fill="none",
                        stroke=paint.stroke, stroke_width=paint.width)  # fmt: skip
    if kind == "event":
        body += element("rect", x=left + 1.9, y=top + 1.9, width=wide - 3.8, height=tall - 3.8, rx=corner - 1.9,
                        fill="none", stroke=paint.stroke, stroke_width=0.6, stroke_dasharray="2 1.4")  # fmt: skip
    return body


def _head(box: Box, paint: Paint) -> str:
    """The title bar of a piece that is opened in place: within its doubled border, closed by a line."""
    left, top, right, bottom = box.edges
    d = DOUBLED + paint.width / 2
    if box.is_upright:
        within, line = (left + d, top + d, right - left - d, bottom - top - 2 * d), (right, top + d, right, bottom - d)
    else:
        within, line = (
            (left + d, top + d, right - left - 2 * d, bottom - top - d),
            (left + d, bottom, right - d, bottom),
        )
    x, y, wide, tall = within
    path = f"M{number(line[0])} {number(line[1])}L{number(line[2])} {number(line[3])}"
    return element("rect", x=x, y=y, width=wide, height=tall, fill=paint.fill) + element(
        "path", d=path, stroke=paint.stroke, stroke_width=paint.width
    )


def words(node: Node, box: Box, sizes: Sizes, palette: Palette = PLAIN) -> str:
    """Title and small lines, in the middle of the node."""
    lines: list[tuple[str, float, str, str]]
    if node.is_head:
        lines = [(line, sizes.text, palette.ink, "bold") for line in box.lines]
    else:
        lines = [(line, sizes.text, palette.ink, "normal") for line in box.lines]
        lines += [(line, sizes.small, palette.soft, "normal") for line in box.notes]
        lines += [(line, sizes.small, palette.ink, "bold") for line in box.figures]
    y = box.y - sum(size for _, size, _, _ in lines) * sizes.leading / 2
    out = []
    for line, size, colour, weight in lines:
        y += size * sizes.leading
        extra = {"font_weight": weight} if weight != "normal" else {}
        middle = box.x + (0.0 if node.kind != "fork" or box.is_upright else 4.0 if node.badge is None else 1.0)
        out.append(text(line, middle, y - size * 0.27, size, text_anchor="middle", fill=colour, **extra))
    return "".join(out)


def corner_sign(node: Node, box: Box, palette: Palette = PLAIN) -> str:
    """The small sign on the corner of a wait (an hourglass), a meeting (a calendar) or a state with a time limit."""
    left, top, _, _ = box.edges
    x, y = (left + 6.0, top - 0.5) if node.is_start else (left - 0.5, top - 1.5)
    if node.limit is not None:
        return clock(x, y, palette.ink)
    if node.kind == "wait":
        return hourglass(x, y, palette.ink)
    if node.kind == "panel":
        return calendar(x, y, palette.ink)
    return ""


def badge(node: Node, box: Box, palette: Palette = PLAIN) -> str:
    """The letter of a node's badge, on its upper right corner."""
    if node.badge is None:
        return ""
    return lettered(node.badge, *badge_place(node, box), palette.ink)


def badge_place(node: Node, box: Box) -> tuple[float, float]:
    """The middle of a node's badge."""
    _, top, right, _ = box.edges
    if box.is_upright:
        return box.x - 0.5, box.edges[3] - 7.5
    if node.kind == "fork":
        return right - 7.5, box.y - 0.5
    if node.is_start or node.kind in ("end", "decision"):
        return right - 2.0, top
    return right - 3.0, top - 3.0


def lettered(letter: str, x: float, y: float, colour: str = PLAIN.ink) -> str:
    shade = {} if colour == PLAIN.ink else {"fill": colour}
    return element("circle", cx=x, cy=y, r=BADGE, fill=WHITE, stroke=colour, stroke_width=0.7) + text(
        letter, x, y + 2.5, 7.0, text_anchor="middle", font_weight="bold", **shade
    )


def clock(x: float, y: float, colour: str = PLAIN.line) -> str:
    return element("circle", cx=x, cy=y, r=3.9, fill=WHITE, stroke=colour, stroke_width=0.9) + element(
        "path", d=f"M{x:.2f} {y - 2.5:.2f}V{y:.2f}H{x + 2:.2f}", fill="none", stroke=colour, stroke_width=0.9
    )


def bolt(x: float, y: float, colour: str = PLAIN.event) -> str:
    """The mark of an interrupt: a double ring round a flash."""
    flash = [(0.5, -2.3), (-1.5, 0.5), (-0.1, 0.5), (-0.5, 2.3), (1.5, -0.5), (0.1, -0.5)]
    return (
        element("circle", cx=x, cy=y, r=4.1, fill=WHITE, stroke=colour, stroke_width=0.8)
        + element("circle", cx=x, cy=y, r=3.1, fill="none", stroke=colour, stroke_width=0.5)
        + polygon([(x + dx, y + dy) for dx, dy in flash], fill=colour)
    )


def hourglass(x: float, y: float, colour: str = PLAIN.ink) -> str:
    return element("circle", cx=x, cy=y, r=4.1, fill=WHITE, stroke=colour, stroke_width=0.7) + polygon(
        [(x - 1.8, y - 2.3), (x + 1.8, y - 2.3), (x - 1.8, y + 2.3), (x + 1.8, y + 2.3)], fill=colour
    )


def calendar(x: float, y: float, colour: str = PLAIN.ink) -> str:
    return (
        element(
            "rect", x=x - 3.6, y=y - 3.2, width=7.2, height=6.8, rx=1.0, fill=WHITE, stroke=colour, stroke_width=0.8
        )
        + element("rect", x=x - 3.6, y=y - 3.2, width=7.2, height=2.3, rx=0.8, fill=colour)
        + "".join(
            element("rect", x=x + dx, y=y + dy, width=1.3, height=1.1, fill=colour)
            for dx in (-2.4, -0.6, 1.2)
            for dy in (0.2, 1.9)
        )
    )


def parallel_sign(x: float, y: float, palette: Palette = PLAIN) -> str:
    """A diamond with a plus: everything below happens side by side."""
    paint = palette.paints["fork"]
    return polygon(
        [(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], fill=WHITE, stroke=paint.stroke, stroke_width=0.9
    ) + element(
        "path", d=f"M{x - 2.6:.2f} {y:.2f}h5.2M{x:.2f} {y - 2.6:.2f}v5.2", stroke=paint.stroke, stroke_width=1.2
    )


def slash_place(start: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """The middle of that stroke."""
    return start[0] + _sign(towards[0] - start[0]) * 5.0, start[1] + _sign(towards[1] - start[1]) * 5.0


def slash(start: tuple[float, float], towards: tuple[float, float], colour: str = PLAIN.line) -> str:
    """The short stroke across the beginning of a decision's default arrow."""
    x, y = slash_place(start, towards)
    return element("path", d=f"M{x - 2:.2f} {y + 2.6:.2f}L{x + 2:.2f} {y - 2.6:.2f}", stroke=colour, stroke_width=1.0)


def _painted(paint: Paint) -> dict[str, str | float]:
    dashes: dict[str, str | float] = {"stroke_dasharray": paint.dashes} if paint.dashes else {}
    return {"fill": paint.fill, "stroke": paint.stroke, "stroke_width": paint.width, **dashes}


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
