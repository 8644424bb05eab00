"""Read off the pathways by eye: consent is held on entering `support`, and may be withdrawn in several ways."""

HEAD = """
attributes: {consent: {values: [granted, refused], starts: granted}, ready: {values: ["yes", "no"]}}
start: plan
"""
# The interrupt leads out of the support, to a decision that leads back only with consent.
PATHWAY = (
    HEAD
    + """
states:
  plan: {lane: team, finds: ready, then: support}
  support: {lane: team, then: closed}
  asked: {kind: decision, lane: team, choose: [{when: {consent: granted}, then: support}, {otherwise: talk}]}
  talk: {lane: team, finds: consent, then: asked}
  closed: {kind: end, lane: team, outcome: closed}
  attic: {lane: team, then: closed}
interrupts:
  withdrawn: {during: [support], set: {consent: refused}, then: asked}
"""
)
GOES_ON = PATHWAY.replace("set: {consent: refused}, then: asked", "set: {consent: refused}, then: support")
# Consent is looked after beside the support, and nobody tells those who give it.
BESIDE = (
    HEAD
    + """
states:
  plan: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {support: {lane: team, then: after}, after: {lane: team, then: done}}
      b: {ask: {lane: team, finds: consent, then: done}}
    then: asked
  asked: {kind: decision, lane: team, choose: [{when: {consent: granted}, then: more}, {otherwise: closed}]}
  more: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
)
# Refusal ends the last branch, so that the join and a decision lead out at once.
AT_ONCE = (
    HEAD
    + """
states:
  plan: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {ask: {lane: team, finds: consent, then: done}}
    then: asked
  asked: {kind: decision, lane: team, choose: [{when: {consent: granted}, then: plan}, {otherwise: closed}]}
  closed: {kind: end, lane: team, outcome: closed}
"""
)
IN_A_PIECE = (
    HEAD
    + """
states:
  plan: {lane: team, then: sub}
  sub: {kind: use, pathway: piece, lane: team, exits: {over: closed}}
  closed: {kind: end, lane: team, outcome: closed}
"""
)
TRAPPED = PATHWAY.replace("talk: {lane: team, finds: consent, then: asked}", "talk: {lane: team, then: talk}")
PIECES = {
    "piece": """
attributes: {consent: {values: [granted, refused], starts: granted}}
start: ask
states:
  ask: {lane: team, finds: consent, then: route}
  route: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: over}, {otherwise: support}]}
  support: {lane: team, set: {consent: refused}, then: write}
  write: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: over}
"""
}

CASES = [
    ("state: support, when: {consent: granted}", "holds", []),
    ("state: support, when: {consent: granted}", "broken", ["plan", "support", "support"], GOES_ON),
    ("state: support, when: {ready: 'yes'}", "broken", ["plan", "support"]),  # false on entering
    ("state: plan, when: {ready: 'yes'}", "broken", ["plan"]),  # never set yet
    ("state: plan, when: {not: {ready: 'yes'}}", "holds", []),
    ("state: [support, talk], when: {consent: granted}", "broken", ["plan", "support", "asked", "talk"]),
    ("state: talk, when: {consent: refused}", "holds", []),
    ("state: asked, when: {consent: granted}", "not applicable", []),  # no time passes at a decision
    ("state: attic, when: {consent: granted}", "not applicable", []),
    ("state: closed, when: {consent: granted}", "holds", []),
    ("state: support, when: {nothing: known}", "broken", ["plan", "support"]),
    ("state: talk, when: {consent: granted}", "not applicable", [], TRAPPED),
    ("state: both.a.support, when: {consent: granted}", "broken", ["plan", "both", "both.b.ask"], BESIDE),
    ("state: both.a.after, when: {consent: granted}", "broken", None, BESIDE),
    ("state: both, when: {consent: granted}", "broken", ["plan", "both", "both.b.ask"], BESIDE),
    ("state: more, when: {consent: granted}", "holds", [], BESIDE),
    ("state: both, when: {consent: granted}", "holds", [], AT_ONCE),
    (
        "state: [both, closed], when: {consent: granted}",
        "broken",
        ["plan", "both", "both.a.ask", "asked", "closed"],
        AT_ONCE,
    ),
    (
        "state: sub, when: {consent: granted}",
        "broken",
        ["plan", "sub.ask", "sub.route", "sub.support", "sub.write"],
        IN_A_PIECE,
    ),
    ("state: sub.support, when: {consent: granted}", "holds", [], IN_A_PIECE),
    ("state: 'pathway:piece', when: {consent: [granted, refused]}", "holds", [], IN_A_PIECE),
]

FAULTS = [
    ("pathways.rules.kinds.kept", "if unsettled_region(", "if None is not None and unsettled_region("),
    ("pathways.rules.kinds.kept", "if space.can_end[index]]", "]"),
    ("pathways.rules.kinds.kept", "state.members.isdisjoint(marking)", "marking[0] not in state.members"),
    ("pathways.rules.kinds.kept", "if not holds(when", "if holds(when"),
    ("pathways.rules.kinds.kept", "[Atom(standing=state, when=when)]", "[Atom(entering=state, when=when)]"),
    ("pathways.rules.kinds.kept", "if not stays:", "if False:"),
]
