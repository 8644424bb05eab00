"""`separation_of_duties`: what is done in two places of a pathway is done by different lanes.

Formally, over complete traces, for every lane l: !(F enter(first, l) & F enter(second, l)), where enter(s, l) is
entering a state of s that lane l works on. Not co-existence of Declare over the lanes; separation of duty is a
constraint on histories (Nash and Poland 1990), so two states that no referral meets both may well share a lane. Work
is done in tasks, panels and decisions; of a piece or a parallel state, in everything inside. A lane works where it is
the `lane` or in `with`; with `leads_only`, only where it is the `lane`. The order of the two makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from pydantic import Field

from pathways.definition.linked import State
from pathways.machine import CompiledPathway, Kind
from pathways.rules.atoms import Atom
from pathways.rules.automaton import LOST, Stepwise
from pathways.rules.kinds.base import (
    Flag,
    NotHereError,
    RuleKind,
    RuleModel,
    RunQuestion,
    Scene,
    Selectors,
    Telling,
)
from pathways.rules.selectors import Selection, entered_states, inside

_WORK: Final = (Kind.TASK, Kind.PANEL, Kind.DECISION)


class SeparationOfDuties(RuleModel):
    """What is done in the two places is done by different lanes."""

    kind: Literal["separation_of_duties"]
    first: Selectors = Field(description="the work of one side")
    second: Selectors = Field(description="the work of the other side")
    leads_only: Flag = Field("false", description="'true' to compare only who leads, not who takes part ('with')")


def ask(rule: SeparationOfDuties, scene: Scene) -> RunQuestion:
    pathway = scene.pathway
    first, second = scene.occasion(rule.first), scene.occasion(rule.second)
    sides = (_work(pathway, first), _work(pathway, second))
    for selection, work in zip((first, second), sides, strict=True):
        if not work:
            raise NotHereError(f"nobody works at {selection.text}: it has no task, no panel and no decision")
    by_lane = tuple(_by_lane(pathway, work, rule.leads_only == "true") for work in sides)
    shared = [lane for lane in by_lane[0] if lane in by_lane[1]]
    pairs = [Selection("", side) for side in sides]
    pairs += [Selection("", frozenset(side[lane])) for lane in shared for side in by_lane]

    def lost(telling: Telling) -> str:
        entered = [
            state for step in telling.trace.steps for state in entered_states(pathway, pathway.index[step.state])
        ]
        for lane in shared:
            one, other = (next((s for s in entered if s in side[lane]), None) for side in by_lane)
            if one is not None and other is not None:
                return _sentence(pathway, lane, *sorted((one, other), key=entered.index))
        raise AssertionError("a referral was told to have met both")

    return RunQuestion(
        atoms=tuple(Atom(entering=selection) for selection in pairs),
        automaton=Stepwise(_meets_both(range(1, len(shared) + 1))),
        matters=Stepwise(_meets_both(range(1))),
        otherwise=f"no referral comes to work both at {first.text} and at {second.text}",
        lost=lost,
    )


def _work(pathway: CompiledPathway, selection: Selection) -> frozenset[int]:
    """The states in which something is done."""
    within = selection.members.union(*(inside(pathway, state) for state in selection.members))
    return frozenset(state for state in within if pathway.states[state].kind in _WORK)


def _by_lane(pathway: CompiledPathway, work: frozenset[int], leads_only: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for state in sorted(work):
        for lane in _lanes(pathway.linked.states[pathway.states[state].name], leads_only):
            found.setdefault(lane, []).append(state)
    return found


def _lanes(state: State, leads_only: bool) -> tuple[str, ...]:
    return (state.lane,) if leads_only else state.lanes


def _meets_both(pairs: range) -> Callable[[int, int], int]:
    """Refuses when both atoms of a pair (atoms 2n and 2n + 1) have been true; the state holds those that were."""
    mask = sum(3 << 2 * pair for pair in pairs)

    def move(at: int, letter: int) -> int:
        at |= letter & mask
        return LOST if any(at >> 2 * pair & 3 == 3 for pair in pairs) else at

    return move


def _sentence(pathway: CompiledPathway, lane: str, one: int, other: int) -> str:
    title = pathway.linked.lanes.get(lane, lane)
    first, second = (pathway.linked.states[pathway.states[s].name].title for s in (one, other))
    if one == other:
        return f"'{first}' is both, and {title} works on it; the rule asks for different lanes."
    return f"It has been at '{first}' and at '{second}', and {title} works on both; the rule asks for different lanes."


KIND = RuleKind(
    id="separation_of_duties",
    title="Separation of duties",
    meaning="No lane works on both sides of the same referral: neither as the `lane` nor in `with`; with `leads_only`, "
    "not as the `lane`. Work is done in tasks, panels and decisions.",
    formal="for every lane l: !(F enter(first, l) & F enter(second, l)), over complete traces; "
    "Declare not co-existence over lanes",
    good="""rule: {kind: separation_of_duties, first: screening, second: triage}
states:
  screening: {lane: mash, then: triage}
  triage: {lane: so15, then: closed}""",
    bad="""rule: {kind: separation_of_duties, first: screening, second: triage}
states:
  screening: {lane: mash, with: [so15], then: triage}      # the police screen and decide
  triage: {lane: so15, then: closed}""",
    model=SeparationOfDuties,
    ask=ask,
)
