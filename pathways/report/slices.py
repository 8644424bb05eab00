"""A drawing too tall for one printed page to slices that each fit one, the lanes named again at the top of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from pathways.diagram import Drawing

TALLEST: Final = 1.40  # height over width of what a printed A4 page takes
HEADING: Final = 0.12  # of it, what the heading above the first slice needs
SHRUNK: Final = 0.87  # a slice may be printed this much smaller: its text is then still 7 points high


@dataclass(frozen=True)
class Slice:
    """A strip of the drawing from `top`, `height` high; `header` is how high the lanes' names above it are (or 0)."""

    top: float
    height: float
    header: float


def slices(drawing: Drawing) -> tuple[Slice, ...]:
    """The drawing without its title in slices; none where it fits one page.

    Cut only where the drawing may be cut, outside blocks of parallel branches wherever a page can hold the block. Then
    as few pages as possible, and as little smaller as possible; what is short comes last.
    """
    ends = [cut.at for cut in drawing.cuts if cut.at < drawing.height_pt] + [drawing.height_pt]
    inside = [cut.inside for cut in drawing.cuts if cut.at < drawing.height_pt] + [0]

    @cache
    def best(start: int) -> tuple[tuple[int, int, float, float], tuple[Slice, ...]]:
        """The slices from the cut of this number on (0: the top), and what is to be said against them."""
        top = ends[start - 1] if start else drawing.heading_pt
        header = drawing.header_pt if start else 0.0
        room = (TALLEST - (0.0 if start else HEADING)) * drawing.width_pt
        found: list[tuple[tuple[int, int, float, float], tuple[Slice, ...]]] = []
        for number in range(start, len(ends)):
            height = ends[number] - top
            if number > start and header + height > room / SHRUNK:
                break  # (a single row taller than a page is printed as small as it has to be)
            piece = Slice(top, height, header)
            smaller = max(0.0, (header + height) / room - 1.0)
            if number == len(ends) - 1:
                found.append(((0, 1, smaller, height), (piece,)))
                continue
            (opened, pages, shrink, last), rest = best(number + 1)
            found.append(((opened + inside[number], pages + 1, shrink + smaller, last), (piece, *rest)))
        return min(found, key=lambda one: one[0])

    pieces = best(0)[1]
    return pieces if len(pieces) > 1 else ()
