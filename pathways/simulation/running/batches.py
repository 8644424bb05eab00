"""Replications batch by batch, so that one hears how far it has come, and may stop and keep what is finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.measures import Sample
from pathways.measures.sample import Gathered
from pathways.simulation.running.pool import Job, run_all
from pathways.simulation.running.watch import Watch

_MOST: Final = 64  # in a batch, so that whoever stops loses little
_LEAST: Final = 2  # of fewer replications nothing can be said


def in_batches(
    jobs: Mapping[str, Job], seed: int, replications: range, workers: int, watch: Watch
) -> tuple[dict[str, Sample], bool]:
    """The replications of every scenario, and whether somebody stopped them (Ctrl-C) before the last.

    Raises
    ------
    KeyboardInterrupt
        If stopped before two replications of every scenario were finished: nothing could be said of them.
    """
    gathered = {name: Gathered(len(replications)) for name in jobs}
    whole, done, is_stopped = len(replications) * len(jobs), 0, False
    watch.progress(0, whole)
    try:
        start, size = replications.start, _LEAST
        while start < replications.stop:
            batch = range(start, min(start + size, replications.stop))
            found = run_all(jobs, seed, batch, workers)
            for name, sample in found.items():
                gathered[name].add(sample)
            done += len(batch) * len(jobs)
            watch.progress(done, whole)
            start, size = batch.stop, min(2 * size, _MOST)
    except KeyboardInterrupt:
        if not done:
            raise
        is_stopped = True
    return {name: parts.sample() for name, parts in gathered.items()}, is_stopped
