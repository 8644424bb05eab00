"""`endless-decisions`: decisions that send a referral round in a circle without any time passing."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.errors import Finding
from pathways.rules.lints.base import Ground, Lint, quoted, told
from pathways.rules.rest import rounds


def find(ground: Ground) -> Iterator[Finding]:
    space, pathway = ground.space, ground.pathway
    seen: set[frozenset[int]] = set()
    for cycle in rounds(space):
        turning: list[int] = []
        for index in cycle:
            marking = space.marking(index)
            turning.append(marking[space.unsettled_markings[marking]])
        if frozenset(turning) in seen:
            continue
        seen.add(frozenset(turning))
        state = ground.state(turning[0])
        names = state.weighed
        values = told([(name, space.value_text(cycle[0], pathway.attribute_index(name))) for name in names])
        circle = " > ".join(pathway.states[at].name for at in [*turning, turning[0]])
        if len(turning) > 1:
            fact = f"{quoted([pathway.states[at].name for at in turning])} send a referral round for ever: {circle}"
        else:
            fact = f"'{state.name}' sends a referral back to itself for ever"
        yield Finding(
            "endless-decisions",
            state.origin.place(key=True),
            f"{fact}{f', when {values}' if values else ''}, and no time passes; "
            f"it gets there by {ground.route(cycle[0])}",
            "decisions that lead on to work, a wait or an end",
            "put a task or a wait in the circle, or lead one branch elsewhere",
        )


LINT = Lint(
    id="endless-decisions",
    title="Decisions that go round for ever",
    why="A decision takes no time. Where decisions lead only to one another, a referral never comes to rest: nobody "
    "could work on it, and a simulation would never end.",
    good="""attributes: {progress: {values: [made, none]}}
states:
  support: {lane: channel, finds: progress, then: review_decision}
  review_decision:
    kind: decision
    choose:
      - {when: {progress: made}, then: exit}
      - {otherwise: support}          # a task: time passes""",
    bad="""attributes: {progress: {values: [made, none]}}
states:
  support: {lane: channel, finds: progress, then: review_decision}
  review_decision: {kind: decision, choose: [{when: {progress: made}, then: exit}, {otherwise: look_again}]}
  look_again: {kind: decision, choose: [{otherwise: review_decision}]}      # round and round, in no time""",
    find=find,
)
