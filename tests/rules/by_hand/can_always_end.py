"""Read off the pathways by eye: once the time limit has passed, the referral goes round for ever."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

TRAP = """
start: begin
states:
  begin:  {lane: team, then: parked}
  parked: {kind: wait, lane: team, after: {2 days: trap}, then: closed}
  trap:   {lane: team, then: trap}
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("", "holds", []),
    ("", "broken", ["begin", "parked", "trap"], TRAP),
]

FAULTS = [
    ("pathways.rules.kinds.can_always_end", "if trapped < 0:", "if trapped <= 3:"),
    ("pathways.rules.kinds.can_always_end", "space.way_to(trapped)", "space.way_to(0)"),
    ("pathways.rules.kinds.can_always_end", "space.can_end.find(0)", "space.can_end.find(1)"),
]
