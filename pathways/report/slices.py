"""A drawing too tall for one page of the printed report to slices that each fit one."""

from __future__ import annotations

from typing import Final

from pathways.diagram import Drawing
from pathways.diagram.slices import Slice
from pathways.diagram.slices import slices as cut_up

TALLEST: Final = 1.40  # height over width of what a printed A4 page takes
HEADING: Final = 0.12  # of it, what the heading above the first slice needs
SHRUNK: Final = 0.87  # a slice may be printed this much smaller: its text is then still 7 points high


def slices(drawing: Drawing) -> tuple[Slice, ...]:
    """The drawing without its title in slices; none where it fits one page."""
    first, room = ((TALLEST - less) * drawing.width_pt for less in (HEADING, 0.0))
    return cut_up(drawing, top=drawing.heading_pt, first=first, room=room, shrunk=SHRUNK)
