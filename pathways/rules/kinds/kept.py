"""`kept`: as long as a referral is in a state, a condition stays true, or the referral moves on at once.

Formally: AG(in(state) & settled -> when), over the configurations from which an end can be reached; an invariant
(universality, Dwyer, Avrunin and Corbett, ICSE 1999). A configuration is settled when no decision and no join is
waiting to be made, that is when time can pass in it: where the condition becomes false, or is false on entering, moves
that take no time must lead out of the state before anything else happens. Being in a piece is standing anywhere in it;
being in a parallel state is standing in its branches. It does not matter who changes the value: a step within the
state, a branch beside it, or an interrupt.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.guards import Guard, holds, words
from pathways.definition.model import GuardSpec
from pathways.machine import CompiledPathway, Configuration, unsettled_region
from pathways.rules.atoms import Atom, reads_of_atoms, values_at
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.packing import Marking
from pathways.rules.selectors import Selection
from pathways.rules.space import Space
from pathways.rules.trace import Trace, replay


class Kept(RuleModel):
    """The condition stays true for as long as the referral is in the state."""

    kind: Literal["kept"]
    state: Selectors = Field(description="where the condition must stay true")
    when: GuardSpec = Field(description="what must stay true")


def ask(rule: Kept, scene: Scene) -> GraphQuestion:
    state, when = scene.occasion(rule.state), scene.link_guard(rule.when)

    def decide(space: Space) -> Answer:
        return _decide(space, state, when)

    return GraphQuestion(decide, reads_of_atoms(scene.pathway, [Atom(standing=state, when=when)]))


def _decide(space: Space, state: Selection, when: Guard) -> Answer:
    stays, false = [], []
    for marking, members in space.by_marking.items():
        if state.members.isdisjoint(marking):
            continue
        if unsettled_region(space.pathway, Configuration(marking, ())) is not None:
            continue  # no time passes here
        possible = [index for index in members if space.can_end[index]]
        stays += possible[:1]
        false += [index for index in possible if not holds(when, values_at(space, index, when))][:1]
    if not stays:
        return Answer("not applicable", f"no referral that can still be closed ever stays in {state.text}")
    if not false:
        return Answer("holds", f"{words(when)} for as long as a referral is in {state.text}, or it moves on at once")
    way = space.way_to(min(false))  # numbers grow with the distance
    trace = replay(space, way)
    return Answer(
        "broken",
        f"a referral can stay in {state.text} although the condition ({words(when)}) is false",
        trace,
        _lost(space.pathway, space.marking(way.last), state, when, trace),
    )


def _lost(pathway: CompiledPathway, marking: Marking, state: Selection, when: Guard, trace: Trace) -> str:
    where = next(at for at in marking if at in state.members)
    title = pathway.linked.states[pathway.states[where].name].title
    arrived = trace.steps[-1].state == pathway.states[where].name
    there = f"comes to '{title}'" if arrived else f"stays at '{title}'"
    return f"It {there} although {trace.value_words(when)}; the rule allows that only while {words(when)}."


KIND = RuleKind(
    id="kept",
    title="Kept",
    meaning="For as long as a referral is in the state, the condition is true; where it becomes false, decisions and "
    "joins alone lead the referral out of the state, so that no time passes there.",
    formal="AG(in(state) & settled -> when); invariant, universality pattern, Dwyer et al. 1999",
    good="""rule: {kind: kept, state: support, when: {consent: granted}}
attributes: {consent: {values: [granted, refused], starts: granted}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, then: closed}
  reassessment: {lane: channel, then: closed}
interrupts:
  withdrawn: {during: [support], set: {consent: refused}, then: reassessment}""",
    bad="""rule: {kind: kept, state: support, when: {consent: granted}}
attributes: {consent: {values: [granted, refused], starts: granted}}
states:
  support: {lane: partners, then: review}
  review: {kind: panel, lane: channel, then: closed}
interrupts:
  withdrawn: {during: [support], set: {consent: refused}, then: support}      # support goes on""",
    model=Kept,
    ask=ask,
)
