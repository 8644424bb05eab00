"""A part of a chain in which every node can reach every other, to its values: exact, or with bounds that are proved.

Policy iteration (Howard 1960): follow one way of choosing, and change it wherever that gains. In fractions, or in
floating point with a proof in fractions: a vector that Bellman's operator cannot raise is no less than the solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Final

_FIRST_ERROR: Final = Fraction(1, 10**14)
_LAST_ERROR: Final = Fraction(1, 10**3)

Ways = tuple[tuple[tuple[Fraction, int], ...], Fraction]  # (probability, node), and the stake that can be expected


@dataclass(frozen=True)
class Amount:
    """Bounds on a number, equal where it is known exactly."""

    low: Fraction
    high: Fraction


def solve_exactly(ways: Sequence[Sequence[Ways]]) -> list[Amount]:
    """Policy iteration in fractions."""
    policy = [0] * len(ways)
    while True:
        values = _of_policy([row[n] for row, n in zip(ways, policy, strict=True)])
        better = list(policy)
        for node, row in enumerate(ways):
            found = [_worth(way, values) for way in row]
            best = max(range(len(row)), key=lambda n: found[n])
            if found[best] > values[node]:
                better[node] = best
        if better == policy:
            return [Amount(value, value) for value in values]
        policy = better


def _worth(way: Ways, values: Sequence[Fraction]) -> Fraction:
    return way[1] + sum((chance * values[target] for chance, target in way[0]), Fraction(0))


def _of_policy(rows: Sequence[Ways]) -> list[Fraction]:
    """Solve x = stake + P x exactly, by taking out one node after the other, those with the fewest neighbours first."""
    size = len(rows)
    onward: list[dict[int, Fraction]] = [{target: chance for chance, target in outcomes} for outcomes, _ in rows]
    stakes = [stake for _, stake in rows]
    before: list[set[int]] = [set() for _ in rows]
    for node, row in enumerate(onward):
        for target in row:
            before[target].add(node)
    left = set(range(size))
    order: list[int] = []
    queue = [(len(before[node]) * len(onward[node]), node) for node in range(size)]
    heapify(queue)
    while left:
        fill, node = heappop(queue)
        if node not in left:
            continue
        now = len(before[node]) * len(onward[node])
        if now > fill:  # it has gained neighbours since it was looked at
            heappush(queue, (now, node))
            continue
        left.discard(node)
        order.append(node)
        row = onward[node]
        stay = row.pop(node, Fraction(0))
        before[node].discard(node)
        if stay:
            for target in row:
                row[target] /= 1 - stay
            stakes[node] /= 1 - stay
        for source in before[node]:
            if source not in left:
                continue
            chance = onward[source].pop(node)
            stakes[source] += chance * stakes[node]
            for target, share in row.items():
                onward[source][target] = onward[source].get(target, Fraction(0)) + chance * share
                before[target].add(source)
        for target in row:
            before[target].discard(node)
    values = [Fraction(0)] * size
    for node in reversed(order):
        values[node] = stakes[node] + sum((chance * values[t] for t, chance in onward[node].items()), Fraction(0))
    return values


def _about(ways: Sequence[Sequence[Ways]]) -> tuple[list[float], list[int]]:
    """The values and a best policy in floating point."""
    size = len(ways)
    policy = [0] * size
    plain = [[([(float(c), t) for c, t in outcomes], float(stake)) for outcomes, stake in row] for row in ways]
    while True:
        values = _of_rows([row[n] for row, n in zip(plain, policy, strict=True)])
        better = list(policy)
        for node, row in enumerate(plain):
            if len(row) > 1:
                found = [stake + sum(c * values[t] for c, t in outcomes) for outcomes, stake in row]
                best = max(range(len(row)), key=lambda n: found[n])
                if found[best] > found[policy[node]] + 1e-12 * (1 + abs(found[best])):
                    better[node] = best
        if better == policy:
            return values, policy
        policy = better


def _of_rows(rows: Sequence[tuple[Sequence[tuple[float, int]], float]]) -> list[float]:
    """Solve x = stake + P x in floating point."""
    import numpy as np
    from scipy.sparse import csc_matrix, identity
    from scipy.sparse.linalg import splu

    size = len(rows)
    stakes = np.array([stake for _, stake in rows])
    cells = [(node, target, chance) for node, (outcomes, _) in enumerate(rows) for chance, target in outcomes]
    places = ([node for node, _, _ in cells], [target for _, target, _ in cells])
    matrix = identity(size, format="csc") - csc_matrix(([chance for *_, chance in cells], places), shape=(size, size))
    return [float(value) for value in splu(matrix).solve(stakes)]


def solve_within_bounds(ways: Sequence[Sequence[Ways]]) -> list[Amount]:
    """Values in floating point, with bounds that hold in fractions.

    If v >= stake + P v for every action, no way of choosing gains more than v. The values found are raised by a
    little of the longest time that one can stay, which has that property with something to spare.
    """
    about, policy = _about(ways)
    values = [Fraction(value) for value in about]
    longest = [Fraction(value) for value in _about([[(own, Fraction(1)) for own, _ in row] for row in ways])[0]]
    error = _FIRST_ERROR
    while error <= _LAST_ERROR:
        high = [value + error * time for value, time in zip(values, longest, strict=True)]
        low = [value - error * time for value, time in zip(values, longest, strict=True)]
        is_above = all(_worth(way, high) <= high[node] for node, row in enumerate(ways) for way in row)
        is_below = all(_worth(row[policy[node]], low) >= low[node] for node, row in enumerate(ways))
        if is_above and is_below:
            return [Amount(*pair) for pair in zip(low, high, strict=True)]
        error *= 10
    raise ArithmeticError("the rounding errors of this chain could not be bounded")
