"""Faults of colons and dashes to findings."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding
from pathways.source.complaint import Complaint, indent_of
from pathways.source.plain import missing_dash
from pathways.source.quoting import unquoted

_SPACED_COLON: Final = re.compile(r":(\s|$)")
_TIGHT_COLON: Final = re.compile(r"""^\s*(?:- )?[a-z0-9_-]+:(?=[^\s:/])""")

_NOT_BARE: Final = re.compile(r"""-|#|[^\s{\[]+:(\s|$)|["'][^"']*["']:""")


def colon(at: Complaint) -> list[Finding]:
    """'mapping values are not allowed here': a ':' too many, one too few above, or a wrong indentation."""
    line = at.lines.line(at.line)
    head = line[: at.column]
    if _SPACED_COLON.search(head) or re.search(r"""['"]""", head):
        simple = re.match(r"^\s*(?:- )?([a-z0-9_-]+): ([^'\"{\[]+)$", line)
        remedy = "if the ':' belongs to the text, put the whole text in double quotes"
        if simple is not None:
            text = re.sub("[\u201c\u201d]", "", simple.group(2)).strip()
            remedy = (
                f"if the ':' belongs to the text, write '{simple.group(1)}: \"{text}\"' with straight double quotes"
            )
        return [
            Finding(
                "colon-in-text",
                at.here,
                "this ':' is the second one in an entry, so it is not clear where the name ends",
                "one ':' between a name and its value",
                f"{remedy}; if a second entry begins here, put it on a line of its own",
            )
        ]
    above = at.before(at.line)
    if above is None:
        return [_generic_colon(at)]
    upper = at.lines.line(above)
    if not _SPACED_COLON.search(upper) and not upper.rstrip().endswith(("|", ">", ">-", "|-")):
        return no_colon(at, above)
    if indent_of(line) > indent_of(upper):
        if not upper.lstrip().startswith("- ") and at.in_list(above):
            return [missing_dash(at.lines, above)]
        return [
            Finding(
                "indentation",
                at.whole_line(at.line),
                "this line is indented more than the line above, which already has its value",
                "entries that belong together to begin in the same column",
                f"begin this line in column {indent_of(upper) + 1}, under '{first_word(upper)}'; "
                "if it belongs inside the entry above, remove that entry's value",
            )
        ]
    return [_generic_colon(at)]


def _generic_colon(at: Complaint) -> Finding:
    return Finding(
        "colon-in-text",
        at.here,
        "this ':' stands where none can be read",
        "lines such as 'name: value'",
        "check this line and the one above: each needs one name, one ':' and one value; put text with a ':' in quotes",
    )


def no_colon(at: Complaint, line: int) -> list[Finding]:
    """A line that is no entry, because its ':' is missing or has no space after it."""
    content = at.lines.line(line)
    tight = _TIGHT_COLON.match(content)
    if tight is not None:
        return [
            Finding(
                "no-space-after-colon",
                at.lines.at(line, tight.end() - 1, 1),
                "there is no space after this ':'",
                "a space between the ':' and the value",
                f"write '{content.strip()[: tight.end() - indent_of(content)]} {content[tight.end() :].strip()}'",
            )
        ]
    bare = re.match(r"^\s*-[^\s-]", content)
    if bare is not None:
        return [
            Finding(
                "no-space-after-dash",
                at.lines.at(line, bare.end() - 2, 1),
                "there is no space after this '-'",
                "a space between the '-' of a list and its entry",
                f"write '- {content.strip()[1:]}'",
            )
        ]
    if content.strip()[0] in "*&!%@`":
        place = at.whole_line(line)
        return [unquoted(at.lines, place, f"text cannot begin with '{content.strip()[0]}' unless it is in quotes")]
    text = _text_above(at, line)
    if text is not None:
        advice = f"begin it in column {indent_of(at.lines.line(text)) + 1}, as the text above does"
        other = "if it is an entry of its own, write 'name: value'"
    else:
        first, _, rest = content.strip().partition(" ")
        advice = (
            f"write '{first}: {rest.lstrip('=: ')}'" if rest else f"write '{first}:' and its value, or remove the line"
        )
        other = "if it goes on with the text above, indent it further than the entry above"
    return [
        Finding(
            "missing-colon",
            at.whole_line(line),
            "this line has no ':', so it is not clear what is its name and what its value",
            "a line such as 'name: value'",
            f"{advice}; {other}",
        )
    ]


def _text_above(at: Complaint, line: int) -> int | None:
    """The line above, where it belongs to a text of several lines that this line seems to go on with."""
    above = at.before(line)
    if above is None:
        return None
    top = at.back_to(line, indent_of(at.lines.line(line)))
    if top is None or top == above:
        return None
    begins_text = re.search(r":\s+([>|][-+0-9]*|[^\s#&*!{\[-].*)$", at.lines.line(top))
    return above if begins_text is not None else None


def dashless(at: Complaint) -> list[Finding]:
    """A line among the entries of a list that is neither one of them nor an entry with a name."""
    near = (at.line, at.opened[0] if at.opened is not None else at.line, at.before(at.line))
    for line in near:
        content = "" if line is None else at.lines.line(line).strip()
        if line is not None and content and not _NOT_BARE.match(content) and at.in_list(line):
            return [missing_dash(at.lines, line)]
    return []


def missing_colon(at: Complaint) -> list[Finding]:
    return no_colon(at, at.opened[0] if at.opened is not None else at.line)


def first_word(line: str) -> str:
    return line.strip().removeprefix("- ").partition(":")[0]


def dash_inline(at: Complaint) -> list[Finding]:
    return [
        Finding(
            "list-on-one-line",
            at.here,
            "a list that is written with '-' cannot begin on the line of its name",
            "each '- ' on a line of its own, or the list in brackets: [first, second]",
            "move the '-' to the next line, indented, or write the list in brackets",
        )
    ]
