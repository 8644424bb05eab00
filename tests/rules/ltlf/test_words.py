"""What is said of formulas: in plain English, at the end of counterexamples, and of rules that do not apply."""

from __future__ import annotations

import pytest

from pathways.rules import Verdict, check, decidable, explain_counterexample, policy_findings
from pathways.rules.ltlf import alternatives
from pathways.rules.ltlf.declare import COUNTED, TEMPLATES
from pathways.rules.ltlf.dwyer import FORMULAS
from pathways.rules.ltlf.english import in_words
from pathways.rules.ltlf.linking import atom_words
from pathways.rules.ltlf.parser import parse
from tests.rules.at_random import read_rules
from tests.rules.build import TWO_DOORS, compiled, policy


def ask(body: str = TWO_DOORS, **rule: object) -> Verdict:
    pathway = compiled(body)
    (verdict,) = check(pathway, [read_rules(pathway, [{"id": "r", **rule}])], witnesses=True)
    return verdict


ENGLISH = [
    ("always (enter(pcm) implies consent in [refused, unlikely])",
     "whenever it enters 'pcm', consent is refused or unlikely"),
    ("never (enter(a) and in(b))", "it never happens that (it enters 'a' and it is in 'b')"),
    ("eventually leave(a, b)", "at some step it leaves 'a' or 'b'"),
    ("not eventually enter(a)", "it never happens that it enters 'a'"),
    ("(not enter(a)) until enter(b)",
     "at some step it enters 'b', and before the first such step it does not enter 'a'"),
    ("(not enter(a)) weak until enter(b)",
     "before the first step at which it enters 'b' (or to the end, if there is none) it does not enter 'a'"),
    ("in(a) release in(b)",
     "as far as the first step at which it is in 'a' (or to the end, if there is none) it is in 'b'"),
    ("next (x_y >= 2)", "there is a next step, and at that step x y is at least 2"),
    ("weak next (x <= 2)", "at the next step, if there is one, x is at most 2"),
    ("not (x >= 2)", "x is not at least 2"),
    ("x known and not (y known)", "x is known and y is not known"),
    ("event(timeout) iff x != a", "what happens is 'timeout' exactly if x is not a"),
    ("(enter(a) or enter(b)) implies not (enter(c) and enter(d))",
     "if (it enters 'a' or it enters 'b'), then (it is not so that (it enters 'c' and it enters 'd'))"),
    ("next true", "another step follows"),
    ("weak next false", "this is the last step"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "words"), ENGLISH)
def test_formula_in_english(formula: str, words: str) -> None:
    assert in_words(parse(formula), atom_words) == words


LAST = [
    ("always (enter(channel) implies consent = refused)",
     "It comes to 'Channel' when consent is granted, so the formula can no longer be true: "
     "it asks that whenever it enters 'Channel', consent is refused."),
    ("never enter(mash)",
     "It comes to 'Mash', so the formula can no longer be true: it asks that it never happens that it enters 'Mash'."),
    ("eventually enter(mash)",
     "It ends as 'closed_nfa', and it has not come true that at some step it enters 'Mash'."),
    ("always (enter(assess) implies eventually enter(feedback))",
     "It ends as 'closed_nfa', and it has not come true that at some step it enters 'Feedback'."),
    ("eventually enter(gone)",
     "It ends as 'closed_nfa', and it has not come true that at some step it enters 'gone'; "
     "nothing in this pathway is 'gone'."),
    ("always (enter(pcm) implies faith = none)",
     "It comes to 'Pcm', so the formula can no longer be true: it asks that whenever it enters 'Pcm', faith is none; "
     "this pathway has no attribute 'faith'."),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "words"), LAST)
def test_last_words_of_a_counterexample_of_a_formula(formula: str, words: str) -> None:
    assert ask(kind="formula", formula=formula).lost == words


IDLE = [
    ("always (enter(attic) implies enter(pcm))", "no referral ever comes to a step at which it enters 'attic'"),
    ("(not enter(attic)) weak until enter(pcm)", "no referral ever comes to a step at which it enters 'attic'"),
    ("(eventually enter(attic)) implies (eventually enter(pcm))",
     "no referral ever comes to a step at which it enters 'attic'"),
    ("always ((enter(pcm) and consent = granted) implies enter(attic))",
     "no referral ever comes to a step at which it enters 'pcm' and consent is granted"),
    ("always (enter(pcm) implies consent = refused) and always (enter(attic) implies enter(pcm))",
     "no referral ever comes to a step at which it enters 'attic'; the rest of the formula is kept"),
    ("always (enter(pcm) implies consent = refused) and always (enter(gone) implies enter(pcm))",
     "nothing in this pathway is 'gone'; the rest of the formula is kept"),
    ("always (enter(pcm) implies always (enter(attic) implies next enter(pcm)))",
     "no referral ever comes to a step at which it enters 'pcm' and (at some step it enters 'attic')"),
    ("always (enter(pcm) implies (consent = granted implies next enter(pcm)))",
     "no referral ever comes to a step at which it enters 'pcm' and consent is granted"),
    # not under always: it speaks of the first step, though 'mash' is entered later
    ("enter(mash) implies eventually enter(pcm)", "of no referral is it true at its first step that it enters 'mash'"),
    ("always (not enter(attic) or eventually enter(pcm))",
     "no referral ever comes to a step at which it enters 'attic'"),
    ("never enter(gone)", "nothing in this pathway is 'gone'"),
    ("always (enter(gone, away) implies enter(pcm))", "nothing in this pathway is 'gone' or 'away'"),
    ("always (age = old implies enter(pcm))", "'age' has no such value in this pathway"),
    ("always (event(fire) implies enter(pcm))", "nothing that happens in this pathway is 'fire'"),
    ("eventually (enter(pcm) or not enter(pcm))",
     "what it asks is true whatever happens, so it says nothing of the pathway"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "reason"), IDLE)
def test_why_a_formula_does_not_apply(formula: str, reason: str) -> None:
    verdict = ask(kind="formula", formula=formula)
    assert (verdict.verdict, verdict.reason) == ("not applicable", reason)


TEMPLATE_WORDS = {
    "existence": "It ends as 'closed_nfa', without ever having entered 'Pcm'.",
    "absence": "It comes to 'Pcm', having entered 'Pcm'.",
    "exactly": "It ends as 'closed_nfa', having entered 'Pcm' not at all.",
    "init": "It comes to 'Notice a concern', so its way does not begin with 'Pcm'.",
    "end": "It ends as 'closed_nfa', and that last step does not enter 'Pcm'.",
    "choice": "It ends as 'closed_nfa', having entered neither 'Pcm' nor 'Channel'.",
    "exclusive_choice": "It ends as 'closed_nfa', having entered neither 'Pcm' nor 'Channel'.",
    "responded_existence": "It ends as 'supported', having entered 'Pcm' but never 'Channel'.",
    "co_existence": "It ends as 'supported', having entered one of 'Pcm' and 'Channel' without the other.",
    "response": "It ends as 'supported', after 'Pcm' and without 'Channel' since.",
    "precedence": "It comes to 'Channel', without having entered 'Pcm' before 'Channel'.",
    "succession": "It comes to 'Channel', without having entered 'Pcm' before 'Channel'.",
    "alternate_response": "It ends as 'supported', after 'Pcm' and without 'Channel' since.",
    "alternate_precedence": "It comes to 'Channel', without 'Pcm' since the last 'Channel', or since the start.",
    "alternate_succession": "It comes to 'Channel', out of turn: 'Pcm' and 'Channel' must alternate, 'Pcm' first.",
    "chain_response": "It comes to 'Feedback', in the step after 'Pcm', which must enter 'Channel'.",
    "chain_precedence": "It comes to 'Channel', without 'Pcm' in the step just before.",
    "chain_succession": (
        "It comes to 'Channel', though 'Channel' must come in the step just after 'Pcm', and in no other."
    ),
    "not_co_existence": "It comes to 'Feedback', having entered both 'Pcm' and 'Feedback'.",
    "not_succession": "It comes to 'Feedback', which must not come after 'Pcm'.",
    "not_chain_succession": "It comes to 'Feedback', which must not come in the step after 'Pcm'.",
    "not_responded_existence": "It comes to 'Feedback', having entered both 'Pcm' and 'Feedback'.",
    "not_response": "It comes to 'Feedback', which must not come after 'Pcm'.",
    "not_precedence": "It comes to 'Feedback', which must not come after 'Pcm'.",
    "not_chain_response": "It comes to 'Feedback', which must not come in the step after 'Pcm'.",
    "not_chain_precedence": "It comes to 'Feedback', which must not come in the step after 'Pcm'.",
}


@pytest.mark.parametrize("template", [*COUNTED, *TEMPLATES])
def test_last_words_of_each_template(template: str) -> None:
    second = "feedback" if template.startswith("not_") else "channel"
    parameters = {} if template in (*COUNTED, "init", "end") else {"b": second}
    assert ask(kind="declare", template=template, a="pcm", **parameters).lost == TEMPLATE_WORDS[template]


PATTERN_WORDS = {
    "absence": "It comes to 'Talk', having entered 'Talk' after 'Mash'.",
    "existence": "It ends as 'closed_nfa', without having entered 'Pcm' after 'Mash'.",
    "universality": "It comes to 'Mash', though at some step after 'Mash' it was not so that consent is granted.",
    "precedence": "It comes to 'Talk', having entered 'Talk' after 'Mash' without 'Pcm' before it.",
    "response": "It ends as 'closed_nfa', having entered 'Talk' after 'Mash' without 'Pcm' after it.",
    "bounded_existence": "It comes to 'Talk', having entered 'Assess' or 'Talk' after 'Mash' more than once.",
}


@pytest.mark.parametrize("pattern", FORMULAS)
def test_last_words_of_each_pattern(pattern: str) -> None:
    parameters: dict[str, dict[str, object]] = {
        "absence": {"state": "talk"},
        "existence": {"state": "pcm"},
        "universality": {"holds": {"consent": "granted"}},
        "precedence": {"first": "pcm", "state": "talk"},
        "response": {"state": "talk", "by": "pcm"},
        "bounded_existence": {"state": ["assess", "talk"], "times": "1"},
    }
    assert ask(kind="pattern", pattern=pattern, after="mash", **parameters[pattern]).lost == PATTERN_WORDS[pattern]


def test_a_whole_counterexample_can_be_read_aloud() -> None:
    verdict = ask(kind="declare", template="response", a="talk", b="pcm", a_when={"concern": "radicalisation"})
    assert explain_counterexample(verdict).split("\n") == [
        "1. A referral arrives at 'Notice a concern'.",
        "2. 'Notice a concern' and 'Mash' are done; it goes on to 'Assess'.",
        "3. 'Assess' is done by Team, finding that concern is radicalisation; it goes on to 'Talk'.",
        "4. 'Talk' is done by Team, finding that consent is granted; it goes on to 'Route'.",
        "5. At 'Route', because none of its exceptions applies "
        "(concern is radicalisation and consent is granted), it goes on to 'Channel'.",
        "6. The Team discusses it at 'Channel'; it goes on to 'Feedback'.",
        "7. 'Feedback' is done by Team; it ends as 'supported'.",
        "8. It ends as 'supported', after 'Talk' (while concern is radicalisation) and without 'Pcm' since.",
    ]


def test_a_rule_that_holds_has_a_witness_of_its_occasion() -> None:
    verdict = ask(kind="formula", formula="always (enter(pcm) implies consent = refused)")
    assert [step.state for step in verdict.witness][-1] == "pcm"
    assert ask(kind="formula", formula="never (enter(pcm) and consent = granted)").witness == ()


def test_a_formula_that_leaves_too_much_open_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alternatives, "MOST_ALTERNATIVES", 0)
    text = "eventually (enter(mash) and eventually enter(pcm))"
    verdict = ask(kind="formula", formula=text)
    assert (verdict.verdict, verdict.holds) == ("undecided", None)
    assert "too many to follow them all" in verdict.reason


def test_a_name_that_one_of_its_pathways_has_is_no_fault() -> None:
    """A formula for two pathways: where a state of the occasion is missing, the rule does not apply."""
    other = TWO_DOORS.replace("pcm", "police_led").replace("consent", "agreement")
    pathways = [compiled(TWO_DOORS), compiled(other, name="other")]
    rules = policy(
        """id: a, says: s, kind: formula, formula: 'always (enter(pcm) implies consent = refused)'
        id: b, says: s, kind: formula, formula: 'always (enter(pmc) implies consent = refused)'""",
        applies_to="[hand, other]",
    )
    assert [(f.id, f.place.line, f.place.column) for f in policy_findings([rules], pathways)] == [
        ("unknown-in-rule", 5, 61)
    ]
    (kept,) = decidable([rules], pathways)
    assert [rule.id for rule in kept.rules] == ["a"]
    verdicts = [check(pathway, [kept])[0] for pathway in pathways]
    assert [verdict.verdict for verdict in verdicts] == ["holds", "not applicable"]
    assert verdicts[1].reason == "nothing in this pathway is 'pcm'"
