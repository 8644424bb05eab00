"""`never`: a state is never entered (while a guard holds; once some other state has been entered).

Formally, over complete traces: G !P with P = enter(state) and when; with `after`, G(enter(after) -> WX G !P).
Absence pattern, scopes "globally" and "after Q" (Dwyer, Avrunin and Corbett, ICSE 1999); with `after` this is
Declare's not-succession. "After" is strict, so `{state: triage, after: triage}` forbids a second triage.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import words
from pathways.definition.model import GuardSpec
from pathways.rules.kinds.base import RuleKind, RuleModel, Scene, Selectors, Telling, TraceQuestion
from pathways.rules.monitor import Event, Monitor


class Never(RuleModel):
    """The referral never enters the state."""

    kind: Literal["never"]
    state: Selectors = Field(description="the state that must not be entered")
    when: GuardSpec | None = Field(None, description="forbidden only while this is true at entry")
    after: Selectors | None = Field(None, description="forbidden only once this has been entered")


def ask(rule: Never, scene: Scene) -> TraceQuestion:
    state, when = scene.occasion(rule.state), scene.guard(rule.when)
    after = None if rule.after is None else scene.occasion(rule.after)

    def lost(telling: Telling) -> str:
        text = telling.arrival_there
        if when is not None:
            text += f" while {telling.values(when)}"
        if after is not None:
            text += f", after having been at {after.words}"
        return f"{text}; the rule forbids it{f' when {words(when)}' if when is not None else ''}."

    forbidden = Event(state, when)
    if after is None:
        return TraceQuestion(Monitor(from_start=True, broken=forbidden), None, "", lost)
    return TraceQuestion(
        broken=Monitor(alert=Event(after), broken=forbidden),
        matters=Monitor(from_start=True, broken=Event(after)),
        otherwise=f"no referral ever enters {after.text}",
        lost=lost,
    )


KIND = RuleKind(
    id="never",
    title="Never",
    meaning="No referral ever enters the state; with `when`, not while that is true at entry; "
    "with `after`, not once that has been entered.",
    formal="G !(enter(state) & when); with after: G(enter(after) -> WX G !(enter(state) & when)); "
    "absence pattern, Dwyer et al. 1999",
    good="""rule: {kind: never, state: support, when: {consent: refused}}
attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: consent_given}
  consent_given:
    kind: decision
    choose:
      - {when: {consent: granted}, then: support}
      - {otherwise: reassessment}
  support: {lane: channel, then: closed}""",
    bad="""rule: {kind: never, state: support, when: {consent: refused}}
attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: panel}
  panel: {kind: panel, lane: channel, then: support}      # nobody looks at consent
  support: {lane: channel, then: closed}""",
    model=Never,
    ask=ask,
)
