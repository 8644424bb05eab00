"""Closed forms and exact computations that the simulation is held against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """The mean of independent values and its standard error."""
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, math.sqrt(variance / len(values))


def agrees(values: Sequence[float], expected: float, errors: float = 4.5, precision: float = 0.01) -> bool:
    """Whether the mean of the values lies within so many standard errors of what is expected, and tells enough.

    It tells enough if the standard error is at most `precision` of what is expected.
    """
    mean, error = mean_and_error(values)
    print(f"mean {mean:.5g}, expected {expected:.5g}, standard error {error:.2g} or {error / expected:.2%}")
    return abs(mean - expected) <= errors * error and error <= precision * expected


def erlang_b(load: float, servers: int) -> float:
    """The share of time that all servers are busy in M/G/c/c, by its recursion. Source: Erlang (1917)."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c_wait(servers: int, arrival_rate: float, service_mean: float) -> float:
    """Mean wait in M/M/c. Source: Erlang (1917)."""
    load = arrival_rate * service_mean
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    waits = last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)
    return waits * service_mean / (servers - load)


def pollaczek_khinchine_wait(arrival_rate: float, mean: float, variance: float) -> float:
    """Mean wait in M/G/1. Source: Pollaczek (1930), Khinchine (1932)."""
    return arrival_rate * (variance + mean**2) / (2 * (1 - arrival_rate * mean))


def stationary(births: Sequence[float], deaths: Sequence[float]) -> list[float]:
    """The law of a birth-and-death chain that rises from k at `births[k]` and falls back to k at `deaths[k]`."""
    weights = [1.0]
    for birth, death in zip(births, deaths, strict=True):
        weights.append(weights[-1] * birth / death)
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def mean_of(law: Sequence[float]) -> float:
    return math.fsum(number * weight for number, weight in enumerate(law))


def fork_join_time(arrival_rate: float, service_mean: float) -> float:
    """Mean time until both of two exponential queues, joined by every arrival, are done with it.

    Source: Flatto and Hahn (1984); in closed form Nelson and Tantawi (1988): (12 - load) / 8 times that of one M/M/1.
    """
    load = arrival_rate * service_mean
    return (12 - load) / 8 * service_mean / (1 - load)


def cobham_waits(rates: Sequence[float], service_means: Sequence[float]) -> list[float]:
    """Mean wait of each class at one server, the first class before the second and so on, work never broken off.

    Exponential service. Source: Cobham (1954).
    """
    loads = [rate * mean for rate, mean in zip(rates, service_means, strict=True)]
    residual = math.fsum(load * mean for load, mean in zip(loads, service_means, strict=True))
    below = [math.fsum(loads[:number]) for number in range(len(loads) + 1)]
    return [residual / ((1 - before) * (1 - after)) for before, after in pairwise(below)]


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
