"""Scenarios and replications to figures, on one processor or several; the same for any number of them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final

from pathways.errors import PathwaysError
from pathways.measures import Figure, Key, Setting, figures, histories
from pathways.simulation.checks import verify
from pathways.simulation.expectations import Expectation
from pathways.simulation.kernel import Kernel
from pathways.simulation.model import Model

_CHUNKS_PER_WORKER: Final = 4
Outcome = tuple[dict[Key, Figure], int]  # the figures of a replication, and how many counts were verified


@dataclass(frozen=True)
class Job:
    """A scenario ready to run."""

    model: Model
    setting: Setting
    expectations: tuple[Expectation, ...]


_jobs: dict[str, Job] = {}  # in a worker process: what it was started with


def run_all(jobs: Mapping[str, Job], seed: int, replications: int, workers: int) -> dict[str, list[Outcome]]:
    """Every replication of every scenario, in order of replication."""
    if workers <= 1:
        return {name: [_replicate(job, seed, number) for number in range(replications)] for name, job in jobs.items()}
    from multiprocessing import get_context

    size = max(1, -(-replications // (workers * _CHUNKS_PER_WORKER)))
    chunks = [
        (name, seed, start, min(start + size, replications)) for start in range(0, replications, size) for name in jobs
    ]
    found: dict[str, list[Outcome]] = {name: [] for name in jobs}
    try:
        # "spawn" is what Windows and macOS do; it also keeps a caller's threads out of it.
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (dict(jobs),)) as pool:
            for (name, *_), outcomes in zip(chunks, pool.map(_chunk, chunks), strict=True):
                found[name] += outcomes
    except BrokenProcessPool as error:
        raise PathwaysError(
            f"one of the {workers} processes that were simulating ended before its work was done\n"
            "    expected all of them to run to the end; the machine may be short of memory, or the script that asked "
            "for them lacks 'if __name__ == \"__main__\":'\n"
            "    fix: try again with one worker"
        ) from error
    return found


def _begin(jobs: dict[str, Job]) -> None:
    _jobs.update(jobs)


def _chunk(chunk: tuple[str, int, int, int]) -> list[Outcome]:
    name, seed, start, stop = chunk
    return [_replicate(_jobs[name], seed, number) for number in range(start, stop)]


def _replicate(job: Job, seed: int, number: int) -> Outcome:
    kernel = Kernel(job.model, seed, number)
    seen = histories(kernel.run())
    compared = verify(job.model, kernel.tally, seen)
    return figures(seen, job.setting), compared
