"""A document to an Excel workbook: a sheet for each part, numbers as numbers, charts of Excel's own, and no formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pathways.exchange.office import MAKER, MOMENT, brief, repacked
from pathways.report.document import (
    SYNTHETIC_PAGE,
    Block,
    Bullets,
    Card,
    Chart,
    Document,
    Facts,
    Fold,
    Heading,
    IntervalChart,
    Paragraph,
    Picture,
    Point,
    RunChart,
    Section,
    Table,
    Words,
    plain_words,
)
from pathways.report.excel_cells import Formats, sheet_names, spread
from pathways.report.pictures import DPI, painted, size_in_points

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_WIDTH, _WIDTH, _WIDE = 64, 16, 44  # of columns, as Excel counts it
_LONG: Final = 40  # letters that make a column wide
_FIRST_LETTERS: Final = 76  # what then fits
_MOST_COLUMNS: Final = 6  # of a table, before its intervals have columns of their own
_CHART_COLUMNS: Final = 5  # that a chart lies over
_NUMBERS: Final = 11  # the column from which a chart's numbers stand
_AFTER: Final = {"indent": 1}  # of text after a column of numbers, which stand at the right
_LINE_POINTS: Final = 13
_TOP: Final = 2  # rows that stay: the title, and that figures are synthetic
_NEAR: Final = 8  # a table's heading stays too if it is no lower than this


def to_excel(document: Document) -> bytes:
    """The whole document as a workbook."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(made, _OPTIONS)
    book.set_properties(
        {
            "title": brief(document.title),
            "subject": brief(document.about),
            "author": MAKER,
            "created": MOMENT,
            "comments": SYNTHETIC_PAGE,
        }
    )
    formats = Formats(book)
    names = sheet_names(document)
    sheets = [book.add_worksheet(name) for name in ("Contents", *names)]
    _contents(sheets[0], document, names, formats)
    for sheet, name, section in zip(sheets[1:], names, document.sections, strict=True):
        _Sheet(book, sheet, name, formats).section(section)
    book.close()
    return repacked(made.getvalue())


def _contents(sheet: Any, document: Document, names: Sequence[str], formats: Formats) -> None:
    _prepare(sheet, document.title, formats)
    sheet.fit_to_pages(1, 0)
    row = _TOP + 1
    for paragraph in document.front:
        words = plain_words(paragraph.words)
        formats.write(sheet, row, 0, words, formats.wrapped)
        sheet.set_row(row, _LINE_POINTS * _lines(words, _FIRST_LETTERS) + 2)
        row += 1
    for name, section in zip(names, document.sections, strict=True):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats.link, string=section.title)
        formats.write(sheet, row, 1, name, formats.soft)
        row += 1


def _prepare(sheet: Any, title: str, formats: Formats) -> None:
    formats.write(sheet, 0, 0, title, formats.title)
    formats.write(sheet, 1, 0, SYNTHETIC_PAGE, formats.synthetic)
    sheet.set_column(0, 0, _FIRST_WIDTH)
    sheet.set_column(1, 40, _WIDTH)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_footer(f"&L{SYNTHETIC_PAGE}&R&P / &N")
    sheet.hide_gridlines(1)
    sheet.freeze_panes(_TOP, 1)


class _Sheet:
    """One part on one sheet, from the top down."""

    def __init__(self, book: Any, sheet: Any, name: str, formats: Formats) -> None:
        self.book, self.sheet, self.name, self.formats = book, sheet, name, formats
        self.row = 0
        self.wide: set[int] = set()

    def section(self, section: Section) -> None:
        _prepare(self.sheet, section.title, self.formats)
        self.row = _TOP
        found = [block for block in section.all_blocks() if isinstance(block, Table)]
        tables = [part for table in found for part in table.split(_MOST_COLUMNS)]
        self.set_widths(tables)
        if all(len(spread(table)[0]) <= _NUMBERS for table in tables):
            self.sheet.fit_to_pages(1, 0)
        for block in section.blocks:
            if tables and block is tables[0] and len(tables) == 1 and self.row <= _NEAR:
                self.sheet.freeze_panes(self.row + 2, 1)
                self.sheet.repeat_rows(self.row + 1)
            self.block(block)
        if any(isinstance(block, Chart) for block in section.all_blocks()):  # whose numbers stand beside it, unprinted
            wide = max([_CHART_COLUMNS, *(len(spread(table)[0]) for table in tables)])
            self.sheet.print_area(0, 0, self.row, min(wide, _NUMBERS) - 1)

    def set_widths(self, tables: Sequence[Table]) -> None:
        """Columns of long texts are wider, so that their rows are no towers."""
        for table in tables:
            for column, cells in enumerate(zip(*spread(table)[1], strict=True)):
                texts = [cell for cell in cells if isinstance(cell, str)]
                if column and max(map(len, texts), default=0) > _LONG:
                    self.wide.add(column)
                    self.sheet.set_column(column, column, _WIDE)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.row += 1
                self.line(block.text, self.formats.heading)
            case Paragraph(look="text"):
                for line in plain_words(block.words).splitlines():
                    self.line(line, {**self.formats.soft, **self.formats.wrapped})
            case Paragraph():
                self.line(block.words, self.formats.of(block.look))
            case Bullets():
                for place, item in enumerate(block.items, 1):
                    sign = f"{place}." if block.is_ordered else "\u2022"
                    self.line(f"{sign} {plain_words(item)}", self.formats.wrapped)
            case Facts():
                for name, fact in block.pairs:
                    self.line(f"{name}: {fact}", self.formats.wrapped)
            case Card() | Fold():
                if isinstance(block, Fold):
                    self.line(block.summary, self.formats.strong)
                for inner in block.blocks:
                    self.block(inner)
            case Table():
                for part in block.split(_MOST_COLUMNS):
                    self.table(part)
            case Picture():
                self.picture(block)
            case IntervalChart():
                self.intervals(block)
            case RunChart():
                self.run(block)

    def line(self, words: Words, form: Any) -> None:
        self.formats.write(self.sheet, self.row, 0, plain_words(words), form)
        if form.get("text_wrap"):
            self.high(plain_words(words))
        self.row += 1

    def high(self, *cells: str) -> None:
        """Make the row as high as its cells need: not every program does so by itself."""
        lines = [_lines(cell, self.letters(place)) for place, cell in enumerate(cells)]
        if max(lines, default=1) > 1:
            self.sheet.set_row(self.row, _LINE_POINTS * max(lines) + 2)

    def letters(self, column: int) -> int:
        """How many letters fit a line of a column."""
        return _FIRST_LETTERS if column == 0 else _WIDE if column in self.wide else _WIDTH

    def table(self, block: Table) -> None:
        heads, rows = spread(block)
        self.line(block.caption, self.formats.strong)
        for column, head in enumerate(heads):
            is_number = any(isinstance(row[column], float) for row in rows)
            beside = {"align": "right"} if is_number else _AFTER if column else {}
            self.formats.write(self.sheet, self.row, column, head, {**self.formats.head, **beside})
        self.high(*heads)
        self.row += 1
        for row in rows:
            self.high(*(value if isinstance(value, str) else "" for value in row))
            for column, value in enumerate(row):
                if isinstance(value, float):
                    self.sheet.write_number(self.row, column, value, self.formats.number(value))
                elif value:
                    look = {**self.formats.wrapped, **_AFTER} if column else self.formats.wrapped
                    self.formats.write(self.sheet, self.row, column, value, look)
            self.row += 1
        self.row += 1

    def picture(self, block: Picture) -> None:
        svg = block.drawing.svg
        scale = 96 / DPI
        self.sheet.insert_image(
            self.row,
            0,
            f"{block.name}.png",
            {
                "image_data": io.BytesIO(painted(svg)),
                "x_scale": scale,
                "y_scale": scale,
                "description": block.alt,
                "object_position": 3,
            },
        )
        self.row += int(size_in_points(svg)[1] / 15) + 2

    def intervals(self, block: IntervalChart) -> None:
        """A chart that Excel draws, from numbers that stand beside it."""
        first = self.row + 1
        for place, label in enumerate(block.labels):
            self.formats.write(self.sheet, first + place, _NUMBERS, label, self.formats.plain)
        last = first + len(block.labels) - 1
        chart = self.book.add_chart({"type": "bar"})
        for number, series in enumerate(block.series):
            column = _NUMBERS + 1 + 3 * number
            for head, at in ((series, column), (f"{series}, below", column + 1), (f"{series}, above", column + 2)):
                self.formats.write(self.sheet, self.row, at, head, self.formats.head)
            for place, points in enumerate(block.points):
                for at, value in enumerate(_reach(points[number])):
                    self.sheet.write_number(first + place, column + at, value, self.formats.number(value))
            chart.add_series(
                {
                    "name": [self.name, self.row, column],
                    "categories": [self.name, first, _NUMBERS, last, _NUMBERS],
                    "values": [self.name, first, column, last, column],
                    "gap": 60,
                    "y_error_bars": {
                        "type": "custom",
                        "plus_values": [self.name, first, column + 2, last, column + 2],
                        "minus_values": [self.name, first, column + 1, last, column + 1],
                    },
                }
            )
        chart.set_title({"name": block.title, "overlay": False})
        chart.set_x_axis({"name": block.axis})
        chart.set_y_axis({"reverse": True})
        self.insert(chart, block.alt, max(16, len(block.labels) * len(block.series) + 6, len(block.labels) + 2))

    def run(self, block: RunChart) -> None:
        """Values with mean and limits as lines, from numbers that stand beside it."""
        heads = (block.title, "mean", "lower limit", "upper limit")
        chart = self.book.add_chart({"type": "line"})
        first, last = self.row + 1, self.row + len(block.labels)
        for place, label in enumerate(block.labels):
            self.formats.write(self.sheet, first + place, _NUMBERS, label, self.formats.plain)
        for number, head in enumerate(heads):
            column = _NUMBERS + 1 + number
            self.formats.write(self.sheet, self.row, column, head, self.formats.head)
            for place, value in enumerate(block.values):
                shown = (value, block.mean, block.lower, block.upper)[number]
                self.sheet.write_number(first + place, column, shown, self.formats.number(shown))
            look = {"color": "#1D2B36", "width": 1.25, **({"dash_type": "dash"} if number > 1 else {})}
            chart.add_series(
                {
                    "name": [self.name, self.row, column],
                    "categories": [self.name, first, _NUMBERS, last, _NUMBERS],
                    "values": [self.name, first, column, last, column],
                    "line": {"color": "#00558C", "width": 2} if number == 0 else look,
                    **({"marker": {"type": "circle"}} if number == 0 else {}),
                }
            )
        chart.set_title({"none": True})
        chart.set_y_axis({"name": block.axis, "min": _shown_at(block.lower)})
        self.insert(chart, block.alt, max(16, len(block.labels) + 2))
        self.line(block.caption, self.formats.wrapped)

    def insert(self, chart: Any, alt: str, rows: int) -> None:
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 900, "height": 20 * rows})
        self.sheet.insert_chart(self.row, 0, chart, {"description": alt, "object_position": 3})
        self.row += rows + 1


def _shown_at(lower: float) -> float | None:
    """Where the axis begins: by itself, unless nothing is below 0."""
    return 0 if lower >= 0 else None


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes in a column so many letters wide."""
    return sum(1 + max(0, len(line) - 1) // letters for line in text.split("\n"))


def _reach(point: Point | None) -> Iterator[float]:
    """The value, and how far its interval goes below and above it."""
    if point is not None:
        yield point.value
        yield point.value - (point.value if point.low is None else point.low)
        yield (point.value if point.high is None else point.high) - point.value
