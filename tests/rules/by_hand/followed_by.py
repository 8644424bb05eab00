"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

# After the visit a decision, then at once the letter or first a task; beside it another branch goes its own way.
AT_ONCE = """
attributes: {sort: {values: [a, b]}}
start: visit
states:
  visit: {lane: team, finds: sort, then: route}
  route: {kind: decision, lane: team, choose: [{when: {sort: a}, then: letter}, {otherwise: rest}]}
  rest: {kind: wait, lane: team, then: letter}
  letter: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {sign: {lane: team, then: done}}
      b: {copy: {lane: team, then: print}, print: {lane: team, then: done}}
    then: post
  post: {lane: team, then: sub}
  sub: {kind: use, pathway: piece, lane: team, exits: {over: file, again: sub}}
  file: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
PIECES = {
    "piece": """
attributes: {sort: {values: [a, b]}}
start: one
states:
  one: {lane: team, then: two}
  two: {lane: team, finds: sort, then: three}
  three: {kind: decision, lane: team, choose: [{when: {sort: a}, then: over}, {otherwise: again}]}
  over: {kind: end, lane: team, outcome: over}
  again: {kind: end, lane: team, outcome: again}
"""
}
TO_BOTH = ["visit", "route", "letter", "both"]

CASES = [
    ("state: channel, by: feedback", "holds", []),
    ("state: assess, by: feedback", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
    ("state: assess, by: feedback, unless: {concern: none}", "holds", []),
    ("state: assess, by: feedback, before: channel", "broken", None),
    (
        "state: assess, by: feedback, before: channel, unless: {concern: none}",
        "broken",
        ["referral", "mash", "assess", "talk", "route", "channel"],
    ),
    ("state: attic, by: feedback", "not applicable", []),
    ("state: closed, by: feedback", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
    ("state: visit, by: letter", "holds", [], AT_ONCE),
    ("state: visit, by: letter, at_once: false", "holds", [], AT_ONCE),
    ("state: visit, by: letter, at_once: true", "broken", ["visit", "route", "rest"], AT_ONCE),
    ("state: visit, by: letter, at_once: true, unless: {sort: b}", "holds", [], AT_ONCE),
    ("state: visit, by: [letter, rest], at_once: true", "holds", [], AT_ONCE),
    ("state: route, by: letter, at_once: true", "broken", ["visit", "route", "rest"], AT_ONCE),
    ("state: letter, by: both, at_once: true", "holds", [], AT_ONCE),
    ("state: letter, by: both.b.copy, at_once: true", "holds", [], AT_ONCE),
    ("state: letter, by: post, at_once: true", "broken", TO_BOTH, AT_ONCE),
    ("state: both, by: post, at_once: true", "holds", [], AT_ONCE),  # what is done inside does not come between
    ("state: both.a.sign, by: post, at_once: true", "holds", [], AT_ONCE),  # nor what is done beside it
    ("state: both.b.copy, by: post, at_once: true", "broken", [*TO_BOTH, "both.b.print"], AT_ONCE),
    ("state: both.b.print, by: post, at_once: true", "holds", [], AT_ONCE),
    ("state: sub, by: file, at_once: true", "holds", [], AT_ONCE),  # straight back into the piece is staying in it
    ("state: sub, by: [file, sub], at_once: true", "holds", [], AT_ONCE),
    ("state: sub.two, by: file, at_once: true", "broken", None, AT_ONCE),
    ("state: sub.two, by: file, at_once: true, unless: {sort: b}", "holds", [], AT_ONCE),
    ("state: file, by: post, at_once: true", "broken", None, AT_ONCE),
    ("state: visit, by: post, before: rest, at_once: true", "broken", ["visit", "route", "letter"], AT_ONCE),
    ("state: visit, by: nowhere, at_once: true", "broken", ["visit", "route", "letter"], AT_ONCE),
    ("state: visit, by: letter, before: route, at_once: true", "broken", ["visit", "route"], AT_ONCE),
]

FAULTS = [
    ("pathways.rules.kinds.followed_by", "calm=Event(by) if by else None,", ""),
    (
        "pathways.rules.kinds.followed_by",
        "None if unless is None else Not(unless)",
        "None if unless is None else unless",
    ),
    ("pathways.rules.kinds.followed_by", "broken=Event(before, due) if before else None,", ""),
    ("pathways.rules.kinds.followed_by", "broken_at_end=Event(scene.ends(), due),", ""),
    ("pathways.rules.kinds.at_once", "open_ & between or ", ""),
    ("pathways.rules.kinds.at_once", "(open_ and before)", "False"),
    ("pathways.rules.kinds.at_once", "| _beside(pathway, row.region)", ""),
    ("pathways.rules.kinds.at_once", "inside(pathway, each) |", ""),
    ("pathways.rules.kinds.at_once", "inside(pathway, parallel) - own", "inside(pathway, parallel)"),
    ("pathways.rules.kinds.at_once", "apart = piece | ", "apart = "),
    ("pathways.rules.kinds.at_once", "return LOST if open_ and end else open_", "return open_"),
]
