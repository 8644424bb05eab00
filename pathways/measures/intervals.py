"""One value from each replication to a mean with a Student interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

CONFIDENCE = 0.95


def mean_and_half_width(values: Sequence[float], confidence: float = CONFIDENCE) -> tuple[float, float | None]:
    """The mean of independent values, and half the width of its t-interval (None for a single value).

    Raises
    ------
    ValueError
        If there is no value.
    """
    if len(values) == 0:
        raise ValueError("there is nothing to average")
    number = len(values)
    mean = math.fsum(values) / number
    if number == 1:
        return mean, None
    variance = math.fsum((value - mean) ** 2 for value in values) / (number - 1)
    return mean, student(confidence, number - 1) * math.sqrt(variance / number)


@lru_cache(maxsize=1_000)
def student(confidence: float, freedom: int) -> float:
    """The two-sided quantile of Student's t with that many degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + confidence) / 2))


def quantile(ordered: Sequence[int], percent: int, unit: int) -> float:
    """The value, in units, below which that percentage of the sorted values lies, interpolated between neighbours.

    One division of whole numbers, so that it is the same on every machine. It is what R calls type 7.
    """
    below, rest = divmod(percent * (len(ordered) - 1), 100)
    if rest == 0:
        return ordered[below] / unit
    return (ordered[below] * (100 - rest) + ordered[below + 1] * rest) / (100 * unit)
