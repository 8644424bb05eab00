"""The figures of many replications to estimates with intervals, and to paired differences between scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pathways.measures.intervals import mean_and_half_width
from pathways.measures.sample import Sample

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
    group
        Of which referrals alone: `source_sector=education`; empty for all.
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
    group: str = ""


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
    group: str = ""

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


def estimate(sample: Sample) -> list[Estimate]:
    """One estimate for each measure that any replication has, in order of name."""
    found = []
    for column, key in enumerate(sample.keys):
        values = sample.values[:, column]
        has = values == values  # not a number equals nothing
        seen = values[has].tolist()
        if not seen:
            continue
        mean, half = mean_and_half_width(seen)
        low, high = (None, None) if half is None else (mean - half, mean + half)
        if key.statistic in _SHARES and low is not None and high is not None:
            low, high = max(low, 0.0), min(high, 1.0)
        n = int(sample.counts[has, column].sum())
        found.append(Estimate(*key[:4], mean, low, high, n, len(seen), key.group))
    return found


def compare(scenario: str, baseline: Sample, other: Sample) -> list[Difference]:
    """The paired differences of all measures that both have: replication by replication they share their draws.

    Raises
    ------
    ValueError
        If the two are not of the same number of replications.
    """
    if len(baseline) != len(other):
        raise ValueError(f"{len(baseline)} replications of the baseline cannot be paired with {len(other)} others")
    found = []
    for key in sorted(baseline.columns.keys() & other.columns.keys()):
        before, after = baseline.of_key(key), other.of_key(key)
        both = (before == before) & (after == after)
        if not both.any():
            continue
        before, after = before[both], after[both]
        mean, half = mean_and_half_width((after - before).tolist())
        was, _ = mean_and_half_width(before.tolist())
        now, _ = mean_and_half_width(after.tolist())
        low, high = (None, None) if half is None else (mean - half, mean + half)
        n = int(other.counts[both, other.columns[key]].sum())
        found.append(Difference(scenario, *key[:4], was, now, mean, low, high, n, int(both.sum()), key.group))
    return found
