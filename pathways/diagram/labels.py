"""Arrows on the page to places for their labels: near where they leave, never on a node, label or other line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pathways.diagram.geometry import Geometry
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.style import Sizes
from pathways.diagram.text import text_width, wrap

Rect = tuple[float, float, float, float]
Point = tuple[float, float]

BESIDE: Final = 2.4  # between a line and its label
CLEAR: Final = 3.6  # between an arrow's head and its label
MARK: Final = 4.2  # radius of a clock or event mark
WIDTHS: Final = (999.0, 64.0, 46.0, 34.0)


@dataclass(frozen=True)
class Label:
    """Lines of text, the box they fill, and whether the box is free of everything else."""

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
    labels: list[Label] = []
    # Those with the least room choose first.
    for group in sorted(groups.values(), key=lambda g: (max(_length(geometry.arrows[e.id]) for e in g), g[0].id)):
        tried = [_best(edge, geometry, obstacles, sizes) for edge in group]
        label = next((one for one in tried if one.is_free), next((one for one in tried if one.lines), tried[0]))
        obstacles.labels.append((label.box[0] - 4.0, label.box[1] - 0.5, label.box[2] + 4.0, label.box[3] + 0.5))
        labels.append(label)
    return tuple(sorted(labels, key=lambda label: label.edge))


class _Obstacles:
    def __init__(self, diagram: Diagram, geometry: Geometry) -> None:
        self.nodes = [
            (left - 0.6, top - 1.6, right + 0.6, bottom + 1.6)
            for left, top, right, bottom in (box.edges for box in geometry.boxes.values())
        ]
        for node in diagram.nodes:
            if node.kind in ("wait", "panel") or node.limit is not None:  # the sign on the corner
                left, top, _, _ = geometry.boxes[node.id].edges
                self.nodes.append((left - 5.0, top - 6.0, left + (10.5 if node.is_start else 4.0), top))
        self.lines: list[tuple[Rect, int]] = []
        for edge, line in zip(diagram.edges, geometry.arrows):
            half = 1.6 if edge.kind == "default" else 1.0
            for (x1, y1), (x2, y2) in pairwise(line):
                self.lines.append((_grown((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)), half), edge.id))
            (x, y), before = line[-1], line[-2]
            flat = before[1] == y
            reach = 7.0
            left, top = (
                (x - reach if before[0] < x else x, y - 3.4) if flat else (x - 3.4, y - reach if before[1] < y else y)
            )
            right, bottom = (left + reach, top + 6.8) if flat else (left + 6.8, top + reach)
            self.lines.append(((left, top, right, bottom), edge.id))
            mark = mark_place(edge, line)
            if mark is not None:
                self.nodes.append(_grown((*mark, *mark), MARK + 0.8))
        for frame in geometry.frames:
            for x in (frame.left, frame.right):
                self.lines.append((_grown((x, frame.top, x, frame.bottom), 0.8), -1))
        self.labels: list[Rect] = []
        self.page = (1.0, 0.5, geometry.width - 1.0, geometry.height - 0.5)

    def hard(self, box: Rect) -> bool:
        """Whether the box meets a node, a label or the edge of the page."""
        page = self.page
        if box[0] < page[0] or box[1] < page[1] or box[2] > page[2] or box[3] > page[3]:
            return True
        return any(_meets(box, other) for other in self.nodes) or any(_meets(box, other) for other in self.labels)

    def lines_hit(self, box: Rect) -> int:
        return sum(_meets(box, line) for line, _ in self.lines)


def _best(edge: Edge, geometry: Geometry, obstacles: _Obstacles, sizes: Sizes) -> Label:
    """The cheapest free place; failing that, one over a line; failing that, no lines at all."""
    line = geometry.arrows[edge.id]
    spots = sorted(_spots(edge, line, sizes), key=lambda spot: spot[0])
    fallback: tuple[float, Label] | None = None
    for price, box, lines in spots:
        if obstacles.hard(box):
            continue
        hits = obstacles.lines_hit(box)
        if hits == 0:
            return Label(edge.id, lines, box)
        if fallback is None or price + 60 * hits < fallback[0]:
            fallback = (price + 60 * hits, Label(edge.id, lines, box, is_free=False))
    # A label on top of a state could not be read: better none, and the text version has it.
    return fallback[1] if fallback is not None else Label(edge.id, (), (0.0, 0.0, 0.0, 0.0), is_free=False)


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


def _grown(rect: Rect, by: float) -> Rect:
    return (rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by)


def _meets(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
