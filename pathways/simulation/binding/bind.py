"""A scenario and its compiled pathways to the model that the kernel runs, or everything in it that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pathways.calendars import Calendar, Weekly, continuous, england, moment_after
from pathways.definition.report import Report, nearest, one_of
from pathways.machine.compiled import CompiledPathway
from pathways.simulation.binding.arrivals import DAY, Profiles
from pathways.simulation.binding.capacity import Capacity
from pathways.simulation.binding.dated import stretch
from pathways.simulation.binding.epochs import Bound, Merger, check_changes
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.binding.places import PlaceFinder
from pathways.simulation.binding.plans import Planner
from pathways.simulation.binding.stands import StandBinder, longest_age
from pathways.simulation.binding.streams import StreamBinder
from pathways.simulation.language.study import BASELINE, Scenario, Study, in_force
from pathways.simulation.model import Model, Stream
from pathways.source import Key
from pathways.units import Duration

_LONGEST_PAST: Final = 20 * 366  # days
_LONGEST: Final = 100 * 366 * 86_400


def report_unknown_pathways(scenario: Scenario, known: Iterable[str], report: Report) -> None:
    """Report each pathway of a scenario that is not among the known ones."""
    document, ids = scenario.document, list(known)
    written = document.node(("pathways",))
    is_list = written is not None and not isinstance(written.value, Mapping)
    written_names = scenario.spec.pathways.items()
    named = [(("pathways", number if is_list else role), name) for number, (role, name) in enumerate(written_names)]
    for path, name in (*named, *scenario.later_pathways):
        if name not in ids:
            place = document.place(path)
            expected, _ = one_of(name, ids, "pathways")
            near = nearest(name, ids)
            remedy = f"write '{near}'" if near else "correct the name"
            report.add("study-pathway", place, f"there is no pathway '{name}'", expected, remedy)


class Binder:
    """One scenario meeting its pathways. Faults go to the report.

    Parameters
    ----------
    left_out
        Seconds of warm-up, where the study leaves it to MSER-5.
    """

    def __init__(
        self,
        scenario: Scenario,
        study: Study,
        pathways: Mapping[str, CompiledPathway],
        report: Report,
        working_days: Callable[[date], Calendar] = england,
        left_out: int = 0,
    ) -> None:
        self.left_out = left_out
        self.scenario, self.spec, self.document, self.report = scenario, scenario.spec, scenario.document, report
        self.faults_before = len(report.faults)
        self.roles = {role: pathways[name] for role, name in self.spec.pathways.items() if name in pathways}
        report_unknown_pathways(scenario, pathways, report)
        self.pathways = pathways
        # What the study names of pathways that are its own at some other date, or in the baseline, is no fault.
        later = [(path[-1], name) for path, name in scenario.later_pathways]
        own = (*scenario.spec.pathways.items(), *((str(role).rpartition(".")[2], name) for role, name in later))
        given = own if scenario.spec.changes else ()
        given = given if scenario.name == BASELINE else (*given, *study.baseline.spec.pathways.items())
        self.others = tuple((role, pathways[name]) for role, name in given if name in pathways)
        self.lookup = Lookup(scenario, self.roles, self.others, report)
        self.make = working_days if self.spec.clock.calendar == "england" else continuous
        office = working_days(self.spec.clock.starts)
        self.is_holiday = office.days.is_holiday if isinstance(office.days, Weekly) else None
        self.calendar: Calendar = office if self.make is working_days else continuous(self.spec.clock.starts)

    @property
    def is_complete(self) -> bool:
        """Whether all its pathways are known; if not, nothing else can be told about it."""
        return len(self.roles) == len(self.spec.pathways)

    def model(self) -> Model | None:
        """The model of the scenario; None, with findings, if something in it fits none of its pathways."""
        if not self.is_complete:
            return None
        clock = self.spec.clock
        # A warm-up that MSER-5 is to find is what was found already.
        warm_up = self.left_out
        if isinstance(clock.warm_up, Duration):
            warm_up = moment_after(self.calendar, 0, clock.warm_up)
        end = moment_after(self.calendar, warm_up, clock.length)
        if end > _LONGEST:
            years = f"{end // 31_556_952:,} years"
            self._add("study-clock", ("clock", "length"), f"the study lasts {years}", "at most 100 years", "shorten it")
            return None
        if self.calendar.between(warm_up, end) == 0:
            path = ("clock", "length")
            self._add("study-clock", path, "there is no working day in what is measured", "at least one", "lengthen it")
            return None
        days = -(-end // DAY)
        profiles = Profiles(self.calendar, days, self.spec.school_terms, self.document, self.report)
        profiles.check_terms()
        hours = [self.calendar]
        spans = self._spans(days)
        ends = [start for start, _ in spans[1:]] + [end]
        bound: list[Bound] = []
        for (start, scenario), until in zip(spans, ends, strict=True):
            found = self._bind(start, until, scenario, profiles, hours, warm_up, end)
            if found is not None:
                bound.append(found)
        if len(self.report.faults) == self.faults_before:
            check_changes(bound, self.report)
        if len(self.report.faults) > self.faults_before:
            return None
        merger = Merger(bound)
        roles = merger.roles()
        standing: list[Stream] = []
        if self.spec.start is not None:
            stands = StandBinder(self.roles, bound[0].roles, self.calendar, self.document, self.report)
            standing = stands.streams(self.spec.start, bound[0].comings)
        coming = merger.streams(days)
        standing = [self._going_on(stream, coming, len(bound)) for stream in standing]
        streams = (*coming, *standing)
        if not streams and not self.report.faults:  # a fault that another scenario has too was told there
            self._add(
                "study-arrivals", ("arrivals",), "no referral ever arrives", "at least one stream", "add a stream"
            )
        if len(self.report.faults) > self.faults_before:
            return None
        # The days are counted once, here: a worker need not look up bank holidays again.
        for calendar in hours:
            calendar.worked(end + 366 * 86_400)
        return Model(
            self.scenario.name,
            self.calendar,
            warm_up,
            end,
            roles,
            streams,
            merger.teams(),
            merger.panels(end),
            later=merger.later(),
            past=self._past(standing),
            places=merger.places(),
            hours=tuple(hours),
            unstaffed=tuple(dict.fromkeys(lane for each in bound for lane in each.planner.unstaffed)),
        )

    def _spans(self, days: int) -> list[tuple[int, Scenario]]:
        """The scenario as it is from each moment on at which a dated change begins or ends."""
        start, held = self.spec.clock.starts, dict[str, tuple[int, int]]()
        for name, change in self.spec.changes.items():
            path = ("changes", name)
            when = stretch(change, f"the change '{name}'", start, days, self.document, path, self.report)
            if when is not None:
                held[name] = when
            if not change.differences:
                self._add("study-change", path, f"'{name}' changes nothing", "dotted names with what stands there",
                          "add for example 'teams.mash.staff: 1'")  # fmt: skip
        cuts = sorted({0, *(day for when in held.values() for day in when if 0 < day < days)})
        known: dict[tuple[str, ...], Scenario | None] = {(): self.scenario}
        found = []
        for day in cuts:
            names = tuple(name for name, (first, last) in held.items() if first <= day < last)
            if names not in known:
                known[names] = in_force(self.scenario, names, self.report)
            scenario = known[names]
            if scenario is not None:
                found.append((day * DAY, scenario))
        return found

    def _bind(
        self,
        start: int,
        until: int,
        scenario: Scenario,
        profiles: Profiles,
        hours: list[Calendar],
        warm_up: int,
        end: int,
    ) -> Bound | None:
        """The scenario as it is between two moments, met with its pathways; None if one of these is not known."""
        roles = {role: self.pathways[name] for role, name in scenario.spec.pathways.items() if name in self.pathways}
        if len(roles) < len(scenario.spec.pathways):
            return None
        lookup = self.lookup if scenario is self.scenario else Lookup(scenario, roles, self.others, self.report)
        capacity = Capacity(lookup, self.calendar, self.is_holiday, warm_up, end, hours, start, until)
        places = PlaceFinder(lookup)
        planner = Planner(lookup, self.calendar, capacity, places)
        plans = tuple(planner.role(name, pathway) for name, pathway in roles.items())
        comings = self._streams(scenario, profiles).comings()
        return Bound(start, scenario, capacity, places, planner, plans, tuple(comings))

    def _going_on(self, standing: Stream, coming: list[Stream], epochs: int) -> Stream:
        """Those who stand there come back as those who arrive do, where another pathway is in force by then."""
        (first,) = standing.entering
        each = next((stream.entering for stream in coming if stream.entering[0].role == first.role), (first,) * epochs)
        return replace(standing, entering=tuple(first if e.role == first.role else e for e in each))

    def _streams(self, scenario: Scenario, profiles: Profiles) -> StreamBinder:
        roles = {role: self.pathways[name] for role, name in scenario.spec.pathways.items() if name in self.pathways}
        numbers = {name: number for number, name in enumerate(roles)}
        return StreamBinder(scenario.spec, scenario.document, roles, numbers, self.calendar, profiles, self.report)

    def _past(self, standing: list[Stream]) -> Calendar | None:
        """A calendar that begins before any of those who stand there came; at most 20 years before."""
        longest = longest_age(standing)
        if not longest:
            return None
        # Working time may stand still for a week, or for nights and weekends.
        days = min(7 + -(-longest // DAY) * -(-DAY // self.calendar.day_length) * 2, _LONGEST_PAST)
        return self.make(self.spec.clock.starts - timedelta(days=days))

    def _add(self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        self.report.add(id, self.document.place(path, key=True), message, expected, remedy)
