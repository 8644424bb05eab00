"""Read off the pathways by eye."""

PATHWAY = """
start: a
states:
  a: {lane: team, target: none, source: s, tags: [work], then: b}
  b: {lane: mash, target: 2 days, source: s, tags: [check], then: sort}
  sort: {kind: decision, lane: team, source: s, choose: [{otherwise: pause}]}
  pause: {kind: wait, lane: team, for: 6 months, source: s, then: meet}
  meet: {kind: panel, lane: team, target: {within: none}, source: s, then: over}
  over: {kind: end, lane: team, outcome: over, source: s}
"""
NO_TARGET = PATHWAY.replace("{lane: mash, target: 2 days,", "{lane: mash,")
PANEL = PATHWAY.replace("target: {within: none}, ", "")
OPEN_WAIT = PATHWAY.replace("for: 6 months", "after: {6 months: meet}")
NO_SOURCE = PATHWAY.replace("{kind: decision, lane: team, source: s,", "{kind: decision, lane: team,")
END = PATHWAY.replace("outcome: over, source: s", "outcome: over")
ATTIC = PATHWAY + "  attic: {lane: team, then: over}\n"
BRANCHES = """
start: both
states:
  both: {kind: parallel, lane: team, source: s, branches: {x: {one: {lane: team, target: none, source: s, then: done}}},
         then: over}
  over: {kind: end, lane: team, outcome: over, source: s}
"""

CASES = [
    ("", "holds", []),
    ("", "broken", [], NO_TARGET),
    ("fields: [lane, source]", "holds", [], NO_TARGET),
    ("state: '#work'", "holds", [], NO_TARGET),
    ("state: '#check'", "broken", [], NO_TARGET),
    ("", "broken", [], PANEL),
    ("", "broken", [], OPEN_WAIT),
    ("", "broken", [], NO_SOURCE),
    ("fields: target", "holds", [], NO_SOURCE),
    ("", "broken", [], END),
    ("fields: lane", "holds", [], END),
    ("", "broken", [], ATTIC),
    ("fields: target", "broken", [], BRANCHES),
    ("state: nowhere", "not applicable", []),
    ("state: lane:mash, fields: source", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.has_owner", "and state.lasts is None", ""),
    ("pathways.rules.kinds.has_owner", '("decision", "end")', '("decision", "end", "panel")'),
    ("pathways.rules.kinds.has_owner", '("decision", "end")', '("end",)'),
    ("pathways.rules.kinds.has_owner", "takes_time and state.target is None", "takes_time and False"),
    ("pathways.rules.kinds.has_owner", "return not state.source", 'return state.kind != "end" and not state.source'),
    ("pathways.rules.kinds.has_owner", "if rule.state is None:", "if True:"),
]
