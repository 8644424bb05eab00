"""Finished pictures to figures of how easy they are to read, whoever drew them: counted from points alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil
from typing import Final

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # left, top, right, bottom

PAGE: Final = (482.0, 728.0)  # points of an A4 page between margins of 2 cm
TOUCH: Final = 0.5  # points by which two things must overlap before anybody sees it


@dataclass(frozen=True)
class Arrow:
    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Label:
    arrow: int
    box: Rect


@dataclass(frozen=True)
class Picture:
    """Everything in points. `wanted` counts the labels that the drawing should show."""

    width: float
    height: float
    states: Mapping[str, Rect]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...]
    wanted: int


@dataclass(frozen=True)
class Figures:
    """Smaller is better everywhere.

    Parameters
    ----------
    over_states
        Labels and arrows that lie over a state, each once for every state.
    over_labels
        Pairs of labels that overlap, and arrows that run through another arrow's label.
    unlabelled
        Labels that the drawing leaves out.
    crossings
        Points where one arrow crosses another.
    bends
        Corners of all arrows.
    shrinking
        How many times smaller than drawn it must be printed to fit an A4 page, upright or sideways; at least 1.
    pages
        A4 pages that it takes at its own size, upright or sideways. Nothing is printed beside it, so only the height
        of a page counts in parts.
    area
        Square centimetres that it covers.
    """

    states: int
    transitions: int
    over_states: int
    over_labels: int
    unlabelled: int
    crossings: int
    bends: int
    shrinking: float
    pages: float
    area: float


def figures(picture: Picture) -> Figures:
    """Every figure of a picture."""
    lines = [_simplified(arrow.points) for arrow in picture.arrows]
    boxes = [label.box for label in picture.labels]
    on_states = sum(_meet(box, state) for box in boxes for state in picture.states.values())
    through = sum(
        any(_cuts(a, b, state) for a, b in pairwise(line))
        for arrow, line in zip(picture.arrows, lines)
        for name, state in picture.states.items()
        if name not in (arrow.source, arrow.target)
    )
    on_labels = sum(_meet(one, two) for one, two in combinations(boxes, 2))
    through_labels = sum(
        any(_cuts(a, b, label.box) for a, b in pairwise(line))
        for label in picture.labels
        for number, line in enumerate(lines)
        if number != label.arrow
    )
    (narrow, tall), (w, h) = PAGE, (picture.width, picture.height)
    return Figures(
        states=len(picture.states),
        transitions=len(picture.arrows),
        over_states=on_states + through,
        over_labels=on_labels + through_labels,
        unlabelled=picture.wanted - len(boxes),
        crossings=len(set(_crossings(lines))),
        bends=sum(len(line) - 2 for line in lines),
        shrinking=max(1.0, min(max(w / narrow, h / tall), max(w / tall, h / narrow))),
        pages=min(ceil(w / narrow) * h / tall, ceil(w / tall) * h / narrow),
        area=w * h * (2.54 / 72) ** 2,
    )


def _simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Corners only: no point twice, none in the middle of a straight stretch."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) < TOUCH:
            continue
        kept.append(point)
    corners = kept[:1]
    for before, at, after in zip(kept, kept[1:], kept[2:]):
        (ax, ay), (bx, by) = (at[0] - before[0], at[1] - before[1]), (after[0] - at[0], after[1] - at[1])
        turn = abs(ax * by - ay * bx) / ((ax * ax + ay * ay) ** 0.5 * (bx * bx + by * by) ** 0.5)
        if turn > 0.02 or ax * bx + ay * by < 0:
            corners.append(at)
    return (*corners, *kept[-1:]) if len(kept) > 1 else (*corners, *corners)


def _crossings(lines: Sequence[Sequence[Point]]) -> Iterator[tuple[int, int]]:
    """Where arrows cross, to a point: both run on beyond it. Two that merge there do not cross."""
    for one, two in combinations(lines, 2):
        for a, b in pairwise(one):
            for c, d in pairwise(two):
                at = _crossing(a, b, c, d)
                if at is not None:
                    yield round(at[0]), round(at[1])


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    (ux, uy), (vx, vy) = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    across = ux * vy - uy * vx
    first, second = (ux * ux + uy * uy) ** 0.5, (vx * vx + vy * vy) ** 0.5
    if abs(across) < 1e-6 * max(first * second, 1e-9):
        return None  # they run side by side
    s = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / across
    t = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / across
    if TOUCH < s * first < first - TOUCH and TOUCH < t * second < second - TOUCH:
        return (a[0] + s * ux, a[1] + s * uy)
    return None


def _cuts(a: Point, b: Point, rect: Rect) -> bool:
    """Whether a straight stretch runs through the inside of a rectangle."""
    left, top, right, bottom = rect[0] + TOUCH, rect[1] + TOUCH, rect[2] - TOUCH, rect[3] - TOUCH
    low, high = 0.0, 1.0
    for start, step, least, most in ((a[0], b[0] - a[0], left, right), (a[1], b[1] - a[1], top, bottom)):
        if abs(step) < 1e-9:
            if not least < start < most:
                return False
            continue
        enters, leaves = sorted(((least - start) / step, (most - start) / step))
        low, high = max(low, enters), min(high, leaves)
    return low < high


def _meet(a: Rect, b: Rect) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > TOUCH and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH
