"""Two places worked on by the same lane, in one trace."""

from typing import Any

from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import inside, members


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway = drawing.pathway
    first, second, leads_only = drawing.selectors(), drawing.selectors(), drawing.perhaps(3)
    states = pathway.linked.states

    def work(selectors: list[str]) -> set[str]:
        there = members(pathway, selectors)
        there |= {name for each in there for name in inside(pathway, each)}
        return {name for name in there if states[name].kind in ("task", "panel", "decision")}

    def lanes(name: str) -> set[str]:
        return {states[name].lane, *(() if leads_only else states[name].with_lanes)}

    def met(trace: Trace, side: set[str]) -> set[str]:
        return {name for at in trace for name in at.entered if name in side}

    def offends(trace: Trace) -> bool:
        return any(lanes(a) & lanes(b) for a in met(trace, work(first)) for b in met(trace, work(second)))

    def occasion(trace: Trace) -> bool:
        return bool(met(trace, work(first)) and met(trace, work(second)))

    written = {"first": first, "second": second, **({"leads_only": "true"} if leads_only else {})}
    return written, by_traces(offends, occasion)
