"""The figures of scenarios and their baseline to differences that one may speak of: better, worse, or cannot tell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pathways.measures import Difference, Key, Sample, compare
from pathways.measures.columns import means, products
from pathways.measures.estimates import paired
from pathways.measures.intervals import CONFIDENCE, student
from pathways.simulation.answers.asked import MEASURES, Asked, Better
from pathways.simulation.experiments.claims import Says, chance_of
from pathways.simulation.experiments.holm import holm

Word = Literal["better", "worse", "higher", "lower", "no change", "cannot tell"]
_ALLOWED: Final = 1 - CONFIDENCE


@dataclass(frozen=True)
class Contrast(Difference):
    """A difference, and what may be claimed of it.

    Attributes
    ----------
    family
        How many differences the study asks for, all of which together are claimed with 95% confidence; 0 for one that
        it does not ask for, which is only worth exploring.
    better
        Which way is better; None where neither is.
    chance, adjusted
        The p-value of no difference, alone and by Holm's correction for the family; None where it cannot be told.
    all_low, all_high
        The interval that holds for all of the family at once (each with the level that Bonferroni leaves it). Holm's
        correction claims at least as much, so it may claim a direction where this interval reaches beyond 0.
    correlation
        Between both sides, from replication to replication, which share their random numbers.
    saving
        How many times as many replications it would have taken on random numbers of their own.
    """

    family: int = 0
    better: Better | None = None
    chance: float | None = None
    adjusted: float | None = None
    all_low: float | None = None
    all_high: float | None = None
    correlation: float | None = None
    saving: float | None = None

    @property
    def is_exploratory(self) -> bool:
        return self.family == 0

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """The interval that goes with what is claimed: of all of the family at once, or of this one alone.

        One of a family ends at 0 where Holm's correction claims a direction and Bonferroni's interval would not:
        the bound that is compatible with it (Strassburger and Bretz 2008).
        """
        if self.is_exploratory or self.all_low is None or self.all_high is None:
            return self.low, self.high
        match self.says:
            case "higher":
                return max(self.all_low, 0.0), self.all_high
            case "lower":
                return self.all_low, min(self.all_high, 0.0)
        return self.all_low, self.all_high

    @property
    def says(self) -> Says:
        """The direction, if it may be claimed: together with the rest of the family, or alone where exploratory."""
        alone = super().says
        if self.is_exploratory or alone == "the same":
            return alone
        if self.adjusted is None or self.adjusted > _ALLOWED:
            return "cannot tell"
        return "higher" if self.difference > 0 else "lower"

    @property
    def word(self) -> Word:
        """What that means: `better` or `worse` where the measure has such a direction."""
        return word_for(self.says, self.better)


def word_for(says: Says, better: Better | None) -> Word:
    """What a direction means for a measure of which less, or more, is better."""
    if says == "the same":
        return "no change"
    if says == "cannot tell" or better is None:
        return says
    return "better" if (says == "higher") == (better == "more") else "worse"


def contrasts(
    baseline: Sample, others: Mapping[str, Sample], asked: Sequence[Asked]
) -> dict[str, tuple[Contrast, ...]]:
    """By scenario, each measure against the baseline, corrected for how many are asked for in all scenarios together.

    Parameters
    ----------
    others
        The figures of each scenario, of the same replications.
    asked
        What the study asks for; all else is exploratory.
    """
    directions = {each.key: each.better for each in asked}
    found: dict[str, list[Contrast]] = {}
    family: list[tuple[str, int]] = []
    for scenario, other in others.items():
        rows = found[scenario] = []
        shared = _shared(baseline, other)
        for difference in compare(scenario, baseline, other):
            key = Key(*(getattr(difference, part) for part in Key._fields))
            correlation, saving = shared[key]
            half = None if difference.high is None else difference.high - difference.difference
            row = Contrast(
                **vars(difference),
                better=directions.get(key, MEASURES[key.measure].better if key.measure in MEASURES else None),
                chance=chance_of(difference.difference, half, difference.replications),
                correlation=correlation,
                saving=saving,
            )
            if key in directions:
                family.append((scenario, len(rows)))
            rows.append(row)
    # What cannot be told at all is no less a claim that was tried for.
    chances = [1.0 if (chance := found[name][row].chance) is None else chance for name, row in family]
    for (name, number), adjusted in zip(family, holm(chances), strict=True):
        found[name][number] = _in_family(found[name][number], len(family), adjusted)
    return {name: tuple(rows) for name, rows in found.items()}


def _in_family(row: Contrast, size: int, adjusted: float) -> Contrast:
    if row.low is None or row.chance is None:
        return replace(row, family=size)
    freedom = row.replications - 1
    alone, together = student(CONFIDENCE, freedom), student(1 - _ALLOWED / size, freedom)
    half = (row.difference - row.low) * together / alone
    return replace(row, family=size, adjusted=adjusted, all_low=row.difference - half, all_high=row.difference + half)


def _shared(baseline: Sample, other: Sample) -> dict[Key, tuple[float | None, float | None]]:
    """The correlation of both sides, and the variance of independent sides over that of the paired difference."""
    keys, before, after, _ = paired(baseline, other)
    found: dict[Key, tuple[float | None, float | None]] = {}
    was, now = means(before), means(after)
    columns = (
        products(before, was, before, was),
        products(after, now, after, now),
        products(before, was, after, now),
    )
    for key, first, second, together in zip(keys, *(column.tolist() for column in columns), strict=True):
        found[key] = None, None
        if first > 0 and second > 0:
            left = first + second - 2 * together
            saving = (first + second) / left if left > 1e-12 * (first + second) else None
            found[key] = max(-1.0, min(1.0, together / math.sqrt(first * second))), saving
    return found


def told(rows: Sequence[Contrast]) -> list[str]:
    """How many differences are claimed together, and what shared random numbers saved, in words."""
    family = [row for row in rows if not row.is_exploratory]
    if not family:
        return []
    number = f"{len(family)} difference{'' if len(family) == 1 else 's'}"
    words = [
        f"The study asks for {number}; what is said of {'it' if len(family) == 1 else 'them all together'} holds with "
        "95% confidence (Holm's correction). All other differences are exploratory: one in twenty differs by chance."
    ]
    savings = sorted(row.saving for row in family if row.saving is not None)
    if savings:
        middle = savings[len(savings) // 2]
        words.append(
            "Scenarios share their random numbers: without that, the differences asked for would have taken about "
            f"{float(f'{middle:.2g}'):,g} times as many replications to be as precise (the middle of {len(savings)})."
        )
    return words
