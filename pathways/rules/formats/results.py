"""Everything that one check found, and how its documents are to speak of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pathways.errors import Finding, Place
from pathways.rules.render import Checked


@dataclass(frozen=True)
class Results:
    """What a format turns into a document.

    Attributes
    ----------
    pathways
        Findings and verdicts of each pathway.
    findings
        Those of other files: policies, pieces, studies.
    strict
        Whether departures and warnings count as errors.
    folder
        Where the workspace lies in its repository, with `/` (`services/prevent`); empty where it is all of it.
        Whoever reads the document next to the repository finds a file only by its path from the top.
    explain
        The long text about a finding or a kind of rule, by id.
    version
        Of the program.
    """

    pathways: Sequence[Checked]
    findings: Sequence[Finding] = ()
    strict: bool = False
    folder: str = ""
    explain: Callable[[str], str | None] = field(default=lambda _: None)
    version: str = ""

    def path(self, place: Place) -> str:
        """A file's path from the top of the repository; one that lies elsewhere keeps its whole path."""
        is_elsewhere = place.file.startswith("/") or ":" in place.file.partition("/")[0]
        return place.file if is_elsewhere or not self.folder else f"{self.folder}/{place.file}"
