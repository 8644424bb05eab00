"""Nothing in a picture lies on anything else, for the repository's pathways and for random ones.

The rules are checked on the finished points, by code that knows nothing of how they were found.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.machine import CompiledPathway
from pathways.testing import pathways
from tests.benchmarks.drawings import dense
from tests.diagram.faults import faults, labels_by_others, labels_on_lines
from tests.diagram.given import NAMES, authorities, repository, small


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


@pytest.mark.parametrize("name", NAMES)
def test_every_label_of_a_repository_drawing_is_nearest_to_its_own_arrow(pages: dict[str, Page], name: str) -> None:
    assert labels_by_others(pages[name]) == []


@pytest.mark.parametrize("name", sorted(authorities()))
def test_a_pathway_of_another_authority_is_drawn_as_well(name: str) -> None:
    page = compose(build(authorities()[name]))
    assert faults(page) == []
    assert labels_on_lines(page) == []
    assert labels_by_others(page) == []
    assert all(label.is_whole for label in page.labels)


@pytest.mark.parametrize("seed", [1, 3])
def test_columns_move_apart_for_labels_of_a_dense_drawing_too(seed: int) -> None:
    """On columns as wide as the arrows need, `otherwise` stood over arrows here; 17 cm are 482 points."""
    page = compose(build(dense(22, seed)))
    assert page.geometry.width <= 482.1
    assert faults(page) == []
    assert labels_on_lines(page) == []
    assert labels_by_others(page) == []
    assert all(label.is_good for label in page.labels)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pathways(states=7))
def test_every_label_of_a_random_drawing_is_nearest_to_its_own_arrow_or_warned_of(pathway: CompiledPathway) -> None:
    page = compose(build(pathway.linked))
    sure = replace(page, labels=tuple(label for label in page.labels if label.is_free))
    assert labels_by_others(sure) == []
    assert labels_on_lines(sure) == []


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


BLOCKED = """\
  sort:
    kind: decision
    lane: team
    choose:
      - {when: {risk: high}, then: aside, title: high}
      - {otherwise: usual, title: low}
  aside: {lane: team, then: end}
  usual: {lane: team, then: more}
  more: {lane: team, then: end}
  end: {kind: end, lane: team, outcome: end}
"""


def test_a_branch_listed_before_the_default_does_not_bend_the_default_route() -> None:
    page = compose(build(small(BLOCKED, "start: sort\n")))
    default = [line for edge, line in zip(page.diagram.edges, page.geometry.arrows) if edge.kind == "default"]
    assert len(default) == 4  # Start, sort, usual, more, end
    assert {x for line in default for x, _ in line} == {page.geometry.boxes["sort"].x}


def test_triage_leads_straight_down_to_information_gathering(pages: dict[str, Page]) -> None:
    """By reading the definitions: what criminality and other needs lead to is listed between the two."""
    for name in ("child", "adult", "adult-one-front-door"):
        page = pages[name]
        [line] = [
            line
            for edge, line in zip(page.diagram.edges, page.geometry.arrows)
            if (edge.source, edge.target) == ("triage", "information")
        ]
        assert len(line) == 2, name


@pytest.mark.parametrize("name", NAMES)
def test_a_fork_is_left_above_the_lane_of_each_branch(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    lanes = {lane: (left, right) for lane, left, right in page.geometry.lanes}
    lane_of = {node.id: node.lane for node in page.diagram.nodes}
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        if edge.source in {block.fork for block in page.diagram.blocks} and edge.kind != "interrupt":
            left, right = lanes[lane_of[edge.target]]
            assert left - 6.0 <= line[0][0] <= right + 6.0, edge.target  # a track beside the lane's edge is still its
