"""`roles_match`: a state is worked on by the lanes that the rule names.

Formally, a fact of the definition: for every state s selected, `lanes` is a subset of {lane(s)} + with(s); with
`owner`, lane(s) is one of these; with `nobody_else`, {lane(s)} + with(s) is a subset of `lanes` + `owner`. "Permitted
role" and "binding of duty" of role-based access control (Bertino, Ferrari and Atluri, 1999), on the chart.
States that no referral reaches count: they are drawn on the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from pathways.definition.linked import LinkedPathway, State
from pathways.definition.report import listed
from pathways.rules.kinds.base import Answer, Lanes, NotHereError, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.titles import titles


class RolesMatch(RuleModel):
    """The states are worked on by these lanes."""

    kind: Literal["roles_match"]
    state: Selectors = Field(description="the states meant")
    lanes: Lanes = Field((), description="the lanes that must all work on it, in its own lane or under `with`")
    owner: Lanes = Field((), description="the lane it must stand in; of several, one of them")
    nobody_else: bool = Field(False, description="`true`: no other lane may work on it")


def ask(rule: RolesMatch, scene: Scene) -> Answer:
    if not rule.lanes and not rule.owner:
        raise NotHereError("the rule names no lanes; give it 'lanes:' or 'owner:'")
    chosen = scene.occasion(rule.state).members
    linked = scene.pathway.linked
    states = [linked.states[state.name] for at, state in enumerate(scene.pathway.states) if at in chosen]
    faults = [(state, list(_faults(rule, linked, state))) for state in states]
    wrong = [(state, told) for state, told in faults if told]
    if not wrong:
        who = _lanes(linked, dict.fromkeys((*rule.owner, *rule.lanes)))
        return Answer("holds", f"at {titles(linked, [state.name for state in states])} work those who should: {who}")
    told = "; ".join(
        f"{titles(linked, [state.name])} is worked on by {_lanes(linked, state.lanes)}: " + ", ".join(faults)
        for state, faults in wrong
    )
    strange = [lane for lane in (*rule.owner, *rule.lanes) if lane not in linked.lanes]
    missing = f" (this pathway has no lane {listed(strange)})" if strange else ""
    return Answer("broken", f"{told}{missing}", at=wrong[0][0].origin.place(key=True))


def _lanes(linked: LinkedPathway, lanes: Iterable[str]) -> str:
    """Lanes by their titles; one that is not on the chart by its name."""
    return listed((linked.lanes.get(lane, lane) for lane in lanes), last="and")


def _faults(rule: RolesMatch, linked: LinkedPathway, state: State) -> Iterator[str]:
    working = state.lanes
    if rule.owner and state.lane not in rule.owner:
        yield f"it should stand in the lane {' or '.join(_lanes(linked, [lane]) for lane in rule.owner)}"
    if lacking := [lane for lane in rule.lanes if lane not in working]:
        yield f"{_lanes(linked, lacking)} should take part"
    if rule.nobody_else and (others := [lane for lane in working if lane not in (*rule.lanes, *rule.owner)]):
        yield f"{_lanes(linked, others)} should not take part"


KIND = RuleKind(
    id="roles_match",
    title="Roles match",
    meaning="The state is worked on by the lanes named: all of `lanes` take part, whether it stands in their lane or "
    "names them under `with`. With `owner` it stands in that lane. With `nobody_else: true` no other lane takes part.",
    formal="for every state s selected: lanes <= {lane(s)} + with(s), lane(s) in owner; a fact of the definition",
    good="""rule: {kind: roles_match, state: early_conversation, lanes: [so15, prevent]}
states:
  early_conversation: {lane: so15, with: [prevent], then: triage}
  triage: {lane: prevent, then: closed}""",
    bad="""rule: {kind: roles_match, state: early_conversation, lanes: [so15, prevent]}
states:
  early_conversation: {lane: so15, then: triage}      # with whom?
  triage: {lane: prevent, then: closed}""",
    model=RolesMatch,
    ask=ask,
)
