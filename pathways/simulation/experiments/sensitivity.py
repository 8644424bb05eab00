"""A study to which of its assumptions moves an answer most: each moved down and up by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from pathways.definition.report import Report
from pathways.errors import Place, StudyError, WorkspaceError
from pathways.machine.compiled import CompiledPathway
from pathways.measures import Sample
from pathways.measures.intervals import mean_and_half_width
from pathways.simulation.answers.asked import Asked, Names, parse_measure
from pathways.simulation.binding.bind import Binder
from pathways.simulation.experiments.assumptions import Changes, Number, assumptions, left_alone
from pathways.simulation.experiments.claims import claim, together
from pathways.simulation.experiments.moved import Bar, Sensitivity
from pathways.simulation.experiments.varied import starting_from, with_changes
from pathways.simulation.language.study import BASELINE, Study
from pathways.simulation.running.batches import in_batches
from pathways.simulation.running.pool import Job
from pathways.simulation.running.watch import Further, Watch

BY: Final = Fraction(1, 4)
_ENOUGH: Final = 100  # replications, where the study asks for a precision
_AT_ONCE: Final = 20  # numbers whose figures are kept at once


def find_sensitivity(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    *,
    measure: str | None = None,
    by: Fraction = BY,
    only: Sequence[str] = (),
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    watch: Watch | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Sensitivity:
    """Move every assumption of a study down and up, one at a time, on the same random numbers.

    Parameters
    ----------
    measure
        Which answer, such as `median wait for child.check`; by default what the study's first expectation is about.
    by
        The share by which each number moves; staff moves by one.
    only
        Only assumptions whose name holds one of these words; all, if there is none.
    scenario
        Where to start from, instead of the baseline.
    replications, seed
        Instead of the study's own; 100 replications where it asks for a precision.
    workers
        Processes to use. The result is the same for any number of them.
    tell
        Takes words on how much there is to run, before it begins.

    Raises
    ------
    StudyError
        If the study does not fit its pathways, or there is no such measure, or none to look at.
    WorkspaceError
        If there is no such scenario, no assumption of such a name, or a share that is none.
    KeyboardInterrupt
        If stopped: what moves an answer most cannot be told before all have been moved.
    """
    if not 0 < by < 1:
        raise WorkspaceError(
            f"numbers cannot move by {float(by):.4g} of themselves\n    expected a share between 0 and 1\n"
            "    fix: write 25%"
        )
    if replications is None:
        replications = study.replications if study.until is None else min(study.replications, _ENOUGH)
    study, seed = starting_from(study, scenario), study.seed if seed is None else seed
    watch = Watch() if watch is None else watch
    groups = [with_changes(study, {}, pathways)]
    asked = _asked(study, groups[0][BASELINE], pathways, measure)
    numbers = _chosen(assumptions(study.baseline, by), only)
    for start in range(0, len(numbers), _AT_ONCE):
        changes = {
            f"{index} {side}": moved[1]
            for index, number in enumerate(numbers[start : start + _AT_ONCE], start)
            for side, moved in (("down", number.down), ("up", number.up))
            if moved is not None
        }
        groups.append(_possible(study, changes, pathways))
    sides = sum(len(jobs) for jobs in groups)
    tell(
        f"{len(numbers)} assumptions, moved by {float(by):.0%} down and up (staff by one): "
        f"{sides} scenarios, {sides * replications:,} replications"
    )
    values: dict[str, list[float]] = {}
    done = 0
    for jobs in groups:
        found, is_stopped = in_batches(
            jobs, seed, range(replications), workers, Further(watch, done * replications, sides * replications)
        )
        if is_stopped:
            raise KeyboardInterrupt
        values |= {name: _values(sample, asked) for name, sample in found.items()}
        done += len(jobs)
    return Sensitivity(
        study=study.id,
        seed=seed,
        replications=replications,
        by=float(by),
        measure=asked,
        value=mean_and_half_width(_seen(values[BASELINE]))[0] if _seen(values[BASELINE]) else None,
        bars=tuple(_bars(numbers, values)),
        not_moved=(*(() if only else left_alone(study.baseline)), *_stuck(numbers, values)),
    )


def _possible(study: Study, changes: Mapping[str, Changes], pathways: Mapping[str, CompiledPathway]) -> dict[str, Job]:
    """Those changes with which the study can be run: a number may have a limit that only the study as a whole knows."""
    try:
        jobs = with_changes(study, changes, pathways)
    except StudyError:
        if len(changes) == 1:
            return {}
        return {
            name: job
            for one, change in changes.items()
            for name, job in _possible(study, {one: change}, pathways).items()
        }
    return {name: job for name, job in jobs.items() if name != BASELINE}


def _asked(study: Study, job: Job, pathways: Mapping[str, CompiledPathway], measure: str | None) -> Asked:
    """The measure that is looked at."""
    report = Report()
    if measure is not None:
        lookup = Binder(study.baseline, study, pathways, report).lookup
        asked = parse_measure(measure, Names(lookup), Place("--measure", 1, 1, measure), report)
        if asked is not None:
            return asked
    elif job.expectations:
        return job.expectations[0].asked
    else:
        report.add(
            "study-expect", study.baseline.document.place(()), f"'{study.id}' expects nothing, and no measure is named",
            "a measure to look at", "name one, such as 'mean wait for child.check', or add an 'expect:'",
        )  # fmt: skip
    raise StudyError(report.faults)


def _chosen(numbers: Sequence[Number], only: Sequence[str]) -> list[Number]:
    chosen = [number for number in numbers if not only or any(word in number.name for word in only)]
    if not chosen:
        words = " or ".join(repr(word) for word in only)
        raise WorkspaceError(
            "nothing in the study is an assumption that could move"
            + (f" and has {words} in its name\n" if only else "\n")
            + "    expected a number of an entry that is marked ASSUMPTION, or not marked\n    fix: look for less"
        )
    return chosen


def _values(sample: Sample, asked: Asked) -> list[float]:
    values: list[float] = sample.of_key(asked.key).tolist()
    return values


def _seen(values: Sequence[float]) -> list[float]:
    return [value for value in values if value == value]


def _stuck(numbers: Sequence[Number], values: Mapping[str, list[float]]) -> Iterator[str]:
    """Numbers that cannot be moved either way."""
    for index, number in enumerate(numbers):
        if not any(f"{index} {side}" in values for side in ("down", "up")):
            yield number.name


def _bars(numbers: Sequence[Number], values: Mapping[str, list[float]]) -> Iterator[Bar]:
    """A bar for each number, the one that moves the answer most first; what cannot be told comes last."""
    bars = []
    for index, number in enumerate(numbers):
        down, up = (values.get(f"{index} {side}", values[BASELINE]) for side in ("down", "up"))
        differences = _seen([b - a for a, b in zip(down, up, strict=True)])
        if not differences or down is up:  # never seen, or it cannot move
            continue
        low, high = (mean_and_half_width(_seen(side))[0] for side in (down, up))
        at_down = number.at if down is values[BASELINE] or number.down is None else number.down[0]
        at_up = number.at if up is values[BASELINE] or number.up is None else number.up[0]
        bars.append(Bar(number.name, number.at, at_down, at_up, low, high, claim(differences)))
    bars = [replace(bar, claim=fixed) for bar, fixed in zip(bars, together([bar.claim for bar in bars]), strict=True)]
    yield from sorted(bars, key=lambda bar: (not bar.is_clear, -abs(bar.claim.difference)))
