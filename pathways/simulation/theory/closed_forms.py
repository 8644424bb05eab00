"""A queue that theory has solved, by its rates and means, to what theory says of it.

Loads are rates times mean times, so they have no unit; rates and times may be in any unit, if it is the same for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NEGLIGIBLE: Final = 1e-17  # of the whole; less is left out of a sum without end


@dataclass(frozen=True)
class Impatience:
    """What an M/M/c queue settles to when those who wait give up: the Erlang-A model.

    Attributes
    ----------
    waits
        The share of those who come that has to wait.
    gives_up
        The share that leaves without being served.
    mean_wait
        Until served or given up, of all.
    mean_queue
        How many wait on average.
    utilisation
        The share of the staff's time in work.
    """

    waits: float
    gives_up: float
    mean_wait: float
    mean_queue: float
    utilisation: float


def erlang_b(servers: int, load: float) -> float:
    """The share of arrivals that finds all servers taken, where such arrivals are lost (M/G/c/c).

    Raises
    ------
    ValueError
        If there is less than one server, or a load that is negative.

    Notes
    -----
    Source: Erlang (1917), by the recursion B(c) = load B(c-1) / (c + load B(c-1)), B(0) = 1 (Cooper 1981, 3.3).
    """
    _see(servers, load)
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """The share of arrivals that has to wait in M/M/c.

    Raises
    ------
    ValueError
        If the load is not below the number of servers: then the queue never settles.

    Notes
    -----
    Source: Erlang (1917); from Erlang B as in Cooper (1981), 3.4.
    """
    blocked = erlang_b(servers, load)
    _settles(load / servers)
    return blocked / (1 - load / servers * (1 - blocked))


def mmc_wait(servers: int, rate: float, mean_service: float) -> float:
    """Mean wait in M/M/c, those who need not wait included.

    Raises
    ------
    ValueError
        If the queue never settles.

    Notes
    -----
    Poisson arrivals, exponential service, first come first served. Source: Erlang (1917); Gross and Harris (1998), 2.3.
    """
    load = rate * mean_service
    return erlang_c(servers, load) * mean_service / (servers - load)


def mmc_waits_longer(servers: int, rate: float, mean_service: float, limit: float) -> float:
    """The share of arrivals in M/M/c that waits longer than `limit`.

    Raises
    ------
    ValueError
        If the queue never settles.

    Notes
    -----
    Of those who wait, the wait is exponential. Source: Gross and Harris (1998), 2.3.
    """
    load = rate * mean_service
    return erlang_c(servers, load) * math.exp(-(servers - load) * limit / mean_service)


def mg1_wait(rate: float, mean_service: float, cv: float) -> float:
    """Mean wait for one server whose service times have any distribution (M/G/1).

    Parameters
    ----------
    cv
        Standard deviation of a service time over its mean.

    Raises
    ------
    ValueError
        If the queue never settles.

    Notes
    -----
    Sources: Pollaczek (1930), Khinchine (1932).
    """
    load = rate * mean_service
    _settles(load)
    return load * mean_service * (1 + cv * cv) / (2 * (1 - load))


def priority_waits(rates: Sequence[float], mean_services: Sequence[float], cvs: Sequence[float]) -> tuple[float, ...]:
    """Mean wait of each class for one server, the most urgent class first; work that has begun is not broken off.

    Raises
    ------
    ValueError
        If the classes together never settle.

    Notes
    -----
    Poisson arrivals, service times of any distribution. Source: Cobham (1954), "Priority assignment in waiting line
    problems", Operations Research 2.
    """
    loads = [rate * mean for rate, mean in zip(rates, mean_services, strict=True)]
    _settles(math.fsum(loads))
    left = math.fsum(
        load * mean * (1 + cv * cv) / 2 for load, mean, cv in zip(loads, mean_services, cvs, strict=True)
    )  # what is left, on average, of the work that an arrival finds begun
    before = [math.fsum(loads[:number]) for number in range(len(loads) + 1)]
    return tuple(left / ((1 - before[n]) * (1 - before[n + 1])) for n in range(len(loads)))


def mg_infinity_present(rate: float, mean_stay: float) -> float:
    """How many are present on average where nobody ever waits (M/G/infinity); the number is Poisson distributed.

    Notes
    -----
    Source: Palm (1943); the mean alone is Little (1961).
    """
    return rate * mean_stay


def erlang_a(servers: int, rate: float, mean_service: float, mean_patience: float) -> Impatience:
    """What M/M/c settles to where each who waits gives up after an exponential time (M/M/c+M).

    Raises
    ------
    ValueError
        If there is less than one server, or a time that is not positive.

    Notes
    -----
    The stationary law of the birth and death process, summed. Source: Palm (1957); Garnett, Mandelbaum and Reiman
    (2002), "Designing a call center with impatient customers".
    """
    _see(servers, rate * mean_service)
    if mean_service <= 0 or mean_patience <= 0:
        raise ValueError("a mean time is more than nothing")
    served, leaves = 1 / mean_service, 1 / mean_patience
    weights = [1.0]
    while True:
        number = len(weights)
        out = min(number, servers) * served + max(0, number - servers) * leaves
        weights.append(weights[-1] * rate / out)
        if number > servers and rate < out and weights[-1] < _NEGLIGIBLE * max(weights):
            break
        if weights[-1] > 1e200:  # only their ratios count
            weights = [weight * 1e-200 for weight in weights]
    whole = math.fsum(weights)
    queue = math.fsum((n - servers) * weight for n, weight in enumerate(weights) if n > servers) / whole
    busy = math.fsum(min(n, servers) * weight for n, weight in enumerate(weights)) / whole
    waits = math.fsum(weights[servers:]) / whole
    return Impatience(waits, queue * leaves / rate, queue / rate, queue, busy / servers)


def _see(servers: int, load: float) -> None:
    if servers < 1:
        raise ValueError(f"{servers} servers can serve nobody")
    if not load >= 0:
        raise ValueError(f"a load is not negative; {load} is")


def _settles(share: float) -> None:
    if not share < 1:
        raise ValueError(f"asked for {share:.4g} times what it can do, the queue never settles")
