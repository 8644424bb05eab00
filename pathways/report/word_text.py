"""Text and tables to the markup of Word: paragraphs of named styles, runs with their looks, marked heading rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pathways.report.column_widths import column_widths
from pathways.report.document import Cell, Run, Table, Words

_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COLOURS: Final = {
    "soft": "4A5660",
    "broken": "A3195B",
    "departed": "7A5300",
    "undecided": "7A5300",
    "holds": "1E6B3A",
    "none": "4A5660",
}
_BOLD: Final = ("strong", "broken", "departed", "undecided", "holds")
_LETTER: Final = 95  # what a letter of a cell takes, in twentieths of a point


def paragraph(
    words: Words,
    style: str,
    anchors: Callable[[str], str],
    *,
    properties: str = "",
    bookmark: tuple[int, str] | None = None,
) -> str:
    """A paragraph.

    Parameters
    ----------
    style : the id of a style.
    anchors : the bookmark of a section's name.
    properties : markup of what else the paragraph is, such as a page break before it.
    bookmark : its number and name.
    """
    inner = "".join(runs(words, anchors))
    if bookmark is not None:
        number, name = bookmark
        inner = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    return f'<w:p xmlns:w="{_SPACE}"><w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>{inner}</w:p>'


def runs(words: Words, anchors: Callable[[str], str], look: str = "") -> Iterator[str]:
    """The runs of a paragraph, all of them also in `look`."""
    for run in (Run(words),) if isinstance(words, str) else words:
        made = _run(run, look)
        yield f'<w:hyperlink w:anchor="{anchors(run.link)}" w:history="1">{made}</w:hyperlink>' if run.link else made


def _run(run: Run, look: str) -> str:
    if run.text == "\n":
        return "<w:r><w:br/></w:r>"
    looks = f"{run.look} {look}".split()
    made = ""
    if "code" in looks:
        made += '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
    if any(name in _BOLD for name in looks):
        made += "<w:b/>"
    colour = next((_COLOURS[name] for name in looks if name in _COLOURS), None)
    if run.link:
        colour = "00558C"
    if colour:
        made += f'<w:color w:val="{colour}"/>'
    if "small" in looks:
        made += '<w:sz w:val="15"/><w:szCs w:val="15"/>'
    return f'<w:r><w:rPr>{made}</w:rPr><w:t xml:space="preserve">{clean(run.text)}</w:t></w:r>'


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\t\n"))


def table(block: Table, style: str, cell_style: str, width: int, anchors: Callable[[str], str]) -> str:
    """A table of a width in twentieths of a point; its first row is a heading that every page repeats."""
    widths = column_widths(block, width, _LETTER)
    heads = tuple(Cell(column.title) for column in block.columns)
    looks = tuple(column.look for column in block.columns)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)

    def row(cells: Sequence[Cell], *, is_head: bool) -> str:
        made = ""
        for cell, wide, look in zip(cells, widths, looks, strict=True):
            inner = "".join(runs(cell.words, anchors, cell.look))
            named = f"<w:pStyle w:val={quoteattr(cell_style)}/>{_keep(is_head)}{_right(look)}"
            held = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
            made += f"<w:tc>{held}<w:p><w:pPr>{named}</w:pPr>{inner}</w:p></w:tc>"
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{head}{made}</w:tr>"

    return (
        f'<w:tbl xmlns:w="{_SPACE}"><w:tblPr><w:tblStyle w:val={quoteattr(style)}/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={quoteattr(block.caption)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{row(heads, is_head=True)}{''.join(row(cells, is_head=False) for cells in block.rows)}</w:tbl>"
    )


def _keep(is_head: bool) -> str:
    return "<w:keepNext/>" if is_head else ""


def _right(look: str) -> str:
    return '<w:jc w:val="right"/>' if look == "number" else ""
