"""Nothing in a picture lies on anything else, for the repository's pathways and for random ones.

The rules are checked on the finished points, by code that knows nothing of how they were found.
"""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.machine import CompiledPathway
from pathways.testing import pathways
from tests.diagram.faults import faults, labels_on_lines
from tests.diagram.given import NAMES, repository, small


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {name: compose(build(pathway)) for name, pathway in repository().items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_repository_drawing_has_no_overlaps(pages: dict[str, Page], name: str) -> None:
    assert faults(pages[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_label_of_a_repository_drawing_has_a_free_place(pages: dict[str, Page], name: str) -> None:
    assert labels_on_lines(pages[name]) == []
    assert all(label.is_whole for label in pages[name].labels)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pathways(states=7))
def test_a_random_drawing_has_no_overlaps(pathway: CompiledPathway) -> None:
    assert faults(compose(build(pathway.linked))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_block_encloses_its_members_and_nothing_else(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    for frame, block in zip(page.geometry.frames, page.diagram.blocks, strict=True):
        for node, box in page.geometry.boxes.items():
            inside = frame.left < box.x < frame.right and frame.top < box.y < frame.bottom
            assert inside == (node in (*block.members, block.fork, block.join)), node


def test_a_state_stands_in_the_column_of_its_lane(pages: dict[str, Page]) -> None:
    page = pages["child"]
    lanes = {lane: (left, right) for lane, left, right in page.geometry.lanes}
    for node in page.diagram.nodes:
        if node.kind not in ("fork", "join"):
            left, right = lanes[node.lane]
            assert left < page.geometry.boxes[node.id].x < right, node.id


def test_a_drawing_is_as_wide_as_an_a4_page_between_its_margins(pages: dict[str, Page]) -> None:
    """17 cm, by definition of the page: 17 / 2.54 * 72 = 481.9 points."""
    for page in pages.values():
        assert page.geometry.width == pytest.approx(482.0, abs=0.5)


def test_a_drawing_without_branches_has_one_straight_default_route() -> None:
    page = compose(build(small("  one: {lane: team, then: two}\n  two: {lane: team, then: end}\n"
                               "  end: {kind: end, lane: team, outcome: end}", "start: one\n")))  # fmt: skip
    assert [len(arrow) for arrow in page.geometry.arrows] == [2, 2]
    assert len({x for arrow in page.geometry.arrows for x, _ in arrow}) == 1


def test_drawing_forty_states_takes_less_than_a_second_and_a_half() -> None:
    """The bound is that of the drawing's design, for a machine with two cores."""
    diagram = build(repository()["child"])
    assert len(diagram.nodes) > 40
    begun = process_time()
    compose(diagram)
    assert process_time() - begun < 1.5
