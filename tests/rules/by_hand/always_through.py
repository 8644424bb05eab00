"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

CASES = [
    ("state: mash", "broken", ["police", "by_age", "assess", "talk", "route", "closed"]),
    ("state: mash, when: {age: child}", "holds", []),
    ("state: mash, from: referral", "holds", []),
    ("state: feedback, to: 'outcome:supported'", "holds", []),
    ("state: feedback, from: route, when: {concern: radicalisation}", "holds", []),
    ("state: feedback, from: route, when: {consent: refused}", "broken", None),
    ("state: mash, to: attic", "not applicable", []),
    ("state: '#safeguard', from: referral, to: assess", "holds", []),
]

FAULTS = [
    ("pathways.rules.kinds.always_through", "start_when=when, calm=passing", "calm=passing"),
    (
        "pathways.rules.kinds.always_through",
        "begin = Event(scene.occasion(rule.from_), when)",
        "begin = Event(scene.occasion(rule.from_))",
    ),
    (
        "pathways.rules.kinds.always_through",
        "matters=Monitor(from_start=True, start_when=when, broken=arriving)",
        "matters=None",
    ),
    (
        "pathways.rules.kinds.always_through",
        "broken=Monitor(alert=begin, calm=passing, broken=arriving)",
        "broken=Monitor(from_start=True, calm=passing, broken=arriving)",
    ),
]
