"""What a state says that BPMN only has documentation for: its note, and in words its targets, findings and sources."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.definition.linked import LinkedPathway, Standard, State
from pathways.diagram.text import clean


@dataclass(frozen=True)
class About:
    """What an author wrote, and what is made of the rest of the definition, each on a line of its own."""

    note: str = ""
    facts: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.note, *self.facts) if self.note else self.facts


def about_state(state: State, pathway: LinkedPathway) -> About:
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
    if state.source:
        hardness = f" ({state.hardness.replace('_', ' ').lower()})" if state.hardness else ""
        told.append(f"Source: {state.source}{hardness}.")
    return _about(state.note, told)


def about_pathway(pathway: LinkedPathway) -> About:
    told = [f"Version {pathway.version}, {pathway.status}."]
    for target in pathway.targets.values():
        if target.standard.within is not None:
            names = [
                pathway.states[name].title if name in pathway.states else name for name in (target.start, target.end)
            ]
            told.append(f"Target: {names[0]} to {names[1]} within {target.standard.within}{_from(target.standard)}.")
    told += [f"Departs from rule {departure.rule}: {departure.reason}" for departure in pathway.departures]
    return _about(pathway.note, told)


def _about(note: str | None, facts: list[str]) -> About:
    return About(clean(note or "").strip(), tuple(clean(text).strip() for text in facts))


def _from(standard: Standard) -> str:
    return f" ({standard.source})" if standard.source else ""
