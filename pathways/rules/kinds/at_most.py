"""`at_most`: a state is entered no more than so many times.

Formally, over complete traces: not existence(n + 1, enter(state) and when), Declare's absence(n + 1); bounded
existence, scopes "globally", "before R", "after Q until R" (Dwyer, Avrunin and Corbett, ICSE 1999). With `from` each
entry of it begins a count of its own. Several entered in the same move count once.
"""

from __future__ import annotations

from typing import Literal

from pathways.rules.kinds.base import RuleKind, RunQuestion, Scene
from pathways.rules.kinds.counting import CountRule, count_question


class AtMost(CountRule):
    """The state is entered no more than so many times."""

    kind: Literal["at_most"]


def ask(rule: AtMost, scene: Scene) -> RunQuestion:
    return count_question(rule, scene, 0, rule.times)


KIND = RuleKind(
    id="at_most",
    title="At most so many times",
    meaning="No referral enters the state more often than `times`; with `from`, counted anew from each entry of that; "
    "with `to`, counted until that is entered.",
    formal="not existence(n + 1, enter(state) & when), existence(1, a) = F a, "
    "existence(n, a) = F(a & X existence(n - 1, a)); Declare absence(n + 1); bounded existence, Dwyer et al. 1999",
    good="""rule: {kind: at_most, state: review, times: 3}
attributes: {reviews: {range: [0, 3], starts: 0}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, add: {reviews: 1}, then: go_on}
  go_on: {kind: decision, choose: [{when: {reviews: 3}, then: closed}, {otherwise: support}]}""",
    bad="""rule: {kind: at_most, state: review, times: 3}
attributes: {progress: {values: [made, none]}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, finds: progress, then: go_on}      # nobody counts the reviews
  go_on: {kind: decision, choose: [{when: {progress: made}, then: closed}, {otherwise: support}]}""",
    model=AtMost,
    ask=ask,
)
