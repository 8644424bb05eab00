"""A scenario to those of its figures that theory knows, so that the simulated ones can be held against them.

Only what is surely so is told. How referrals end, and how much of a team's time is used, is known wherever referrals
move by shares alone. Waits are known where arrivals come at random at an even rate, day and night; every team is first
come first served with exponential times, the same for all that it does; and nothing but teams, times and decisions
lies on the way: the theorem of Baskett, Chandy, Muntz and Palacios (1975) for networks, of which Jackson's (1957) is a
case. One member of staff may work for times of any kind, where whoever comes to the team has only spent time before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.machine.compiled import Kind
from pathways.measures import Estimate
from pathways.measures.intervals import CONFIDENCE, student
from pathways.simulation.model import UNIT, AtClosing, By, Model, Needs, StatePlan, Stream
from pathways.simulation.theory.closed_forms import mg1_wait, mg_infinity_present, mmc_wait
from pathways.simulation.theory.flows import Flow, InexactError, flow

_DAY: Final = 86_400
_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)
_ROUNDED: Final = 2  # of UNIT: how far two days of an even rate may be apart


@dataclass(frozen=True)
class Known:
    """A figure that theory knows, under the names that its estimate has; `theory` says by which."""

    measure: str
    pathway: str
    of: str
    statistic: str
    value: float
    theory: str


@dataclass(frozen=True)
class Beside:
    """A figure from theory and from the simulation.

    Attributes
    ----------
    errors
        How many standard errors the simulated figure is from the other: beyond 4 is hardly chance. None where the
        replications do not differ.
    """

    scenario: str
    measure: str
    pathway: str
    of: str
    statistic: str
    exact: float
    theory: str
    simulated: float
    standard_error: float | None
    errors: float | None


def beside(scenario: str, known: Sequence[Known], estimates: Sequence[Estimate]) -> list[Beside]:
    """Each known figure with the estimate of the same name, if there is one."""
    rows = {(e.measure, e.pathway, e.of, e.statistic): e for e in estimates}
    found = []
    for each in known:
        row = rows.get((each.measure, each.pathway, each.of, each.statistic))
        if row is None:
            continue
        error = None
        # Of an interval that was cut at 0 or 1 the wider side is whole.
        if row.low is not None and row.high is not None and row.replications > 1:
            half = max(row.high - row.value, row.value - row.low)
            error = half / student(CONFIDENCE, row.replications - 1)
        errors = None if not error else (row.value - each.value) / error
        found.append(
            Beside(scenario, each.measure, each.pathway, each.of, each.statistic, each.value, each.theory, row.value,
                   error, errors)
        )  # fmt: skip
    return found


def known(model: Model) -> list[Known]:
    """Every figure of a scenario that theory knows, in order of what it is about."""
    return list(_Theory(model).all())


class _Theory:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.flows: dict[int, list[tuple[float, Flow]]] = defaultdict(list)  # by role: arrivals a second, and a flow
        self.vague: set[int] = set()  # roles of which too little is known
        for stream in model.streams:
            try:
                self.flows[stream.role].append((self._rate(stream), flow(model.roles[stream.role], stream)))
            except InexactError:
                self.vague.add(stream.role)
        self.is_poisson = all(self._is_even(stream) for stream in model.streams)

    def all(self) -> Iterator[Known]:
        yield from self._outcomes()
        if self.model.later:
            return
        for number in range(len(self.model.teams)):
            yield from self._team(number)
        yield from self._open()

    def _rate(self, stream: Stream) -> float:
        """Arrivals a second while the study measures."""
        if stream.stand is not None:
            raise InexactError("some are there as it begins")
        steps = self._working_steps(stream)
        if max(steps) - min(steps) > _ROUNDED:
            raise InexactError("arrivals differ by date")
        return stream.expected[-1] / UNIT / ((len(stream.expected) - 1) * _DAY)

    def _working_steps(self, stream: Stream) -> list[int]:
        """What is expected of each day on which any are."""
        return [b - a for a, b in zip(stream.expected, stream.expected[1:], strict=False) if b > a]

    def _is_even(self, stream: Stream) -> bool:
        """Whether they come day and night at the same rate."""
        days = len(stream.expected) - 1
        return stream.hours == _DAY and len(self._working_steps(stream)) == days

    # --- how referrals end

    def _outcomes(self) -> Iterator[Known]:
        for number, flows in sorted(self.flows.items()):
            if number in self.vague:
                continue
            role = self.model.roles[number]
            whole = math.fsum(rate for rate, _ in flows)
            shares: dict[str, float] = defaultdict(float)
            for rate, each in flows:
                for state, share in each.ends.items():
                    outcome = role.pathway.linked.states[role.pathway.states[state].name].outcome
                    if outcome is not None:
                        shares[outcome] += rate / whole * share
            for outcome, share in sorted(shares.items()):
                yield Known("outcome", role.name, outcome, "share", share, "absorbing Markov chain")

    # --- teams

    def _team(self, number: int) -> Iterator[Known]:
        model, team = self.model, self.model.teams[number]
        served = [
            (role, at, plan)
            for role, each in enumerate(model.roles)
            for at, plan in enumerate(each.states)
            if plan.work is not None and number in plan.work.teams
        ]
        if not served or any(role in self.vague for role, _, _ in served) or not team.staff:
            return
        asked, visits = 0.0, 0.0
        for role, at, plan in served:
            assert plan.time is not None
            if plan.work is None or plan.work.at_closing is not AtClosing.SUSPEND or plan.takes >= 0:
                return
            rate = self._visits(role, at)
            visits += rate
            asked += rate * plan.time.table.mean * plan.work.over / plan.work.under
        hours = model.hours[team.hours]
        length = model.end - model.warm_up
        load = asked * length / (hours.worked(model.end) - hours.worked(model.warm_up)) / team.staff
        if not 0 < load < 1:
            return
        yield Known("utilisation", "", team.name, "mean", load, "offered load: visits times mean work over capacity")
        wait = self._wait(number, served, visits)
        if wait is None:
            return
        seconds, theory = wait
        for role, at, _ in served:
            if self._visits(role, at) > 0:
                name = model.roles[role].pathway.states[at].name
                yield Known("wait", model.roles[role].name, name, "mean", seconds / _DAY, theory)
        yield Known("queue", "", team.name, "mean", visits * seconds, f"{theory}, and Little's law")

    def _wait(
        self, number: int, served: Sequence[tuple[int, int, StatePlan]], visits: float
    ) -> tuple[float, str] | None:
        """The mean wait in seconds, and by which theory."""
        model, team = self.model, self.model.teams[number]
        if not (self.is_poisson and model.calendar.is_continuous and model.hours[team.hours].is_continuous):
            return None
        if team.order.by is not By.FIRST_COME:
            return None
        if all(self._is_exponential(other) for other in range(len(model.teams))) and self._is_open_network():
            mean = served[0][2].time.table.mean if served[0][2].time is not None else 0.0
            return mmc_wait(team.staff, visits, mean), f"M/M/{team.staff} in an open network"
        (role, at, plan), *others = served
        if team.staff == 1 and not others and plan.time is not None and self._comes_at_random(role, at):
            table = plan.time.table
            return mg1_wait(visits, table.mean, math.sqrt(table.variance) / table.mean), "M/G/1"
        return None

    def _visits(self, role: int, at: int) -> float:
        """How often a state is entered, a second."""
        return math.fsum(rate * each.visits[at] for rate, each in self.flows[role])

    def _is_exponential(self, number: int) -> bool:
        """Whether a team takes all in turn, one at a time, with exponential times of one mean."""
        means = set()
        for plan in self._reached():
            if plan.work is None or number not in plan.work.teams:
                continue
            law = None if plan.time is None else plan.time.law
            if law is None or law.family != "exponential" or len(plan.work.teams) > 1:
                return False
            means.add(law.mean * plan.work.over / plan.work.under)
        team = self.model.teams[number]
        continuous = self.model.hours[team.hours].is_continuous
        return len(means) <= 1 and team.order.by is By.FIRST_COME and continuous

    def _is_open_network(self) -> bool:
        """Whether nothing but teams, times and decisions lies on anybody's way."""
        if self.vague or any(plan.takes >= 0 or plan.needs is Needs.PANEL for plan in self._reached()):
            return False
        return not any(
            state.kind is Kind.PARALLEL and self._visits(number, at) > 0
            for number, role in enumerate(self.model.roles)
            for at, state in enumerate(role.pathway.states)
        )

    def _reached(self) -> Iterator[StatePlan]:
        for number, role in enumerate(self.model.roles):
            for at, plan in enumerate(role.states):
                if number in self.vague or self._visits(number, at) > 0:
                    yield plan

    def _comes_at_random(self, number: int, at: int) -> bool:
        """Whether whoever comes to a state has only spent time before, and comes but once."""
        role = self.model.roles[number]
        before, unseen = set(), {at}
        while unseen:
            target = unseen.pop()
            for source, state in enumerate(role.pathway.states):
                arrows = (state.complete, *state.choices)
                if any(arrow >= 0 and role.pathway.arrows[arrow].target == target for arrow in arrows):
                    if state.region or source == at:
                        return False
                    if source not in before:
                        before.add(source)
                        unseen.add(source)
        plain = all(role.states[source].needs in (Needs.NOTHING, Needs.TIME) for source in before)
        return plain and role.pathway.states[at].region == 0 and all(
            role.pathway.states[source].kind is not Kind.PARALLEL for source in before
        )  # fmt: skip

    # --- those who are there

    def _open(self) -> Iterator[Known]:
        """How many are open, where nobody ever waits and time passes by the clock."""
        if not self.is_poisson:
            return
        for number, role in enumerate(self.model.roles):
            if number in self.vague or number not in self.flows:
                continue
            present = 0.0
            for at, (state, plan) in enumerate(zip(role.pathway.states, role.states, strict=True)):
                visits = self._visits(number, at)
                if not visits:
                    continue
                if state.kind is Kind.PARALLEL or plan.takes >= 0:
                    break
                if state.kind in _TIMED:
                    time = plan.time
                    if plan.needs is not Needs.TIME or time is None:
                        break
                    if time.is_working and not self.model.calendar.is_continuous:
                        break
                    present += mg_infinity_present(visits, time.table.mean)
            else:
                yield Known("open", role.name, "", "mean", present, "M/G/infinity: nobody waits")
