"""Lines that begin in the wrong column to findings: which line, and in which column it should begin."""

from __future__ import annotations

import re
from dataclasses import replace

from pathways.errors import Finding
from pathways.source.complaint import Complaint, indent_of
from pathways.source.layout import first_word, no_colon
from pathways.source.plain import missing_dash


def bad_indent(at: Complaint) -> list[Finding]:
    line = at.lines.line(at.line)
    above = at.before(at.line)
    if re.match(r"^\s*-[^\s-]", line) and (above is None or at.lines.line(above).lstrip().startswith("-")):
        return no_colon(at, at.line)
    is_entry = line.lstrip().startswith("- ")
    in_list = "collection" in at.context
    parent = at.parent(at.line)
    if is_entry and not in_list and parent is not None:
        first = at.after(parent)
        if first is not None and indent_of(at.lines.line(first)) == indent_of(line) + 2:
            return [_dash_before(at, first, indent_of(line))]
    if parent is not None and not is_entry and _is_outdented(at, parent):
        return [
            Finding(
                "indentation",
                at.whole_line(parent),
                f"this line begins further left than line {at.line + 1}, with which it seems to belong together",
                "entries that belong together to begin in the same column",
                f"begin it in column {indent_of(line) + 1}",
            )
        ]
    ahead = above is not None and indent_of(at.lines.line(above)) < indent_of(line)
    if ahead and any(indent_of(at.lines.line(n)) == indent_of(line) for n in range(at.line) if n != above):
        assert above is not None
        upper = indent_of(at.lines.line(above))
        if not _is_group(line):
            return [_no_heading(at, upper)]
        return [
            Finding(
                "indentation",
                at.whole_line(above),
                f"the next line is indented more, but '{first_word(at.lines.line(above))}' has its value here already",
                "entries that belong together to begin in the same column",
                f"begin it in column {indent_of(line) + 1}, as the line after it does; or begin that one in column "
                f"{upper + 1}, as this one does",
            )
        ]
    if in_list and not is_entry:
        fact = "this line stands among the entries of a list but does not begin with '-'"
        remedy = (
            f"write '- {line.strip()}'; or, if these are names with values, remove the '-' from the lines above that "
            "begin in the same column"
        )
    elif is_entry and not in_list and at.opened is not None and indent_of(line) == at.opened[1]:
        fact = "an entry of a list ('- ') stands here among entries that have names"
        remedy = "give it a name ('name: value'), or indent it under the name it belongs to"
    else:
        fact, remedy = "this line begins in a column where no line above it begins", _columns(at)
        if any(indent_of(at.lines.line(n)) == indent_of(line) for n in range(at.line)):
            fact = "this line does not begin in the column of the entries above it"
    return [
        Finding(
            "indentation",
            at.whole_line(at.line),
            fact,
            "entries that belong together to begin in the same column",
            remedy,
        )
    ]


def _no_heading(at: Complaint, column: int) -> Finding:
    """The finding for the fields of an entry whose name is missing."""
    return Finding(
        "indentation",
        at.whole_line(at.line),
        "this line is indented more than the line above, which already has its value",
        "entries that belong together to begin in the same column",
        f"if another entry begins here, write its name, such as 'some_name:', above line {at.line + 1}, beginning in "
        f"column {column + 1}; if not, begin this line in column {column + 1}",
    )


def _dash_before(at: Complaint, line: int, column: int) -> Finding:
    """The finding for an entry of a list whose '- ' has been replaced by spaces."""
    return replace(missing_dash(at.lines, line), remedy=f"write '- ' before it, beginning in column {column + 1}")


def _is_group(line: str) -> bool:
    """Whether a line names something that holds entries of its own."""
    return re.search(r":(\s*|\s+\{.*)$", line) is not None


def _is_outdented(at: Complaint, header: int) -> bool:
    """Whether a heading above begins too far left: it holds plain fields, and the line at fault, a group, does not."""
    line, inner = at.lines.line(at.line), at.after(header)
    if inner is None or not _is_group(line) or not at.lines.line(header).rstrip().endswith(":"):
        return False
    if _is_group(at.lines.line(inner)) or indent_of(at.lines.line(inner)) <= indent_of(line):
        return False
    above = (at.lines.line(n) for n in range(header))
    return any(indent_of(other) == indent_of(line) and _is_group(other) for other in above)


def _columns(at: Complaint) -> str:
    """In which columns a line may have been meant to begin."""
    line = at.lines.line(at.line)
    open_ = []
    above = above_line = at.before(at.line)
    while above is not None:
        open_.append(indent_of(at.lines.line(above)))
        above = at.back_to(above, open_[-1] - 1)
    below, parent = at.after(at.line), at.parent(at.line)
    inner = None if parent is None else at.after(parent)
    known = any(indent_of(at.lines.line(n)) == indent_of(line) for n in range(at.line))
    if known and parent is not None and inner is not None and indent_of(at.lines.line(inner)) > indent_of(line):
        column = indent_of(at.lines.line(inner)) + 1
        return (
            f"begin it in column {column}, as line {inner + 1} does, if it belongs under "
            f"'{first_word(at.lines.line(parent))}'; if it stands beside that, begin line {parent + 1} in column "
            f"{indent_of(line) + 1}, as this one does"
        )
    if line.rstrip().endswith(":") and below is not None:
        inner = indent_of(at.lines.line(below))
        open_ = [column for column in open_ if column < inner] or open_
        return f"begin it in column {open_[0] + 1}, as an earlier line does"
    if above_line is not None and below is not None and indent_of(line) < indent_of(at.lines.line(below)):
        column = indent_of(at.lines.line(below))
        if column == indent_of(at.lines.line(above_line)):
            return f"begin it in column {column + 1}, as the lines before and after it do"
    near = [
        min((c for c in open_ if c > indent_of(line)), default=None),
        max((c for c in open_ if c < indent_of(line)), default=None),
    ]
    choices = [f"column {column + 1}" for column in near if column is not None]
    return f"begin it in {' or in '.join(choices) or 'column 1'}, in line with the entries it belongs to"
