"""Read off the pathway by eye: consent is granted or refused at `talk`; only refusal leads to `pcm`."""

from tests.rules.by_hand.followed_by import AT_ONCE
from tests.rules.by_hand.followed_by import PIECES as ONE_PIECE

PIECES = ONE_PIECE
PATHWAY = """
attributes:
  concern: {values: [none, radicalisation]}
  consent: {values: [not_sought, granted, refused], starts: not_sought}
start: assess
states:
  assess: {lane: team, finds: concern, then: talk}
  talk:   {lane: team, finds: {consent: [granted, refused]}, then: route}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {concern: none}, then: closed}
      - {when: {consent: refused}, then: pcm}
      - {otherwise: closed}
    order: matters
  pcm:    {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
  attic:  {lane: team, then: closed}
"""

# Whoever comes into the piece has sort a; inside, some come to its first state again with sort b.
SORTED = AT_ONCE.replace("finds: sort, then: route", "finds: {sort: [a]}, then: route")

CASES = [
    ("state: pcm, when: {consent: refused}", "holds", []),
    ("state: pcm, when: {concern: none}", "broken", ["assess", "talk", "route", "pcm"]),
    ("state: pcm, when: {consent: granted}", "broken", ["assess", "talk", "route", "pcm"]),
    ("state: attic, when: {concern: none}", "not applicable", []),
    ("state: sub, when: {sort: a}", "holds", [], SORTED),
    ("state: 'pathway:piece', when: {sort: a}", "holds", [], SORTED),
    ("state: sub.one, when: {sort: a}", "broken", None, SORTED),
    ("state: sub, when: {sort: a}", "broken", None, AT_ONCE),
    ("state: both.a.sign, when: {sort: b}", "broken", ["visit", "route", "letter", "both"], SORTED),
]

FAULTS = [
    ("pathways.rules.kinds.only_when", "Event(state, Not(when))", "Event(state, when)"),
    ("pathways.rules.kinds.only_when", "broken=Event(state, Not(when))", "broken=Event(state)"),
    ("pathways.rules.kinds.only_when", "matters=Monitor(from_start=True, broken=Event(state)),", "matters=None,"),
]
