"""A table to the tables of slides: as wide as their words need, as many rows on each as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from pathways.report.column_widths import column_widths
from pathways.report.document import Cell, Table, plain_words

_EMU_A_POINT: Final = 12_700
_POINTS: Final = 12  # of letters
_LETTER: Final = 0.55 * _POINTS * _EMU_A_POINT
_LINE: Final = 1.25 * _POINTS * _EMU_A_POINT
_AROUND: Final = 8 * _EMU_A_POINT  # above and below the words of a cell
_BESIDE: Final = 14 * _EMU_A_POINT  # to the left and right of them
_HEAD, _INK = "DFE6EC", "1D2B36"


def table_widths(block: Table, width: int) -> list[int]:
    return column_widths(block, width, _LETTER)


def portions(block: Table, widths: Sequence[int], height: int) -> Iterator[Table]:
    """The table in pieces that are no higher than a slide has room for."""
    head = _height([column.title for column in block.columns], widths)
    portion: list[tuple[Cell, ...]] = []
    used = head
    for row in block.rows:
        needed = _height([plain_words(cell.words) for cell in row], widths)
        if portion and used + needed > height:
            yield Table(block.caption, block.columns, tuple(portion), block.look)
            portion, used = [], head
        portion.append(row)
        used += needed
    if portion:
        yield Table(block.caption, block.columns, tuple(portion), block.look)


def fill(table: Any, block: Table, widths: Sequence[int], words: Callable[[str], str]) -> None:
    """Fill a table of python-pptx; `words` takes out of a text what a slide cannot hold."""
    from pptx.enum.text import PP_ALIGN

    table.first_row, table.horz_banding = True, False
    for place, wide in enumerate(widths):
        table.columns[place].width = wide
    rows = [[column.title for column in block.columns], *([plain_words(c.words) for c in row] for row in block.rows)]
    for number, row in enumerate(rows):
        table.rows[number].height = int(_height(row, widths))
        for place, text in enumerate(row):
            cell = table.cell(number, place)
            cell.text = words(text)
            _colour(cell, is_head=number == 0)
            for paragraph in cell.text_frame.paragraphs:
                if block.columns[place].look == "number":
                    paragraph.alignment = PP_ALIGN.RIGHT


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    lines = [
        sum(1 + int(len(line) * _LETTER / (wide - _BESIDE)) for line in text.split("\n"))
        for text, wide in zip(texts, widths, strict=True)
    ]
    return max(lines) * _LINE + _AROUND


def _colour(cell: Any, *, is_head: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    rgb: Any = RGBColor.from_string
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(_HEAD if is_head else "FFFFFF")
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = Pt(_POINTS), "Arial", is_head
            run.font.color.rgb = rgb(_INK)
