"""Read off the pathways by eye: one exit and one end for everybody, and any number of reviews but none."""

from tests.rules.build import REVIEWS
from tests.rules.by_hand.at_least import TWICE

PATHWAY = REVIEWS

CASES = [
    ("state: exit, times: 1", "holds", []),
    ("state: [door, exit], times: 2", "holds", []),
    (
        "state: review, times: 1",
        "broken",
        ["door", "review", "go_on", "support", "support.a.visit", "support.b.call", "review"],
    ),
    ("state: review, times: 2", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: review, times: 1, from: support", "holds", []),
    ("state: review, times: 1, to: support", "holds", []),
    ("state: review, times: 0, from: exit", "holds", []),
    ("state: review, times: 0", "broken", ["door", "review"]),
    ("state: attic, times: 0", "holds", []),
    ("state: attic, times: 1", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("state: review, times: 1, from: attic", "not applicable", []),
    ("state: review, times: 1, from: exit, to: attic", "not applicable", []),
    ("state: [review, attic], times: 1, from: door, to: attic", "broken", None),  # too often, though nothing is due
    ("state: '#review', times: 2, from: door", "broken", ["door", "first", "hurry", "exit", "closed"], TWICE),
    ("state: '#review', times: 1, from: door", "broken", ["door", "first", "hurry", "second"], TWICE),
    ("state: '#review', times: 1, from: hurry, when: {short: 'no'}", "broken", None, TWICE),
    (
        "state: second, times: 1, from: hurry, when: {short: 'no'}",
        "broken",
        ["door", "first", "hurry", "exit", "closed"],
        TWICE,
    ),
]

FAULTS = [
    ("pathways.rules.kinds.exactly", "scene, rule.times, rule.times", "scene, 0, rule.times"),
    ("pathways.rules.kinds.exactly", "scene, rule.times, rule.times", "scene, rule.times, None"),
    ("pathways.rules.kinds.counting", "1 + min(count, cap)", "1 + min(count, 1)"),
    ("pathways.rules.kinds.counting", " or (most and counts)", ""),
]
