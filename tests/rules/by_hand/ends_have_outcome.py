"""Read off the pathway by eye: three ends, 'closed', 'done_with', and 'attic_end' that no referral reaches."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# The ends of a piece are no ends of the pathway that uses it.
USES = """
start: a
states:
  a: {lane: team, then: help}
  help: {kind: use, pathway: piece, exits: {ok: over}}
  over: {kind: end, lane: team, outcome: closed}
"""
PIECES = {
    "piece": "start: one\nstates:\n  one: {lane: team, then: ok}\n  ok: {kind: end, lane: team, outcome: ok}\n",
}

CASES = [
    ("", "holds", []),
    ("outcomes: [closed_nfa, supported, attic]", "holds", []),
    ("outcomes: [closed_nfa, attic]", "broken", None),
    ("outcomes: [supported, attic]", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
    ("outcomes: [closed_nfa, supported]", "broken", []),
    ("outcomes: attic", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
    ("outcomes: closed", "holds", [], USES),
    ("outcomes: ok", "broken", ["a", "help.one", "over"], USES),
    ("outcomes: [closed_nfa, supported, attic, more]", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.ends_have_outcome", "end.outcome not in allowed", "end.outcome in allowed"),
    ("pathways.rules.kinds.ends_have_outcome", "min(reached, key", "max(reached, key"),
    ("pathways.rules.kinds.ends_have_outcome", "if not reached:", "if False:"),
    ("pathways.rules.kinds.ends_have_outcome", 'state.kind == "end"]', "state.outcome == 'attic']"),
]
