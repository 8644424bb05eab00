"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS
from tests.rules.by_hand.followed_by import AT_ONCE
from tests.rules.by_hand.followed_by import PIECES as ONE_PIECE

PIECES = ONE_PIECE
PATHWAY = TWO_DOORS

CASES = [
    ("first: assess, then: route", "holds", []),
    ("first: mash, then: assess", "broken", ["police", "by_age", "assess"]),
    ("first: 'lane:mash', then: referral", "broken", ["referral"]),
    ("first: mash, then: attic", "not applicable", []),
    ("first: [referral, police], then: assess", "holds", []),  # a list means any of them
    ("first: mash, then: [attic, assess]", "broken", ["police", "by_age", "assess"]),
    ("first: route, then: [pcm, channel, closed]", "holds", []),
    ("first: nowhere, then: route", "broken", ["referral", "mash", "assess", "talk", "route"]),
    ("first: both.a.sign, then: both.b.copy", "holds", [], AT_ONCE),  # both in one move
    ("first: both.b.print, then: both.a.sign", "broken", ["visit", "route", "letter", "both"], AT_ONCE),
    ("first: both.b.print, then: sub", "holds", [], AT_ONCE),
    ("first: sub, then: file", "holds", [], AT_ONCE),
    ("first: file, then: sub", "broken", None, AT_ONCE),
]

FAULTS = [
    ("pathways.rules.kinds.precedes", "calm=Event(first) if first else None, ", ""),
    ("pathways.rules.kinds.precedes", "matters=Monitor(from_start=True, broken=Event(then))", "matters=None"),
    ("pathways.rules.kinds.precedes", "broken=Monitor(from_start=True, ", "broken=Monitor("),
]
