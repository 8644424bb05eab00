"""Sentences such as "90% of child referrals reach channel.panel within 30 working days" to verdicts.

Such a sentence speaks of those referrals that reach the state: "90% of child referrals that reach channel.panel do so
within 30 working days" says the same in full. Others hold a measure against a limit: "the median wait for child.panel
is at most 20 working days", "utilisation of mash is at most 85%".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from pathways.calendars import Calendar
from pathways.calendars.durations import seconds, working_amount
from pathways.definition.report import Report, nearest, one_of
from pathways.errors import Place
from pathways.machine.compiled import Kind
from pathways.measures import Estimate, Key, Milestone
from pathways.simulation.answers.asked import Asked, Names, Unit, parse_measure, unit_of, words_of
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.language.study import Scenario
from pathways.units import parse_duration

SHOWN: Final = 5  # the smallest number of referrals a year that is told as it is
_SHARE: Final = re.compile(
    r"(?:at least )?(?P<share>[0-9]{1,3}(?:\.[0-9]+)?)% of (?P<role>[a-z0-9_-]+) referrals (?:"
    r"(?:(?P<end>end)|reach (?P<state>[a-z0-9_.-]+)|that reach (?P<stated>[a-z0-9_.-]+) do so) within (?P<within>.+)"
    r"|reach (?P<ever>[a-z0-9_.-]+))"
)
_LIMIT: Final = re.compile(r"(?P<measure>.+?) is (?P<side>at most|at least) (?P<limit>[0-9][^,]*)")
_WAITING: Final = re.compile(
    r"(?:on average )?at most (?P<limit>[0-9]+(?:\.[0-9]+)?) referrals "
    r"(?:(?:are waiting|wait) (?:for|at) (?P<name>[a-z0-9_.-]+)|are in (?P<state>[a-z0-9_.-]+))"
)
_NUMBER: Final = re.compile(r"(?P<amount>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?P<percent>%?)")
Verdict = Literal["met", "unmet", "undecided"]
Side = Literal["at least", "at most"]


@dataclass(frozen=True)
class Expectation:
    """A measure that is to be at least, or at most, so much.

    Attributes
    ----------
    limit
        In the unit of the measure: a share, working days, or a number.
    milestone
        What a sentence about those who get somewhere measures; None for any other measure.
    title
        Of the milestone's state; None for the end.
    limit_says
        The limit as the sentence has it, where that is not a share of those who get somewhere.
    """

    says: str
    key: Key
    side: Side
    limit: Fraction
    milestone: Milestone | None = None
    title: str | None = None
    limit_says: str | None = None

    @property
    def unit(self) -> Unit:
        return "share" if self.milestone is not None else unit_of(self.key)

    @property
    def asked(self) -> Asked:
        """The measure, for which less or more is better as the sentence has it."""
        return Asked(self.key, words_of(self.key), "more" if self.side == "at least" else "less")

    def verdict(self, low: float | None, high: float | None) -> Verdict:
        """Met if all of the interval is on the side that is asked for, unmet if none of it is."""
        if low is None or high is None:
            return "undecided"
        if self.side == "at least":
            return "met" if low >= self.limit else "unmet" if high < self.limit else "undecided"
        return "met" if high <= self.limit else "unmet" if low > self.limit else "undecided"


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
        What was asked for, in `unit`.
    value, low, high
        What was found, with its interval; of shares, of those that get there.
    reached, reached_per_year
        How many of all referrals get there; None where all do (the end), where none was seen, and where the sentence
        is not about getting somewhere.
    measure, pathway, of, statistic
        Which estimate of the result it is about.
    unit
        `share`, `working days` or `number`.
    side
        Whether `asked` is the least (`at least`) or the most (`at most`).
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
    measure: str = "within_target"
    statistic: str = "share"
    unit: Unit = "share"
    side: Side = "at least"


def parse_expectations(scenario: Scenario, lookup: Lookup, calendar: Calendar, report: Report) -> list[Expectation]:
    """The expectations of a study; sentences that are not understood are reported."""
    names = Names(lookup)
    found = []
    for number, sentence in enumerate(scenario.spec.expect):
        place = scenario.document.place(("expect", number))
        words = " ".join(sentence.split())
        expectation = None
        if match := _SHARE.fullmatch(words):
            expectation = _share(match, sentence, lookup, place, report)
        elif match := _WAITING.fullmatch(words):
            expectation = _waiting(match, sentence, names, place, report)
        elif match := _LIMIT.fullmatch(words):
            asked = parse_measure(match["measure"], names, place, report)
            limit = None if asked is None else _limit(match["limit"], asked.unit, calendar, place, report)
            if asked is not None and limit is not None:
                side: Side = "at most" if match["side"] == "at most" else "at least"
                expectation = Expectation(sentence, asked.key, side, limit, limit_says=match["limit"])
        else:
            report.add(
                "study-expect", place, f"'{sentence}' is not understood", f"a sentence such as {_example(lookup)}",
                "say it in the words of the example",
            )  # fmt: skip
        if expectation is not None:
            found.append(expectation)
    return found


def _share(match: re.Match[str], sentence: str, lookup: Lookup, place: Place, report: Report) -> Expectation | None:
    """Of those who get somewhere, how many in time; or of all, how many get there."""
    role, state = match["role"], match["state"] or match["stated"] or match["ever"]
    if role not in lookup.roles:
        expected, _ = one_of(role, lookup.roles, "pathways")
        message = f"'{role}' is not a pathway of this study"
        report.add("study-expect", place.on(role), message, expected, _write(role, lookup.roles, "name"))
        return None
    states = lookup.roles[role].linked.states
    if state is not None and state not in states:
        expected, _ = one_of(state, states, "states")
        message = f"'{state}' is not a state of '{role}'"
        report.add("study-state", place.on(state), message, expected, _write(state, states, "name"))
        return None
    share = Fraction(match["share"]) / 100
    within = None
    if match["within"] is not None:
        try:
            within = parse_duration(match["within"])
        except ValueError as error:
            remedy = "write for instance '30 working days'"
            report.add("study-expect", place.on(match["within"]), str(error), "a number and a unit of time", remedy)
            return None
    if share > 1:
        written = f"{match['share']}%"
        report.add(
            "study-expect", place.on(written), f"{written} is more than all", "at most 100%", "correct the share"
        )
        return None
    title = None if state is None else states[state].title
    if within is None:
        milestone = Milestone(f"{state} at all", role, None, state)
        return Expectation(sentence, Key("reached", role, milestone.name, "share"), "at least", share, milestone, title)
    milestone = Milestone(f"{state or 'end'} within {within}", role, None, state, within)
    key = Key("within_target", role, milestone.name, "share")
    return Expectation(sentence, key, "at least", share, milestone, title)


def _waiting(match: re.Match[str], sentence: str, names: Names, place: Place, report: Report) -> Expectation | None:
    """How many wait for a team or places, or are in a state, over time; or are left over as a meeting closes."""
    name, limit = match["name"] or match["state"], Fraction(match["limit"])
    kinds = ("state",) if match["state"] else ("team", "places", "panel")
    known = names.of(kinds)
    if name not in known:
        what = "state" if match["state"] else "team, panel or places"
        expected, _ = one_of(name, known, f"{what}s" if match["state"] else "names")
        message = f"'{name}' is no {what} of this study"
        report.add("study-expect", place.on(name), message, expected, _write(name, known, "name"))
        return None
    pathway, of = known[name]
    measure = "caseload" if match["state"] else "left_over" if name in names.of(("panel",)) else "queue"
    return Expectation(sentence, Key(measure, pathway, of, "mean"), "at most", limit)


def _limit(text: str, unit: Unit, calendar: Calendar, place: Place, report: Report) -> Fraction | None:
    """The limit in the unit of its measure."""
    if unit == "working days":
        try:
            duration = parse_duration(text)
        except ValueError as error:
            remedy = "write for instance '20 working days'"
            report.add("study-expect", place.on(text), str(error), "a number and a unit of time", remedy)
            return None
        amount = working_amount(duration, calendar)
        if amount is None and calendar.day_length == 86_400:  # every hour counts
            amount = seconds(duration)
        if amount is None:
            report.add(
                "study-expect", place.on(text), f"the measure is in working days, and '{text}' is not", "working days",
                "write for instance '20 working days'",
            )  # fmt: skip
            return None
        return Fraction(amount, calendar.day_length)
    match = _NUMBER.fullmatch(text)
    if match is None or (match["percent"] and unit == "number"):
        what, such = ("a share", "85%") if unit == "share" else ("a number", "10")
        report.add(
            "study-expect", place.on(text), f"'{text}' is not {what}", f"{what} such as {such}", f"write '{such}'"
        )
        return None
    amount_ = Fraction(match["amount"]) / (100 if match["percent"] else 1)
    if unit == "share" and amount_ > 1:
        report.add("study-expect", place.on(text), f"{text} is more than all", "at most 100%", "correct the share")
        return None
    return amount_


def _write(word: str, known: Iterable[str], what: str) -> str:
    near = nearest(word, known)
    return f"write '{near}'" if near else f"correct the {what}"


def _example(lookup: Lookup) -> str:
    """Sentences about the study's own pathways and teams."""
    role, pathway = next(iter(lookup.roles.items()))
    state = next((s.name for kind in (Kind.PANEL, Kind.TASK) for s in pathway.states if s.kind is kind), None)
    found = [f"'90% of {role} referrals that reach {state} do so within 30 working days'"] if state else []
    found.append(f"'90% of {role} referrals end within 6 months'")
    team = next(iter(lookup.scenario.spec.teams), None)
    found += [f"'utilisation of {team} is at most 85%'"] if team else []
    return f"{', '.join(found[:-1])} or {found[-1]}" if len(found) > 1 else found[0]


def judge(expectation: Expectation, scenario: str, estimates: Sequence[Estimate]) -> ExpectationVerdict:
    """Hold an expectation against the estimates of a scenario."""
    rows = {Key(e.measure, e.pathway, e.of, e.statistic, e.group): e for e in estimates}
    key = expectation.key
    found = rows.get(key)
    share, per_year = (rows.get(Key("reached", key.pathway, key.of, statistic)) for statistic in ("share", "per_year"))
    if key.measure == "reached":  # it is itself what was asked for
        share = per_year = None
    return ExpectationVerdict(
        says=expectation.says,
        scenario=scenario,
        verdict="undecided" if found is None else expectation.verdict(found.low, found.high),
        finding=_finding(expectation, found, share, per_year),
        asked=float(expectation.limit),
        value=None if found is None else found.value,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        reached=None if share is None else share.value,
        reached_per_year=None if per_year is None else per_year.value,
        pathway=key.pathway,
        of=key.of,
        measure=key.measure,
        statistic=key.statistic,
        unit=expectation.unit,
        side=expectation.side,
    )


def _finding(
    expectation: Expectation, found: Estimate | None, share: Estimate | None, per_year: Estimate | None
) -> str:
    """`of the child referrals that reach 'Panel' (13% of all, about 8 a year), 98.7% do so within 40 working days`."""
    milestone = expectation.milestone
    if milestone is None:
        limit = expectation.limit_says or in_words(float(expectation.limit), expectation.unit)
        asked = f"asked for {expectation.side} {limit}"
        what = f"the {words_of(expectation.key)}"
        return f"{what} was not seen; {asked}" if found is None else (
            f"{what} is {in_words(found.value, expectation.unit)}; {asked}"
        )  # fmt: skip
    asked = f"asked for {float(expectation.limit * 100):.4g}%"
    who = f"the {milestone.pathway} referrals"
    if milestone.within is None:
        how = "none was seen" if found is None else f"{found.value:.1%} reach '{expectation.title}'"
        return f"of {who}, {how}; {asked}"
    if expectation.title is not None:
        who += f" that reach '{expectation.title}'"
        if share is not None and per_year is not None:
            who += f" ({share_words(share.value)} of all, {a_year(per_year.value)})"
    if found is None:
        return f"of {who}, none was seen; {asked}"
    do = "do so" if expectation.title is not None else "end"
    return f"of {who}, {found.value:.1%} {do} within {milestone.within}; {asked}"


def in_words(value: float, unit: Unit) -> str:
    """A figure as one says it: `12.3 working days`, `85.0%`, `3.2`."""
    if unit == "share":
        return f"{value:.1%}"
    size = abs(value)
    number = f"{value:,.0f}" if size >= 1000 else f"{value:.2f}" if 0.01 <= size < 1 else f"{value:.3g}"
    return f"{number} working days" if unit == "working days" else number


def interval_words(value: float, low: float | None, high: float | None, unit: Unit) -> str:
    """The figure, with its interval where there is one: `12.3 working days (11.0 to 13.6)`."""
    if low is None or high is None:
        return in_words(value, unit)
    # Nothing that is measured is less than nothing, though an interval of few replications may reach below it.
    ends = (in_words(max(end, 0.0), unit).removesuffix(" working days") for end in (low, high))
    return f"{in_words(value, unit)} ({' to '.join(ends)})"


def share_words(share: float) -> str:
    """A share in whole percent, unless that would say none or all where it is not."""
    whole = round(share * 100)
    return f"{share * 100:.1f}%" if (whole == 0 and share > 0) or (whole == 100 and share < 1) else f"{whole}%"


def a_year(number: float) -> str:
    """`about 8 a year`; small numbers as a data pack shows them."""
    return f"about {number:,.0f} a year" if round(number) >= SHOWN else f"fewer than {SHOWN} a year"
