"""Arrows into one node to the stretches of them and how wide each is: where arrows have joined, as wide as together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pathways.diagram.merging import Point, shared_end, shortened

Line = tuple[tuple[Point, ...], float]  # corners, and the width
LEAST = 1.0  # what is shared of two arrows that have joined


def stretches(arrows: Sequence[tuple[Point, ...]], widths: Sequence[float], bend: float) -> tuple[Line, ...]:
    """The lines to draw, narrow ones first.

    Parameters
    ----------
    bend
        How far a line goes on along the wider one that it joins, so that its corner is round.
    """
    found: dict[Line, None] = {}
    for number, arrow in enumerate(arrows):
        joined = [(shared_end(arrow, other), wide) for other, wide in zip(arrows, widths)]
        joined = [one for place, one in enumerate(joined) if place != number and one[0] >= LEAST]
        starts = [length(arrow), *sorted({far for far, _ in joined}, reverse=True)]
        for start, stop in zip(starts, [*starts[1:], bend]):
            wide = widths[number] + sum(more for far, more in joined if far >= start)
            found[between(arrow, start, stop - bend), round(wide, 2)] = None
    return tuple(sorted(found, key=lambda line: line[1]))


def between(points: tuple[Point, ...], start: float, stop: float) -> tuple[Point, ...]:
    """The part of a line from `start` to `stop`, both in points before its end."""
    head = shortened(points, max(stop, 0.0))
    return shortened(head[::-1], length(points) - start)[::-1]


def length(points: tuple[Point, ...]) -> float:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
