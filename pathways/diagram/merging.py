"""Arrows that share their last stretch to arrows that are drawn once there.

Two dashed lines on top of each other would look solid, and two arrowheads blurred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.diagram.model import Edge

Point = tuple[float, float]
NEAR = 0.05


@dataclass(frozen=True)
class Stroke:
    """What is drawn of an arrow: all of it, or as far as where it `joins` another (then without a head)."""

    edge: Edge
    points: tuple[Point, ...]
    has_head: bool
    joins: Point | None = None


def strokes(edges: Sequence[Edge], arrows: Sequence[tuple[Point, ...]], bend: float) -> tuple[Stroke, ...]:
    """One stroke for each arrow of a group that leads to one node.

    Parameters
    ----------
    edges, arrows
        Arrows to one node, those that others are to join first.
    bend
        How far a joining arrow goes on along the other, so that its corner is round.
    """
    found: list[Stroke] = []
    for edge, points in zip(edges, arrows):
        shared = max((shared_end(points, other) for other in arrows[: len(found)]), default=0.0)
        if shared < 1.0:
            found.append(Stroke(edge, points, True))
            continue
        joint = shortened(points, shared)[-1]
        found.append(Stroke(edge, shortened(points, max(shared - bend, 0.0)), False, joint))
    return tuple(found)


def shared_end(points: tuple[Point, ...], other: tuple[Point, ...]) -> float:
    """How far back from their common end two arrows run on the same line."""
    total = 0.0
    mine, theirs = list(points), list(other)
    while len(mine) > 1 and len(theirs) > 1 and _close(mine[-1], theirs[-1]):
        a, b = _step(mine[-1], mine[-2]), _step(theirs[-1], theirs[-2])
        if a[:2] != b[:2]:
            break
        along = min(a[2], b[2])
        total += along
        for line, step in ((mine, a), (theirs, b)):
            if step[2] - along < NEAR:
                line.pop()
            else:
                x, y = line[-1]
                line[-1] = (x + step[0] * along, y + step[1] * along)
    return total


def shortened(points: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """The arrow without the last `by` points of its length."""
    kept = list(points)
    while by > 0 and len(kept) > 1:
        dx, dy, length = _step(kept[-1], kept[-2])
        if length > by:
            kept[-1] = (kept[-1][0] + dx * by, kept[-1][1] + dy * by)
            return tuple(kept)
        by -= length
        kept.pop()
    return tuple(kept)


def _step(a: Point, b: Point) -> tuple[int, int, float]:
    """Direction and distance from one corner to the next."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    return ((dx > NEAR) - (dx < -NEAR), (dy > NEAR) - (dy < -NEAR), abs(dx) + abs(dy))


def _close(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < NEAR and abs(a[1] - b[1]) < NEAR
