"""A family with its mean and spread to a table of whole seconds, sampled by inverse transform.

The unit interval is halved; each half is cut into octaves towards its end (1/2 to 1/4, 1/4 to 1/8, ...), and each
octave into 32 equal cells, so that the tails are as fine as the middle. A knot is the quantile in whole seconds;
between knots a sample is interpolated in integers. Given its table, a sample is the same everywhere.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from statistics import NormalDist
from typing import Final

from pathways.simulation.draws import BITS

_HALF: Final = 1 << (BITS - 1)
CELL_BITS: Final = 5  # 32 cells to an octave
_OCTAVES: Final = 30  # beyond 2**-31 the tail is one cell
FIRST_BIT: Final = BITS - 1 - _OCTAVES  # draws nearer to an end than 2**FIRST_BIT lie in its last cell
KNOTS: Final = 2 + (_OCTAVES << CELL_BITS)  # in each half of a table
_TINY: Final = 2.0**-34  # the quantile where the table ends
LONGEST: Final = 1 << 33  # 270 years; keeps every product below 2**63
_NORMAL: Final = NormalDist()


@dataclass(frozen=True)
class Table:
    """Knots of a quantile function: for each half, from its end to the middle.

    `lower[0]` is the least value and `upper[0]` the greatest; `lower[-1]` and `upper[-1]` are both the median.
    """

    lower: tuple[int, ...]
    upper: tuple[int, ...]

    def sample(self, draw: int) -> int:
        """Whole seconds for a draw from 0 to 2**53 - 1."""
        if draw < _HALF:
            knots, distance = self.lower, draw
        else:
            knots, distance = self.upper, 2 * _HALF - 1 - draw
        octave = distance.bit_length() - 1
        if octave < FIRST_BIT:
            cell, bits, within = 0, FIRST_BIT, distance
        else:
            bits = octave - CELL_BITS
            cell = 1 + ((octave - FIRST_BIT) << CELL_BITS) + ((distance >> bits) & ((1 << CELL_BITS) - 1))
            within = distance & ((1 << bits) - 1)
        if bits > 30:  # keep the product within 64 bits
            within >>= bits - 30
            bits = 30
        left = knots[cell]
        return left + (((knots[cell + 1] - left) * within + (1 << (bits - 1))) >> bits)

    @property
    def longest(self) -> int:
        """The greatest value."""
        return self.upper[0]

    @cached_property
    def mean(self) -> float:
        """The mean of the table in seconds."""
        return math.fsum(width * (a + b) / 2 for width, a, b in self._cells())

    @cached_property
    def variance(self) -> float:
        """The variance of the table in seconds squared."""
        mean = self.mean
        return math.fsum(
            w * ((a - mean) ** 2 + (a - mean) * (b - mean) + (b - mean) ** 2) / 3 for w, a, b in self._cells()
        )

    def _cells(self) -> list[tuple[float, int, int]]:
        ends = _distances()
        return [
            (ends[i + 1] - ends[i], knots[i], knots[i + 1])
            for knots in (self.lower, self.upper)
            for i in range(len(ends) - 1)
        ]


@dataclass(frozen=True)
class Pieces:
    """A quantile function in straight pieces of any width: piece i holds the draws from `ends[i]` to `ends[i + 1]`.

    Its values go from `left[i]` to `right[i]`; the two are equal where a piece is one value.
    """

    ends: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def sample(self, draw: int) -> int:
        """Whole seconds for a draw from 0 to 2**53 - 1."""
        piece = bisect_right(self.ends, draw) - 1
        start, width = self.ends[piece], self.ends[piece + 1] - self.ends[piece]
        shift = max(width.bit_length() - 30, 0)  # keep the product within 64 bits
        within, whole = draw - start >> shift, max(width >> shift, 1)
        return self.left[piece] + ((self.right[piece] - self.left[piece]) * within + (whole >> 1)) // whole

    @property
    def longest(self) -> int:
        """The greatest value."""
        return self.right[-1]

    @cached_property
    def mean(self) -> float:
        """The mean in seconds."""
        return math.fsum(w * (a + b) / 2 for w, a, b in self._pieces())

    @cached_property
    def variance(self) -> float:
        """The variance in seconds squared."""
        mean = self.mean
        return math.fsum(
            w * ((a - mean) ** 2 + (a - mean) * (b - mean) + (b - mean) ** 2) / 3 for w, a, b in self._pieces()
        )

    def _pieces(self) -> list[tuple[float, int, int]]:
        widths = [(after - before) / (2 * _HALF) for before, after in pairwise(self.ends)]
        return list(zip(widths, self.left, self.right, strict=True))


def pieces(parts: Iterable[tuple[Fraction, Fraction, Fraction]]) -> Pieces:
    """From (share, first value, last value) of each part, the shortest first; the shares add up to 1.

    Within a part, values are spread evenly, or all alike.
    """
    ends, left, right, total = [0], [], [], Fraction(0)
    for share, first, last in parts:
        total += share
        end = int(total * 2 * _HALF)
        if end > ends[-1]:
            ends.append(end)
            left.append(round(first))
            right.append(round(last))
    return Pieces(tuple(ends), tuple(left), tuple(right))


@cache
def _distances() -> tuple[float, ...]:
    """How far each knot is from its end of the unit interval: 0, then 2**-31 up to 1/2."""
    cells = 1 << CELL_BITS
    found = [0.0]
    for octave in range(FIRST_BIT, BITS - 1):
        found += [(cells + cell) * 2.0 ** (octave - CELL_BITS - BITS) for cell in range(cells)]
    return (*found, 0.5)


@cache
def _probabilities() -> tuple[float, ...]:
    """The same, but for the end itself, where many a quantile is infinite."""
    return (_TINY, *_distances()[1:])


@cache
def _scores() -> tuple[float, ...]:
    """The quantiles of the standard normal distribution there."""
    return tuple(map(_NORMAL.inv_cdf, _probabilities()))


def _in_seconds(values: Iterable[float]) -> tuple[int, ...]:
    return tuple([min(max(math.floor(value + 0.5), 0), LONGEST) for value in values])


def tabulate(lower: Callable[[float], float], upper: Callable[[float], float]) -> Table:
    """A table from two quantile functions: of a small probability, and of a small probability of being longer."""
    return Table(_in_seconds(map(lower, _probabilities())), _in_seconds(map(upper, _probabilities())))


def exponential(mean: float) -> Table:
    """Exponential, by its mean in seconds."""
    return tabulate(lambda p: -mean * math.log1p(-p), lambda p: -mean * math.log(p))


def lognormal(mean: float, cv: float) -> Table:
    """Lognormal, by its mean in seconds and its coefficient of variation (standard deviation over mean)."""
    variance = math.log1p(cv * cv)
    middle, spread = math.log(mean) - variance / 2, math.sqrt(variance)
    return Table(
        _in_seconds(math.exp(middle + spread * score) for score in _scores()),
        _in_seconds(math.exp(middle - spread * score) for score in _scores()),
    )


def gamma(mean: float, cv: float) -> Table:
    """Gamma, by its mean in seconds and its coefficient of variation; with cv 1 it is exponential."""
    from scipy.special import gammainccinv, gammaincinv

    shape = 1 / (cv * cv)
    scale = mean / shape
    return tabulate(lambda p: scale * float(gammaincinv(shape, p)), lambda p: scale * float(gammainccinv(shape, p)))


def weibull_shape(cv: float) -> float:
    """The shape of a Weibull distribution by its coefficient of variation, by bisection of the logarithm."""

    def spread(shape: float) -> float:
        return math.sqrt(math.expm1(math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape)))

    low, high = 0.1, 1_000.0  # cv from 400 to 0.0013
    while high / low > 1 + 1e-15:
        middle = math.sqrt(low * high)
        if not low < middle < high:
            break
        low, high = (middle, high) if spread(middle) > cv else (low, middle)
    return math.sqrt(low * high)


def weibull(mean: float, cv: float) -> Table:
    """Weibull, by its mean in seconds and its coefficient of variation; with cv 1 it is exponential."""
    shape = weibull_shape(cv)
    scale = mean / math.gamma(1 + 1 / shape)
    return tabulate(lambda p: scale * (-math.log1p(-p)) ** (1 / shape), lambda p: scale * (-math.log(p)) ** (1 / shape))


def fixed(value: int) -> Table:
    """Always the same number of seconds."""
    knots = _in_seconds((value,)) * len(_probabilities())
    return Table(knots, knots)


def uniform(low: float, high: float) -> Table:
    """Any value from `low` to `high` seconds alike."""
    return tabulate(lambda p: low + (high - low) * p, lambda p: high - (high - low) * p)


def triangular(low: float, mode: float, high: float) -> Table:
    """From the least, the most likely and the greatest number of seconds."""
    width, left = high - low, mode - low

    def quantile(p: float) -> float:
        if p * width <= left:
            return low + math.sqrt(p * width * left)
        return high - math.sqrt((1 - p) * width * (high - mode))

    def reverse(p: float) -> float:
        if p * width <= high - mode:
            return high - math.sqrt(p * width * (high - mode))
        return low + math.sqrt((1 - p) * width * left)

    return tabulate(quantile, reverse)


# Family -> (parameters that are times, parameters that are numbers, maker).
FAMILIES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...], Callable[..., Table]]]] = {
    "exponential": (("mean",), (), exponential),
    "lognormal": (("mean",), ("cv",), lognormal),
    "gamma": (("mean",), ("cv",), gamma),
    "weibull": (("mean",), ("cv",), weibull),
    "uniform": (("low", "high"), (), uniform),
    "triangular": (("low", "mode", "high"), (), triangular),
}
