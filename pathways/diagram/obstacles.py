"""A page without labels to what stands in the way of one: states, marks, arrows, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from typing import Final

from pathways.diagram.geometry import Box, Geometry
from pathways.diagram.model import Diagram, Edge, Node
from pathways.diagram.shapes import BADGE, badge_place, slash_place

Rect = tuple[float, float, float, float]
Point = tuple[float, float]

MARK: Final = 4.2  # radius of a clock or event mark
STROKE: Final = 2.9  # half of what the stroke of a decision's default fills
CLOSE: Final = 6.0  # a label that is nearer to a state than this may be taken for something said of it
ALOOF: Final = 12.0  # other arrows and labels that are nearer than this make a place dearer


def mark_place(edge: Edge, line: Sequence[Point]) -> Point | None:
    """The middle of the mark of a timeout or interrupt, where its arrow leaves; None for other arrows."""
    if edge.kind not in ("timeout", "interrupt"):
        return None
    (x, y), (nx, ny) = line[0], line[1]
    return (x + (nx > x) * MARK - (nx < x) * MARK, y + (ny > y) * MARK - (ny < y) * MARK)


def has_stroke(edge: Edge) -> bool:
    """Whether a short stroke runs across its beginning: it is the default of a decision, off the default route."""
    return edge.otherwise and edge.kind not in ("default", "timeout", "interrupt")


def head_box(line: Sequence[Point]) -> Rect:
    """What an arrowhead fills, generously."""
    (x, y), before = line[-1], line[-2]
    flat, reach = before[1] == y, 7.0
    left, top = (x - reach if before[0] < x else x, y - 3.4) if flat else (x - 3.4, y - reach if before[1] < y else y)
    return (left, top, left + reach, top + 6.8) if flat else (left, top, left + 6.8, top + reach)


def signs(node: Node, box: Box) -> list[Rect]:
    """What the small signs on the corners of a node fill."""
    found = []
    if node.kind in ("wait", "panel") or node.limit is not None:
        left, top, _, _ = box.edges
        found.append((left - 5.0, top - 6.0, left + (10.5 if node.is_start else 4.0), top))
    if node.badge is not None:
        x, y = badge_place(node, box)
        found.append(grown((x, y, x, y), BADGE + 1.5))
    return found


class _Bands:
    """Rectangles by the bands of the page that they reach, so that only those nearby are looked at."""

    TALL: Final = 16.0

    def __init__(self) -> None:
        self.bands: dict[int, list[tuple[Rect, int]]] = {}

    def add(self, rect: Rect, edge: int = -1) -> None:
        for band in range(int(rect[1] // self.TALL), int(rect[3] // self.TALL) + 1):
            self.bands.setdefault(band, []).append((rect, edge))

    def near(self, box: Rect, reach: float = 0.0) -> list[tuple[Rect, int]]:
        """All that may be within `reach` of a box above, below and beside it; some of them twice."""
        low, high = int((box[1] - reach) // self.TALL), int((box[3] + reach) // self.TALL)
        left, right = box[0] - reach, box[2] + reach
        return [
            item
            for band in range(low, high + 1)
            for item in self.bands.get(band, ())
            if item[0][0] <= right and item[0][2] >= left
        ]


class Obstacles:
    """All that a label must keep clear of, `taken` by plates included; `labels` are those placed so far.

    `spots` are the places to try, by arrow.
    """

    def __init__(self, diagram: Diagram, geometry: Geometry, taken: Iterable[Rect] = ()) -> None:
        self.nodes, self.lines, self.states = _Bands(), _Bands(), _Bands()
        self.bare = _Bands()  # lines without thickness and heads, and marks
        self.number = {node.id: number for number, node in enumerate(diagram.nodes)}
        for node in diagram.nodes:
            left, top, right, bottom = geometry.boxes[node.id].edges
            self.nodes.add((left - 0.6, top - 1.6, right + 0.6, bottom + 1.6))
            if not node.is_bar:
                self.states.add((left, top, right, bottom), self.number[node.id])
            for sign in signs(node, geometry.boxes[node.id]):
                self.nodes.add(sign)
        for edge, line in zip(diagram.edges, geometry.arrows):
            half = 1.6 if edge.kind == "default" else 1.0
            for (x1, y1), (x2, y2) in pairwise(line):
                bare = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                self.bare.add(bare, edge.id)
                self.lines.add(grown(bare, half), edge.id)
            self.lines.add(head_box(line), edge.id)
            mark = mark_place(edge, line)
            if mark is not None:
                self.nodes.add(grown((*mark, *mark), MARK + 0.8))
                self.bare.add(grown((*mark, *mark), MARK), ~edge.id)  # its own label may be near
            if has_stroke(edge):
                self.nodes.add(grown(2 * slash_place(line[0], line[1]), STROKE))
        for rect in taken:
            self.nodes.add(grown(rect, 0.4))
        for frame in geometry.frames:
            for side in frame.sides:
                self.lines.add(grown(side, 0.8))
        self.labels: list[Rect] = []
        self.spots: dict[int, list[tuple[float, Rect, tuple[str, ...]]]] = {}
        self.known: dict[tuple[Rect, frozenset[int]], tuple[int, float, float] | None] = {}
        self.page = (1.0, 0.5, geometry.width - 1.0, geometry.height - 0.5)

    def around(self, box: Rect, own: frozenset[int]) -> tuple[int, float, float] | None:
        """What is near a box.

        None where it meets a node or the edge of the page; else how many arrows it meets, how far it is
        to the arrows of `own`, and to the nearest of all others (both at most `ALOOF`).
        """
        if (box, own) not in self.known:
            self.known[box, own] = self._looked_around(box, own)
        return self.known[box, own]

    def _looked_around(self, box: Rect, own: frozenset[int]) -> tuple[int, float, float] | None:
        page = self.page
        if box[0] < page[0] or box[1] < page[1] or box[2] > page[2] or box[3] > page[3]:
            return None
        left, top, right, bottom = box
        for other, _ in self.nodes.near(box):
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                return None
        hits = len({edge for line, edge in self.lines.near(box) if meets(box, line)})
        mine = theirs = ALOOF * ALOOF  # squared until the end
        for (x0, y0, x1, y1), edge in self.bare.near(box, ALOOF):
            across = x0 - right if x0 > right else left - x1 if left > x1 else 0.0
            down = y0 - bottom if y0 > bottom else top - y1 if top > y1 else 0.0
            apart = across * across + down * down
            if edge in own:
                if apart < mine:
                    mine = apart
            elif apart < theirs and ~edge not in own:
                theirs = apart
        return hits, sqrt(mine), sqrt(theirs)

    def beside_states(self, box: Rect, edge: Edge) -> float:
        """By how much a label is too close above or below a state that its arrow neither leaves nor enters."""
        own = (self.number[edge.source], self.number[edge.target])
        left, top, right, bottom = box
        close = 0.0
        for other, number in self.states.near(box, CLOSE):
            if number not in own and left < other[2] and other[0] < right:
                close = max(close, CLOSE - max(other[1] - bottom, top - other[3]))
        return close

    def look_near(self, place: Rect, labels: Iterable[Rect]) -> tuple[Rect, ...]:
        """Keep in mind only those labels that matter to one somewhere in `place`, and return them."""
        around = grown(place, ALOOF)
        self.labels = [box for box in labels if meets(around, box)]
        return tuple(self.labels)

    def meets_label(self, box: Rect) -> bool:
        left, top, right, bottom = box[0] - 4.0, box[1] - 0.5, box[2] + 4.0, box[3] + 0.5
        for other in self.labels:  # (spelt out: nothing is asked so often)
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                return True
        return False

    def labels_near(self, box: Rect) -> float:
        """How far the nearest other label is, at most `ALOOF`."""
        near = ALOOF
        left, top, right, bottom = grown(box, ALOOF)
        for other in self.labels:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                near = min(near, _gap(box, other))
        return near


def _gap(a: Rect, b: Rect) -> float:
    """How far two rectangles are apart."""
    across, down = max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0)
    return sqrt(across * across + down * down)


def grown(rect: Rect, by: float) -> Rect:
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


def meets(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
