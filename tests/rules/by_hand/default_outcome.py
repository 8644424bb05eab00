"""Read off the pathways by eye."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# Every sector has a branch of its own, so that the default is never taken.
SWALLOWED = """
attributes: {sector: {values: [school, police], from: arrival}}
start: one
states:
  one: {lane: team, then: route}
  route:
    kind: decision
    lane: team
    choose: [{when: {sector: school}, then: pcm}, {when: {sector: police}, then: closed}, {otherwise: pcm}]
  pcm: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("at: route, outcome: channel", "holds", []),
    ("at: route, outcome: pcm", "broken", ["referral", "mash", "assess", "talk", "route", "channel"]),
    ("at: by_age, outcome: assess", "holds", []),
    ("at: assess, outcome: channel", "not applicable", []),
    ("at: route, outcome: pcm", "broken", [], SWALLOWED),
]

FAULTS = [
    ("pathways.rules.kinds.default_outcome", "if branch.when is None), None)", "if branch.when is not None), None)"),
    ("pathways.rules.kinds.default_outcome", "if not outcome.is_entered(", "if outcome.is_entered("),
    ("pathways.rules.kinds.default_outcome", "if taken is None:\n        exceptions", "if False:\n        exceptions"),
    ("pathways.rules.kinds.default_outcome", "states[s].kind is Kind.DECISION", "states[s].kind is not Kind.DECISION"),
]
