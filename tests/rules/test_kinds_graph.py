"""What kinds about the graph say beyond the verdict: loops, second referrals, lines at fault, words to read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.machine import CompiledPathway
from pathways.rules import Verdict, check, explain_counterexample, policy_findings
from tests.rules.build import compiled, policy
from tests.rules.by_hand import (
    counterpart,
    ends_have_outcome,
    has_owner,
    indifferent_to,
    joins_complete,
    never_reads,
    no_dead_end,
    no_livelock,
    roles_match,
    sampled,
    standing_option,
)

ASK = "id: r, says: s, kind: "


def ask(rule: str, body: str, **more: dict[str, str]) -> Verdict:
    (verdict,) = check(compiled(body, **more), [policy(ASK + rule)])  # type: ignore[arg-type]
    return verdict


GOLDEN = [
    (
        "no_dead_end",
        no_dead_end.GAP,
        "1. A referral arrives at 'Ask'.\n"
        "2. 'Ask' is done by Team, finding that consent is unlikely; it goes on to 'Route'.\n"
        "3. Here nothing can happen any more: no branch of 'Route' applies, for consent is unlikely "
        "(they ask for: consent is granted; consent is refused).",
    ),
    (
        "no_livelock",
        no_livelock.REFUSED,
        "1. A referral arrives at 'Ask'.\n"
        "2. 'Ask' is done by Team, finding that consent is refused; it goes on to 'Sort'.\n"
        "3. At 'Sort', because none of its exceptions applies (consent is refused), it goes on to 'Parked'.\n"
        "4. The wait at 'Parked' is over; it goes on to 'Sort'.\n"
        "5. From here step 3 can follow again, and so for ever.\n"
        "6. There is no way out of this round, whatever happens.",
    ),
    (
        "no_livelock, forbids: loops",
        no_livelock.REVIEWS,
        "1. A referral arrives at 'Support'.\n"
        "2. 'Support' is done by Team; it goes on to 'Review'.\n"
        "3. 'Review' is done by Team, finding that view is more; it goes on to 'On'.\n"
        "4. At 'On', because none of its exceptions applies (view is more), it goes on to 'Support'.\n"
        "5. From here step 2 can follow again, and so for ever.\n"
        "6. Nothing says how often this may be repeated.",
    ),
    (
        "ends_have_outcome, outcomes: ok",
        "start: a\nstates:\n  a: {lane: team, then: b}\n  b: {kind: end, lane: team, outcome: other}\n",
        "1. A referral arrives at 'A'.\n"
        "2. 'A' is done by Team; it ends as 'other'.\n"
        "3. 'other' is no outcome that the rule allows.",
    ),
    (
        "joins_complete",
        joins_complete.WAITS,
        "1. A referral arrives at 'Begin'.\n"
        "2. 'Begin' is done by Team; it goes on to 'Both'.\n"
        "3. 'Look' is done by Team, finding that advice is stop; it goes on to 'Sort'.\n"
        "4. From here the branches of 'Both' can never all be finished: the one that stands at 'Sort' is never done.",
    ),
    (
        "standing_option, state: [plan, support], to: leave",
        standing_option.PATHWAY,
        "1. A referral arrives at 'Plan'.\n"
        "2. While it stands at 'Plan', 'Leave' is not at hand; what can come next is 'Support'.",
    ),
    (
        "standing_option, state: support, to: leave, when: {consent: refused}",
        standing_option.REFUSED,
        "1. A referral arrives at 'Ask'.\n"
        "2. 'Ask' is done by Team, finding that consent is refused; it goes on to 'Support'.\n"
        "3. While it stands at 'Support' and consent is refused, 'Leave' is not at hand; "
        "what can come next is 'Closed'.",
    ),
    (
        "indifferent_to, attribute: sector",
        indifferent_to.FOR_SOME,
        "1. A referral arrives at 'Begin' (sector: police).\n"
        "2. 'Begin' is done by Team, finding that concern is radicalisation; it goes on to 'Triage'.\n"
        "3. At 'Triage', because none of its exceptions applies (concern is radicalisation), it goes on to 'Work'.\n"
        "4. While it is at 'Work', this happens: Call; it goes on to 'Urgent'.\n"
        "5. 'Call' can happen to it because of its sector (police).\n"
        "Another referral:\n"
        "1. A referral arrives at 'Begin' (sector: education).\n"
        "2. 'Begin' is done by Team, finding that concern is radicalisation; it goes on to 'Triage'.\n"
        "3. At 'Triage', because none of its exceptions applies (concern is radicalisation), it goes on to 'Work'.\n"
        "4. It was alike in everything else, and the same has happened to it with the same findings; "
        "what sets it apart is its sector (education), and 'Call' cannot happen to it.",
    ),
    (
        "sampled, state: check, of: threshold",
        sampled.NOT_S47,
        "1. A referral arrives at 'Look'.\n"
        "2. 'Look' is done by Team, finding that threshold is s47 and qa is no; it goes on to 'Due'.\n"
        "3. Whatever happens from here, it never comes to 'Check' with this threshold.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "body", "text"), GOLDEN, ids=lambda value: value.split(",")[0].split("\n")[0])
def test_counterexample_can_be_read_aloud(rule: str, body: str, text: str) -> None:
    """Written out by hand from the pathways."""
    assert explain_counterexample(ask(rule, body)) == text


def test_the_line_that_reads_the_attribute_is_told() -> None:
    consent = ask("never_reads, attributes: consent", never_reads.PATHWAY, pieces=never_reads.PIECES)
    late = ask("never_reads, attributes: reviews", never_reads.PATHWAY, pieces=never_reads.PIECES)
    mood = ask("never_reads, attributes: mood", never_reads.PATHWAY, pieces=never_reads.PIECES)

    lines = never_reads.PATHWAY.splitlines()
    for verdict, words in ((consent, "consent: granted"), (late, "reviews: {at_least: 2}")):
        assert verdict.at is not None
        assert words in lines[verdict.at.line - 5]  # four lines stand above the body
        assert str(verdict.at) in verdict.reason
    assert mood.at is not None
    assert mood.at.file == "piece.yaml"
    assert mood.counterexample == ()


def test_what_a_state_does_not_say_is_told_for_all_states_at_once() -> None:
    verdict = ask("has_owner", has_owner.ATTIC.replace("{lane: mash, target: 2 days, source: s,", "{lane: mash,"))

    assert verdict.reason == (
        "2 states have no target, not even 'none': 'B' and 'Attic'; 2 states have no source: 'B' and 'Attic'"
    )
    assert verdict.at is not None
    assert "b:" in has_owner.ATTIC.splitlines()[verdict.at.line - 5]


def test_who_is_missing_from_a_state_and_who_should_not_be_there() -> None:
    missing = ask("roles_match, state: test, lanes: [team, mash]", roles_match.PATHWAY)
    assert missing.reason == "'Test' is worked on by 'MASH': 'Team' should take part"
    strange = ask("roles_match, state: talk, lanes: housing", roles_match.PATHWAY)
    assert strange.reason == (
        "'Talk' is worked on by 'Team' and 'MASH': 'housing' should take part (this pathway has no lane 'housing')"
    )
    other = ask("roles_match, state: look, owner: mash, nobody_else: true", roles_match.PATHWAY)
    assert other.reason == "'Look' is worked on by 'MASH' and 'Team': 'Team' should not take part"


def test_what_has_no_counterpart_is_told_with_its_line_in_the_other_pathway() -> None:
    other = compiled(counterpart.OTHERS["other"], name="other")
    rule = policy(f"{ASK}counterpart, of: other, state: '#safeguard'")
    (verdict,) = check(compiled(counterpart.PATHWAY), [rule], others=[other])

    assert verdict.reason == (
        "of 3 in 'other', 'Check' and 'Plain' have no counterpart here, and no reason is written down"
    )
    assert verdict.at is not None
    assert verdict.at.file == "other.yaml"


def test_how_sure_it_is_that_nothing_goes_round_for_ever() -> None:
    """Surely where nothing leads round; almost surely where each round can be left."""
    straight = "start: a\nstates:\n  a: {lane: team, then: b}\n  b: {kind: end, lane: team, outcome: b}\n"
    assert ask("no_livelock", straight).certainty == "surely"
    assert ask("no_livelock", no_livelock.REVIEWS).certainty == "almost surely"
    assert ask("no_livelock, forbids: timeless_loops", no_livelock.REVIEWS).certainty == "surely"


def test_an_end_that_no_referral_reaches_is_told_by_its_line() -> None:
    verdict = ask("ends_have_outcome, outcomes: [closed_nfa, supported]", ends_have_outcome.PATHWAY)

    assert verdict.at is not None
    assert verdict.counterexample == ()
    assert verdict.reason == "'Attic end' ends as 'attic'; the rule allows 'closed_nfa' or 'supported'"


NARROW = "correct the name, or narrow the rule with 'applies_to'"
UNKNOWN = {
    "indifferent_to, attribute: sektor": ("'sektor', which is no attribute", "write 'sector'"),
    "indifferent_to, attribute: sector, recorded: [urgensy]": ("'urgensy', which is no attribute", "write 'urgency'"),
    "sampled, state: work, of: threshold": ("'threshold', which is no attribute", NARROW),
    "roles_match, state: work, lanes: [team, mahs]": ("'mahs', which is no lane", "write 'mash'"),
}


@pytest.mark.parametrize("rule", UNKNOWN)
def test_an_attribute_or_lane_that_none_of_its_pathways_has_is_a_fault_of_the_rule(rule: str) -> None:
    (finding,) = policy_findings([policy(ASK + rule)], [compiled(indifferent_to.PATHWAY)])

    assert finding.id == "unknown-in-rule"
    assert finding.message == f"the rule 'r' names {UNKNOWN[rule][0]} in 'hand'"
    assert finding.remedy == UNKNOWN[rule][1]


ELSEWHERE = {
    "state: '#safegard'": "#safegard",
    "state: '#safeguard', counterparts: {chek: questions}": "chek",
    "state: '#safeguard', reasons: {plian: none is needed}": "plian",
}


@pytest.mark.parametrize("rest", ELSEWHERE)
def test_a_state_that_the_other_pathway_has_not_is_a_fault_of_the_rule(rest: str) -> None:
    other = compiled(counterpart.OTHERS["other"], name="other")
    rule = policy(f"{ASK}counterpart, of: other, {rest}")
    (finding,) = policy_findings([rule], [compiled(counterpart.PATHWAY)], ["hand", "other"], others=[other])

    assert finding.id == "unknown-in-rule"
    assert finding.message == f"the rule 'r' names '{ELSEWHERE[rest]}', which is nothing in 'other'"
    assert finding.remedy in ("write '#safeguard'", "write 'check'", "write 'plain'")


def test_a_value_that_the_attribute_cannot_have_is_a_fault_of_the_rule() -> None:
    rule = policy(f"{ASK}sampled, state: check, of: threshold, values: [none, s74]")
    (finding,) = policy_findings([rule], [compiled(sampled.PATHWAY)])

    assert finding.message == "the rule 'r' names 's74', which is no value of 'threshold'"
    assert finding.expected is not None
    assert finding.expected.startswith("'none', 's17', 's47' or 'never_found'")


def test_another_pathway_that_does_not_exist_is_a_fault_of_the_rule() -> None:
    (finding,) = policy_findings(
        [policy(f"{ASK}counterpart, of: othr, state: '#safeguard'")], [compiled(counterpart.PATHWAY)], ["hand", "other"]
    )

    assert (finding.id, finding.remedy) == ("unknown-pathway", "write 'other'")


def test_attributes_that_are_never_to_be_read_need_not_exist() -> None:
    rule = policy(f"{ASK}never_reads, attributes: [ideology, faith]")

    assert policy_findings([rule], [compiled(indifferent_to.PATHWAY)]) == []


def test_who_is_looked_at_again_and_then_lost_for_ever_does_not_count() -> None:
    verdict = ask("sampled, state: check, of: threshold", sampled.TRAPPED)

    assert verdict.reason == (
        "no referral whose threshold is 'none', 's17' or 's47' ever comes to 'check' and can still be closed"
    )
    assert verdict.lost == (
        "Whatever happens from here, it never comes to 'Check' with this threshold and can still be closed."
    )


def without_lane(body: str, name: str) -> CompiledPathway:
    """A pathway with a state that stands in no lane, which no definition can be written to have."""
    pathway = compiled(body)
    states = {**pathway.linked.states, name: replace(pathway.linked.states[name], lane="")}
    return replace(pathway, linked=replace(pathway.linked, states=states))


def test_a_state_without_a_lane_would_be_told() -> None:
    pathway = without_lane(has_owner.PATHWAY, "b")
    owner, used = check(pathway, [policy("id: r, says: s, kind: has_owner\nid: q, says: s, kind: every_lane_used")])

    assert (owner.verdict, owner.reason) == ("broken", "1 state has no lane: 'B'")
    assert (used.verdict, used.reason) == ("broken", "'B' should stand in a lane of the chart")
