"""An overlay's badges to plates beside their nodes: on no words, sign, other node, arrowhead or other plate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pathways.diagram.geometry import Box, Geometry
from pathways.diagram.markup import element, polygon, text
from pathways.diagram.model import Diagram, Node
from pathways.diagram.obstacles import MARK, Rect, grown, head_box, mark_place, meets, signs
from pathways.diagram.overlay import Badge
from pathways.diagram.style import PLATES, ROUTE, WHITE, Sizes
from pathways.diagram.text import text_width

TALL: Final = 9.6
TEXT: Final = 7.0
TRIANGLE: Final = "▲"  # drawn, for few fonts have it
RING: Final = 1.8  # between the two rings of a ringed plate
OVER: Final = 1.5  # how far a plate may reach over the border of its node
FAR: Final = (0.0, 3.0, 6.0, 10.0, 15.0, 21.0, 28.0)


@dataclass(frozen=True)
class Plate:
    """A badge on the page. `is_free` is False where it found no place without lying on something."""

    node: str
    badge: Badge
    box: Rect
    is_free: bool = True


def place_plates(
    diagram: Diagram,
    geometry: Geometry,
    sizes: Sizes,
    badges: Mapping[str, tuple[Badge, ...]],
    labels: Iterable[Rect] = (),
) -> tuple[Plate, ...]:
    """A place for every badge, each in turn at the cheapest spot round its node; on `labels` only if it must."""
    if not badges:
        return ()
    solid = [box for node in diagram.nodes for box in signs(node, geometry.boxes[node.id])]
    lines = [grown(label, 1.0) for label in labels]
    for edge, line in zip(diagram.edges, geometry.arrows):
        solid.append(head_box(line))
        mark = mark_place(edge, line)
        if mark is not None:
            solid.append(grown((*mark, *mark), MARK))
        lines += (grown((min(a, c), min(b, d), max(a, c), max(b, d)), 1.2) for (a, b), (c, d) in pairwise(line))
    lines += (grown(side, 0.5) for frame in geometry.frames for side in frame.sides)
    page = (0.3, 0.3, geometry.width - 0.3, geometry.height - 0.3)
    found: list[Plate] = []
    for node in diagram.nodes:
        others = [box.edges for name, box in geometry.boxes.items() if name != node.id]
        taken = [*solid, *others, _words(node, geometry.boxes[node.id], sizes)]
        for badge in badges.get(node.id, ()):
            best: tuple[float, Rect, bool] | None = None  # price, place, whether it is free
            for price, spot in _spots(node, geometry.boxes[node.id], sizes, *size(badge)):
                if best is not None and price >= best[0]:
                    continue  # what it lies on can only make it dearer
                if spot[0] < page[0] or spot[1] < page[1] or spot[2] > page[2] or spot[3] > page[3]:
                    continue
                hits = sum(meets(spot, box) for box in (*taken, *(plate.box for plate in found)))
                price += 100.0 * hits + 4.0 * sum(meets(spot, line) for line in lines)
                if best is None or price < best[0]:
                    best = (price, spot, hits == 0)
            if best is None:  # wider than the page
                _, top, _, _ = geometry.boxes[node.id].edges
                best = (0.0, (page[0], top, page[0] + size(badge)[0], top + TALL), False)
            found.append(Plate(node.id, badge, best[1], best[2]))
    return tuple(found)


def _words(node: Node, box: Box, sizes: Sizes) -> Rect:
    """What the title and the small lines of a node fill."""
    rows = [(line, sizes.text) for line in box.lines] + [(line, sizes.small) for line in box.notes]
    rows += [(line, sizes.small) for line in box.figures]
    is_bold = node.is_head or bool(box.figures)
    half = max((text_width(line, size, bold=is_bold) for line, size in rows), default=0.0) / 2
    tall = sum(size for _, size in rows) * sizes.leading / 2
    return (box.x - half, box.y - tall, box.x + half + (4.0 if node.kind == "fork" else 0.0), box.y + tall)


def _spots(node: Node, box: Box, sizes: Sizes, wide: float, tall: float) -> Iterator[tuple[float, Rect]]:
    """Places round a node with their prices: its upper corners before its sides, near before far."""
    left, top, right, bottom = box.edges
    if box.is_upright:
        for step in range(max(1, int((bottom - top - 36.0 - tall) / 4.0))):
            for y in (top + 16.0 + 4.0 * step, bottom - tall - 16.0 - 4.0 * step):
                yield 0.2 * step, (box.x - wide / 2, y, box.x + wide / 2, y + tall)
    elif node.is_bar:
        # On the bar itself, beginning at its ends; the sign of a fork stands at its left end.
        first = left + (16.0 if node.kind == "fork" else 3.0)
        for step in range(max(1, int((right - left - 20.0 - wide) / 4.0))):
            for x in (first + 4.0 * step, right - wide - (13.0 if node.kind == "fork" else 3.0) - 4.0 * step):
                yield 0.2 * step, (x, box.y - tall / 2, x + wide, box.y + tall / 2)
    slant = sizes.slant if node.kind == "decision" else 0.0
    for ring, away in enumerate(FAR):
        upper, lower = top - tall + OVER - away, bottom - OVER + away
        before, after = left - wide + OVER - away, right - OVER + away
        xs = [left - 6.0 + 0.6 * slant, right + 6.0 - wide - 0.6 * slant]
        ys = [box.y - tall / 2, top - OVER, bottom + OVER - tall]
        spots = [(xs[0], upper), (xs[1], upper), (before, top - tall / 2), (after, top - tall / 2), (xs[0], lower)]
        spots += [(xs[1], lower), *((x, y) for y in ys for x in (before, after))]
        along = [xs[0] + 3.0 * step for step in range(1, int((xs[1] - xs[0]) / 3.0))]
        spots += [(x, y) for x in along for y in (upper, lower)]
        beside = [upper + 3.0 * step for step in range(int((lower - upper) / 3.0) + 1)]
        spots += [(x, y) for y in beside for x in (before, after)]
        for number, (x, y) in enumerate(spots):
            yield 10.0 * ring + 0.4 * number, (x, y, x + wide, y + tall)


# Painting.


def size(badge: Badge) -> tuple[float, float]:
    """How wide and high a plate is, with its rings."""
    more = 2 * RING if badge.is_ringed else 0.0
    words = 0.0 if badge.text == TRIANGLE else text_width(badge.text, TEXT, bold=True)
    return max(TALL, words + 5.6) + more, TALL + more


def paint_plate(badge: Badge, left: float, top: float) -> str:
    """White on dark, or dark on white; with a ring around it where it is ringed."""
    wide, tall = size(badge)
    colour = PLATES.get(badge.tone, ROUTE)
    out = element("rect", x=left - 0.6, y=top - 0.6, width=wide + 1.2, height=tall + 1.2, rx=tall / 2 + 0.6, fill=WHITE)
    look: dict[str, str | float] = {"fill": WHITE, "stroke": colour, "stroke_width": 1.0}
    if badge.is_ringed:
        out += element(
            "rect", x=left + 0.5, y=top + 0.5, width=wide - 1.0, height=tall - 1.0, rx=tall / 2 - 0.5, **look
        )
        left, top, wide, tall = left + RING, top + RING, wide - 2 * RING, tall - 2 * RING
    inset = 0.5 if badge.is_hollow else 0.0
    if not badge.is_hollow:
        look = {"fill": colour}
    out += element(
        "rect",
        x=left + inset,
        y=top + inset,
        width=wide - 2 * inset,
        height=tall - 2 * inset,
        rx=tall / 2 - inset,
        **look,
    )
    ink = colour if badge.is_hollow else WHITE
    middle, base = left + wide / 2, top + tall / 2 + 2.5
    if badge.text == TRIANGLE:
        return out + polygon([(middle, base - 5.4), (middle + 3.2, base - 0.2), (middle - 3.2, base - 0.2)], fill=ink)
    return out + text(badge.text, middle, base, TEXT, text_anchor="middle", font_weight="bold", fill=ink)
