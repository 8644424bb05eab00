"""A drawing longer than an A4 page in pages: all of it, nothing cut through, each short enough to be read."""

from __future__ import annotations

import pytest

from pathways import diagram
from pathways.diagram import retelling
from pathways.diagram.build import build
from pathways.diagram.compose import compose
from pathways.diagram.cuts import Cut
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
        named = [text for text in texts if text and text.startswith(f"Page {number} of 2: {pathway.title}")]
        assert bool(named) == (number > 1)
        assert "Channel panel" in texts


def test_a_drawing_that_fits_one_page_has_no_pages() -> None:
    pathway = small("  a: {lane: team, then: end}\n  end: {kind: end, lane: team, outcome: end}\n", "start: a\n")
    assert diagram.sheets(diagram.draw(pathway)) == ()


def test_all_pages_of_a_landscape_drawing_are_as_wide_and_begin_at_the_top() -> None:
    """So that a printer that fits each to its paper makes them equally large."""
    pages = [check_safe(svg) for svg in diagram.sheets(diagram.draw(repository()["child"], landscape=True))]
    assert len({page.get("width") for page in pages}) == 1
    for page in pages[1:]:
        assert min(float(part.get("y", "0")) for part in page.findall(f"{SVG}svg")) == pytest.approx(14.0)


def test_a_page_of_words_alone_does_not_name_the_lanes() -> None:
    """The lanes fill the first two pages, and the words below them the third."""
    places = {"heading_pt": 50.0, "header_pt": 20.0, "lanes_end_pt": 1300.0}
    drawing = diagram.Drawing("", "", 482.0, 1900.0, 7.0, cuts=(Cut(700.0, 0), Cut(1300.0, 0)), **places)
    pieces = slices(drawing, top=0.0, first=PAGE, room=PAGE)
    assert [(piece.top, piece.header) for piece in pieces] == [(0.0, 0.0), (700.0, 20.0), (1300.0, 0.0)]
