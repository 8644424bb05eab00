"""Scenarios and replications to figures, on one processor or several; the same for any number of them."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pathways.errors import PathwaysError
from pathways.measures import Sample, Setting
from pathways.measures.compiled import Measured, Measurer
from pathways.simulation.asked import Asked
from pathways.simulation.checks import verify
from pathways.simulation.expectations import Expectation
from pathways.simulation.kernel import Kernel
from pathways.simulation.model import Model
from pathways.simulation.truncation import Truncation

_CHUNKS_PER_WORKER: Final = 4


@dataclass(frozen=True)
class Job:
    """A scenario ready to run; `asked` are the figures that its study is about, `precise` those to be precise about.

    `truncation` is what its warm-up rests on, where MSER-5 found it.
    """

    model: Model
    setting: Setting
    expectations: tuple[Expectation, ...]
    asked: tuple[Asked, ...] = ()
    precise: tuple[Asked, ...] = ()
    truncation: Truncation | None = None

    @cached_property
    def measurer(self) -> Measurer:
        """What works out the figures of its replications."""
        return Measurer(self.setting)


_jobs: dict[str, Job] = {}  # in a worker process: what it was started with


def run_all(jobs: Mapping[str, Job], seed: int, replications: range, workers: int) -> dict[str, Sample]:
    """These replications of every scenario, in order of replication."""
    found = _outcomes(jobs, seed, replications, workers)
    return {name: jobs[name].measurer.sample(measured) for name, measured in found.items()}


def _outcomes(jobs: Mapping[str, Job], seed: int, replications: range, workers: int) -> dict[str, list[Measured]]:
    if workers <= 1:
        return {name: [_replicate(job, seed, number) for number in replications] for name, job in jobs.items()}
    from multiprocessing import active_children, get_context

    size = max(1, -(-len(replications) // (workers * _CHUNKS_PER_WORKER)))
    chunks = [
        (name, seed, start, min(start + size, replications.stop))
        for start in range(replications.start, replications.stop, size)
        for name in jobs
    ]
    found: dict[str, list[Measured]] = {name: [] for name in jobs}
    before = set(active_children())
    try:
        # "spawn" is what Windows and macOS do; it also keeps a caller's threads out of it.
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (dict(jobs),)) as pool:
            try:
                with _uninterrupted():  # the workers begin here
                    answers = [pool.submit(_chunk, chunk) for chunk in chunks]
                for (name, *_), answer in zip(chunks, answers, strict=True):
                    found[name] += answer.result()
            except KeyboardInterrupt:
                # They know nothing of it: see `_uninterrupted`.
                for worker in set(active_children()) - before:
                    worker.terminate()
                raise
    except BrokenProcessPool as error:
        raise PathwaysError(
            f"one of the {workers} processes that were simulating ended before its work was done\n"
            "    expected all of them to run to the end; the machine may be short of memory, or the script that asked "
            "for them lacks 'if __name__ == \"__main__\":'\n"
            "    fix: try again with one worker"
        ) from error
    return found


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C, also in every process that is started meanwhile and for as long as it lives.

    A terminal sends Ctrl-C to the workers too, and each would print where it was; this process alone answers it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there `_begin` does what it can
        yield
        return
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def _begin(jobs: dict[str, Job]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _jobs.update(jobs)


def _chunk(chunk: tuple[str, int, int, int]) -> list[Measured]:
    name, seed, start, stop = chunk
    return [_replicate(_jobs[name], seed, number) for number in range(start, stop)]


def _replicate(job: Job, seed: int, number: int) -> Measured:
    kernel = Kernel(job.model, seed, number)
    measured = job.measurer.measure(kernel.run().packed())
    verify(job.model, kernel.tally.row(), measured.counters)
    return measured
