"""One before another."""

from typing import Any

from tests.rules.at_random import Drawing, Judge, by_traces
from tests.rules.oracle import enters


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway, first, then = drawing.pathway, drawing.selectors(), drawing.selectors()
    judge = by_traces(
        lambda trace: enters(pathway, then, trace[-1]) and not any(enters(pathway, first, at) for at in trace),
        lambda trace: enters(pathway, then, trace[-1]),
    )
    return {"first": first, "then": then}, judge
