"""Faults of colons, dashes and columns to findings."""

from __future__ import annotations

import re
from typing import Final

from pathways.errors import Finding
from pathways.source.complaint import Complaint, indent_of

_SPACED_COLON: Final = re.compile(r":(\s|$)")
_TIGHT_COLON: Final = re.compile(r"""^\s*(?:- )?[a-z0-9_-]+:(?=[^\s:/])""")


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
        return [
            Finding(
                "indentation",
                at.whole_line(at.line),
                "this line is indented more than the line above, which already has its value",
                "entries that belong together to begin in the same column",
                f"begin this line in column {indent_of(upper) + 1}, under '{_first_word(upper)}'; "
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
    first, _, rest = content.strip().partition(" ")
    advice = f"write '{first}: {rest.lstrip('=: ')}'" if rest else f"write '{first}:' and its value, or remove the line"
    return [
        Finding(
            "missing-colon",
            at.whole_line(line),
            "this line has no ':', so it is not clear what is its name and what its value",
            "a line such as 'name: value'",
            f"{advice}; if it goes on with the text above, put that whole text in double quotes",
        )
    ]


def missing_colon(at: Complaint) -> list[Finding]:
    return no_colon(at, at.opened[0] if at.opened is not None else at.line)


def _first_word(line: str) -> str:
    return line.strip().removeprefix("- ").partition(":")[0]


def bad_indent(at: Complaint) -> list[Finding]:
    line = at.lines.line(at.line)
    above = at.before(at.line)
    if re.match(r"^\s*-[^\s-]", line) and (above is None or at.lines.line(above).lstrip().startswith("-")):
        return no_colon(at, at.line)
    is_entry = line.lstrip().startswith("-")
    in_list = "collection" in at.context
    ahead = above is not None and indent_of(at.lines.line(above)) < indent_of(line)
    if ahead and any(indent_of(at.lines.line(n)) == indent_of(line) for n in range(at.line) if n != above):
        assert above is not None
        return [
            Finding(
                "indentation",
                at.whole_line(above),
                "this line begins further left than the lines before and after it",
                "entries that belong together to begin in the same column",
                f"begin it in column {indent_of(line) + 1}, as the lines before and after it do",
            )
        ]
    if in_list and not is_entry:
        fact = "this line stands among the entries of a list but does not begin with '-'"
        remedy = "write '- ' before it; or, if these are names with values, remove the '-' from the lines above"
    elif is_entry and not in_list and at.opened is not None and indent_of(line) == at.opened[1]:
        fact = "an entry of a list ('- ') stands here among entries that have names"
        remedy = "give it a name ('name: value'), or indent it under the name it belongs to"
    else:
        fact, remedy = "this line begins in a column where no line above it begins", ""
    if not remedy:
        columns = {indent_of(at.lines.line(n)) for n in range(at.line) if at.lines.line(n).strip()}
        left = max((c for c in columns if c < indent_of(line)), default=None)
        upper = None if above is None else indent_of(at.lines.line(above))
        choices = [f"column {upper + 1}, as the line above does"] if upper is not None else []
        choices += [f"column {left + 1}, as an earlier line does"] if left is not None and left != upper else []
        remedy = f"begin it in {', or in '.join(choices) or 'column 1'}"
    return [
        Finding(
            "indentation",
            at.whole_line(at.line),
            fact,
            "entries that belong together to begin in the same column",
            remedy,
        )
    ]


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
