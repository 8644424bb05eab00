"""`single_entry`: a referral can arrive at one place only (and that place is the door named).

Formally, a fact of the graph: the pathway has exactly one initial state (single-entry property, as of a
workflow net: van der Aalst 1998); with `state`, that initial state is it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.machine import NONE
from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.sight import Sight
from pathways.rules.space import Space, Way
from pathways.rules.titles import titles


class SingleEntry(RuleModel):
    """There is exactly one start."""

    kind: Literal["single_entry"]
    state: Selectors | None = Field(None, description="the one door")


def ask(rule: SingleEntry, scene: Scene) -> GraphQuestion:
    pathway = scene.pathway
    door = scene.optional(rule.state)

    def decide(space: Space) -> Answer:
        doors = titles(pathway.linked, (pathway.states[start].name for start in pathway.starts))
        wrong = [start for start in pathway.starts if door is not None and start not in door.members]
        if len(pathway.starts) > 1 or wrong:
            other = wrong[0] if wrong else pathway.starts[1]
            at = next(i for i in space.starts if space.parents[i] == NONE and space.marking(i)[0] == other)
            if len(pathway.starts) > 1:
                reason = f"a referral can arrive at any of {len(pathway.starts)} doors: {doors}"
            else:
                reason = f"the one door is {doors}, not {door.words if door else ''}"
            expected = "there should be one door only" if door is None else f"the one door should be {door.words}"
            return Answer("broken", reason, Way(at), f"That is another door; {expected}.")
        return Answer("holds", f"every referral arrives at {doors}")

    return GraphQuestion(decide, sight=Sight())


KIND = RuleKind(
    id="single_entry",
    title="Single entry",
    meaning="The pathway has exactly one front door; with `state`, it is that one.",
    formal="|initial states| = 1; single entry of a workflow net, van der Aalst 1998",
    good="""rule: {kind: single_entry}
start: front_door
states:
  front_door: {lane: mash, then: triage}""",
    bad="""rule: {kind: single_entry}
start: [front_door, police_report, health_letter]
states:
  front_door: {lane: mash, then: triage}
  police_report: {lane: so15, then: triage}
  health_letter: {lane: health, then: triage}""",
    model=SingleEntry,
    ask=ask,
)
