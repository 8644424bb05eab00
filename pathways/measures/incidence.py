"""Times of which some are cut short to the share that has happened by each time.

A referral still open when the study ends is neither dropped nor counted as never getting there: it counts as at risk
for as long as it was seen. With one kind of event this is the Kaplan-Meier estimate; with several that exclude each
other (reaching the panel, or ending before it) it is that of Aalen and Johansen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CENSORED: Final = 0
EVENT: Final = 1
OTHER: Final = 2  # after which the event can no longer happen


@dataclass(frozen=True)
class Incidence:
    """`shares[i]` of all have had the event by `times[i]`; times rise."""

    times: tuple[float, ...]
    shares: tuple[float, ...]

    @property
    def total(self) -> float:
        """The share that has the event within the time that was seen."""
        return self.shares[-1] if self.shares else 0.0

    def by(self, time: float) -> float:
        """The share that has had the event at `time`."""
        share = 0.0
        for moment, reached in zip(self.times, self.shares, strict=True):
            if moment > time:
                break
            share = reached
        return share

    def quantile(self, share: float) -> float | None:
        """The first time by which that share of all has had the event; None if it was never seen to."""
        # A share that is met up to rounding is met.
        return next((t for t, s in zip(self.times, self.shares, strict=True) if s >= share - 1e-12), None)


def incidence(observations: Iterable[tuple[float, int]]) -> Incidence:
    """The share that has had the event by each time.

    Parameters
    ----------
    observations
        For each case how long it was seen, and how that ended: `EVENT`, `OTHER` or `CENSORED`. At equal times events
        come before cuts, as is usual.

    Notes
    -----
    Sources: Kaplan and Meier (1958), Aalen and Johansen (1978).
    """
    ordered = sorted(observations)
    times: list[float] = []
    shares: list[float] = []
    at_risk, free, reached, position = len(ordered), 1.0, 0.0, 0
    while position < len(ordered):
        time = ordered[position][0]
        counts = [0, 0, 0]
        while position < len(ordered) and ordered[position][0] == time:
            counts[ordered[position][1]] += 1
            position += 1
        if counts[EVENT]:
            reached += free * counts[EVENT] / at_risk
            times.append(time)
            shares.append(reached)
        free *= 1 - (counts[EVENT] + counts[OTHER]) / at_risk
        at_risk -= sum(counts)
    return Incidence(tuple(times), tuple(shares))
