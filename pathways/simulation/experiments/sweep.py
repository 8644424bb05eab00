"""A study and one of its sweeps to what it measures at every point, and what each factor does on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pathways.definition.report import Report, listed, nearest
from pathways.errors import StudyError, WorkspaceError
from pathways.machine.compiled import CompiledPathway
from pathways.measures import Key, Sample, estimate
from pathways.simulation.answers.asked import Asked
from pathways.simulation.experiments.claims import Claim, claim, together
from pathways.simulation.experiments.design import Design, design
from pathways.simulation.experiments.replicating import replicate
from pathways.simulation.experiments.settings import places_of
from pathways.simulation.experiments.swept import Effect, Point, Sweep
from pathways.simulation.experiments.varied import starting_from, with_settings
from pathways.simulation.language.study import BASELINE, Study
from pathways.simulation.running.watch import Watch

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


def run_sweep(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    name: str,
    *,
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    watch: Watch | None = None,
) -> Sweep:
    """Run a study at every point of a sweep, all on the same random numbers.

    Parameters
    ----------
    name
        Of one of the study's `sweeps`.
    scenario
        What the points start from, instead of the baseline.
    replications, seed
        Instead of the study's own.
    workers
        Processes to use. The result is the same for any number of them.

    Returns
    -------
    Sweep
        If stopped (Ctrl-C) after two replications or more, that of those which were finished.

    Raises
    ------
    WorkspaceError
        If the study has no such sweep, or no such scenario.
    StudyError
        If the study does not fit its pathways, or the sweep does not fit the study.
    """
    planned = planned_sweep(study, name, study.seed if seed is None else seed)
    until = study.until if replications is None else None
    replications = study.replications if replications is None else replications
    study, seed = starting_from(study, scenario), study.seed if seed is None else seed
    document = study.baseline.document
    places = places_of(planned, name, document)
    named = {f"point {number + 1}": planned.settings(number) for number in range(len(planned.points))}
    jobs = with_settings(study, named, pathways, places)
    asked = jobs[BASELINE].asked
    done = replicate(jobs, seed, replications, until, workers, Watch() if watch is None else watch)
    points = []
    for number, (point, settings) in enumerate(named.items()):
        rows = {Key(e.measure, e.pathway, e.of, e.statistic, e.group): e for e in estimate(done.found[point])}
        points.append(Point(number + 1, settings, {each.says: rows.get(each.key) for each in asked}))
    effects = tuple(_effects(planned, [done.found[point] for point in named], asked))
    return Sweep(
        study=study.id,
        sweep=name,
        design=planned.kind,
        seed=seed,
        replications=len(done.found[BASELINE]),
        factors={factor.name: factor.values for factor in planned.factors},
        asked=asked,
        points=tuple(points),
        effects=effects,
        stopped_of=replications if done.is_stopped else None,
    )


def planned_sweep(study: Study, name: str, seed: int) -> Design:
    """The points of one of a study's sweeps.

    Raises
    ------
    WorkspaceError, StudyError
        As for `run_sweep`.
    """
    sweeps = study.baseline.spec.sweeps
    if name not in sweeps:
        near = nearest(name, sweeps)
        raise WorkspaceError(
            f"'{study.id}' has no sweep '{name}'\n"
            f"    expected {listed(sweeps) if sweeps else 'one of its sweeps, and it has none'}\n"
            f"    fix: {f'write {near!r}' if near else 'correct the name, or add it under sweeps in the study'}"
        )
    report = Report()
    found = design(sweeps[name], seed, study.baseline.document, ("sweeps", name), report)
    if found is None:
        raise StudyError(report.faults)
    return found


def _effects(planned: Design, samples: Sequence[Sample], asked: Sequence[Asked]) -> Iterator[Effect]:
    """What each factor does on its own, corrected for how many effects there are."""
    found: list[tuple[str, Asked, str, str, Claim]] = []
    for each in asked:
        values = _table(samples, each)
        if values is None:
            continue
        for factor, first, last, weights in _weights(planned):
            differences = (values @ weights).tolist()
            if differences:
                found.append((factor, each, first, last, claim(differences)))
    for (factor, each, first, last, _), effect in zip(found, together([row[-1] for row in found]), strict=True):
        yield Effect(factor, each.says, each.better, first, last, effect)


def _table(samples: Sequence[Sample], asked: Asked) -> NDArray[float64] | None:
    """A row for each replication that has the measure at every point, a column for each point."""
    import numpy as np

    values = np.column_stack([sample.of_key(asked.key) for sample in samples])
    whole: NDArray[float64] = values[(values == values).all(axis=1)]
    return whole if len(whole) else None


def _weights(planned: Design) -> Iterator[tuple[str, str, str, NDArray[float64]]]:
    """How the points add up to each effect: the factor, from which value to which, and a weight for each point.

    Of all combinations, the mean where the factor has a value less the mean where it has its first. Of a Latin
    hypercube, the slope of the best plane through all points (least squares), from the first value to the last.
    """
    import numpy as np

    numbers = np.array(planned.points, float)
    if planned.kind == "factorial":
        for column, factor in enumerate(planned.factors):
            at_first = numbers[:, column] == 0
            for value in range(1, len(factor.values)):
                at_value = numbers[:, column] == value
                weights = at_value / at_value.sum() - at_first / at_first.sum()
                yield factor.name, factor.values[0], factor.values[value], weights
        return
    spans = np.array([max(len(factor.values) - 1, 1) for factor in planned.factors], float)
    plane = np.column_stack([np.ones(len(numbers)), numbers / spans])
    if np.linalg.matrix_rank(plane) < plane.shape[1]:  # too few points to tell the factors apart
        return
    slopes = np.linalg.pinv(plane)
    for column, factor in enumerate(planned.factors):
        if len(factor.values) > 1:
            yield factor.name, factor.values[0], factor.values[-1], slopes[column + 1]
