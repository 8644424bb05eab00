"""What a state says that BPMN only has documentation for: targets, findings, who else takes part, sources."""

from __future__ import annotations

from pathways.definition.linked import LinkedPathway, Standard, State
from pathways.diagram.text import clean


def about_state(state: State, pathway: LinkedPathway) -> tuple[str, ...]:
    """Sentences, each for a documentation element of its own."""
    told = []
    if state.target is not None and state.target.within is not None:
        told.append(f"Target: within {state.target.within}{_from(state.target)}.")
    if state.with_lanes:
        told.append(f"Together with: {', '.join(pathway.lanes.get(lane, lane) for lane in state.with_lanes)}.")
    if state.finds:
        titles = [pathway.attributes[found.attribute].title for found in state.finds]
        told.append(f"Finds: {', '.join(titles)}.")
    if state.kind == "panel":
        told.append("Decided at a scheduled meeting.")
    if state.note:
        told.append(state.note)
    if state.source:
        hardness = f" ({state.hardness.replace('_', ' ').lower()})" if state.hardness else ""
        told.append(f"Source: {state.source}{hardness}.")
    return tuple(clean(text) for text in told)


def about_pathway(pathway: LinkedPathway) -> tuple[str, ...]:
    told = [f"Version {pathway.version}, {pathway.status}."]
    told += [pathway.note] if pathway.note else []
    for target in pathway.targets.values():
        if target.standard.within is not None:
            names = [
                pathway.states[name].title if name in pathway.states else name for name in (target.start, target.end)
            ]
            told.append(f"Target: {names[0]} to {names[1]} within {target.standard.within}{_from(target.standard)}.")
    told += [f"Departs from rule {departure.rule}: {departure.reason}" for departure in pathway.departures]
    return tuple(clean(text) for text in told)


def _from(standard: Standard) -> str:
    return f" ({standard.source})" if standard.source else ""
