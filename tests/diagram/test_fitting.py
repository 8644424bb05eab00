"""Labels get the room that they need, where they need it, and no more."""

from __future__ import annotations

import pytest

from pathways.diagram.build import build
from pathways.diagram.compose import compose
from pathways.diagram.fitting import Fit, Room, between_rows, fitted, put
from pathways.diagram.overlay import NOTHING
from pathways.diagram.style import DENSE
from pathways.diagram.tightening import tightened
from pathways.diagram.untangling import easiest
from tests.benchmarks.drawings import dense
from tests.diagram.faults import faults, labels_by_others, labels_on_lines
from tests.diagram.given import repository


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
    before, after = (put(child.plan, room, NOTHING).geometry for room in (Room(), Room(aside={edge: asked})))
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
