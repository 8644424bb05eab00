"""Expectations of a scenario to met or unmet at a stated confidence, with as many replications as that takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pathways.measures import Sample
from pathways.measures.intervals import mean_and_half_width
from pathways.simulation.answers.asked import Unit
from pathways.simulation.answers.expectations import Expectation, Verdict, interval_words


@dataclass(frozen=True)
class Care:
    """How sure a decision has to be, and how it is spent.

    Attributes
    ----------
    error
        The greatest chance that a decision is wrong.
    first, at_most
        Replications at the first look and at the last; from one look to the next they double.
    """

    error: float
    first: int
    at_most: int

    @property
    def looks(self) -> list[int]:
        """How many replications there are at each look."""
        found = [min(self.first, self.at_most)]
        while found[-1] < self.at_most:
            found.append(min(2 * found[-1], self.at_most))
        return found


@dataclass(frozen=True)
class Held:
    """What was found for one expectation, with the interval at which it was decided."""

    says: str
    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    unit: Unit

    @property
    def found(self) -> str:
        """The value with its interval, in words."""
        if self.value is None:
            return "none was seen"
        return interval_words(self.value, self.low, self.high, self.unit)


@dataclass(frozen=True)
class Decision:
    """`met` if every expectation was shown to be met, `unmet` if one was shown not to be."""

    verdict: Verdict
    replications: int
    held: tuple[Held, ...]


def decide(run: Callable[[range], Sample], expectations: Sequence[Expectation], care: Care) -> Decision:
    """Replicate until it is shown whether all expectations are met, or the most has been run.

    A decision is wrong with at most the chance of `care`, however often one looks and however many expectations there
    are (Bonferroni): each look has its share of the error. To be met, all must be shown to be met, each at the whole
    share of a look; to be unmet it is enough that one is, each at its part of the share.

    Parameters
    ----------
    run
        Some replications to their figures.

    Raises
    ------
    ValueError
        If nothing is expected.
    """
    if not expectations:
        raise ValueError("nothing is expected")
    looks = care.looks
    share = care.error / len(looks)
    sample = run(range(looks[0]))
    while True:
        done = len(sample)
        held = []
        for expectation in expectations:
            values = sample.of_key(expectation.key)
            seen = values[values == values].tolist()
            held.append(_hold(expectation, seen, share, share / len(expectations)))
        verdict: Verdict = "undecided"
        if all(each.verdict == "met" for each in held):
            verdict = "met"
        elif any(each.verdict == "unmet" for each in held):
            verdict = "unmet"
        if verdict != "undecided" or done >= care.at_most:
            return Decision(verdict, done, tuple(held))
        more = next(look for look in looks if look > done)
        sample = Sample.joined([sample, run(range(done, more))])


def _hold(expectation: Expectation, values: Sequence[float], met: float, unmet: float) -> Held:
    """One expectation, with one-sided errors for either verdict."""
    if len(values) < 2:
        return Held(expectation.says, "undecided", values[0] if values else None, None, None, expectation.unit)
    mean, for_met = mean_and_half_width(values, 1 - 2 * met)
    _, for_unmet = mean_and_half_width(values, 1 - 2 * unmet)
    assert for_met is not None
    assert for_unmet is not None
    # What speaks for it is bounded from its own side, what speaks against it from the other.
    low, high = mean - for_met, mean + for_unmet
    if expectation.side == "at most":
        low, high = mean - for_unmet, mean + for_met
    verdict = expectation.verdict(low, high)
    # Nothing that is measured is less than nothing, and no share is more than all.
    most = 1.0 if expectation.unit == "share" and max(values) <= 1 else math.inf
    return Held(expectation.says, verdict, mean, max(low, 0.0), min(high, most), expectation.unit)


def share_of_error(confidence: float, candidates: int) -> float:
    """What chance of an error one candidate may have, so that all together have no more than the confidence leaves."""
    return (1 - confidence) / candidates if candidates else math.nan
