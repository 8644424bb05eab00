"""A chain and what is counted in it to the greatest amount that can be expected, whatever is chosen where it is open.

The greatest expected total of a Markov decision process with non-negative stakes at its ends (Puterman 1994,
chapter 7): first the sets of nodes in which one can go round for ever are drawn together (maximal end components; de
Alfaro 1997), so that every way of choosing comes to an end; then each strongly connected part is solved after those it
leads to (see `solving`), in exact fractions, or in floating point with bounds where it has more nodes than `EXACT`.
The least amount is the greatest of the opposite.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from typing import Final

from pathways.rules.chain import OVER, Action, Chain
from pathways.rules.components import parts
from pathways.rules.solving import Amount, Ways, solve_exactly, solve_within_bounds, weighed

EXACT: Final = 400  # nodes of one part; beyond that fractions grow long, and are used only where it matters


class NoBoundError(Exception):
    """What is counted can go on for ever in these nodes. `is_certain` says whether it must, once one is there."""

    def __init__(self, nodes: Sequence[int], is_certain: bool) -> None:
        super().__init__("there is no bound")
        self.nodes, self.is_certain = tuple(nodes), is_certain


ONE: Final = Fraction(1)
NOTHING: Final = Amount(Fraction(0), Fraction(0))


def greatest(chain: Chain, weights: Sequence[Fraction], *, tell_from: Fraction | None = None) -> Amount:
    """The greatest expected total of the gains, weighted; bounds on it where rounding could not be avoided.

    Parameters
    ----------
    tell_from
        A number that the total is to be told from: if the bounds leave that open, it is worked out in fractions,
        however long that takes.

    Raises
    ------
    NoBoundError
        If something with a weight is counted again and again by referrals that go round for ever.
    """
    found = _total(chain, weights, greatest_by_node(chain, weights))
    if tell_from is not None and found.low <= tell_from <= found.high and found.low < found.high:
        return _total(chain, weights, greatest_by_node(chain, weights, exactly=True))
    return found


def _total(chain: Chain, weights: Sequence[Fraction], values: Sequence[Amount]) -> Amount:
    """What can be expected of a referral as it arrives, given that of each node."""
    low = high = Fraction(0)
    for outcome in chain.initial:
        stake = sum((w * g for w, g in zip(weights, outcome.gains, strict=True)), Fraction(0))
        onward = NOTHING if outcome.node == OVER else values[outcome.node]
        low += outcome.chance * (stake + onward.low)
        high += outcome.chance * (stake + onward.high)
    return Amount(low, high)


def greatest_by_node(chain: Chain, weights: Sequence[Fraction], *, exactly: bool = False) -> list[Amount]:
    """The same, from each node on; `exactly`, without rounding."""
    counting = still_counting(chain, weights)
    ways = [
        [_way(action, weights, counting) for action in actions] if node in counting else []
        for node, actions in enumerate(chain.actions)
    ]
    owner, rounds = _drawn_together(ways, chain, weights)
    merged: list[list[Ways]] = [[] for _ in ways]
    for home in rounds:  # one may also stay there for ever
        merged[home].append(((), Fraction(0)))
    for node, actions in enumerate(ways):
        home = owner[node]
        for outcomes, stake in actions:
            moved: dict[int, Fraction] = {}
            for chance, target in outcomes:
                home_of = owner[target]
                moved[home_of] = moved[home_of] + chance if home_of in moved else chance
            if moved.get(home) != 1:
                merged[home].append((tuple((chance, target) for target, chance in moved.items()), stake))
    value: dict[int, Amount] = {}
    nodes = sorted({owner[node] for node in counting})
    for part in parts(nodes, lambda node: [target for outcomes, _ in merged[node] for _, target in outcomes]):
        value.update(_solved(part, merged, value, exactly or len(part) <= EXACT))
    return [value[owner[node]] if node in counting else NOTHING for node in range(len(chain))]


def least(chain: Chain, weights: Sequence[Fraction]) -> Amount:
    """The least expected total of the gains, weighted."""
    found = greatest(chain, [-weight for weight in weights])
    return Amount(-found.high, -found.low)


def still_counting(chain: Chain, weights: Sequence[Fraction]) -> set[int]:
    """The nodes from which something with a weight may still be counted: of all others the value is 0."""
    before: list[list[int]] = [[] for _ in chain.actions]
    found: set[int] = set()
    for node, actions in enumerate(chain.actions):
        for action in actions:
            if node not in found and _counts(action, weights):
                found.add(node)
            for outcome in action:
                if outcome.node != OVER:
                    before[outcome.node].append(node)
    todo = list(found)
    while todo:
        for node in before[todo.pop()]:
            if node not in found:
                found.add(node)
                todo.append(node)
    return found


def _way(action: Action, weights: Sequence[Fraction], counting: Container[int]) -> Ways:
    stake = Fraction(0)
    onward: dict[int, Fraction] = {}
    for outcome in action:
        chance, node, gains = outcome.chance, outcome.node, outcome.gains
        for weight, gain in zip(weights, gains, strict=True):
            if gain and weight:
                stake += chance * weight * gain
        if node in counting:
            onward[node] = onward[node] + chance if node in onward else chance
    return tuple((chance, node) for node, chance in onward.items()), stake


def _drawn_together(
    ways: Sequence[Sequence[Ways]], chain: Chain, weights: Sequence[Fraction]
) -> tuple[list[int], list[int]]:
    """For each node the one that stands for it, the first of those with which it can go round for ever; and these.

    An end component is a set of nodes with, for each, actions that never leave it, by which all reach all.
    """
    owner = list(range(len(ways)))
    inside: dict[int, list[int]] = {
        node: [n for n, (outcomes, _) in enumerate(actions) if _stays(outcomes)] for node, actions in enumerate(ways)
    }
    inside = {node: actions for node, actions in inside.items() if actions}
    while True:
        graph = {
            node: [t for n in actions for _, t in ways[node][n][0] if t in inside] for node, actions in inside.items()
        }
        place = {node: number for number, part in enumerate(parts(graph, graph.__getitem__)) for node in part}
        kept = {
            node: [n for n in actions if all(place.get(t) == place[node] for _, t in ways[node][n][0])]
            for node, actions in inside.items()
        }
        kept = {node: actions for node, actions in kept.items() if actions}
        if kept == inside:
            break
        inside = kept
    together: dict[int, list[int]] = {}
    for node in sorted(inside):
        together.setdefault(place[node], []).append(node)
    endless = [
        NoBoundError(members, all(len(inside[node]) == len(ways[node]) == 1 for node in members))
        for members in together.values()
        if any(_counts(chain.actions[node][n], weights) for node in members for n in inside[node])
    ]
    if endless:
        raise max(endless, key=lambda each: each.is_certain)
    for members in together.values():
        for node in members:
            owner[node] = members[0]
    return owner, [members[0] for members in together.values()]


def _counts(action: Action, weights: Sequence[Fraction]) -> bool:
    return any(gain and weight for outcome in action for gain, weight in zip(outcome.gains, weights, strict=True))


def _stays(outcomes: Sequence[tuple[Fraction, int]]) -> bool:
    """Whether it is sure that something more will be counted."""
    if len(outcomes) <= 1:
        return bool(outcomes) and outcomes[0][0] == 1
    return weighed(NOTHING.low, ((chance, ONE) for chance, _ in outcomes)) == 1


def _between(stake: Fraction, outcomes: Sequence[tuple[Fraction, Amount]]) -> tuple[Fraction, Fraction]:
    """Bounds on a stake and what can be expected of these outcomes."""
    high = weighed(stake, ((chance, amount.high) for chance, amount in outcomes))
    if all(amount.low is amount.high or amount.low == amount.high for _, amount in outcomes):
        return high, high
    return weighed(stake, ((chance, amount.low) for chance, amount in outcomes)), high


def _solved(
    part: list[int], ways: Sequence[Sequence[Ways]], value: dict[int, Amount], exactly: bool
) -> dict[int, Amount]:
    """The values of a strongly connected part, given those of all that it leads to."""
    if len(part) == 1 and all(target != part[0] for outcomes, _ in ways[part[0]] for _, target in outcomes):
        stakes = [
            _between(stake, [(chance, value[target]) for chance, target in outcomes])
            for outcomes, stake in ways[part[0]]
        ]
        if not stakes:
            return {part[0]: NOTHING}
        return {part[0]: Amount(max(low for low, _ in stakes), max(high for _, high in stakes))}
    members = {node: number for number, node in enumerate(part)}
    inner: list[list[Ways]] = []
    spread: list[list[Fraction]] = []  # what the values outside leave open, by node and action
    for node in part:
        inner.append([])
        spread.append([])
        for outcomes, stake in ways[node]:
            own = tuple((chance, members[target]) for chance, target in outcomes if target in members)
            outside = [(chance, value[target]) for chance, target in outcomes if target not in members]
            low, high = _between(stake, outside)
            inner[-1].append((own, high))
            spread[-1].append(high - low)
    solve = solve_exactly if exactly else solve_within_bounds
    highs = solve(inner)
    if any(open_ for row in spread for open_ in row):
        lower = [
            [(own, high - open_) for (own, high), open_ in zip(row, opens, strict=True)]
            for row, opens in zip(inner, spread, strict=True)
        ]
        lows = solve(lower)
    else:
        lows = highs
    return {node: Amount(lows[number].low, highs[number].high) for node, number in members.items()}
