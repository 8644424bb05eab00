"""A study and one of its sweeps to what it measures at every point."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.simulate import study_and_pathways, tell_if_compiling
from pathways.workspace import SourceFile

if TYPE_CHECKING:
    from pathways.simulation import Study, Sweep


@dataclass(frozen=True)
class SweepOutcome:
    """A study, what the sweep found, and where the study is written."""

    study: Study
    found: Sweep
    file: SourceFile

    @property
    def exit_code(self) -> int:
        """130 if it was stopped."""
        return 0 if self.found.stopped_of is None else 130


def sweep(
    name: str,
    start: Path,
    which: str,
    *,
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> SweepOutcome:
    """Run a study at every point of one of its sweeps.

    Parameters
    ----------
    name : id or path of the study.
    start : where ids and the workspace are looked for.
    which : the name of the sweep.
    scenario : where to start from, instead of the baseline.
    replications, seed : instead of the study's own.
    workers : processes to use; as many as there are processors when None. The result is the same.
    tell : takes words on how much there is to run.
    progress : takes how many replications are done, of how many.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.simulation import run_sweep
    from pathways.simulation.experiments.sweep import planned_sweep
    from pathways.simulation.running.watch import Told

    study, file, loaded = study_and_pathways(name, start)
    points = len(planned_sweep(study, which, study.seed if seed is None else seed).points)
    tell(f"sweeping {study.id}: {points} points and the study as it stands")
    tell_if_compiling(tell)
    found = run_sweep(
        study,
        {pathway.id: pathway.compiled for pathway in loaded},
        which,
        scenario=scenario,
        replications=replications,
        seed=seed,
        workers=workers or min(os.cpu_count() or 1, 8),
        watch=Told(progress),
    )
    return SweepOutcome(study, found, file)
