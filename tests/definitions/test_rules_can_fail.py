"""Every rule that is decided can fail: for each, an edit that a redesign might make and that the rule must catch.

Expected: the reading of the rule's own words, rule by rule. A rule that no edit can break would say nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.definitions.library import PATHWAYS, STUDY, Edit, policies, verdicts


class Planted(NamedTuple):
    """What somebody does to the pathway, as edits, and the rule that must notice."""

    rule: str
    pathway: str
    deed: str
    edits: tuple[Edit, ...]


def child(old: str, new: str) -> Edit:
    return Edit("child", old, new)


def adult(old: str, new: str) -> Edit:
    return Edit("adult", old, new)


def proposed(old: str, new: str) -> Edit:
    return Edit("adult-one-front-door", old, new)


def study(old: str, new: str) -> Edit:
    return Edit(STUDY, old, new)


def channel(old: str, new: str) -> Edit:
    return Edit("channel", old, new)


ONE_DOOR = adult("start: [adult_care_door, police_door, prevent_door, health_door]", "start: adult_care_door")

PANEL = "    kind: panel\n    title: Panel discussion\n    lane: channel\n    with: [so15, prevent, partners]\n"

PLANTED = [
    # The Act
    Planted("LAW-10-health", "child", "ask everybody but health", (
        child("        ask_health:\n          title: Ask health\n          lane: partners\n",
              "        ask_again:\n          title: Ask again\n          lane: partners\n"),
    )),
    Planted("LAW-10-social-care", "child", "ask everybody but social care", (
        child("        ask_social_care:\n", "        ask_nobody:\n"),
    )),
    Planted("LAW-10-education", "child", "ask everybody but education", (
        child("        ask_education:\n", "        ask_nobody:\n"),
    )),
    Planted("LAW-01-panel", "child", "plan before any panel has met", (
        channel("with: [prevent]\n    tags: [framework]\n    target: none\n    source: Channel duty guidance 2015\n"
                "    hardness: STAT_GUIDANCE\n    note: The framework's factors are no part of this model.\n"
                "    then: panel_discussion",
                "with: [prevent]\n    then: support_plan"),
    )),
    Planted("LAW-02-police", "child", "send cases to the panel without the police's test", (
        child("    then: section36_test\n", "    then: route\n"),
    )),
    Planted("LAW-03-grounds", "child", "go on although the section 36 test is not met", (
        child("then: signposting, title: not met", "then: consent_conversation, title: not met"),
    )),
    Planted("LAW-03-tested", "child", "signpost radicalisation without the test", (
        child("{otherwise: information, title: radicalisation}", "{otherwise: signposting, title: radicalisation}"),
    )),
    Planted("LAW-04-plan", "child", "adopt without a plan", (
        channel("{otherwise: support_plan, title: adopt}", "{otherwise: consent_held, title: adopt}"),
    )),
    Planted("LAW-05-consent", "child", "give support although consent is refused", (
        channel("then: reassessment, title: refused or unlikely", "then: support, title: refused or unlikely"),
    )),
    Planted("LAW-05-guardian", "child", "let the child consent alone", (
        child("    starts: parent_or_guardian", "    starts: individual"),
    )),
    Planted("LAW-05-individual", "adult", "ask an adult's parents", (
        adult("    starts: individual", "    starts: parent_or_guardian"),
    )),
    Planted("LAW-05-kept", "child", "go on with the support when consent is withdrawn", (
        channel("set: {consent: refused}\n    then: reassessment", "set: {consent: refused}\n    then: support"),
    )),
    Planted("LAW-06-review", "child", "let support end without a review", (
        channel("          then: done\n    then: review\n", "          then: done\n    then: exit\n"),
    )),
    Planted("LAW-06-exit", "child", "exit as soon as consent is given", (
        channel("{otherwise: support, title: granted}", "{otherwise: exit, title: granted}"),
    )),
    Planted("LAW-07-refused", "child", "treat a refusal to the panel as the end", (
        channel("then: reassessment, title: refused or unlikely", "then: onward_referral, title: refused or unlikely"),
    )),
    Planted("LAW-07-withdrawn", "child", "close when consent is withdrawn", (
        channel("set: {consent: refused}\n    then: reassessment", "set: {consent: refused}\n    then: not_supported"),
    )),
    Planted("LAW-07-exit", "child", "count a withdrawal as an ordinary exit", (
        channel("    set: {consent: refused}\n    then: reassessment", "    set: {consent: refused}\n    then: exit"),
    )),
    Planted("LAW-07-support-withdrawn", "child", "withdraw support and close", (
        channel("then: reassessment, title: withdraw}", "then: onward_referral, title: withdraw}"),
    )),
    Planted("LAW-08-request", "child", "ask for consent before there is a plan", (
        channel("{otherwise: support_plan, title: adopt}", "{otherwise: seek_consent, title: adopt}"),
    )),
    Planted("LAW-09-not-adopted", "child", "drop a case that is not adopted", (
        channel("then: onward_referral, title: not adopted", "then: not_supported, title: not adopted"),
    )),
    Planted("LAW-09-closing", "child", "close after re-assessment without a thought for other services", (
        channel("then: onward_referral, title: no further need", "then: not_supported, title: no further need"),
    )),
    Planted("LAW-10-partners", "child", "decide without asking the partners", (
        child("{otherwise: information, title: radicalisation}", "{otherwise: section36_test, title: radicalisation}"),
    )),
    Planted("LAW-02-owner", "child", "let the Prevent team make the police's test", (
        child("    title: Section 36 test\n    lane: so15\n", "    title: Section 36 test\n    lane: prevent\n"),
    )),
    Planted("LAW-06-withdraw", "child", "take from the panel the choice to withdraw support", (
        channel("finds: {panel_view: [more_support, concern_removed, withdraw_support]}",
                "finds: {panel_view: [more_support, concern_removed]}"),
        channel("    during: [support, review, framework_refresh]\n", "    during: [support, framework_refresh]\n"),
    )),
    Planted("LAW-08-named", "child", "leave it open by whose word a provider gives support", (
        channel("          title: Provider sessions\n          lane: partners\n          tags: [provider]\n"
                "          target: none\n          source: Channel duty guidance 2015\n",
                "          title: Provider sessions\n          lane: partners\n          tags: [provider]\n"
                "          target: none\n"),
    )),
    Planted("LAW-11-chair", "child", "hold the panel without the police", (
        channel(PANEL, PANEL.replace("so15, ", "")),
    )),
    # The peer review
    Planted("TH-03-lanes", "child", "draw a lane in which nothing is done", (
        child("  mash: MASH\n", "  mash: MASH\n  housing: Housing\n"),
    )),
    Planted("TH-30-owner", "child", "say nothing of how soon", (
        child("    tags: [advice]\n    target: none\n", "    tags: [advice]\n"),
    )),
    Planted("TH-40-mash", "child", "take the MASH out of the way of referrals", (
        child("    then: mash_check\n", "    then: response\n"),
    )),
    Planted("TH-40-before-police", "child", "let referrals go to police before the MASH has looked", (
        child("    then: mash_check\n", "    then: pursue_handover\n"),
    )),
    Planted("TH-41-entry", "child", "open a second door", (
        child("start: notice_concern\n", "start: [notice_concern, referral]\n"),
    )),
    Planted("TH-41-first", "child", "let schools refer without calling the MASH", (
        child("    then: mash_advice\n", "    then: referral\n"),
    )),
    Planted("TH-42-advice", "adult-one-front-door", "take referrals without advice", (
        proposed("    then: front_door_advice\n", "    then: referral\n"),
    )),
    Planted("TH-42-no-record", "child", "record a referral although advice was enough", (
        child("    then: advice_only\n", "    then: referral\n"),
    )),
    Planted("TH-42-not-after", "child", "call a referral advice when the test is not met", (
        child("then: signposting, title: not met", "then: advice_given, title: not met"),
    )),
    Planted("TH-42-both-ways", "child", "give advice only", (
        child("    finds: advice\n", "    finds: {advice: enough}\n"),
    )),
    Planted("TH-43-entry", "adult-one-front-door", "let police open their own door again", (
        proposed("start: notice_concern\n", "start: [notice_concern, two_questions]\n"),
    )),
    Planted("TH-44-check", "adult", "let the police door go round the two questions", (
        adult("    title: Report to police\n    lane: so15\n    tags: [door]\n    target: none\n"
              "    source: Peer review 2018, section 4\n    hardness: ASSUMPTION\n"
              "    note: The review finds several doors and does not name them.\n    then: two_questions",
              "    title: Report to police\n    lane: so15\n    set: {s42_met: \"no\"}\n    then: response"),
    )),
    Planted("TH-44-counterpart", "adult", "give children a safeguard of a kind that adults have not", (
        child("          title: Offer early help\n          lane: social_care\n"
              "          tags: [safeguard, social_care]\n",
              "          title: Offer early help\n          lane: social_care\n"
              "          tags: [safeguard, early_help]\n"),
    )),
    Planted("TH-45-owner", "adult-one-front-door", "give a social worker only to those who meet the s42 test", (
        proposed("          tags: [safeguard, social_care]\n          target: none\n"
                 "          source: Peer review 2018, section 4, recommendation e\n",
                 "          tags: [safeguard]\n"),
    )),
    Planted("TH-46-indifferent", "child", "triage the referrals of schools otherwise", (
        child("      - {when: {concern: none}, then: feedback, set: {result: closed_nfa}, title: no concern}\n",
              "      - {when: {concern: none}, then: feedback, set: {result: closed_nfa}, title: no concern}\n"
              "      - {when: {source_sector: education, concern: radicalisation}, then: signposting}\n"),
    )),
    Planted("TH-48-sampled", "child", "check only the thresholds that social care has taken up", (
        child("{when: {qa: sampled}, then: qa_review, ",
              "{when: {qa: sampled, threshold: [early_help, s17, s47]}, then: qa_review, "),
    )),
    Planted("TH-48-checked", "child", "leave out the check of sampled thresholds", (
        child("{when: {qa: sampled}, then: qa_review, ", "{when: {qa: sampled}, then: done, "),
    )),
    Planted("TH-49-before-triage", "adult", "triage before SO15 and the coordinator have talked", (
        adult("{otherwise: response, title: Prevent-relevant}", "{otherwise: triage, title: Prevent-relevant}"),
    )),
    Planted("TH-49-each", "child", "sign a referral off in the MASH alone", (
        child("    then: response\n", "    then: signposting\n"),
    )),
    Planted("TH-49-together", "child", "let SO15 talk alone", (
        child("          lane: so15\n          with: [prevent]\n", "          lane: so15\n"),
    )),
    Planted("TH-50-default", "child", "make Prevent Case Management the default", (
        child("      - {when: {consent: [refused, unlikely]}, then: pcm, title: refused or unlikely}\n"
              "      - {otherwise: channel, title: Channel}",
              "      - {when: {consent: granted}, then: channel, title: granted}\n"
              "      - {otherwise: pcm, title: all others}"),
    )),
    Planted("TH-50-pcm", "child", "manage under PCM although consent is granted", (
        child("consent: [refused, unlikely]}, then: pcm", "consent: [granted, refused, unlikely]}, then: pcm"),
    )),
    Planted("TH-51-told", "child", "close without a word when there is no concern", (
        child("{when: {concern: none}, then: feedback, set: {result: closed_nfa}, title: no concern}",
              "{when: {concern: none}, then: closed_nfa, title: no concern}"),
    )),
    Planted("TH-51-reason", "child", "tell the outcome without the reason", (
        Edit("feedback", "given: [outcome_with_reason, ", "given: [outcome_category, outcome_with_reason, "),
    )),
    Planted("TH-51-channel", "child", "say nothing when Channel has ended", (
        channel("    then: tell_referrer\n", "    then: until_6m\n"),
    )),
    Planted("TH-51-withheld", "child", "withhold feedback without recording why", (
        Edit("feedback", "        then: record_withheld\n", "        then: withheld\n"),
    )),
    Planted("TH-60-sectors", "child", "hold the panel without the partners", (
        channel(PANEL, PANEL.replace(", partners", "")),
    )),
    Planted("TH-63-other-support", "child", "hold all support back until a provider is found", (
        channel("        other_support:\n", "        none_yet: {lane: partners, then: done}\n        other_support:\n"),
    )),
    Planted("TH-65-present", "child", "meet about PCM without the local authority", (
        Edit("pcm_process", "    lane: pcm\n    with: [prevent]\n", "    lane: pcm\n"),
    )),
    Planted("TH-65-first", "child", "manage a risk before the meeting with the local authority", (
        Edit("pcm_process", "start: pcm_meeting", "start: manage_risk"),
    )),
    Planted("TH-92-blind", "child", "write a faith into a decision", (
        child("  advice:\n    title: MASH advice\n",
              "  faith: {values: [one, other], starts: one}\n  advice:\n    title: MASH advice\n"),
        child("{when: {concern: criminality}, then: pursue_handover,",
              "{when: {concern: criminality, faith: one}, then: pursue_handover,"),
    )),
    # The guidance
    Planted("CDG20-pcm-reasons", "child", "manage under PCM although consent is granted", (
        child("consent: [refused, unlikely]}, then: pcm", "consent: [granted, refused, unlikely]}, then: pcm"),
    )),
    Planted("CDG20-deconfliction", "child", "assess before deconfliction", (
        child("          then: deconfliction\n", "          then: gateway_assessment\n"),
    )),
    Planted("CDG20-gateway", "child", "ask partners before the police have assessed", (
        child("    then: mash_check\n", "    then: information\n"),
    )),
    Planted("CDG20-radicalisation", "child", "take other vulnerabilities to the panel", (
        child("then: signposting, title: other need}", "then: information, title: other need}"),
    )),
    Planted("CDG20-signpost", "child", "close other vulnerabilities without signposting", (
        child("{when: {concern: other_vulnerability}, then: signposting, title: other need}",
              "{when: {concern: other_vulnerability}, then: feedback, set: {result: closed_nfa}, title: other need}"),
    )),
    Planted("CDG20-pursue", "child", "bring a case back from Pursue", (
        child("what follows is no part of this model.\n    then: feedback\n",
              "what follows is no part of this model.\n    then: information\n"),
    )),
    Planted("CDG20-pursue-handover", "child", "signpost what is criminal", (
        child("then: pursue_handover, title: criminality", "then: signposting, title: criminality"),
    )),
    Planted("TH-01-tier", "child", "refer more readily where the area has priority", (
        child("  advice:\n    title: MASH advice\n",
              "  tier: {values: [one, other], starts: one}\n  advice:\n    title: MASH advice\n"),
        child("{when: {advice: enough}, then: advice_given", "{when: {tier: other}, then: advice_given"),
    )),
    Planted("TH-12-answered", "child", "ask social care again and again", (
        child("        ask_social_care:\n          title: Ask social care\n          lane: social_care\n"
              "          tags: [information]\n          target: none\n"
              "          source: Counter-Terrorism and Security Act 2015 s38\n          hardness: STATUTE\n"
              "          then: done\n",
              "        ask_social_care:\n          lane: social_care\n          then: ask_social_care\n"),
    )),
    Planted("CDG20-adopt", "child", "let the panel adopt and then do nothing", (
        channel("{when: {panel_view: not_adopt}, then: onward_referral, title: not adopted}",
                "{when: {panel_view: [not_adopt, adopt]}, then: onward_referral, title: not adopted}"),
    )),
    Planted("CDG20-renewed", "child", "close after a year although the concern is back", (
        channel("then: framework_assessment, set: {feedback_given: ack}, title: concern again}\n"
                "      - {otherwise: exited",
                "then: exited, set: {feedback_given: ack}, title: concern again}\n"
                "      - {otherwise: exited"),
    )),
    Planted("TH-42-enough", "child", "give advice to those who must refer", (
        child("{when: {advice: enough}, then: advice_given", "{when: {advice: refer}, then: advice_given"),
    )),
    Planted("TH-40-early-help", "child", "offer no early help", (
        child("then: early_help, title: early help", "then: qa_due, title: early help"),
    )),
    Planted("TH-40-s17", "child", "offer early help to a child in need", (
        child("then: s17_start, title: s17", "then: early_help, title: s17"),
    )),
    Planted("TH-40-s47", "child", "assess a child at risk of harm as one in need", (
        child("then: s47_start, title: s47", "then: s17_start, title: s47"),
    )),
    Planted("TH-44-s42", "adult", "leave the section 42 enquiry out", (
        adult('{when: {s42_met: "yes"}, then: s42_start,', '{when: {s42_met: "yes"}, then: done,'),
    )),
    Planted("TH-50-refused", "child", "take those who refused to the panel", (
        child("{when: {consent: [refused, unlikely]}, then: pcm,", "{when: {consent: refused}, then: pcm,"),
    )),
    Planted("TH-51-outcome", "child", "close as signposted what was closed without action", (
        child("{when: {result: closed_nfa}, then: closed_nfa,", "{when: {result: closed_nfa}, then: signposted,"),
    )),
    Planted("CDG20-pursue-only", "child", "hand over to Pursue what does not meet the test", (
        child("then: signposting, title: not met", "then: pursue_handover, title: not met"),
    )),
    Planted("CDG20-framework", "child", "go to the panel without the framework", (
        channel("start: framework_assessment", "start: panel_discussion"),
    )),
    Planted("CDG20-refresh", "child", "never refresh the framework", (
        channel("then: framework_refresh, title: third review}", "then: support, title: third review}"),
    )),
    Planted("CDG20-forward", "child", "triage again what the panel did not adopt", (
        child("not_supported: {then: feedback, set: {result: not_supported}}", "not_supported: triage"),
    )),
    Planted("CDG20-exit", "child", "exit although the panel wants more support", (
        channel("{otherwise: support, title: go on}", "{otherwise: exit, title: go on}"),
    )),
    Planted("CDG20-reopen", "child", "plan anew after the last review without the panel", (
        channel("then: framework_assessment, set: {feedback_given: ack}, title: concern again}\n"
                "      - {otherwise: exited",
                "then: support_plan, set: {feedback_given: ack}, title: concern again}\n"
                "      - {otherwise: exited"),
    )),
    Planted("CDG20-review-6m", "child", "leave the six-month review out", (
        channel("    then: review_6m\n", "    then: review_12m\n"),
    )),
    Planted("CDG20-review-12m", "child", "close after the six-month review", (
        channel("{otherwise: until_12m, title: settled}", "{otherwise: exited, title: settled}"),
    )),
    Planted("CDG20-recheck", "child", "forget while the panel's case is open what police learn later", (
        child("during: [information, section36_test, consent_conversation, channel, pcm]",
              "during: [information, section36_test, consent_conversation, channel.support, pcm]"),
    )),
    Planted("CDG20-review-times", "child", "hold the first review after nine months", (
        channel("    title: Wait until 6 months\n    lane: channel\n    for: 6 months\n",
                "    title: Wait until 6 months\n    lane: channel\n    for: 9 months\n"),
    )),
    Planted("CDG20-refresh-time", "child", "let support go on for six weeks between reviews", (
        channel("    target:\n      within: 3 weeks\n", "    target:\n      within: 6 weeks\n"),
    )),
    Planted("CDG20-never-stuck", "child", "leave out what is done with radicalisation", (
        child("      - {otherwise: information, title: radicalisation}\n", ""),
    )),
    Planted("CDG20-never-round", "child", "send whoever was signposted through triage again", (
        child("    tags: [signposting]\n    target: none\n    source: Peer review 2018, section 4\n"
              "    hardness: PEER_REVIEW\n    then: feedback\n",
              "    tags: [signposting]\n    then: triage\n"),
    )),
    Planted("CDG20-joined", "child", "check a sampled threshold again and again", (
        child("is ahead of what was found.\n          then: done\n",
              "is ahead of what was found.\n          then: qa_review\n"),
    )),
    Planted("CDG20-outcomes", "child", "close as something that nobody counts", (
        child("lane: prevent, outcome: signposted", "lane: prevent, outcome: passed_on"),
    )),
    Planted("CDG20-close", "child", "send whoever was signposted through triage again", (
        child("    tags: [signposting]\n    target: none\n    source: Peer review 2018, section 4\n"
              "    hardness: PEER_REVIEW\n    then: feedback\n",
              "    tags: [signposting]\n    then: triage\n"),
    )),
    Planted("CDG20-assessment-time", "child", "give the first assessment sixty hours of work", (
        study("    lognormal: {mean: 12 hours, cv: 0.8}\n", "    lognormal: {mean: 60 hours, cv: 0.8}\n"),
    )),
    Planted("TH-46-sources", "child", "no longer ask who refers", (
        child("    from: arrival\n    source: Home Office Prevent bulletin 2017/18\n",
              "    source: Home Office Prevent bulletin 2017/18\n"),
    )),
    Planted("TH-50-share", "child", "send cases to PCM that nobody has talked to about consent", (
        child("    starts: not_sought\n", ""),
        Edit("channel", "    starts: not_sought\n", ""),
        Edit("pcm_process", "    starts: not_sought\n", ""),
        child("{otherwise: consent_conversation, title: met}", "{otherwise: pcm, title: met}"),
    )),
    Planted("TH-60-monthly", "child", "let the panel meet every other month", (
        study("meets: first Wednesday", "meets: every 2 months on the first Wednesday"),
    )),
]  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.rule}: {planted.deed}")
def test_rule_catches_the_planted_edit(planted: Planted) -> None:
    verdict = verdicts(planted.pathway, planted.edits)[planted.rule]

    assert verdict.verdict == "broken", verdict.reason


def test_every_rule_has_an_edit_that_breaks_it() -> None:
    rules = {rule.id for policy in policies() for rule in policy.rules}

    assert {planted.rule for planted in PLANTED} == rules


def test_departure_that_no_longer_occurs_is_reported() -> None:
    """One door instead of four keeps TH-43, so declaring a departure from it is out of date."""
    edits = (
        ONE_DOOR,
        adult('adult_care_door:\n    title: Adult safeguarding form\n    lane: adult_care\n    tags: [door]\n'
              '    target: none\n    source: Peer review 2018, section 4\n    hardness: ASSUMPTION\n'
              '    note: The review finds several doors and does not name them.\n    then: two_questions',
              'adult_care_door:\n    title: Adult safeguarding form\n    lane: adult_care\n    then: two_questions'),
    )  # fmt: skip

    assert verdicts("adult", edits)["TH-43-entry"].verdict == "stale departure"


def test_edits_are_made_to_pathways_that_break_nothing_as_they_stand() -> None:
    for pathway in PATHWAYS:
        assert [
            v.rule for v in verdicts(pathway).values() if v.verdict in ("broken", "undecided", "stale departure")
        ] == []


def test_counterexample_tells_the_way_to_the_broken_rule() -> None:
    """Consent is granted in the one conversation about it, and the next thing is a police-led meeting."""
    edit = child("consent: [refused, unlikely]}, then: pcm", "consent: [granted, refused, unlikely]}, then: pcm")
    steps = verdicts("child", (edit,))["TH-50-pcm"].counterexample

    assert [step.state for step in steps][-3:] == ["consent_conversation", "route", "pcm.pcm_meeting"]
    assert dict(steps[-2].values)["consent"] == "granted"
