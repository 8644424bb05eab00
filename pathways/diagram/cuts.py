"""A composed page to the heights at which it may be cut for printing: between rows, never through a shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pathways.diagram.compose import Page
from pathways.diagram.obstacles import MARK, mark_place
from pathways.diagram.shapes import BADGE

_STEP: Final = 0.5  # points between the places that are tried
_LINE: Final = 2.5  # a cut nearer than this to an arrow that runs along it cuts through it

Span = tuple[float, float]


@dataclass(frozen=True)
class Cut:
    """A height in points from the top of the picture; how many blocks, and how many labels, it goes through."""

    at: float
    inside: int
    labels: int = 0


def cuts(page: Page, top: float) -> tuple[Cut, ...]:
    """One cut in each space between rows, where the fewest labels, signs and arrows lie; the last is above the legend.

    `top` is where the rows begin. In landscape the rows are steps from left to right, and the cuts run down.
    """
    geometry = page.geometry
    low_, high_ = (0, 2) if geometry.is_landscape else (1, 3)

    def span(box: tuple[float, float, float, float]) -> Span:
        return box[low_], box[high_]

    labels = [span(label.box) for label in page.labels if label.lines]
    labels += [span(plate.box) for plate in page.plates]
    marks = (mark_place(edge, geometry.arrows[edge.id]) for edge in page.diagram.edges)
    labels += [(mark[low_] - MARK - 1, mark[low_] + MARK + 1) for mark in marks if mark is not None]
    for box in geometry.boxes.values():  # signs on the corners
        low, high = span(box.edges)
        labels.append((low - BADGE - 4, low))
        if geometry.is_landscape:
            labels.append((high, high + BADGE))
    lines = [
        (a[low_] - _LINE, a[low_] + _LINE)
        for arrow in geometry.arrows
        for a, b in pairwise(arrow)
        if a[low_] == b[low_] and a != b
    ]
    found = []
    for low, high in _free((span(box.edges) for box in geometry.boxes.values()), geometry.extent):
        middle = (low + high) / 2
        places = [low + _STEP * n for n in range(1, int((high - low) / _STEP))] or [middle]
        at = min(places, key=lambda y: (_crossed(labels, y), _crossed(lines, y), abs(y - middle), y))
        frames = [span((frame.left, frame.top, frame.right, frame.bottom)) for frame in geometry.frames]
        found.append(Cut(top + at, _crossed(frames, at), _crossed(labels, at)))
    return (*found, Cut(top + geometry.extent, 0))


def _free(shapes: Iterable[Span], height: float) -> Iterator[Span]:
    """The spaces between shapes, from top to bottom of the rows."""
    reached: float | None = None
    for low, high in sorted(shapes):
        if reached is not None and low > reached:
            yield reached, low
        reached = high if reached is None else max(reached, high)
    if reached is not None and reached < height:
        yield reached, height


def _crossed(spans: Iterable[Span], y: float) -> int:
    return sum(low < y < high for low, high in spans)
