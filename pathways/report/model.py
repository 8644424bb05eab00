"""What a report is made of: everything it shows, loaded and decided before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway
    from pathways.diagram import Drawing
    from pathways.errors import Finding
    from pathways.rules import Policy, Verdict
    from pathways.simulation import Result, Study


@dataclass(frozen=True)
class PathwayPart:
    """One pathway with its drawing, its chart of who does what, and its verdicts."""

    linked: LinkedPathway
    file: str
    fingerprint: str
    drawing: Drawing
    verdicts: tuple[Verdict, ...]
    warnings: tuple[Finding, ...] = ()
    roles: Drawing | None = None


@dataclass(frozen=True)
class StudyPart:
    """One study with its result. `is_quick` where it was run with fewer replications than the study asks for."""

    study: Study
    result: Result
    pathways: Mapping[str, LinkedPathway]
    file: str
    is_quick: bool = False


@dataclass(frozen=True)
class Report:
    """The whole document. Nothing in it depends on when or where it is made."""

    workspace: str
    pathways: Sequence[PathwayPart]
    policies: Sequence[Policy]
    studies: Sequence[StudyPart]
    version: str
