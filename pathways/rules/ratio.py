"""A chain to the share of those counted once that are counted twice, held against bounds, whatever is chosen.

A ratio of two totals is at most b if and only if the one less b times the other is never more than 0. Gains of the
chain: the first is what is asked for, the second what it is a share of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pathways.rules.chain import Chain
from pathways.rules.odds import greatest, least
from pathways.rules.solving import Amount

_ROUNDS: Final = 5  # how closely a share is told whose denominator is open
_FINE: Final = 10**9


@dataclass(frozen=True)
class KeptShare(Amount):
    """Bounds on a share, and what became of the rule's.

    `is_over` says whether the share is certainly above `at_most` (None: it may be), `is_under` whether it is certainly
    below `at_least`. `whole` is the denominator where it is the same whatever is chosen.
    """

    is_over: bool | None = False
    is_under: bool | None = False
    whole: Fraction | None = None

    @property
    def is_kept(self) -> bool | None:
        """Whether the rule is kept, whatever is chosen; False if it is broken, whatever is chosen."""
        if self.is_over or self.is_under:
            return False
        return None if self.is_over is None or self.is_under is None else True


def share_of(chain: Chain, size: int, at_least: Fraction | None, at_most: Fraction | None) -> KeptShare | None:
    """The share of `among` that enters `of` as well; None where nobody enters `among`.

    It is at most b for every way of choosing if and only if P(both) - b P(among) is never more than 0.
    """
    one, nothing = Fraction(1), [Fraction(0)] * (size - 2)
    if all(outcome.gains[1] for outcome in chain.initial):
        most = fewest = Amount(one, one)  # of all referrals
    else:
        most = greatest(chain, [Fraction(0), one, *nothing])
        fewest = least(chain, [Fraction(0), one, *nothing]) if chain.has_choices else most
    if most.high == 0:
        return None

    def above(bound: Fraction) -> Fraction:
        """How far the share can come above a bound, times the denominator there; below it, if that is negative."""
        return greatest(chain, [one, -bound, *nothing], tell_from=Fraction(0)).high

    def below(bound: Fraction) -> Fraction:
        return greatest(chain, [-one, bound, *nothing], tell_from=Fraction(0)).high

    is_over: bool | None = False
    if at_most is not None and above(at_most) > 0:
        is_over = True if below(at_most) < 0 else None
    is_under: bool | None = False
    if at_least is not None and below(at_least) > 0:
        is_under = True if above(at_least) < 0 else None
    if fewest.low == most.high:
        high = greatest(chain, [one, Fraction(0), *nothing]).high / most.high
        low = least(chain, [one, Fraction(0), *nothing]).low / most.high if chain.has_choices else high
        return KeptShare(low, high, is_over, is_under, most.high)
    high = _highest(above, most.high)
    low = one - _highest(lambda bound: below(one - bound), most.high)
    # Rounded bounds must not seem to gainsay what was decided exactly.
    low = max([low, *([at_most] if is_over and at_most is not None else [])])
    high = min([high, *([at_least] if is_under and at_least is not None else [])])
    if is_over is False and at_most is not None:
        high = min(high, at_most)
    if is_under is False and at_least is not None:
        low = max(low, at_least)
    return KeptShare(low, high, is_over, is_under)


def _highest(above: Callable[[Fraction], Fraction], whole: Fraction) -> Fraction:
    """An upper bound on the greatest share, close to it: the root of a convex function that falls by at most `whole`.

    A chord lies above the function, so where it meets 0 is never too low (Dinkelbach 1967 follows tangents instead).
    """
    low, high = Fraction(0), Fraction(1)
    at_low, at_high = above(low), above(high)
    for _ in range(_ROUNDS):
        if at_low <= 0 or at_high >= 0:
            return low if at_low <= 0 else high
        low = _rounded(low + at_low / whole, down=True)
        at_low = above(low)
        high = min(high, _rounded(low + at_low * (high - low) / (at_low - at_high), down=False)) if at_low > 0 else low
        at_high = above(high)
    return high


def _rounded(value: Fraction, *, down: bool) -> Fraction:
    """A fraction with a short denominator, so that what is worked out from it stays short."""
    scaled = value * _FINE
    return Fraction(scaled.__floor__() if down else scaled.__ceil__(), _FINE)
