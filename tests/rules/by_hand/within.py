"""Added up by eye: 1 + 5 working days to triage at most; the two branches take 10 and 5 days, side by side 10."""

from tests.rules.build import case_evidence

PATHWAY = """
attributes: {concern: {values: [none, some]}, sector: {values: [school, police], from: arrival}}
start: referral
states:
  referral: {lane: team, target: 1 working day, then: assess}
  assess:   {lane: team, target: 5 working days, finds: concern, then: triage}
  triage:
    kind: decision
    lane: team
    choose: [{when: {concern: none}, then: closed}, {otherwise: ask}]
  ask:
    kind: parallel
    lane: team
    branches:
      one: {school: {lane: team, after: {10 days: done}, then: done}}
      two: {police: {lane: mash, target: 2 days, then: check}, check: {lane: mash, target: 3 days, then: done}}
    then: review
  review:  {kind: panel, lane: mash, target: 1 week, finds: concern, then: more}
  more:
    kind: decision
    lane: mash
    choose: [{when: {concern: some}, then: review}, {otherwise: notice}]
  notice:  {lane: team, target: none, then: quiet}
  quiet:   {kind: wait, lane: team, for: 6 months, then: closed}
  closed:  {kind: end, lane: team, outcome: closed}
  attic:   {lane: team, target: 1 day, then: closed}
"""

# A panel without a target of its own meets at least every 35 days in a study.
PANEL = """
start: papers
states:
  papers: {lane: team, target: 5 days, then: panel}
  panel:  {kind: panel, lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

EVIDENCE = (case_evidence({"panel": 35}),)

TO_TRIAGE = ["referral", "assess", "triage"]

CASES = [
    ("from: referral, to: triage, within: 6 working days", "holds", []),
    ("from: referral, to: triage, within: 5 working days", "broken", TO_TRIAGE),
    ("from: assess, to: triage, within: 1 week", "holds", []),
    ("from: triage, to: review, within: 10 days", "holds", []),
    ("from: triage, to: review, within: 9 days", "broken", None),
    ("from: ask.two.police, to: review, within: 10 days", "holds", []),
    ("from: ask.two.check, to: ask.two.check, within: 1 day", "not applicable", []),
    ("from: review, to: review, within: 7 days", "holds", []),
    ("from: review, to: review, within: 6 days", "broken", None),
    # Round and round at the panel: nothing limits how often.
    ("from: triage, to: notice, within: 10 weeks", "broken", None),
    ("from: review, to: notice, within: 7 days", "broken", None),
    ("from: notice, to: quiet, within: 10 years", "broken", None),
    ("from: quiet, to: closed, within: 6 months", "holds", []),
    ("from: quiet, to: closed, within: 5 months", "broken", None),
    ("from: referral, to: closed, within: 6 working days, when: {concern: none}", "not applicable", []),
    ("from: referral, to: triage, within: 1 day, when: {sector: police}", "broken", TO_TRIAGE),
    ("from: attic, to: closed, within: 1 day", "not applicable", []),
    ("from: papers, to: closed, within: 40 days", "holds", [], PANEL),
    ("from: papers, to: closed, within: 39 days", "broken", ["papers", "panel", "closed"], PANEL),
]

FAULTS = [
    ("pathways.rules.kinds.within", "if found.time <= limit:", "if found.time < limit:"),
    ("pathways.rules.kinds.within", "Stretch(begin, end, when)", "Stretch(begin, end, when, True)"),
    ("pathways.rules.kinds.within", "max(found.get(state, 0), schedule.gap", "min(found.get(state, 0), schedule.gap"),
    ("pathways.rules.stays", "return Stay(exact, exact, limit, exact if limit", "return Stay(0, 1, limit, 1 if limit"),
    ("pathways.rules.stays", "standard if limit is None else limit)", "standard)"),
    ("pathways.rules.timed", "if is_on and self.stretch.end", "if self.stretch.end"),
]
