"""A scenario and its compiled pathways to the model that the kernel runs, or everything in it that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from pathways.calendars import Calendar, Weekly, continuous, england, moment_after
from pathways.definition.report import Report, nearest, one_of
from pathways.machine.compiled import CompiledPathway
from pathways.simulation.arrivals import DAY, Profiles, cumulative
from pathways.simulation.capacity import Capacity
from pathways.simulation.lookup import Lookup
from pathways.simulation.model import Model, Stream
from pathways.simulation.places import PlaceFinder
from pathways.simulation.plans import Planner
from pathways.simulation.streams import StreamBinder, longest_age
from pathways.simulation.study import Scenario, Study
from pathways.source import Key

_LONGEST_PAST: Final = 20 * 366  # days
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
        days = -(-end // DAY)
        profiles = Profiles(self.calendar, days, self.spec.school_terms, self.document, self.report)
        profiles.check_terms()
        numbers_of_roles = {name: number for number, name in enumerate(self.roles)}
        who = StreamBinder(self.spec, self.document, self.roles, numbers_of_roles, self.calendar, profiles, self.report)
        comings = who.comings()
        standing = who.standing(comings, roles)
        if not self.spec.arrivals and not standing:
            self._add(
                "study-arrivals", ("arrivals",), "no referral ever arrives", "at least one stream", "add a stream"
            )
        if len(self.report.findings) > self.faults_before:
            return None
        streams = [Stream(c.name, cumulative(c.expected), c.opens, c.hours, (c.entering,)) for c in comings]
        streams += standing
        # The days are counted once, here: a worker need not look up bank holidays again.
        for calendar in capacity.hours:
            calendar.worked(end + 366 * 86_400)
        return Model(
            self.scenario.name,
            self.calendar,
            warm_up,
            end,
            roles,
            tuple(streams),
            capacity.teams,
            capacity.panels,
            past=self._past(standing),
            places=places.places,
            hours=tuple(capacity.hours),
            unstaffed=tuple(planner.unstaffed),
        )

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
