"""The studies of a workspace to what rules can weigh: schedules of panels, shares, mean times; and what is wrong there.

Rules know neither calendars nor studies, so everything they need is put in numbers here. What depends on the date at
which something begins becomes bounds that hold at any date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pathways.commands.pace import DAY, Pace
from pathways.errors import Finding, FindingsError, StudyError
from pathways.machine import NONE, CompiledPathway, Kind
from pathways.rules.evidence import BASELINE, Arrivals, Bounds, Evidence, Flow, Schedule, Shares, Stay
from pathways.workspace import Loading, load_study, study_names

if TYPE_CHECKING:
    from pathways.rules import Policy
    from pathways.simulation import Study
    from pathways.simulation.language.arriving import ArrivalSpec
    from pathways.simulation.language.study import Scenario
    from pathways.simulation.model import Finding as Drawn
    from pathways.simulation.model import Model, Panel, StatePlan, TimeTaken, Work
    from pathways.units import Duration

# The kinds of rule that look at studies. Bank holidays are looked up for these only: that takes a quarter of a second.
WEIGHING: Final = ("share", "expected", "meets_at_least", "within", "reviewed_after")
_MONTH_DAYS: Final = {"month": (28, 31), "year": (365, 366)}
_NOTHING: Final = Fraction(0)


@dataclass(frozen=True)
class Gathered:
    """What the studies say of each pathway, by its id, and what is wrong with them."""

    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()


def is_needed(policies: Iterable[Policy], pathways: Iterable[str]) -> bool:
    """Whether some rule for these pathways weighs what studies say."""
    ids = set(pathways)
    return any(
        rule.kind.id in WEIGHING and not ids.isdisjoint(rule.applies_to) for policy in policies for rule in policy.rules
    )


def gather(loading: Loading, *, roughly: bool = False, go_on: Callable[[], None] = lambda: None) -> Gathered:
    """Read every study of the workspace. A study that cannot be used is a fault, and evidence of nothing.

    Parameters
    ----------
    roughly
        Look up no bank holidays: for those who only ask what is wrong with the studies.
    go_on
        Called before each study; whatever it raises ends the reading.
    """
    from pathways.simulation.language.unchanged import unchanged

    found: dict[str, list[Evidence]] = {}
    faults: list[Finding] = []
    for name in study_names(loading.workspace):
        go_on()
        try:
            study, _ = load_study(name, loading.workspace.root)
        except FindingsError as error:
            faults += error.findings
            continue
        at_hand = (*loading.pathways, *loading.rest(study.pathways))
        compiled = {pathway.id: pathway.compiled for pathway in at_hand}
        each, wrong = evidence_of(study, compiled, loading.known, roughly=roughly)
        faults += wrong or [finding for _, finding in unchanged(study)]
        for pathway, evidence in each.items():
            found.setdefault(pathway, []).append(evidence)
    return Gathered({pathway: tuple(each) for pathway, each in found.items()}, tuple(dict.fromkeys(faults)))


def evidence_of(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    known: Iterable[str] | None = None,
    *,
    roughly: bool = False,
) -> tuple[dict[str, Evidence], list[Finding]]:
    """What one study says of each of its pathways, and its faults.

    Parameters
    ----------
    pathways
        Compiled pathways by id, as far as they could be loaded.
    known
        The ids of all pathways that exist; by default those at hand.
    roughly
        Look up no bank holidays, and gather no evidence but faults.
    """
    from pathways.calendars import england, weekdays
    from pathways.simulation import unknown_pathways
    from pathways.simulation.run import prepare

    faults = unknown_pathways(study, pathways if known is None else known)
    missing = [name for name in study.pathways if name not in pathways]
    if not faults and missing:
        return _of_no_use(study, f"its pathway '{missing[0]}' has faults"), []
    models: dict[str, Model] = {}
    if not faults:
        try:
            jobs = prepare(study, pathways, None, weekdays if roughly else england, settled=False)
            models = {name: job.model for name, job in jobs.items()}
        except StudyError as error:
            faults = list(error.findings)
    if faults:
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        return _of_no_use(study, f"it has {count} (the first at {faults[0].place})"), faults
    if roughly:
        return {}, []
    for scenario in study.all_scenarios:
        why = _beyond(scenario)
        if why is not None:
            return _of_no_use(study, why), []
    flows: dict[str, dict[str, list[Flow]]] = {}
    schedules: dict[str, dict[str, list[Schedule]]] = {}
    paces: dict[tuple[str, date, int], Pace] = {}
    for scenario in study.all_scenarios:
        model = models[scenario.name]
        key = (model.calendar.name, model.calendar.first, model.end)
        pace = paces.get(key) or paces.setdefault(key, Pace(model.calendar, model.end))
        ids = list(scenario.spec.pathways.values())
        for role, pathway in enumerate(ids):
            by_state = schedules.setdefault(pathway, {})
            for state, schedule in _schedules(scenario, model, role):
                by_state.setdefault(state, []).append(schedule)
            flow = _Reader(scenario, model, role, pace).flow()
            if ids.count(pathway) > 1:
                flow = replace(flow, role=model.roles[role].name)
            if flow.arrivals:
                flows.setdefault(pathway, {}).setdefault(scenario.name, []).append(flow)
    return {
        pathway: Evidence(
            study.id,
            study.title,
            {state: tuple(each) for state, each in schedules[pathway].items()},
            {scenario: tuple(each) for scenario, each in flows.get(pathway, {}).items()},
        )
        for pathway in schedules
    }, []


def _beyond(scenario: Scenario) -> str | None:
    """What in a scenario rules cannot weigh; None if there is nothing."""
    spec = scenario.spec
    for name, interrupt in spec.interrupts.items():
        if interrupt.rate is None or interrupt.while_ != "any":
            return f"in it '{name}' does not strike at the same rate at all times, and rules can weigh nothing else"
    if spec.returns:
        return "in it referrals come back, which rules cannot weigh"
    streams: dict[str, list[ArrivalSpec]] = {}
    for name, stream in spec.arrivals.items():
        streams.setdefault(stream.pathway or name, []).append(stream)
    for role, each in streams.items():
        if any((s.surge, s.from_, s.until) != (each[0].surge, each[0].from_, each[0].until) for s in each):
            return f"in it the streams of '{role}' do not come at the same dates, and rules weigh them by their rates"
    if spec.changes:
        return "it changes from dates on, which rules cannot weigh"
    for name, panel in spec.panels.items():
        if panel.cancels:
            return f"in it meetings of '{name}' are cancelled at random, which rules cannot weigh"
    return None


def _of_no_use(study: Study, why: str) -> dict[str, Evidence]:
    return {pathway: Evidence(study.id, study.title, fault=why) for pathway in study.pathways}


# --- when panels meet


def _schedules(scenario: Scenario, model: Model, role: int) -> Iterator[tuple[str, Schedule]]:
    """Each panel state of a pathway with the schedule under which it is heard."""
    from pathways.simulation.model import Needs

    pathway = model.roles[role].pathway
    for state, plan in zip(pathway.states, model.roles[role].states, strict=True):
        if plan.needs is Needs.PANEL:
            panel = model.panels[plan.resource]
            if len(panel.meetings) > 1:
                yield state.name, _schedule(scenario, model, panel)


def _schedule(scenario: Scenario, model: Model, panel: Panel) -> Schedule:
    dates = [model.calendar.date_of(moment).date() for moment in panel.meetings]
    first, second = max(pairwise(dates), key=lambda pair: pair[1] - pair[0])
    months, without, whole = _months_without(
        dates, model.calendar.date_of(0).date(), model.calendar.date_of(model.end).date()
    )
    return Schedule(
        panel=panel.name,
        says=scenario.spec.panels[panel.name].meets.text,
        scenario=None if scenario.name == BASELINE else scenario.name,
        gap=(second - first).days,
        between=(_words(first), _words(second)),
        place=scenario.document.place(("panels", panel.name, "meets")),
        months=months,
        without=without,
        whole=whole,
    )


def _months_without(dates: Sequence[date], start: date, end: date) -> tuple[int, str | None, int]:
    """The most whole calendar months in a row from `start` to before `end` without a meeting, the first of them, and
    how many whole months there are."""
    met = {(day.year, day.month) for day in dates}
    most, since, whole, without = 0, 0, 0, None
    year, month = (start.year, start.month) if start.day == 1 else _next(start.year, start.month)
    while date(*_next(year, month), 1) <= end:
        since, whole = (0 if (year, month) in met else since + 1), whole + 1
        if since > most:
            first = year * 12 + month - since  # months counted from 0
            most, without = since, f"{date(first // 12, first % 12 + 1, 1):%B %Y}"
        year, month = _next(year, month)
    return most, without, whole


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + month // 12, month % 12 + 1)


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# --- who arrives, what is found, how long it takes


class _Reader:
    """One pathway of one scenario."""

    def __init__(self, scenario: Scenario, model: Model, role: int, pace: Pace) -> None:
        self.scenario, self.model, self.role = scenario, model, model.roles[role]
        self.number = role
        self.pathway = self.role.pathway
        self.calendar = model.calendar
        self.slowest = pace

    def flow(self) -> Flow:
        rates = {}
        for plan in self.role.interrupts:
            interrupt = self.pathway.interrupts[plan.interrupt]
            rate = self.scenario.spec.interrupts[f"{self.role.name}.{interrupt.name}"].rate
            assert rate is not None  # see `_beyond`
            rates[plan.interrupt] = 1 / rate.mean_gap(self.calendar)
        stays = tuple(self._stay(n, plan) for n, plan in enumerate(self.role.states))
        return Flow(
            tuple(self._arrivals()),
            stays,
            rates,
            self.calendar.day_length,
            fingerprint=self.pathway.fingerprint,
        )

    def _arrivals(self) -> Iterator[Arrivals]:
        for stream in self.model.streams:
            if stream.role != self.number or stream.stand is not None:  # rules speak of those who arrive
                continue
            spec = self.scenario.spec.arrivals[stream.name]
            gap = spec.rate.mean_gap(self.calendar)
            if spec.rate.is_working:  # as many in all of the study's time as in its working time
                gap = gap * self.model.end / self.calendar.worked(self.model.end)
            doors: tuple[tuple[int, Fraction], ...] = ((self.pathway.starts[0], Fraction(1)),)
            if spec.starts is not None:
                doors = tuple((self.pathway.index[name], share) for name, share in spec.starts.items() if share)
            yield Arrivals(1 / gap, doors, _shares(stream.attributes))

    def _stay(self, state: int, plan: StatePlan) -> Stay:
        from pathways.simulation.model import AtClosing, Needs

        row = self.pathway.states[state]
        if row.kind in (Kind.DECISION, Kind.PARALLEL, Kind.END):
            return Stay()
        finds = _shares(plan.finds)
        if plan.needs is Needs.PANEL:
            longest = self._longest_wait(self.model.panels[plan.resource])
            return Stay(finds, (_NOTHING, self.slowest.work(longest)), (_NOTHING, longest))
        work = plan.work
        is_in_office_time = work is None or (work.hours == 0 and work.at_closing is not AtClosing.FINISH)
        if plan.time is None or plan.time.law is None or not is_in_office_time:
            return Stay(finds, (_NOTHING, None), (_NOTHING, None))
        part = None if work is None or work.over == work.under else work
        working, elapsed = self._length(plan.time) if part is None else self._part_time(plan.time, part)
        late = (_NOTHING, Fraction(1))
        if row.timeout != NONE and plan.timeout is not None:
            late = self._late(plan.time, plan.timeout) if part is None else late
            if late[1]:
                limit = self._limit(plan.timeout)
                working = (_NOTHING, _less(working[1], limit[0]))
                elapsed = (_NOTHING, _less(elapsed[1], limit[1]))
        return Stay(finds, working, elapsed, late)

    def _length(self, time: TimeTaken) -> tuple[Bounds, Bounds]:
        """Bounds on the mean length, in working seconds and by the clock."""
        assert time.law is not None
        mean = time.law.mean
        if time.is_working:
            return (mean, mean), (mean, self.slowest.clock(mean))
        low, high = mean, mean
        if time.duration is not None and (days := _by_date(time.duration)) is not None:
            low, high = days
        return (self.slowest.least_work(low), self.slowest.work(high)), (low, high)

    def _part_time(self, time: TimeTaken, work: Work) -> tuple[Bounds, Bounds]:
        """The same for work to which only a share of each hour is given; it is rounded up to a second."""
        assert time.law is not None
        least = time.law.mean * work.over / work.under
        return (least, least + 1), (least, self.slowest.clock(least + 1))

    def _limit(self, limit: Duration) -> tuple[Fraction | None, Fraction | None]:
        """The greatest length of a time limit, in working seconds and by the clock."""
        from pathways.calendars import working_amount
        from pathways.calendars.durations import seconds

        work = working_amount(limit, self.calendar)
        if work is not None:
            return Fraction(work), self.slowest.clock(Fraction(work))
        days = _by_date(limit)
        longest = days[1] if days is not None else Fraction(seconds(limit))
        return self.slowest.work(longest), longest

    def _late(self, time: TimeTaken, limit: Duration) -> tuple[Fraction, Fraction]:
        """Bounds on the chance that the limit strikes first; it does not if both come together."""
        from pathways.calendars import working_amount
        from pathways.calendars.durations import seconds

        assert time.law is not None
        work = working_amount(limit, self.calendar)
        if time.duration is not None and time.duration.unit == limit.unit:
            return (Fraction(time.duration.amount > limit.amount),) * 2
        if (work is not None) != time.is_working or (time.duration is not None and _by_date(time.duration)):
            return _NOTHING, Fraction(1)
        if work is not None:
            return time.law.longer_than(Fraction(work))
        days = _by_date(limit)
        if days is None:
            return time.law.longer_than(Fraction(seconds(limit)))
        return time.law.longer_than(days[1])[0], time.law.longer_than(days[0])[1]

    def _longest_wait(self, panel: Panel) -> Fraction:
        # From when it was just too late for one meeting until the next.
        moments = zip((0, *panel.deadlines), panel.meetings, strict=False)
        return Fraction(max(meeting - earlier for earlier, meeting in moments))


def _less(amount: Fraction | None, other: Fraction | None) -> Fraction | None:
    known = [each for each in (amount, other) if each is not None]
    return min(known) if known else None


def _by_date(duration: Duration) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest seconds that months or years can last; None for other units."""
    if duration.unit not in _MONTH_DAYS:
        return None
    low, high = _MONTH_DAYS[duration.unit]
    return Fraction(duration.amount) * low * DAY, Fraction(duration.amount) * high * DAY


def _shares(findings: Sequence[Drawn]) -> tuple[Shares, ...]:
    return tuple(
        Shares(each.attribute, tuple((c.when, tuple((v, s) for s, v in c.exact)) for c in each.cases))
        for each in findings
    )
