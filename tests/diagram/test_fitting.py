"""Labels get the room that they need, where they need it, and no more."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pathways.diagram.build import build
from pathways.diagram.columns import Across
from pathways.diagram.compose import compose
from pathways.diagram.fitting import Fit, Room, between_rows, fitted, put
from pathways.diagram.obstacles import has_stroke
from pathways.diagram.overlay import NOTHING
from pathways.diagram.shapes import slash_place
from pathways.diagram.style import DENSE
from pathways.diagram.tightening import tightened
from pathways.diagram.tracks import Segment, assign_tracks
from pathways.diagram.untangling import easiest
from tests.benchmarks.drawings import dense
from tests.diagram.faults import faults, labels_by_others, labels_on_lines, meet
from tests.diagram.given import NAMES, repository, small


@pytest.fixture(scope="module")
def child() -> Fit:
    return fitted(easiest(build(repository()["child"]), DENSE), NOTHING)


def test_room_that_labels_do_not_need_is_taken_back(child: Fit) -> None:
    after = tightened(child, NOTHING)
    assert after.geometry.height < child.geometry.height - 20.0
    assert after.poor == []
    assert {label.edge for label in after.labels} == {label.edge for label in child.labels}
    before = {label.edge: label.price for label in child.labels}
    assert all(label.price <= before[label.edge] + 1.0 for label in after.labels)


def test_arrows_keep_the_room_between_rows_that_they_need(child: Fit) -> None:
    after = tightened(child, NOTHING)
    left = between_rows(after.plan, after.room)
    assert all(left[line] >= needed - 1e-6 for line, needed in after.plan.rows.gaps.items())


@pytest.mark.parametrize(("asked", "moved"), [(4.0, 4.0), (-4.0, -4.0), (500.0, None)])
def test_an_arrow_leaves_aside_of_the_middle_but_not_off_its_state(
    child: Fit, asked: float, moved: float | None
) -> None:
    diagram = child.plan.diagram
    [name] = [node.id for node in diagram.nodes if node.title == "Deconfliction"]
    [edge] = [edge.id for edge in diagram.edges if edge.source == name]
    before, after = (
        put(child.plan, room, NOTHING).geometry for room in (Room(), Room(across=Across(aside={edge: asked})))
    )
    by = after.arrows[edge][0][0] - before.arrows[edge][0][0]
    box = after.boxes[name]
    assert abs(after.arrows[edge][0][0] - box.x) < box.half_width - 9.0
    assert by == pytest.approx(moved) if moved is not None else by > 4.0
    others = [line for number, line in enumerate(after.arrows) if number != edge]
    assert others == [line for number, line in enumerate(before.arrows) if number != edge]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 3])
def test_every_label_of_80_dense_states_has_a_good_place(seed: int) -> None:
    page = compose(build(dense(80, seed)))
    assert faults(page) == []
    assert labels_on_lines(page) == []
    assert labels_by_others(page) == []
    assert all(label.is_good for label in page.labels)


SIDEWAYS = """\
  begin: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      first: {one: {lane: team, then: done}}
      second: {two: {lane: team, then: done}}
    then: after
  after: {kind: decision, lane: police, choose: [{when: {risk: low}, then: more}, {otherwise: end}]}
  more: {lane: team, then: end}
  end: {kind: end, lane: team, outcome: end}
"""


def test_a_bar_is_thin_where_one_arrow_leaves_it_sideways_too() -> None:
    page = compose(build(small(SIDEWAYS, "start: begin\n")))
    [join] = [node.id for node in page.diagram.nodes if node.kind == "join"]
    [line] = [line for edge, line in zip(page.diagram.edges, page.geometry.arrows) if edge.source == join]
    assert line[0][1] == line[1][1]
    assert 2 * page.geometry.boxes[join].half_height == pytest.approx(5.0)


def test_between_an_event_and_what_it_leads_to_is_room_for_its_flash_and_a_head(child: Fit) -> None:
    """A flash is 8.4 points wide, a head 7."""
    [route] = [route for route in child.plan.routes if route.edge.kind == "interrupt"]
    (x, y), (there, _) = route.points
    assert x == there
    assert child.plan.rows.gaps[y + 1] > 15.4


@pytest.mark.parametrize("name", NAMES)
def test_no_label_touches_the_stroke_of_a_default(name: str) -> None:
    page = compose(build(repository()[name]))
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        if has_stroke(edge):
            x, y = slash_place(line[0], line[1])
            stroke = (x - 2.6, y - 2.6, x + 2.6, y + 2.6)
            assert not [label for label in page.labels if meet(label.box, stroke)], edge


def test_an_arrow_at_the_side_of_a_block_has_room_for_its_head() -> None:
    """A track is 5 points wide, a bold head 8 long: so the line beside the frame is two tracks away."""

    def level(heads: tuple[int, ...]) -> float:
        side = Segment(-1, 1, True, 4, 1, 9, (0, 0), (None, None), "frame", frame="b", frame_side=1, heads=heads)
        passing = Segment(0, 0, True, 4, 0, 10, (1, 1), (None, None), "passing")
        [cluster] = assign_tracks([side, passing], 0.0)
        return abs(cluster[0].level - cluster[1].level)

    assert level(()) == 1.0
    assert level((3,)) == 2.0


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_label_is_broken(name: str, landscape: bool) -> None:
    page = compose(build(repository()[name]), landscape=landscape)
    for label in page.labels:
        words = page.diagram.edges[label.edge].label
        whole = " ".join(label.lines)
        assert words in (whole, whole.replace("- ", "-"), whole.replace("/ ", "/")), label.lines


@pytest.mark.parametrize("name", NAMES)
def test_no_arrow_runs_on_the_border_of_a_lane(name: str) -> None:
    page = compose(build(repository()[name]))
    borders = [right for _, _, right in page.geometry.lanes[:-1]]
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        for (x, y), (other, end) in pairwise(line):
            if x == other and abs(end - y) > 30.0:
                assert min(abs(x - border) for border in borders) > 2.0, (edge.source, edge.target)
