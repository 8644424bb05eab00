"""A file's bytes to its text, lines and places; and the faults of single characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pathways.errors import DefinitionError, Finding, Place
from pathways.source.foreign import foreign, is_utf_16

MAX_BYTES: Final = 1_000_000
_MAX_REPORTED: Final = 20
# Controls and line breaks other than LF; invisible characters and those that turn the direction of
# writing (as in "Trojan Source", CVE-2021-42574); halves of characters, and numbers that are none.
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
# Spaces that look like the plain one but do not act like it where a definition needs one.
_ODD_SPACE: Final = re.compile("(?:^[ -]*|:)([\u00a0\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE)
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Lines:
    """The lines of one file, to make places from positions that count from 0."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines = text.split("\n")
        self._shown: dict[int, tuple[str, int]] = {}  # a line may be asked for as often as it has values

    def __len__(self) -> int:
        return len(self._lines)

    def at(self, line: int, column: int, width: int | None = None) -> Place:
        """The place at `line` and `column`; without `width`, up to the end of the line."""
        if line not in self._shown:
            content = self.line(line)
            self._shown[line] = (_printable(content), len(content.rstrip()))
        shown, end = self._shown[line]
        return Place(self.name, line + 1, column + 1, shown, max(1, end - column if width is None else width))

    def line(self, number: int) -> str:
        """The content of a line; nothing beyond the last."""
        return self._lines[number] if 0 <= number < len(self._lines) else ""

    def at_index(self, index: int) -> Place:
        """The place of one character of the text."""
        line = self.text.count("\n", 0, index)
        return self.at(line, index - (self.text.rfind("\n", 0, index) + 1), 1)


def decode(data: bytes, name: str) -> str:
    """The text of a file that must be UTF-8, with or without a byte order mark.

    Raises
    ------
    DefinitionError
        If it is no text (a Word document, a web page), or in another encoding, with the place of the
        first byte that says so.
    """
    if (other := foreign(data, name)) is not None:
        raise DefinitionError([other])
    if is_utf_16(data):
        raise DefinitionError([_not_utf_8("UTF-16", Place(name))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = data[: error.start].count(b"\n")
        content = data.split(b"\n")[line].decode("utf-8", "replace").rstrip("\r")
        place = Place(name, line + 1, len(before) - before.rfind("\n"), _printable(content), 1)
        raise DefinitionError([_not_utf_8("an older encoding", place)]) from None


def _not_utf_8(kind: str, place: Place) -> Finding:
    return Finding(
        "not-utf-8",
        place,
        f"the file is not UTF-8 text; it seems to be in {kind}",
        "a text file saved as UTF-8",
        "in the editor choose 'Save as' and the encoding UTF-8",
    )


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
    """One finding for each character that cannot be seen or is not one; at most twenty."""
    findings = []
    for match in _REFUSED.finditer(lines.text):
        findings.append(refused(match.group(), lines.at_index(match.start())))
        if len(findings) >= _MAX_REPORTED:
            return findings
    for match in _ODD_SPACE.finditer(lines.text):
        findings.append(
            Finding(
                "odd-space",
                lines.at_index(match.start(1)),
                f"this looks like a space but is another character ({_called(match.group(1))})",
                "a plain space",
                "replace it by a plain space; word processors put such characters in",
            )
        )
        if len(findings) >= _MAX_REPORTED:
            break
    return findings


def invisible(text: str) -> str | None:
    """The first character of a text that a definition may not hold."""
    match = _REFUSED.search(text)
    return None if match is None else match.group()


def refused(character: str, place: Place) -> Finding:
    """The finding for one character that a definition may not hold."""
    if character in _TURNING:
        why = "turns the direction of writing round, so that the text reads otherwise than it is"
    elif 0xD800 <= ord(character) <= 0xDFFF:
        why = "is half a character"
    else:
        why = "cannot be seen"
    return Finding(
        "invisible-character",
        place,
        f"there is a character here that {why} ({_called(character)})",
        "letters, digits, punctuation and spaces",
        "delete it: retype the words on both sides of it, or paste them as plain text",
    )


def _called(character: str) -> str:
    """A character's number and name, such as `U+200B zero width space`."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X} {name}".strip()


def _printable(line: str) -> str:
    """A line fit to be shown, character for character in the same columns."""
    return line if line.isascii() and line.isprintable() else _REFUSED.sub("\ufffd", line).replace("\t", " ")
