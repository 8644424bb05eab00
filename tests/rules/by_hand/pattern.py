"""Read off the pathway by eye: help may be given several times, each time reviewed or not, before it is over."""

PATHWAY = """
attributes:
  consent: {values: [granted, refused], starts: granted}
  way:     {values: [on, out, again]}
start: ask
states:
  ask:     {lane: team, then: open}
  open:    {lane: team, finds: way, then: choice}
  choice:
    kind: decision
    lane: team
    choose:
      - {when: {way: out}, set: {consent: refused}, then: over}
      - {otherwise: help}
  help:    {lane: mash, after: {28 days: shut}, then: review}
  review:  {lane: team, then: shut}
  shut:    {lane: team, finds: {way: [on, again]}, then: more}
  more:
    kind: decision
    lane: team
    choose:
      - {when: {way: again}, then: open}
      - {otherwise: over}
  over:    {kind: end, lane: team, outcome: over}
  attic:   {lane: team, then: over}
"""

START = ["ask", "open", "choice"]
OUT = [*START, "over"]
UNREVIEWED = [*START, "help", "shut"]
AGAIN = [*UNREVIEWED, "more", "open", "choice"]
CASES = [
    # absence
    ("pattern: absence, state: attic", "holds", []),
    ("pattern: absence, state: review", "broken", [*START, "help", "review"]),
    ("pattern: absence, state: help, when: {consent: refused}", "holds", []),
    ("pattern: absence, state: review, before: help", "holds", []),  # before the first, that is
    ("pattern: absence, state: help, before: review", "broken", [*START, "help", "review"]),
    ("pattern: absence, state: shut, before: open", "holds", []),
    ("pattern: absence, state: help, before: attic", "not applicable", []),
    ("pattern: absence, state: ask, after: open", "holds", []),
    ("pattern: absence, state: open, after: shut", "broken", [*UNREVIEWED, "more", "open"]),
    ("pattern: absence, state: help, after: help", "broken", [*START, "help"]),
    ("pattern: absence, state: open, after: help, before: shut", "holds", []),
    ("pattern: absence, state: review, after: help, before: shut", "broken", [*START, "help", "review", "shut"]),
    ("pattern: absence, state: review, after: open, before: attic", "not applicable", []),
    ("pattern: absence, state: open, after: help, until: shut", "holds", []),
    ("pattern: absence, state: over, after: choice, until: shut", "broken", OUT),
    ("pattern: absence, state: over, after: attic, until: shut", "not applicable", []),
    # existence
    ("pattern: existence, state: open", "holds", []),
    ("pattern: existence, state: help", "broken", OUT),
    ("pattern: existence, state: open, before: shut", "holds", []),
    ("pattern: existence, state: review, before: shut", "broken", UNREVIEWED),
    ("pattern: existence, state: shut, after: help", "holds", []),
    ("pattern: existence, state: review, after: help", "broken", [*UNREVIEWED, "more", "over"]),
    ("pattern: existence, state: help, after: open, before: shut", "holds", []),
    ("pattern: existence, state: review, after: help, before: shut", "broken", UNREVIEWED),
    ("pattern: existence, state: help, after: open, until: shut", "broken", OUT),
    ("pattern: existence, state: shut, after: help, until: over", "holds", []),
    ("pattern: existence, state: gone, after: help", "broken", None),
    # universality
    ("pattern: universality, holds: {consent: granted}", "broken", OUT),
    ("pattern: universality, holds: {consent: granted}, before: over", "holds", []),
    ("pattern: universality, holds: {consent: granted}, after: help", "broken", [*AGAIN, "over"]),
    ("pattern: universality, holds: {consent: granted}, after: help, until: more", "holds", []),
    ("pattern: universality, holds: {way: on}, after: help, before: shut", "broken", None),
    ("pattern: universality, holds: {way: [on, again]}, after: help, before: shut", "holds", []),
    ("pattern: universality, holds: {way: out}, after: choice, until: help", "broken", None),
    # precedence
    ("pattern: precedence, first: ask, state: help", "holds", []),
    ("pattern: precedence, first: review, state: shut", "broken", UNREVIEWED),
    ("pattern: precedence, first: review, state: attic", "not applicable", []),
    ("pattern: precedence, first: review, state: shut, before: more", "broken", [*UNREVIEWED, "more"]),
    ("pattern: precedence, first: help, state: shut, before: more", "holds", []),
    ("pattern: precedence, first: review, state: open, after: help", "broken", [*UNREVIEWED, "more", "open"]),
    ("pattern: precedence, first: shut, state: open, after: help", "holds", []),
    ("pattern: precedence, first: ask, state: open, after: open, before: over", "broken", OUT),
    ("pattern: precedence, first: help, state: shut, after: open, before: more", "holds", []),
    ("pattern: precedence, first: help, state: over, after: open, until: more", "broken", OUT),
    ("pattern: precedence, first: help, state: shut, after: open, until: more", "holds", []),
    # response
    ("pattern: response, state: help, by: shut", "holds", []),
    ("pattern: response, state: open, by: help", "broken", OUT),
    ("pattern: response, state: open, by: help, before: shut", "holds", []),
    ("pattern: response, state: help, by: review, before: shut", "broken", UNREVIEWED),
    ("pattern: response, state: shut, by: more, after: help", "holds", []),
    ("pattern: response, state: open, by: help, after: shut", "broken", [*AGAIN, "over"]),
    ("pattern: response, state: help, by: review, after: open, before: shut", "broken", UNREVIEWED),
    ("pattern: response, state: choice, by: help, after: open, before: shut", "holds", []),
    ("pattern: response, state: choice, by: help, after: open, until: shut", "broken", OUT),
    ("pattern: response, state: choice, by: [help, over], after: ask, until: attic", "holds", []),
    ("pattern: response, state: attic, by: help, after: ask", "not applicable", []),
    # bounded existence
    ("pattern: bounded_existence, state: ask, times: 1", "holds", []),
    ("pattern: bounded_existence, state: open, times: 1", "broken", AGAIN[:-1]),
    ("pattern: bounded_existence, state: open, times: 1, before: shut", "holds", []),
    ("pattern: bounded_existence, state: review, times: 1, after: help, before: over", "broken", None),
    ("pattern: bounded_existence, state: review, times: 1, after: help, until: shut", "holds", []),
    ("pattern: bounded_existence, state: open, times: 1, after: shut", "broken", None),
]  # fmt: skip

FAULTS = [
    ("pathways.rules.ltlf.dwyer", 'letters.get("r", FALSE)', "FALSE"),
    ("pathways.rules.kinds.pattern", 'return "after" if self.before is None else "between"', 'return "after"'),
    ("pathways.rules.kinds.pattern", 'return "globally" if self.before is None else "before"', 'return "globally"'),
    ("pathways.rules.ltlf.dwyer", "matters = ((OPENS[scope], _REACHES[scope]),)", "pass"),
    ("pathways.rules.ltlf.entries", "return Atom(when=scene.guard(self.when))", "return Atom()"),
]
