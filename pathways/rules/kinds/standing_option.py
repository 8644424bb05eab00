"""`standing_option`: as long as a referral stands somewhere, a way out is always at hand.

Formally: AG((rests & in state & when) -> EX E[takes no time U enter(to)]), in CTL (Clarke, Emerson and Sistla 1986).
At hand means: one thing that can happen now (a completion with some finding, a time limit, an interrupt) enters `to`,
by itself or by the decisions and joins that follow from it without any time passing. Asked wherever the referral
rests, that is where time passes (see `rules.rest`): a decision is over in the same moment. With `each`, one EX for each
name in `to`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition import guards
from pathways.definition.model import GuardSpec
from pathways.machine import DONE
from pathways.rules.atoms import values_at
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.liveness import reads_mask
from pathways.rules.rest import at_once, resting
from pathways.rules.selectors import Selection
from pathways.rules.space import Space
from pathways.rules.titles import titles


class StandingOption(RuleModel):
    """While the referral is here, it can be taken there."""

    kind: Literal["standing_option"]
    to: Selectors = Field(description="what must be at hand; of several, any one of them is enough")
    state: Selectors | None = Field(None, description="asked wherever the referral stands here; by default anywhere")
    when: GuardSpec | None = Field(None, description="asked only while this is true")
    each: bool = Field(False, description="`true`: each of those named in `to` must be at hand, not just one of them")


def ask(rule: StandingOption, scene: Scene) -> GraphQuestion:
    pathway = scene.pathway
    state = None if rule.state is None else scene.occasion(rule.state)
    when = scene.guard(rule.when)
    options = [scene.select((name,)) for name in rule.to] if rule.each else [scene.select(rule.to)]
    members = range(len(pathway.states)) if state is None else sorted(state.members)
    reads = 0 if when is None else reads_mask(pathway, when)
    here = "" if state is None else f" at {state.text}"

    def decide(space: Space) -> Answer:
        concerned = _concerned(space, state, when)
        if not concerned:
            given = "" if when is None else f" while {guards.words(when)}"
            return Answer("not applicable", f"no referral ever stands{here or ' anywhere'}{given}")
        entering = [space.entering(option) for option in options]
        for index in concerned:
            for option, enters in zip(options, entering, strict=True):
                if not _is_at_hand(space, index, enters):
                    reason = f"{option.text} is not at hand from everywhere{here}"
                    return Answer("broken", reason, space.way_to(index), _lost(space, index, option, when))
        names = " and ".join(option.text for option in options)
        return Answer("holds", f"{names} is at hand wherever a referral stands{here}")

    return GraphQuestion(decide, dict.fromkeys(members, reads) if reads else {})


def _concerned(space: Space, state: Selection | None, when: guards.Guard | None) -> list[int]:
    """The configurations that are asked about, the nearest first."""
    rests = resting(space)
    return [
        index
        for index in range(len(space))
        if rests[index]
        and (state is None or not state.members.isdisjoint(space.marking(index)))
        and (when is None or guards.holds(when, values_at(space, index, when)))
    ]


def _is_at_hand(space: Space, index: int, enters: bytearray) -> bool:
    """Whether some move from here is one of these, or brings one about without time passing."""
    return any(enters[number] for move, reached in space.out(index) for number, _ in at_once(space, move, reached))


def _lost(space: Space, index: int, option: Selection, when: guards.Guard | None) -> str:
    """Where the referral stands, and where it can go instead."""
    pathway, linked = space.pathway, space.pathway.linked
    standing = [linked.states[pathway.states[at].name] for at in space.marking(index) if at >= 0]
    inner = [state for state in standing if state.kind != "parallel"] or standing
    given = "" if when is None else f" and {guards.words(when)}"
    missing = "" if option else " (this pathway has no such state)"
    onward = dict.fromkeys(
        pathway.states[target].name
        for move, reached in space.out(index)
        for number, _ in at_once(space, move, reached)
        if (target := pathway.arrows[space.moves[number].arrow].target) != DONE
    )
    instead = f"what can come next is {titles(linked, onward)}" if onward else "nothing else can come next"
    where = titles(linked, [state.name for state in inner])
    return f"While it stands at {where}{given}, {option.words} is not at hand{missing}; {instead}."


KIND = RuleKind(
    id="standing_option",
    title="Standing option",
    meaning="Wherever a referral stands in `state` (by default anywhere, as long as it is open), `to` can be entered "
    "by one thing that can happen at that moment, and by the decisions that follow at once. Of several in `to` one is "
    "enough; with `each: true` every one of them must be at hand. With `when`, only while that is true.",
    formal="AG((rests & in state & when) -> EX E[takes no time U enter(to)]) (CTL)",
    good="""rule: {kind: standing_option, state: [paper, panel, support], to: pursue_handover}
states:
  paper: {lane: channel, then: panel}
  panel: {kind: panel, lane: channel, then: support}
  support: {lane: partners, then: closed}
interrupts:
  turns_criminal: {during: [paper, panel, support], then: pursue_handover}""",
    bad="""rule: {kind: standing_option, state: [paper, panel, support], to: pursue_handover}
states:
  paper: {lane: channel, then: panel}
  panel: {kind: panel, lane: channel, then: support}
  support: {lane: partners, then: closed}
interrupts:
  turns_criminal: {during: [support], then: pursue_handover}      # not while the paper is written""",
    model=StandingOption,
    ask=ask,
)
