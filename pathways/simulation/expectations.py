"""Sentences such as "90% of child referrals reach channel.panel within 30 working days" to verdicts.

Such a sentence speaks of those referrals that reach the state: "90% of child referrals that reach channel.panel do so
within 30 working days" says the same in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from pathways.definition.report import Report, nearest, one_of
from pathways.machine.compiled import Kind
from pathways.measures import Estimate, Milestone
from pathways.simulation.lookup import Lookup
from pathways.simulation.study import Scenario
from pathways.units import parse_duration

_SENTENCE: Final = re.compile(
    r"(?:at least )?(?P<share>[0-9]{1,3}(?:\.[0-9]+)?)% of (?P<role>[a-z0-9_-]+) referrals"
    r" (?:(?P<end>end)|reach (?P<state>[a-z0-9_.-]+)|that reach (?P<stated>[a-z0-9_.-]+) do so) within (?P<within>.+)"
)
Verdict = Literal["met", "unmet", "undecided"]


@dataclass(frozen=True)
class Expectation:
    """At least `share` of the referrals that get there do so in time; `title` is the state's (None: the end)."""

    says: str
    share: Fraction
    milestone: Milestone
    title: str | None = None


@dataclass(frozen=True)
class ExpectationVerdict:
    """Whether an expectation is met in a scenario; undecided if its interval leaves that open.

    Attributes
    ----------
    says
        The sentence as the study has it.
    finding
        What was found, of whom, and what was asked for, in one sentence.
    asked
        The share that was asked for.
    value, low, high
        The share found, of those that get there, with its interval.
    reached, reached_per_year
        How many of all referrals get there; None where all do (the end), or none was seen.
    pathway, of
        Whose share it is: the measure `within_target` of the same pathway and name.
    """

    says: str
    scenario: str
    verdict: Verdict
    finding: str
    asked: float
    value: float | None
    low: float | None
    high: float | None
    reached: float | None
    reached_per_year: float | None
    pathway: str
    of: str


def parse_expectations(scenario: Scenario, lookup: Lookup, report: Report) -> list[Expectation]:
    """The expectations of a study; sentences that are not understood are reported."""
    found = []
    for number, sentence in enumerate(scenario.spec.expect):
        place = scenario.document.place(("expect", number))
        match = _SENTENCE.fullmatch(" ".join(sentence.split()))
        if match is None:
            report.add(
                "study-expect", place, f"'{sentence}' is not understood", f"a sentence such as {_example(lookup)}",
                "say it in the words of the example",
            )  # fmt: skip
            continue
        role, state = match["role"], match["state"] or match["stated"]
        if role not in lookup.roles:
            expected, _ = one_of(role, lookup.roles, "pathways")
            message = f"'{role}' is not a pathway of this study"
            report.add("study-expect", place.on(role), message, expected, _write(role, lookup.roles, "name"))
            continue
        states = lookup.roles[role].linked.states
        if state is not None and state not in states:
            expected, _ = one_of(state, states, "states")
            message = f"'{state}' is not a state of '{role}'"
            report.add("study-state", place.on(state), message, expected, _write(state, states, "name"))
            continue
        try:
            within = parse_duration(match["within"])
        except ValueError as error:
            remedy = "write for instance '30 working days'"
            report.add("study-expect", place.on(match["within"]), str(error), "a number and a unit of time", remedy)
            continue
        share = Fraction(match["share"]) / 100
        if share > 1:
            written = f"{match['share']}%"
            report.add(
                "study-expect", place.on(written), f"{written} is more than all", "at most 100%", "correct the share"
            )
            continue
        title = None if state is None else states[state].title
        milestone = Milestone(f"{state or 'end'} within {within}", role, None, state, within)
        found.append(Expectation(sentence, share, milestone, title))
    return found


def _write(word: str, known: Iterable[str], what: str) -> str:
    near = nearest(word, known)
    return f"write '{near}'" if near else f"correct the {what}"


def _example(lookup: Lookup) -> str:
    """Two sentences about the study's own pathways."""
    role, pathway = next(iter(lookup.roles.items()))
    state = next((s.name for kind in (Kind.PANEL, Kind.TASK) for s in pathway.states if s.kind is kind), None)
    ends = f"'90% of {role} referrals end within 6 months'"
    return f"'90% of {role} referrals that reach {state} do so within 30 working days', or {ends}" if state else ends


def judge(expectation: Expectation, scenario: str, estimates: Sequence[Estimate]) -> ExpectationVerdict:
    """Hold an expectation against the estimates of a scenario."""
    milestone = expectation.milestone
    rows = {(e.measure, e.statistic): e for e in estimates if (e.pathway, e.of) == (milestone.pathway, milestone.name)}
    found = rows.get(("within_target", "share"))
    share, per_year = (rows.get(("reached", statistic)) for statistic in ("share", "per_year"))
    verdict: Verdict = "undecided"
    if found is not None and found.low is not None and found.low >= expectation.share:
        verdict = "met"
    elif found is not None and found.high is not None and found.high < expectation.share:
        verdict = "unmet"
    return ExpectationVerdict(
        says=expectation.says,
        scenario=scenario,
        verdict=verdict,
        finding=_finding(expectation, found, share, per_year),
        asked=float(expectation.share),
        value=None if found is None else found.value,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        reached=None if share is None else share.value,
        reached_per_year=None if per_year is None else per_year.value,
        pathway=milestone.pathway,
        of=milestone.name,
    )


def _finding(
    expectation: Expectation, found: Estimate | None, share: Estimate | None, per_year: Estimate | None
) -> str:
    """`of the child referrals that reach 'Panel' (13% of all, about 8 a year), 98.7% do so within 40 working days`."""
    who = f"the {expectation.milestone.pathway} referrals"
    if expectation.title is not None:
        who += f" that reach '{expectation.title}'"
        if share is not None and per_year is not None:
            who += f" ({share_words(share.value)} of all, {a_year(per_year.value)})"
    asked = f"asked for {float(expectation.share * 100):.4g}%"
    if found is None:
        return f"of {who}, none was seen; {asked}"
    do = "do so" if expectation.title is not None else "end"
    return f"of {who}, {found.value:.1%} {do} within {expectation.milestone.within}; {asked}"


def share_words(share: float) -> str:
    """A share in whole percent, unless that would say none or all where it is not."""
    whole = round(share * 100)
    return f"{share * 100:.1f}%" if (whole == 0 and share > 0) or (whole == 100 and share < 1) else f"{whole}%"


def a_year(number: float) -> str:
    """`about 8 a year`."""
    return f"about {number:,.0f} a year" if number >= 0.95 else f"about {number:.1f} a year"
