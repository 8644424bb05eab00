"""Findings and verdicts to one JSON document. Fields are added to it, never renamed or taken out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pathways.errors import Finding, Place
from pathways.rules.render import Checked
from pathways.rules.trace import TraceStep
from pathways.rules.verdict import Verdict


def render_json(checked: Sequence[Checked], others: Sequence[Finding] = ()) -> str:
    """One document: the findings and verdicts of every pathway, and the findings of other files (policies, pieces)."""
    document = {"pathways": [_pathway(item) for item in checked], "findings": [_finding(f) for f in others]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _pathway(item: Checked) -> dict[str, Any]:
    return {
        "id": item.id,
        "file": item.file,
        "fingerprint": item.fingerprint,
        "findings": [_finding(finding) for finding in item.findings],
        "verdicts": [_verdict(verdict) for verdict in item.verdicts],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message,
        "expected": finding.expected,
        "remedy": finding.remedy,
        **_place(finding.place),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """`loop_from` counts steps from 0; `place` is the rule's, `at` that of a fault which no trace shows."""
    departure = verdict.departure
    return {
        "rule": verdict.rule,
        "policy": verdict.policy,
        "verdict": verdict.verdict,
        "says": verdict.says,
        "kind": verdict.kind,
        "hardness": verdict.hardness,
        "source": verdict.source,
        "certainty": verdict.certainty,
        "reason": verdict.reason,
        "place": _place(verdict.place),
        "at": None if verdict.at is None else _place(verdict.at),
        "counterexample": _steps(verdict.counterexample),
        "lost": verdict.lost,
        "loop_from": verdict.loop,
        "other": _steps(verdict.second),
        "other_lost": verdict.second_lost,
        "witness": _steps(verdict.witness),
        "repair": verdict.repair,
        "departure": None
        if departure is None
        else {
            "reason": departure.reason,
            "source": departure.source,
            "place": _place(departure.origin.place("rule")),
        },
    }


def _steps(steps: Sequence[TraceStep]) -> list[dict[str, Any]]:
    return [
        {
            "state": step.state,
            "event": step.event,
            "values": dict(step.values),
            "left": step.left,
            "words": step.words,
            "place": _place(step.place),
        }
        for step in steps
    ]


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
