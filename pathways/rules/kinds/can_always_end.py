"""`can_always_end`: wherever a referral stands, some end can still be reached.

Formally: AG EF ended, in CTL (Clarke, Emerson and Sistla 1986); "option to complete" of a sound workflow net
(van der Aalst 1998). Decided backwards from the ended configurations.
"""

from __future__ import annotations

from typing import Literal

from pathways.rules.kinds.base import Answer, GraphQuestion, RuleKind, RuleModel, Scene
from pathways.rules.sight import Sight
from pathways.rules.space import Space


class CanAlwaysEnd(RuleModel):
    """From everywhere, some end can be reached."""

    kind: Literal["can_always_end"]


def ask(rule: CanAlwaysEnd, scene: Scene) -> GraphQuestion:
    return GraphQuestion(decide, sight=Sight(traps=True))


def decide(space: Space) -> Answer:
    """Configurations are numbered by distance, so the first that cannot end is the nearest."""
    trapped = space.can_end.find(0)
    if trapped < 0:
        return Answer("holds", "from everywhere a referral can stand, some end can be reached")
    return Answer(
        "broken",
        "there are places from which no end can be reached any more",
        space.way_to(trapped),
        "From here no end can be reached any more, whatever happens.",
    )


KIND = RuleKind(
    id="can_always_end",
    title="Can always end",
    meaning="From every place a referral can stand, with whatever is known about it, some end can be reached.",
    formal="AG EF ended (CTL); option to complete, van der Aalst 1998",
    good="""rule: {kind: can_always_end}
states:
  parked: {kind: wait, lane: so15, after: {28 days: triage}, then: parked}
  triage: {lane: so15, then: closed}""",
    bad="""rule: {kind: can_always_end}
attributes: {concern: {values: [none, some]}}
states:
  triage: {lane: so15, finds: concern, then: any_concern}
  any_concern:
    kind: decision
    choose:
      - {when: {concern: none}, then: closed}
      - {otherwise: parked}
  parked: {kind: wait, lane: so15, then: parked}      # there is no way on""",
    model=CanAlwaysEnd,
    ask=ask,
)
