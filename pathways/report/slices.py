"""A drawing too tall for one printed page to slices that each fit one, the lanes named again at the top of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

TALLEST: Final = 1.40  # height over width of what a printed A4 page takes
_HEADING: Final = 0.10  # of it, what the heading above the first slice needs
_OVERLAP: Final = 40.0  # points shown twice where a cut has to go through a shape
_HEADER: Final = 15.4  # points of lane names above the drawing proper
_SIZE: Final = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_SHIFT: Final = re.compile(r'<g transform="translate\(0 ([0-9.]+)\)">')
_NODE: Final = re.compile(
    r'<g class="node">(?:<rect [^>]*?\by="([0-9.-]+)"[^>]*?height="([0-9.]+)"|<\w+ points="([^"]+)")'
)


@dataclass(frozen=True)
class Slice:
    """A strip of the drawing from `top`, `height` high, below the lane names (`header` high, ending at `below`)."""

    top: float
    height: float
    header: float
    below: float


def slices(svg: str) -> tuple[float, tuple[Slice, ...]]:
    """The drawing's width, and its slices; none where it fits one page."""
    size = _SIZE.search(svg)
    if size is None or float(size[2]) <= (TALLEST - _HEADING) * float(size[1]):
        return 0.0, ()
    width, height = float(size[1]), float(size[2])
    shift = float(found[1]) if (found := _SHIFT.search(svg)) else 0.0
    shapes = [(top + shift, bottom + shift) for top, bottom in _shapes(svg)]
    cut: list[Slice] = []
    top = 0.0
    while True:
        header = _HEADER if cut and shift else 0.0
        room = (TALLEST - (0.0 if cut else _HEADING)) * width - header
        if height - top <= room:
            cut.append(Slice(top, height - top, header, shift))
            return width, tuple(cut)
        bottom, crossed = _best_cut(shapes, top + 0.6 * room, top + room)
        cut.append(Slice(top, bottom - top, header, shift))
        top = bottom - (_OVERLAP if crossed else 0.0)


def _best_cut(shapes: list[tuple[float, float]], highest: float, lowest: float) -> tuple[float, int]:
    """The lowest place that goes through the fewest shapes, and how many."""
    places = [lowest - step for step in range(int(lowest - highest))]
    crossed = [sum(top < place < bottom for top, bottom in shapes) for place in places]
    fewest = min(crossed)
    return places[crossed.index(fewest)], fewest


def _shapes(svg: str) -> list[tuple[float, float]]:
    found = []
    for y, height, points in _NODE.findall(svg):
        if points:
            ys = [float(pair.partition(",")[2]) for pair in points.split()]
            found.append((min(ys), max(ys)))
        else:
            found.append((float(y), float(y) + float(height)))
    return found
