"""One value from each replication to how many replications make its mean precise enough.

The algorithm of Hoad, Robinson and Davies (2010), "Automated selection of the number of replications for a
discrete-event simulation", Journal of the Operational Research Society 61: after each replication the half width of the
interval is held against the mean so far; enough is the first number at which it is small enough and stays so for a few
replications more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pathways.measures.intervals import CONFIDENCE, student

LOOK_AHEAD: Final = 5  # what the authors recommend
_FEWEST: Final = 3  # fewer allow no judgement: the authors begin here


@dataclass(frozen=True)
class Enough:
    """From which number of replications a measure is precise enough, and at which that was seen.

    Attributes
    ----------
    replications
        The first number at which the precision is reached and stays so.
    seen
        The number at the end of the look ahead.
    """

    replications: int
    seen: int


def look_ahead(replications: int) -> int:
    """For how many more replications the precision must last: 5, or 5% of them where they are more than 100."""
    return LOOK_AHEAD if replications <= 100 else LOOK_AHEAD * replications // 100


def precisions(values: Sequence[float], confidence: float = CONFIDENCE) -> list[float]:
    """After each replication, half the width of the interval over the size of the mean so far.

    Parameters
    ----------
    values
        One for each replication; not a number where it has nothing to tell, which leaves things as they are.

    Returns
    -------
    list of float
        Infinite where it cannot be told: with fewer than two values, or a mean of 0 of values that differ.

    Notes
    -----
    Mean and sum of squares are updated value by value (Welford 1962), so that a long series costs no more a step.
    """
    found = []
    number, mean, squares, precision = 0, 0.0, 0.0, math.inf
    for value in values:
        if value == value:
            number += 1
            off = value - mean
            mean += off / number
            squares += off * (value - mean)
            precision = _precision(number, mean, squares, confidence)
        found.append(precision)
    return found


def _precision(number: int, mean: float, squares: float, confidence: float) -> float:
    if number < 2:
        return math.inf
    half = student(confidence, number - 1) * math.sqrt(max(squares, 0.0) / (number - 1) / number)
    if half == 0:
        return 0.0
    return half / abs(mean) if mean else math.inf


def enough(
    values: Sequence[float], half_width: float, at_least: int = _FEWEST, confidence: float = CONFIDENCE
) -> Enough | None:
    """When the mean became precise enough; None if it did not within these values.

    Parameters
    ----------
    values
        One for each replication, in order; not a number where it has nothing to tell.
    half_width
        The greatest half width that is allowed, as a share of the mean.
    at_least
        The least number of replications; fewer than 3 are never enough.
    """
    found = precisions(values, confidence)
    number = max(at_least, _FEWEST)
    while number <= len(found):
        last = number + look_ahead(number)
        failed = next((n for n in range(number, min(last, len(found)) + 1) if found[n - 1] > half_width), None)
        if failed is None:
            return Enough(number, last) if last <= len(found) else None
        number = failed + 1
    return None
