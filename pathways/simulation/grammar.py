"""How to speak of a study's file: each key to what belongs under it, in words and as an author would write it."""

from __future__ import annotations

from typing import Final

from pathways.definition.fields import CALLED, FIELDS, OTHER_FIELDS
from pathways.definition.model import GuardSpec
from pathways.definition.shape import Grammar
from pathways.simulation import spec

_DURATION: Final = "a duration with its unit"
_SHARE: Final = ("a share, such as 0.25 or 25%", "{}: 0.25")
_CASE: Final = ("a case with 'when:' and 'shares:', or with 'otherwise:'", "- {otherwise: {none: 0.4, real: 0.6}}")
_SHARES: Final = "values with their shares, or a list of cases"

STUDY: Final = Grammar(
    model=spec.StudySpec,
    file="a study",
    called={
        **CALLED,
        spec.StudySpec: "a study",
        spec.ClockSpec: "a clock",
        spec.ArrivalSpec: "a stream of arrivals",
        spec.TeamSpec: "a team",
        spec.PanelSpec: "a panel",
        spec.TimeSpec: "a service time",
        spec.FindingSpec: "a finding",
        spec.InterruptSpec: "an interrupt",
        spec.CaseSpec: "a case",
        **dict.fromkeys((spec.Mean, spec.MeanSpread, spec.LowHigh, spec.LowModeHigh), "a distribution"),
    },
    fields={
        **{name: FIELDS[name] for name in ("note", "source", "hardness", "when", "all", "any", "not")},
        "at_least": FIELDS["at_least"],
        "at_most": FIELDS["at_most"],
        "study": ("the id of the study", "study: panel-frequency"),
        "builds_on": ("the id of another study", "builds_on: borough-baseline"),
        "title": ("a few words to show", "title: What if the panel met fortnightly?"),
        "question": ("what the study is to answer", "question: How long do referrals wait for the panel?"),
        "pathways": ("the ids of pathways, or a name for each", "pathways: [child, adult]"),
        "pathway": ("the name of one of the study's pathways", "pathway: child"),
        "clock": ("which dates are simulated", "clock: {starts: 2018-04-02, warm_up: 26 weeks, length: 104 weeks}"),
        (spec.ClockSpec, "starts"): ("a date with year, month and day", "starts: 2018-04-02"),
        (spec.ArrivalSpec, "starts"): ("the front doors with their shares", "starts: {referral: 0.8, transfer: 0.2}"),
        "warm_up": (_DURATION, "warm_up: 26 weeks"),
        "length": (_DURATION, "length: 104 weeks"),
        "calendar": ("'england' or 'continuous'", "calendar: england"),
        "replications": ("a whole number from 2 to 999999", "replications: 30"),
        "seed": ("a whole number in at most 18 digits", "seed: 20180227"),
        "arrivals": ("streams of referrals by name", "arrivals: {child: {rate: 40 per year}}"),
        "rate": ("how many in what time", "rate: 40 per year"),
        "come": ("'any time' or 'working time'", "come: working time"),
        "attributes": ("attributes with the shares of their values", "attributes: {sector: {school: 60%, none: 40%}}"),
        "teams": ("teams by name", "teams: {mash: {staff: 2}}"),
        "staff": ("how many people work in the team", "staff: 2"),
        "panels": ("panels by name", "panels: {channel_panel: {meets: first Wednesday, slots: 12}}"),
        "meets": ("when the panel meets", "meets: first Wednesday"),
        "slots": ("how many referrals one meeting can hear", "slots: 12"),
        "at": ("a time of day", "at: 10:00"),
        "service_times": ("states, each with how it spends its time", "service_times: {child.check: {fixed: 1 day}}"),
        "team": ("the name of one team", "team: mash"),
        "panel": ("the name of one panel", "panel: channel_panel"),
        "fixed": (_DURATION, "fixed: 2 days"),
        "exponential": ("a mean", "exponential: {mean: 3 hours}"),
        "lognormal": ("a mean and a spread", "lognormal: {mean: 3 hours, cv: 1}"),
        "gamma": ("a mean and a spread", "gamma: {mean: 3 hours, cv: 1}"),
        "uniform": ("the lowest and the highest", "uniform: {low: 1 hour, high: 4 hours}"),
        "triangular": ("lowest, likeliest and highest", "triangular: {low: 1 hour, mode: 2 hours, high: 4 hours}"),
        "mean": (_DURATION, "mean: 3 hours"),
        "cv": ("the standard deviation over the mean", "cv: 1"),
        "low": (_DURATION, "low: 1 hour"),
        "mode": (_DURATION, "mode: 2 hours"),
        "high": (_DURATION, "high: 4 hours"),
        "no_time": ("a list of states that take no time", "no_time: [child.screening]"),
        "findings": ("states, each with what it finds", "findings: {child.triage: {concern: {none: 0.4, real: 0.6}}}"),
        "shares": ("values with their shares", "shares: {none: 0.4, real: 0.6}"),
        "otherwise": ("values with their shares", "otherwise: {none: 0.4, real: 0.6}"),
        "interrupts": ("interrupts, each with its rate", "interrupts: {child.withdrawn: {rate: 1 per year}}"),
        "scenarios": ("scenarios by name, each with what it changes", "scenarios: {larger: {teams.mash.staff: 3}}"),
        "expect": ("a list of sentences", "expect: [90% of child referrals end within 6 months]"),
    },
    entries={
        "pathways": ("the id of a pathway", "{}: child"),
        "arrivals": ("how often a referral arrives", "{}: {rate: 40 per year}"),
        "attributes": (_SHARES, "{}: {school: 60%, police: 40%}"),
        "starts": _SHARE,
        "shares": _SHARE,
        "otherwise": _SHARE,
        "attributes.": _SHARE,
        ".": _SHARE,
        "- attributes.": _CASE,
        "- .": _CASE,
        "teams": ("how many work in it", "{}: {staff: 2}"),
        "panels": ("when it meets, and how many it can hear", "{}: {meets: first Wednesday, slots: 12}"),
        "service_times": ("how the state spends its time", "{}: {team: mash, lognormal: {mean: 3 hours, cv: 1}}"),
        "findings": ("attributes, each with the shares of its values", "{}: {concern: {none: 0.4, real: 0.6}}"),
        spec.FindingSpec: (_SHARES, "{}: {none: 0.4, real: 0.6}"),
        "interrupts": ("how often it strikes", "{}: {rate: 1 per year}"),
        GuardSpec: ("one or more of its values", "{}: [refused, unlikely]"),
        "scenarios": ("what the scenario changes", "{}: {teams.mash.staff: 3}"),
        "scenarios.": ("what stands there in this scenario", "{}: 3"),
        "- expect": ("a sentence", "- 90% of child referrals end within 6 months"),
    },
    synonyms=OTHER_FIELDS,
    begins=(
        "lines such as 'study: panel-frequency' and 'title: What if the panel met fortnightly?'",
        "begin with 'study:', 'title:', 'pathways:', 'clock:' and 'arrivals:'",
    ),
)  # fmt: skip
