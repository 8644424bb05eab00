"""Read off the pathways by eye. The lanes are `team` and `mash`, and those of the pieces."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

NO_MASH = """
start: a
states:
  a: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: over}
"""
HELPS = NO_MASH.replace("a: {lane: team,", "a: {lane: team, with: [mash],")
ENDS = NO_MASH.replace("{kind: end, lane: team,", "{kind: end, lane: mash,")
DECIDES = """
start: a
states:
  a: {lane: team, then: sort}
  sort: {kind: decision, lane: mash, choose: [{otherwise: over}]}
  over: {kind: end, lane: team, outcome: over}
"""
IN_A_BRANCH = """
start: both
states:
  both: {kind: parallel, lane: team, branches: {x: {one: {lane: mash, then: done}}}, then: over}
  over: {kind: end, lane: team, outcome: over}
"""
USES = """
start: a
states:
  a: {lane: team, then: help}
  help: {kind: use, pathway: piece, exits: {ok: over}}
  over: {kind: end, lane: team, outcome: over}
"""
PIECES = {"piece": "start: one\nstates:\n  one: {lane: mash, then: ok}\n  ok: {kind: end, lane: team, outcome: ok}\n"}

CASES = [
    ("", "holds", []),
    ("", "broken", [], NO_MASH),
    ("", "broken", [], HELPS),
    ("with: counts", "holds", [], HELPS),
    ("with: counts", "broken", [], NO_MASH),
    ("", "broken", [], ENDS),
    ("with: counts", "broken", [], ENDS),
    ("", "holds", [], DECIDES),
    ("", "holds", [], IN_A_BRANCH),
    ("", "holds", [], USES),
]

FAULTS = [
    ("pathways.rules.kinds.every_lane_used", 'if state.kind != "end"', 'if state.kind != "decision"'),
    ("pathways.rules.kinds.every_lane_used", "if rule.with_ is not None:", "if True:"),
    ("pathways.rules.kinds.every_lane_used", "if lane not in owners]", "if lane in owners]"),
    ("pathways.rules.kinds.every_lane_used", "if rule.with_ is not None:", "if False:"),
]
