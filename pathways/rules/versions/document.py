"""What differs between two versions to the document that `pathways check --against --json` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pathways.rules.trace import TraceStep
from pathways.rules.versions.found import Change, Comparison, Difference


def versions_document(found: Comparison, old_file: str, new_file: str) -> Mapping[str, Any]:
    """The same for programs, with every difference."""
    matching = found.matching
    return {
        "old": {"id": found.old.id, "file": old_file, "fingerprint": found.old.fingerprint},
        "new": {"id": found.new.id, "file": new_file, "fingerprint": found.new.fingerprint},
        "states": {
            "added": matching.added,
            "removed": matching.removed,
            "renamed": [{"old": old, "new": new} for old, new in matching.renamed],
        },
        "same_behaviour": None if found.is_undecided else found.is_same,
        "only_order": found.only_order,
        "now_possible": _documents(found.possible),
        "no_longer_possible": _documents(found.gone),
        "outcomes": [
            {"before": t.before, "now": t.now, "old_trace": _steps(t.old_steps), "new_trace": _steps(t.new_steps)}
            for t in found.turned
        ],
        "verdicts": [_change(change) for change in found.changes],
    }


def _documents(which: Sequence[Difference] | None) -> list[dict[str, Any]] | None:
    if which is None:
        return None
    return [
        {"words": d.words, "instead": d.instead or None, "only_order": d.only_order, "trace": _steps(d.steps)}
        for d in which
    ]


def _steps(steps: Sequence[TraceStep]) -> list[dict[str, Any]]:
    return [{"state": step.state, "event": step.event, "values": dict(step.values)} for step in steps]


def _change(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "says": change.says,
        "before": None if change.before is None else change.before.verdict,
        "now": None if change.now is None else change.now.verdict,
        "newly_broken": change.is_newly_broken,
    }
