"""Arrows that share their last stretch, worked out on squared paper."""

from __future__ import annotations

from pathways.diagram.merging import strokes
from pathways.diagram.model import Edge

A, B = Edge(0, "a", "t"), Edge(1, "b", "t")
DOWN = ((0.0, 0.0), (0.0, 100.0), (50.0, 100.0))


def test_an_arrow_that_joins_from_the_side_stops_there_without_a_head() -> None:
    """It comes from the left at height 40, and goes 4 down the other for a round corner."""
    first, second = strokes([A, B], [DOWN, ((-30.0, 40.0), (0.0, 40.0), (0.0, 100.0), (50.0, 100.0))], 4.0)
    assert first.points == DOWN
    assert first.has_head
    assert second.points == ((-30.0, 40.0), (0.0, 40.0), (0.0, 44.0))
    assert not second.has_head
    assert second.joins == (0.0, 40.0)
    assert first.joins is None


def test_an_arrow_that_comes_from_another_side_keeps_its_head() -> None:
    other = ((50.0, 0.0), (50.0, 100.0))
    _, second = strokes([A, B], [DOWN, other], 4.0)
    assert second.points == other
    assert second.has_head
