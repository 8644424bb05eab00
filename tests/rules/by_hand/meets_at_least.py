"""Dates of 2018 and 2019 read off a calendar."""

from tests.rules.build import evidence

PATHWAY = """
start: door
states:
  door:   {lane: team, then: first}
  first:  {kind: panel, lane: team, then: second}
  second: {kind: panel, lane: team, then: third}
  third:  {kind: panel, lane: team, then: fourth}
  fourth: {kind: panel, lane: team, target: 1 month, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

STUDY = """
pathways: {hand: hand}
arrivals: {hand: {rate: 30 per year}}
teams: {team: {staff: 1}}
panels:
  monthly: {meets: first Wednesday, slots: 8}
  weekly: {meets: every Tuesday, slots: 8}
  every_other: {meets: every 2 months on the first Wednesday, slots: 8}
service_times:
  "lane:team": {team: team, fixed: 4 hours}
  hand.first: {panel: monthly}
  hand.second: {panel: weekly}
  hand.third: {panel: every_other}
  hand.fourth: {panel: weekly}
scenarios:
  lazy: {panels.weekly.meets: every 6 weeks on Tuesday}
"""

EVIDENCE = evidence(STUDY, PATHWAY)

CASES = [
    ("state: first, every: 1 month", "holds", []),
    ("state: first, every: 31 days", "broken", []),  # 35 days, such as from 3 October to 7 November 2018
    ("state: first, every: 5 weeks", "holds", []),
    ("state: second, every: 1 week", "broken", []),  # Christmas and New Year's Day 2018 fall on Tuesdays
    ("state: second, every: 41 days", "broken", []),  # scenario 'lazy'
    ("state: second, every: 6 weeks", "holds", []),
    ("state: second, every: 1 month", "broken", []),  # scenario 'lazy' leaves months out
    ("state: third, every: 1 month", "broken", []),
    ("state: third, every: 2 months", "holds", []),
    ("state: third, every: 1 year", "holds", []),
    ("state: third, every: 3 years", "holds", []),
    ("state: third, every: 1.5 months", "broken", []),
    ("state: [first, third], every: 1 month", "broken", []),
    ("state: fourth, every: 2 months", "holds", []),
    ("state: fourth, every: 3 weeks", "broken", []),  # by its own target
    ("state: door, every: 1 month", "not applicable", []),
    ("state: attic, every: 1 month", "not applicable", []),
    ("state: first, every: 1 month, study: other", "undecided", []),
    ("state: fourth, every: 1 month, study: other", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.meets_at_least", "schedule.gap <= amount", "schedule.gap - 1 <= amount"),
    ("pathways.rules.kinds.meets_at_least", "schedule.months >= asked", "schedule.months > asked"),
    ("pathways.rules.kinds.meets_at_least", "*_by_target(scene, name, rule.every), ", "*(), "),
    ("pathways.rules.kinds.meets_at_least", "each.schedules.get(name, ())", "each.schedules.get(name, ())[:1]"),
]
