"""A composed page to the strips of it that slides show: one that holds all, or several whose text can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pathways.diagram import Drawing
from pathways.diagram.compose import Page
from pathways.diagram.cuts import cuts
from pathways.diagram.printing import LEAST_TEXT_PT
from pathways.diagram.slices import slices
from pathways.diagram.svg import lane_names

Paper = tuple[float, float]
Point = tuple[float, float]
WIDE: Final[Paper] = (960.0, 540.0)
A4: Final[Paper] = (595.3, 841.9)
MARGIN: Final = 20.0
TITLE: Final = 34.0  # height of title and subtitle
FOOT: Final = 24.0
LARGEST: Final = 1.6  # a small pathway is not blown up further
SPARE: Final = 7.0  # beyond a cut, for the heads of arrows that end there
_TRIES: Final = 8


@dataclass(frozen=True)
class Strip:
    """From where to where along time, in points of the page; the whole page has one.

    States and words belong to just one; lanes and arrows are shown a little beyond, from `first` to `last`.
    """

    low: float
    high: float
    first: float
    last: float

    def holds(self, at: float) -> bool:
        return self.low <= at < self.high

    def shows(self, at: float) -> bool:
        return self.first <= at <= self.last


@dataclass(frozen=True)
class Slides:
    """How a page lies on slides: all strips by the same scale."""

    page: Page
    paper: Paper
    scale: float
    strips: tuple[Strip, ...]

    @property
    def text_size_pt(self) -> float:
        return round(self.page.sizes.small * self.scale, 1)


def on_slides(page: Page, paper: Paper) -> Slides:
    """On one slide, if its smallest text can be read there; else on as few as it takes, as large as these allow."""
    extent = page.geometry.extent
    across, along = _rooms(page, paper)
    whole = min(LARGEST, across, along / (header(page) + extent))
    least = LEAST_TEXT_PT / page.sizes.small
    if whole >= least or across <= whole:
        return Slides(page, paper, whole, (Strip(0.0, extent, 0.0, extent),))
    low, high = min(least, across), min(LARGEST, across)
    found = _strips(page, along, low)
    for _ in range(_TRIES):  # as large as so many slides allow
        middle = (low + high) / 2
        tried = _strips(page, along, middle)
        if len(tried) <= len(found):
            low, found = middle, tried
        else:
            high = middle
    longest = max(strip.last - strip.first for strip in found)  # one row may be taller than a slide
    return Slides(page, paper, min(low, along / (header(page) + longest)), found)


def header(page: Page) -> float:
    """What the lanes' names take along time."""
    if page.sizes.landscape:
        return page.sizes.header
    return max(map(len, lane_names(page))) * page.sizes.text * page.sizes.leading + 9.0


def _rooms(page: Page, paper: Paper) -> tuple[float, float]:
    """By how much the lanes fill the slide across time, and how long it is along it."""
    wide, tall = paper[0] - 2 * MARGIN, paper[1] - 2 * MARGIN - TITLE - FOOT
    if page.sizes.landscape:
        return tall / page.geometry.height, wide
    return wide / page.geometry.width, tall


def _strips(page: Page, along: float, scale: float) -> tuple[Strip, ...]:
    geometry = page.geometry
    lanes = Drawing(
        "", "", geometry.width, geometry.height, 0.0, cuts=cuts(page, 0.0), is_landscape=geometry.is_landscape
    )
    room = along / scale - header(page) - SPARE
    whole = geometry.extent
    found = slices(lanes, top=0.0, first=room, room=room - SPARE)
    ends = [(one.top, one.top + one.height) for one in found] or [(0.0, whole)]
    return tuple(Strip(low, high, max(low - SPARE, 0.0), min(high + SPARE, whole)) for low, high in ends)


@dataclass(frozen=True)
class Stretch:
    """What of an arrow is on a strip, and whether it begins and ends there."""

    points: tuple[Point, ...]
    has_start: bool
    has_end: bool


def stretches(
    points: Sequence[Point], strip: Strip, axis: int, shown: tuple[bool, bool] = (True, True)
) -> Iterator[Stretch]:
    """What of an arrow of straight stretches lies on a strip.

    Parameters
    ----------
    axis
        The co-ordinate that runs along time.
    shown
        Whether the states at its beginning and at its end are on the strip.
    """
    runs: list[list[Point]] = []
    at: Point | None = None
    for a, b in pairwise(points):
        enters, leaves = _within(a, b, strip, axis), _within(b, a, strip, axis)
        if enters is None or leaves is None:
            continue
        if at != enters:
            runs.append([enters])
        runs[-1].append(leaves)
        at = leaves
    for run in runs:
        is_first, is_last = run[0] == points[0], run[-1] == points[-1]
        starts, ends = shown[0] and is_first, shown[1] and is_last
        if not (starts or ends or any(strip.holds(point[axis]) for point in run)):
            continue  # it belongs to the strip beside
        if is_first and not starts:
            run[0] = _to_edge(run[0], run[1], strip, axis)
        if is_last and not ends:
            run[-1] = _to_edge(run[-1], run[-2], strip, axis)
        yield Stretch(tuple(run), starts, ends)


def _to_edge(end: Point, before: Point, strip: Strip, axis: int) -> Point:
    """The end of an arrow at a state that is on the strip beside: where it would leave this one."""
    if end[axis] == before[axis]:
        return end
    at = strip.first if end[axis] < before[axis] else strip.last
    return (at, end[1]) if axis == 0 else (end[0], at)


def _within(a: Point, b: Point, strip: Strip, axis: int) -> Point | None:
    """Where one who goes from `a` to `b` is first on the strip."""
    if strip.shows(a[axis]):
        return a
    at = strip.first if a[axis] < strip.first else strip.last
    if min(a[axis], b[axis]) >= at or max(a[axis], b[axis]) <= at:
        return None
    return (at, a[1]) if axis == 0 else (a[0], at)
