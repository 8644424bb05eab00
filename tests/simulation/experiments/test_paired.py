"""Differences of scenarios against scipy's paired test, and how often a family claims what is not so."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pathways.measures import Key, Sample
from pathways.simulation.answers.asked import Asked
from pathways.simulation.experiments.paired import Contrast, contrasts

KEYS = tuple(Key("wait", "p", f"s{n}", "mean") for n in range(4))


def sample(columns: np.ndarray) -> Sample:
    return Sample(KEYS[: columns.shape[1]], columns, np.ones(columns.shape, np.int64))


def asked(*keys: Key) -> list[Asked]:
    return [Asked(key, str(key), "less") for key in keys]


@pytest.fixture(scope="module")
def two() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    before = random.normal(10, 2, (25, 4))
    return before, before * 0.8 + random.normal(1.9, 0.4, (25, 4)) + np.array([0.0, 0.3, -2.0, 0.02])


def rows(two: tuple[np.ndarray, np.ndarray], *keys: Key) -> list[Contrast]:
    return list(contrasts(sample(two[0]), {"other": sample(two[1])}, asked(*keys))["other"])


def test_chance_and_interval_are_those_of_the_paired_test(two: tuple[np.ndarray, np.ndarray]) -> None:
    """Oracle: scipy's ttest_rel; for a family of three, its interval at 1 - 0.05 / 3."""
    found = rows(two, *KEYS[:3])
    for column, row in enumerate(found[:3]):
        test = stats.ttest_rel(two[1][:, column], two[0][:, column])
        assert row.chance == pytest.approx(test.pvalue)
        assert (row.low, row.high) == pytest.approx(tuple(test.confidence_interval(0.95)))
        assert (row.all_low, row.all_high) == pytest.approx(tuple(test.confidence_interval(1 - 0.05 / 3)))
        assert row.family == 3
    assert found[3].is_exploratory
    assert (found[3].all_low, found[3].adjusted) == (None, None)


def test_what_is_claimed_of_a_family_is_never_on_both_sides_of_nought() -> None:
    """Oracle: the truth, which all intervals of a family hold at once 95 times in 100 (4.5 standard errors allowed)."""
    random = np.random.default_rng(11)
    truths = np.array([0.0, 0.45, -0.6, -0.02])
    hits, straddled = 0, 0
    for _ in range(400):
        before = random.normal(10, 2, (20, 4))
        found = rows((before, before + truths + random.normal(0, 0.9, before.shape)), *KEYS)
        for row in found:
            (low, high), claims = row.interval, row.says
            assert claims == "cannot tell" or (low >= 0 if claims == "higher" else high <= 0)
            straddled += claims != "cannot tell" and row.all_low < 0 < row.all_high
        hits += all(row.interval[0] <= truth <= row.interval[1] for row, truth in zip(found, truths, strict=True))
    assert straddled > 10  # the case is there
    assert hits / 400 > 0.95 - 4.5 * (0.05 * 0.95 / 400) ** 0.5


def test_shared_random_numbers_are_told_by_what_they_save(two: tuple[np.ndarray, np.ndarray]) -> None:
    """Oracle: numpy's correlation, and variances of the sides and of the difference."""
    row = rows(two)[0]
    before, after = two[0][:, 0], two[1][:, 0]
    assert row.correlation == pytest.approx(np.corrcoef(before, after)[0, 1])
    independent = np.var(before, ddof=1) + np.var(after, ddof=1)
    assert row.saving == pytest.approx(independent / np.var(after - before, ddof=1))
    assert row.saving > 5


def test_words_say_which_way_is_better() -> None:
    steady = np.arange(10.0)[:, None] * np.ones(3)
    moved = steady + np.array([0.5, -0.5, 0.0]) + np.sin(np.arange(10))[:, None] * 0.1 * np.array([1, 1, 0])
    found = contrasts(sample(steady), {"x": sample(moved)}, asked(*KEYS[:3]))["x"]
    assert [row.word for row in found] == ["worse", "better", "no change"]
    neither = contrasts(sample(steady), {"x": sample(moved)}, [Asked(KEYS[0], "", None)])["x"]
    assert neither[0].word == "higher"
    alone = contrasts(sample(steady[:1]), {"x": sample(moved[:1])}, asked(*KEYS[:3]))["x"]
    assert {row.word for row in alone} == {"cannot tell"}


def test_direction_that_only_a_single_test_would_claim_is_not_claimed_of_a_family() -> None:
    """A difference whose p-value lies between 0.05 / 2 and 0.05 is one of two."""
    random = np.random.default_rng(3)
    noise = random.normal(0, 1, 12)
    noise = (noise - noise.mean()) / noise.std(ddof=1)
    shift = 2.35 / math.sqrt(12)  # t = 2.35 on 11 degrees of freedom: p = 0.0385
    values = np.column_stack([noise + shift, random.permutation(noise)])
    zero = np.zeros((12, 2))
    family = contrasts(sample(zero), {"x": sample(values)}, asked(*KEYS[:2]))["x"]
    single = contrasts(sample(zero), {"x": sample(values)}, asked(KEYS[0]))["x"]
    assert 0.025 < family[0].chance < 0.05
    assert (family[0].says, single[0].says) == ("cannot tell", "higher")


def test_a_family_without_any_difference_claims_one_in_at_most_a_twentieth_of_studies() -> None:
    """1,000 studies of four correlated measures in two scenarios without differences: at most 5%, at 4.5 errors."""
    random = np.random.default_rng(11)
    wrong = alone = 0
    for _ in range(1_000):
        base = random.normal(0, 1, (8, 4))
        others = {name: sample(base + random.normal(0, 1, (8, 1)) + random.normal(0, 1, (8, 4))) for name in "ab"}
        found = [row for rows in contrasts(sample(base), others, asked(*KEYS)).values() for row in rows]
        wrong += any(row.says in ("higher", "lower") for row in found)
        alone += any(row.chance < 0.05 for row in found)
    print(f"wrong {wrong / 1000}, without correction {alone / 1000}")
    assert wrong / 1_000 <= 0.05 + 4.5 * math.sqrt(0.05 * 0.95 / 1_000)
    assert alone / 1_000 > 0.1
