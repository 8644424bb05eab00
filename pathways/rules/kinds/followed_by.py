"""`followed_by`: after entering a state, another is entered before the referral ends (and before a third).

Formally, over complete traces: G(enter(state) -> F enter(by)); with `before`, G(enter(state) -> (WX(!enter(before) W
enter(by)) & F enter(by))). Declare's response; response pattern (Dwyer, Avrunin and Corbett, ICSE 1999). `unless`
excuses where it is true at the moment the duty falls due, that is on ending or on entering `before`. A state that is
itself `by` does its own duty.

With `at_once`, nothing that takes time comes between: G(enter(state) -> WX(!busy W enter(by)) & F enter(by)), where
busy is entering any task, wait or panel, `state` again among them. That is Declare's chain response, passing over
decisions and joins. What belongs to the state itself (inside a piece or a parallel state) does not come between, nor
does what happens meanwhile in branches beside it. The duty falls due as soon as such a state is entered instead.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import Guard, Not
from pathways.definition.model import GuardSpec
from pathways.rules.atoms import Atom
from pathways.rules.automaton import Stepwise
from pathways.rules.kinds.at_once import duties, follow
from pathways.rules.kinds.base import (
    Flag,
    RuleKind,
    RuleModel,
    RunQuestion,
    Scene,
    Selectors,
    Telling,
    TraceQuestion,
)
from pathways.rules.monitor import Event, Monitor
from pathways.rules.selectors import Selection


class FollowedBy(RuleModel):
    """After entering the state, another is entered before the end."""

    kind: Literal["followed_by"]
    state: Selectors = Field(description="the state that brings the duty")
    by: Selectors = Field(description="what must follow")
    before: Selectors | None = Field(
        None, description="it must follow before this is entered, as well as before the end"
    )
    unless: GuardSpec | None = Field(None, description="excused if this is true when the duty falls due")
    at_once: Flag = Field("false", description="'true' if no task, wait or panel may come between")

    def kept_anyway(self) -> tuple[tuple[str, str], ...]:
        return (("state", "by"),)


def ask(rule: FollowedBy, scene: Scene) -> TraceQuestion | RunQuestion:
    state, by = scene.occasion(rule.state), scene.select(rule.by)
    before, unless = scene.optional(rule.before), scene.guard(rule.unless)
    due: Guard | None = None if unless is None else Not(unless)

    def lost(telling: Telling) -> str:
        missing = "" if by else "; this pathway has no such state"
        excuse = "" if unless is None else f", and not excused, since {telling.values(unless)}"
        if at_once and by and telling.outcome is None:
            return f"{telling.arrival_there} after {state.words}, and not at once to {by.words}{excuse}."
        return f"{telling.arrival_there} after {state.words} without {by.words}{missing}{excuse}."

    at_once = rule.at_once == "true"
    matters = Monitor(from_start=True, broken=Event(state))
    otherwise = f"no referral ever enters {state.text}"
    if at_once:
        owed = list(duties(scene.pathway, state))
        atoms = [
            Atom(entering=by),
            Atom(entering=before or Selection(""), when=due),
            Atom(entering=scene.ends(), when=due),
        ]
        for duty, between in owed:
            atoms += [Atom(entering=duty), Atom(entering=between, when=due)]
        return RunQuestion(tuple(atoms), Stepwise(follow(len(owed))), matters, otherwise, lost)
    return TraceQuestion(
        broken=Monitor(
            alert=Event(state),
            calm=Event(by) if by else None,
            broken=Event(before, due) if before else None,
            broken_at_end=Event(scene.ends(), due),
        ),
        matters=matters,
        otherwise=otherwise,
        lost=lost,
    )


KIND = RuleKind(
    id="followed_by",
    title="Followed by",
    meaning="After entering the state, every referral enters `by` before it ends (and before it enters `before`), "
    "unless the condition `unless` is true when the duty falls due. With `at_once`, no task, wait or panel is entered "
    "in between, save inside the state and in branches beside it.",
    formal="G(enter(state) -> F enter(by)); Declare response; with at_once, chain response passing over decisions and "
    "joins; response pattern, Dwyer et al. 1999",
    good="""rule: {kind: followed_by, state: exit, by: review_12_months}
states:
  exit: {lane: channel, then: wait_12_months}
  wait_12_months: {kind: wait, for: 12 months, then: review_12_months}
  review_12_months: {lane: channel, then: closed}""",
    bad="""rule: {kind: followed_by, state: exit, by: review_12_months}
attributes: {moved_away: {values: [yes, no]}}
states:
  exit: {lane: channel, finds: moved_away, then: still_here}
  still_here:
    kind: decision
    choose:
      - {when: {moved_away: yes}, then: closed}      # ends without the review
      - {otherwise: wait_12_months}
  wait_12_months: {kind: wait, for: 12 months, then: review_12_months}
  review_12_months: {lane: channel, then: closed}""",
    model=FollowedBy,
    ask=ask,
)
