"""Read off the pathways by eye: 'consent' is read by a decision, 'age' by another, 'reviews' by an interrupt."""

PATHWAY = """
attributes:
  age: {values: [child, adult], from: arrival}
  consent: {values: [granted, refused], starts: granted}
  reviews: {range: [0, 3], starts: 0}
  sector: {values: [education, police], from: arrival}
start: a
states:
  a: {lane: team, finds: consent, add: {reviews: 1}, then: sort}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {any: [{consent: granted}, {not: {age: child}}]}, then: help}
      - {otherwise: over}
  help: {kind: use, pathway: piece, exits: {ok: over}}
  over: {kind: end, lane: team, outcome: over}
  attic: {kind: decision, lane: team, choose: [{when: {sector: police}, then: a}, {otherwise: over}]}
interrupts: {late: {during: a, when: {reviews: {at_least: 2}}, then: over}}
"""
PIECES = {
    "piece": "attributes: {mood: {values: [good, bad], starts: good}, faith: {values: [x, y], starts: x}}\n"
    "start: one\nstates:\n  one: {lane: team, finds: faith, then: two}\n"
    "  two: {kind: decision, lane: team, choose: [{when: {mood: good}, then: ok}, {otherwise: one}]}\n"
    "  ok: {kind: end, lane: team, outcome: ok}\n",
}

CASES = [
    ("attributes: ideology", "holds", []),
    ("attributes: [ideology, faith]", "holds", []),
    ("attributes: consent", "broken", []),
    ("attributes: [ideology, age]", "broken", []),
    ("attributes: reviews", "broken", []),
    ("attributes: mood", "broken", []),
    ("attributes: sector", "broken", []),
    ("attributes: faith, nor_has: true", "broken", []),
    ("attributes: faith, nor_has: false", "holds", []),
    ("attributes: ideology, nor_has: true", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.never_reads", "for interrupt in linked.interrupts.values():", "for interrupt in ():"),
    ("pathways.rules.kinds.never_reads", "if rule.nor_has:", "if False:"),
    ("pathways.rules.kinds.never_reads", "for name in reads(when) if", "for name in reads(when)[:1] if"),
    ("pathways.rules.kinds.never_reads", "for branch in state.choose:", "for branch in state.choose[1:]:"),
]
