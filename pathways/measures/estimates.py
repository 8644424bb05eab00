"""The figures of many replications to estimates with intervals, and to paired differences between scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pathways.measures.columns import averages, means
from pathways.measures.sample import Key, Sample

if TYPE_CHECKING:
    from numpy import float64, int32
    from numpy.typing import NDArray

_STAFFED: Final = "utilisation"  # above 1 only where staff leave with work in hand
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
    observed = (sample.counts * (sample.values == sample.values)).sum(axis=0, dtype="int64").tolist()
    columns = zip(sample.keys, *(part.tolist() for part in averages(sample.values)), observed, strict=True)
    over = {at for at, values in enumerate(sample.values.T) if (values > 1).any()}
    for number, (key, replications, mean, half, n) in enumerate(columns):
        if not replications:
            continue
        # Nothing that is measured is less than nothing, and no share is more than all.
        low, high = (None, None) if replications == 1 else (max(mean - half, 0.0), mean + half)
        if high is not None and (key.statistic == "share" or (key.measure == _STAFFED and number not in over)):
            high = min(high, 1.0)
        what = (key.measure, key.pathway, key.of, key.statistic)
        found.append(Estimate(*what, mean, low, high, n, replications, key.group))
    return found


def compare(scenario: str, baseline: Sample, other: Sample) -> list[Difference]:
    """The paired differences of all measures that both have: replication by replication they share their draws.

    Raises
    ------
    ValueError
        If the two are not of the same number of replications.
    """
    keys, before, after, counts = paired(baseline, other)
    differences = averages(after - before)
    was, now = means(before).tolist(), means(after).tolist()
    found = []
    columns = zip(
        keys,
        *(part.tolist() for part in differences),
        was,
        now,
        counts.sum(axis=0, dtype="int64").tolist(),
        strict=True,
    )
    for key, replications, mean, half, old, new, n in columns:
        if replications:
            low, high = (None, None) if replications == 1 else (mean - half, mean + half)
            what = (key.measure, key.pathway, key.of, key.statistic)
            found.append(Difference(scenario, *what, old, new, mean, low, high, n, replications, key.group))
    return found


def paired(baseline: Sample, other: Sample) -> tuple[list[Key], NDArray[float64], NDArray[float64], NDArray[int32]]:
    """The measures that both samples know, in order of name, and their values on both sides.

    A replication that lacks a measure on one side has a gap on both. Last come the observations of the second.

    Raises
    ------
    ValueError
        If the two are not of the same number of replications.
    """
    import numpy as np

    if len(baseline) != len(other):
        raise ValueError(f"{len(baseline)} replications of the baseline cannot be paired with {len(other)} others")
    keys = sorted(baseline.columns.keys() & other.columns.keys())
    before, _ = _of_keys(baseline, keys)
    after, counts = _of_keys(other, keys)
    both = (before == before) & (after == after)
    return keys, np.where(both, before, np.nan), np.where(both, after, np.nan), counts * both


def _of_keys(sample: Sample, keys: list[Key]) -> tuple[NDArray[float64], NDArray[int32]]:
    """The columns of these measures; not copied where they are all that there are."""
    if tuple(keys) == sample.keys:
        return sample.values, sample.counts
    places = [sample.columns[key] for key in keys]
    return sample.values[:, places], sample.counts[:, places]
