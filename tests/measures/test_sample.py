"""Figures of replications as a table."""

from __future__ import annotations

import numpy as np
import pytest

from pathways.measures import Figure, Key, Sample, compare, estimate
from pathways.measures.sample import Gathered

WAIT, SHARE = Key("wait", "p", "work", "mean"), Key("outcome", "p", "good", "share")


def test_figures_come_back_as_they_were_given() -> None:
    rows = [{WAIT: Figure(2.5, 3)}, {}, {WAIT: Figure(0.0, 1), SHARE: Figure(1.0, 7)}]
    sample = Sample.of(rows)
    assert sample.keys == (SHARE, WAIT)
    assert [sample.figures(number) for number in range(len(sample))] == rows
    assert sample.of_key(WAIT)[[0, 2]].tolist() == [2.5, 0.0]
    assert np.isnan(sample.of_key(Key("wait", "p", "other", "mean"))).all()


def test_parts_of_a_sample_are_put_together_in_order() -> None:
    rows = [{WAIT: Figure(2.5, 3)}, {SHARE: Figure(0.5, 4)}, {WAIT: Figure(0.0, 1)}]
    joined = Sample.joined([Sample.of(rows[:1]), Sample.of(rows[1:])])
    assert joined.keys == Sample.of(rows).keys
    assert [joined.figures(number) for number in range(3)] == rows


def test_parts_are_gathered_as_they_would_be_joined_up_to_where_it_was_stopped() -> None:
    """Oracle: the parts joined."""
    weekly = np.arange(24).reshape(4, 3, 2)
    parts = [
        Sample(
            (SHARE, WAIT), np.array([[1.0, np.nan], [n, 2.5]]), np.array([[n, 0], [4, 5]], np.int32), weekly[n : n + 2]
        )
        for n in (0, 2)
    ]
    gathered, joined = Gathered(9), Sample.joined(parts)
    for part in parts:
        gathered.add(part)
    found = gathered.sample()
    assert found.keys == joined.keys
    assert np.array_equal(found.values, joined.values, equal_nan=True)
    assert np.array_equal(found.counts, joined.counts)
    assert found.weekly is not None
    assert np.array_equal(found.weekly, weekly)
    with pytest.raises(ValueError, match="different measures"):
        gathered.add(Sample.of([{WAIT: Figure(1.0, 1)}]))
    assert len(Gathered(3).sample()) == 0


def test_a_measure_that_no_replication_has_gives_no_estimate() -> None:
    sample = Sample((WAIT,), np.array([[np.nan], [np.nan]]), np.zeros((2, 1), np.int64))
    assert estimate(sample) == []
    assert compare("more", sample, sample) == []


def test_samples_of_different_lengths_are_not_paired() -> None:
    with pytest.raises(ValueError, match="2 replications of the baseline cannot be paired with 1"):
        compare("more", Sample.of([{WAIT: Figure(1.0, 1)}] * 2), Sample.of([{WAIT: Figure(1.0, 1)}]))


def test_an_interval_of_a_share_stays_a_share() -> None:
    """By hand: 1, 1 and 0.7 have a mean of 0.9 and a half width of 0.43, which would lead above 1."""
    (row,) = estimate(Sample.of([{SHARE: Figure(value, 10)} for value in (1.0, 1.0, 0.7)]))
    assert (row.value, row.high) == (pytest.approx(0.9), 1.0)
    assert row.low == pytest.approx(0.9 - 4.303 * 0.1, abs=1e-3)


def test_an_interval_of_a_team_that_is_busy_all_the_time_ends_at_all_of_it() -> None:
    """By hand as before; but where staff leave with work in hand, a team did more than it has, and may have."""
    busy = Key("utilisation", "", "desk", "mean")
    (row,) = estimate(Sample.of([{busy: Figure(value, 10)} for value in (1.0, 1.0, 0.7)]))
    assert (row.value, row.high) == (pytest.approx(0.9), 1.0)
    (over,) = estimate(Sample.of([{busy: Figure(value, 10)} for value in (1.1, 1.0, 0.6)]))
    assert over.high == pytest.approx(0.9 + 4.303 * (0.07 / 3) ** 0.5, abs=1e-3)


def test_an_interval_of_a_time_does_not_begin_before_nothing() -> None:
    """By hand: 0 and 10 days have a mean of 5 and a half width of 12.706 * 5."""
    (row,) = estimate(Sample.of([{WAIT: Figure(value, 10)} for value in (0.0, 10.0)]))
    assert (row.low, row.value) == (0.0, 5.0)
    assert row.high == pytest.approx(5 + 12.706 * 5, abs=0.01)
