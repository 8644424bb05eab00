"""Columns of values with gaps to their means and Student intervals, all columns at once.

A gap is a value that is not a number. Sums run down each column in order, with what rounding loses added up beside
(Neumaier 1974), so that they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pathways.measures.intervals import CONFIDENCE, student

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray


class Averages(NamedTuple):
    """Of each column: how many values, their mean, half the width of its interval; not a number where there is none."""

    n: NDArray[int64]
    mean: NDArray[float64]
    half: NDArray[float64]


def sums(values: NDArray[float64]) -> NDArray[float64]:
    """The sum of each column, without its gaps."""
    return _added(values, values.shape[1])


def _added(rows: Iterable[NDArray[float64]], width: int) -> NDArray[float64]:
    """Row by row, so that what is added up need not be there at once."""
    import numpy as np

    total, lost = np.zeros(width), np.zeros(width)
    for each in rows:
        row = np.where(each == each, each, 0.0)
        together = total + row
        part = together - total
        lost += (total - (together - part)) + (row - part)  # exactly what the sum left out
        total = together
    return total + lost


def means(values: NDArray[float64]) -> NDArray[float64]:
    """The mean of each column; not a number where it has no value."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        found: NDArray[float64] = sums(values) / (values == values).sum(axis=0)
    return found


def averages(values: NDArray[float64], confidence: float = CONFIDENCE) -> Averages:
    """The mean of each column and half the width of its t-interval."""
    import numpy as np

    n = (values == values).sum(axis=0)
    mean = means(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = products(values, mean, values, mean) / (n - 1)
        width = np.array([student(confidence, int(number) - 1) if number > 1 else np.nan for number in n.tolist()])
        half = width * np.sqrt(variance / n)
    return Averages(n, mean, half)


def products(
    left: NDArray[float64], mean: NDArray[float64], right: NDArray[float64], other: NDArray[float64]
) -> NDArray[float64]:
    """Of each pair of columns, the products of how far the values are from their means, added up; gaps are shared."""
    return _added(((a - mean) * (b - other) for a, b in zip(left, right, strict=True)), left.shape[1])
