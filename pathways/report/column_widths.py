"""A table to the widths of its columns on paper and on slides."""

from __future__ import annotations

from typing import Final

from pathways.report.document import Table, plain_words

_LEAST, _MOST, _VERDICT = 4.0, 34.0, 12.0  # how many letters a column counts for
_MOST_WORDS: Final = 80.0  # the same in a table without numbers, where long texts stand beside short ones
_LONGEST_WORD: Final = 16.0


def column_widths(block: Table, width: int, letter: float) -> list[int]:
    """Room for each column's longest word, as far as there is, and of the rest as its words need.

    Parameters
    ----------
    width : of the whole table.
    letter : what a letter takes, in the same unit.

    Returns
    -------
    list of int
        As many as the table has columns; they add up to `width`.
    """
    most = _MOST if any(column.look == "number" for column in block.columns) else _MOST_WORDS
    floors, sizes = [], []
    for place, column in enumerate(block.columns):
        texts = [plain_words(row[place].words) for row in block.rows]
        lengths = [max(map(len, text.split("\n"))) for text in texts] or [0]
        word = max(len(word) for text in (column.title, *texts) for word in text.split() or [""])
        usual = sum(lengths) / len(lengths)
        wanted = min(most, max(_LEAST, min(max(lengths), 1.3 * usual + 2), len(column.title) / 2))
        if column.look == "verdict":
            wanted = min(wanted, _VERDICT)
        floors.append(min(1.1 * word + 2.0, _LONGEST_WORD))  # headings are bold
        sizes.append(max(wanted, floors[-1]))
    spare = max(width / letter - sum(floors), 0.0) / max(sum(sizes) - sum(floors), 1.0)
    shares = [floor + min(spare, 1.0) * (size - floor) for floor, size in zip(floors, sizes, strict=True)]
    widths = [int(width * share / sum(shares)) for share in shares]
    widths[0] += width - sum(widths)
    return widths
