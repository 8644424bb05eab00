"""Where a drawing may be cut for printing."""

from __future__ import annotations

import pytest

from pathways.diagram import draw
from pathways.diagram.build import build
from pathways.diagram.compose import compose
from tests.diagram.given import repository


@pytest.mark.parametrize("name", sorted(repository()))
def test_a_cut_goes_through_no_shape_and_says_how_many_blocks_it_opens(name: str) -> None:
    pathway = repository()[name]
    drawing = draw(pathway)
    geometry = compose(build(pathway)).geometry
    top = drawing.heading_pt + drawing.header_pt
    assert drawing.cuts
    assert [cut.at for cut in drawing.cuts] == sorted({cut.at for cut in drawing.cuts})
    for cut in drawing.cuts:
        at = cut.at - top
        assert not [n for n, box in geometry.boxes.items() if box.edges[1] < at < box.edges[3]]
        assert cut.inside == sum(frame.top < at < frame.bottom for frame in geometry.frames)
    assert drawing.cuts[-1].at - top == pytest.approx(geometry.height)  # between the lanes and the legend


def test_every_space_between_rows_offers_a_cut() -> None:
    """By hand: the lanes hold as many spaces below rows as there are heights at which boxes stand."""
    pathway = repository()["feedback"]
    heights = {round(box.y, 3) for box in compose(build(pathway)).geometry.boxes.values()}
    assert len(draw(pathway).cuts) == len(heights) + 1  # and the edge of the lanes
