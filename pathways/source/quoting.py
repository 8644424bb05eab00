"""Characters that no value can begin with, and quotes that do not match, to findings."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding, Place
from pathways.source.complaint import Complaint

_TAB_INDENT: Final = re.compile(r"^ *\t[ \t]*(?=[^\s])")
_MAX_TABS: Final = 20


def cannot_start(at: Complaint) -> list[Finding]:
    """A character that no value can begin with; tabs above all."""
    line = at.lines.line(at.line)
    character = line[at.column : at.column + 1]
    if character != "\t":
        return [needs_quotes(at, at.here, f"text cannot begin with '{character}' unless it is in quotes")]
    if line[: at.column].strip():
        return [
            Finding(
                "tab",
                at.here,
                "there is a tab here; in a definition only spaces keep things apart",
                "a space",
                "replace the tab by a space",
            )
        ]
    tabs = [n for n in range(len(at.lines)) if n >= at.line and _TAB_INDENT.match(at.lines.line(n))][:_MAX_TABS]
    return [
        Finding(
            "tab",
            at.lines.at(n, at.lines.line(n).index("\t"), 1),
            "this line is indented with a tab; in a definition only spaces may be used",
            "spaces at the beginning of a line, two for each level",
            "replace the tab by spaces (most editors can do so for the whole file: 'convert tabs to spaces')",
        )
        for n in tabs or [at.line]
    ]


def needs_quotes(at: Complaint, place: Place, fact: str) -> Finding:
    return Finding(
        "needs-quotes",
        place,
        fact,
        "plain words, or text in double quotes",
        f'put the text in double quotes: "{at.lines.line(place.line - 1)[place.column - 1 :].split(",")[0].strip()}"',
    )


def unclosed_quote(at: Complaint) -> list[Finding]:
    line, column = at.opened or (at.line, at.column)
    return [never_ends(at, line, column, at.lines.line(line)[column : column + 1] or '"')]


def never_ends(at: Complaint, line: int, column: int, mark: str) -> Finding:
    return Finding(
        "unclosed-quote",
        at.lines.at(line, column, 1),
        f"the text that begins with this {mark} does not end on its line",
        f"a second {mark} at the end of the text",
        f"add {mark} where the text ends; if the {mark} is part of the text, put double quotes round the whole text",
    )


def quote_opened_above(at: Complaint, mark: str, before: str) -> tuple[int, int] | None:
    """Where a quotation began whose end, seemingly, is the beginning of the next one, lines below."""
    if before.count(mark) % 2 == 0:
        return None
    above = (n for n in range(at.line - 1, -1, -1) if at.lines.line(n).count(mark) % 2)
    line = next(above, None)
    return None if line is None else (line, at.lines.line(line).rindex(mark))


def question_mark(at: Complaint) -> list[Finding]:
    return [needs_quotes(at, at.here, "text cannot begin with '? ' unless it is in quotes")]


def special_start(at: Complaint) -> list[Finding]:
    line, column = at.opened or (at.line, at.column)
    place = at.lines.at(line, column)
    character = at.lines.line(line)[column : column + 1]
    return [needs_quotes(at, place, f"text cannot begin with '{character}' unless it is in quotes")]


def escape(at: Complaint) -> list[Finding]:
    return [
        Finding(
            "backslash",
            at.here,
            "a '\\' inside double quotes gives the character after it another meaning, and this one has none",
            "'/' or '\\\\'",
            "write '\\\\' for a single '\\', or use single quotes round the text",
        )
    ]
