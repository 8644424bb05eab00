"""`repeats_until`: a state is entered again and again until a condition is true.

Formally, over complete traces, with r = enter(state), c = until and not standing in the state, d = enter(before) and
not unless, e = ended and unless: G(r -> e | X(!d U (c | r | e))). So after each entry the condition is true once the
state has been left, or the state is entered again, before the referral ends or enters `before`: response within a
scope (Dwyer, Avrunin and Corbett, ICSE 1999), with the state itself among the responses, as the repetition of a loop
whose test comes last. The condition counts only after the state has been left, so that a value of the round before
excuses nobody while the state is still being worked on. `unless` excuses where it is true on ending or on entering
`before`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import Field

from pathways.definition.guards import Not, holds, reads, words
from pathways.definition.model import GuardSpec
from pathways.rules.atoms import Atom
from pathways.rules.automaton import LOST, Stepwise
from pathways.rules.kinds.base import RuleKind, RuleModel, RunQuestion, Scene, Selectors, Telling
from pathways.rules.monitor import Event, Monitor
from pathways.rules.selectors import Selection


class RepeatsUntil(RuleModel):
    """The state is entered again and again until the condition is true."""

    kind: Literal["repeats_until"]
    state: Selectors = Field(description="what is repeated")
    until: GuardSpec = Field(description="what must have become true before it may stop")
    before: Selectors | None = Field(None, description="asked before this is entered, as well as before the end")
    unless: GuardSpec | None = Field(None, description="excused if this is true when the duty falls due")


def ask(rule: RepeatsUntil, scene: Scene) -> RunQuestion:
    state, until = scene.occasion(rule.state), scene.link_guard(rule.until)
    before, unless = scene.optional(rule.before), scene.guard(rule.unless)
    due = None if unless is None else Not(unless)

    def lost(telling: Telling) -> str:
        asked = f"the rule asks for it until {words(until)}"
        if holds(until, {name: dict(telling.trace.values).get(name) for name in reads(until)}):
            return f"{telling.arrival_there} while {state.words} is still going on; {asked}."
        excuse = "" if unless is None else f", and it is not excused, since {telling.values(unless)}"
        although = f"although {telling.values(until)}; {asked}{excuse}"
        return f"{telling.arrival_there} without {state.words} again, {although}."

    return RunQuestion(
        atoms=(
            Atom(entering=state),
            Atom(standing=state),
            Atom(when=until),
            Atom(entering=before or Selection(""), when=due),
            Atom(entering=scene.ends(), when=due),
        ),
        automaton=Stepwise(_follow()),
        matters=Monitor(from_start=True, broken=Event(state)),
        otherwise=f"no referral ever enters {state.text}",
        lost=lost,
    )


def _follow() -> Callable[[int, int], int]:
    """1 while the state has been entered and the condition has not been true since it was left."""

    def move(owes: int, letter: int) -> int:
        entered, standing, until, before, end = (letter >> bit & 1 for bit in range(5))
        if entered or (until and not standing):
            owes = 0
        if owes and before:
            return LOST
        owes |= entered
        return LOST if owes and end else owes

    return move


KIND = RuleKind(
    id="repeats_until",
    title="Repeats until",
    meaning="After each entry of the state, the condition is true once the state is left, or the state is entered "
    "again, before the referral ends (and before it enters `before`), unless `unless` is true at that moment.",
    formal="G(r -> e | X(!d U (c | r | e))), r = enter(state), c = until & !in(state), d = enter(before) & !unless, "
    "e = ended & unless; "
    "response within a scope, Dwyer et al. 1999",
    good="""rule: {kind: repeats_until, state: review, until: {concern: removed}, before: exit}
attributes: {concern: {values: [present, removed]}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, finds: concern, then: go_on}
  go_on: {kind: decision, choose: [{when: {concern: removed}, then: exit}, {otherwise: support}]}""",
    bad="""rule: {kind: repeats_until, state: review, until: {concern: removed}, before: exit}
attributes: {concern: {values: [present, removed]}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, finds: concern, then: exit}      # whatever the review finds""",
    model=RepeatsUntil,
    ask=ask,
)
