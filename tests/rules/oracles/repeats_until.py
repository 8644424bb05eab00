"""Again and again until a condition is true."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import Position, enters, members


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    if not drawing.has_attributes:
        return None
    pathway, state = drawing.pathway, drawing.selectors()
    there = members(pathway, state)
    until_written, until = drawing.guard()
    written: dict[str, Any] = {"state": state, "until": until_written}
    before = drawing.selectors() if drawing.perhaps() else None
    if before:
        written["before"] = before
    unless = None
    if drawing.has_attributes and drawing.perhaps(3):
        written["unless"], unless = drawing.guard()

    def done(at: Position) -> bool:
        return enters(pathway, state, at) or (holds(until, at.values) and there.isdisjoint(at.standing))

    def offends(trace: Trace) -> bool:
        for i, at in enumerate(trace):
            if not enters(pathway, state, at):
                continue
            for j in range(i, len(trace)):
                now = trace[j]
                due = now.ended or (before is not None and j > i and enters(pathway, before, now))
                excused = unless is not None and holds(unless, now.values)
                if due and not excused and not any(done(then) for then in trace[i + 1 : j + 1]):
                    return True
        return False

    return written, by_traces(offends, lambda trace: enters(pathway, state, trace[-1]))
