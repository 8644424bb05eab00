"""A part of a chain in which every node can reach every other, to its values: exact, or with bounds that are proved.

Policy iteration (Howard 1960): follow one way of choosing, and change it wherever that gains. In fractions, or in
floating point with a proof in fractions: a vector that Bellman's operator cannot raise is no less than the solution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd, lcm
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
            if len(row) == 1:  # nothing to choose
                continue
            found = [_worth(way, values) for way in row]
            best = max(range(len(row)), key=lambda n: found[n])
            if found[best] > values[node]:
                better[node] = best
        if better == policy:
            return [Amount(value, value) for value in values]
        policy = better


def _worth(way: Ways, values: Sequence[Fraction]) -> Fraction:
    return weighed(way[1], ((chance, values[target]) for chance, target in way[0]))


def weighed(stake: Fraction, parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """A stake and the sum of chances times values: one fraction shortened in the end, instead of one for each step."""
    above, below = stake.numerator, stake.denominator
    for chance, value in parts:
        if value:
            under = chance.denominator * value.denominator
            if under == below:
                above += chance.numerator * value.numerator
            else:
                above = above * under + chance.numerator * value.numerator * below
                below *= under
    return Fraction(above, below)


def _of_policy(rows: Sequence[Ways]) -> list[Fraction]:
    """Solve x = stake + P x exactly, by taking out one node after the other, those with the fewest neighbours first.

    In whole numbers, which are much quicker than fractions: of each node `own * x = stakes + onward x`, shortened by
    what all of its numbers share.
    """
    size = len(rows)
    whole = [_in_whole_numbers(*row) for row in rows]
    own = [number for number, _, _ in whole]
    stakes = [stake for _, stake, _ in whole]
    onward = [row for _, _, row in whole]
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
        own[node] -= row.pop(node, 0)
        before[node].discard(node)
        for source in before[node]:
            if source not in left:
                continue
            its = onward[source]
            weight = its.pop(node)
            shared = gcd(weight, own[node])
            times, weight = own[node] // shared, weight // shared
            stakes[source] = stakes[source] * times + weight * stakes[node]
            own[source] *= times
            if times != 1:
                for target in its:
                    its[target] *= times
            for target, share in row.items():
                its[target] = its.get(target, 0) + weight * share
                before[target].add(source)
            shared = gcd(own[source], stakes[source], *its.values())
            if shared != 1:
                own[source] //= shared
                stakes[source] //= shared
                for target in its:
                    its[target] //= shared
        for target in row:
            before[target].discard(node)
    values = [Fraction(0)] * size
    for node in reversed(order):
        below = lcm(*(values[target].denominator for target in onward[node]))
        above = sum(
            share * values[target].numerator * (below // values[target].denominator)
            for target, share in onward[node].items()
        )
        values[node] = Fraction(stakes[node] * below + above, own[node] * below)
    return values


def _in_whole_numbers(outcomes: Iterable[tuple[Fraction, int]], stake: Fraction) -> tuple[int, int, dict[int, int]]:
    """One node's equation, times the least number that leaves no fractions: that number, the stake, and the shares."""
    row = {target: chance for chance, target in outcomes}
    own = lcm(stake.denominator, *(chance.denominator for chance in row.values()))
    shares = {target: chance.numerator * (own // chance.denominator) for target, chance in row.items()}
    return own, stake.numerator * (own // stake.denominator), shares


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
