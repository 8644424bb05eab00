"""What a study was asked many times over, to the words printed on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pathways.cli.study_text import wrapped
from pathways.simulation.answers.expectations import in_words, interval_words

if TYPE_CHECKING:
    from pathways.commands.seek import SeekOutcome
    from pathways.commands.sensitivity import SensitivityOutcome
    from pathways.commands.sweep import SweepOutcome

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


def sweep_text(outcome: SweepOutcome) -> str:
    """What each factor does, then every point."""
    found = outcome.found
    head = f"{outcome.study.title}: {found.sweep}  ({outcome.file.shown})\nsynthetic: simulated, not observed"
    answer = "\n".join(wrapped(sentence) for sentence in found.told())
    stopped = "" if found.stopped_of is None else f", stopped before {found.stopped_of}"
    end = f"seed {found.seed}, {found.replications} replications{stopped}, intervals of 95%"
    return "\n\n".join((head, answer, "\n".join(_points(outcome)), end))


def _points(outcome: SweepOutcome) -> Iterator[str]:
    found = outcome.found
    units = {asked.says: asked.unit for asked in found.asked}
    for point in found.points:
        yield f"{point.number}: " + ", ".join(f"{name} = {value}" for name, value in point.settings.items())
        for says, measure in point.measures.items():
            if measure is not None:
                yield f"    {says:<60} {interval_words(measure.value, measure.low, measure.high, units[says])}"


def sensitivity_text(outcome: SensitivityOutcome) -> str:
    """What moves the answer most, then each assumption."""
    found = outcome.found
    head = f"{outcome.study.title}  ({outcome.file.shown})\nsynthetic: simulated, not observed"
    answer = "\n".join(wrapped(sentence) for sentence in found.told())
    end = f"seed {found.seed}, {found.replications} replications"
    return "\n\n".join((head, answer, "\n".join(_bars(outcome)), end))


def _bars(outcome: SensitivityOutcome) -> Iterator[str]:
    unit = outcome.found.measure.unit
    yield f"{'assumption':<60} {'lower':>12} {'upper':>12}  difference"
    for bar in outcome.found.bars:
        low, high = (in_words(value, unit).removesuffix(" working days") for value in (bar.at_down, bar.at_up))
        size = "cannot tell"
        if bar.claim.says == "the same":
            size = "no change"
        elif bar.is_clear:
            size = f"{in_words(abs(bar.claim.difference), unit)} {bar.claim.says}"
        yield f"{bar.number:<60.60} {low:>12} {high:>12}  {size}"
