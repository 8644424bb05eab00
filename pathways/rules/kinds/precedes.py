"""`precedes`: one state is never entered before another has been.

Formally, over complete traces: !enter(then) W enter(first). Declare's precedence; precedence pattern, scope
"globally" (Dwyer, Avrunin and Corbett, ICSE 1999). A move that enters both at once is in order.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.rules.kinds.base import RuleKind, RuleModel, Scene, Selectors, Telling, TraceQuestion
from pathways.rules.monitor import Event, Monitor


class Precedes(RuleModel):
    """The second state is never entered before the first."""

    kind: Literal["precedes"]
    first: Selectors = Field(description="what must come first")
    then: Selectors = Field(description="what must not come before it")

    def kept_anyway(self) -> tuple[tuple[str, str], ...]:
        return (("then", "first"),)


def ask(rule: Precedes, scene: Scene) -> TraceQuestion:
    first, then = scene.select(rule.first), scene.occasion(rule.then)

    def lost(telling: Telling) -> str:
        missing = "" if first else "; this pathway has no such state"
        return f"{telling.arrival_there} before it has been at {first.words}{missing}."

    return TraceQuestion(
        broken=Monitor(from_start=True, calm=Event(first) if first else None, broken=Event(then)),
        matters=Monitor(from_start=True, broken=Event(then)),
        otherwise=f"no referral ever enters {then.text}",
        lost=lost,
    )


KIND = RuleKind(
    id="precedes",
    title="Precedes",
    meaning="No referral enters `then` before it has entered `first`.",
    formal="!enter(then) W enter(first); Declare precedence; precedence pattern, Dwyer et al. 1999",
    good="""rule: {kind: precedes, first: early_conversation, then: triage}
states:
  referral: {lane: referrer, then: early_conversation}
  early_conversation: {lane: so15, with: [prevent], then: triage}
  triage: {lane: so15, then: closed}""",
    bad="""rule: {kind: precedes, first: early_conversation, then: triage}
attributes: {source_sector: {values: [police, education, health], from: arrival}}
states:
  referral: {lane: referrer, then: screening}
  screening:
    kind: decision
    choose:
      - {when: {source_sector: police}, then: triage}      # police referrals skip the conversation
      - {otherwise: early_conversation}
  early_conversation: {lane: so15, with: [prevent], then: triage}
  triage: {lane: so15, then: closed}""",
    model=Precedes,
    ask=ask,
)
