"""A YAML parser's complaint to findings in words that need no knowledge of YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ruamel.yaml.error import YAMLError

from pathways.errors import Finding
from pathways.source.brackets import block_end, no_value, unclosed_or_comma
from pathways.source.complaint import Complaint, is_remark
from pathways.source.layout import colon, dash_inline, dashless, missing_colon
from pathways.source.pasted import pasted
from pathways.source.plain import curly_across
from pathways.source.quoting import cannot_start, escape, question_mark, special_start, unclosed_quote
from pathways.source.text import Lines

# What the parser says (a part of it) -> how to explain it; the first that fits is taken.
_EXPLAINS: Final = (
    "alias",
    "needs-quotes",
    "comparison",
    "anchor",
    "tag",
    "curly-quotes",
)  # the rest of the line cannot be read then
_Explain = Callable[[Complaint], list[Finding]]


def explain(error: YAMLError, lines: Lines, known: Sequence[Finding] = ()) -> list[Finding]:
    """The errors that are `known` of the text already, and what is wrong where the parser stopped, and how to mend it.

    Nothing is added where a shortcut that is known to stand on the same line is what stopped it.
    """
    at = Complaint(error, lines)
    errors = [finding for finding in known if finding.severity == "error"]
    is_known = any(finding.id in _EXPLAINS and finding.place.line == at.line + 1 for finding in errors)
    found = [*errors, *([] if is_known else pasted(at) or _across(at) or dashless(at) or _explained(at))]
    rest = any(lines.line(n).strip() for n in range(max((f.place.line for f in found), default=0), len(lines)))
    return [_with_more_below(finding) if rest and finding is found[-1] else finding for finding in found]


def _with_more_below(finding: Finding) -> Finding:
    """The finding with the warning that the parser came no further."""
    return replace(finding, remedy=f"{finding.remedy}; then check again, as the rest of the file has not been read")


def _across(at: Complaint) -> list[Finding]:
    found = curly_across(at.lines, at.line, at.column)
    return [] if found is None else [found]


def _explained(at: Complaint) -> list[Finding]:
    for words, how in _EXPLANATIONS:
        if words in at.problem or words in at.context:
            return how(at)
    return [
        Finding(
            "unreadable",
            at.here,
            "this cannot be read as a definition",
            "lines such as 'name: value', indented with spaces",
            "compare this line and the one before it with their neighbours; put unusual text in double quotes",
        )
    ]


def directives(lines: Lines) -> list[Finding]:
    """The lines at the head of a file that begin with '%'."""
    found: list[Finding] = []
    for number in range(len(lines)):
        line = lines.line(number)
        if line.startswith("%"):
            found.append(
                Finding(
                    "directive",
                    lines.at(number, 0),
                    "a line that begins with '%' gives instructions to a computer program",
                    "a definition, which begins with a line such as 'pathway: my_pathway'",
                    "remove the line",
                )
            )
        elif line.strip() and not is_remark(line):
            break
    return found


_EXPLANATIONS: Final[tuple[tuple[str, _Explain], ...]] = (
    ("mapping values are not allowed", colon),
    ("could not find expected ':'", missing_colon),
    ("cannot start any token", cannot_start),
    (
        "quoted scalar",
        lambda at: escape(at) if "escape" in at.problem or "hexa" in at.problem else unclosed_quote(at),
    ),
    ("expected ',' or", unclosed_or_comma),
    ("expected the node content", no_value),
    ("<block end>", block_end),
    ("sequence entries are not allowed", dash_inline),
    ("mapping keys are not allowed", question_mark),
    ("alias", special_start),
    ("anchor", special_start),
    ("block scalar", special_start),
    ("tag", special_start),
    ("directive", lambda at: []),
    ("incompatible YAML document", lambda at: []),
    ("<document start>", block_end),
)
