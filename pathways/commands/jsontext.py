"""Results to the JSON documents that `--json` prints: agreed names, nothing else on stdout."""

from __future__ import annotations

import json
from typing import Any

from pathways.commands.check import CheckOutcome
from pathways.errors import Finding
from pathways.rules import Verdict


def check_json(outcome: CheckOutcome) -> str:
    """The result of `check` as one JSON document."""
    return _text(
        {
            "pathways": [
                {
                    "id": pathway.id,
                    "file": pathway.file,
                    "fingerprint": pathway.fingerprint,
                    "findings": [_finding(finding) for finding in pathway.findings],
                    "verdicts": [_verdict(verdict) for verdict in pathway.verdicts],
                }
                for pathway in outcome.pathways
            ],
            "findings": [_finding(finding) for finding in outcome.findings],
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message,
        "expected": finding.expected,
        "remedy": finding.remedy,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "policy": verdict.policy,
        "verdict": verdict.verdict,
        "certainty": verdict.certainty,
        "reason": verdict.reason,
        "says": verdict.says,
        "kind": verdict.kind,
        "hardness": verdict.hardness,
        "source": verdict.source,
        "counterexample": [
            {"state": step.state, "event": step.event, "values": dict(step.values), "words": step.words}
            for step in verdict.counterexample
        ],
        "lost": verdict.lost,
        "departure": verdict.departure and {"reason": verdict.departure.reason, "source": verdict.departure.source},
    }


def _text(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)
