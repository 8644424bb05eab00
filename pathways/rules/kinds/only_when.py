"""`only_when`: whenever a referral enters the state, the guard holds.

Formally, over complete traces: G(enter(state) -> when). Absence of P with P = enter(state) and not when,
scope "globally" (Dwyer, Avrunin and Corbett, Patterns in property specifications, ICSE 1999).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import Not, words
from pathways.definition.model import GuardSpec
from pathways.rules.kinds.base import RuleKind, RuleModel, Scene, Selectors, Telling, TraceQuestion
from pathways.rules.monitor import Event, Monitor


class OnlyWhen(RuleModel):
    """Whenever the referral enters the state, the condition holds."""

    kind: Literal["only_when"]
    state: Selectors = Field(description="the state that is entered")
    when: GuardSpec = Field(description="what must be true at that moment")


def ask(rule: OnlyWhen, scene: Scene) -> TraceQuestion:
    state, when = scene.occasion(rule.state), scene.link_guard(rule.when)

    def lost(telling: Telling) -> str:
        return f"{telling.arrival_there} although {telling.values(when)}; the rule allows it only when {words(when)}."

    return TraceQuestion(
        broken=Monitor(from_start=True, broken=Event(state, Not(when))),
        matters=Monitor(from_start=True, broken=Event(state)),
        otherwise=f"no referral ever enters {state.text}",
        lost=lost,
    )


KIND = RuleKind(
    id="only_when",
    title="Only when",
    meaning="Whenever a referral enters the state, the condition holds at that moment.",
    formal="G(enter(state) -> when), over complete traces; absence pattern, Dwyer et al. 1999",
    good="""rule: {kind: only_when, state: pcm, when: {consent: [refused, unlikely]}}
attributes: {consent: {values: [granted, refused, unlikely]}}
states:
  talk: {lane: prevent, finds: consent, then: route}
  route:
    kind: decision
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}""",
    bad="""rule: {kind: only_when, state: pcm, when: {consent: [refused, unlikely]}}
attributes: {consent: {values: [granted, refused, unlikely]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: [consent, risk], then: route}
  route:
    kind: decision
    choose:
      - {when: {risk: high}, then: pcm}      # consent may be granted here
      - {otherwise: channel}""",
    model=OnlyWhen,
    ask=ask,
)
