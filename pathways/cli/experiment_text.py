"""What a study was asked many times over, to the words printed on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pathways.cli.study_text import wrapped

if TYPE_CHECKING:
    from pathways.commands.seek import SeekOutcome

_VERDICTS: Final = {"met": "met", "unmet": "not met", "undecided": "cannot tell"}


def seek_text(outcome: SeekOutcome) -> str:
    """The least that is enough, then what was tried."""
    found = outcome.found
    head = f"{outcome.study.title}  ({outcome.file.shown})\nsynthetic: simulated, not observed"
    answer = "\n".join(wrapped(sentence) for sentence in found.told())
    return "\n\n".join((head, answer, "\n".join(_tried(outcome)), f"seed {found.seed}"))


def _tried(outcome: SeekOutcome) -> Iterator[str]:
    yield "Tried"
    for tried in outcome.found.tried:
        named = ", ".join(f"{name} = {value}" for name, value in tried.settings.items())
        yield f"  {named}: {_VERDICTS[tried.verdict]} after {tried.replications} replications"
        for held in tried.held:
            yield wrapped(f"    {held.says}: {held.found}")
