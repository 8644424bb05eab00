"""Arrows to SVG: the line, its dashes, its head and the white casing that makes crossings clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pathways.diagram.carrying import stretches
from pathways.diagram.compose import Page
from pathways.diagram.markup import element, polygon, rounded_path
from pathways.diagram.merging import Stroke, shortened, strokes
from pathways.diagram.model import Edge
from pathways.diagram.overlay import RANK, Tone, Width
from pathways.diagram.style import ADDED, CHANGED, DEFAULT, EVENT, FAINT_LINE, GONE, LINE, REMOVED, ROUTE, WHITE

Point = tuple[float, float]
BACK: Final = "4 2.4"
JOINT: Final = 2.0  # radius of the dot where an arrow joins another
DOTS: Final = "1.6 1.6"
WIDEST: Final = 4.0  # of what carries much: arrows side by side do not touch
THINNEST: Final = 0.6  # of what carries little or nothing


@dataclass(frozen=True)
class Pen:
    """How an arrow is drawn; `head` is the length of its head, `core` the width of white within its line."""

    colour: str
    width: float
    head: float
    dashes: str = ""
    core: float = 0.0


DEFAULT_PEN: Final = Pen(DEFAULT, 1.9, 7.6)
PLAIN_PEN: Final = Pen(LINE, 0.95, 5.8)
BACK_PEN: Final = Pen(LINE, 0.95, 5.8, BACK)
TIMEOUT_PEN: Final = Pen(LINE, 1.0, 5.8, DOTS)
INTERRUPT_PEN: Final = Pen(EVENT, 1.0, 5.8, DOTS)


def pen(edge: Edge, tone: Tone = "plain") -> Pen:
    """The pen of an arrow. In an overlay dashes keep their meaning; weight says what stands out."""
    return toned(_plain_pen(edge), tone)


def toned(look: Pen, tone: Tone) -> Pen:
    if tone in ("plain", "bare"):
        return look
    if tone == "faint":
        return replace(look, colour=FAINT_LINE, width=min(look.width, 1.5))
    if tone == "removed":
        return Pen(REMOVED, 1.2, 5.8, GONE)
    if tone == "changed":
        return Pen(CHANGED, 1.7, 7.0, look.dashes)
    dashes = "4.6 2.6" if look.dashes else ""
    if tone == "added":
        return Pen(ADDED, 2.5, 8.2, dashes)
    return Pen(ROUTE, 3.0, 8.6, dashes, 1.3) if tone == "twin" else Pen(ROUTE, 2.7, 8.6, dashes)


def _plain_pen(edge: Edge) -> Pen:
    if edge.kind == "default":
        return DEFAULT_PEN
    if edge.kind == "interrupt":
        return INTERRUPT_PEN
    if edge.kind == "timeout":
        return TIMEOUT_PEN
    return BACK_PEN if edge.returns else PLAIN_PEN


def arrows(page: Page) -> list[str]:
    """All arrows; those that merge share one casing.

    The default route lies on top of the others, and all heads on top of all lines; what stands out in an overlay lies
    on top of everything else.
    """
    groups: dict[str, list[Edge]] = {}
    for edge in page.diagram.edges:
        groups.setdefault(edge.target, []).append(edge)
    ordered = sorted(groups.values(), key=lambda g: (any(e.kind == "default" for e in g), g[0].id))
    drawn = [_strokes(page, group) for group in ordered]
    out: list[str] = []
    for rank in sorted(set(RANK.values())):
        lines: list[str] = []
        heads: list[str] = []
        for bundle in drawn:
            _paint(page, [stroke for stroke in bundle if _rank(page, stroke.edge) == rank], lines, heads)
            top = max(_rank(page, stroke.edge) for stroke in bundle)
            for stroke in bundle:  # what has a meaning of its own shows where it joins, on top of what it joins
                if rank == (top if _rank(page, stroke.edge) else 0):
                    heads += _joint(page, stroke)
        out += lines + heads
    return out


def _joint(page: Page, stroke: Stroke) -> list[str]:
    """The dot where an arrow joins another; nothing where it would blur that one's head."""
    look = _look(page, stroke.edge)
    if stroke.joins is None or _is_near(stroke.joins, page.geometry.arrows[stroke.edge.id][-1], look):
        return []
    return [element("circle", cx=stroke.joins[0], cy=stroke.joins[1], r=JOINT, fill=look.colour)]


def _paint(page: Page, strokes: Sequence[Stroke], lines: list[str], heads: list[str]) -> None:
    """Add the lines and heads of arrows into one node."""
    paths = _weighed_paths(page, strokes) if page.overlay.widths else _paths(page, strokes)
    for points, look, _ in paths:
        lines.append(line(points, Pen(WHITE, look.width + page.sizes.casing, 0.0), page.sizes.corner, opacity=0.9))
    for points, look, has_head in paths:
        end = shortened(points, look.head * 0.6) if has_head else points
        lines.append(line(end, look, page.sizes.corner))
        if look.core:
            lines.append(line(end, Pen(WHITE, look.core, 0.0), page.sizes.corner))
        if has_head:
            heads.append(head(points[-2], points[-1], look))


def _paths(page: Page, strokes: Sequence[Stroke]) -> list[tuple[tuple[Point, ...], Pen, bool]]:
    """Lines, how they are drawn, and whether they end in a head."""
    return [(stroke.points, _look(page, stroke.edge), stroke.has_head) for stroke in strokes]


def _weighed_paths(page: Page, strokes: Sequence[Stroke]) -> list[tuple[tuple[Point, ...], Pen, bool]]:
    """The same where width says how much a line carries: from where arrows have joined, all of them."""
    found = []
    for dashes in dict.fromkeys(pen(stroke.edge).dashes for stroke in strokes):
        alike = [stroke.edge for stroke in strokes if pen(stroke.edge).dashes == dashes]
        arrows = [page.geometry.arrows[edge.id] for edge in alike]
        widths = [page.overlay.widths[edge.id].points for edge in alike]
        for points, wide in stretches(arrows, widths, page.sizes.corner):
            look = weighed(pen(alike[0]), Width(wide))
            found.append((points, look, any(points[-1] == arrow[-1] for arrow in arrows)))
    return found


def _look(page: Page, edge: Edge) -> Pen:
    look = pen(edge, page.overlay.of_edge(edge.id))
    weight = page.overlay.widths.get(edge.id)
    return look if weight is None else weighed(look, weight)


def weighed(look: Pen, weight: Width) -> Pen:
    """A pen of another width, with a head that stands out from it; the default route has no colour of its own then."""
    colour, width = LINE if look.colour == DEFAULT else look.colour, max(THINNEST, min(weight.points, WIDEST))
    return replace(look, colour=colour, width=width, head=max(5.2, 3.4 + 1.7 * width))


def _rank(page: Page, edge: Edge) -> int:
    return RANK[page.overlay.of_edge(edge.id)]


def _strokes(page: Page, group: Sequence[Edge]) -> list[Stroke]:
    """What is drawn of the arrows into one node; lines join only lines that are dashed like them."""
    drawn: list[Stroke] = []
    for dashes in dict.fromkeys(pen(edge).dashes for edge in group):
        alike = sorted(
            (e for e in group if pen(e).dashes == dashes), key=lambda e: (-_rank(page, e), e.kind != "default", e.id)
        )
        drawn += strokes(alike, [page.geometry.arrows[edge.id] for edge in alike], page.sizes.corner)
    return sorted(drawn, key=lambda s: (_rank(page, s.edge), s.edge.kind == "default", s.edge.id))


def line(points: Sequence[Point], look: Pen, corner: float, *, opacity: float | None = None) -> str:
    extra: dict[str, str | float] = {"stroke_dasharray": look.dashes} if look.dashes else {}
    if opacity is not None:
        extra["stroke_opacity"] = opacity
    path = rounded_path(points, corner)
    return element(
        "path", d=path, fill="none", stroke=look.colour, stroke_width=look.width, stroke_linejoin="round", **extra
    )


def head(before: Point, tip: Point, look: Pen) -> str:
    """The arrowhead at `tip`."""
    dx, dy = _sign(tip[0] - before[0]), _sign(tip[1] - before[1])
    x, y, half = tip[0] - dx * look.head, tip[1] - dy * look.head, look.head * 0.44
    return polygon([tip, (x - dy * half, y - dx * half), (x + dy * half, y + dx * half)], fill=look.colour)


def sample(x: float, y: float, wide: float, look: Pen) -> str:
    """A short arrow for the legend."""
    points = [(x, y), (x + wide - look.head * 0.6, y)]
    core = line(points, Pen(WHITE, look.core, 0.0), 0.0) if look.core else ""
    return line(points, look, 0.0) + core + head((x, y), (x + wide, y), look)


def _is_near(joint: Point, tip: Point, look: Pen) -> bool:
    """Whether a dot would blur the arrowhead at `tip`."""
    return abs(joint[0] - tip[0]) + abs(joint[1] - tip[1]) < look.head + JOINT + 0.5


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
