"""Warnings: allowed, but seldom meant."""

from __future__ import annotations

import pytest

from pathways.definition import advise
from tests.definition.build import linked


def warned(body: str) -> list[tuple[str, int, int]]:
    found = advise(linked(body))
    assert all(finding.severity == "warning" for finding in found)
    return [(finding.id, finding.place.line, finding.place.column) for finding in found]


def decision(guard: str) -> str:
    return f"""
attributes:
  c: {{values: [x, y], starts: x}}
  s: {{values: [x, y]}}
start: a
states:
  a: {{kind: decision, choose: [{{when: {guard}, then: b}}, {{otherwise: b}}]}}
  b: {{kind: end, outcome: o}}
"""


@pytest.mark.parametrize(
    ("guard", "always"),
    [
        ("{c: [x, y]}", True),
        ("{c: x}", False),
        ("{s: [x, y]}", False),  # s may be unset, and then has neither value
        ("{any: [{c: x}, {not: {c: x}}]}", True),
        ("{c: x, any: [{c: x}, {c: y}]}", True),  # the second part says nothing
        ("{not: {c: x}}", False),
    ],
)
def test_condition_that_every_combination_makes_true_is_pointed_out(guard: str, always: bool) -> None:
    assert bool(warned(decision(guard))) is always


def test_every_value_listed_is_placed_at_the_list() -> None:
    assert warned(decision("{c: [x, y]}")) == [("always-true-guard", 11, 43)]


def test_names_that_differ_only_in_dashes_are_pointed_out() -> None:
    body = """
lanes: {a-b: One, a_b: Two}
attributes: {c: {values: [no_go, no-go], starts: no-go}, p_q: {values: [x], starts: x}, p-q: {values: [x], starts: x}}
start: s_t
states:
  s_t: {lane: a-b, then: s-t}
  s-t: {lane: a_b, then: e}
  e: {kind: end, outcome: o}
"""
    assert sorted(warned(body)) == [
        ("names-alike", 5, 19),
        ("names-alike", 6, 34),
        ("names-alike", 6, 89),
        ("names-alike", 10, 3),
    ]


def test_empty_lane_is_pointed_out() -> None:
    body = """
lanes: {one: One, two: Two, three: Three}
start: a
states:
  a: {lane: one, with: two, then: b}
  b: {kind: end, outcome: o}
"""
    assert warned(body) == [("unused-lane", 5, 29)]
