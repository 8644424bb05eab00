"""A YAML parser's complaint to findings in words that need no knowledge of YAML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ruamel.yaml.error import YAMLError

from pathways.errors import Finding
from pathways.source.brackets import block_end, no_value, unclosed_or_comma
from pathways.source.complaint import Complaint, is_remark
from pathways.source.layout import colon, dash_inline, missing_colon
from pathways.source.quoting import cannot_start, escape, question_mark, special_start, unclosed_quote
from pathways.source.text import Lines

# What the parser says (a part of it) -> how to explain it; the first that fits is taken.
_Explain = Callable[[Complaint], list[Finding]]


def explain(error: YAMLError, lines: Lines) -> list[Finding]:
    """What is wrong with the text, where, and how to mend it."""
    complaint = Complaint(error, lines)
    for words, how in _EXPLANATIONS:
        if words in complaint.problem or words in complaint.context:
            return how(complaint)
    return [
        Finding(
            "unreadable",
            complaint.here,
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
