"""`only_from`: a state is entered from some states only.

Formally, over complete traces: every move that enters the state leaves one of them. Arriving there leaves none.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.rules import RuleKind
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleModel, Scene, Selectors
from pathways.rules.selectors import entered_states
from pathways.rules.space import Space, Way


class OnlyFrom(RuleModel):
    """A state is entered from some states only."""

    kind: Literal["only_from"]
    state: Selectors = Field(description="the state that is entered")
    from_: Selectors = Field(alias="from", description="the states it may be entered from")


def ask(rule: OnlyFrom, scene: Scene) -> GraphQuestion:
    pathway, state, sources = scene.pathway, scene.occasion(rule.state), scene.select(rule.from_)

    def broken(way: Way, whence: str) -> Answer:
        return Answer(
            "broken", f"{state.text} can be entered {whence}", way, f"The rule allows it only from {sources.text}."
        )

    def decide(space: Space) -> Answer:
        """Configurations are numbered by distance, so the first way in that is found is a shortest one."""
        for start in space.starts:
            if space.can_end[start] and state.is_entered(entered_states(pathway, space.marking(start)[0]), None):
                return broken(Way(start), "on arrival")
        arises = False
        for here in range(len(space)):
            for number, reached in space.out(here):
                move = space.moves[number]
                entered = entered_states(pathway, pathway.arrows[move.arrow].target)
                if space.can_end[reached] and state.is_entered(entered, move.state):
                    arises = True
                    if move.state not in sources.members:
                        left = pathway.states[move.state].name
                        return broken(space.way_to(here).then(number, reached), f"from '{left}'")
        if not arises:
            return Answer("not applicable", f"no referral ever enters {state.text}")
        return Answer("holds", f"{state.text} is entered only from {sources.text}")

    return GraphQuestion(decide)


KIND = RuleKind(
    id="only_from",
    title="Only from",
    meaning="The state is entered from some states only.",
    formal="every move into the state leaves one of the others",
    good="""rule: {kind: only_from, state: panel, from: screening}
states:
  screening: {lane: hub, then: panel}
  panel: {kind: panel, lane: board, then: closed}""",
    bad="""rule: {kind: only_from, state: panel, from: screening}
start: [screening, letter]
states:
  screening: {lane: hub, then: panel}
  letter: {lane: hub, then: panel}      # round the screening
  panel: {kind: panel, lane: board, then: closed}""",
    model=OnlyFrom,
    ask=ask,
)
