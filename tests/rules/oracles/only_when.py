"""A condition on entering."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, by_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    if not drawing.has_attributes:
        return None
    pathway, state = drawing.pathway, drawing.selectors()
    written, guard = drawing.guard()
    judge = by_traces(
        lambda trace: enters(pathway, state, trace[-1]) and not holds(guard, trace[-1].values),
        lambda trace: enters(pathway, state, trace[-1]),
    )
    return {"state": state, "when": written}, judge
