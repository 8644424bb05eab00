"""A study that asks for a precision to as many replications as that takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathways.measures import Key, Sample
from pathways.simulation.answers.asked import Asked
from pathways.simulation.experiments.precision import Enough, enough, look_ahead, precisions
from pathways.simulation.language.asking import UntilSpec
from pathways.simulation.running.watch import Further, Watch

# Some replications to their figures by scenario, and whether somebody stopped them.
Runner = Callable[[range, Watch], tuple[dict[str, Sample], bool]]
_MOST_GROWTH: Final = 2


@dataclass(frozen=True)
class Precision:
    """How precise a figure of a scenario has become.

    Attributes
    ----------
    needed
        From how many replications on it was as precise as was asked for; None if it never was.
    half_width
        Half the interval's width over the figure, at the end; None where it cannot be told.
    """

    scenario: str
    says: str
    key: Key
    needed: int | None
    half_width: float | None

    def as_row(self) -> dict[str, Any]:
        """With the parts of the measure's name each on its own."""
        rest = {"scenario": self.scenario, "says": self.says, "needed": self.needed, "half_width": self.half_width}
        return {**self.key._asdict(), **rest}


def run_until(
    run: Runner, asked: Sequence[Asked], until: UntilSpec, watch: Watch
) -> tuple[dict[str, Sample], tuple[Precision, ...], bool]:
    """Replicate until every figure asked for is precise enough in every scenario, or the most has been run.

    The number does not depend on how the work is cut up: what was run beyond it is thrown away.

    Returns
    -------
    The figures by scenario, how precise each has become, and whether somebody stopped it.

    Raises
    ------
    ValueError
        If there is no figure to be precise about.
    """
    if not asked:
        raise ValueError("there is no figure to be precise about")
    half_width = float(until.half_width)
    number = min(until.at_least + look_ahead(until.at_least), until.at_most)
    found, is_stopped = run(range(number), watch)
    while True:
        done = min(len(sample) for sample in found.values())
        rows = {
            (name, each.key): enough(sample.of_key(each.key).tolist(), half_width, until.at_least)
            for name, sample in found.items()
            for each in asked
        }
        if is_stopped or done >= until.at_most or all(rows.values()):
            break
        number = min(_next(found, asked, half_width, done), until.at_most)
        try:
            more, is_stopped = run(range(done, number), Further(watch, done * len(found)))
        except KeyboardInterrupt:  # before any of these were finished; what was finished before is kept
            is_stopped = True
        else:
            found = {name: Sample.joined((found[name], more[name])) for name in found}
    if all(rows.values()):
        done = max(row.seen for row in rows.values() if row is not None)
        found = {name: first(sample, done) for name, sample in found.items()}
    return found, tuple(_reports(found, asked, rows)), is_stopped


def _reports(
    found: Mapping[str, Sample], asked: Sequence[Asked], rows: Mapping[tuple[str, Key], Enough | None]
) -> Iterator[Precision]:
    for name, sample in found.items():
        for each in asked:
            row = rows[name, each.key]
            last = precisions(sample.of_key(each.key).tolist())[-1]
            needed, width = None if row is None else row.replications, last if math.isfinite(last) else None
            yield Precision(name, each.says, each.key, needed, width)


def _next(found: Mapping[str, Sample], asked: Sequence[Asked], half_width: float, done: int) -> int:
    """How many to run in all before looking again: a guess, since half widths fall with the root of the number."""
    worst = max(precisions(sample.of_key(each.key).tolist())[-1] for sample in found.values() for each in asked)
    growth = min((worst / half_width) ** 2, _MOST_GROWTH) if half_width else _MOST_GROWTH
    guess = max(math.ceil(done * growth), done + 1)
    return guess + look_ahead(guess)


def first(sample: Sample, number: int) -> Sample:
    """The first replications of a sample, without measures that none of these has."""
    values, counts = sample.values[:number], sample.counts[:number]
    seen = (values == values).any(axis=0)
    keys = tuple(key for key, is_seen in zip(sample.keys, seen.tolist(), strict=True) if is_seen)
    weekly = None if sample.weekly is None else sample.weekly[:number]
    return Sample(keys, values[:, seen], counts[:, seen], weekly)


def told(rows: Sequence[Precision], half_width: float) -> list[str]:
    """Which figure needed most replications, and which never became precise enough, in words."""
    words = []
    reached = [row for row in rows if row.needed is not None]
    if reached:
        most = max(reached, key=lambda row: row.needed or 0)
        words.append(
            f"All of {len(rows)} figures are known to within {half_width:.1%} of themselves; most replications, "
            f"{most.needed}, were needed for the {most.says} ({most.scenario})."
            if len(reached) == len(rows)
            else f"{len(reached)} of {len(rows)} figures are known to within {half_width:.1%} of themselves."
        )
    for row in rows:
        if row.needed is None:
            how = "cannot be told" if row.half_width is None else f"is known to within {row.half_width:.1%} of itself"
            words.append(f"The {row.says} ({row.scenario}) {how}, not to within {half_width:.1%}.")
    return words
