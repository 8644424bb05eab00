"""A checkpoint between one state (or the start) and another (or any end)."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import Position, enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway, state = drawing.pathway, drawing.selectors()
    written: dict[str, Any] = {"state": state}
    from_ = drawing.selectors() if drawing.perhaps() else None
    to = drawing.selectors() if drawing.perhaps() else None
    if from_:
        written["from"] = from_
    if to:
        written["to"] = to
    guard = None
    if drawing.has_attributes and drawing.perhaps():
        written["when"], guard = drawing.guard()

    def concerns(at: Position) -> bool:
        return guard is None or holds(guard, at.values)

    def arrives(at: Position) -> bool:
        return enters(pathway, to, at) if to else at.ended

    def passes(positions: Trace) -> bool:
        return any(enters(pathway, state, at) for at in positions)

    def offends(trace: Trace) -> bool:
        if not arrives(trace[-1]):
            return False
        if from_ is None:
            return concerns(trace[0]) and not passes(trace)
        begins = [i for i, at in enumerate(trace[:-1]) if enters(pathway, from_, at) and concerns(at)]
        return any(not passes(trace[i:]) for i in begins)

    def occasion(trace: Trace) -> bool:
        if not arrives(trace[-1]):
            return False
        if from_ is None:
            return concerns(trace[0])
        return any(enters(pathway, from_, at) and concerns(at) for at in trace[:-1])

    return written, by_traces(offends, occasion)
