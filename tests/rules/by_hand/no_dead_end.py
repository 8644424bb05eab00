"""Read off the pathways by eye."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# Nobody has asked for consent, and the decision has no branch for that.
GAP = """
attributes: {consent: {values: [granted, refused, unlikely]}}
start: ask
states:
  ask: {lane: team, finds: consent, then: route}
  route:
    kind: decision
    lane: team
    choose: [{when: {consent: granted}, then: over}, {when: {consent: refused}, then: over}]
  over: {kind: end, lane: team, outcome: over}
"""

# The gap is there, but 'unlikely' never arrives at it.
NEVER_ARRIVES = GAP.replace("finds: consent", "finds: {consent: [granted, refused]}")

# One branch is stuck while the other could go on: a decision comes before all else, so all is held up.
IN_A_BRANCH = """
attributes: {advice: {values: [go, stop]}}
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      one: {look: {lane: team, finds: advice, then: sort},
            sort: {kind: decision, lane: team, choose: [{when: {advice: go}, then: done}]}}
      two: {work: {lane: team, then: done}}
    then: over
  over: {kind: end, lane: team, outcome: over}
"""

# Round for ever is no dead end; neither is a wait that only its time limit ends.
ROUND = """
start: a
states:
  a: {kind: wait, lane: team, after: {2 days: b}}
  b: {lane: team, then: b}
  over: {kind: end, lane: team, outcome: over}
"""

# Unset is no value: the branch 'no' does not cover it.
UNSET = """
attributes: {urgent: {values: ["no", "yes"]}}
start: a
states:
  a: {lane: team, then: b}
  b: {kind: decision, lane: team, choose: [{when: {urgent: "yes"}, then: over}, {when: {urgent: "no"}, then: over}]}
  over: {kind: end, lane: team, outcome: over}
"""

CASES = [
    ("", "holds", []),
    ("", "broken", ["ask", "route"], GAP),
    ("", "holds", [], NEVER_ARRIVES),
    ("", "broken", ["both", "both.one.sort"], IN_A_BRANCH),
    ("", "holds", [], ROUND),
    ("", "broken", ["a", "b"], UNSET),
]

FAULTS = [
    ("pathways.rules.kinds.no_dead_end", " and not space.is_ended(index)", ""),
    ("pathways.rules.kinds.no_dead_end", "space.way_to(index)", "space.way_to(0)"),
    ("pathways.rules.kinds.no_dead_end", "range(len(space))", "range(2)"),
    (
        "pathways.rules.kinds.no_dead_end",
        "space.offsets[index] == space.offsets[index + 1]",
        "not space.can_end[index]",
    ),
]
