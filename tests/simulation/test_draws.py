"""Random draws by name."""

from __future__ import annotations

import math

import pytest

from pathways.simulation.draws import BITS, draw, philox, purpose_words, round_keys, stream_key

ONES = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(
    counter: tuple[int, int, int, int], key: tuple[int, int], expected: tuple[int, ...]
) -> None:
    """Oracle: the known-answer vectors that its authors publish with Random123 (philox4x32, 10 rounds)."""
    assert philox(counter, round_keys(key)) == expected


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
