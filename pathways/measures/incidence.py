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
# A share that is met up to rounding is met.
SLACK: Final = 1e-12


@dataclass(frozen=True)
class Incidence:
    """`shares[i]` of all have had the event by `times[i]`, and `free[i]` neither it nor another; times rise."""

    times: tuple[int, ...]
    shares: tuple[float, ...]
    free: tuple[float, ...]

    @property
    def total(self) -> float:
        """The share that has the event within the time that was seen."""
        return self.shares[-1] if self.shares else 0.0

    def by(self, time: int) -> float:
        """The share that has had the event at `time`."""
        return next((s for t, s in zip(reversed(self.times), reversed(self.shares), strict=True) if t <= time), 0.0)

    def free_at(self, time: int) -> float:
        """The share to which nothing has happened by `time`."""
        return next((s for t, s in zip(reversed(self.times), reversed(self.free), strict=True) if t <= time), 1.0)

    def quantile(self, share: float) -> int | None:
        """The first time by which that share of all has had the event; None if it was never seen to."""
        return next((t for t, s in zip(self.times, self.shares, strict=True) if s >= share - SLACK), None)

    def restricted_mean(self, horizon: int) -> float:
        """The mean time until the event, of all: one that comes after the horizon counts as the horizon.

        The area under the curve of those to whom nothing has happened, where nothing but the event can. Beyond what was
        seen the curve stays where it is, as in the R package `survival`.
        """
        area, since, free = 0.0, 0, 1.0
        for time, left in zip(self.times, self.free, strict=True):
            if time > horizon:
                break
            area += free * (time - since)
            since, free = time, left
        return area + free * (horizon - since)

    def mean_by(self, horizon: int) -> float | None:
        """The mean time until the event, of those that have it by the horizon; None if none has."""
        total, before = 0.0, 0.0
        for time, share in zip(self.times, self.shares, strict=True):
            if time > horizon:
                break
            total += (share - before) * time
            before = share
        return total / before if before > 0 else None


def incidence(observations: Iterable[tuple[int, int]]) -> Incidence:
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
    times: list[int] = []
    shares: list[float] = []
    survival: list[float] = []
    at_risk, free, reached, position = len(ordered), 1.0, 0.0, 0
    while position < len(ordered):
        time = ordered[position][0]
        counts = [0, 0, 0]
        while position < len(ordered) and ordered[position][0] == time:
            counts[ordered[position][1]] += 1
            position += 1
        happened = counts[EVENT] + counts[OTHER]
        if happened:
            reached += free * counts[EVENT] / at_risk
            free *= 1 - happened / at_risk
            times.append(time)
            shares.append(reached)
            survival.append(free)
        at_risk -= happened + counts[CENSORED]
    return Incidence(tuple(times), tuple(shares), tuple(survival))
