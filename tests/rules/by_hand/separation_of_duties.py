"""Read off the pathways by eye: MASH leads the screening, the team takes part in it and leads what comes after."""

PATHWAY = """
attributes: {sort: {values: [a, b], from: arrival}}
start: screen
states:
  screen: {lane: mash, with: [team], then: route}
  route: {kind: decision, lane: mash, choose: [{when: {sort: a}, then: first}, {otherwise: second}]}
  first: {lane: team, tags: [work], then: panel}
  second: {lane: mash, tags: [work], then: hold}
  hold: {kind: wait, lane: team, then: closed}
  panel: {kind: panel, lane: team, then: both}
  both:
    kind: parallel
    lane: mash
    branches:
      a: {ask: {lane: team, then: done}}
      b: {tell: {lane: mash, then: done}}
    then: sub
  sub: {kind: use, pathway: piece, lane: mash, exits: {over: closed}}
  closed: {kind: end, lane: mash, outcome: closed}
  attic: {lane: mash, then: closed}
"""
PIECES = {
    "piece": """
start: visit
states:
  visit: {lane: team, then: write}
  write: {lane: mash, then: over}
  over: {kind: end, lane: mash, outcome: over}
"""
}

TO_PANEL = ["screen", "route", "first", "panel"]
TO_BOTH = [*TO_PANEL, "both"]

CASES = [
    ("first: screen, second: first", "broken", ["screen", "route", "first"]),  # the team takes part
    ("first: screen, second: first, leads_only: true", "holds", []),
    ("first: screen, second: first, leads_only: false", "broken", ["screen", "route", "first"]),
    ("first: screen, second: second, leads_only: true", "broken", ["screen", "route", "second"]),
    ("first: first, second: second", "not applicable", []),  # nobody meets both
    ("first: panel, second: second", "not applicable", []),
    ("first: first, second: panel", "broken", TO_PANEL),
    ("first: panel, second: first", "broken", TO_PANEL),  # the order makes no difference
    ("first: route, second: panel", "holds", []),
    ("first: route, second: screen", "broken", ["screen", "route"]),  # a decision is work, too
    ("first: screen, second: screen", "broken", ["screen"]),
    ("first: hold, second: second", "not applicable", []),  # nobody works in a wait
    ("first: closed, second: second", "not applicable", []),
    ("first: attic, second: screen", "not applicable", []),
    ("first: nowhere, second: screen", "not applicable", []),
    ("first: both.a.ask, second: both.b.tell", "holds", []),
    ("first: both, second: panel", "broken", TO_BOTH),  # what is done inside counts
    ("first: both.b.tell, second: panel", "holds", []),
    ("first: sub, second: panel", "broken", None),  # not by `write`, which MASH does
    ("first: sub.write, second: panel", "holds", []),
    ("first: '#work', second: route", "broken", ["screen", "route", "second"]),
]

FAULTS = [
    ("pathways.rules.kinds.separation_of_duties", "(state.lane,) if leads_only else", "(state.lane,) if True else"),
    ("pathways.rules.kinds.separation_of_duties", "Stepwise(_meets_both(range(1)))", "None"),
    ("pathways.rules.kinds.separation_of_duties", "range(1, len(shared) + 1)", "range(1)"),
    ("pathways.rules.kinds.separation_of_duties", "if pathway.states[state].kind in _WORK", ""),
    (
        "pathways.rules.kinds.separation_of_duties",
        ".union(*(inside(pathway, state) for state in selection.members))",
        "",
    ),
    ("pathways.rules.kinds.separation_of_duties", "at |= letter & mask", "at = letter & mask"),
]
