"""A drawing longer than an A4 page in pages: all of it, nothing cut through, each short enough to be read."""

from __future__ import annotations

import pytest

from pathways import diagram
from pathways.diagram import retelling
from pathways.diagram.build import build
from pathways.diagram.compose import compose
from pathways.diagram.slices import slices
from pathways.diagram.style import Sizes
from pathways.machine import compile_pathway
from tests.diagram.given import NAMES, repository, small
from tests.diagram.test_svg import SVG, check_safe
from tests.diagram.walks import long_walk, story

PAGE = Sizes().page_height


@pytest.mark.parametrize("name", NAMES)
def test_pages_hold_the_whole_drawing_and_cut_no_state_and_no_number(name: str) -> None:
    pathway = repository()[name]
    told = story(long_walk(compile_pathway(pathway), 1, 20))
    drawing = diagram.draw(pathway, told)
    drawn = build(pathway)
    page = compose(drawn, retelling.overlay(told, pathway, drawn))
    pieces = slices(drawing, top=0.0, first=PAGE, room=PAGE - 14.0)
    assert pieces == () if drawing.height_pt <= PAGE else len(pieces) >= 2
    if not pieces:
        return
    assert pieces[0].top == 0.0
    assert sum(piece.height for piece in pieces) == pytest.approx(drawing.height_pt)
    top = drawing.heading_pt + drawing.header_pt
    rows = [box.edges for box in page.geometry.boxes.values()] + [plate.box for plate in page.plates]
    for piece in pieces[1:]:
        assert not [row for row in rows if top + row[1] < piece.top < top + row[3]]


@pytest.mark.parametrize("name", ["child", "channel"])
def test_every_page_fits_a4_and_names_the_lanes(name: str) -> None:
    pathway = repository()[name]
    drawing = diagram.draw(pathway, story(long_walk(compile_pathway(pathway), 1, 20)))
    pages = diagram.sheets(drawing)
    assert len(pages) == 2  # 1,046 or 860 points of drawing, and the words
    for number, svg in enumerate(pages, 1):
        root = check_safe(svg)
        assert float(root.get("height", "0pt").removesuffix("pt")) <= PAGE
        texts = [element.text for element in root.iter(f"{SVG}text")]
        assert (f"Page {number} of 2" in texts) == (number > 1)
        assert "Channel panel" in texts


def test_a_drawing_that_fits_one_page_has_no_pages() -> None:
    pathway = small("  a: {lane: team, then: end}\n  end: {kind: end, lane: team, outcome: end}\n", "start: a\n")
    assert diagram.sheets(diagram.draw(pathway)) == ()
