"""`every_lane_used`: every lane on the chart is the lane of something that is done, and everything done has a lane.

Formally, facts of the definition: for every lane l, there is a state that is not an end and whose lane is l; and for
every state that is not an end, its lane is on the chart. An end is nobody's work. Taking part under `with` is no
owning; `with: counts` makes it enough. The lanes of the pieces that the pathway uses are on its chart.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pathways.definition.report import listed
from pathways.rules.kinds.base import Answer, RuleKind, RuleModel, Scene
from pathways.rules.titles import titles


class EveryLaneUsed(RuleModel):
    """Every lane owns some state, and every state has a lane."""

    kind: Literal["every_lane_used"]
    with_: Literal["counts"] | None = Field(
        None, alias="with", description="`counts`: taking part in a state under `with` is enough"
    )


def ask(rule: EveryLaneUsed, scene: Scene) -> Answer:
    linked = scene.pathway.linked
    states = [state for state in linked.states.values() if state.kind != "end"]
    homeless = [state for state in states if state.lane not in linked.lanes]
    if homeless:
        reason = f"{titles(linked, [state.name for state in homeless])} should stand in a lane of the chart"
        return Answer("broken", reason, at=homeless[0].origin.place(key=True))
    owners = {state.lane for state in states}
    if rule.with_ is not None:
        owners |= {lane for state in states for lane in state.with_lanes}

    def called(lanes: list[str]) -> str:
        return listed((linked.lanes[lane] for lane in lanes), last="and")

    idle = [lane for lane in linked.lanes if lane not in owners]
    if not idle:
        return Answer("holds", f"each of the {len(linked.lanes)} lanes owns a state, and each state has a lane")
    helping = [lane for lane in idle if any(lane in state.with_lanes for state in states)]
    only = f" ({called(helping)} only helps others)" if helping else ""
    reason = (
        f"nothing is done in the lane {called(idle)}{only}"
        if len(idle) == 1
        else (f"nothing is done in the lanes {called(idle)}{only}")
    )
    return Answer("broken", reason, at=linked.origin.place("lanes", idle[0], key=True))


KIND = RuleKind(
    id="every_lane_used",
    title="Every lane used",
    meaning="Every lane on the chart has something to do: some state other than an end stands in it, and every such "
    "state stands in a lane of the chart. With `with: counts`, a lane that only takes part in others' states will do.",
    formal="lanes = {lane(s) : s is not an end}; a fact of the definition",
    good="""rule: {kind: every_lane_used}
lanes: {mash: MASH, so15: Police SO15}
states:
  mash_check: {lane: mash, then: gateway}
  gateway:    {lane: so15, then: closed}""",
    bad="""rule: {kind: every_lane_used}
lanes: {mash: MASH, so15: Police SO15, housing: Housing}      # what does Housing do?
states:
  mash_check: {lane: mash, then: gateway}
  gateway:    {lane: so15, then: closed}""",
    model=EveryLaneUsed,
    ask=ask,
)
