"""Absence, also after something else."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway = drawing.pathway
    state = drawing.selectors()
    written: dict[str, Any] = {"state": state}
    guard = None
    if drawing.has_attributes and drawing.perhaps():
        written["when"], guard = drawing.guard()
    after = drawing.selectors() if drawing.perhaps() else None
    if after:
        written["after"] = after

    def offends(trace: Trace) -> bool:
        now = trace[-1]
        if not enters(pathway, state, now) or not (guard is None or holds(guard, now.values)):
            return False
        return after is None or any(enters(pathway, after, before) for before in trace[:-1])

    return written, by_traces(offends, None if after is None else lambda trace: enters(pathway, after, trace[-1]))
