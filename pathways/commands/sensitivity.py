"""A study to which of its assumptions moves an answer most."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.simulate import study_and_pathways, tell_if_compiling
from pathways.workspace import SourceFile

if TYPE_CHECKING:
    from pathways.simulation import Sensitivity, Study


@dataclass(frozen=True)
class SensitivityOutcome:
    """A study, what moves its answer, and where the study is written."""

    study: Study
    found: Sensitivity
    file: SourceFile


def sensitivity(
    name: str,
    start: Path,
    *,
    measure: str | None = None,
    by: float | None = None,
    only: Sequence[str] = (),
    scenario: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> SensitivityOutcome:
    """Move every assumption of a study down and up, one at a time.

    Parameters
    ----------
    name : id or path of the study.
    start : where ids and the workspace are looked for.
    measure : which answer, such as `mean wait for child.check`; what the first expectation is about when None.
    by : the share by which each number moves; 25% when None.
    only : only assumptions whose name holds one of these words; all when empty.
    scenario : where to start from, instead of the baseline.
    replications, seed : instead of the study's own.
    workers : processes to use; as many as there are processors when None. The result is the same.
    tell : takes words on how much there is to run, before it begins.
    progress : takes how many replications are done, of how many.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.simulation import find_sensitivity
    from pathways.simulation.experiments.sensitivity import BY
    from pathways.simulation.running.watch import Told

    study, file, loaded = study_and_pathways(name, start)
    tell_if_compiling(tell)
    found = find_sensitivity(
        study,
        {pathway.id: pathway.compiled for pathway in loaded},
        measure=measure,
        by=BY if by is None else Fraction(str(by)),
        only=only,
        scenario=scenario,
        replications=replications,
        seed=seed,
        workers=workers or min(os.cpu_count() or 1, 8),
        watch=Told(progress),
        tell=tell,
    )
    return SensitivityOutcome(study, found, file)


def save_chart(outcome: SensitivityOutcome, path: Path) -> None:
    """Draw the tornado chart into a file; its ending (`.svg`, `.png`, `.pdf`) says what to write.

    Raises
    ------
    WorkspaceError
        If the ending is none of these.
    """
    from io import BytesIO

    from pathways.commands.write import write_file
    from pathways.errors import WorkspaceError

    format_ = path.suffix.removeprefix(".").lower()
    if format_ not in ("svg", "png", "pdf"):
        raise WorkspaceError(
            f"'{path}' does not say what to write\n    expected a name that ends with .svg, .png or .pdf\n"
            f"    fix: write '{path.with_suffix('.svg')}'"
        )
    chart = BytesIO()
    outcome.found.plot().savefig(chart, format=format_)
    write_file(path, chart.getvalue())
