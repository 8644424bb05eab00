"""A response, perhaps before something else, perhaps at once, perhaps excused."""

from typing import Any

from pathways.definition.guards import holds
from tests.rules.at_random import Drawing, Judge, Trace, by_traces
from tests.rules.oracle import Position, branches_of, enters, inside, names_of


def rule(drawing: Drawing) -> tuple[dict[str, Any], Judge]:
    pathway, state, by = drawing.pathway, drawing.selectors(), drawing.selectors()
    states, pieces = pathway.linked.states, pathway.linked.pieces.values()
    written: dict[str, Any] = {"state": state, "by": by}
    before = drawing.selectors() if drawing.perhaps() else None
    if before:
        written["before"] = before
    unless = None
    if drawing.has_attributes and drawing.perhaps():
        written["unless"], unless = drawing.guard()
    at_once = drawing.perhaps()
    if at_once:
        written["at_once"] = "true"

    def apart(region: int, name: str) -> bool:
        """Whether a state stands in another branch of a parallel state than the region does."""
        own, other = branches_of(pathway, region), branches_of(pathway, states[name].region)
        return any(own[parallel] != other[parallel] for parallel in own.keys() & other.keys())

    def owing(at: Position) -> list[str]:
        """The states and pieces entered that bring the duty."""
        found = [name for name in at.entered if enters(pathway, state, Position(None, (name,), {}, False))]
        found = [name for name in found if not _only_by_piece(name)]
        return found + [p.name for p in pieces if _names(p) and enters(pathway, [p.name], at)]

    def _names(piece: Any) -> bool:
        return not set(state).isdisjoint(names_of(piece))

    def _only_by_piece(name: str) -> bool:
        row = states[name]
        own = {name, f"lane:{row.lane}", f"kind:{row.kind}", f"outcome:{row.outcome}", *(f"#{t}" for t in row.tags)}
        return own.isdisjoint(state)

    def between(duty: str, at: Position) -> bool:
        """Whether something that takes time is entered which is neither within nor beside the state."""
        if enters(pathway, [duty], at) and not (duty in states and states[duty].kind == "decision"):
            return True
        if duty in states:
            region, within = states[duty].region, inside(pathway, duty)
        else:
            piece = pathway.linked.pieces[duty]
            region, within = piece.region, set(piece.states)
        return any(
            states[name].kind in ("task", "wait", "panel") and name not in within and not apart(region, name)
            for name in at.entered
        )

    def offends(trace: Trace) -> bool:
        now = trace[-1]
        if unless is not None and holds(unless, now.values):
            return False
        for i, at in enumerate(trace if now.ended else trace[:-1]):
            if any(enters(pathway, by, then) for then in trace[i:]):
                continue
            duties = owing(at)
            assert bool(duties) == enters(pathway, state, at)
            if duties and (now.ended or (before is not None and enters(pathway, before, now))):
                return True
            if at_once and i < len(trace) - 1 and any(between(duty, now) for duty in duties):
                return True
        return False

    return written, by_traces(offends, lambda trace: enters(pathway, state, trace[-1]))
