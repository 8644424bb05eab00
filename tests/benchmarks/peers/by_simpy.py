"""The reference pathway in SimPy 4, as SimPy's own guide would: `python -m tests.benchmarks.peers.by_simpy`."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from typing import Any

import simpy

from tests.benchmarks.peers import spec

Process = Generator[Any, Any, Any]


class Pathway:
    """One replication."""

    def __init__(self, workload: str, scale: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.env = simpy.Environment()
        self.scale = scale
        self.is_parallel = workload == "A"
        stations = spec.STATIONS[workload]
        self.tally = spec.Tally(tuple(stations))
        self.team: dict[str, simpy.Resource] = {}
        self.draw: dict[str, Callable[[], float]] = {}
        for name, station in stations.items():
            self.team[name] = simpy.Resource(self.env, capacity=station.servers * scale)
            self.draw[name] = self.sampler(station.family, station.mean, station.cv)
        self.support = self.sampler("lognormal", spec.SUPPORT_MEAN, spec.SUPPORT_CV)
        self.agenda: list[simpy.Event] = []
        self.env.process(self.arrivals())
        if self.is_parallel:
            self.env.process(self.panel())

    def sampler(self, family: str, mean: float, cv: float) -> Callable[[], float]:
        rng = self.rng
        if family == "exponential":
            rate = 1.0 / mean
            return lambda: rng.expovariate(rate)
        mu, sigma = spec.lognormal_parameters(mean, cv)
        return lambda: rng.lognormvariate(mu, sigma)

    def arrivals(self) -> Process:
        rate = spec.RATE * self.scale
        while True:
            yield self.env.timeout(self.rng.expovariate(rate))
            self.tally.arrivals += 1
            self.env.process(self.referral())

    def panel(self) -> Process:
        slots = spec.PANEL_SLOTS * self.scale
        while True:
            yield self.env.timeout(spec.PANEL_EVERY)
            heard, self.agenda = self.agenda[:slots], self.agenda[slots:]
            for item in heard:
                item.succeed()

    def serve(self, name: str) -> Process:
        arrived = self.env.now
        with self.team[name].request() as request:
            yield request
            self.tally.waits[name].add(self.env.now - arrived)
            yield self.env.timeout(self.draw[name]())

    def referral(self) -> Process:
        env, rng = self.env, self.rng
        arrived = env.now
        yield from self.serve("screen")
        yield from self.serve("converse")
        if rng.random() < spec.P_NFA + spec.P_SIGNPOST:
            outcome = "triage"
        else:
            if self.is_parallel:
                yield env.all_of([env.process(self.serve(name)) for name in ("police", "school", "health")])
            else:
                yield from self.serve("checks")
            if rng.random() >= spec.P_CONSENT:
                outcome = "refused"
            else:
                outcome = yield from self.hearings(arrived)
        self.tally.closed[outcome] += 1
        yield from self.serve("feedback")
        self.tally.exits += 1
        self.tally.to_end.add(env.now - arrived)

    def hearings(self, arrived: float) -> Process:
        env, rng = self.env, self.rng
        is_for_panel = rng.random() < spec.P_PANEL
        is_first = True
        while True:
            if not is_for_panel:
                yield from self.serve("pcm")
            elif self.is_parallel:
                item = env.event()
                self.agenda.append(item)
                yield item
            else:
                yield from self.serve("channel")
            if is_first:
                (self.tally.to_panel if is_for_panel else self.tally.to_pcm).add(env.now - arrived)
                is_first = False
            if rng.random() >= spec.P_ADOPT:
                return "not_adopted"
            yield env.timeout(self.support())
            if rng.random() >= spec.P_REVIEW:
                return "completed"


def replicate(workload: str, scale: int, seed: int, number: int) -> dict[str, float | None]:
    """The statistics of one replication."""
    pathway = Pathway(workload, scale, seed * 1_000_003 + number)
    pathway.env.run(until=spec.HORIZON)
    return pathway.tally.row()


def main() -> None:
    asked = spec.arguments("The reference pathway in SimPy.").parse_args()
    watch = spec.Stopwatch()
    rows = [replicate(asked.workload, asked.scale, asked.seed, number) for number in range(asked.replications)]
    took = watch.read()
    print(spec.told("SimPy", int(sum(row["arrivals"] or 0 for row in rows)), took, rows))


if __name__ == "__main__":
    main()
