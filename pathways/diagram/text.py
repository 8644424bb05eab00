"""Text to widths and lines, from a built-in table, so that a picture is the same on every machine.

The widths are those of Liberation Sans, which are those of Arial, in thousandths of the text size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ASCII: Final = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_ASCII_BOLD: Final = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 "
    "584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 "
    "333 611 556 778 556 556 500 389 280 389 584"
)
_LATIN: Final = (  # no-break space to y with diaeresis
    "278 333 556 556 556 556 260 556 333 737 370 556 584 333 737 552 400 549 333 333 333 576 537 333 333 333 365 556 "
    "834 834 834 611 667 667 667 667 667 667 1000 722 667 667 667 667 278 278 278 278 722 722 778 778 778 778 778 584 "
    "778 722 722 722 722 667 667 611 556 556 556 556 556 556 889 500 556 556 556 556 278 278 278 278 556 556 556 556 "
    "556 556 556 549 611 556 556 556 556 500 556 500"
)
_OTHERS: Final = {
    "–": 556,
    "—": 1000,
    "‘": 250,
    "’": 250,
    "“": 420,
    "”": 420,
    "…": 1000,
    "€": 556,
    "→": 1000,
    "−": 584,
    "▲": 990,
}
SIGNS: Final = frozenset(_OTHERS)
_UNKNOWN: Final = 611
_WIDE: Final = 1000
_BREAK_AFTER: Final = "/-–_."


def _table(ascii_widths: str, latin_more: int) -> Mapping[str, int]:
    table = {chr(32 + i): int(w) for i, w in enumerate(ascii_widths.split())}
    table |= {chr(160 + i): int(w) + latin_more for i, w in enumerate(_LATIN.split())}
    return table | _OTHERS


_REGULAR: Final = _table(_ASCII, 0)
_BOLD: Final = _table(_ASCII_BOLD, 55)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of one line of text at a size in points."""
    table = _BOLD if bold else _REGULAR
    return sum(table.get(c, _UNKNOWN if c < "\u1100" else _WIDE) for c in text) * size / 1000


def clean(text: str) -> str:
    """The text as it may stand in a picture: one line, without characters that XML or a reader's eye cannot bear.

    Controls become spaces; characters that reverse or hide the text around them are taken out.
    """
    kept = []
    for c in text:
        code = ord(c)
        if code < 32 or 127 <= code < 160:
            kept.append(" ")
        elif 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif not (0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E or 0x2060 <= code <= 0x206F or code == 0xFEFF):
            kept.append(c)
    return " ".join("".join(kept).split())


def stopped(text: str) -> str:
    """The text as a sentence: with a full stop, unless it ends with a sign of its own."""
    return text if text[-1:] in ("?", "!") else f"{text}."


def headed(title: str, words: str) -> str:
    """Words about what has this title: after a colon, or after a dash where the title ends with a sign of its own."""
    return f"{title}{' –' if title[-1:] in ('?', '!', '.', ':') else ':'} {words}"


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Width of the widest part that `wrap` would not break of its own accord."""
    return max((text_width(part, size, bold=bold) for part, _ in _parts(text)), default=0.0)


def wrap(
    text: str, size: float, width: float, *, bold: bool = False, most: int = 9, balanced: bool = True
) -> tuple[str, ...]:
    """Break a text into lines.

    Parameters
    ----------
    size, width
        Points. A word wider than `width` is broken between letters.
    most
        Lines at most; what does not fit is cut, ending in an ellipsis.
    balanced
        Make the lines about equally long, as a title wants it; else fill each, as prose does.
    """
    space = text_width(" ", size, bold=bold)
    measured = _measured(_parts(text), size, width, bold)
    lines = _fill(measured, width, space)
    words = _parts(text, _BREAK_AFTER.replace("-", ""))
    whole = _measured(words, size, width, bold)
    if len(whole) == len(words) and len(_fill(whole, width, space)) == len(lines):
        measured = whole  # words stay whole at their hyphens where it costs no line
        lines = _fill(measured, width, space)
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold=bold) > width:
            last = last[:-1]
        return (*lines[: most - 1], last.rstrip() + "…")
    if not balanced:
        return tuple(lines)
    low, high = width * 0.4, width
    for _ in range(6):  # the narrowest width that needs no more lines looks best
        middle = (low + high) / 2
        tried = _fill(measured, middle, space)
        if len(tried) <= len(lines) and all(w <= middle for _, _, w in measured):
            high = middle
        else:
            low = middle
    return tuple(_fill(measured, high, space))


def _measured(parts: list[tuple[str, str]], size: float, width: float, bold: bool) -> list[tuple[str, str, float]]:
    """The parts, those that are wider than a line in pieces, with their widths."""
    found = []
    for word, gap in parts:
        pieces = _chop(word, size, width, bold)
        found += [(piece, "") for piece in pieces[:-1]] + [(pieces[-1], gap)]
    return [(part, gap, text_width(part, size, bold=bold)) for part, gap in found]


def _parts(text: str, breaks: str = _BREAK_AFTER) -> list[tuple[str, str]]:
    """Words and what follows each: a space, or nothing where a line may break after a hyphen or slash.

    No line begins with a slash.
    """
    parts: list[tuple[str, str]] = []
    words = text.split()
    for i in range(len(words) - 1, 0, -1):
        if words[i] == "/":
            words[i - 1 : i + 1] = [words[i - 1] + " /"]
    for word in words:
        start = 0
        for i, c in enumerate(word[:-1]):
            if c in breaks and i - start >= 2:
                parts.append((word[start : i + 1], ""))
                start = i + 1
        parts.append((word[start:], " "))
    return parts


def _chop(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = [""]
    for c in word:
        if pieces[-1] and text_width(pieces[-1] + c, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += c
    return pieces


def _fill(parts: list[tuple[str, str, float]], width: float, space: float) -> list[str]:
    lines: list[str] = []
    line, used, gap_before = "", 0.0, ""
    for part, gap, wide in parts:
        extra = space if gap_before else 0.0
        if line and used + extra + wide > width:
            lines.append(line)
            line, used = part, wide
        else:
            line += gap_before + part
            used += extra + wide
        gap_before = gap
    return [*lines, line]
