"""Scenarios and replications to figures, on one thread or several; the same for any number of them.

Kernel and measures let other threads run meanwhile. A replication's events are turned into figures at once and
forgotten, so memory does not grow with the number of replications.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property

from pathways.measures import Sample, Setting
from pathways.measures.compiled import Measured, Measurer
from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.expectations import Expectation
from pathways.simulation.binding.measured import cancelled_meetings
from pathways.simulation.model import Model
from pathways.simulation.running.checks import verify
from pathways.simulation.running.kernels import Runner, give_back, lend
from pathways.simulation.running.truncation import Truncation


@dataclass(frozen=True)
class Job:
    """A scenario ready to run; `asked` are the figures that its study is about, `precise` those to be precise about.

    `truncation` is what its warm-up rests on, where MSER-5 found it. It may be asked to run `by_reference`, and
    to count what is there week by week (`is_weekly`).
    """

    model: Model
    setting: Setting
    expectations: tuple[Expectation, ...]
    asked: tuple[Asked, ...] = ()
    precise: tuple[Asked, ...] = ()
    truncation: Truncation | None = None
    by_reference: bool = False
    is_weekly: bool = False

    @cached_property
    def measurer(self) -> Measurer:
        """What works out the figures of its replications."""
        return Measurer(self.setting)

    @cached_property
    def runner(self) -> Runner:
        """What runs its replications."""
        return Runner(self.model, by_reference=self.by_reference)

    def make_ready(self) -> None:
        """Make what all of its replications share."""
        _ = self.runner, self.measurer.plan


def run_all(
    jobs: Mapping[str, Job],
    seed: int,
    replications: range,
    workers: int,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Sample]:
    """These replications of every scenario, in order of replication.

    Parameters
    ----------
    workers
        Threads to use.
    progress
        Told how many replications are done, of how many, of all scenarios together; by the thread that calls this.
    """
    tasks = [(job, number) for job in jobs.values() for number in replications]
    found: list[Measured | None] = [None] * len(tasks)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        try:
            # What is made once for each scenario is made here, not by whichever thread comes first.
            for made in [pool.submit(job.make_ready) for job in jobs.values()]:
                made.result()
            # By number first, so that whoever stops has as many of each scenario.
            order = sorted(range(len(tasks)), key=lambda task: (tasks[task][1], task))
            futures = {pool.submit(_replicate, tasks[task][0], seed, tasks[task][1]): task for task in order}
            for done, future in enumerate(as_completed(futures), 1):
                found[futures[future]] = future.result()
                if progress is not None:
                    progress(done, len(tasks))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    whole = len(replications)
    return {
        name: job.measurer.sample(each for each in found[place * whole : (place + 1) * whole] if each is not None)
        for place, (name, job) in enumerate(jobs.items())
    }


def _replicate(job: Job, seed: int, number: int) -> Measured:
    space = lend()
    try:
        events, counts = job.runner.run(seed, number, space)
        cancelled = cancelled_meetings(job.model, seed, number)
        measured = job.measurer.measure(events, cancelled, by_week=job.is_weekly)
    finally:
        give_back(space)
    verify(job.model, counts.tolist(), measured.counters)
    return measured
