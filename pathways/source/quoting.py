"""Characters that no value can begin with, and quotes that do not match, to findings."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding, Place
from pathways.source.complaint import Complaint
from pathways.source.text import Lines

_TAB_INDENT: Final = re.compile(r"^ *\t[ \t]*(?=[^\s])")
_MAX_TABS: Final = 20
_MAX_SHOWN: Final = 300  # characters of a line that a fix repeats
_COMPARISON: Final = re.compile(r"(>=?)\s*([0-9]{1,6})\s*(?=[,}#]|$)")
_KEY: Final = re.compile(r"([^\s:{\[\"'][^:{\[\"']*?)(?=\s*:(\s|$))")


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
    return unquoted(at.lines, place, fact, in_brackets="flow" in at.context)


def unquoted(lines: Lines, place: Place, fact: str, *, in_brackets: bool = False) -> Finding:
    """The finding for text that needs quotes, with the text in them."""
    line, column = lines.line(place.line - 1), place.column - 1
    compared = _COMPARISON.match(line, column)
    if compared is not None:
        number = int(compared[2]) + (compared[1] == ">")
        return Finding(
            "comparison",
            place,
            f"numbers are not compared with '{compared[1]}'",
            "'at_least:' or 'at_most:'",
            f"write '{{at_least: {number}}}'",
        )
    key = _KEY.match(line, column) if not line[:column].strip(" -") else None
    if key is not None:
        text, after = key[1], line[key.end(1) :].strip()
        return Finding(
            "needs-quotes", place, fact, "plain words, or text in double quotes", f"write {quoted(text)}{after}"
        )
    text = line[column:]
    if in_brackets or last_open(line[:column]) is not None:
        text = _up_to_bracket(text)
    text = re.split(r"\s#", text, maxsplit=1)[0].strip()
    shown = f": {quoted(text)}" if len(text) <= _MAX_SHOWN else ""
    return Finding(
        "needs-quotes",
        place,
        fact,
        "plain words, or text in double quotes",
        f"put the text in double quotes{shown}",
    )


def quoted(text: str) -> str:
    """Text in quotes that it does not hold itself."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def alias(lines: Lines, place: Place, name: str) -> Finding:
    """The finding for a word that begins with '*': a shortcut, or text with its emphasis."""
    after = lines.line(place.line - 1)[place.column + len(name) :].strip()
    if after and after[0] not in ",]}#:":
        return unquoted(lines, place, "text cannot begin with '*' unless it is in quotes")
    return Finding(
        "alias",
        place,
        f"'*{name}' repeats something written elsewhere; definitions do not use such shortcuts",
        "the value itself",
        "write the value out; if it is text that begins with '*', put it in quotes",
    )


def last_open(line: str) -> int | None:
    """Where the last bracket of a line stands that the line does not close."""
    open_: list[int] = []
    for column, character in enumerate(line):
        if character in "{[":
            open_.append(column)
        elif character in "}]" and open_:
            open_.pop()
    return open_[-1] if open_ else None


def _up_to_bracket(text: str) -> str:
    """The beginning of a text that stands inside brackets, up to the ',' or bracket that ends it."""
    depth = 0
    for column, character in enumerate(text):
        if character in "{[":
            depth += 1
        elif (character in "}]" and depth == 0) or (character == "," and depth == 0):
            return text[:column]
        elif character in "}]":
            depth -= 1
    return text


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


def quote_run_on(at: Complaint, line: int, column: int) -> tuple[int, int] | None:
    """Where, from a bracket on, a quotation begins that ends only lines below."""
    begun: tuple[int, int, str] | None = None
    found = None
    for number in range(line, at.line + 1):
        content = at.lines.line(number)
        stop = at.column if number == at.line else len(content)
        before = ""  # the last character that is no space
        for place in range(column if number == line else 0, stop):
            character = content[place]
            if begun is None and character in "\"'" and before in ("", "{", "[", ",", ":"):
                begun = (number, place, character)
            elif begun is not None and character == begun[2]:
                found = begun[:2] if begun[0] < number else found
                begun = None
            before = before if character == " " else character
    return found


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
