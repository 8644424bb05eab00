"""Holm's correction against a worked example and against the definition it follows from."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.simulation.experiments.holm import holm


def test_worked_example_claims_the_first_and_the_fourth() -> None:
    """Oracle: the usual textbook example, worked by hand: 0.005 x 4, 0.01 x 3, 0.03 x 2, and 0.04 no less than that."""
    adjusted = holm([0.01, 0.04, 0.03, 0.005])
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert [p <= 0.05 for p in adjusted] == [True, False, False, True]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_adjusted_chances_are_those_of_the_closed_test_of_bonferroni(chances: list[float]) -> None:
    """Oracle: Marcus, Peritz, Gabriel (1976): the greatest Bonferroni p-value of all sets that hold the hypothesis."""
    numbers = range(len(chances))
    sets = [each for size in numbers for each in combinations(numbers, size + 1)]
    closed = [min(1.0, max(len(s) * min(chances[j] for j in s) for s in sets if i in s)) for i in numbers]
    assert holm(chances) == pytest.approx(closed)


def test_what_is_no_chance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.5 is no chance"):
        holm([0.1, 1.5])
    assert holm([]) == []
