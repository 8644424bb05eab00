"""Dwyer's patterns, by sentences about stretches of positions."""

from typing import Any

from pathways.definition.guards import holds
from pathways.rules.ltlf.dwyer import FORMULAS
from tests.rules.at_random import Drawing, Judge, Trace
from tests.rules.ltlf.definitions import pattern_kept, pattern_matters
from tests.rules.ltlf.judging import by_complete_traces
from tests.rules.oracle import enters

SCOPES = {
    "globally": (),
    "before": ("before",),
    "after": ("after",),
    "between": ("after", "before"),
    "after_until": ("after", "until"),
}


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge] | None:
    names = list(FORMULAS)
    name = drawing.one_of(names if drawing.has_attributes else [n for n in names if n != "universality"])
    scope = drawing.one_of(list(SCOPES))
    written: dict[str, Any] = {"pattern": name, **{field: _states(drawing) for field in SCOPES[scope]}}
    guard = None
    if name == "universality":
        written["holds"], guard = drawing.guard()
    else:
        written["state"] = _states(drawing)
        if drawing.has_attributes and drawing.perhaps(3):
            written["when"], guard = drawing.guard()
    if name in ("precedence", "response"):
        written["first" if name == "precedence" else "by"] = _states(drawing)
    if name == "bounded_existence":
        written["times"] = str(drawing.number(1, 2))

    def happens(trace: Trace, *fields: str) -> list[bool]:
        selectors = next((written[field] for field in fields if field in written), [])
        return [enters(drawing.pathway, selectors, position) for position in trace]

    def p(trace: Trace) -> list[bool]:
        entered = [True] * len(trace) if name == "universality" else happens(trace, "state")
        return [e and (guard is None or holds(guard, at.values)) for e, at in zip(entered, trace, strict=True)]

    def q(trace: Trace) -> list[bool]:
        return happens(trace, "after")

    def r(trace: Trace) -> list[bool]:
        return happens(trace, "before", "until")

    def kept(trace: Trace) -> bool:
        s = happens(trace, "first", "by")
        return pattern_kept(name, scope, p(trace), s, q(trace), r(trace), int(written.get("times", "1")))

    return written, by_complete_traces(kept, [lambda trace: pattern_matters(name, scope, p(trace), q(trace), r(trace))])


def _states(drawing: Drawing) -> list[str]:
    """Selectors; at times of a state that is not there."""
    return ["gone"] if drawing.perhaps(12) else drawing.selectors()
