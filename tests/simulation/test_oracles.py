"""The simulation against SimPy and Ciw on the same small networks: event by event, in means, and in distribution."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Generator
from math import hypot
from typing import Any, Final

import ciw
import numpy as np
import pytest
import simpy
from scipy.stats import ks_2samp

from pathways.eventlog import EventLog
from pathways.simulation.model import Model, Needs
from pathways.simulation.run import prepare
from pathways.simulation.running.pool import Job
from tests.benchmarks.peers.by_pathways import job
from tests.benchmarks.peers.spec import lognormal_parameters
from tests.stays import NEVER, log_of, logs, stays

from .building import compiled
from .building import study as parsed
from .theory import mean_and_error

Process = Generator[Any, Any, Any]
Moments = dict[tuple[str, int, int], list[int]]  # by state, referral and visit: entering, starting, leaving


class Replay:
    """SimPy given each referral's arrival, way and times of work as the log has them; when work starts is SimPy's."""

    def __init__(self, log: EventLog, model: Model) -> None:
        (role,), (names,) = model.roles, log.states
        self.env, self.model = simpy.Environment(), model
        self.plans = dict(zip(names, role.states, strict=True))
        self.teams = [simpy.Resource(self.env, capacity=team.staff) for team in model.teams]
        self.agendas: list[list[simpy.Event]] = [[] for _ in model.panels]
        self.moments: Moments = {}
        for number in range(len(model.panels)):
            self.env.process(self.panel(number))
        ways: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        for row in visits(log):
            if self.plans[row[0][0]].needs is not Needs.NOTHING:
                (state, referral, visit), (enter, start, leave) = row
                lasts = leave - (enter if self.plans[state].needs is Needs.TIME else start)
                ways[referral].append((state, visit, lasts if leave < NEVER else NEVER))
                if len(ways[referral]) == 1:
                    self.env.process(self.referral(referral, enter, ways[referral]))

    def panel(self, number: int) -> Process:
        for moment in self.model.panels[number].meetings:
            yield self.env.timeout(moment - self.env.now)
            slots = self.model.panels[number].slots
            heard, self.agendas[number] = self.agendas[number][:slots], self.agendas[number][slots:]
            for item in heard:
                item.succeed()

    def referral(self, number: int, arrives: int, way: list[tuple[str, int, int]]) -> Process:
        yield self.env.timeout(arrives)
        at = 0
        while at < len(way):
            beside = way[at : at + 3] if "." in way[at][0] else []  # the three checks are side by side
            if beside:
                yield self.env.all_of([self.env.process(self.visit(number, *visit)) for visit in beside])
            else:
                yield from self.visit(number, *way[at])
            at += max(1, len(beside))

    def visit(self, referral: int, state: str, visit: int, lasts: int) -> Process:
        found = self.moments[state, referral, visit] = [self.env.now, NEVER, NEVER]
        plan = self.plans[state]
        if plan.needs is Needs.TEAM:
            with self.teams[plan.resource].request() as request:
                yield request
                found[1] = self.env.now
                yield self.env.timeout(lasts)
        elif plan.needs is Needs.PANEL:
            item = self.env.event()
            self.agendas[plan.resource].append(item)
            yield item
            found[1] = self.env.now
        else:
            yield self.env.timeout(lasts)
        found[2] = self.env.now


def visits(log: EventLog) -> list[tuple[tuple[str, int, int], list[int]]]:
    """All visits in order of entering."""
    found: Moments = {}
    place = {"ENTER": 0, "START": 1, "LEAVE": 2}
    for row in log.rows():
        if row.event.name in place:
            moments = found.setdefault((row.state, row.referral, row.visit), [NEVER, NEVER, NEVER])
            moments[place[row.event.name]] = row.time
    return list(found.items())


@pytest.mark.parametrize("workload", ["A", "B"])
def test_every_moment_of_the_reference_pathway_is_what_simpy_makes_of_the_same_times(workload: str) -> None:
    """Queues, a panel, checks side by side, ways back: some 4,000 referrals, 50,000 moments, to the second."""
    made = job(workload, 1)
    log = log_of(made, 3, 0)
    replay = Replay(log, made.model)
    replay.env.run(until=made.model.end)
    ours = {key: moments for key, moments in visits(log) if replay.plans[key[0]].needs is not Needs.NOTHING}
    assert len(ours) > 15_000
    for key, moments in ours.items():
        theirs = replay.moments.get(key, [NEVER, NEVER, NEVER])
        assert theirs == moments, (key, moments, theirs)
    assert replay.moments.keys() == ours.keys()


# --- two desks with a way back

DAY: Final = 86_400
HORIZON: Final = 60.0
STAFF: Final = (2, 1)
MEANS: Final = (0.35, 0.35)
CV: Final = 1.5
RATE: Final = 3.0
ON: Final = 0.6  # from the first desk to the second
BACK: Final = 0.25
REPLICATIONS: Final = 150
NETWORK: Final = """
pathway: n
title: Two desks with a way back
status: as-is
version: "1"
lanes: {a: A, b: B}
attributes: {on: {values: ["yes", "no"]}}
start: first
states:
  first: {lane: a, finds: on, then: goes_on}
  goes_on: {kind: decision, lane: a, choose: [{when: {on: "yes"}, then: second}, {otherwise: out}]}
  second: {lane: b, finds: on, then: comes_back}
  comes_back: {kind: decision, lane: b, choose: [{when: {on: "yes"}, then: first}, {otherwise: out}]}
  out: {kind: end, lane: b, outcome: done}
"""
STUDY: Final = f"""
study: network
title: Network
pathways: n
clock: {{starts: 2018-01-01, length: {HORIZON:.0f} days, calendar: continuous}}
arrivals: {{n: {{rate: {RATE} per day}}}}
teams: {{a: {{staff: {STAFF[0]}}}, b: {{staff: {STAFF[1]}}}}}
service_times:
  n.first: {{team: a, lognormal: {{mean: {MEANS[0]} working days, cv: {CV}}}}}
  n.second: {{team: b, exponential: {{mean: {MEANS[1]} working days}}}}
findings:
  n.first: {{on: {{"yes": {ON}, "no": {1 - ON}}}}}
  n.second: {{on: {{"yes": {BACK}, "no": {1 - BACK}}}}}
"""
Seen = tuple[list[list[float]], list[list[float]]]  # by replication: waits at each desk, in order of starting


def network() -> Job:
    return prepare(parsed(STUDY), compiled(NETWORK), [])["baseline"]


def by_pathways() -> Seen:
    found: Seen = ([], [])
    for log in logs(network(), 11, REPLICATIONS):
        for desk, state in enumerate(("first", "second")):
            seen = stays(log, state)
            order = np.argsort(seen.start, kind="stable")
            begun = order[seen.start[order] < NEVER]
            found[desk].append(((seen.start - seen.enter)[begun] / DAY).tolist())
    return found


def by_simpy() -> Seen:
    found: Seen = ([], [])
    mu, sigma = lognormal_parameters(MEANS[0], CV)
    for number in range(REPLICATIONS):
        env, dice = simpy.Environment(), random.Random(number)
        desks = [simpy.Resource(env, capacity=staff) for staff in STAFF]
        for desk in found:
            desk.append([])

        def referral(env=env, dice=dice, desks=desks) -> Process:
            at = 0
            while at < 2:
                came = env.now
                with desks[at].request() as request:
                    yield request
                    found[at][-1].append(env.now - came)
                    yield env.timeout(dice.expovariate(1 / MEANS[1]) if at else dice.lognormvariate(mu, sigma))
                goes = dice.random() < (BACK if at else ON)
                at = (0 if at else 1) if goes else 2

        def arrivals(env=env, dice=dice, referral=referral) -> Process:
            while True:
                yield env.timeout(dice.expovariate(RATE))
                env.process(referral())

        env.process(arrivals())
        env.run(until=HORIZON)
    return found


def by_ciw() -> Seen:
    found: Seen = ([], [])
    mu, sigma = lognormal_parameters(MEANS[0], CV)
    made = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(RATE), None],
        service_distributions=[ciw.dists.Lognormal(mu, sigma), ciw.dists.Exponential(1 / MEANS[1])],
        routing=[[0.0, ON], [BACK, 0.0]],
        number_of_servers=list(STAFF),
    )
    for number in range(REPLICATIONS):
        ciw.seed(number)
        simulation = ciw.Simulation(made)
        simulation.simulate_until_max_time(HORIZON)
        records = sorted(simulation.get_all_records(), key=lambda record: record.service_start_date)
        for desk in (0, 1):
            found[desk].append([record.waiting_time for record in records if record.node == desk + 1])
    return found


@pytest.mark.parametrize("oracle", [by_simpy, by_ciw])
def test_waits_in_a_network_are_distributed_as_by_an_oracle(oracle: Any) -> None:
    """One wait at each desk from each replication, so that they are independent, by Kolmogorov and Smirnov; and means.

    The level is that of 4.5 standard errors. Ciw reports only those who were served, so all are held to the first 40.
    """
    for ours, theirs in zip(by_pathways(), oracle(), strict=True):
        for nth in (5, 20, 40):
            test = ks_2samp(*([waits[nth] for waits in seen if len(waits) > nth] for seen in (ours, theirs)))
            print(f"number {nth}: KS {test.statistic:.3f}, p {test.pvalue:.3f}")
            assert test.pvalue > 7e-6
        (mean, error), (other, its_error) = (
            mean_and_error([float(np.mean(waits[:40])) for waits in seen]) for seen in (ours, theirs)
        )
        print(f"mean {mean:.4f} and {other:.4f}, {(mean - other) / hypot(error, its_error):.1f} standard errors apart")
        assert abs(mean - other) <= 4.5 * hypot(error, its_error)
