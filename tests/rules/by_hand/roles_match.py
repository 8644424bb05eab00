"""Read off the pathway by eye."""

PATHWAY = """
start: talk
states:
  talk: {lane: team, with: [mash], tags: [both], then: test}
  test: {lane: mash, tags: [police], then: look}
  look: {lane: mash, with: [team], tags: [police, both], then: over}
  over: {kind: end, lane: team, outcome: over}
"""

CASES = [
    ("state: talk, lanes: [team, mash]", "holds", []),
    ("state: talk, lanes: mash", "holds", []),
    ("state: '#both', lanes: [team, mash]", "holds", []),
    ("state: '#police', lanes: [team, mash]", "broken", []),
    ("state: '#police', lanes: mash", "holds", []),
    ("state: talk, owner: mash", "broken", []),
    ("state: look, owner: mash", "holds", []),
    ("state: '#both', owner: [team, mash]", "holds", []),
    ("state: '#police', owner: mash, nobody_else: true", "broken", []),
    ("state: test, owner: mash, nobody_else: true", "holds", []),
    ("state: look, owner: mash, lanes: team, nobody_else: true", "holds", []),
    ("state: talk, lanes: housing", "broken", []),
    ("state: nowhere, lanes: team", "not applicable", []),
    ("state: talk", "not applicable", []),
]

FAULTS = [
    ("pathways.definition.linked", "(self.lane, *self.with_lanes)", "(self.lane,)"),
    ("pathways.rules.kinds.roles_match", "if rule.owner and state.lane not in rule.owner:", "if False:"),
    ("pathways.rules.kinds.roles_match", "if rule.nobody_else and", "if False and"),
    ("pathways.rules.kinds.roles_match", "not in (*rule.lanes, *rule.owner)", "not in rule.owner"),
    ("pathways.rules.kinds.roles_match", "wrong = [(state, told) for state, told in faults if told]", "wrong = []"),
]
