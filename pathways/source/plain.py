"""A value without straight quotes to what in it reads otherwise than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pathways.errors import Finding, Place
from pathways.source.complaint import indent_of
from pathways.source.pasted import bullets, is_bullet
from pathways.source.quoting import quoted
from pathways.source.text import Lines

_IN_CURLY: Final = re.compile('[\u201c\u201d\u201e]([^\u201c\u201d\u201e"]*)[\u201c\u201d]')
_IN_SINGLE_CURLY: Final = re.compile('[\u2018\u201a]([^\u2018\u201a"]*)[\u2018\u2019]')
_REMARK: Final = "what follows '#' is a remark and does not count"
_HIDDEN: Final = re.compile(r"\s*:\s+(?=#[^\s#])")
_TIGHT_REMARK: Final = re.compile(r"\s+#(?=[^\s#])")


def plain_faults(event: Any, lines: Lines) -> Iterator[Finding]:
    """Faults, and warnings, of one value as the parser found it."""
    start, end = event.start_mark, event.end_mark
    if event.value[:1] in ("\u201c", "\u201d", "\u201e", "\u2018", "\u201a"):
        yield from _curly(event.value, lines, start.line, start.column)
    if end.line > start.line:
        yield from _run_on(lines, start.line, start.column, end.line)
    line = lines.line(end.line)
    if "#" in line[end.column :]:
        yield from _remark(event.value, lines, end.line, end.column)


def _curly(value: str, lines: Lines, line: int, column: int) -> Iterator[Finding]:
    pattern = _IN_CURLY if value[0] in "\u201c\u201d\u201e" else _IN_SINGLE_CURLY
    written = pattern.match(lines.line(line), column)
    if written is None:
        return
    place = lines.at(line, column, written.end() - column)
    if written.group() == value:
        yield Finding(
            "curly-quotes",
            place,
            "curly quotes count as part of the text, and will be shown with it",
            "straight quotes, or none",
            f"write {quoted(written[1])}",
            severity="warning",
        )
    elif len(written.group()) > len(value):
        yield cut_in_curly(lines, line, written)


def cut_in_curly(lines: Lines, line: int, written: re.Match[str]) -> Finding:
    """The finding for text in curly quotes that was cut in two."""
    return Finding(
        "curly-quotes",
        lines.at(line, written.start(), written.end() - written.start()),
        "curly quotes do not hold a text together, so it was cut in two",
        "straight quotes",
        f"write {quoted(written[1])}",
    )


def curly_across(lines: Lines, line: int, column: int) -> Finding | None:
    """The finding for text in curly quotes within which the parser came to a halt."""
    found = (m for m in _IN_CURLY.finditer(lines.line(line)) if m.start() < column < m.end())
    written = next(found, None)
    return None if written is None else cut_in_curly(lines, line, written)


def hidden_value(lines: Lines, key: Place) -> Finding | None:
    """The finding for a name whose value is a remark, because it begins with '#'."""
    content = lines.line(key.line - 1)
    hash_ = _HIDDEN.match(content, key.column - 1 + key.width)
    if hash_ is None:
        return None
    meant = quoted(content[hash_.end() :].strip())
    return Finding(
        "hash-starts-remark",
        lines.at(key.line - 1, hash_.end()),
        f"{_REMARK}, so '{content[key.column - 1 : key.column - 1 + key.width]}' has no value",
        "a value",
        f"write {meant}",
    )


def _remark(value: str, lines: Lines, line: int, column: int) -> Iterator[Finding]:
    content = lines.line(line)
    hash_ = _TIGHT_REMARK.match(content, column)
    if hash_ is None:
        return
    meant = quoted(f"{value}{content[column:].rstrip()}".strip())
    place = lines.at(line, hash_.end() - 1)
    if value:
        yield Finding(
            "hash-starts-remark",
            place,
            f"{_REMARK}, so only '{value}' was read",
            "text with '#' in double quotes; or a space after the '#' of a remark",
            f"write {meant}, or '# ' if it is a remark",
            severity="warning",
        )
    else:
        yield Finding("hash-starts-remark", place, f"{_REMARK}, so there is no value", "a value", f"write {meant}")


def _run_on(lines: Lines, first: int, column: int, last: int) -> Iterator[Finding]:
    """Entries of a list that were read as one text, because the first has no '- '."""
    numbers = range(first, last + 1)
    begins_line = not lines.line(first)[:column].strip()
    dotted = [n for n in numbers if is_bullet(lines.line(n)) and (n > first or begins_line)]
    dashed = [n for n in numbers if n > first and lines.line(n).lstrip().startswith("- ")]
    if dotted:
        yield bullets(lines, dotted)
    elif dashed and begins_line:
        yield missing_dash(lines, first)
    elif dashed:
        upper = lines.line(first)
        where = f"begin it in column {indent_of(upper) + 1}, as the line above does"
        if not upper.lstrip().startswith("- "):
            where = "put the text above on a line of its own that begins with '- '"
        yield Finding(
            "indentation",
            lines.at(dashed[0], indent_of(lines.line(dashed[0]))),
            "this line begins with '- ' but goes on with the text above",
            "entries of a list in the same column, each beginning with '- '",
            f"{where}; if it does belong to that text, put the whole text in double quotes",
        )


def missing_dash(lines: Lines, line: int) -> Finding:
    """The finding for an entry of a list without its '- '."""
    content = lines.line(line)
    return Finding(
        "missing-dash",
        lines.at(line, indent_of(content)),
        "this line stands among the entries of a list but does not begin with '- '",
        "'- ' before each entry",
        f"write '- {content.strip()}'",
    )
