"""A study and what may vary to the least of it with which all that the study expects holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.simulate import study_and_pathways, tell_if_compiling
from pathways.workspace import SourceFile

if TYPE_CHECKING:
    from pathways.simulation import Seek, Study


@dataclass(frozen=True)
class SeekOutcome:
    """A study, what was found, and where the study is written."""

    study: Study
    found: Seek
    file: SourceFile

    @property
    def exit_code(self) -> int:
        """1 if nothing was shown to be enough."""
        return int(not self.found.is_found)


def seek(
    name: str,
    start: Path,
    vary: Sequence[str],
    *,
    scenario: str | None = None,
    confidence: float | None = None,
    at_most: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> SeekOutcome:
    """Find the least capacity with which the expectations of a study hold.

    Parameters
    ----------
    name : id or path of the study.
    start : where ids and the workspace are looked for.
    vary : one or two quantities, such as `teams.mash.staff=1..10`, or `panels.p.slots=4|6|8`, from least to most.
    scenario : where to start from, instead of the baseline.
    confidence : of all verdicts together; 95% when None.
    at_most : replications of one candidate; 1,280 when None.
    seed : instead of the study's own.
    workers : processes to use; as many as there are processors when None. The result is the same.
    tell : takes words about each candidate as it is decided.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.simulation import find_least, parse_ladder
    from pathways.simulation.experiments.seek import AT_MOST, CONFIDENCE, FIRST

    ladders = [parse_ladder(text) for text in vary]
    study, file, loaded = study_and_pathways(name, start)
    most = AT_MOST if at_most is None else at_most
    tell_if_compiling(tell)
    found = find_least(
        study,
        {pathway.id: pathway.compiled for pathway in loaded},
        ladders,
        scenario=scenario,
        confidence=CONFIDENCE if confidence is None else confidence,
        first=min(FIRST, most),
        at_most=most,
        seed=seed,
        workers=workers or min(os.cpu_count() or 1, 8),
        tell=tell,
    )
    return SeekOutcome(study, found, file)
