"""`meets_at_least`: a panel meets at least that often, by its own target and by every study that schedules it.

Formally, a fact of the calendar. Months and years go by their dates: `1 month` asks for a meeting in every whole
calendar month of the study (first Wednesdays lie 28 or 35 days apart, and are monthly), `3 months` for one in any
three in a row. Days and weeks bound the time between one meeting and the next. Bank holidays count: a meeting that
falls on one is held on the next working day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from pydantic import Field, model_validator

from pathways.definition.words import Name, Span
from pathways.errors import Place
from pathways.rules.evidence import Schedule
from pathways.rules.kinds.base import Answer, RuleKind, RuleModel, Scene, Selectors
from pathways.rules.kinds.quantity import NO_STUDY, wrong
from pathways.units import Duration

# The least and the greatest number of days in one of each unit.
_DAYS: Final = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}
_LONGEST_MONTH: Final = 31


class MeetsAtLeast(RuleModel):
    """The panel meets at least that often."""

    kind: Literal["meets_at_least"]
    state: Selectors = Field(description="the state that the panel decides")
    every: Span = Field(description="how often it must meet", examples=["1 month"])
    study: Name | None = Field(
        None, description="the study that schedules it; by default every one", examples=["borough-baseline"]
    )

    @model_validator(mode="after")
    def _is_counted_by_date(self) -> Any:
        if self.every.unit not in _DAYS:
            fact = f"meetings go by the calendar, and '{self.every}' does not"
            raise wrong(fact, "days, weeks, months or years", "write for instance 'every: 1 month'")
        return self


@dataclass(frozen=True)
class _Finding:
    """What one source says: whether it is often enough (None: that cannot be told), and in words."""

    is_kept: bool | None
    says: str
    at: Place | None = None


def ask(rule: MeetsAtLeast, scene: Scene) -> Answer:
    pathway = scene.pathway
    chosen = sorted(scene.occasion(rule.state).members)
    panels = [pathway.states[n].name for n in chosen if pathway.linked.states[pathway.states[n].name].kind == "panel"]
    if not panels:
        names = scene.select(rule.state).text
        return Answer("not applicable", f"{names} is not decided by a panel, so that there is no meeting to hold")
    speaking = [each for each in scene.evidence if rule.study is None or each.study == rule.study]
    found: dict[str, _Finding] = {}
    for name in panels:
        for finding in (*_by_target(scene, name, rule.every), *_by_studies(scene, rule, name)):
            found.setdefault(finding.says, finding)
    for is_kept, verdict in ((False, "broken"), (None, "undecided")):
        for finding in found.values():
            if finding.is_kept is is_kept:
                return Answer(
                    "broken" if verdict == "broken" else "undecided",
                    f"{finding.says}; the rule asks for a meeting at least every {rule.every}",
                    at=finding.at,
                    certainty=None if verdict == "broken" else "undecided",
                )
    for each in speaking:
        if each.fault is not None:
            why = f"the study '{each.study}' cannot be used, for {each.fault}: nothing is claimed before that is mended"
            return Answer("undecided", why, certainty="undecided")
    if not found:
        # A study that the rule names has to be there; where it names none, a pathway may well have none.
        why = _nothing(rule, scene, panels[0])
        return Answer("undecided" if rule.study else "not applicable", why, certainty=NO_STUDY)
    return Answer("holds", "; ".join(found))


def _nothing(rule: MeetsAtLeast, scene: Scene, panel: str) -> str:
    who = "no study" if rule.study is None else f"no study '{rule.study}'"
    return (
        f"{who} says when the panel of '{panel}' meets, and it has no target: add 'target: {rule.every}' to the state, "
        f"or 'panels: {{NAME: {{meets: first Wednesday, slots: 8}}}}' to a study, and under its 'service_times:' "
        f"'{scene.pathway.id}.{panel}: {{panel: NAME}}'"
    )


def _by_target(scene: Scene, name: str, every: Duration) -> Iterator[_Finding]:
    state = scene.pathway.linked.states[name]
    if state.target is None or state.target.within is None:
        return
    within = state.target.within
    is_kept: bool | None = None
    if within.unit == every.unit:
        is_kept = within.amount <= every.amount
    elif within.unit in _DAYS:
        low, high = (Fraction(within.amount) * days for days in _DAYS[within.unit])
        least, most = (Fraction(every.amount) * days for days in _DAYS[every.unit])
        is_kept = True if high <= least else False if low > most else None
    yield _Finding(is_kept, f"the target of '{state.title}' is {within}", state.origin.place(key=True))


def _by_studies(scene: Scene, rule: MeetsAtLeast, name: str) -> Iterator[_Finding]:
    for each in scene.evidence:
        if rule.study is not None and each.study != rule.study:
            continue
        for schedule in each.schedules.get(name, ()):
            under = f", scenario '{schedule.scenario}'" if schedule.scenario else ""
            is_kept = is_often_enough(schedule, rule.every)
            says = (
                f"'{schedule.panel}' meets '{schedule.says}' in the study '{each.study}'{under}: the longest time "
                f"between two meetings is {schedule.gap} days, from {schedule.between[0]} to {schedule.between[1]}"
            )
            if rule.every.unit in ("month", "year") and schedule.months is not None:
                says += f", and {_months(schedule)}"
            yield _Finding(is_kept, says, schedule.place)


def _months(schedule: Schedule) -> str:
    if not schedule.months:
        return "no calendar month is without a meeting"
    if schedule.months == 1:
        return f"there is none in {schedule.without}"
    return f"there is none for {schedule.months} calendar months from {schedule.without}"


def is_often_enough(schedule: Schedule, every: Duration) -> bool | None:
    """Whether the panel meets at least once in every so often; None where the dates looked at do not tell."""
    amount = Fraction(every.amount)
    if every.unit in ("day", "week"):
        return schedule.gap <= amount * _DAYS[every.unit][1]
    asked = amount * (12 if every.unit == "year" else 1)
    if asked != int(asked):
        low, high = (Fraction(every.amount) * days for days in _DAYS[every.unit])
        return True if schedule.gap <= low else False if schedule.gap > high else None
    if schedule.months is not None and schedule.months >= asked:
        return False
    if schedule.months is not None and schedule.whole >= asked:
        return True
    # So long a time holds a whole month more than is asked for; so short a one cannot pass over that many.
    if schedule.gap > _LONGEST_MONTH * (asked + 1):
        return False
    return True if schedule.gap <= 28 * asked else None


KIND = RuleKind(
    id="meets_at_least",
    title="Meets at least",
    meaning="The panel that decides the state meets at least that often: by its own target, and on the real calendar "
    "of every study that schedules it, in every scenario.",
    formal="a fact of the calendar: longest time between meetings; for months, a meeting in each",
    good="""rule: {kind: meets_at_least, state: panel, every: 1 month}
states:
  referral: {lane: referrer, then: panel}
  panel: {kind: panel, lane: channel, target: 1 month, then: closed}
study:
  service_times: {example.referral: {fixed: 1 hour}, example.panel: {panel: channel_panel}}
  panels:
    channel_panel: {meets: first Wednesday, slots: 8}""",
    bad="""rule: {kind: meets_at_least, state: panel, every: 1 month}
states:
  referral: {lane: referrer, then: panel}
  panel: {kind: panel, lane: channel, target: 1 month, then: closed}
study:
  service_times: {example.referral: {fixed: 1 hour}, example.panel: {panel: channel_panel}}
  panels:
    channel_panel: {meets: every 2 months on the first Wednesday, slots: 16}""",
    model=MeetsAtLeast,
    ask=ask,
)
