"""One number from each replication to a difference that may be claimed, alone or as one of a family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pathways.measures.intervals import CONFIDENCE, mean_and_half_width, student
from pathways.simulation.experiments.holm import holm

Says = Literal["higher", "lower", "the same", "cannot tell"]
_ALLOWED: Final = 1 - CONFIDENCE


@dataclass(frozen=True)
class Claim:
    """A mean difference over replications.

    Attributes
    ----------
    low, high
        Its 95% interval alone; None for a single replication.
    chance, adjusted
        The p-value of no difference, alone and by Holm's correction for its family.
    """

    difference: float
    low: float | None
    high: float | None
    chance: float | None
    adjusted: float | None = None

    @property
    def says(self) -> Says:
        """The direction, if it may be claimed together with the family."""
        if self.low == self.high == 0:
            return "the same"
        if self.adjusted is None or self.adjusted > _ALLOWED:
            return "cannot tell"
        return "higher" if self.difference > 0 else "lower"


def claim(differences: Sequence[float]) -> Claim:
    """What the differences of single replications come to.

    Raises
    ------
    ValueError
        If there is none.
    """
    mean, half = mean_and_half_width(differences)
    low, high = (None, None) if half is None else (mean - half, mean + half)
    return Claim(mean, low, high, chance_of_none(differences))


def together(claims: Sequence[Claim]) -> list[Claim]:
    """The same claims, each corrected for how many they are."""
    adjusted = holm([1.0 if each.chance is None else each.chance for each in claims])
    return [
        each if each.chance is None else replace(each, adjusted=value)
        for each, value in zip(claims, adjusted, strict=True)
    ]


def chance_of_none(differences: Sequence[float]) -> float | None:
    """The two-sided p-value of Student's test that they are 0 in the mean; None for a single one."""
    mean, half = mean_and_half_width(differences)
    return chance_of(mean, half, len(differences))


def chance_of(mean: float, half: float | None, number: int) -> float | None:
    """The same from the mean of so many differences and half the width of its 95% interval."""
    if number < 2 or half is None:
        return None
    if half == 0:
        return 1.0 if mean == 0 else 0.0
    from scipy.special import stdtr

    return float(2 * stdtr(number - 1, -abs(mean) / half * student(CONFIDENCE, number - 1)))
