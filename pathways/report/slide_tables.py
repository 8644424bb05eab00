"""A table to the tables of slides: as wide as their words need, as many rows on each as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathways.report.column_widths import column_widths
from pathways.report.document import Cell, Table, plain_words

_EMU_A_POINT: Final = 12_700
_SIZES: Final = (16, 14, 12)  # of letters, in points
_LETTER: Final = 0.55  # as wide as so much of their size
_LINE: Final = 1.25
_AROUND: Final = 8 * _EMU_A_POINT  # above and below the words of a cell
_BESIDE: Final = 14 * _EMU_A_POINT  # to the left and right of them
_HEAD, _INK = "DFE6EC", "1D2B36"


@dataclass(frozen=True)
class Laid:
    """A table in pieces that are no higher than a slide has room for; widths in EMU, the size of letters in points."""

    pieces: tuple[Table, ...]
    widths: tuple[int, ...]
    points: int


def laid(block: Table, width: int, height: int) -> Laid:
    """A table in letters as large as leave it on one slide, or on several in the smallest."""
    for points in _SIZES:
        widths = tuple(column_widths(block, width, _LETTER * points * _EMU_A_POINT))
        found = Laid(tuple(_portions(block, widths, height, points)), widths, points)
        if len(found.pieces) == 1:
            break
    return found


def _portions(block: Table, widths: Sequence[int], height: int, points: int) -> Iterator[Table]:
    head = _height([column.title for column in block.columns], widths, points)
    portion: list[tuple[Cell, ...]] = []
    used = head
    for row in block.rows:
        needed = _height([plain_words(cell.words) for cell in row], widths, points)
        if portion and used + needed > height:
            yield Table(block.caption, block.columns, tuple(portion), block.look)
            portion, used = [], head
        portion.append(row)
        used += needed
    if portion:
        yield Table(block.caption, block.columns, tuple(portion), block.look)


def fill(table: Any, block: Table, as_laid: Laid, words: Callable[[str], str]) -> None:
    """Fill a table of python-pptx with a piece of one; `words` takes out of a text what a slide cannot hold."""
    from pptx.enum.text import PP_ALIGN

    table.first_row, table.horz_banding = True, False
    for place, wide in enumerate(as_laid.widths):
        table.columns[place].width = wide
    rows = [[column.title for column in block.columns], *([plain_words(c.words) for c in row] for row in block.rows)]
    for number, row in enumerate(rows):
        table.rows[number].height = int(_height(row, as_laid.widths, as_laid.points))
        for place, text in enumerate(row):
            cell = table.cell(number, place)
            cell.text = words(text)
            _colour(cell, as_laid.points, is_head=number == 0)
            for paragraph in cell.text_frame.paragraphs:
                if block.columns[place].look == "number":
                    paragraph.alignment = PP_ALIGN.RIGHT


def _height(texts: Sequence[str], widths: Sequence[int], points: int) -> float:
    letter = _LETTER * points * _EMU_A_POINT
    lines = [
        sum(1 + int(len(line) * letter / (wide - _BESIDE)) for line in text.split("\n"))
        for text, wide in zip(texts, widths, strict=True)
    ]
    return max(lines) * _LINE * points * _EMU_A_POINT + _AROUND


def _colour(cell: Any, points: int, *, is_head: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    rgb: Any = RGBColor.from_string
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(_HEAD if is_head else "FFFFFF")
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = Pt(points), "Arial", is_head
            run.font.color.rgb = rgb(_INK)
