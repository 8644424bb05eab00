"""A scenario and its compiled pathways to the model that the kernel runs, or everything in it that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from pathways.calendars import Calendar, Weekly, continuous, england, moment_after
from pathways.definition.report import Report, listed, nearest, one_of
from pathways.machine.compiled import CompiledPathway
from pathways.simulation.arrivals import DAY, Profiles, cumulative
from pathways.simulation.capacity import Capacity
from pathways.simulation.draws import purpose_words
from pathways.simulation.lookup import Lookup
from pathways.simulation.model import CERTAIN, Entering, Finding, Model, Stream
from pathways.simulation.places import PlaceFinder
from pathways.simulation.plans import Planner
from pathways.simulation.shares import finding, thresholds
from pathways.simulation.spec import ArrivalSpec
from pathways.simulation.study import Scenario, Study
from pathways.source import Key

_MOST_ARRIVALS: Final = 1_000_000
_LONGEST: Final = 100 * 366 * 86_400


def report_unknown_pathways(scenario: Scenario, known: Iterable[str], report: Report) -> None:
    """Report each pathway of a scenario that is not among the known ones."""
    document, ids = scenario.document, list(known)
    written = document.node(("pathways",))
    is_list = written is not None and not isinstance(written.value, Mapping)
    for number, (role, name) in enumerate(scenario.spec.pathways.items()):
        if name not in ids:
            place = document.place(("pathways", number if is_list else role))
            expected, _ = one_of(name, ids, "pathways")
            near = nearest(name, ids)
            remedy = f"write '{near}'" if near else "correct the name"
            report.add("study-pathway", place, f"there is no pathway '{name}'", expected, remedy)


class Binder:
    """One scenario meeting its pathways. Faults go to the report."""

    def __init__(
        self,
        scenario: Scenario,
        study: Study,
        pathways: Mapping[str, CompiledPathway],
        report: Report,
        working_days: Callable[[date], Calendar] = england,
    ) -> None:
        self.scenario, self.spec, self.document, self.report = scenario, scenario.spec, scenario.document, report
        self.faults_before = len(report.findings)
        self.roles = {role: pathways[name] for role, name in self.spec.pathways.items() if name in pathways}
        report_unknown_pathways(scenario, pathways, report)
        before = {role: pathways[name] for role, name in study.baseline.spec.pathways.items() if name in pathways}
        self.lookup = Lookup(scenario, self.roles, before, report)
        office = working_days(self.spec.clock.starts)
        self.is_holiday = office.days.is_holiday if isinstance(office.days, Weekly) else None
        is_england = self.spec.clock.calendar == "england"
        self.calendar: Calendar = office if is_england else continuous(self.spec.clock.starts)

    @property
    def is_complete(self) -> bool:
        """Whether all its pathways are known; if not, nothing else can be told about it."""
        return len(self.roles) == len(self.spec.pathways)

    def model(self) -> Model | None:
        """The model of the scenario; None, with findings, if something in it fits none of its pathways."""
        if not self.is_complete:
            return None
        clock = self.spec.clock
        warm_up = 0 if clock.warm_up is None else moment_after(self.calendar, 0, clock.warm_up)
        end = moment_after(self.calendar, warm_up, clock.length)
        if end > _LONGEST:
            years = f"{end // 31_556_952:,} years"
            self._add("study-clock", ("clock", "length"), f"the study lasts {years}", "at most 100 years", "shorten it")
            return None
        if self.calendar.between(warm_up, end) == 0:
            path = ("clock", "length")
            self._add("study-clock", path, "there is no working day in what is measured", "at least one", "lengthen it")
            return None
        capacity = Capacity(self.lookup, self.calendar, self.is_holiday, warm_up, end)
        places = PlaceFinder(self.lookup, capacity)
        planner = Planner(self.lookup, self.calendar, capacity, places)
        roles = tuple(planner.role(name, pathway) for name, pathway in self.roles.items())
        # By name, so that the order of a file decides nothing, not even between two who come in the same second.
        profiles = Profiles(self.calendar, -(-end // DAY), self.spec.school_terms, self.document, self.report)
        profiles.check_terms()
        streams = [self._stream(name, spec, profiles) for name, spec in sorted(self.spec.arrivals.items())]
        if not streams:
            self._add(
                "study-arrivals", ("arrivals",), "no referral ever arrives", "at least one stream", "add a stream"
            )
        if len(self.report.findings) > self.faults_before:
            return None
        kept = tuple(stream for stream in streams if stream is not None)
        # The days are counted once, here: a worker need not look up bank holidays again.
        for calendar in capacity.hours:
            calendar.worked(end + 366 * 86_400)
        return Model(
            self.scenario.name,
            self.calendar,
            warm_up,
            end,
            roles,
            kept,
            capacity.teams,
            capacity.panels,
            places=places.places,
            hours=tuple(capacity.hours),
            unstaffed=tuple(planner.unstaffed),
        )

    def _stream(self, name: str, spec: ArrivalSpec, profiles: Profiles) -> Stream | None:
        role = spec.pathway or name
        path = ("arrivals", name)
        if role not in self.roles:
            if role not in self.spec.pathways:
                known, _ = one_of(role, self.spec.pathways, "pathways")
                where = (*path, "pathway") if spec.pathway else path
                self._add(
                    "study-pathway",
                    where,
                    f"'{role}' is not a pathway of this study",
                    known,
                    "correct the name, or say which with 'pathway: ...'",
                )
            return None
        pathway = self.roles[role]
        expected = self._expected(spec, path, profiles)
        starts = self._starts(spec, pathway, path)
        attributes = self._attributes(name, spec, pathway, path)
        if expected is None or starts is None or attributes is None:
            return None
        entering = Entering(list(self.roles).index(role), starts, attributes)
        in_working_time = spec.come == "working time" or spec.rate.is_working
        opens, hours = (self.calendar.opens, self.calendar.day_length) if in_working_time else (0, DAY)
        return Stream(name, cumulative(expected), opens, hours, (entering,))

    def _expected(self, spec: ArrivalSpec, path: tuple[Key, ...], profiles: Profiles) -> list[Fraction] | None:
        expected = profiles.expected(spec, self.document, path, self.report)
        if expected is not None and sum(expected) > _MOST_ARRIVALS:
            self._add(
                "study-arrivals",
                (*path, "rate"),
                f"about {float(sum(expected)):,.0f} referrals would arrive",
                f"at most {_MOST_ARRIVALS:,} in one replication",
                "lower the rate, or shorten the study",
            )
            return None
        return expected

    def _starts(
        self, spec: ArrivalSpec, pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> tuple[tuple[int, int], ...] | None:
        names = [pathway.states[start].name for start in pathway.starts]
        if spec.starts is None:
            if len(names) == 1:
                return ((CERTAIN, pathway.starts[0]),)
            self._add(
                "study-missing",
                path,
                f"'{pathway.id}' has {len(names)} front doors",
                f"the share that comes in by each of {listed(names, last='and')}",
                "add 'starts: {door: share}'",
            )
            return None
        found = thresholds(spec.starts, names, self.document, (*path, "starts"), self.report)
        return None if found is None else tuple((threshold, pathway.index[name]) for name, threshold in found)

    def _attributes(
        self, stream: str, spec: ArrivalSpec, pathway: CompiledPathway, path: tuple[Key, ...]
    ) -> tuple[Finding, ...] | None:
        known = {pathway.attributes[index]: pathway.domains[index] for index in pathway.arrival}
        missing = [name for name in known if name not in spec.attributes]
        if missing:
            self._add(
                "study-missing",
                path,
                f"nothing says what {listed(missing, last='and')} is when a referral arrives",
                "shares for each of its values",
                f"add 'attributes: {{{missing[0]}: {{value: share}}}}'",
            )
            return None
        found: list[Finding] = []
        for name, shares in spec.attributes.items():
            at = (*path, "attributes", name)
            if name not in known:
                expected, _ = one_of(name, known, "attributes known on arrival")
                self._add("study-value", at, f"'{name}' is not known when a referral arrives", expected, "take it out")
                return None
            purpose = purpose_words("arrival", "attribute", name)
            each = finding(name, shares, known[name], purpose, pathway, self.document, at, self.report)
            if each is None:
                return None
            found.append(each)
        return tuple(found)

    def _add(self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        self.report.add(id, self.document.place(path, key=True), message, expected, remedy)
