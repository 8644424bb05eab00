"""Brackets that do not match, and entries that meet without a comma, to findings."""

from __future__ import annotations

import re

from pathways.errors import Finding, Place
from pathways.source.columns import bad_indent
from pathways.source.complaint import Complaint, indent_of
from pathways.source.quoting import last_open, needs_quotes, never_ends, quote_opened_above, quote_run_on


def unclosed_or_comma(at: Complaint) -> list[Finding]:
    """A '{' or '[' whose contents do not go on as they should."""
    line, column = at.opened or (at.line, at.column)
    opener = at.lines.line(line)[column : column + 1]
    is_mapping = "mapping" in at.context
    opener = opener if opener in ("{", "[") else ("{" if is_mapping else "[")
    closer = "}" if opener == "{" else "]"
    got = at.lines.line(at.line)[at.column : at.column + 1]
    run_on = quote_run_on(at, line, column)
    if run_on is not None:
        return [never_ends(at, *run_on, at.lines.line(run_on[0])[run_on[1]])]
    found_end = "stream end" in at.problem or "document" in at.problem
    back_at_margin = at.line > line and indent_of(at.lines.line(at.line)) <= indent_of(at.lines.line(line))
    if found_end or back_at_margin:
        return [_never_closed(at.lines.at(line, column, 1), opener)]
    if got in ("}", "]"):
        return [
            Finding(
                "wrong-bracket",
                at.here,
                f"'{got}' closes something that was opened with '{opener}' in line {line + 1}, column {column + 1}",
                f"'{closer}'",
                f"write '{closer}' here, or add the missing '{closer}' before it",
            )
        ]
    before = at.lines.line(at.line)[: at.column].rstrip()
    name = re.search(r"[\w.-]+$", before) if got == ":" else None
    here = at.here if name is None else at.lines.at(at.line, name.start(), len(name.group()))
    return [
        Finding(
            "missing-comma",
            here,
            "two entries meet here without a ',' between them",
            f"',' between the entries inside '{opener} {closer}'",
            "add the ',' before this entry; text that holds a ':' needs double quotes",
        )
    ]


def _never_closed(place: Place, opener: str) -> Finding:
    closer = "}" if opener == "{" else "]"
    return Finding(
        "unclosed-bracket",
        place,
        f"this '{opener}' is never closed",
        f"a '{closer}' where the list of entries ends",
        f"add the missing '{closer}'{_after_hash(place.text[place.column - 1 :])}",
    )


def _after_hash(text: str) -> str:
    return (
        "; what follows '#' is a remark and does not count: put text with '#' in double quotes" if " #" in text else ""
    )


def block_end(at: Complaint) -> list[Finding]:
    """Something stands where a new entry was expected: a stray bracket, text after a quote, or a wrong indentation."""
    line = at.lines.line(at.line)
    got = line[at.column : at.column + 1]
    before = line[: at.column].rstrip()
    if got in ("}", "]"):
        return [
            Finding(
                "extra-bracket",
                at.here,
                f"this '{got}' closes nothing",
                f"as many '{got}' as '{'{' if got == '}' else '['}'",
                f"remove this '{got}', or add the bracket that it should close",
            )
        ]
    if before.endswith(('"', "'")):
        opened = quote_opened_above(at, before[-1], before)
        if opened is not None:
            return [never_ends(at, *opened, before[-1])]
        return [
            Finding(
                "text-after-quote",
                at.here,
                f"the text in quotes ends with the {before[-1]} before this",
                "nothing more after the closing quote",
                "put the whole text in double quotes; an apostrophe inside double quotes does no harm",
            )
        ]
    if before.endswith(("}", "]")):
        return [
            Finding(
                "text-after-bracket",
                at.here,
                f"the entry ends with the '{before[-1]}' before this",
                "nothing more on this line",
                "move this inside the brackets, or to a line of its own",
            )
        ]
    return bad_indent(at)


def no_value(at: Complaint) -> list[Finding]:
    """A value was due, and something else stands there."""
    line = at.lines.line(at.line)
    got = line[at.column : at.column + 1]
    if got in ("}", "]"):
        return block_end(at)
    if got == "-" and not line[: at.column].strip():
        above = at.before(at.line)
        opened = None if above is None else last_open(at.lines.line(above))
        if above is not None and opened is not None:
            return [_never_closed(at.lines.at(above, opened, 1), at.lines.line(above)[opened])]
    if got == ",":
        return [
            Finding(
                "extra-comma",
                at.here,
                "there is nothing before this ','",
                "an entry, then ','",
                "remove this ',', or write the entry that is missing before it",
            )
        ]
    return [needs_quotes(at, at.lines.at(at.line, at.column), f"text cannot begin with '{got}' unless it is in quotes")]
