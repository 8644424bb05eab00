"""Closed forms and exact computations that the simulation is held against."""

from __future__ import annotations

import math
from collections.abc import Sequence


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """The mean of independent values and its standard error."""
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, math.sqrt(variance / len(values))


def agrees(values: Sequence[float], expected: float, errors: float = 4.5) -> bool:
    """Whether the mean of the values lies within so many standard errors of what is expected."""
    mean, error = mean_and_error(values)
    print(f"mean {mean:.5g}, expected {expected:.5g}, standard error {error:.2g}")
    return abs(mean - expected) <= errors * error


def erlang_c_wait(servers: int, arrival_rate: float, service_mean: float) -> float:
    """Mean wait in M/M/c. Source: Erlang (1917)."""
    load = arrival_rate * service_mean
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    waits = last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)
    return waits * service_mean / (servers - load)


def pollaczek_khinchine_wait(arrival_rate: float, mean: float, variance: float) -> float:
    """Mean wait in M/G/1. Source: Pollaczek (1930), Khinchine (1932)."""
    return arrival_rate * (variance + mean**2) / (2 * (1 - arrival_rate * mean))


def slotted_wait(arrivals_per_gap: float, slots: int, gap: float, largest: int = 400) -> float:
    """Mean wait until heard, where a meeting every `gap` hears up to `slots` of those waiting.

    The number left after a meeting is a Markov chain; its stationary law is found by iterating, and Little's law turns
    the mean number waiting (left over, plus half a gap's arrivals) into a mean wait.
    """
    poisson = [
        math.exp(-arrivals_per_gap + k * math.log(arrivals_per_gap) - math.lgamma(k + 1)) for k in range(largest)
    ]
    law = [1.0] + [0.0] * (largest - 1)
    for _ in range(2_000):
        before = [0.0] * (largest + slots)
        for left, weight in enumerate(law):
            if weight > 1e-14:
                for k in range(largest + slots - left):
                    if k < largest and poisson[k] > 1e-14:
                        before[left + k] += weight * poisson[k]
        after = [sum(before[: slots + 1]), *before[slots + 1 :]]
        after += [0.0] * (largest - len(after))
        if max(abs(a - b) for a, b in zip(after, law, strict=True)) < 1e-12:
            break
        law = after
    left_over = sum(k * weight for k, weight in enumerate(law))
    return (left_over + arrivals_per_gap / 2) / (arrivals_per_gap / gap)
