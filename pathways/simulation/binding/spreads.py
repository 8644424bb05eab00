"""A mean or a median with a spread that people can state to the coefficient of variation of a family.

For one family and a middle, the share of times within a limit is a function of the coefficient of variation alone. It
is followed from the least spread up, and the first that gives the share is taken: the least skewed of those that fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from pathways.simulation.distributions import weibull_shape

LEAST_CV: Final = 0.01
GREATEST_CV: Final = 10.0
_STEPS: Final = 300
_NORMAL: Final = NormalDist()


@dataclass(frozen=True)
class Family:
    """A family with mean 1: the share within a limit, and the median, by coefficient of variation."""

    within: Callable[[float, float], float]
    median: Callable[[float], float]


def _lognormal_within(limit: float, cv: float) -> float:
    variance = math.log1p(cv * cv)
    return _NORMAL.cdf((math.log(limit) + variance / 2) / math.sqrt(variance))


def _gamma_within(limit: float, cv: float) -> float:
    from scipy.special import gammainc

    return float(gammainc(1 / cv**2, limit / cv**2))


def _gamma_median(cv: float) -> float:
    from scipy.special import gammaincinv

    median: float = gammaincinv(1 / cv**2, 0.5)
    return median * cv**2


def _weibull_within(limit: float, cv: float) -> float:
    shape = weibull_shape(cv)
    power: float = (limit * math.gamma(1 + 1 / shape)) ** shape
    return -math.expm1(-power)


def _weibull_median(cv: float) -> float:
    shape = weibull_shape(cv)
    scaled: float = math.log(2) ** (1 / shape)
    return scaled / math.gamma(1 + 1 / shape)


SPREADING: Final[Mapping[str, Family]] = {
    "lognormal": Family(_lognormal_within, lambda cv: 1 / math.sqrt(1 + cv * cv)),
    "gamma": Family(_gamma_within, _gamma_median),
    "weibull": Family(_weibull_within, _weibull_median),
}


def mean_by_median(family: str, median: float, cv: float) -> float:
    """The mean of a family by its median."""
    return median / SPREADING[family].median(cv)


def spread_within(family: str, middle: float, limit: float, share: float, *, is_median: bool) -> float:
    """The least coefficient of variation with which `share` of times are within `limit`.

    Raises
    ------
    NoSpreadError
        If none from 0.01 to 10 does so; with the shares that are possible.
    """

    def within(cv: float) -> float:
        at = SPREADING[family]
        return at.within(limit / middle * (at.median(cv) if is_median else 1), cv)

    ratio: float = (GREATEST_CV / LEAST_CV) ** (1 / _STEPS)
    grid = [LEAST_CV * ratio**step for step in range(_STEPS)] + [GREATEST_CV]
    shares = [within(cv) for cv in grid]
    for n in range(_STEPS):
        if min(shares[n : n + 2]) <= share <= max(shares[n : n + 2]):
            low, high, rising = grid[n], grid[n + 1], shares[n + 1] >= shares[n]
            for _ in range(100):
                middle_cv = (low + high) / 2
                low, high = (middle_cv, high) if (within(middle_cv) < share) == rising else (low, middle_cv)
            return (low + high) / 2
    raise NoSpreadError(min(shares), max(shares))


class NoSpreadError(Exception):
    """No spread gives the share; those from `least` to `greatest` are possible."""

    def __init__(self, least: float, greatest: float) -> None:
        super().__init__(f"from {least} to {greatest}")
        self.least, self.greatest = least, greatest
