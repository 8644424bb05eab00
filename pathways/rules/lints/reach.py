"""A pathway and the states that referrals reach in it to what is cut off, and what is not known because of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pathways.definition.states import ways_out
from pathways.machine import DONE, NONE, CompiledPathway
from pathways.rules.selectors import entered_states


@dataclass(frozen=True)
class Reach:
    """What lies where no referral comes.

    Attributes
    ----------
    missing
        The states that are never reached.
    into
        For each of those, the states with an arrow to it.
    orphans
        Those of them to which nothing leads, each with all that lies behind it.
    unknown
        The attributes that something behind an orphan would have found or set.
    """

    missing: tuple[int, ...]
    into: dict[int, frozenset[int]]
    orphans: dict[int, frozenset[int]]
    unknown: frozenset[str]

    @staticmethod
    def of(pathway: CompiledPathway, visited: Collection[int]) -> Reach:
        missing = tuple(index for index in range(len(pathway.states)) if index not in visited)
        leads = _leads(pathway)
        lacking = set(missing)
        sources: dict[int, set[int]] = {m: set() for m in missing}
        for source, targets in leads.items():
            for target in targets & lacking - {source}:
                sources[target].add(source)
        into = {m: frozenset(found) for m, found in sources.items()}
        behind = {m: leads[m] & lacking for m in missing}
        # A way that is closed by a condition leads to some of them, and to whatever lies behind those.
        closed = {m for m in missing if not into[m] <= lacking}
        past_closed = closed | _closure(closed, behind)
        cut_off = [m for m in missing if m not in past_closed]
        orphans: dict[int, frozenset[int]] = {}
        explained: set[int] = set()
        # Those with nothing at all before them first; then circles that nothing leads into.
        for root in sorted(cut_off, key=lambda m: bool(into[m])):
            if root not in explained:
                orphans[root] = _closure([root], behind) - {root}
                explained |= orphans[root] | {root}
        return Reach(missing, into, orphans, frozenset(_changed(pathway, explained)))


def _closure(starts: Iterable[int], onward: Mapping[int, Collection[int]]) -> frozenset[int]:
    """Everything that can be got to from one of the starts in one step or more."""
    seen: set[int] = set()
    todo = list(starts)
    while todo:
        fresh = set(onward[todo.pop()]) - seen
        seen |= fresh
        todo += fresh
    return frozenset(seen)


def _leads(pathway: CompiledPathway) -> dict[int, set[int]]:
    """For each state, those that its arrows enter, and those that are entered with it."""
    leads: dict[int, set[int]] = {}
    for index, state in enumerate(pathway.states):
        arrows = [a for a in (state.complete, state.timeout, *state.choices) if a != NONE]
        arrows += [pathway.interrupts[number].arrow for number in pathway.interrupts_at.get(index, ())]
        targets = [pathway.arrows[a].target for a in arrows]
        entered = {s for target in targets if target != DONE for s in entered_states(pathway, target)}
        leads[index] = entered | (set(entered_states(pathway, index)) - {index})
    return leads


def _changed(pathway: CompiledPathway, states: Iterable[int]) -> Iterable[str]:
    """The attributes that these states find or set, on their ways out too."""
    for index in states:
        state = pathway.linked.states[pathway.states[index].name]
        yield from (found.attribute for found in state.finds)
        effects = [*state.effects, *(effect for arrow in ways_out(state) for effect in arrow.effects)]
        yield from (effect.attribute for effect in effects)
