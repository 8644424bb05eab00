"""A condition during a stay."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import members


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    if not drawing.has_attributes:
        return None
    pathway, state = drawing.pathway, drawing.selectors()
    written, guard = drawing.guard()
    there = members(pathway, state)

    def stays(trace: Trace) -> bool:
        return trace[-1].settled and not there.isdisjoint(trace[-1].standing)

    def offends(trace: Trace) -> bool:
        return stays(trace) and not holds(guard, trace[-1].values)

    return {"state": state, "when": written}, by_traces(offends, stays)
