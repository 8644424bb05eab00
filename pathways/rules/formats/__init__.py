"""What one check found, to documents that programs read: JSON, JUnit XML, commands for GitHub, SARIF."""

from collections.abc import Callable, Mapping
from typing import Final

from pathways.rules.formats.github import render_github
from pathways.rules.formats.junit import render_junit
from pathways.rules.formats.plain_json import render_json
from pathways.rules.formats.results import Results
from pathways.rules.formats.sarif import render_sarif

FORMATS: Final[Mapping[str, Callable[[Results], str]]] = {
    "json": lambda results: render_json(results.pathways, results.findings),
    "junit": render_junit,
    "github": render_github,
    "sarif": render_sarif,
}

__all__ = ["FORMATS", "Results", "render_github", "render_json", "render_junit", "render_sarif"]
