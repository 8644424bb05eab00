"""Added up by eye: the first review comes after 6 months and up to 5 + 5 days; the second 6 months and a week later."""

PATHWAY = """
attributes: {view: {values: [well, unwell]}}
start: support
states:
  support:   {lane: team, target: none, then: exit}
  exit:      {lane: team, target: 5 days, then: letter}
  letter:    {lane: team, target: 5 days, then: until_6m}
  until_6m:  {kind: wait, lane: team, for: 6 months, then: review_6m}
  review_6m: {kind: panel, lane: team, target: 7 days, finds: view, then: settled}
  settled:
    kind: decision
    lane: team
    choose: [{when: {view: unwell}, then: support}, {otherwise: until_12m}]
  until_12m: {kind: wait, lane: team, for: 6 months, then: review_12m}
  review_12m: {kind: panel, lane: team, then: closed}
  closed:    {kind: end, lane: team, outcome: exited}
  attic:     {lane: team, then: closed}
interrupts:
  moves_away: {during: [until_12m], set: {view: unwell}, then: closed}
"""

SHORT = ["support", "exit", "letter", "until_6m", "review_6m"]

CASES = [
    ("state: exit, reviews: {review_6m: 6 months}", "holds", []),
    ("state: exit, reviews: {review_6m: 6 months}, tolerance: 10 days", "holds", []),
    ("state: exit, reviews: {review_6m: 6 months}, tolerance: 9 days", "broken", SHORT),
    ("state: exit, reviews: {review_6m: 7 months}, tolerance: 1 week", "broken", SHORT),
    ("state: exit, reviews: {review_6m: 6 months, review_12m: 12 months}, unless: {view: unwell}", "holds", []),
    ("state: exit, reviews: {review_12m: 12 months}", "broken", [*SHORT, "settled", "until_12m", "closed"]),
    ("state: exit, reviews: {review_12m: 12 months}, to: review_6m", "broken", SHORT),
    ("state: exit, reviews: {review_6m: 6 months}, to: review_12m", "holds", []),
    # Support has no time standard, so nobody can say when the review comes.
    ("state: support, reviews: {review_6m: 6 months}", "broken", SHORT),
    ("state: exit, reviews: {nowhere: 6 months}", "broken", None),
    ("state: attic, reviews: {review_6m: 6 months}", "not applicable", []),
]

FAULTS = [
    ("pathways.rules.kinds.reviewed_after", "latest=True", "latest=False"),
    ("pathways.rules.kinds.reviewed_after", "late.time > due + give:", "late.time > due:"),
    ("pathways.rules.kinds.reviewed_after", "soon.time < due - give:", "soon.time < 0:"),
    ("pathways.rules.kinds.reviewed_after", "if broken >> number & 1:", "if False:"),
    ("pathways.rules.kinds.reviewed_after", "None if unless is None else Not(unless)", "None"),
]
