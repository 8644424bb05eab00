"""Read off the pathways by eye."""

# `concern` is found by one of two ways to `triage`; `consent` starts as not sought; `age` comes with the referral.
PATHWAY = """
attributes:
  age:     {values: [child, adult], from: arrival}
  concern: {values: [unknown, none, radicalisation], starts: unknown}
  consent: {values: [granted, refused]}
  risk:    {values: [low, high], starts: low}
start: door
states:
  door: {lane: team, then: by_age}
  by_age: {kind: decision, lane: team, choose: [{when: {age: child}, then: assess}, {otherwise: triage}]}
  assess: {lane: team, finds: {concern: [none, radicalisation]}, then: triage}
  triage: {kind: decision, lane: team, choose: [{when: {concern: none}, then: closed}, {otherwise: talk}]}
  talk: {lane: team, then: route}
  route:
    kind: decision
    lane: team
    choose: [{when: {risk: high, consent: refused}, then: closed}, {otherwise: known}]
  known: {kind: decision, lane: team, choose: [{when: {concern: unknown}, then: late}, {otherwise: closed}]}
  late: {lane: team, finds: consent, then: answer}
  answer: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: closed}, {otherwise: wait}]}
  wait: {kind: wait, lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
  attic: {kind: decision, lane: team, choose: [{when: {risk: high}, then: closed}, {otherwise: wait}]}
interrupts:
  withdrawn: {during: [wait], when: {consent: granted}, set: {consent: refused}, then: closed}
"""
EARLY = PATHWAY.replace("during: [wait]", "during: [assess, wait]")
HIGH = PATHWAY.replace("starts: low", "starts: high")
# A branch with no decision that reads it; whoever decides after the join has what the other branch found.
JOINED = """
attributes: {concern: {values: [none, some]}}
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      a:
        one: {lane: team, then: asks}
        asks: {kind: decision, lane: team, choose: [{when: {concern: none}, then: done}, {otherwise: done}]}
      b: {two: {lane: team, finds: concern, then: done}}
    then: after
  after: {kind: decision, lane: team, choose: [{when: {concern: none}, then: closed}, {otherwise: closed}]}
  closed: {kind: end, lane: team, outcome: closed}
"""
# Without an answer there is no way on: the referral never ends, and still somebody decided too early.
STUCK = """
attributes: {concern: {values: [none, some]}}
start: [door, side]
states:
  door: {lane: team, then: asks}
  side: {lane: team, finds: concern, then: asks}
  asks:
    kind: decision
    lane: team
    choose: [{when: {concern: none}, then: closed}, {when: {concern: some}, then: closed}]
  closed: {kind: end, lane: team, outcome: closed}
"""
UNSET = "unset: {concern: unknown}"

CASES = [
    (f"attributes: concern, {UNSET}", "broken", ["door", "by_age", "triage"]),
    ("attributes: concern", "not applicable", []),  # it starts with a value, which nothing says to be none
    (f"attributes: concern, {UNSET}, at: known", "holds", []),  # it asks for just that
    (f"attributes: concern, {UNSET}, at: door", "not applicable", []),
    (f"attributes: [concern, age], {UNSET}, at: by_age", "holds", []),
    ("attributes: age", "holds", []),
    ("attributes: risk, at: attic", "not applicable", []),
    ("attributes: risk, unset: {risk: low}, at: attic", "not applicable", []),  # nobody ever comes there
    ("attributes: risk, unset: {risk: low}", "holds", []),  # at `route` nobody has refused, which settles it
    ("attributes: [risk, consent], unset: {risk: low}", "broken", ["door", "by_age", "triage", "talk", "route"]),
    ("attributes: consent", "holds", []),  # the low risk settles `route`; on `wait` it has been found
    ("attributes: consent", "broken", ["door", "by_age", "triage", "talk", "route"], HIGH),
    ("attributes: consent, at: answer", "holds", []),
    ("attributes: consent, at: wait", "holds", []),
    ("attributes: consent, at: assess", "broken", ["door", "by_age", "assess"], EARLY),
    ("attributes: consent, at: answer", "holds", [], EARLY),
    ("attributes: [consent, nothing]", "holds", []),
    ("attributes: nothing", "not applicable", []),
    ("attributes: concern", "broken", ["both", "both.a.asks"], JOINED),
    ("attributes: concern, at: after", "holds", [], JOINED),
    ("attributes: concern", "broken", ["door", "asks"], STUCK),
]

FAULTS = [
    ("pathways.rules.kinds.set_before_read", "value is None or value in stand_ins.get(name, ())", "value is None"),
    ("pathways.rules.knowing", "True if value in allowed else None if", "None if"),
    ("pathways.rules.kinds.set_before_read", "truth(interrupt.when, values, is_unknown) is not None", "True"),
    ("pathways.rules.kinds.set_before_read", "or (at is not None and here not in at)", ""),
    ("pathways.rules.kinds.set_before_read", "(at is None or marking[region] in at)", "True"),
    ("pathways.rules.kinds.set_before_read", "here not in interrupt.during", "False"),
    ("pathways.rules.kinds.set_before_read", "or attribute.from_arrival", ""),
]
