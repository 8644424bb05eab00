"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

CASES = [
    ("state: channel, when: {consent: refused}", "holds", []),
    ("state: channel", "broken", ["referral", "mash", "assess", "talk", "route", "channel"]),
    ("state: mash, after: assess", "holds", []),
    ("state: 'outcome:supported', after: pcm", "broken", None),
    ("state: feedback, after: attic", "not applicable", []),
    ("state: assess, after: assess", "holds", []),
]

FAULTS = [
    (
        "pathways.rules.kinds.never",
        "broken=Monitor(alert=Event(after), broken=forbidden)",
        "broken=Monitor(from_start=True, broken=forbidden)",
    ),
    ("pathways.rules.kinds.never", "forbidden = Event(state, when)", "forbidden = Event(state)"),
    ("pathways.rules.kinds.never", "matters=Monitor(from_start=True, broken=Event(after))", "matters=None"),
]
