"""Read off the pathway by eye: `triage` comes once on the quiet way, and again after `parked`; `front` only once."""

PATHWAY = """
attributes:
  concern: {values: [none, some]}
start: front
states:
  front:   {lane: team, then: triage}
  triage:  {lane: team, finds: concern, then: sort}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {concern: none}, then: closed}
      - {otherwise: help}
  help:    {kind: panel, lane: mash, then: parked}
  parked:  {kind: wait, lane: team, after: {28 days: triage}, then: review}
  review:  {lane: team, then: helped}
  closed:  {kind: end, lane: team, outcome: closed}
  helped:  {kind: end, lane: team, outcome: helped}
  attic:   {lane: team, then: closed}
"""

QUIET = ["front", "triage", "sort", "closed"]
HELPED = ["front", "triage", "sort", "help", "parked", "review", "helped"]
AGAIN = ["front", "triage", "sort", "help", "parked", "triage"]
CASES = [
    ("template: existence, a: triage", "holds", []),
    ("template: existence, a: help", "broken", QUIET),
    ("template: existence, a: triage, times: 2", "broken", QUIET),
    ("template: absence, a: review", "broken", HELPED[:-1]),
    ("template: absence, a: triage, times: 2", "broken", AGAIN),
    ("template: absence, a: front, times: 2", "holds", []),
    ("template: absence, a: gone", "not applicable", []),
    ("template: exactly, a: front", "holds", []),
    ("template: exactly, a: 'kind:end'", "holds", []),
    ("template: exactly, a: triage", "broken", AGAIN),
    ("template: exactly, a: review, times: 2", "broken", QUIET),
    ("template: init, a: front", "holds", []),
    ("template: init, a: triage", "broken", ["front"]),
    ("template: end, a: 'kind:end'", "holds", []),
    ("template: end, a: closed", "broken", HELPED),
    ("template: choice, a: closed, b: review", "holds", []),
    ("template: choice, a: help, b: attic", "broken", QUIET),
    ("template: exclusive_choice, a: closed, b: helped", "holds", []),
    ("template: exclusive_choice, a: closed, b: help", "broken", None),
    ("template: responded_existence, a: helped, b: help", "holds", []),
    ("template: responded_existence, a: help, b: review", "broken", None),
    ("template: responded_existence, a: attic, b: help", "not applicable", []),
    ("template: co_existence, a: review, b: helped", "holds", []),
    ("template: co_existence, a: help, b: helped", "broken", None),
    ("template: co_existence, a: attic, b: gone", "not applicable", []),
    ("template: response, a: help, b: parked", "holds", []),
    ("template: response, a: triage, b: help", "broken", QUIET),
    ("template: response, a: sort, b: help, a_when: {concern: some}", "holds", []),
    # what was found at the first triage still stands on coming to the second
    ("template: response, a: triage, b: help, a_when: {concern: some}", "broken", [*AGAIN, "sort", "closed"]),
    ("template: response, a: attic, b: help", "not applicable", []),
    ("template: response, a: help, b: gone", "broken", HELPED),
    ("template: precedence, a: help, b: review", "holds", []),
    ("template: precedence, a: review, b: help", "broken", HELPED[:4]),
    ("template: precedence, a: help, b: attic", "not applicable", []),
    ("template: precedence, a: help, b: sort, b_when: {concern: none}", "broken", QUIET[:3]),
    ("template: succession, a: help, b: parked", "holds", []),
    ("template: succession, a: triage, b: help", "broken", QUIET),
    ("template: alternate_response, a: triage, b: sort", "holds", []),
    ("template: alternate_response, a: triage, b: [review, closed]", "broken", AGAIN),
    ("template: alternate_precedence, a: triage, b: sort", "holds", []),
    ("template: alternate_precedence, a: front, b: triage", "broken", AGAIN),
    ("template: alternate_succession, a: triage, b: sort", "holds", []),
    ("template: alternate_succession, a: help, b: [review, closed, triage]", "broken", ["front", "triage"]),
    ("template: chain_response, a: help, b: parked", "holds", []),
    ("template: chain_response, a: sort, b: help", "broken", QUIET),
    ("template: chain_response, a: closed, b: help", "broken", QUIET),
    ("template: chain_precedence, a: sort, b: help", "holds", []),
    ("template: chain_precedence, a: help, b: triage", "broken", ["front", "triage"]),
    ("template: chain_precedence, a: help, b: front", "broken", ["front"]),
    ("template: chain_succession, a: help, b: parked", "holds", []),
    ("template: chain_succession, a: front, b: triage", "broken", AGAIN),
    ("template: not_co_existence, a: closed, b: helped", "holds", []),
    ("template: not_co_existence, a: closed, b: help", "broken", None),
    ("template: not_co_existence, a: closed, b: attic", "not applicable", []),
    ("template: not_succession, a: review, b: help", "holds", []),
    ("template: not_succession, a: help, b: triage", "broken", AGAIN),
    ("template: not_chain_succession, a: help, b: triage", "holds", []),
    ("template: not_chain_succession, a: parked, b: triage", "broken", AGAIN),
    ("template: not_responded_existence, a: closed, b: helped", "holds", []),
    ("template: not_responded_existence, a: closed, b: help", "broken", None),
    ("template: not_response, a: review, b: help", "holds", []),
    ("template: not_response, a: help, b: review", "broken", HELPED[:-1]),
    ("template: not_precedence, a: review, b: help", "holds", []),
    ("template: not_precedence, a: help, b: attic", "not applicable", []),
    ("template: not_chain_response, a: help, b: triage", "holds", []),
    ("template: not_chain_response, a: help, b: parked", "broken", HELPED[:5]),
    ("template: not_chain_precedence, a: help, b: triage", "holds", []),
    ("template: not_chain_precedence, a: sort, b: help", "broken", HELPED[:4]),
]

FAULTS = [
    ("pathways.rules.ltlf.entries", 'Binary("and", what, Unary("next", formula))', 'Binary("and", what, formula)'),
    ("pathways.rules.ltlf.entries", 'Unary("weak next", formula)', 'Unary("next", formula)'),
    ("pathways.rules.ltlf.declare", "at_most(times - 1, a)", "at_most(times, a)"),
    ("pathways.rules.ltlf.entries", "when=scene.guard(self.when))\n\n", "when=None)\n\n"),
    ("pathways.rules.ltlf.question", 'Unary("not", occasion.formula)', "occasion.formula"),
]
