"""Means worked out by hand.

Three in five referrals are heard by a team for 12 working hours (1.5 working days) and reviewed; a review sends four in
five back, so there are 1 / (1 - 4/5) = 5 reviews for each of these and 3 for a referral. A trap holds some others.
"""

from tests.rules.build import evidence

PATHWAY = """
attributes:
  serious: {values: ["yes", "no", lost]}
  view:    {values: [go_on, finish]}
start: door
states:
  door:   {lane: team, finds: serious, then: sort}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {serious: "no"}, then: closed}
      - {when: {serious: lost}, then: limbo}
      - {otherwise: assess}
  assess: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {one: {lane: team, then: done}}
      b: {two: {lane: team, then: three}, three: {lane: team, then: done}}
    then: review
  review: {lane: team, finds: view, then: again}
  again:
    kind: decision
    lane: team
    choose:
      - {when: {view: go_on}, then: rest}
      - {otherwise: closed}
  rest:   {kind: wait, lane: team, for: 2 weeks, then: review}
  limbo:  {lane: team, then: oblivion}
  oblivion: {lane: team, then: limbo}
  hearing: {kind: panel, lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  gone: {during: [oblivion], then: limbo}
"""

STUDY = """
pathways: {hand: hand}
arrivals: {hand: {rate: 30 per year}}
teams: {team: {staff: 1}}
panels: {panel: {meets: first Wednesday, slots: 8}}
service_times:
  "lane:team": {team: team, fixed: 4 hours}
  hand.assess: {team: team, lognormal: {mean: 12 hours, cv: 1}}
  hand.hearing: {panel: panel}
findings:
  hand.door: {serious: {"yes": 60%, "no": 40%}}
  hand.review: {view: {go_on: 80%, finish: 20%}}
scenarios:
  loses_some:
    findings.hand.door.serious: {"yes": 60%, "no": 30%, lost: 10%}
"""

EVIDENCE = evidence(STUDY, PATHWAY)

CASES = [
    ("state: assess, within: 1.5 working days", "holds", []),
    ("state: assess, within: 1.4 working days", "broken", []),
    ("state: assess, within: 12 working hours", "holds", []),
    ("state: [assess, door], within: 1 working day", "broken", []),
    ("state: rest, within: 2 weeks", "holds", []),
    ("state: rest, within: 13 days", "broken", []),
    ("state: assess, within: 11 days", "holds", []),
    ("state: assess, within: 2 days", "undecided", []),  # over a week-end and a bank holiday, or not
    ("state: both, within: 1 working day", "undecided", []),  # branches take a whole day, or a day and a half together
    ("state: both, within: 1.5 working days", "holds", []),
    ("state: both, within: 0.9 working days", "broken", []),
    ("state: hearing, within: 5 weeks", "holds", []),
    ("state: hearing, within: 1 week", "undecided", []),
    ("state: again, within: 1 day", "not applicable", []),
    ("state: nowhere, within: 1 day", "not applicable", []),
    # from one to another
    ("from: assess, to: both, within: 1.5 working days", "holds", []),
    ("from: assess, to: both, within: 1.4 working days", "broken", ["door", "sort", "assess", "both"]),
    ("from: assess, to: review, within: 3 working days", "holds", []),
    ("from: assess, to: review, within: 2.5 working days", "undecided", []),
    ("from: assess, to: review, within: 2.4 working days", "broken", None),
    ("from: door, to: review, within: 3.5 working days", "holds", []),  # of those that get there
    ("from: door, to: review, within: 3.2 working days", "undecided", []),
    ("from: door, to: review, within: 2.9 working days", "broken", None),
    ("from: review, to: 'outcome:closed', within: 10 weeks", "undecided", []),
    ("from: review, to: 'outcome:closed', within: 20 weeks", "holds", []),
    ("from: review, to: 'outcome:closed', within: 8 weeks", "broken", None),  # four rests of two weeks, and more
    ("from: limbo, to: closed, within: 8 weeks", "not applicable", []),
    ("from: assess, to: both.a.one, within: 8 weeks", "undecided", []),
    # how often
    ("visits: review, at_most: 3, at_least: 3", "holds", []),
    (
        "visits: review, at_most: 2.99",
        "broken",
        ["door", "sort", "assess", "both", "both.a.one", "both.b.three", "both.b.three", "review"],
    ),
    ("visits: review, from: assess, at_most: 5, at_least: 5", "holds", []),
    ("visits: review, from: assess, at_least: 5.01", "broken", None),
    ("visits: rest, from: review, at_most: 4", "holds", []),
    ("visits: review, at_least: 1, from: limbo", "not applicable", []),
    ("visits: oblivion, at_most: 0", "holds", []),
    ("visits: oblivion, at_most: 100, scenario: loses_some", "broken", ["door", "sort", "limbo"]),
    ("visits: review, at_most: 3, scenario: loses_some", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.expected", "True if worst.high <= 0", "True if worst.high < 0"),
    ("pathways.rules.kinds.expected", "-sign * bound", "sign * bound"),
    ("pathways.rules.mean_stays", "low / seconds", "low"),
    ("pathways.rules.kinds.expected", "return (low * fewest[outcome.node]", "return (low"),
    ("pathways.rules.lengths", "max(low for low, _ in ways)", "sum(low for low, _ in ways)"),
    ("pathways.rules.lengths", "None if high is None else high + longest", "None if high is None else high"),
    (
        "pathways.rules.odds",
        "if any(_counts(chain.actions[node][n], weights) for node in members for n in inside[node])",
        "if not members",
    ),
]
