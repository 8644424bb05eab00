"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

CASES = [
    ("first: assess, then: route", "holds", []),
    ("first: mash, then: assess", "broken", ["police", "by_age", "assess"]),
    ("first: 'lane:mash', then: referral", "broken", ["referral"]),
    ("first: mash, then: attic", "not applicable", []),
]

FAULTS = [
    ("pathways.rules.kinds.precedes", "calm=Event(first) if first else None, ", ""),
    ("pathways.rules.kinds.precedes", "matters=Monitor(from_start=True, broken=Event(then))", "matters=None"),
    ("pathways.rules.kinds.precedes", "broken=Monitor(from_start=True, ", "broken=Monitor("),
]
