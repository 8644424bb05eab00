"""Departures, limits and order: what becomes of verdicts once they are decided."""

from __future__ import annotations

from pathways.rules import Verdict, check
from tests.rules.build import compiled, policy

BODY = """
start: [front, side]
states:
  front: {lane: team, then: over}
  side: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: closed}
"""
RULES = """
id: entry, says: One door, kind: single_entry
id: end, says: It ends, kind: can_always_end
id: no_back, says: Never back, kind: never, state: front, after: side
id: gone, says: Not here, kind: never, state: attic
"""


def verdicts(departures: str = "", *, limit: int = 1_000_000) -> dict[str, Verdict]:
    body = BODY + (f"departures: [{departures}]\n" if departures else "")
    return {verdict.rule: verdict for verdict in check(compiled(body), [policy(RULES)], limit=limit)}


def departure(rule: str) -> str:
    return f"{{rule: {rule}, reason: Known since 2018, source: Peer review}}"


def test_verdicts_come_in_the_order_of_the_policies() -> None:
    assert {rule: verdict.verdict for rule, verdict in verdicts().items()} == {
        "entry": "broken",
        "end": "holds",
        "no_back": "holds",
        "gone": "not applicable",
    }
    assert list(verdicts()) == ["entry", "end", "no_back", "gone"]


def test_a_declared_departure_explains_a_broken_rule() -> None:
    verdict = verdicts(departure("entry"))["entry"]
    assert verdict.verdict == "departed"
    assert verdict.counterexample
    assert verdict.departure is not None
    assert verdict.departure.reason == "Known since 2018"
    assert not verdict.holds
    assert not verdict.is_failure


def test_a_departure_from_a_rule_that_holds_is_an_error() -> None:
    verdict = verdicts(departure("end"))["end"]
    assert (verdict.verdict, verdict.is_failure) == ("stale departure", True)
    assert verdict.reason == "the pathway is declared to break this rule, but it holds: take the departure out"


def test_only_what_was_weighed_is_kept_or_not_and_only_broken_asks_for_a_change() -> None:
    """By the meaning of each verdict."""
    asked = [verdicts(), verdicts(departure("entry")), verdicts(departure("end")), verdicts(limit=2)]
    answers = {(v.verdict, v.holds, v.is_broken) for found in asked for v in found.values()}
    assert answers == {
        ("holds", True, False),
        ("broken", False, True),
        ("departed", False, False),
        ("stale departure", False, True),
        ("not applicable", None, False),
        ("undecided", None, False),
    }


def test_a_departure_from_a_rule_that_does_not_apply_is_an_error() -> None:
    verdict = verdicts(departure("gone"))["gone"]
    assert verdict.verdict == "stale departure"
    assert "but it does not apply (nothing in this pathway is 'attic')" in verdict.reason


def test_beyond_the_limit_nothing_holds_and_nothing_is_broken() -> None:
    """There are three configurations: front, side and over."""
    assert verdicts(limit=3)["end"].verdict == "holds"
    found = verdicts(departure("entry"), limit=2)
    assert {rule: verdict.verdict for rule, verdict in found.items()} == {
        "entry": "undecided",
        "end": "undecided",
        "no_back": "undecided",
        "gone": "not applicable",
    }
    assert found["end"].certainty == "undecided at limit 2"
    assert found["end"].is_failure
    assert not found["end"].holds


def test_each_step_says_where_the_definition_allows_it() -> None:
    (verdict,) = check(compiled(BODY), [policy("id: r, says: s, kind: always_through, state: front")])
    assert [(step.event, step.left, step.state, str(step.place)) for step in verdict.counterexample] == [
        ("arrive", None, "side", "hand.yaml:9:3"),
        ("complete", "side", "over", "hand.yaml:9:28"),
    ]
    assert str(verdict.place) == "policies/p.yaml:4:10"


def test_values_of_a_step_are_those_found_and_changed_in_it() -> None:
    body = """
    attributes:
      sector: {values: [health, police], from: arrival}
      concern: {values: [none, some]}
      reviews: {range: [0, 2], starts: 0}
    start: ask
    states:
      ask: {lane: team, finds: concern, add: {reviews: 5}, then: on}
      on: {kind: decision, lane: team, choose: [{when: {concern: none, sector: health}, then: over}, {otherwise: ask}]}
      over: {kind: end, lane: team, outcome: closed}
    """
    (verdict,) = check(compiled(body), [policy("id: r, says: s, kind: never, state: over, when: {reviews: 2}")])
    assert [dict(step.values) for step in verdict.counterexample] == [
        {"sector": "health"},
        {"concern": "none", "reviews": "2"},
        {},
    ]


def test_timeouts_interrupts_joins_and_branches_are_told_in_words() -> None:
    body = """
    attributes: {consent: {values: [granted, refused], starts: granted}}
    start: side_by_side
    states:
      side_by_side:
        kind: parallel
        lane: team
        branches:
          one: {a: {lane: team, after: {3 days: done}, then: a}}
          two: {b: {kind: wait, lane: mash, then: done}}
        then: meet
      meet: {kind: panel, lane: team, title: Panel, finds: consent, then: care}
      care: {lane: team, then: care}
      back: {lane: team, then: over}
      over: {kind: end, lane: team, outcome: closed}
    interrupts:
      consent_withdrawn: {during: care, set: {consent: refused}, then: back}
    """
    rule = "id: r, says: s, kind: only_when, state: over, when: {consent: granted}"
    (verdict,) = check(compiled(body), [policy(rule)])
    assert [step.words for step in verdict.counterexample] == [
        "A referral arrives at 'Side by side'.",
        "'A' is not finished within 3 days; this branch is done.",
        "The wait at 'B' is over; this branch is done.",
        "All branches of 'Side by side' are done; it goes on to 'Panel'.",
        "The Team discusses it at 'Panel'; it goes on to 'Care'.",
        "While it is at 'Care', this happens: Consent withdrawn (consent becomes refused); it goes on to 'Back'.",
        "'Back' is done by Team; it ends as 'closed'.",
    ]
    assert (
        verdict.lost
        == "It ends as 'closed' although consent is refused; the rule allows it only when consent is granted."
    )
