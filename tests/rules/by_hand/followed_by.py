"""Read off the pathway by eye. Both doors are equally far from `route`; the first one counts."""

from tests.rules.build import TWO_DOORS

PATHWAY = TWO_DOORS

CASES = [
    ("state: channel, by: feedback", "holds", []),
    ("state: assess, by: feedback", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
    ("state: assess, by: feedback, unless: {concern: none}", "holds", []),
    ("state: assess, by: feedback, before: channel", "broken", None),
    (
        "state: assess, by: feedback, before: channel, unless: {concern: none}",
        "broken",
        ["referral", "mash", "assess", "talk", "route", "channel"],
    ),
    ("state: attic, by: feedback", "not applicable", []),
    ("state: closed, by: feedback", "broken", ["referral", "mash", "assess", "talk", "route", "closed"]),
]

FAULTS = [
    ("pathways.rules.kinds.followed_by", "calm=Event(by) if by else None,", ""),
    (
        "pathways.rules.kinds.followed_by",
        "None if unless is None else Not(unless)",
        "None if unless is None else unless",
    ),
    ("pathways.rules.kinds.followed_by", "broken=Event(before, due) if before else None,", ""),
    ("pathways.rules.kinds.followed_by", "broken_at_end=Event(scene.ends(), due),", ""),
]
