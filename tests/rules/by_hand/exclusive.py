"""Read off the pathways by eye: nobody meets both `pcm` and `channel`, but two branches run side by side in `BOTH`."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

BOTH = """
attributes: {again: {values: ["yes", "no"]}}
start: door
states:
  door: {lane: team, then: side}
  side:
    kind: parallel
    lane: team
    branches:
      a: {one: {lane: team, tags: [x], then: done}}
      b: {two: {lane: team, then: three}, three: {lane: mash, tags: [y], then: done}}
    then: ask
  ask: {lane: team, finds: again, then: route}
  route: {kind: decision, lane: team, choose: [{when: {again: "yes"}, then: sub}, {otherwise: closed}]}
  sub: {kind: use, pathway: piece, lane: team, tags: [x], exits: {over: door, gone: closed}}
  closed: {kind: end, lane: team, outcome: closed}
"""
PIECES = {
    "piece": """
attributes: {again: {values: ["yes", "no"]}}
start: visit
states:
  visit: {lane: team, after: {1 day: gone}, then: over}
  over: {kind: end, lane: team, outcome: over}
  gone: {kind: end, lane: team, outcome: gone}
"""
}

TO_THREE = ["door", "side", "side.b.three"]

CASES = [
    ("states: [channel, pcm]", "holds", []),
    (
        "states: [channel, pcm, feedback]",
        "broken",
        ["referral", "mash", "assess", "talk", "route", "channel", "feedback"],
    ),
    ("states: [referral, police]", "holds", []),
    ("states: [channel, attic]", "not applicable", []),
    ("states: [channel, nowhere]", "not applicable", []),
    ("states: ['outcome:supported', 'outcome:closed_nfa']", "holds", []),
    ("states: [mash, '#safeguard']", "broken", ["referral", "mash"]),  # one state that is both
    ("states: [mash, assess], from: talk", "not applicable", []),
    ("states: [channel, pcm], from: talk", "holds", []),
    ("states: [side.a.one, side.b.two]", "broken", ["door", "side"], BOTH),  # entered in the same move
    ("states: [side.a.one, side.b.three]", "broken", TO_THREE, BOTH),
    ("states: [side.a.one, side.b.three], from: side.b.three", "broken", None, BOTH),
    ("states: [side.b.two, side.b.three], from: side.b.three", "broken", None, BOTH),
    ("states: [side, sub], from: door", "broken", None, BOTH),
    ("states: [door, sub], from: door", "broken", None, BOTH),
    ("states: [sub, closed], from: [door, closed]", "holds", [], BOTH),
    ("states: [door, side], from: side", "broken", None, BOTH),
    ("states: [sub, 'pathway:piece']", "broken", None, BOTH),
    ("states: ['#x', '#y']", "broken", TO_THREE, BOTH),
]

FAULTS = [
    ("pathways.rules.kinds.exclusive", "met == 1 << first and at in (_NONE, 2 + first)", "at in (_NONE, 2 + first)"),
    ("pathways.rules.kinds.exclusive", "at in (_NONE, 2 + first)", "at <= 2 + first"),
    ("pathways.rules.kinds.exclusive", "if letter >> number & 1:\n            at = _NONE\n        met", "met"),
    ("pathways.rules.kinds.exclusive", "start=_OUTSIDE if begin else _NONE)", "start=_NONE)"),
    ("pathways.rules.kinds.exclusive", "if len(met) < 2:", "if not met:"),
]
