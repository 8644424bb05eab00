"""Read off the pathways by eye: the shortest referral has one review and no support; more of both are possible."""

from tests.rules.build import REVIEWS
from tests.rules.by_hand.at_most import PIECES as ONE_PIECE
from tests.rules.by_hand.at_most import ROUNDS

PATHWAY = REVIEWS
PIECES = ONE_PIECE

# Two reviews, the second of which may be missed when time is short; and a way out that has none.
TWICE = """
attributes: {short: {values: ["yes", "no"], from: arrival}}
start: [door, side]
states:
  side: {lane: team, then: closed}
  door: {lane: team, then: first}
  first: {kind: panel, lane: mash, tags: [review], then: hurry}
  hurry: {kind: decision, lane: team, choose: [{when: {short: "yes"}, then: exit}, {otherwise: second}]}
  second: {kind: panel, lane: mash, tags: [review], then: exit}
  exit: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("state: review, times: 1", "holds", []),
    ("state: review, times: 2", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: review, times: 2, from: support", "broken", None),
    ("state: review, times: 1, from: support", "holds", []),
    ("state: review, times: 2, from: support, to: review", "broken", None),
    ("state: review, times: 1, to: support", "holds", []),
    ("state: review, times: 2, to: support", "broken", ["door", "review", "go_on", "support"]),
    ("state: exit, times: 1, to: exit", "holds", []),  # what closes the window belongs to it
    ("state: support.a.visit, times: 1, from: support", "holds", []),  # entered with the support
    ("state: support, times: 1", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: review, times: 1, from: closed", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: closed, times: 1, from: closed", "holds", []),
    ("state: review, times: 1, from: attic", "not applicable", []),
    ("state: review, times: 1, from: exit, to: support", "not applicable", []),
    ("state: nowhere, times: 1", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: '#review', times: 2", "broken", ["side", "closed"], TWICE),
    ("state: '#review', times: 1, from: door", "holds", [], TWICE),
    ("state: '#review', times: 2, from: door", "broken", ["door", "first", "hurry", "exit", "closed"], TWICE),
    ("state: '#review', times: 2, from: door, to: exit", "broken", ["door", "first", "hurry", "exit"], TWICE),
    ("state: '#review', times: 1, when: {short: 'yes'}, from: door", "broken", None, TWICE),
    ("state: sub, times: 1, from: again, to: sub", "holds", [], ROUNDS),
    ("state: sub.visit, times: 2, from: sub, to: again", "broken", ["sub.visit", "again"], ROUNDS),
]

FAULTS = [
    ("pathways.rules.kinds.counting", "count < least", "count < least - 1"),
    ("pathways.rules.kinds.counting", "count = at - 1 + entered", "count = at - 1"),
    ("pathways.rules.kinds.counting", "closes and rule.to is None and entered < least", "False"),
    ("pathways.rules.kinds.counting", "closing = scene.ends() if to is None else to", "closing = scene.ends()"),
    ("pathways.rules.kinds.counting", "start=_SHUT if begin else 1),\n        matters", "start=1),\n        matters"),
    ("pathways.rules.kinds.counting", "(least and is_due)", "least"),
]
