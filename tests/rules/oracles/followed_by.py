"""A response, perhaps before something else, perhaps excused."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway, state, by = drawing.pathway, drawing.selectors(), drawing.selectors()
    written: dict[str, Any] = {"state": state, "by": by}
    before = drawing.selectors() if drawing.perhaps() else None
    if before:
        written["before"] = before
    unless = None
    if drawing.has_attributes and drawing.perhaps():
        written["unless"], unless = drawing.guard()

    def offends(trace: Trace) -> bool:
        now = trace[-1]
        is_due = now.ended or (before is not None and enters(pathway, before, now))
        if not is_due or (unless is not None and holds(unless, now.values)):
            return False
        begins = [i for i, at in enumerate(trace if now.ended else trace[:-1]) if enters(pathway, state, at)]
        return any(not any(enters(pathway, by, at) for at in trace[i:]) for i in begins)

    return written, by_traces(offends, lambda trace: enters(pathway, state, trace[-1]))
