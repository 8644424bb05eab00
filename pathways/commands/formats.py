"""The result of `check` as one document for programs: nothing else may stand on stdout beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pathways.commands.check import CheckOutcome
from pathways.commands.explain import finding_text
from pathways.rules.formats import FORMATS, Results
from pathways.version import __version__
from pathways.workspace import folder_in_repository, installed_kinds

NAMES: Final = ("text", *FORMATS)


def document(outcome: CheckOutcome, format: str, start: Path, *, strict: bool = False) -> str:
    """A document in one of `FORMATS`, without a line end after it.

    Parameters
    ----------
    start : where the workspace is looked for. JSON names files from its folder; formats that stand beside a
        repository, such as SARIF, from the top of that.
    """
    kinds = installed_kinds()
    results = Results(
        outcome.pathways,
        outcome.findings,
        strict=strict,
        folder=folder_in_repository(start),
        explain=lambda id: finding_text(id, kinds),
        version=__version__,
    )
    return FORMATS[format](results)
