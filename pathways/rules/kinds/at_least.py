"""`at_least`: every referral enters a state so many times or oftener.

Formally, over complete traces: existence(n, enter(state) and when), Declare's existence(n); bounded existence, scopes
"globally", "before R", "after Q until R" (Dwyer, Avrunin and Corbett, ICSE 1999). It is asked on ending, or on
entering `to`. Once, without `when`, it is `always_through`. Several entered in the same move count once.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pathways.definition.words import Whole
from pathways.rules.kinds.base import RuleKind, RunQuestion, Scene
from pathways.rules.kinds.counting import MOST, CountRule, count_question


class AtLeast(CountRule):
    """Every referral enters the state at least so many times."""

    kind: Literal["at_least"]
    times: Whole = Field(description=f"how often, from 1 to {MOST}", examples=["3"])

    @field_validator("times")
    @classmethod
    def _something(cls, times: int) -> int:
        if times < 1:
            raise PydanticCustomError("bad_value", "at least 0 times asks for nothing")
        return times


def ask(rule: AtLeast, scene: Scene) -> RunQuestion:
    return count_question(rule, scene, rule.times, None)


KIND = RuleKind(
    id="at_least",
    title="At least so many times",
    meaning="Every referral enters the state at least `times` times before it ends; with `to`, before it enters that; "
    "with `from`, counted anew from each entry of that.",
    formal="existence(n, enter(state) & when), existence(1, a) = F a, existence(n, a) = F(a & X existence(n - 1, a)); "
    "Declare existence(n); bounded existence, Dwyer et al. 1999",
    good="""rule: {kind: at_least, state: "#post_exit_review", times: 2, from: exit}
states:
  exit:       {lane: channel, then: review_6m}
  review_6m:  {kind: panel, lane: channel, tags: [post_exit_review], then: review_12m}
  review_12m: {kind: panel, lane: channel, tags: [post_exit_review], then: closed}""",
    bad="""rule: {kind: at_least, state: "#post_exit_review", times: 2, from: exit}
states:
  exit:      {lane: channel, then: review_6m}
  review_6m: {kind: panel, lane: channel, tags: [post_exit_review], then: closed}      # one review only""",
    model=AtLeast,
    ask=ask,
)
