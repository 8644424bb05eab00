"""Tables to cells of a workbook: intervals spread over columns, text that is never taken for a formula, sheet names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pathways.report.document import Document, Table, plain_words

# What a spreadsheet takes for the beginning of a formula, also in its full-width form. Source: OWASP, CSV injection.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST: Final = 32_767  # letters in a cell
_NAME: Final = 31  # letters in the name of a sheet
_CONTENTS: Final = "contents"
_UNFIT: Final = re.compile(r"[\[\]:*?/\\']")


class Formats:
    """How cells look, each format made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = {"bold": True, "font_size": 16}
        self.heading = {"bold": True, "font_size": 13}
        self.strong = {"bold": True}
        self.head = {"bold": True, "bg_color": "#DFE6EC", "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.synthetic = {"bold": True, "bg_color": "#FFF3CF", "border": 1}
        self.wrapped = {"text_wrap": True, "valign": "top"}
        self.soft = {"font_color": "#4A5660"}
        self.plain: dict[str, Any] = {}
        self.link = self.made({"font_color": "#00558C", "underline": 1})

    def of(self, look: str) -> dict[str, Any]:
        """The look of a paragraph."""
        looks = {
            "lead": {**self.wrapped, "bold": True},
            "answer": {**self.wrapped, "left": 5},
            "synthetic": {**self.synthetic, "text_wrap": True},
        }
        return looks.get(look, self.wrapped)

    def number(self, value: float) -> Any:
        """As many digits as a number of its size deserves; the cell holds all of them."""
        size = abs(value)
        form = "0" if size >= 100 or value == int(value) else "0.0" if size >= 1 else "0.00"
        return self.made({"num_format": form, "valign": "top"})

    def write(self, sheet: Any, row: int, column: int, words: str, look: dict[str, Any]) -> None:
        """Write words as words: what begins like a formula stays text even where somebody edits the cell."""
        form = {**look, "quote_prefix": True} if words.startswith(_FORMULA) else look
        if words:
            sheet.write_string(row, column, words[:_LONGEST], self.made(form))

    def made(self, properties: dict[str, Any]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Arial", "font_size": 10, **properties})
        return self._made[key]


def spread(block: Table) -> tuple[list[str], list[list[str | float]]]:
    """The headings and rows of a table, an interval in columns of its own."""
    columns = range(len(block.columns))
    has_ends = [any(row[place].low is not None for row in block.rows) for place in columns]
    is_told_apart = len({column.part for column in block.columns if column.part}) > 1
    heads: list[str] = []
    for place, column in enumerate(block.columns):
        title = column.title.replace(" (95% interval)", "") if has_ends[place] else column.title
        title = f"{column.part}: {title}" if is_told_apart and column.part not in title else title
        heads += [title, f"{title}, from", f"{title}, to"] if has_ends[place] else [title]
    return heads, [_row(row, has_ends) for row in block.rows]


def _row(row: Sequence[Any], has_ends: Sequence[bool]) -> list[str | float]:
    made: list[str | float] = []
    for cell, is_wide in zip(row, has_ends, strict=True):
        made.append(plain_words(cell.words) if cell.value is None else float(cell.value))
        if is_wide:
            made += ["" if end is None else float(end) for end in (cell.low, cell.high)]
    return made


def sheet_names(document: Document) -> list[str]:
    """A name for each part, as short as a workbook wants it, and no two alike."""
    taken = {_CONTENTS}
    names = []
    for section in document.sections:
        kind, _, rest = section.name.partition("-")
        name = rest if kind in ("study", "pathway") and rest else section.name.replace("-", " ", 1)
        name = _UNFIT.sub(" ", name)[:_NAME].strip() or "part"
        unique, number = name, 2
        while unique.lower() in taken:
            unique = f"{name[: _NAME - 4]} ({number})"
            number += 1
        taken.add(unique.lower())
        names.append(unique)
    return names
