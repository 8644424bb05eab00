"""Made-up referrals taken through the real pathways: they pass the steps, in the order, that the sources describe.

Every story is synthetic. Expected: the order of steps in docs/domain.md and the sections of the Act named there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from pathways.machine import Case
from tests.definitions.library import PATHWAYS, linked

DOORS = {"child": "notice_concern", "adult": "police_door", "adult-one-front-door": "notice_concern"}
# What is found where a story says nothing: a referral that goes all the way through Channel.
USUAL = {
    "advice": "refer", "threshold": "none", "qa": "not_sampled", "prevent_relevant": "yes", "s42_met": "no",
    "concern": "radicalisation", "section36": "met", "consent": "granted",
    "provider": "not_needed", "pcm_view": "risk_reduced",
}  # fmt: skip
PANEL = {
    "channel.panel_discussion": "adopt", "channel.review": "concern_removed", "channel.reassessment": "risk_remains",
    "channel.review_6m": "concern_removed", "channel.review_12m": "concern_removed",
}  # fmt: skip


def story(pathway: str, found: Mapping[str, str | list[str]], happens: Mapping[str, str] | None = None) -> Case:
    """Take one referral to its end.

    `found` gives, by attribute or by state, what is found: one value, or one for each time in turn (the last again
    and again). `happens` gives, by state, an interrupt that strikes the first time the referral is there.
    """
    case = Case(linked(pathway), start=DOORS[pathway], source_sector="education")
    turns = {name: iter_last(value) for name, value in found.items()}
    strikes = dict(happens or {})
    while not case.is_ended:
        strike = next((offer for offer in case.allowed if offer.event == strikes.get(offer.at)), None)
        if strike is not None:
            del strikes[strike.at]
            case.fire(strike.event)
            continue
        offer = next(offer for offer in case.allowed if offer.event == "complete")
        values = {name: answer(turns, offer.at, name, allowed) for name, allowed in offer.finds}
        case.fire("complete", offer.at, values)
    return case


def iter_last(value: str | list[str]) -> Iterator[str]:
    values = [value] if isinstance(value, str) else value
    yield from values
    while True:
        yield values[-1]


def answer(turns: Mapping[str, Iterator[str]], at: str, name: str, allowed: tuple[str, ...]) -> str:
    for key in (at, name):
        if key in turns:
            return next(turns[key])
    usual = PANEL.get(at) or USUAL.get(name)
    return usual if usual in allowed else allowed[0]


def passed(case: Case, *states: str) -> bool:
    """Whether the case was in these states in this order, whatever came between."""
    been = iter([step.state for step in case.trace] + [case.state])
    return all(state in been for state in states)


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_radicalisation_with_consent_goes_through_channel_in_the_order_of_the_guidance(pathway: str) -> None:
    case = story(pathway, {})

    assert passed(case, "response.prevent.early_conversation", "response.prevent.deconfliction",
                  "response.prevent.gateway_assessment", "triage", "information", "section36_test",
                  "consent_conversation", "route", "channel.framework_assessment", "channel.panel_discussion",
                  "channel.support_plan", "channel.support", "channel.review", "channel.exit", "channel.tell_referrer",
                  "channel.review_6m", "channel.review_12m", "exited")  # fmt: skip
    assert case.values["feedback_given"] == "outcome_category"


def test_advice_that_is_enough_leaves_no_referral() -> None:
    case = story("child", {"advice": "enough"})

    assert case.outcome == "advice_only"
    assert not passed(case, "referral")


@pytest.mark.parametrize(
    ("threshold", "response"), [("early_help", "early_help"), ("s17", "s17_start"), ("s47", "s47_start")]
)
def test_mash_outcome_runs_beside_the_prevent_route(threshold: str, response: str) -> None:
    """Social care begins, whatever the police find; here they find no concern at all."""
    case = story("child", {"threshold": threshold, "concern": "none"})

    assert passed(case, "mash_check", f"response.safeguarding.{response}", "triage", "closed_nfa")
    assert case.values["feedback_given"] == "outcome_with_reason"


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize(
    ("concern", "outcome"), [("none", "closed_nfa"), ("other_vulnerability", "signposted"), ("criminality", "pursue")]
)
def test_what_is_not_radicalisation_never_comes_to_the_panel(pathway: str, concern: str, outcome: str) -> None:
    case = story(pathway, {"concern": concern})

    assert case.outcome == outcome
    assert not passed(case, "channel.panel_discussion")
    assert passed(case, "feedback.tell_reason")


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("consent", ["refused", "unlikely"])
def test_without_consent_police_manage_until_consent_opens_channel(pathway: str, consent: str) -> None:
    case = story(pathway, {"consent": [consent, "granted"], "pcm_view": ["manage", "ask_consent"]})

    assert passed(
        case, "route", "pcm.pcm_meeting", "pcm.manage_risk", "pcm.ask_again", "channel.panel_discussion", "exited"
    )


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_withdrawn_consent_is_assessed_again_and_a_remaining_risk_held_by_police(pathway: str) -> None:
    """Section 36(4)(e): withdrawal leads to a further assessment, not to an end."""
    case = story(pathway, {}, {"channel.support": "channel.consent_withdrawn"})

    assert passed(case, "channel.support", "channel.reassessment", "pcm.pcm_meeting", "risk_managed")
    assert case.values["consent"] == "refused"


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_case_that_is_not_adopted_is_thought_of_for_other_services(pathway: str) -> None:
    """Section 36(6)."""
    case = story(pathway, {"channel.panel_discussion": ["defer", "not_adopt"], "feedback_given": "withheld_safety"})

    assert passed(case, "channel.more_information", "channel.panel_discussion", "channel.onward_referral",
                  "feedback.record_withheld", "not_supported")  # fmt: skip


def test_missing_provider_never_holds_back_other_support_and_the_framework_is_renewed_each_third_month() -> None:
    case = story("child", {"provider": "wanted", "channel.review": ["more_support"] * 4 + ["concern_removed"]})
    states = [step.state for step in case.trace]

    assert passed(case, "channel.support.provider.provider_wait", "channel.support.provider.sessions")
    assert states.count("channel.support.other.other_support") == 5
    assert states.count("channel.framework_refresh") == 1
    assert passed(case, *["channel.review"] * 3, "channel.framework_refresh", *["channel.review"] * 2)


def test_concern_at_the_six_month_review_goes_back_to_the_panel() -> None:
    case = story("child", {"channel.review_6m": ["more_support", "concern_removed"]})

    assert passed(
        case, "channel.review_6m", "channel.framework_assessment", "channel.panel_discussion", "channel.review_12m"
    )


def test_criminality_found_during_support_takes_the_case_out_of_prevent() -> None:
    case = story("child", {"feedback_given": "withheld_live_investigation"}, {"channel.support": "turns_criminal"})

    assert passed(case, "channel.support", "pursue_handover", "feedback.record_withheld", "pursue")


@pytest.mark.parametrize(
    ("relevant", "met", "outcome", "owner"),
    [
        ("no", "no", "closed_nfa", False),
        ("no", "yes", "safeguarding_only", True),
        ("yes", "no", "exited", False),
        ("yes", "yes", "exited", True),
    ],
)
@pytest.mark.parametrize("pathway", ["adult", "adult-one-front-door"])
def test_the_two_questions_about_an_adult_have_four_answers(
    pathway: str, relevant: str, met: str, outcome: str, *, owner: bool
) -> None:
    """Care Act section 42 and relevance to Prevent are independent; only the proposal gives every adult an owner."""
    case = story(pathway, {"prevent_relevant": relevant, "s42_met": met})
    social_care = any("social_care" in linked(pathway).states[step.state].tags for step in case.trace)

    assert case.outcome == outcome
    assert social_care == (owner or (pathway == "adult-one-front-door" and relevant == "yes"))
