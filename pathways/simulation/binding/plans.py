"""A scenario's entries about states to what happens to a referral in each state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pathways.calendars import Calendar
from pathways.definition.report import listed, nearest, one_of
from pathways.machine.compiled import CompiledPathway, Kind, State
from pathways.simulation.binding.capacity import Capacity
from pathways.simulation.binding.lookup import LANE, Lookup
from pathways.simulation.binding.places import PlaceFinder
from pathways.simulation.binding.shares import finding
from pathways.simulation.binding.times import NO_TIME, exponential_gap, family_of, fixed_time, time_taken
from pathways.simulation.draws import purpose_words
from pathways.simulation.language.lasting import InterruptSpec, TimeSpec
from pathways.simulation.model import Finding, InterruptPlan, Needs, Role, StatePlan, TimeTaken, While, Work
from pathways.source import Key

_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)
_Entry = tuple[str, tuple[Key, ...]]


class Planner:
    """Plans for every state of every pathway of one scenario."""

    def __init__(self, lookup: Lookup, calendar: Calendar, capacity: Capacity, places: PlaceFinder) -> None:
        self.lookup, self.calendar, self.capacity, self.places = lookup, calendar, capacity, places
        self.unstaffed: dict[str, None] = {}  # lanes that some work is done with, and for which there is no team
        self.spec, self.document, self.report = lookup.scenario.spec, lookup.scenario.document, lookup.report
        self.times = lookup.resolve("service_times", self.spec.service_times, _TIMED, "takes no time")
        self.no_time = lookup.resolve("no_time", self.spec.no_time, (Kind.TASK, Kind.WAIT), "takes no time of its own")
        self.findings = lookup.resolve("findings", self.spec.findings, _TIMED, "finds nothing")
        self._check_no_time()
        self._check_interrupts()

    def _check_no_time(self) -> None:
        """A state that both sections name; where one of them has a pattern, the other says what is different."""
        for name in self.spec.no_time:
            if name in self.times and self.times[name][0] == name:
                self._add(
                    "study-time",
                    ("no_time", self.spec.no_time.index(name)),
                    f"'{name}' takes no time here, and has one under 'service_times'",
                    "one of them",
                    "take it out of 'no_time', or out of 'service_times'",
                )

    def role(self, name: str, pathway: CompiledPathway) -> Role:
        """The plans of one pathway."""
        missing: dict[Kind, list[str]] = {kind: [] for kind in _TIMED}
        unfound: list[str] = []
        interrupts = self._interrupts(name, pathway)
        plans = tuple(self._state(name, pathway, state, interrupts, missing, unfound) for state in pathway.states)
        self._check_clocks(name, pathway, plans, interrupts)
        for kind, what, remedy in (
            (Kind.TASK, "time", "give each a time under 'service_times', or list it under 'no_time'"),
            (Kind.WAIT, "time", "give each a time under 'service_times', or list it under 'no_time'"),
            (Kind.PANEL, "panel", "say under 'service_times' which panel hears it: '{panel: ...}'"),
        ):
            if missing[kind] and not self.lookup.misnamed & {"service_times", "no_time"}:
                self._add(
                    "study-missing",
                    ("service_times",),
                    f"no {what} given for {listed(missing[kind], last='and')}",
                    f"every {kind.name.lower()} to have a {what}",
                    remedy,
                )
        if unfound and "findings" not in self.lookup.misnamed:
            self._add(
                "study-missing",
                ("findings",),
                f"no shares given for {listed(unfound, last='and')}",
                "a share for each value that the state may find",
                "add the state under 'findings'",
            )
        return Role(name, pathway, plans, interrupts)

    def _state(
        self,
        role: str,
        pathway: CompiledPathway,
        state: State,
        interrupts: tuple[InterruptPlan, ...],
        missing: dict[Kind, list[str]],
        unfound: list[str],
    ) -> StatePlan:
        name = f"{role}.{state.name}"
        linked = pathway.linked.states[state.name]
        timeout = linked.after[0] if linked.after is not None else None
        number, holding = pathway.states.index(state), self.places.holdings[role]
        plan = StatePlan(
            Needs.NOTHING,
            timeout=timeout,
            returns=holding.returns[number],
            returns_after=holding.returns_after[number],
        )
        if state.kind in _TIMED:
            lasts = None if linked.lasts is None else fixed_time(linked.lasts, self.calendar)
            plan = replace(
                self._needs(name, state, linked.with_lanes, lasts, missing),
                takes=holding.takes.get(number, -1),
                returns=holding.returns[number],
                target=None if linked.target is None else linked.target.within,
                purpose=purpose_words(name, "service"),
                finds=self._finds(name, pathway, state, unfound),
                timeout=timeout,
            )
        return replace(
            plan,
            interrupts=tuple(n for n, each in enumerate(interrupts) if each.starts_on_entry(number, plan, state.kind)),
            work_interrupts=tuple(
                n for n, each in enumerate(interrupts) if each.starts_at_work(number, plan, state.kind)
            ),
        )

    def _needs(
        self,
        name: str,
        state: State,
        with_lanes: Sequence[str],
        lasts: TimeTaken | None,
        missing: dict[Kind, list[str]],
    ) -> StatePlan:
        """What the state needs, from which teams or panel, and for how long."""
        entry = self.times.get(name)
        if name in self.no_time and (entry is None or entry[0] != name):
            return StatePlan(Needs.TIME, time=NO_TIME)
        if lasts is not None:
            if entry is not None and entry[0] == name:
                self._add(
                    "study-time", entry[1], f"the pathway itself says how long '{name}' lasts", None, "take this out"
                )
            return StatePlan(Needs.TIME, time=lasts)
        if entry is None:
            missing[state.kind].append(f"{name}")
            return StatePlan(Needs.NOTHING)
        spec, path = self.spec.service_times[entry[0]], entry[1]
        if state.kind is Kind.PANEL:
            return self._heard(name, spec, path)
        if spec.panel is not None or spec.takes is not None:
            self._add(
                "study-time",
                (*path, "panel" if spec.panel is not None else "takes"),
                f"'{name}' is a {state.kind.name.lower()}, which no panel hears",
                "a state of kind 'panel'",
                "give it a team or a time, or make it 'kind: panel' in the pathway",
            )
            return StatePlan(Needs.NOTHING)
        team = next(iter(spec.worked_by), None)
        time = time_taken(spec, self.calendar, self.document, path, self.report, team=team)
        if team is None:
            return StatePlan(Needs.TIME, time=time)
        if state.kind is Kind.WAIT:
            self._add(
                "study-time",
                (*path, "team" if spec.team is not None else "teams"),
                f"'{name}' is a wait, on which no team works",
                "only a time",
                "take the team out, or make the state a task in the pathway",
            )
        work = self._work(name, spec, with_lanes, path)
        return StatePlan(Needs.TEAM, -1 if work is None else work.teams[0], time, work=work)

    def _work(self, name: str, spec: TimeSpec, with_lanes: Sequence[str], path: tuple[Key, ...]) -> Work | None:
        """The teams that an entry names; the teams of the lanes that the state is done with join a single `team`."""
        if spec.team is not None and spec.teams:
            self._add(
                "study-time",
                (*path, "teams"),
                f"'{path[-1]}' names both a team and teams",
                "one of 'team' and 'teams'",
                "name all of them under 'teams'",
            )
            return None
        for number, team in enumerate(spec.teams):
            if team in spec.teams[:number]:
                self._add(
                    "study-time",
                    (*path, "teams", number),
                    f"'{path[-1]}' names '{team}' twice",
                    "each team once: it gives one member",
                    "take it out, or name the other team that is meant",
                )
        named = [
            (team, (*path, "team") if team == spec.team else (*path, "teams", number))
            for number, team in enumerate(spec.worked_by)
        ]
        for lane in with_lanes if spec.team is not None else ():
            others = self._teams_of_lane(lane)
            if not others:
                self.unstaffed[lane] = None
            named += others
        numbers = [self._number(team, self.capacity.team_numbers, "teams", at) for team, at in named]
        return self.capacity.work(list(dict.fromkeys(team for team, _ in named)), path) if min(numbers) >= 0 else None

    def _teams_of_lane(self, lane: str) -> list[tuple[str, tuple[Key, ...]]]:
        """The teams that the lane's own entry names, or the one that has its name."""
        entry = f"{LANE}{lane}"
        spec = self.spec.service_times.get(entry)
        if spec is not None and spec.worked_by:
            return [(team, ("service_times", entry)) for team in spec.worked_by]
        return [(lane, ("teams", lane))] if lane in self.capacity.team_numbers else []

    def _heard(self, name: str, spec: TimeSpec, path: tuple[Key, ...]) -> StatePlan:
        if spec.panel is None or spec.worked_by or family_of(spec) is not None:
            self._add(
                "study-time",
                path,
                f"'{name}' is decided at a meeting",
                "only 'panel: ...'",
                "name the panel and leave out team and time",
            )
            return StatePlan(Needs.NOTHING)
        number = self._number(spec.panel, self.capacity.panel_numbers, "panels", (*path, "panel"))
        if number < 0:
            return StatePlan(Needs.NOTHING)
        room = self.capacity.hearings.room_of_case(spec.panel, name, spec.takes, path)
        return StatePlan(Needs.PANEL, number, room=room, is_review=name in self.capacity.hearings.reviews[spec.panel])

    def _number(self, name: str, known: Mapping[str, int], what: str, path: tuple[Key, ...]) -> int:
        if name not in known:
            expected, _ = one_of(name, known, what)
            near = nearest(name, known)
            self._add(
                "study-name",
                path,
                f"'{name}' is not one of the study's {what}",
                expected,
                (f"write '{near}'" if near else "correct the name") + f", or add '{name}' under '{what}'",
                key=False,
            )
        return known.get(name, -1)

    def _finds(self, name: str, pathway: CompiledPathway, state: State, unfound: list[str]) -> tuple[Finding, ...]:
        entry = self.findings.get(name)
        allowed = {pathway.attributes[a]: [pathway.domains[a][v] for v in values] for a, values in state.finds}
        if entry is None:
            if allowed:
                unfound.append(name)
            return ()
        written, path = self.spec.findings[entry[0]].attributes, entry[1]
        for attribute in written:
            is_inherited = self.lookup.scenario.is_inherited(*path)  # told of the baseline, if it is a fault there
            if attribute not in allowed and entry[0] == name and not is_inherited:
                expected, _ = (
                    one_of(attribute, allowed, "findings") if allowed else ("no findings: it finds nothing", "")
                )
                self._add(
                    "study-value",
                    (*path, attribute),
                    f"'{name}' does not find '{attribute}'",
                    expected,
                    "correct the name, or take it out",
                )
        lacking = [attribute for attribute in allowed if attribute not in written]
        if lacking:
            unfound += [f"{name} ({', '.join(lacking)})"]
        found = (
            finding(
                attribute,
                shares,
                allowed[attribute],
                purpose_words(name, "finding", attribute),
                pathway,
                self.document,
                (*path, attribute),
                self.report,
            )
            for attribute, shares in written.items()
            if attribute in allowed
        )
        return tuple(each for each in found if each is not None)

    def _interrupts(self, role: str, pathway: CompiledPathway) -> tuple[InterruptPlan, ...]:
        """Those interrupts of the pathway of which the study says when they strike."""
        plans = []
        for number, interrupt in enumerate(pathway.interrupts):
            name = f"{role}.{interrupt.name}"
            spec = self.spec.interrupts.get(name)
            if spec is None:
                continue
            time = self._clock(name, spec)
            if time is None:
                continue
            purposes = {
                at: purpose_words(f"{role}.{pathway.states[at].name}", "interrupt", interrupt.name)
                for at in sorted(interrupt.during)
            }
            plans.append(InterruptPlan(number, time, purposes, While[spec.while_.upper()]))
        return tuple(plans)

    def _check_clocks(
        self,
        role: str,
        pathway: CompiledPathway,
        plans: Sequence[StatePlan],
        interrupts: Sequence[InterruptPlan],
    ) -> None:
        running = {n for plan in plans for n in (*plan.interrupts, *plan.work_interrupts)}
        for number, plan in enumerate(interrupts):
            if number not in running and plan.while_ is not While.ANY:
                name = f"{role}.{pathway.interrupts[plan.interrupt].name}"
                does = "waits" if plan.while_ is While.WAITING else "is worked on"
                self._add(
                    "study-time",
                    ("interrupts", name, "while"),
                    f"nobody ever {does} in a state where '{name}' may strike",
                    "a state with a team, a panel or a wait" if does == "waits" else "a task",
                    "take 'while' out, or correct the pathway",
                )

    def _clock(self, name: str, spec: InterruptSpec) -> TimeTaken | None:
        path = ("interrupts", name)
        if (spec.rate is None) == (spec.time is None):
            says = "has both a rate and a time" if spec.rate is not None else "does not say when it strikes"
            remedy = "take one out" if spec.rate is not None else "add for example 'rate: 1 per year'"
            self._add("study-time", path, f"'{name}' {says}", "'rate', or 'time'", remedy)
            return None
        if spec.rate is not None:
            return TimeTaken(exponential_gap(spec.rate.mean_gap(self.calendar)), is_working=False)
        assert spec.time is not None
        return time_taken(spec.time, self.calendar, self.document, (*path, "time"), self.report)

    def _check_interrupts(self) -> None:
        def names(roles: Iterable[tuple[str, CompiledPathway]]) -> list[str]:
            return [f"{role}.{i.name}" for role, pathway in roles for i in pathway.interrupts]

        known = names(self.lookup.roles.items())
        for name, spec in self.spec.interrupts.items():
            is_left = name in names(self.lookup.others) or self.lookup.scenario.is_of_another_study("interrupts", name)
            if name not in known and not is_left:
                expected, _ = one_of(name, known, "interrupts")
                self._add(
                    "study-name",
                    ("interrupts", name),
                    f"'{name}' is not an interrupt of this study's pathways",
                    expected,
                    "write the pathway's name and the interrupt's",
                    key=True,
                )
            if spec.rate is not None and spec.rate.is_working:
                self._add(
                    "study-time",
                    ("interrupts", name, "rate"),
                    "an interrupt may strike at any hour",
                    "a rate per day, week, month or year",
                    "write for example '1 per year'",
                )

    def _add(
        self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str, *, key: bool = True
    ) -> None:
        self.report.add(id, self.document.place(path, key=key), message, expected, remedy)
