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
    """A height in points from the top of the picture, and how many blocks of parallel branches it goes through."""

    at: float
    inside: int


def cuts(page: Page, top: float) -> tuple[Cut, ...]:
    """One cut in each space between rows, where the fewest labels, signs and arrows lie; the last is above the legend.

    `top` is where the rows begin.
    """
    geometry = page.geometry
    labels = [(label.box[1], label.box[3]) for label in page.labels if label.lines]
    labels += [(plate.box[1], plate.box[3]) for plate in page.plates]
    marks = (mark_place(edge, geometry.arrows[edge.id]) for edge in page.diagram.edges)
    labels += [(mark[1] - MARK - 1, mark[1] + MARK + 1) for mark in marks if mark is not None]
    labels += [(box.edges[1] - BADGE - 4, box.edges[1]) for box in geometry.boxes.values()]  # signs on the corners
    lines = [
        (y0 - _LINE, y0 + _LINE)
        for arrow in geometry.arrows
        for (x0, y0), (x1, y1) in pairwise(arrow)
        if y0 == y1 and x0 != x1
    ]
    found = []
    for low, high in _free(((box.edges[1], box.edges[3]) for box in geometry.boxes.values()), geometry.height):
        middle = (low + high) / 2
        places = [low + _STEP * n for n in range(1, int((high - low) / _STEP))] or [middle]
        at = min(places, key=lambda y: (_crossed(labels, y), _crossed(lines, y), abs(y - middle), y))
        found.append(Cut(top + at, sum(frame.top < at < frame.bottom for frame in geometry.frames)))
    return (*found, Cut(top + geometry.height, 0))


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
