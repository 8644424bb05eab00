"""Arrows on the page to places for their labels: near where they leave, nearer than any other arrow, on nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final

from pathways.diagram.geometry import Geometry
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.shapes import BADGE, badge_place
from pathways.diagram.style import Sizes
from pathways.diagram.text import text_width, wrap

Rect = tuple[float, float, float, float]
Point = tuple[float, float]

BESIDE: Final = 2.4  # between a line and its label
CLEAR: Final = 3.6  # between an arrow's head and its label
MARK: Final = 4.2  # radius of a clock or event mark
NEARER: Final = 0.8  # a label's own arrow is nearer than any other arrow by at least this
ALOOF: Final = 12.0  # other arrows and labels that are nearer than this make a place dearer
ROUNDS: Final = 2  # how often every label may move once all have a place
WIDTHS: Final = (999.0, 64.0, 46.0, 34.0)


@dataclass(frozen=True)
class Label:
    """Lines of text, the box they fill, and whether it is free of everything else and nearest to its own arrow."""

    edge: int
    lines: tuple[str, ...]
    box: Rect
    is_free: bool = True

    @property
    def is_whole(self) -> bool:
        return bool(self.lines) and not self.lines[-1].endswith("…")


def mark_place(edge: Edge, line: Sequence[Point]) -> Point | None:
    """The middle of the mark of a timeout or interrupt, where its arrow leaves; None for other arrows."""
    if edge.kind not in ("timeout", "interrupt"):
        return None
    (x, y), (nx, ny) = line[0], line[1]
    return (x + (nx > x) * MARK - (nx < x) * MARK, y + (ny > y) * MARK - (ny < y) * MARK)


def place_labels(diagram: Diagram, geometry: Geometry, sizes: Sizes) -> tuple[Label, ...]:
    """A place for every label; one that found no free place says so."""
    obstacles = _Obstacles(diagram, geometry)
    groups: dict[tuple[str, str, bool, int], list[Edge]] = {}
    for edge in diagram.edges:
        if edge.label:
            # Arrows of one interrupt are labelled once, wherever there is most room.
            shared = edge.kind == "interrupt"
            groups.setdefault((edge.label, edge.target, shared, 0 if shared else edge.id), []).append(edge)
    # Those with the least room choose first; then each may move, knowing where the others are.
    order = sorted(groups.values(), key=lambda g: (max(_length(geometry.arrows[e.id]) for e in g), g[0].id))
    chosen: list[tuple[Label, ...]] = []
    for _ in range(1 + ROUNDS):
        before = list(chosen)
        for number, group in enumerate(order):
            others = [label for i, found in enumerate(chosen) if i != number for label in found]
            obstacles.labels = [label.box for label in others if label.lines]
            chosen[number : number + 1] = [_labels_of(group, geometry, obstacles, sizes)]
        if chosen == before:
            break
    return tuple(sorted((label for found in chosen for label in found), key=lambda label: label.edge))


def _labels_of(group: Sequence[Edge], geometry: Geometry, obstacles: _Obstacles, sizes: Sizes) -> tuple[Label, ...]:
    """The label of an arrow; of the arrows of one interrupt as many as have a good place, and one at least."""
    found: list[Label] = []
    for edge in group:
        label = _best(edge, geometry, obstacles, sizes, frozenset(e.id for e in group))
        if label.is_free and label.is_whole:
            obstacles.labels.append(label.box)
        found.append(label)
    good = tuple(label for label in found if label.is_free and label.is_whole)
    return good or (next((label for label in found if label.is_free or label.lines), found[0]),)


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


class _Obstacles:
    def __init__(self, diagram: Diagram, geometry: Geometry) -> None:
        self.nodes, self.lines, self.bare = _Bands(), _Bands(), _Bands()  # bare: lines without thickness and heads
        for left, top, right, bottom in (box.edges for box in geometry.boxes.values()):
            self.nodes.add((left - 0.6, top - 1.6, right + 0.6, bottom + 1.6))
        for node in diagram.nodes:
            if node.kind in ("wait", "panel") or node.limit is not None:  # the sign on the corner
                left, top, _, _ = geometry.boxes[node.id].edges
                self.nodes.add((left - 5.0, top - 6.0, left + (10.5 if node.is_start else 4.0), top))
            if node.badge is not None:
                x, y = badge_place(node, geometry.boxes[node.id])
                self.nodes.add(_grown((x, y, x, y), BADGE + 0.2))
        for edge, line in zip(diagram.edges, geometry.arrows):
            half = 1.6 if edge.kind == "default" else 1.0
            for (x1, y1), (x2, y2) in pairwise(line):
                bare = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                self.bare.add(bare, edge.id)
                self.lines.add(_grown(bare, half), edge.id)
            (x, y), before = line[-1], line[-2]
            flat = before[1] == y
            reach = 7.0
            left, top = (
                (x - reach if before[0] < x else x, y - 3.4) if flat else (x - 3.4, y - reach if before[1] < y else y)
            )
            right, bottom = (left + reach, top + 6.8) if flat else (left + 6.8, top + reach)
            self.lines.add((left, top, right, bottom), edge.id)
            mark = mark_place(edge, line)
            if mark is not None:
                self.nodes.add(_grown((*mark, *mark), MARK + 0.8))
                self.bare.add(_grown((*mark, *mark), MARK), edge.id)
        for frame in geometry.frames:
            for x in (frame.left, frame.right):
                self.lines.add(_grown((x, frame.top, x, frame.bottom), 0.8))
        self.labels: list[Rect] = []
        self.page = (1.0, 0.5, geometry.width - 1.0, geometry.height - 0.5)

    def hard(self, box: Rect) -> bool:
        """Whether the box meets a node, a label or the edge of the page."""
        page = self.page
        if box[0] < page[0] or box[1] < page[1] or box[2] > page[2] or box[3] > page[3]:
            return True
        if any(_meets(box, other) for other, _ in self.nodes.near(box)):
            return True
        around = (box[0] - 4.0, box[1] - 0.5, box[2] + 4.0, box[3] + 0.5)
        return any(_meets(around, other) for other in self.labels)

    def lines_hit(self, box: Rect) -> int:
        return len({edge for line, edge in self.lines.near(box) if _meets(box, line)})

    def others_near(self, box: Rect, own: frozenset[int]) -> tuple[float, float]:
        """How far it is to the arrows of `own`, and to the nearest of all others (at most `ALOOF`)."""
        mine = theirs = ALOOF
        for line, edge in self.bare.near(box, ALOOF):
            if edge in own:
                mine = min(mine, _gap(box, line))
            else:
                theirs = min(theirs, _gap(box, line))
        return mine, theirs

    def labels_near(self, box: Rect) -> float:
        return min((_gap(box, other) for other in self.labels), default=1e6)


def _best(edge: Edge, geometry: Geometry, obstacles: _Obstacles, sizes: Sizes, own: frozenset[int]) -> Label:
    """The cheapest free place; failing that, one over a line or near another arrow; failing that, no lines at all."""
    line = geometry.arrows[edge.id]
    best: tuple[float, Label] | None = None
    fallback: tuple[float, Label] | None = None
    for price, box, lines in sorted(_spots(edge, line, sizes), key=lambda spot: spot[0]):
        if best is not None and price >= best[0]:
            break  # what stands near can only make a place dearer
        if obstacles.hard(box):
            continue
        hits = obstacles.lines_hit(box)
        mine, theirs = obstacles.others_near(box, own)
        if hits == 0 and mine + NEARER <= theirs:
            price += 1.5 * max(0.0, ALOOF - theirs) + 0.6 * max(0.0, ALOOF - obstacles.labels_near(box))
            if best is None or price < best[0]:
                best = (price, Label(edge.id, lines, box))
            continue
        price += 60 * hits + 40 * (mine + NEARER > theirs)
        if fallback is None or price < fallback[0]:
            fallback = (price, Label(edge.id, lines, box, is_free=False))
    # A label on top of a state could not be read: better none, and the text version has it.
    found = best or fallback
    return found[1] if found is not None else Label(edge.id, (), (0.0, 0.0, 0.0, 0.0), is_free=False)


def _spots(edge: Edge, line: Sequence[Point], sizes: Sizes) -> list[tuple[float, Rect, tuple[str, ...]]]:
    """Every place worth trying, with its price: far from the source, broken into lines, or over an end cost more."""
    forms: dict[tuple[str, ...], float] = {}
    for width in WIDTHS:
        lines = wrap(edge.label, sizes.label, min(width, 110.0), most=4)
        forms.setdefault(lines, 1.7 * (len(lines) - 1) + (20.0 if lines[-1].endswith("…") else 0.0))
    for width, most in ((46.0, 2), (30.0, 1)):
        forms.setdefault(wrap(edge.label, sizes.label, width, most=most), 30.0 + width / most / 10)
    spots: list[tuple[float, Rect, tuple[str, ...]]] = []
    x0 = line[0][0]
    start = 0.0 if mark_place(edge, line) is None else 2 * MARK
    if len(line) == 2 and line[0][1] == line[1][1]:
        spots += _astride(edge, line, sizes)
    for lines, price in forms.items():
        wide = max(text_width(t, sizes.label) for t in lines) + 1.0
        tall = sizes.label * 1.08 * len(lines)
        gone = 0.0
        for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(line)):
            length = abs(x2 - x1) + abs(y2 - y1)
            first = start + 0.5 if number == 0 else 0.5
            steps = int((length - first) / 2.0)
            for step in range(min(max(steps, 0), 60)):
                along = first + 2.0 * step
                share = along / length
                x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
                base = price + (gone + along) * 0.08 + number * 1.5
                if y1 == y2:
                    left = x if x2 > x1 else x - wide
                    for k, at in enumerate((left, x - wide / 2)):
                        over = max(0.0, wide - length) * 0.2
                        spots.append(
                            (base + k * 0.4 + over, (at, y - tall - BESIDE + 0.8, at + wide, y - BESIDE + 0.8), lines)
                        )
                        spots.append(
                            (base + k * 0.4 + over + 0.2, (at, y + BESIDE, at + wide, y + BESIDE + tall), lines)
                        )
                else:
                    for k, top in enumerate((y if y2 > y1 else y - tall, y - tall / 2)):
                        # Away from where it comes from is clearer than between its line and the next.
                        right, left = (base + k * 0.3 + (1.5 if side else 0.0) for side in (x < x0 - 1, x > x0 + 1))
                        spots.append((right, (x + BESIDE, top, x + BESIDE + wide, top + tall), lines))
                        spots.append((left + 0.2, (x - BESIDE - wide, top, x - BESIDE, top + tall), lines))
            gone += length
    return spots


def _astride(edge: Edge, line: Sequence[Point], sizes: Sizes) -> list[tuple[float, Rect, tuple[str, ...]]]:
    """Above or below a short straight hop, in the middle of it."""
    (x1, y), (x2, _) = line[0], line[1]
    room = abs(x2 - x1) - 1.4
    lines = wrap(edge.label, sizes.label, room, most=4)
    wide = max(text_width(t, sizes.label) for t in lines)
    tall = sizes.label * 1.08 * len(lines)
    left = (x1 + x2) / 2 - wide / 2
    if wide > room + 0.5:
        return []
    return [
        (-5.0, (left, y - tall - CLEAR, left + wide, y - CLEAR), lines),
        (-4.0, (left, y + CLEAR, left + wide, y + CLEAR + tall), lines),
    ]


def _length(line: Sequence[Point]) -> float:
    return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(line))


def _gap(a: Rect, b: Rect) -> float:
    """How far two rectangles are apart."""
    across, down = max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0)
    return sqrt(across * across + down * down)


def _grown(rect: Rect, by: float) -> Rect:
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


def _meets(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
