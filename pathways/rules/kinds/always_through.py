"""`always_through`: every referral that gets from one state to another goes through a third.

Formally, over complete traces: from the start, (!enter(to) W enter(state)); with `from`,
G((enter(from) & when) -> (enter(state) | WX(!enter(to) W enter(state)))). Must-pass (dominance) made aware of values;
precedence pattern, scopes "globally" and "after Q, every time" (Dwyer, Avrunin and Corbett, ICSE 1999).
Passing counts again from each entry of `from`; that entry may itself be the passing, but not the arrival.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import Guard, words
from pathways.definition.model import GuardSpec
from pathways.rules.kinds.base import RuleKind, RuleModel, Scene, Selectors, Telling, TraceQuestion
from pathways.rules.monitor import Event, Monitor


class AlwaysThrough(RuleModel):
    """Every referral that gets from one state to another went through a third."""

    kind: Literal["always_through"]
    state: Selectors = Field(description="the state to go through")
    from_: Selectors | None = Field(None, alias="from", description="counted from here; by default from the start")
    to: Selectors | None = Field(None, description="asked on entering this; by default on ending")
    when: GuardSpec | None = Field(None, description="only referrals for which this is true at `from`, or on arrival")

    def kept_anyway(self) -> tuple[tuple[str, str], ...]:
        return (("from_", "state"), ("to", "state"))


def ask(rule: AlwaysThrough, scene: Scene) -> TraceQuestion:
    checkpoint = scene.select(rule.state)
    to = scene.ends() if rule.to is None else scene.occasion(rule.to)
    when = scene.guard(rule.when)
    arriving = Event(to)
    passing = Event(checkpoint) if checkpoint else None

    def lost(telling: Telling) -> str:
        having = f"without having gone through {checkpoint.words}"
        missing = "" if checkpoint else "; this pathway has no such state"
        return f"{telling.arrival_there} {having}{missing}."

    way = f"to {to.text}" if rule.from_ is None else f"from {scene.select(rule.from_).text} to {to.text}"
    nobody = f"no referral{_given(when)} ever gets {way}"
    if rule.from_ is None:
        return TraceQuestion(
            broken=Monitor(from_start=True, start_when=when, calm=passing, broken=arriving),
            matters=Monitor(from_start=True, start_when=when, broken=arriving),
            otherwise=nobody,
            lost=lost,
        )
    begin = Event(scene.occasion(rule.from_), when)
    return TraceQuestion(
        broken=Monitor(alert=begin, calm=passing, broken=arriving),
        matters=Monitor(alert=begin, broken=arriving),
        otherwise=nobody,
        lost=lost,
    )


def _given(when: Guard | None) -> str:
    return f" with {words(when)}" if when is not None else ""


KIND = RuleKind(
    id="always_through",
    title="Always through",
    meaning="Every referral that gets from `from` (by default the start) to `to` (by default any end) went through "
    "the state on its way; with `when`, every such referral for which that was true at `from`.",
    formal="!enter(to) W enter(state); with from: "
    "G((enter(from) & when) -> (enter(state) | WX(!enter(to) W enter(state)))); "
    "dominance; precedence pattern, Dwyer et al. 1999",
    good="""rule: {kind: always_through, state: mash_check}
start: [referral, police_report]
states:
  referral: {lane: referrer, then: mash_check}
  police_report: {lane: so15, then: mash_check}
  mash_check: {lane: mash, then: triage}""",
    bad="""rule: {kind: always_through, state: mash_check}
start: [referral, police_report]
states:
  referral: {lane: referrer, then: mash_check}
  police_report: {lane: so15, then: triage}      # this door goes round the MASH
  mash_check: {lane: mash, then: triage}""",
    model=AlwaysThrough,
    ask=ask,
)
