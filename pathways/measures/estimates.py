"""The figures of many replications to estimates with intervals, and to paired differences between scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pathways.measures.figures import Figure, Key
from pathways.measures.intervals import mean_and_half_width

_SHARES: Final = ("share",)
Says = Literal["higher", "lower", "the same", "cannot tell"]


@dataclass(frozen=True)
class Estimate:
    """A measure with its 95% interval over replications.

    Attributes
    ----------
    value, low, high
        `low` and `high` are None where a single replication allows no interval.
    n
        Observations in all replications together.
    replications
        How many replications had any.
    """

    measure: str
    pathway: str
    of: str
    statistic: str
    value: float
    low: float | None
    high: float | None
    n: int
    replications: int


@dataclass(frozen=True)
class Difference:
    """A measure of a scenario less the same measure of the baseline, paired by replication, with its 95% interval.

    Attributes
    ----------
    baseline, value, difference
        Means over the replications that have the measure on both sides, so that they add up.
    n
        The scenario's observations in these replications.
    replications
        How many these are.
    """

    scenario: str
    measure: str
    pathway: str
    of: str
    statistic: str
    baseline: float
    value: float
    difference: float
    low: float | None
    high: float | None
    n: int
    replications: int

    @property
    def says(self) -> Says:
        """Whether the interval leaves any doubt about the direction."""
        if self.low is None or self.high is None:
            return "cannot tell"
        if self.low == self.high == 0:  # replication by replication: the scenario does not touch it
            return "the same"
        if self.low <= 0 <= self.high:
            return "cannot tell"
        return "higher" if self.low > 0 else "lower"


def estimate(replications: Sequence[Mapping[Key, Figure]]) -> list[Estimate]:
    """One estimate for each measure that any replication has, in order of name."""
    found = []
    for key in sorted({key for replication in replications for key in replication}):
        figures = [replication[key] for replication in replications if key in replication]
        mean, half = mean_and_half_width([figure.value for figure in figures])
        low, high = (None, None) if half is None else (mean - half, mean + half)
        if key.statistic in _SHARES and low is not None and high is not None:
            low, high = max(low, 0.0), min(high, 1.0)
        found.append(Estimate(*key, mean, low, high, sum(figure.n for figure in figures), len(figures)))
    return found


def compare(
    scenario: str, baseline: Sequence[Mapping[Key, Figure]], other: Sequence[Mapping[Key, Figure]]
) -> list[Difference]:
    """The paired differences of all measures that both have: replication by replication they share their draws."""
    pairs = list(zip(baseline, other, strict=True))
    found = []
    for key in sorted({key for before, after in pairs for key in before.keys() & after.keys()}):
        both = [(before[key], after[key]) for before, after in pairs if key in before and key in after]
        mean, half = mean_and_half_width([after.value - before.value for before, after in both])
        was, _ = mean_and_half_width([before.value for before, _ in both])
        now, _ = mean_and_half_width([after.value for _, after in both])
        low, high = (None, None) if half is None else (mean - half, mean + half)
        n = sum(after.n for _, after in both)
        found.append(Difference(scenario, *key, was, now, mean, low, high, n, len(both)))
    return found
