"""Read off the pathways by eye. The round of a counterexample ends where it began."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# 'more' goes round, but 'enough' may always be found.
REVIEWS = """
attributes: {view: {values: [more, enough]}}
start: support
states:
  support: {lane: team, then: review}
  review: {lane: team, finds: view, then: on}
  on: {kind: decision, lane: team, choose: [{when: {view: enough}, then: over}, {otherwise: support}]}
  over: {kind: end, lane: team, outcome: over}
"""

# Who was once refused is never asked again: the way out of the round is there, but its condition cannot come true.
REFUSED = """
attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, finds: consent, then: sort}
  sort: {kind: decision, lane: team, choose: [{when: {consent: granted}, then: over}, {otherwise: parked}]}
  parked: {kind: wait, lane: team, then: sort}
  over: {kind: end, lane: team, outcome: over}
"""

# Two rounds: the near one is longer than the far one, which makes the shorter trace.
TWO_ROUNDS = """
attributes: {which: {values: [near, far]}}
start: a
states:
  a: {lane: team, finds: which, then: fork}
  fork: {kind: decision, lane: team, choose: [{when: {which: near}, then: n1}, {otherwise: f0}]}
  n1: {lane: team, then: n2}
  n2: {lane: team, then: n3}
  n3: {lane: team, then: n1}
  f0: {lane: team, then: f1}
  f1: {lane: team, then: f1}
  over: {kind: end, lane: team, outcome: over}
"""

# A decision that leads back to itself through another: no time passes, and only 'left' gets there.
TIMELESS = """
attributes: {side: {values: [left, right], from: arrival}}
start: a
states:
  a: {lane: team, then: one}
  one: {kind: decision, lane: team, choose: [{when: {side: left}, then: two}, {otherwise: over}]}
  two: {kind: decision, lane: team, choose: [{otherwise: one}]}
  over: {kind: end, lane: team, outcome: over}
"""

# Stuck is not going round.
STUCK = """
attributes: {side: {values: [left, right], from: arrival}}
start: a
states:
  a: {lane: team, then: one}
  one: {kind: decision, lane: team, choose: [{when: {side: left}, then: over}]}
  over: {kind: end, lane: team, outcome: over}
"""

# A number that stops growing: the third time round is the first that repeats a configuration.
COUNTED = """
attributes: {times: {range: [0, 2], starts: 0}, given: {values: ["no", "yes"], starts: "no"}}
start: call
states:
  call: {lane: team, add: {times: 1}, then: enough}
  enough:
    kind: decision
    lane: team
    choose: [{when: {times: {at_least: 2}, given: "yes"}, then: over}, {otherwise: call}]
  over: {kind: end, lane: team, outcome: over}
"""

# One branch goes round for ever; an interrupt of the whole takes the referral out.
INTERRUPTED = """
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      one: {watch: {kind: wait, lane: team, then: watch}}
      two: {work: {lane: team, then: done}}
    then: over
  over: {kind: end, lane: team, outcome: over}
interrupts: {called_off: {during: both, then: over}}
"""

CASES = [
    ("", "holds", []),
    ("forbids: loops", "holds", []),
    ("forbids: timeless_loops", "holds", []),
    ("", "holds", [], REVIEWS),
    ("forbids: loops", "broken", ["support", "review", "on", "support"], REVIEWS),
    ("", "broken", ["ask", "sort", "parked", "sort"], REFUSED),
    ("", "broken", ["a", "fork", "f0", "f1", "f1"], TWO_ROUNDS),
    ("forbids: timeless_loops", "broken", ["a", "one", "two", "one"], TIMELESS),
    ("", "broken", ["a", "one", "two", "one"], TIMELESS),
    ("forbids: timeless_loops", "holds", [], REFUSED),
    ("", "holds", [], STUCK),
    ("forbids: loops", "holds", [], STUCK),
    ("", "broken", ["call", "enough", "call", "enough", "call", "enough"], COUNTED),
    ("", "holds", [], INTERRUPTED),
    ("forbids: loops", "broken", ["both", "both.one.watch"], INTERRUPTED),
]

FAULTS = [
    ("pathways.rules.lasso", "if onward == {number}:", "if number in onward:"),
    ("pathways.rules.lasso", "if onward == {number}:", "if True:"),
    ("pathways.rules.lasso", "if far[index] + 1 >= length:", "if best is not None:"),
    ("pathways.rules.lasso", "len(members) > 1 or members[0] in _targets(space, members[0])", "len(members) > 1"),
    ("pathways.rules.lasso", "if length + 1 >= below:", "if length + 2 >= below:"),
    ("pathways.rules.kinds.no_livelock", "return traps(space)", "return space.unsettled"),
    ("pathways.rules.kinds.no_livelock", 'forbids == "timeless_loops" else', 'forbids == "loops" else'),
]
