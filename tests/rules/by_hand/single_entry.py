"""Read off the pathways by eye."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

ONE_DOOR = """
start: one
states:
  one: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("", "broken", ["police"]),
    ("state: referral", "broken", ["police"]),
    ("", "holds", [], ONE_DOOR),
    ("state: one", "holds", [], ONE_DOOR),
    ("state: closed", "broken", ["one"], ONE_DOOR),
]

FAULTS = [
    ("pathways.rules.kinds.single_entry", "if len(pathway.starts) > 1 or wrong:", "if wrong:"),
    ("pathways.rules.kinds.single_entry", "start not in door.members", "start in door.members"),
    ("pathways.rules.kinds.single_entry", "if len(pathway.starts) > 1 or wrong:", "if len(pathway.starts) > 1:"),
]
