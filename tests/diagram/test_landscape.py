"""Landscape drawings: lanes as rows, time to the right, as free of faults as upright ones, on pages on their side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from pathways import diagram
from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.diagram.overlay import NOTHING, Badge
from pathways.diagram.slices import slices
from pathways.diagram.style import Sizes
from pathways.diagram.view import View
from pathways.machine import CompiledPathway
from pathways.testing import pathways
from tests.diagram.faults import faults, labels_by_others, labels_on_lines
from tests.diagram.given import NAMES, repository, small
from tests.diagram.test_svg import SVG, check_safe

WIDE, TALL = Sizes().page_height, Sizes().page  # of an A4 page on its side


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {name: compose(build(pathway), landscape=True) for name, pathway in repository().items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_landscape_drawing_has_no_faults_and_a_free_place_for_every_label(pages: dict[str, Page], name: str) -> None:
    assert faults(pages[name]) == []
    assert labels_on_lines(pages[name]) == []
    assert labels_by_others(pages[name]) == []
    assert all(label.is_whole for label in pages[name].labels)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pathways(states=7))
def test_a_random_landscape_drawing_has_no_faults(pathway: CompiledPathway) -> None:
    page = compose(build(pathway.linked), landscape=True)
    assert faults(page) == []
    sure = replace(page, labels=tuple(label for label in page.labels if label.is_free))
    assert labels_by_others(sure) == []
    assert labels_on_lines(sure) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_state_stands_in_the_row_of_its_lane(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    lanes = {lane: (top, bottom) for lane, top, bottom in page.geometry.lanes}
    assert [lane for lane, _, _ in page.geometry.lanes] == [lane.id for lane in page.diagram.lanes]
    for node in page.diagram.nodes:
        if node.kind not in ("fork", "join"):
            top, bottom = lanes[node.lane]
            box = page.geometry.boxes[node.id].edges
            assert top < box[1] < box[3] < bottom, node.id


@pytest.mark.parametrize("name", NAMES)
def test_time_runs_to_the_right(pages: dict[str, Page], name: str) -> None:
    """The default route never leads back, and a hand-over may stand beside."""
    page = pages[name]
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        if edge.kind == "default":
            assert line[0][0] <= line[-1][0] + 0.01, (edge.source, edge.target)


@pytest.mark.parametrize("name", NAMES)
def test_a_block_encloses_its_members_and_nothing_else(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    for frame, block in zip(page.geometry.frames, page.diagram.blocks, strict=True):
        for node, box in page.geometry.boxes.items():
            inside = frame.left < box.x < frame.right and frame.top < box.y < frame.bottom
            assert inside == (node in (*block.members, block.fork, block.join)), node


@pytest.mark.parametrize("name", NAMES)
def test_every_page_fits_a4_on_its_side_names_the_lanes_and_cuts_no_state(pages: dict[str, Page], name: str) -> None:
    drawing = diagram.draw(repository()[name], landscape=True)
    assert drawing.height_pt <= TALL
    assert drawing.text_size_pt >= 7.0
    sheets = diagram.sheets(drawing)
    assert bool(sheets) == (drawing.width_pt > WIDE)
    for number, svg in enumerate(sheets, 1):
        root = check_safe(svg)
        assert float(root.get("width", "0pt").removesuffix("pt")) <= WIDE
        assert float(root.get("height", "0pt").removesuffix("pt")) <= TALL
        texts = [element.text for element in root.iter(f"{SVG}text")]
        assert (f"Page {number} of {len(sheets)}: {repository()[name].title}" in texts) == (number > 1)
    pieces = slices(drawing, top=0.0, first=WIDE, room=WIDE)
    assert sum(piece.height for piece in pieces) == pytest.approx(drawing.width_pt if pieces else 0.0)
    for piece in pieces[1:]:
        at = piece.top - drawing.header_pt
        assert not [n for n, box in pages[name].geometry.boxes.items() if box.edges[0] < at < box.edges[2]]


def test_a_pathway_in_one_line_is_one_straight_line_to_the_right() -> None:
    states = "  one: {lane: team, then: two}\n  two: {lane: team, then: end}\n"
    states += "  end: {kind: end, lane: team, outcome: end}"
    page = compose(build(small(states, "start: one\n")), landscape=True)
    assert [len(arrow) for arrow in page.geometry.arrows] == [2, 2]
    assert len({y for arrow in page.geometry.arrows for _, y in arrow}) == 1
    boxes = page.geometry.boxes
    assert boxes["one"].edges[2] < boxes["two"].edges[0] < boxes["two"].edges[2] < boxes["end"].edges[0]


def test_the_words_are_those_of_the_upright_drawing() -> None:
    pathway = repository()["child"]
    assert diagram.draw(pathway, landscape=True).text == diagram.draw(pathway).text


def test_numbers_of_an_overlay_stand_free_in_landscape() -> None:
    drawn = build(repository()["child"])
    badges = {node.id: (Badge("1"), Badge("12–15")) for node in drawn.nodes if node.kind != "join"}
    page = compose(drawn, replace(NOTHING, name="n", badges=badges), landscape=True)
    assert len(page.plates) == 2 * len(badges)
    assert all(plate.is_free for plate in page.plates)


def test_dot_names_lanes_at_the_left() -> None:
    upright, sideways = diagram.dot(repository()["feedback"]), diagram.dot(repository()["feedback"], View(True))
    assert upright != sideways
    assert '"lane title' in sideways
