"""Each lint on a pathway that has just that fault: what it says, where, and that the mended one is clean."""

from __future__ import annotations

import pytest

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf
from pathways.rules import explanation, lint
from pathways.rules.knowing import truth
from pathways.rules.lints import LINTS
from tests.rules.build import compiled, findings

KNOWN = """\
attributes:
  consent: {values: [granted, refused, unlikely], starts: granted}
  risk: {values: [low, high], starts: low}
"""
ENDS = """\
  over: {kind: end, lane: team, outcome: over}
  other: {kind: end, lane: team, outcome: other}
"""


def decision(branches: str, finds: str = "[consent, risk]", extra: str = "", ends: str = ENDS) -> str:
    lines = "\n".join(f"      - {{{line.strip()}}}" for line in branches.strip().splitlines())
    return f"""{KNOWN}start: ask
states:
  ask: {{lane: team, finds: {finds}, then: sort}}
  sort:
    kind: decision
    lane: team
    choose:
{lines}
{extra}{ends}"""


ONE_END = "  over: {kind: end, lane: team, outcome: over}\n"
# Fault, expected (id, line, message) of every finding, and the same pathway mended. All written out by hand.
FAULTS = {
    "a combination is missing": (
        decision(
            """when: {consent: granted}, then: over
            when: {consent: refused, risk: low}, then: other"""
        ),
        [
            (
                "incomplete-decision",
                14,
                "at 'sort' nothing happens when consent is refused and risk is high (and in 2 other combinations); "
                "this can arrive by ask > sort",
            )
        ],
        decision(
            """when: {consent: granted}, then: over
            when: {consent: refused, risk: low}, then: other
            otherwise: over"""
        ),
    ),
    "a missing combination is described by as few values as will do": (
        decision(
            """when: {consent: granted}, then: over
            when: {consent: refused, risk: [low, high]}, then: other"""
        ),
        [
            (
                "incomplete-decision",
                14,
                "at 'sort' nothing happens when consent is unlikely; this can arrive by ask > sort",
            )
        ],
        decision(
            """when: {consent: granted}, then: over
            when: {consent: [refused, unlikely]}, then: other"""
        ),
    ),
    "a branch that an earlier one covers": (
        decision(
            """when: {consent: refused}, then: over
            when: {consent: refused, risk: high}, then: other
            otherwise: other"""
        ),
        [
            (
                "branch-never-taken",
                16,
                "the branch to 'other' at 'sort' is never taken: whenever consent is refused and risk is high, "
                "an earlier branch applies ('consent is refused')",
            )
        ],
        decision(
            """when: {consent: refused, risk: low}, then: over
            when: {consent: refused, risk: high}, then: other
            otherwise: other"""
        ),
    ),
    "a branch for a value that never arrives": (
        decision(
            """when: {consent: unlikely}, then: over
            when: {consent: granted}, then: over
            otherwise: other""",
            finds="{consent: [granted, refused], risk: [low, high]}",
        ),
        [
            (
                "branch-never-taken",
                15,
                "the branch to 'over' at 'sort' is never taken: it is never so there that consent is unlikely",
            )
        ],
        decision(
            """when: {consent: granted}, then: over
            otherwise: other""",
        ),
    ),
    "a default that nothing is left for": (
        decision(
            """when: {risk: low}, then: over
            when: {risk: high}, then: other
            otherwise: over"""
        ),
        [
            (
                "branch-never-taken",
                17,
                "'otherwise' at 'sort' is never taken: the branches before it cover every combination that can arrive",
            )
        ],
        decision(
            """when: {risk: low}, then: over
            otherwise: other"""
        ),
    ),
    "two branches for one combination": (
        decision(
            """when: {risk: high}, then: other
            when: {consent: granted}, then: over
            otherwise: over"""
        ),
        [
            (
                "overlapping-branches",
                16,
                "at 'sort' two branches apply when risk is high and consent is granted: the one to 'other' "
                "(hand.yaml:15:9) and the one to 'over'; this can arrive by ask > sort",
            )
        ],
        decision(
            """when: {risk: high}, then: other
            when: {consent: granted}, then: over
            otherwise: over""",
            extra="    order: matters\n",
        ),
    ),
    "a state that nothing leads to": (
        """start: ask
states:
  ask: {lane: team, then: over}
  lost: {lane: team, then: lost_too}
  lost_too: {lane: team, then: over}
"""
        + ONE_END,
        [
            (
                "unreachable-state",
                8,
                "state 'lost' cannot be reached: nothing leads to it; nor can 1 state behind it",
            )
        ],
        """start: ask
states:
  ask: {lane: team, then: lost}
  lost: {lane: team, then: lost_too}
  lost_too: {lane: team, then: over}
"""
        + ONE_END,
    ),
    "states that only lead to one another": (
        """start: ask
states:
  ask: {lane: team, then: over}
  this: {lane: team, then: that}
  that: {lane: team, then: this}
"""
        + ONE_END,
        [("unreachable-state", 8, "state 'this' cannot be reached: nothing leads to it; nor can 1 state behind it")],
        """start: ask
states:
  ask: {lane: team, then: over}
"""
        + ONE_END,
    ),
    "a place without a way to the end": (
        """start: ask
states:
  ask: {lane: team, after: {2 days: parked}, then: over}
  parked: {kind: wait, lane: team, then: shelf}
  shelf: {kind: wait, lane: team, then: parked}
"""
        + ONE_END,
        [
            (
                "no-way-to-end",
                8,
                "from 'parked' no end can be reached any more, only 'parked' and 'shelf'; a referral gets there by "
                "ask > parked",
            )
        ],
        """start: ask
states:
  ask: {lane: team, after: {2 days: parked}, then: over}
  parked: {kind: wait, lane: team, then: shelf}
  shelf: {kind: wait, lane: team, after: {28 days: over}, then: parked}
"""
        + ONE_END,
    ),
    "a round by a decision that at other times leads on": (
        """attributes: {need: {values: [none, some]}}
start: ask
states:
  ask: {lane: team, finds: need, then: any}
  any: {kind: decision, lane: team, choose: [{when: {need: none}, then: help}, {otherwise: over}]}
  help: {lane: team, then: any}
"""
        + ONE_END,
        [
            (
                "no-way-to-end",
                10,
                "from 'help' no end can be reached any more, only 'any' and 'help'; a referral gets there by "
                "ask > any > help",
            )
        ],
        """attributes: {need: {values: [none, some]}}
start: ask
states:
  ask: {lane: team, finds: need, then: any}
  any: {kind: decision, lane: team, choose: [{when: {need: none}, then: help}, {otherwise: over}]}
  help: {lane: team, then: ask}
"""
        + ONE_END,
    ),
    "a state that leads to itself alone": (
        """start: ask
states:
  ask: {lane: team, after: {2 days: parked}, then: over}
  parked: {kind: wait, lane: team, then: parked}
"""
        + ONE_END,
        [("no-way-to-end", 8, "'parked' has no way out, and it is not an end; a referral gets there by ask > parked")],
        """start: ask
states:
  ask: {lane: team, after: {2 days: parked}, then: over}
  parked: {kind: wait, lane: team, then: ask}
"""
        + ONE_END,
    ),
    "an end that nothing reaches": (
        "start: ask\nstates:\n  ask: {lane: team, then: ask}\n" + ONE_END,
        [
            ("no-end", 6, "no referral ever ends: none can reach 'over'"),
        ],
        "start: ask\nstates:\n  ask: {lane: team, then: over}\n" + ONE_END,
    ),
    "a decision about what nobody has found": (
        """attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, after: {2 days: later}, then: sort}
  later: {lane: team, finds: consent, then: sort}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {consent: granted}, then: over}
      - {otherwise: other}
"""
        + ENDS,
        [
            (
                "read-before-set",
                14,
                "the decision 'sort' asks about 'consent', but it is not set on the way ask > sort",
            )
        ],
        """attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, after: {2 days: later}, then: later}
  later: {lane: team, finds: consent, then: sort}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {consent: granted}, then: over}
      - {otherwise: other}
"""
        + ENDS,
    ),
    "an interrupt about what nobody has found": (
        """attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, then: talk}
  talk: {lane: team, finds: consent, then: later}
  later: {lane: team, then: over}
"""
        + ENDS
        + """interrupts:
  withdrawn: {during: [ask, later], when: {consent: granted}, then: other}
""",
        [
            (
                "read-before-set",
                14,
                "the interrupt 'withdrawn' asks about 'consent', but it is not set on the way ask",
            )
        ],
        """attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, then: talk}
  talk: {lane: team, finds: consent, then: later}
  later: {lane: team, then: over}
"""
        + ENDS
        + """interrupts:
  withdrawn: {during: later, when: {consent: granted}, then: other}
""",
    ),
    "an addition to what nobody has set": (
        """attributes: {reviews: {range: [0, 3]}}
start: ask
states:
  ask: {lane: team, then: hear}
  hear: {lane: team, then: {then: sort, add: {reviews: 1}}}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {reviews: {at_least: 2}}, then: over}
      - {otherwise: ask}
"""
        + ONE_END,
        [("read-before-set", 9, "'hear' adds to 'reviews', but it is not set on the way ask > hear")],
        """attributes: {reviews: {range: [0, 3], starts: 0}}
start: ask
states:
  ask: {lane: team, then: hear}
  hear: {lane: team, then: {then: sort, add: {reviews: 1}}}
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {reviews: {at_least: 2}}, then: over}
      - {otherwise: ask}
"""
        + ONE_END,
    ),
    "decisions that go round": (
        f"""{KNOWN}start: ask
states:
  ask: {{lane: team, finds: [consent, risk], then: a}}
  a: {{kind: decision, lane: team, choose: [{{when: {{risk: low}}, then: over}}, {{otherwise: b}}]}}
  b: {{kind: decision, lane: team, choose: [{{otherwise: a}}]}}
{ONE_END}""",
        [
            (
                "endless-decisions",
                11,
                "'a' and 'b' send a referral round for ever: a > b > a, when risk is high, and no time passes; "
                "it gets there by ask > a",
            ),
        ],
        f"""{KNOWN}start: ask
states:
  ask: {{lane: team, finds: [consent, risk], then: a}}
  a: {{kind: decision, lane: team, choose: [{{when: {{risk: low}}, then: over}}, {{otherwise: b}}]}}
  b: {{kind: decision, lane: team, choose: [{{otherwise: ask}}]}}
{ONE_END}""",
    ),
    "a limit longer than the wait": (
        """start: ask
states:
  ask: {kind: wait, lane: team, for: 2 weeks, after: {1 month: late}, then: over}
  late: {lane: team, then: over}
"""
        + ONE_END,
        [("timeout-never", 7, "the wait 'ask' lasts 2 weeks, so its limit of 1 month is never reached")],
        """start: ask
states:
  ask: {kind: wait, lane: team, for: 6 weeks, after: {20 working days: late}, then: over}
  late: {lane: team, then: over}
"""
        + ONE_END,
    ),
    "a wait longer than its limit": (
        """start: ask
states:
  ask: {kind: wait, lane: team, for: 6 months, after: {5 months: late}, then: over}
  late: {lane: team, then: over}
"""
        + ONE_END,
        [
            (
                "wait-never-over",
                7,
                "the wait 'ask' lasts 6 months, but after 5 months 'after' leads away, so it is never over and "
                "'then' never happens",
            )
        ],
        """start: ask
states:
  ask: {kind: wait, lane: team, after: {5 months: late}, then: over}
  late: {lane: team, then: over}
"""
        + ONE_END,
    ),
    "an attribute and a value without a use": (
        """attributes:
  age: {values: [a, b], from: arrival}
  nobody: {values: [a, b]}
  constant: {values: [a, b], starts: a}
  partly: {values: [a, b, c], starts: a}
start: ask
states:
  ask: {lane: team, finds: {partly: [a, b]}, then: over}
"""
        + ONE_END,
        [
            ("unused-attribute", 7, "nothing finds, sets or asks about 'nobody'"),
            ("unused-value", 9, "nothing finds, sets or asks whether 'partly' is 'c'"),
        ],
        """attributes:
  age: {values: [a, b], from: arrival}
  constant: {values: [a, b], starts: a}
  partly: {values: [a, b, c], starts: c}
start: ask
states:
  ask: {lane: team, finds: {partly: [a, b]}, then: over}
"""
        + ONE_END,
    ),
    "an interrupt that cannot happen": (
        decision(
            """when: {consent: granted}, then: help
            otherwise: other""",
            extra="  help: {lane: team, then: over}\n",
        )
        + "interrupts:\n  withdrawn: {during: help, when: {consent: refused}, then: other}\n",
        [
            (
                "interrupt-never",
                21,
                "the interrupt 'withdrawn' never happens: it is never so there that consent is refused",
            )
        ],
        decision(
            """when: {consent: granted}, then: help
            otherwise: other""",
            extra="  help: {lane: team, then: over}\n",
        )
        + "interrupts:\n  withdrawn: {during: help, when: {consent: granted}, then: other}\n",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_told_with_its_place_and_the_mended_pathway_is_clean(fault: str) -> None:
    broken, expected, mended = FAULTS[fault]
    assert [(f.id, f.place.line, f.message) for f in findings(broken)] == expected
    assert findings(mended) == []


def test_every_lint_has_a_fault_above_and_an_explanation() -> None:
    assert {id for _, expected, _ in FAULTS.values() for id, _, _ in expected} == set(LINTS)
    for id, one in LINTS.items():
        page = explanation(id)
        assert page is not None
        assert one.title in page
        assert one.why in " ".join(page.split())  # lines are broken at words
        assert one.good.splitlines()[0] in page


def test_a_finding_shows_the_line_what_was_expected_and_the_remedy() -> None:
    """The whole text, as the command line prints it."""
    (finding,) = findings(FAULTS["a state that leads to itself alone"][0])
    assert str(finding) == (
        "hand.yaml:8:42  'parked' has no way out, and it is not an end; a referral gets there by ask > parked"
        "  [no-way-to-end]\n"
        "  8 |   parked: {kind: wait, lane: team, then: parked}\n"
        "    |                                          ^^^^^^\n"
        "    expected some way from every state to an end\n"
        "    fix: lead one of these states on towards an end, or make it an end with an outcome"
    )


YES, NO, UNSET = OneOf("known", ("a",)), OneOf("known", ("b",)), OneOf("unset", ("a",))
PIECE = """\
attributes: {consent: {values: [granted, refused], starts: granted}}
start: sort
states:
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {consent: granted}, then: fine}
      - {when: {consent: refused}, then: lost}
  fine: {kind: end, lane: team, outcome: fine}
  lost: {kind: end, lane: team, outcome: lost}
"""
USER = """\
attributes: {consent: {values: [granted, refused]}}
start: ask
states:
  ask: {lane: team, finds: {consent: [granted]}, then: help}
  help: {kind: use, pathway: piece, exits: {fine: over, lost: over}}
  over: {kind: end, lane: team, outcome: over}
"""


def test_a_shared_piece_must_make_sense_whatever_it_is_handed() -> None:
    """By itself 'consent' starts as granted, and 'lost' would be unreachable; a user may hand it 'refused'."""
    assert lint(compiled(PIECE, name="piece", status="shared")) == []
    (finding,) = lint(compiled(PIECE, name="piece"))
    assert finding.id == "branch-never-taken"
    half = PIECE.replace("      - {when: {consent: refused}, then: lost}\n", "")
    assert [f.id for f in lint(compiled(half, name="piece", status="shared"))] == ["incomplete-decision"]


CHAIN = """\
attributes:
  risk: {values: [low, high]}
  consent: {values: [granted, refused], starts: granted}
start: ask
states:
  ask: {lane: team, then: assess}
  assess: {lane: team, finds: [risk, consent], then: sort}
  sort: {kind: decision, lane: team, choose: [{when: {risk: low}, then: over}, {otherwise: help}]}
  help:
    kind: parallel
    lane: team
    branches: {a: {one: {lane: team, then: done}}, b: {two: {lane: team, then: done}}}
    then: also
  also: {kind: decision, lane: team, choose: [{when: {consent: refused}, then: other}, {otherwise: over}]}
  over: {kind: end, lane: team, outcome: over}
  other: {kind: end, lane: team, outcome: other}
interrupts:
  withdrawn: {during: help, then: other}
"""


@pytest.mark.parametrize(
    ("old", "new", "root", "also_follows"),
    [
        # The work that finds 'risk' and 'consent' is passed by: what is decided by them goes wrong too.
        ("then: assess", "then: sort", "unreachable-state", {"read-before-set", "branch-never-taken"}),
        # No branch leads to 'help' any more: its inner states and all behind it are out of reach.
        (", {otherwise: help}", "", "incomplete-decision", {"unreachable-state", "interrupt-never"}),
        ("otherwise: help", "otherwise: sort", "endless-decisions", {"unreachable-state", "interrupt-never"}),
        ("{otherwise: help}", "{otherwise: assess}", "unreachable-state", {"interrupt-never"}),
        # Never found to be high: the branch cannot be taken, so what lies behind cannot be reached.
        ("finds: [risk, consent]", "finds: {risk: [low], consent: [refused]}", "branch-never-taken", {"unused-value"}),
        ("finds: [risk, consent]", "finds: consent", "read-before-set", {"unused-value"}),
    ],
)
def test_one_mistake_is_told_once_whatever_follows_from_it(
    old: str, new: str, root: str, also_follows: set[str]
) -> None:
    assert findings(CHAIN) == []
    body = CHAIN.replace(old, new)
    assert body != CHAIN
    (finding,) = findings(body)
    assert finding.id == root
    assert {root} | also_follows <= {f.id for f in lint(compiled(body), whole=True)}


def test_what_a_user_of_a_piece_does_not_need_of_it_is_no_fault() -> None:
    """The user only ever hands 'granted' in: the other branch is dead there, and that is not the piece's fault."""
    assert findings(USER, pieces={"piece": PIECE}) == []


def test_a_decision_of_a_piece_that_gets_stuck_is_told_in_the_piece() -> None:
    half = PIECE.replace("      - {when: {consent: granted}, then: fine}\n", "")
    (finding,) = findings(
        USER.replace("fine: over, ", ""),
        pieces={"piece": half.replace("  fine: {kind: end, lane: team, outcome: fine}\n", "")},
    )
    assert (finding.id, finding.place.file, finding.place.line) == ("incomplete-decision", "piece.yaml", 11)
    assert finding.message.endswith("this can arrive by ask > help.sort")


def test_a_piece_handed_too_little_is_told_where_it_is_used() -> None:
    body = USER.replace("finds: {consent: [granted]}, ", "")
    (finding,) = findings(body, pieces={"piece": PIECE.replace(", starts: granted", "")})
    assert (finding.id, finding.place.file, finding.place.line) == ("read-before-set", "hand.yaml", 9)


@pytest.mark.parametrize(
    ("states", "line", "who"),
    [
        ("ask: {lane: team, add: {reviews: 1}, then: over}", 8, "'ask'"),
        ("ask: {lane: team, after: {5 days: {then: over, add: {reviews: 1}}}}", 8, "'ask'"),
        ("ask: {kind: decision, lane: team, choose: [{otherwise: over, add: {reviews: 1}}]}", 8, "'ask'"),
        (
            "ask: {lane: team, then: over}\ninterrupts: {gone: {during: ask, then: over, add: {reviews: 1}}}",
            9,
            "the interrupt 'gone'",
        ),
    ],
)
def test_an_addition_is_a_reading_wherever_it_stands(states: str, line: int, who: str) -> None:
    """Nothing else reads 'reviews', so no other lint could find it. The line is that of the addition."""
    state, _, interrupts = states.partition("\n")
    body = f"attributes: {{reviews: {{range: [0, 3]}}}}\nstart: ask\nstates:\n  {state}\n{ONE_END}{interrupts}\n"
    (finding,) = findings(body)
    expected = (line + bool(interrupts), f"{who} adds to 'reviews', but it is not set on the way ask")
    assert (finding.place.line, finding.message) == expected
    assert findings(body.replace("range: [0, 3]", "range: [0, 3], starts: 0")) == []


def test_what_a_finding_or_an_effect_has_set_can_be_added_to() -> None:
    for way in ("finds: reviews, add: {reviews: 1}", "set: {reviews: 0}, add: {reviews: 1}"):
        states = f"  ask: {{lane: team, {way}, then: over}}\n{ONE_END}"
        assert findings(f"attributes: {{reviews: {{range: [0, 3]}}}}\nstart: ask\nstates:\n{states}") == []


def test_unset_attributes_that_make_no_difference_are_no_fault() -> None:
    """'consent' is unset, but 'risk' being low settles every condition without it."""
    body = """
    attributes:
      consent: {values: [granted, refused]}
      risk: {values: [low, high], starts: low}
    start: sort
    states:
      sort:
        kind: decision
        lane: team
        choose:
          - {when: {risk: low}, then: ask}
          - {when: {consent: granted}, then: over}
          - {otherwise: over}
        order: matters
      ask: {lane: team, finds: consent, set: {risk: high}, then: sort}
      over: {kind: end, lane: team, outcome: over}
    """
    assert findings(body) == []


def test_branches_that_overlap_and_do_the_same_are_no_fault() -> None:
    same = """when: {risk: high}, then: over
        when: {consent: granted}, then: over
        otherwise: other"""
    assert findings(decision(same)) == []
    assert [
        f.id for f in findings(decision(same.replace("granted}, then: over", "granted}, then: over, set: {risk: low}")))
    ] == ["overlapping-branches"]


def test_a_branch_about_something_never_set_is_told_once() -> None:
    """The branch can never be taken either, but that follows."""
    body = """
    attributes: {consent: {values: [granted, refused]}}
    start: sort
    states:
      sort:
        kind: decision
        lane: team
        choose: [{when: {consent: granted}, then: ask}, {otherwise: ask}]
      ask: {lane: team, finds: consent, then: over}
      over: {kind: end, lane: team, outcome: over}
    """
    assert [f.id for f in findings(body)] == ["read-before-set"]


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        (UNSET, None),
        (Not(UNSET), None),
        (AllOf((YES, UNSET)), None),
        (AllOf((NO, UNSET)), False),
        (AllOf((YES, YES)), True),
        (AnyOf((NO, UNSET)), None),
        (AnyOf((YES, UNSET)), True),
        (AnyOf((NO, NO)), False),
        (Not(AnyOf((YES, UNSET))), False),
        (AllOf(()), True),
        (AnyOf(()), False),
    ],
)
def test_a_condition_hangs_on_what_is_unset_only_if_nothing_else_settles_it(
    guard: Guard, expected: bool | None
) -> None:
    """Kleene's three-valued tables."""
    assert truth(guard, {"known": "a", "unset": None}) is expected


def test_beyond_the_limit_nothing_is_claimed() -> None:
    (finding,) = lint(compiled(USER, pieces={"piece": PIECE}), limit=2)
    assert (finding.id, finding.severity) == ("too-large-to-lint", "warning")
    assert "undecided" in finding.message


def test_a_long_route_loses_its_middle() -> None:
    steps = "".join(f"  s{n}: {{lane: team, then: s{n + 1}}}\n" for n in range(20))
    last = "  s20: {lane: team, after: {2 days: over}, then: p}\n  p: {lane: team, then: p}\n"
    body = f"start: s0\nstates:\n{steps}{last}"
    (finding,) = findings(body + ONE_END)
    assert finding.message.endswith("by s0 > s1 > ... > s19 > s20 > p")
