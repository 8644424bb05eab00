"""`exactly`: every referral enters a state just so many times.

Formally, over complete traces: existence(n, a) and not existence(n + 1, a) with a = enter(state) and when, Declare's
exactly(n); bounded existence, scopes "globally", "before R", "after Q until R" (Dwyer, Avrunin and Corbett, ICSE
1999). Several entered in the same move count once.
"""

from __future__ import annotations

from typing import Literal

from pathways.rules.kinds.base import RuleKind, RunQuestion, Scene
from pathways.rules.kinds.counting import CountRule, count_question


class Exactly(CountRule):
    """Every referral enters the state so many times."""

    kind: Literal["exactly"]


def ask(rule: Exactly, scene: Scene) -> RunQuestion:
    return count_question(rule, scene, rule.times, rule.times)


KIND = RuleKind(
    id="exactly",
    title="Exactly so many times",
    meaning="Every referral enters the state `times` times, no more and no less, before it ends; with `to`, before it "
    "enters that; with `from`, counted anew from each entry of that.",
    formal="existence(n, enter(state) & when) & !existence(n + 1, enter(state) & when); Declare exactly(n); "
    "bounded existence, Dwyer et al. 1999",
    good="""rule: {kind: exactly, state: feedback, times: 1}
states:
  triage:   {lane: so15, then: feedback}
  feedback: {lane: prevent, then: closed}""",
    bad="""rule: {kind: exactly, state: feedback, times: 1}
states:
  triage:   {lane: so15, after: {5 working days: closed}, then: feedback}      # closed without feedback
  feedback: {lane: prevent, then: closed}""",
    model=Exactly,
    ask=ask,
)
