"""How a counterexample closes: a sentence that can be read aloud after the steps."""

from __future__ import annotations

from importlib import import_module

import pytest

from pathways.rules import Verdict, check
from tests.rules.build import compiled, policy
from tests.rules.by_hand.default_outcome import DIVERTED
from tests.rules.by_hand.exclusive import BOTH
from tests.rules.by_hand.followed_by import AT_ONCE
from tests.rules.by_hand.kept import GOES_ON
from tests.rules.by_hand.repeats_until import BESIDE

# The rule, the words, and where it is not asked of the kind's own pathway, the body of another.
CLOSING = [
    (
        "exclusive, states: [side, sub]",
        "It has now been at both 'Side' and 'Sub'; the rule allows one of them only.",
        BOTH,
    ),
    (
        "exclusive, states: [door, sub], from: door",
        "It has now been at both 'Door' and 'Sub' since 'Door'; the rule allows one of them only.",
        BOTH,
    ),
    (
        "at_most, state: review, times: 2",
        "It comes to 'Review': the third time that it enters 'Review'. The rule allows that only twice.",
    ),
    ("at_most, state: support, times: 0", "It comes to 'Support'; the rule forbids it."),
    (
        "at_most, state: support, times: 0, from: review",
        "It comes to 'Support' after 'Review'; the rule forbids it.",
    ),
    ("at_least, state: support, times: 1", "It ends as 'closed' without having been at 'Support'."),
    (
        "at_least, state: review, times: 2, to: exit",
        "It comes to 'Exit' without having been at 'Review' at least twice.",
    ),
    ("exactly, state: review, times: 3", "It ends as 'closed' without having been at 'Review' 3 times."),
    (
        "repeats_until, state: review, until: {concern: some}, before: exit",
        "It comes to 'Exit' without 'Review' again, although concern is none; "
        "the rule asks for it until concern is some.",
    ),
    (
        "repeats_until, state: both, until: {view: go_on}, before: both.a.after",
        "It comes to 'After' while 'Both' is still going on; the rule asks for it until view is go on.",
        BESIDE,
    ),
    (
        "followed_by, state: visit, by: letter, at_once: true",
        "It comes to 'Rest' after 'Visit', and not at once to 'Letter'.",
        AT_ONCE,
    ),
    (
        "default_outcome, at: route, outcome: channel",
        "No exception applied at 'Route', and yet it cannot come to 'Channel' any more from here.",
        DIVERTED,
    ),
    (
        "kept, state: support, when: {consent: granted}",
        "It comes to 'Support' although consent is refused; the rule allows that only while consent is granted.",
        GOES_ON,
    ),
    (
        "set_before_read, attributes: concern, unset: {concern: unknown}",
        "Here 'Triage' asks about concern, but it is still unknown; the rule wants it to be known first.",
    ),
    (
        "separation_of_duties, first: screen, second: first",
        "It has been at 'Screen' and at 'First', and Team works on both; the rule asks for different lanes.",
    ),
]


def decided(rule: str, body: str | None) -> Verdict:
    kind = rule.split(",")[0]
    module = import_module(f"tests.rules.by_hand.{kind}")
    pathway = compiled(body or module.PATHWAY, pieces=getattr(module, "PIECES", None))
    (verdict,) = check(pathway, [policy(f"id: r, says: s, kind: {rule}")])
    return verdict


@pytest.mark.parametrize(("rule", "words", "body"), [(*case, None)[:3] for case in CLOSING])
def test_closing_words(rule: str, words: str, body: str | None) -> None:
    assert decided(rule, body).lost == words


def test_a_rule_that_counts_shows_where_it_matters_as_a_witness() -> None:
    """The occasion of `at_most` is an entry that counts; here the second state of the shortest referral."""
    module = import_module("tests.rules.by_hand.at_most")
    rules = policy("id: r, says: s, kind: at_most, state: review, times: 1, from: support")
    (verdict,) = check(compiled(module.PATHWAY), [rules], witnesses=True)
    states = [step.state for step in verdict.witness]
    assert verdict.verdict == "holds"
    assert states == ["door", "review", "go_on", "support", "support.a.visit", "support.b.call", "review"]
