"""Lines that came in from elsewhere (git, a chat, a word processor) to findings."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding
from pathways.source.complaint import Complaint, indent_of
from pathways.source.text import Lines

_MAX_NAMED: Final = 10
_GIT_MARK: Final = re.compile(r"(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( |$)")
# Dashes and dots that word processors put for the '-' of a list; the last two are those of Word's own font.
_BULLET: Final = re.compile("[ ]*[\u2012-\u2015\u2212\u2022\u2023\u00b7\u25e6\u25aa\u25cf\u25cb\uf0b7\uf0a7][ ]*")


def pasted(at: Complaint) -> list[Finding]:
    """What explains a complaint wherever it is made: marks of git, fences, bullets."""
    found = git_conflict(at.lines) or fence(at.lines)
    if found is None:
        near = (at.line, at.opened[0] if at.opened is not None else at.line, at.before(at.line))
        found = next((bullets(at.lines, [n]) for n in near if n is not None and is_bullet(at.lines.line(n))), None)
    return [] if found is None else [found]


def git_conflict(lines: Lines) -> Finding | None:
    """The first place where git has put two versions of the file one after the other."""
    marks = [(n, m[1][0]) for n in range(len(lines)) if (m := _GIT_MARK.match(lines.line(n))) is not None]
    if not marks:
        return None
    first, last, middle = marks[0][0], None, None
    remedy = "delete this line"
    if marks[0][1] == "<":
        last = next((n for n, mark in marks if mark == ">"), None)
        middle = next((n for n, mark in marks if mark == "="), None)
    if last is not None and middle is not None and first < middle < last:
        remedy = (
            f"decide between the lines above and those below line {middle + 1}; keep one version, and delete the other "
            f"and the marks in lines {first + 1}, {middle + 1} and {last + 1}"
        )
    return Finding(
        "git-conflict",
        lines.at(first, 0),
        "git has put this mark here, because two people have changed the same lines",
        "one version of these lines",
        remedy,
    )


def fence(lines: Lines) -> Finding | None:
    """The lines of backticks round what was copied from a chat or a page written in Markdown."""
    fences = [n for n in range(len(lines)) if lines.line(n).startswith("```")]
    if not fences:
        return None
    also = "".join(f" and line {n + 1}" for n in fences[1:])
    return Finding(
        "markdown-fence",
        lines.at(fences[0], 0),
        "a line of backticks (```) is no part of a definition; it came along when the text was copied",
        "the definition alone",
        f"delete line {fences[0] + 1}{also}",
    )


def is_bullet(line: str) -> bool:
    """Whether a line begins with a dash or dot that a word processor put there."""
    return _BULLET.match(line) is not None


def bullets(lines: Lines, numbers: list[int]) -> Finding:
    """The finding for lines that begin with such a dash or dot."""
    line = lines.line(numbers[0])
    beginning = _BULLET.match(line)
    rest = line[beginning.end() :].strip() if beginning is not None else line.strip()
    others = ", ".join(str(n + 1) for n in numbers[1:_MAX_NAMED])
    also = f", and the same way in line{'s' * (len(numbers) > 2)} {others}" if others else ""
    if len(numbers) > _MAX_NAMED:
        also = f", and the same way in the {len(numbers) - 1} lines below that begin so"
    return Finding(
        "missing-dash",
        lines.at(numbers[0], indent_of(line), 1),
        f"'{line.strip()[0]}' is not the plain '-' with which an entry of a list begins; word processors put it there",
        "'- ' with the plain '-' of the keyboard",
        f"write '- {rest}'{also}",
    )
