"""Numbers of one period after another to their process limits, and which of them are more than common variation.

The chart of individual values and moving ranges as NHS England's Making Data Count draws it: limits are the mean and
2.66 times the average moving range, from which single ranges beyond 3.267 times it are left out. Special causes are a
point outside the limits, seven on one side of the mean, seven that rise or fall, and two of three near one limit.
Sources: Wheeler (1993), Understanding Variation; NHS-R community, NHSRplotthedots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import Final

LIMIT: Final = 2.66
_OUTLYING: Final = 3.267
_RUN: Final = 7
OUTSIDE, SHIFT, TREND, NEAR = (
    "outside the limits",
    "one of seven on one side of the mean",
    "one of seven that rise or fall",
    "one of two in three near a limit",
)


@dataclass(frozen=True)
class Xmr:
    """A series with its mean and limits; `causes` says of each value why it is more than common variation, if it is."""

    values: tuple[float, ...]
    mean: float
    average_range: float
    lower: float
    upper: float
    causes: tuple[tuple[str, ...], ...]


def xmr(values: Sequence[float]) -> Xmr:
    """The chart of a series.

    Parameters
    ----------
    values : shape (n,), n >= 2
        One for each period, in their order, none left out.

    Raises
    ------
    ValueError
        If there are fewer than two.
    """
    if len(values) < 2:
        raise ValueError("a moving range needs two values")
    mean = fsum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    average = fsum(ranges) / len(ranges)
    kept = [size for size in ranges if size < _OUTLYING * average]
    average = fsum(kept) / len(kept) if kept else 0.0
    lower, upper = mean - LIMIT * average, mean + LIMIT * average
    near = LIMIT * average * 2 / 3
    sides = [(value > mean) - (value < mean) for value in values]
    outside = [not lower <= value <= upper for value in values]
    close = [not out and abs(value - mean) > near for value, out in zip(values, outside, strict=True)]
    found: list[list[str]] = [[OUTSIDE] if out else [] for out in outside]
    for name, members in ((SHIFT, _shifts(sides)), (TREND, _trends(values)), (NEAR, _pairs(close, sides))):
        for place in sorted(members):
            found[place].append(name)
    return Xmr(tuple(values), mean, average, lower, upper, tuple(map(tuple, found)))


def _shifts(sides: Sequence[int]) -> set[int]:
    """Members of seven in a row on one side of the mean."""
    starts = [at for at in range(len(sides) - _RUN + 1) if sides[at] and len(set(sides[at : at + _RUN])) == 1]
    return {at + step for at in starts for step in range(_RUN)}


def _trends(values: Sequence[float]) -> set[int]:
    """Members of seven in a row, each above the one before or each below it."""
    found: set[int] = set()
    for at in range(len(values) - _RUN + 1):
        window = values[at : at + _RUN]
        steps = [(after > before) - (after < before) for before, after in pairwise(window)]
        if steps[0] and len(set(steps)) == 1:
            found |= set(range(at, at + _RUN))
    return found


def _pairs(close: Sequence[bool], sides: Sequence[int]) -> set[int]:
    """Those near a limit of which there are two in three that lie on the same side of the mean."""
    found: set[int] = set()
    for at in range(len(close) - 2):
        window = range(at, at + 3)
        if abs(sum(sides[place] for place in window)) == 3 and sum(close[place] for place in window) >= 2:
            found |= {place for place in window if close[place]}
    return found
