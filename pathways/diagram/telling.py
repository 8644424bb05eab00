"""An overlay's words to SVG: paragraphs under the title, and columns of them below the lanes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pathways.diagram.compose import Page
from pathways.diagram.markup import text
from pathways.diagram.overlay import Note
from pathways.diagram.plates import TALL, paint_plate, size
from pathways.diagram.text import wrap

SIZE: Final = 8.0  # of the paragraphs under the title
BETWEEN: Final = 16.0  # columns
AFTER: Final = 3.2  # a paragraph
BEFORE: Final = 3.6  # a heading that is not the first
MARGIN: Final = 2.0

Painted = tuple[str, float]


def heading(page: Page, top: float) -> Painted:
    """The paragraphs under the title, and where they end."""
    if not page.overlay.heading:
        return "", top
    return _column(page.overlay.heading, 0.0, top + 4.0, page.reading_width, SIZE)


def columns(page: Page, top: float) -> Painted:
    """The columns below the lanes, and where the longest of them ends."""
    told = [column for column in page.overlay.columns if column]
    if not told:
        return "", top
    wide = (page.reading_width - 2 * MARGIN - BETWEEN * (len(told) - 1)) / len(told)
    painted = [
        _column(column, MARGIN + number * (wide + BETWEEN), top + 8.0, wide, page.sizes.text)
        for number, column in enumerate(told)
    ]
    return "".join(part for part, _ in painted), max(bottom for _, bottom in painted)


def _column(notes: Sequence[Note], left: float, top: float, wide: float, letters: float) -> Painted:
    """Paragraphs one below the other, their badges hanging before them."""
    hanging = max((size(note.badge)[0] + 4.0 for note in notes if note.badge is not None), default=0.0)
    leading, y, out = letters * 1.2, top, []
    for note in notes:
        start = left + (hanging if note.badge is not None else 0.0)
        is_heading = note.is_bold and note.badge is None
        if is_heading and y > top:
            y += BEFORE
        if note.badge is not None:
            plate_wide, plate_tall = size(note.badge)
            out.append(paint_plate(note.badge, start - 4.0 - plate_wide, y + (leading - plate_tall) / 2))
        weight = {"font_weight": "bold"} if note.is_bold else {}
        lines = wrap(note.words, letters, left + wide - start, bold=note.is_bold, most=40, balanced=is_heading)
        for number, line in enumerate(lines):
            out.append(text(line, start, y + leading * (number + 1) - letters * 0.3, letters, **weight))
        y += max(leading * len(lines), TALL) + AFTER
    return "".join(out), y
