"""The closed forms against printed tables, and against the stationary law of their Markov chain, solved as a matrix."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pathways.simulation.theory.closed_forms import (
    erlang_a,
    erlang_b,
    erlang_c,
    mg1_wait,
    mg_infinity_present,
    mmc_wait,
    mmc_waits_longer,
    priority_waits,
)


@pytest.mark.parametrize(
    ("lines", "load"),
    [(1, 0.0101), (2, 0.153), (5, 1.36), (10, 4.46), (15, 8.108), (20, 12.0), (50, 37.9), (100, 84.1)],
)
def test_erlang_b_agrees_with_the_table_of_loads_that_lose_one_call_in_a_hundred(lines, load):
    """Oracle: the printed table (Cooper 1981, appendix; Westbay's manual gives 8.108 for 15 lines), to its digits."""
    digits = len(str(load).partition(".")[2])
    around = [erlang_b(lines, load + sign * 0.5 * 10**-digits) for sign in (-1, 1)]
    assert around[0] <= 0.01 <= around[1]


def test_wait_in_mmc_agrees_with_a_worked_example():
    """Oracle: Gross and Harris (1998), example 2.2: 6 an hour, three who each see 3 an hour; 4/27 of an hour."""
    assert mmc_wait(3, 6, 1 / 3) == pytest.approx(4 / 27, rel=1e-12)
    assert erlang_c(3, 2) == pytest.approx(4 / 9, rel=1e-12)


@pytest.mark.parametrize(("servers", "rate", "mean"), [(1, 0.9, 1.0), (4, 3.7, 1.0), (12, 100.0, 0.1)])
def test_wait_in_mmc_agrees_with_its_chain(servers, rate, mean):
    """Oracle: the stationary law by solving the balance equations; Little's law."""
    law = _stationary(rate, lambda n: min(n, servers) / mean)
    queue = sum(max(0, n - servers) * share for n, share in enumerate(law))
    assert mmc_wait(servers, rate, mean) == pytest.approx(queue / rate, rel=1e-6)
    assert erlang_c(servers, rate * mean) == pytest.approx(sum(law[servers:]), rel=1e-6)


def test_share_that_waits_longer_adds_up_to_the_mean_wait():
    """Oracle: a mean is the integral of the chances of being longer."""
    total, step = 0.0, 0.001
    for number in range(60_000):
        total += mmc_waits_longer(2, 1.5, 1.0, (number + 0.5) * step) * step
    assert total == pytest.approx(mmc_wait(2, 1.5, 1.0), rel=1e-6)


def test_wait_for_one_server_falls_by_half_when_service_is_always_the_same():
    """Oracle: M/M/1 waits load / (rate of service - rate of arrivals), M/D/1 half of that."""
    assert mg1_wait(0.8, 1.0, 1.0) == pytest.approx(mmc_wait(1, 0.8, 1.0), rel=1e-12)
    assert mg1_wait(0.8, 1.0, 0.0) == pytest.approx(2.0, rel=1e-12)


def test_waits_by_priority_agree_with_a_worked_example():
    """Oracle: Hillier and Lieberman, the county hospital, one doctor: 0.238 and 0.325 of an hour."""
    waits = priority_waits([0.2, 0.6, 1.2], [1 / 3] * 3, [1.0] * 3)
    assert [round(wait, 3) for wait in waits[:2]] == [0.238, 0.325]


def test_priorities_move_waits_about_but_not_the_work_that_waits():
    """Oracle: the conservation law of Kleinrock (1965): waits weighted by load are those of first come first served."""
    rates, means, cvs = [0.3, 0.2, 0.1], [1.0, 1.5, 2.0], [1.0, 0.5, 2.0]
    waits = priority_waits(rates, means, cvs)
    rate = sum(rates)
    mean = sum(r * m for r, m in zip(rates, means, strict=True)) / rate
    second = sum(r * m * m * (1 + c * c) for r, m, c in zip(rates, means, cvs, strict=True)) / rate
    fifo = mg1_wait(rate, mean, math.sqrt(second / mean**2 - 1))
    loads = [r * m for r, m in zip(rates, means, strict=True)]
    assert sum(a * w for a, w in zip(loads, waits, strict=True)) == pytest.approx(sum(loads) * fifo, rel=1e-12)
    assert waits[0] < fifo < waits[2]


def test_impatience_agrees_with_a_printed_comparison():
    """Oracle: Garnett, Mandelbaum and Reiman (2002), table 1: 48 calls a minute, 50 agents, 1 minute, patience 2."""
    found = erlang_a(50, 48, 1.0, 2.0)
    assert round(100 * found.gives_up, 1) == 3.1
    assert round(60 * found.mean_wait, 1) == 3.7
    assert round(found.mean_queue) == 3
    assert round(100 * found.utilisation) == 93
    assert round(60 * mmc_wait(50, 48, 1.0), 1) == 20.8


@pytest.mark.parametrize(
    ("servers", "rate", "mean", "patience"), [(1, 2.0, 1.0, 0.5), (3, 5.0, 1.0, 4.0), (300, 310.0, 1.0, 5.0)]
)
def test_impatience_agrees_with_its_chain(servers, rate, mean, patience):
    """Oracle: the balance equations solved; what comes in is served or gives up."""
    law = _stationary(rate, lambda n: min(n, servers) / mean + max(0, n - servers) / patience)
    queue = sum(max(0, n - servers) * share for n, share in enumerate(law))
    found = erlang_a(servers, rate, mean, patience)
    assert found.mean_queue == pytest.approx(queue, rel=1e-8)
    assert found.waits == pytest.approx(sum(law[servers:]), rel=1e-8)
    assert found.gives_up + found.utilisation * servers / mean / rate == pytest.approx(1, rel=1e-6)


def test_number_present_where_nobody_waits():
    """By hand: 3 a day, each for 4 days."""
    assert mg_infinity_present(3, 4) == 12


@pytest.mark.parametrize(
    "ask",
    [
        lambda: erlang_c(2, 2.0),
        lambda: mmc_wait(1, 3, 1),
        lambda: mg1_wait(1, 1, 0),
        lambda: priority_waits([0.5, 0.5], [1, 1], [1, 1]),
        lambda: erlang_b(0, 1.0),
        lambda: erlang_b(1, -1.0),
        lambda: erlang_a(1, 1, 0, 1),
    ],
)
def test_what_never_settles_or_cannot_be_is_refused(ask):
    with pytest.raises(ValueError, match=r"never settles|serve nobody|not negative|more than nothing"):
        ask()


def _stationary(rate, out):
    """The law of a birth and death process by its balance equations, cut off far out."""
    size = 700
    generator = np.zeros((size, size))
    for n in range(size):
        if n + 1 < size:
            generator[n, n + 1] = rate
        if n:
            generator[n, n - 1] = out(n)
        generator[n, n] = -generator[n].sum()
    system = generator.T.copy()
    system[-1] = 1  # one balance equation follows from the others; in its place the shares add up to one
    right = np.zeros(size)
    right[-1] = 1
    return np.linalg.solve(system, right)
