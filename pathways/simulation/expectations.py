"""Sentences such as "90% of child referrals reach channel.panel within 30 working days" to verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from pathways.definition.report import Report, one_of
from pathways.measures import Estimate, Milestone
from pathways.simulation.lookup import Lookup
from pathways.simulation.study import Scenario
from pathways.units import parse_duration

_SENTENCE: Final = re.compile(
    r"(?:at least )?(?P<share>[0-9]{1,3}(?:\.[0-9]+)?)% of (?P<role>[a-z0-9_-]+) referrals"
    r" (?:(?P<end>end)|reach (?P<state>[a-z0-9_.-]+)) within (?P<within>.+)"
)
_EXAMPLE: Final = "'90% of child referrals reach channel.panel within 30 working days', or '... end within 6 months'"
Verdict = Literal["met", "unmet", "undecided"]


@dataclass(frozen=True)
class Expectation:
    """At least `share` of the referrals that get there do so in time."""

    says: str
    share: Fraction
    milestone: Milestone


@dataclass(frozen=True)
class ExpectationVerdict:
    """Whether an expectation is met in a scenario; undecided if its interval leaves that open."""

    says: str
    scenario: str
    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None


def parse_expectations(scenario: Scenario, lookup: Lookup, report: Report) -> list[Expectation]:
    """The expectations of a study; sentences that are not understood are reported."""
    found = []
    for number, sentence in enumerate(scenario.spec.expect):
        place = scenario.document.place(("expect", number))
        match = _SENTENCE.fullmatch(" ".join(sentence.split()))
        if match is None:
            report.add(
                "study-expect",
                place,
                f"'{sentence}' is not understood",
                f"a sentence such as {_EXAMPLE}",
                "follow the example",
            )
            continue
        role, state = match["role"], match["state"]
        if role not in lookup.roles:
            expected, _ = one_of(role, lookup.roles, "pathways")
            report.add("study-expect", place, f"'{role}' is not a pathway of this study", expected, "correct the name")
            continue
        if state is not None and not lookup.known(f"{role}.{state}", ("expect", number)):
            continue
        try:
            within = parse_duration(match["within"])
        except ValueError as error:
            report.add("study-expect", place, str(error), "a number and a unit of time", "correct the duration")
            continue
        share = Fraction(match["share"]) / 100
        if share > 1:
            report.add(
                "study-expect", place, f"{match['share']}% is more than all", "at most 100%", "correct the share"
            )
            continue
        found.append(
            Expectation(sentence, share, Milestone(f"{state or 'end'} within {within}", role, None, state, within))
        )
    return found


def judge(expectation: Expectation, scenario: str, estimates: Iterable[Estimate]) -> ExpectationVerdict:
    """Hold an expectation against the estimates of a scenario."""
    milestone = expectation.milestone
    found = next(
        (e for e in estimates if (e.measure, e.pathway, e.of) == ("within_target", milestone.pathway, milestone.name)),
        None,
    )
    if found is None:
        return ExpectationVerdict(expectation.says, scenario, "undecided", None, None, None)
    verdict: Verdict = "undecided"
    if found.low is not None and found.low >= expectation.share:
        verdict = "met"
    elif found.high is not None and found.high < expectation.share:
        verdict = "unmet"
    return ExpectationVerdict(expectation.says, scenario, verdict, found.value, found.low, found.high)
