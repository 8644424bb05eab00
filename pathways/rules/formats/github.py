"""Findings and verdicts to workflow commands: GitHub Actions shows each beside the line that it is about.

`::error file=..,line=..,col=..,title=..::message`. In the message `%`, carriage return and new line are escaped, in
a property `:` and `,` as well (GitHub, "Workflow commands for GitHub Actions"; `command.ts` of actions/toolkit).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pathways.errors import Finding, Place
from pathways.rules.formats.results import Results
from pathways.rules.telling import gravity, gravity_of_finding, verdict_text, where
from pathways.rules.verdict import Verdict

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(results: Results) -> str:
    """One line for each finding, broken rule and departure; nothing for what is in order."""
    return "\n".join(_lines(results))


def _lines(results: Results) -> Iterator[str]:
    for finding in results.findings:
        yield _finding(finding, results)
    for item in results.pathways:
        for finding in item.findings:
            yield _finding(finding, results)
        for verdict in item.verdicts:
            grave = gravity(verdict, strict=results.strict)
            if grave is not None:
                yield _verdict(verdict, grave, results)


def _finding(finding: Finding, results: Results) -> str:
    parts = [finding.message]
    parts += [f"expected {finding.expected}"] if finding.expected else []
    parts += [f"fix: {finding.remedy}"] if finding.remedy else []
    grave = gravity_of_finding(finding, strict=results.strict)
    return command(_COMMANDS[grave], results.path(finding.place), finding.place, finding.id, "\n".join(parts))


def _verdict(verdict: Verdict, grave: str, results: Results) -> str:
    place = where(verdict)
    title = f"{verdict.rule} in {verdict.pathway}: {verdict.verdict}"
    return command(_COMMANDS[grave], results.path(place), place, title, verdict_text(verdict))


def command(name: str, path: str, place: Place, title: str, message: str) -> str:
    """One workflow command, escaped."""
    properties = {"file": path, "line": str(place.line), "col": str(place.column), "title": title}
    return f"::{name} {','.join(f'{key}={_property(value)}' for key, value in properties.items())}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
