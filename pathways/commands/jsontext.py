"""Results to the JSON documents that `--json` prints: agreed names, nothing else on stdout."""

from __future__ import annotations

from pathways.commands.check import CheckOutcome
from pathways.rules import render_json


def check_json(outcome: CheckOutcome) -> str:
    """The result of `check` as one JSON document."""
    return render_json(outcome.pathways, outcome.findings)
