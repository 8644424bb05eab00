"""A YAML parser's complaint to a finding in words that need no knowledge of YAML."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pathways.errors import Finding
from pathways.source.text import Lines


def explain(error: YAMLError, lines: Lines) -> Finding:
    """What is wrong with the text, where, and how to mend it."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    place = lines.at(mark.line, mark.column, 1) if mark is not None else lines.at(0, 0, 1)
    return Finding("not-yaml", place, "this line cannot be read")
