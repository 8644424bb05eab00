"""Read off the pathways by eye."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# Every sector has a branch of its own, so that the default is never taken.
SWALLOWED = """
attributes: {sector: {values: [school, police], from: arrival}}
start: one
states:
  one: {lane: team, then: route}
  route:
    kind: decision
    lane: team
    choose: [{when: {sector: school}, then: pcm}, {when: {sector: police}, then: closed}, {otherwise: pcm}]
  pcm: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

# By default the consent is asked first; some are asked again, some give up, some are turned away on the way.
ON_THE_WAY = """
attributes: {sector: {values: [school, police], from: arrival}, consent: {values: [granted, refused]}}
start: one
states:
  one: {lane: team, then: route}
  route: {kind: decision, lane: team, choose: [{when: {sector: police}, then: pcm}, {otherwise: write}]}
  write: {lane: team, then: ask}
  ask: {lane: team, finds: consent, then: answer}
  answer: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: write}, {otherwise: channel}]}
  channel: {lane: team, then: closed}
  pcm: {lane: team, then: channel}
  closed: {kind: end, lane: team, outcome: closed}
"""
DIVERTED = ON_THE_WAY.replace("refused}, then: write", "refused}, then: pcm").replace(
    "pcm: {lane: team, then: channel}", "pcm: {lane: team, then: closed}"
)
GIVEN_UP = ON_THE_WAY.replace("write: {lane: team,", "write: {lane: team, after: {1 month: closed},")
TRAP = ON_THE_WAY.replace("write: {lane: team,", "write: {lane: team, after: {1 month: parked},").replace(
    "  closed:", "  parked: {lane: team, then: parked}\n  closed:"
)
PULLED_OUT = ON_THE_WAY + "interrupts:\n  moves_away: {during: [ask], then: closed}\n"
# The default comes back to the decision, where an exception may apply now.
ROUND = """
attributes: {consent: {values: [granted, refused], starts: granted}}
start: route
states:
  route: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: closed}, {otherwise: ask}]}
  ask: {lane: team, finds: consent, then: answer}
  answer: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: route}, {otherwise: channel}]}
  channel: {lane: team, then: route}
  closed: {kind: end, lane: team, outcome: closed}
"""
# By default two decisions send the referral to and fro for ever, without time passing.
CIRCLE = """
attributes: {sector: {values: [school, police], from: arrival}}
start: one
states:
  one: {lane: team, then: route}
  route: {kind: decision, lane: team, choose: [{when: {sector: police}, then: channel}, {otherwise: left}]}
  left: {kind: decision, lane: team, choose: [{when: {sector: police}, then: channel}, {otherwise: right}]}
  right: {kind: decision, lane: team, choose: [{when: {sector: police}, then: channel}, {otherwise: left}]}
  channel: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
# The default begins both branches, and one of them is the outcome.
FORKED = """
attributes: {sector: {values: [school, police], from: arrival}}
start: route
states:
  route: {kind: decision, lane: team, choose: [{when: {sector: police}, then: closed}, {otherwise: both}]}
  both:
    kind: parallel
    lane: team
    branches: {a: {channel: {lane: team, then: done}}, b: {pcm: {lane: team, then: done}}}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("at: route, outcome: channel", "holds", []),
    ("at: route, outcome: pcm", "broken", ["referral", "mash", "assess", "talk", "route", "channel"]),
    ("at: by_age, outcome: assess", "holds", []),
    ("at: assess, outcome: channel", "not applicable", []),
    ("at: route, outcome: pcm", "broken", [], SWALLOWED),
    ("at: route, outcome: nowhere", "broken", ["referral", "mash", "assess", "talk", "route", "channel"]),
    ("at: route, outcome: feedback", "holds", []),
    ("at: attic, outcome: channel", "not applicable", []),
    ("at: route, outcome: channel", "holds", [], ON_THE_WAY),
    ("at: route, outcome: closed", "holds", [], ON_THE_WAY),
    ("at: route, outcome: pcm", "broken", ["one", "route", "write"], ON_THE_WAY),
    ("at: route, outcome: channel", "broken", ["one", "route", "write", "ask", "answer", "pcm"], DIVERTED),
    ("at: route, outcome: channel, unless: {consent: refused}", "holds", [], DIVERTED),
    ("at: route, outcome: channel, unless: {consent: granted}", "broken", None, DIVERTED),
    ("at: route, outcome: channel", "broken", ["one", "route", "write", "closed"], GIVEN_UP),
    ("at: route, outcome: [channel, closed]", "holds", [], GIVEN_UP),
    ("at: route, outcome: channel, unless: {sector: school}", "holds", [], GIVEN_UP),
    ("at: route, outcome: channel, unless: {sector: police}", "broken", ["one", "route", "write", "closed"], GIVEN_UP),
    ("at: route, outcome: channel, unless: {sector: school}", "broken", ["one", "route", "write", "parked"], TRAP),
    ("at: route, outcome: channel", "broken", ["one", "route", "write", "parked"], TRAP),
    ("at: route, outcome: channel", "broken", ["one", "route", "write", "ask", "closed"], PULLED_OUT),
    ("at: route, outcome: channel", "broken", ["route", "ask", "answer", "route", "closed"], ROUND),
    ("at: answer, outcome: channel", "holds", [], ROUND),
    ("at: route, outcome: channel", "broken", ["one", "route", "left", "right", "left"], CIRCLE),
    ("at: route, outcome: both.a.channel", "holds", [], FORKED),
    ("at: route, outcome: closed", "holds", [], FORKED),
]

FAULTS = [
    ("pathways.rules.kinds.default_outcome", "if branch.when is None), None)", "if branch.when is not None), None)"),
    ("pathways.rules.kinds.default_outcome", "way = None if is_direct else", "way = None if not is_direct else"),
    ("pathways.rules.kinds.default_outcome", "if not taken:", "if False:"),
    ("pathways.rules.kinds.default_outcome", "states[s].kind is Kind.DECISION", "states[s].kind is not Kind.DECISION"),
    ("pathways.rules.kinds.default_outcome", "and space.is_ended(index) and", "and"),
    ("pathways.rules.kinds.default_outcome", "[Atom(entering=scene.ends(), when=unless)]", "[]"),
    ("pathways.rules.kinds.default_outcome", "(owes or move in taken)", "(move in taken)"),
    ("pathways.rules.kinds.default_outcome", "and not arriving[move])", "and True)"),
    (
        "pathways.rules.kinds.default_outcome",
        "reached[1] and not hopeful[target]",
        "reached[1] and space.is_ended(target)",
    ),
]
