"""Policies and definitions to docs/traceability.md: which fact stands where, and what became of each rule.

`python -m tests.definitions.traceability > docs/traceability.md` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pathways.rules.kinds.base import RuleModel
from tests.definitions.library import PATHWAYS, policies, verdicts


class Fact(NamedTuple):
    """A numbered fact of docs/domain.md and the states (`pathway:state`) that carry it."""

    id: str
    what: str
    states: tuple[str, ...] = ()
    note: str = ""


ADULTS: Final = ("adult", "adult-one-front-door")


def everywhere(*states: str) -> tuple[str, ...]:
    return tuple(f"{pathway}:{state}" for state in states for pathway in PATHWAYS)


FACTS: Final = (
    Fact("LAW-01", "each area has a panel, which assesses", everywhere("channel.panel_discussion")),
    Fact("LAW-02", "the police refer to the panel", everywhere("section36_test")),
    Fact("LAW-03", "reasonable grounds", everywhere("section36_test", "section36_decision")),
    Fact("LAW-04", "the panel plans support", everywhere("channel.support_plan")),
    Fact("LAW-05", "support only with consent", everywhere(
        "channel.seek_consent", "channel.consent_answer", "channel.support")),
    Fact("LAW-06", "support is reviewed", everywhere("channel.review")),
    Fact("LAW-07", "refusal and withdrawal are assessed again", everywhere("channel.reassessment")),
    Fact("LAW-08", "what a plan says", everywhere("channel.support_plan")),
    Fact("LAW-09", "other services are considered", everywhere("channel.onward_referral")),
    Fact("LAW-10", "partners co-operate", everywhere("information")),
    Fact("LAW-11", "who sits on the panel", everywhere("channel.panel_discussion")),
    Fact("TH-01", "a priority area, with resources of its own", (), "no attribute holds an area or its priority"),
    Fact("TH-02", "dedicated children's Prevent social-care team", (
        "child:response.safeguarding.early_help", "child:response.safeguarding.s17_start",
        "child:response.safeguarding.s47_start", "child:consent_conversation"),
        "the lane `social_care` of `child`"),
    Fact("TH-03", "a chart of who does what", (), "the lanes of every pathway"),
    Fact("TH-12", "partners share information and trust each other", everywhere("information")),
    Fact("TH-30", "each action has owner, outcome and time", (), "lane, way out and target of every state"),
    Fact("TH-40", "every child referral goes through the MASH", ("child:mash_check",)),
    Fact("TH-41", "the MASH is the first point of call", ("child:notice_concern", "child:mash_advice")),
    Fact("TH-42", "early advice", (
        "child:mash_advice", "child:advice_given", "adult-one-front-door:front_door_advice")),
    Fact("TH-43", "adults have no single point of entry", (
        "adult:adult_care_door", "adult:police_door", "adult:prevent_door", "adult:health_door",
        "adult-one-front-door:notice_concern")),
    Fact("TH-44", "adults aligned with children", tuple(f"{p}:two_questions" for p in ADULTS)),
    Fact("TH-45", "dedicated social care for adults", (
        "adult:response.safeguarding.s42_due", "adult-one-front-door:response.safeguarding.assign_worker")),
    Fact("TH-46", "regular review from an analysis of sources", (), "the attribute `source_sector`"),
    Fact("TH-47", "the advice is valued", ("child:mash_advice",), "not a rule: advice is not scored"),
    Fact("TH-48", "quality assurance of thresholds", (
        "child:response.safeguarding.qa_review", "adult-one-front-door:response.safeguarding.qa_review")),
    Fact("TH-49", "early conversation of SO15 and the coordinator", everywhere("response.prevent.early_conversation")),
    Fact("TH-50", "Channel is the default; PCM only without consent", everywhere("route", "pcm.pcm_meeting")),
    Fact("TH-51", "feedback to referrers", everywhere(
        "feedback.tell_reason", "feedback.record_withheld", "channel.tell_referrer")),
    Fact("TH-60", "monthly panel of all sectors", everywhere("channel.panel_discussion")),
    Fact("TH-63", "intervention providers are scarce", everywhere(
        "channel.support.provider.provider_wait", "channel.support.other.other_support")),
    Fact("TH-65", "the local authority attends PCM meetings", everywhere("pcm.pcm_meeting")),
    Fact("TH-92", "all forms of extremism alike", (), "no attribute holds an ideology"),
)  # fmt: skip

STEPS: Final = (
    ("Notice, check, share", ("child:notice_concern", "child:mash_advice")),
    ("Referral", ("child:referral", "adult-one-front-door:referral")),
    ("Deconfliction", everywhere("response.prevent.deconfliction")),
    ("Gateway assessment", everywhere("response.prevent.gateway_assessment")),
    ("No further action, signposting, Pursue", everywhere("closed_nfa", "signposting", "pursue_handover")),
    ("Information gathering", everywhere("information")),
    ("Section 36 decision", everywhere("section36_test")),
    ("Framework assessment", everywhere("channel.framework_assessment", "channel.framework_refresh")),
    ("First panel discussion", everywhere("channel.panel_discussion")),
    ("Consent", everywhere("consent_conversation", "channel.seek_consent")),
    ("Adoption and support plan", everywhere("channel.panel_decision", "channel.support_plan")),
    ("Support", everywhere("channel.support")),
    ("Monthly review", everywhere("channel.review")),
    ("Exit", everywhere("channel.exit")),
    ("Reviews after 6 and 12 months", everywhere("channel.review_6m", "channel.review_12m")),
    ("Feedback", everywhere("feedback.tell_reason", "channel.tell_referrer")),
)

_HEAD: Final = """\
# From facts to states and rules

Where each fact of [domain.md](domain.md) stands in the definitions, which rules hold it fast, and what the rules say of
each pathway today. This page is made from the definitions and policies and compared with them in the tests.
To make it anew:

    python -m tests.definitions.traceability > docs/traceability.md
"""


def fact_of(rule: str) -> str:
    """The fact a rule is named after: `TH-50-pcm` belongs to `TH-50`; a rule of the guidance to none."""
    head, number, *_ = rule.split("-")
    return f"{head}-{number}" if head in ("TH", "LAW") else ""


def rules() -> list[RuleModel]:
    return [rule.spec for policy in policies() for rule in policy.rules]


def page() -> str:
    return "\n".join([_HEAD, *_facts(), "", *_steps(), "", *_rules(), ""])


def _facts() -> Iterator[str]:
    yield "## Facts\n"
    yield "| fact | what | states | rules |"
    yield "|---|---|---|---|"
    for fact in FACTS:
        named = [rule.id for rule in rules() if fact_of(rule.id) == fact.id]
        where = "; ".join(part for part in (_grouped(fact.states), fact.note) if part)
        yield f"| {fact.id} | {fact.what} | {where} | {_list(named)} |"


def _steps() -> Iterator[str]:
    yield "## Steps of the process\n"
    yield "| step | states |"
    yield "|---|---|"
    for step, states in STEPS:
        yield f"| {step} | {_grouped(states)} |"


def _rules() -> Iterator[str]:
    yield "## Rules and verdicts\n"
    yield "`departed`: broken, and declared with its reason. A dash: the rule does not speak of that pathway.\n"
    yield "| rule | says | hardness | child | adult | adult, one front door |"
    yield "|---|---|---|---|---|---|"
    found = [verdicts(pathway) for pathway in PATHWAYS]
    for rule in rules():
        row = " | ".join(verdict[rule.id].verdict if rule.id in verdict else "-" for verdict in found)
        yield f"| {rule.id} | {rule.says} | {rule.hardness} | {row} |"


def _grouped(states: Iterable[str]) -> str:
    """`child:route adult:route` as `route` (child, adult); a state of every pathway without saying so."""
    pathways: dict[str, list[str]] = {}
    for state in states:
        pathway, name = state.split(":")
        pathways.setdefault(name, []).append(pathway)
    return ", ".join(
        f"`{name}`" + ("" if set(used) == set(PATHWAYS) else f" ({_list(used, '')})") for name, used in pathways.items()
    )


def _list(names: Iterable[str], quote: str = "`") -> str:
    return ", ".join(f"{quote}{name}{quote}" for name in names)


if __name__ == "__main__":
    sys.stdout.write(page())
