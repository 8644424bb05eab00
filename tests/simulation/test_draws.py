"""Random draws by name."""

from __future__ import annotations

import math
from itertools import pairwise

from pathways.simulation.draws import BITS, draw, purpose_words, squares, stream_key


def test_squares_gives_the_published_answers() -> None:
    """Oracle: the first values for this key as other implementations publish them in their documentation and tests
    (two Rust crates).
    """
    seen = [squares(counter, 0x548C9DECBCE65297) for counter in range(5)]
    assert seen == [0x36D88366CEE633A5, 0x944716E00E60DFAA, 0xC8A8F4E0678654BF, 0x35CC666AAB11C80D, 0x7094EAB1CBAE8747]


def test_keys_are_as_irregular_as_the_author_of_squares_asks() -> None:
    """Oracle: his rules, read off the digits as they are written."""
    keys = {stream_key(1, replication, "child") for replication in range(2_000)}
    assert len(keys) == 2_000
    for key in keys:
        digits = f"{key:x}"
        assert len(digits) == 16
        assert "0" not in digits
        assert digits[-1] in "13579bdf"
        assert len(set(digits[8:])) == 8
        assert all(before != after for before, after in pairwise(digits))


def test_counters_wrap_round_at_64_bits() -> None:
    """Oracle: the counter is a sum modulo 2**64, so these three name the same number."""
    key, top = stream_key(1, 0, "child"), 1 << 64
    assert draw(key, 5, 3, top - (3 << 32)) == draw(key, 5, 0, 0) == squares(5, key) >> 11


def test_draws_are_spread_evenly() -> None:
    """Oracle: chi-squared with 63 degrees of freedom exceeds 124.8 once in 200,000 times (Wilson-Hilferty, z = 4.4)."""
    key, purpose = stream_key(1, 0, "child"), purpose_words("child.mash_check", "service")
    counts = [0] * 64
    for referral in range(12_800):
        counts[draw(key, referral, 1, purpose) >> (BITS - 6)] += 1
    assert sum((count - 200) ** 2 / 200 for count in counts) < 124.8


def test_draws_for_different_names_are_unrelated() -> None:
    """Oracle: the correlation of n independent pairs has standard error 1 / sqrt(n)."""
    purpose = purpose_words("child.mash_check", "service")
    key = stream_key(1, 0, "child")
    others = [
        (stream_key(2, 0, "child"), 1, purpose),
        (stream_key(1, 1, "child"), 1, purpose),
        (stream_key(1, 0, "adult"), 1, purpose),
        (key, 2, purpose),
        (key, 1, purpose_words("child.mash_check", "finding", "qa")),
        (key, 1, purpose_words("child.mash_chec", "kservice")),
    ]
    n, half, spread = 3_000, 0.5, 1 / math.sqrt(12)
    first = [draw(key, i, 1, purpose) / (1 << BITS) for i in range(n)]
    for other_key, visit, other_purpose in others:
        second = [draw(other_key, i, visit, other_purpose) / (1 << BITS) for i in range(n)]
        correlation = sum((a - half) * (b - half) for a, b in zip(first, second, strict=True)) / n / spread**2
        assert abs(correlation) < 4.5 / math.sqrt(n)
