"""Chains solved exactly: against every policy tried one by one, dense solves, and closed forms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from pathways.rules import odds
from pathways.rules.chain import OVER, Action, Chain, Outcome
from pathways.rules.odds import NoBoundError, greatest, least

ONE = [Fraction(1)]


def chain(*nodes: Sequence[Sequence[tuple[str, int, int]]]) -> Chain:
    """Nodes by their actions, each of (chance, node, gain); referrals arrive at the first."""
    made = Chain()
    made.nodes = [(n, 0, False) for n in range(len(nodes))]
    made.actions = [
        [tuple(Outcome(Fraction(c), target, 0, 0, (gain,)) for c, target, gain in action) for action in actions]
        for actions in nodes
    ]
    made.initial = (Outcome(Fraction(1), 0, -1, 0, (0,)),)
    return made


def at_random(random: Random, nodes: int, most: int, *, loops: bool = True) -> Chain:
    """A chain in which gains are made only on the way out, so that everything counted is a probability."""
    made = []
    for node in range(nodes):
        actions = []
        for _ in range(random.randint(1, most)):
            parts = [random.randint(1, 6) for _ in range(random.randint(1, 3))]
            outcomes = []
            for part in parts:
                out = random.random() < 0.3 or (not loops and node == nodes - 1)
                target = OVER if out else random.randrange(0 if loops else node + 1, nodes)
                outcomes.append((f"{part}/{sum(parts)}", target, int(out and random.random() < 0.5)))
            actions.append(outcomes)
        made.append(actions)
    return chain(*made)


def by_steps(actions: Sequence[Action], steps: int = 4_000) -> float:
    """What one policy gains, by following it step by step: the probabilities after each step are added up."""
    size = len(actions)
    matrix, gains = np.zeros((size, size)), np.zeros(size)
    for node, action in enumerate(actions):
        for outcome in action:
            gains[node] += float(outcome.chance) * float(outcome.gains[0])
            if outcome.node != OVER:
                matrix[node, outcome.node] += float(outcome.chance)
    here, total = np.eye(size)[0], 0.0
    for _ in range(steps):
        total += float(here @ gains)
        here = here @ matrix
    return total


@pytest.mark.parametrize("seed", range(120))
def test_greatest_and_least_are_those_of_the_best_and_the_worst_policy(seed: int) -> None:
    """Oracle: every way of choosing once and for all, followed for 4,000 steps. Some go round for ever."""
    random = Random(seed)
    made = at_random(random, random.randint(1, 6), 2)
    totals = [by_steps(policy) for policy in product(*made.actions)]

    assert float(greatest(made, ONE).high) == pytest.approx(max(totals), abs=1e-9)
    assert float(least(made, ONE).low) == pytest.approx(min(totals), abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_without_choices_agrees_with_a_dense_solve(seed: int) -> None:
    """Oracle: numpy's solution of (I - Q) x = b."""
    made = at_random(Random(seed), 60, 1, loops=False)
    for actions in made.actions:  # a little of everything goes back to the start, so that it is one part
        kept = [Outcome(o.chance * Fraction(7, 8), o.node, 0, 0, o.gains) for o in actions[0]]
        actions[0] = (*kept, Outcome(Fraction(1, 8), 0, 0, 0, (0,)))
    size = len(made)
    matrix, stakes = np.identity(size), np.zeros(size)
    for node, (action,) in enumerate(made.actions):
        for outcome in action:
            stakes[node] += float(outcome.chance) * float(outcome.gains[0])
            if outcome.node != OVER:
                matrix[node, outcome.node] -= float(outcome.chance)

    found = greatest(made, ONE)

    assert found.low == found.high == least(made, ONE).low
    assert float(found.high) == pytest.approx(np.linalg.solve(matrix, stakes)[0], abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_bounds_proved_in_floating_point_hold_the_exact_value(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1_000 + seed)
    made = at_random(random, random.randint(4, 30), 2)
    exact = greatest(made, ONE).high, least(made, ONE).low
    monkeypatch.setattr(odds, "EXACT", 1)

    rounded = greatest(made, ONE), least(made, ONE)

    for value, bounds in zip(exact, rounded, strict=True):
        assert bounds.low <= value <= bounds.high
        assert bounds.high - bounds.low < Fraction(1, 10**9)


@pytest.mark.parametrize("seed", range(10))
def test_what_rounding_leaves_open_is_told_in_fractions(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = at_random(Random(2_000 + seed), 20, 1)
    value = greatest(made, ONE).high
    monkeypatch.setattr(odds, "EXACT", 1)

    told = greatest(made, ONE, tell_from=value)

    assert told.low == told.high == value


def test_a_bound_that_is_met_exactly_is_told_from_one_that_is_just_missed() -> None:
    """By hand: 1/3 + 1/3 x = x, so x = 1/2, which no sum of thirds in floating point is."""
    made = chain([[("1/3", OVER, 1), ("1/3", OVER, 0), ("1/3", 0, 0)]])

    assert greatest(made, ONE).high == least(made, ONE).low == Fraction(1, 2)


def test_gambler_s_ruin() -> None:
    """Closed form (Feller 1968, XIV.2): with p = 3/5 from 1 of 4, ((q/p)^1 - 1) / ((q/p)^4 - 1)."""
    up, down = "3/5", "2/5"
    made = chain(
        [[(up, 1, 0), (down, OVER, 0)]],
        [[(up, 2, 0), (down, 0, 0)]],
        [[(up, OVER, 1), (down, 1, 0)]],
    )
    ratio = Fraction(2, 3)

    assert greatest(made, ONE).high == (ratio - 1) / (ratio**4 - 1)


def test_a_gain_in_a_loop_is_a_geometric_series() -> None:
    """By hand: entered once, and again with 4/5: 1 / (1 - 4/5) = 5 times."""
    made = chain([[("1", 1, 1)]], [[("4/5", 1, 1), ("1/5", OVER, 0)]])

    assert greatest(made, ONE).high == 5


def test_going_round_for_ever_gains_nothing_and_is_open_to_whoever_wants_the_least() -> None:
    made = chain([[("1", 0, 0)], [("1", OVER, 1)]])

    assert (greatest(made, ONE).high, least(made, ONE).low) == (1, 0)


def test_what_is_counted_for_ever_has_no_bound() -> None:
    with pytest.raises(NoBoundError) as caught:
        greatest(chain([[("1/2", 1, 0), ("1/2", OVER, 0)]], [[("1", 1, 1)]]), ONE)

    assert caught.value.nodes == (1,)
