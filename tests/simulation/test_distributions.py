"""Tables against theory, samples against tables."""

from __future__ import annotations

import math

import pytest

from pathways.simulation.distributions import Table, exponential, fixed, gamma, lognormal, triangular, uniform
from pathways.simulation.draws import BITS, draw, purpose_words, stream_key

HOUR = 3600.0

# (table, mean, variance), the moments from the textbook formulas of each family.
FAMILIES = {
    "exponential": (exponential(24 * HOUR), 24 * HOUR, (24 * HOUR) ** 2),
    "lognormal": (lognormal(3 * HOUR, 1), 3 * HOUR, (3 * HOUR) ** 2),
    "lognormal, wide": (lognormal(3 * HOUR, 2), 3 * HOUR, (6 * HOUR) ** 2),
    "gamma": (gamma(2 * HOUR, 0.5), 2 * HOUR, HOUR**2),
    "uniform": (uniform(HOUR, 3 * HOUR), 2 * HOUR, (2 * HOUR) ** 2 / 12),
    "triangular": (triangular(0, HOUR, 5 * HOUR), 2 * HOUR, HOUR**2 * (25 + 1 - 5) / 18),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_table_has_the_moments_of_its_family(name: str) -> None:
    """Oracle: the family's formulas. Interpolation costs less than one part in 10,000."""
    table, mean, variance = FAMILIES[name]
    assert table.mean == pytest.approx(mean, rel=1e-4)
    assert table.variance == pytest.approx(variance, rel=3e-4)


@pytest.mark.parametrize("name", FAMILIES)
def test_samples_have_the_moments_of_their_table(name: str) -> None:
    """Oracle: the table's own mean and variance, at 4.5 standard errors."""
    table = FAMILIES[name][0]
    key, purpose = stream_key(5, 0, name), purpose_words("samples")
    samples = [table.sample(draw(key, i, 0, purpose)) for i in range(20_000)]
    mean = math.fsum(samples) / len(samples)
    assert abs(mean - table.mean) <= 4.5 * math.sqrt(table.variance / len(samples))
    fourth = math.fsum((s - mean) ** 4 for s in samples) / len(samples)
    variance = math.fsum((s - mean) ** 2 for s in samples) / len(samples)
    if name != "lognormal, wide":  # whose fourth moment a sample of this size does not know
        assert abs(variance - table.variance) <= 4.5 * math.sqrt((fourth - variance**2) / len(samples))


def test_quantiles_agree_with_theory_in_the_middle_and_in_the_tails() -> None:
    """Oracle: the exponential quantile, -m log(1 - p), at probabilities between the knots."""
    table = exponential(1_000_000)
    for probability in (1e-6, 0.003, 0.2, 0.49999, 0.50001, 0.77, 0.999, 1 - 1e-6):
        expected = -1_000_000 * math.log1p(-probability)
        assert table.sample(int(probability * (1 << BITS))) == pytest.approx(expected, rel=2e-4, abs=1)


def test_sample_never_falls_as_the_draw_rises() -> None:
    table = lognormal(3 * HOUR, 1)
    steps = [table.sample(step) for step in range(0, 1 << BITS, (1 << BITS) // 50_000)]
    assert steps == sorted(steps)


def test_fixed_is_always_the_same() -> None:
    table = fixed(77)
    assert {table.sample(draw) for draw in (0, 1 << 20, 1 << 52, (1 << BITS) - 1)} == {77}
    assert (table.mean, table.variance) == (77, 0)


def test_ends_of_the_table_are_reached() -> None:
    table = Table(uniform(100, 200).lower, uniform(100, 200).upper)
    assert table.sample(0) == 100
    assert table.sample((1 << BITS) - 1) == 200
