"""Read off the pathways by eye: every round of support brings one more review, and there may be many rounds."""

from tests.rules.build import REVIEWS

PATHWAY = REVIEWS

# In the piece, `visit` comes back to itself; the piece as a whole is entered again only by way of `again`.
ROUNDS = """
attributes: {more: {values: ["yes", "no"]}}
start: sub
states:
  sub: {kind: use, pathway: piece, lane: team, exits: {over: again}}
  again: {lane: team, finds: more, then: route}
  route: {kind: decision, lane: team, choose: [{when: {more: "yes"}, then: sub}, {otherwise: closed}]}
  closed: {kind: end, lane: team, outcome: closed}
"""
PIECES = {
    "piece": """
start: visit
states:
  visit: {lane: team, after: {1 day: visit}, then: over}
  over: {kind: end, lane: team, outcome: over}
"""
}

ROUND = ["support", "support.a.visit", "support.b.call", "review"]

CASES = [
    ("state: review, times: 1", "broken", ["door", "review", "go_on", *ROUND]),
    ("state: review, times: 2", "broken", ["door", "review", "go_on", *ROUND, "go_on", *ROUND]),
    ("state: exit, times: 1", "holds", []),
    ("state: review, times: 1, from: support", "holds", []),  # counted anew in every round
    ("state: review, times: 1, to: support", "holds", []),
    ("state: review, times: 2, from: review", "holds", []),
    ("state: review, times: 0, to: review", "broken", ["door", "review"]),  # what closes the window belongs to it
    ("state: review, times: 1, when: {concern: some}", "broken", ["door", "review", "go_on", *ROUND, "go_on", *ROUND]),
    ("state: review, times: 0, when: {concern: none}", "holds", []),  # it is found later than on entering
    ("state: review, times: 0, when: {nothing: known}", "holds", []),
    ("state: review, times: 1, when: {nothing: known}", "not applicable", []),
    # Both branches begin in the same move, which counts once.
    ("state: [support.a.visit, support.b.call], times: 0", "broken", ["door", "review", "go_on", "support"]),
    (
        "state: [support.a.visit, support.b.call], times: 1",
        "broken",
        ["door", "review", "go_on", *ROUND, "go_on", "support"],
    ),
    ("state: [support.a.visit, support.b.call], times: 1, from: support", "holds", []),
    (
        "state: [support.a.visit, review], times: 1, from: support",  # what opens the window belongs to it
        "broken",
        ["door", "review", "go_on", *ROUND],
    ),
    ("state: support, times: 0, from: exit", "holds", []),
    ("state: support, times: 0, from: attic", "not applicable", []),
    ("state: support, times: 1, from: exit", "not applicable", []),
    ("state: attic, times: 1", "not applicable", []),
    ("state: attic, times: 0", "holds", []),
    ("state: nowhere, times: 1", "not applicable", []),
    ("state: sub.visit, times: 1", "broken", ["sub.visit", "sub.visit"], ROUNDS),
    ("state: sub, times: 1", "broken", ["sub.visit", "again", "route", "sub.visit"], ROUNDS),
    ("state: sub, times: 1, from: again", "holds", [], ROUNDS),
    ("state: sub.visit, times: 1, from: sub.visit", "holds", [], ROUNDS),
]

FAULTS = [
    ("pathways.rules.kinds.counting", "count > most", "count > most + 1"),
    ("pathways.rules.kinds.counting", "at = _SHUT if closes else 1 + min(count, cap)", "at = 1 + min(count, cap)"),
    ("pathways.rules.kinds.counting", "1 + min(int(entered), cap)", "1"),
    ("pathways.rules.kinds.counting", "if at != _SHUT and (closes or not opens):", "if at != _SHUT:"),
    ("pathways.rules.kinds.counting", "if opens:\n", "if opens and at == _SHUT:\n"),
    ("pathways.rules.kinds.counting", "Atom(entering=state, when=when)", "Atom(entering=state)"),
    ("pathways.rules.kinds.counting", "(most and counts)", "(most and entered)"),
]
