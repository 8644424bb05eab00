"""Read off the pathways by eye: in `REVIEWS` the rounds go on until a review finds no concern."""

from tests.rules.build import REVIEWS

PATHWAY = REVIEWS

# `view` is found at each review and is still that of the last one while the next is under way; it may be called off.
STALE = """
attributes:
  view: {values: [go_on, removed], starts: go_on}
  moved: {values: ["yes", "no"], starts: "no"}
start: review
states:
  review: {lane: mash, finds: view, after: {1 month: called_off}, then: go_on}
  go_on:  {kind: decision, lane: mash, choose: [{when: {view: removed}, then: rest}, {otherwise: review}]}
  rest:   {lane: team, then: later}
  later:  {kind: panel, lane: mash, finds: view, then: closed}
  called_off: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  moves_away: {during: [review, rest], set: {moved: "yes"}, then: closed}
"""
# After the rest the review is entered with the view of the time before, and left without a new one.
OLD_VIEW = STALE.replace(
    "rest:   {lane: team, then: later}",
    "rest:   {lane: team, then: again}\n"
    "  again: {kind: panel, lane: mash, tags: [again], set: {view: go_on}, then: closed}",
)
# A branch beside the review says that the concern is removed.
BESIDE = """
attributes: {view: {values: [go_on, removed], starts: go_on}}
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      a: {review: {lane: mash, then: after}, after: {lane: mash, set: {view: go_on}, then: done}}
      b: {doctor: {lane: team, set: {view: removed}, then: done}}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""

CASES = [
    ("state: review, until: {concern: none}", "holds", []),
    ("state: review, until: {concern: none}, before: exit", "holds", []),
    ("state: review, until: {concern: some}", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: review, until: {concern: some}, before: exit", "broken", ["door", "review", "go_on", "exit"]),
    ("state: review, until: {concern: some}, before: exit, unless: {concern: none}", "holds", []),
    ("state: review, until: {concern: none}, before: support", "broken", ["door", "review", "go_on", "support"]),
    ("state: review, until: {nothing: known}", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: support, until: {concern: none}", "holds", []),
    ("state: support, until: {concern: some}", "holds", []),  # it is so already when the support is over
    ("state: support, until: {nothing: known}, before: review", "broken", None),
    ("state: closed, until: {concern: none}", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: attic, until: {concern: none}", "not applicable", []),
    ("state: review, until: {view: removed}", "broken", ["review", "closed"], STALE),
    (
        "state: review, until: {view: removed}, unless: {moved: 'yes'}",
        "broken",
        ["review", "called_off", "closed"],
        STALE,
    ),
    (
        "state: review, until: {view: removed}, before: rest, unless: {moved: 'yes'}",
        "broken",
        ["review", "called_off", "closed"],
        STALE,
    ),
    (
        "state: [review, called_off], until: {view: removed}, before: [rest, closed]",
        "broken",
        ["review", "closed"],
        STALE,
    ),
    ("state: later, until: {view: removed}", "broken", ["review", "go_on", "rest", "later", "closed"], STALE),
    ("state: '#again', until: {view: removed}", "broken", ["review", "go_on", "rest", "again", "closed"], OLD_VIEW),
    ("state: both.a.review, until: {view: removed}", "holds", [], BESIDE),
    ("state: both.a.review, until: {view: removed}, before: both.a.after", "broken", ["both", "both.a.after"], BESIDE),
    ("state: both, until: {view: removed}", "broken", None, BESIDE),
]

FAULTS = [
    ("pathways.rules.kinds.repeats_until", "until and not standing", "until"),
    ("pathways.rules.kinds.repeats_until", "owes |= entered", "owes = owes or (entered and not until)"),
    ("pathways.rules.kinds.repeats_until", "if owes and before:", "if False:"),
    ("pathways.rules.kinds.repeats_until", "return LOST if owes and end else owes", "return owes"),
    ("pathways.rules.kinds.repeats_until", "Atom(entering=scene.ends(), when=due)", "Atom(entering=scene.ends())"),
    ("pathways.rules.kinds.repeats_until", "None if unless is None else Not(unless)", "unless"),
]
