"""Read off the pathways by eye."""

# Consent may be withdrawn while support is given, not while it is planned; the panel may stop it at the review.
PATHWAY = """
attributes:
  consent: {values: [granted, refused], starts: granted}
  view: {values: [more, stop]}
start: plan
states:
  plan: {lane: team, then: support}
  support:
    kind: parallel
    lane: team
    branches:
      one: {sessions: {lane: team, then: done}}
      two: {other: {lane: team, then: done}}
    then: review
  review: {kind: panel, lane: team, finds: view, then: on}
  on: {kind: decision, lane: team, choose: [{when: {view: stop}, then: leave}, {otherwise: support}]}
  leave: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  withdrawn: {during: support, when: {consent: granted}, set: {consent: refused}, then: leave}
"""

# The event is there, but only for those who consented; 'late' can be refused before.
REFUSED = """
attributes:
  consent: {values: [granted, refused]}
start: ask
states:
  ask: {lane: team, finds: consent, then: support}
  support: {kind: wait, lane: team, then: closed}
  leave: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  withdrawn: {during: support, when: {consent: granted}, then: leave}
"""

# Nothing in the pathway asks about consent, only the rule.
UNREAD = REFUSED.replace("when: {consent: granted}, ", "")

# A piece: while the referral is in its first state, only another way leads out.
USES = """
start: a
states:
  a: {lane: team, then: help}
  help: {kind: use, pathway: piece, exits: {ok: over}}
  away: {kind: end, lane: team, outcome: away}
  over: {kind: end, lane: team, outcome: over}
interrupts: {called_off: {during: help.two, then: away}}
"""
WHOLE = USES.replace("during: help.two", "during: help")
PIECES = {
    "piece": "start: one\nstates:\n  one: {lane: team, then: sort}\n"
    "  sort: {kind: decision, lane: team, choose: [{otherwise: two}]}\n"
    "  two: {lane: team, then: ok}\n  ok: {kind: end, lane: team, outcome: ok}\n",
}

# Whoever is stuck at the decision stands there for ever; nothing is at hand.
STUCK = """
attributes: {view: {values: [more, stop]}}
start: a
states:
  a: {lane: team, finds: view, then: sort}
  sort: {kind: decision, lane: team, choose: [{when: {view: stop}, then: over}]}
  over: {kind: end, lane: team, outcome: over}
"""

CASES = [
    ("state: support, to: leave", "holds", []),
    ("state: [plan, support], to: leave", "broken", ["plan"]),
    ("state: review, to: leave", "holds", []),
    ("state: review, to: [leave, support], each: true", "holds", []),
    ("state: support, to: [leave, review], each: true", "broken", ["plan", "support"]),
    ("state: support, to: [leave, review]", "holds", []),
    ("state: on, to: support", "not applicable", []),
    ("state: closed, to: leave", "not applicable", []),
    ("state: nowhere, to: leave", "not applicable", []),
    ("state: support, to: nowhere", "broken", ["plan", "support"]),
    ("state: review, to: closed", "broken", None),
    ("to: leave", "broken", ["plan"]),
    ("state: support.one.sessions, to: leave", "holds", []),
    ("state: support, to: leave, when: {consent: refused}", "not applicable", []),
    ("state: support, to: leave", "broken", ["ask", "support"], REFUSED),
    ("state: support, to: leave, when: {consent: granted}", "holds", [], REFUSED),
    ("state: support, to: leave, when: {consent: refused}", "broken", ["ask", "support"], REFUSED),
    ("state: support, to: closed, when: {consent: refused}", "holds", [], UNREAD),
    ("state: help, to: away", "broken", ["a", "help.one"], USES),
    ("state: help, to: away", "holds", [], WHOLE),
    ("state: a, to: help", "holds", [], WHOLE),
    ("state: help.one, to: help", "broken", ["a", "help.one"], WHOLE),
    ("state: help.one, to: help.two", "holds", [], WHOLE),
    ("state: sort, to: over", "broken", ["a", "sort"], STUCK),
]

FAULTS = [
    ("pathways.rules.kinds.standing_option", "if rests[index]", "if True"),
    ("pathways.rules.kinds.standing_option", "if rule.each else", "if not rule.each else"),
    ("pathways.rules.kinds.standing_option", "(when is None or guards.holds(", "(True or guards.holds("),
    (
        "pathways.rules.kinds.standing_option",
        "for number, _ in at_once(space, move, reached))",
        "for number in [move])",
    ),
    ("pathways.rules.kinds.standing_option", "0 if when is None else reads_mask(pathway, when)", "0"),
    (
        "pathways.rules.space",
        "entered_states(self.pathway, arrows[move.arrow].target), move.state",
        "(arrows[move.arrow].target,), None",
    ),
    ("pathways.rules.rest", "or space.offsets[index] == space.offsets[index + 1]", ""),
    ("pathways.rules.rest", "if not is_ended(space.pathway, Configuration(marking, ())):", "if True:"),
]
