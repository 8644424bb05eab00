"""A family with its parameters to what theory says of it: its mean, and the chance of lasting longer than a limit.

A `Table` is what the simulation samples, in whole seconds; a `Law` is the distribution that it stands for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Final

from pathways.simulation.distributions import weibull_shape

# How far a chance that is computed in floating point may be from the true one. The functions used are good to some
# 1e-15; the margin is wide, so that whoever relies on the bounds relies on little.
MARGIN: Final = Fraction(1, 10**10)
_NORMAL: Final = NormalDist()


@dataclass(frozen=True)
class Law:
    """A distribution of times.

    Attributes
    ----------
    family
        `fixed`, `exponential`, `lognormal`, `gamma`, `weibull`, `uniform`, `triangular` or `pieces`.
    amounts
        Its parameters that are times, in seconds, as the study gives them, the least first.
    spread
        Standard deviation over mean, for the families that have it.
    parts
        For `pieces`: the share of each part, and the values between which it is spread evenly, the shortest first.
    """

    family: str
    amounts: tuple[Fraction, ...]
    spread: float = 0.0
    parts: tuple[tuple[Fraction, Fraction, Fraction], ...] = ()

    @property
    def mean(self) -> Fraction:
        """The exact mean in seconds."""
        if self.parts:
            return sum((share * (first + last) / 2 for share, first, last in self.parts), Fraction(0))
        return sum(self.amounts, Fraction(0)) / len(self.amounts)

    def longer_than(self, limit: Fraction) -> tuple[Fraction, Fraction]:
        """Bounds on the chance that it lasts longer than `limit` seconds; equal where the chance is known exactly."""
        if self.parts:
            return (self._longer_pieces(limit),) * 2
        first, last = self.amounts[0], self.amounts[-1]
        match self.family:
            case "fixed":
                return (Fraction(first > limit),) * 2
            case "uniform":
                chance = min(max((last - limit) / (last - first), Fraction(0)), Fraction(1))
                return chance, chance
            case "triangular":
                return (self._triangular(limit),) * 2
            case "exponential":
                about = math.exp(-float(limit / first))
            case "weibull":
                weibull = weibull_shape(self.spread)
                about = math.exp(-((float(limit / first) * math.gamma(1 + 1 / weibull)) ** weibull))
            case "lognormal":
                variance = math.log1p(self.spread**2)
                about = _NORMAL.cdf((math.log(first) - variance / 2 - math.log(limit)) / math.sqrt(variance))
            case _:
                from scipy.special import gammaincc

                shape = 1 / self.spread**2
                about = float(gammaincc(shape, float(limit / first) * shape))
        return max(Fraction(about) - MARGIN, Fraction(0)), min(Fraction(about) + MARGIN, Fraction(1))

    def _longer_pieces(self, limit: Fraction) -> Fraction:
        total = Fraction(0)
        for share, first, last in self.parts:
            if first > limit:
                total += share
            elif last > limit:
                total += share * (last - limit) / (last - first)
        return total

    def _triangular(self, limit: Fraction) -> Fraction:
        low, mode, high = self.amounts
        if limit <= low:
            return Fraction(1)
        if limit >= high:
            return Fraction(0)
        if limit <= mode:
            return 1 - (limit - low) ** 2 / ((high - low) * (mode - low))
        return (high - limit) ** 2 / ((high - low) * (high - mode))
