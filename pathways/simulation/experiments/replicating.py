"""Scenarios ready to run to their figures: so many replications, or as many as the study's precision needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.measures import Sample
from pathways.simulation.experiments.sequential import Precision, run_until
from pathways.simulation.language.asking import UntilSpec
from pathways.simulation.language.study import BASELINE
from pathways.simulation.running.batches import in_batches
from pathways.simulation.running.pool import Job
from pathways.simulation.running.watch import Watch


@dataclass(frozen=True)
class Replicated:
    """The figures of each scenario, how precise they have become, and whether somebody stopped it."""

    found: Mapping[str, Sample]
    precision: tuple[Precision, ...]
    is_stopped: bool


def replicate(
    jobs: Mapping[str, Job], seed: int, replications: int, until: UntilSpec | None, workers: int, watch: Watch
) -> Replicated:
    """Run all scenarios on the same random numbers.

    Parameters
    ----------
    replications
        How many, where there is no precision to reach.

    Raises
    ------
    KeyboardInterrupt
        If stopped before two replications of every scenario were finished.
    """
    if until is None:
        found, is_stopped = in_batches(jobs, seed, range(replications), workers, watch)
        return Replicated(found, (), is_stopped)

    def run(numbers: range, watch: Watch) -> tuple[dict[str, Sample], bool]:
        return in_batches(jobs, seed, numbers, workers, watch)

    return Replicated(*run_until(run, jobs[BASELINE].precise, until, watch))
