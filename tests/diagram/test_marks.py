"""Marks that look alike, hide each other or lose what they say: found by looking, each kept from coming back."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree

import pytest

from pathways import diagram
from pathways.diagram import style
from pathways.diagram.bodies import wrapped
from pathways.diagram.build import build
from pathways.diagram.carrying import stretches
from pathways.diagram.geometry import DOUBLED
from pathways.diagram.model import Node
from pathways.diagram.overlay import Gauge, Overlay
from pathways.rules.behaviour.matching import match
from tests.diagram.given import repository, small
from tests.diagram.test_svg import SVG

GATHER = """\
  one: {lane: team, then: both}
  two: {lane: police, then: both}
  both: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""


def painted(svg: str, *tags: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.tag.removeprefix(SVG) in tags]


@cache
def compared() -> str:
    """What one front door for adults changes."""
    old, new = repository()["adult"], repository()["adult-one-front-door"]
    found = match(old, new)
    return diagram.compare(old, new, found.states, found.interrupts).svg


@pytest.mark.parametrize("tone", style.PALETTES)
def test_an_end_is_thicker_than_a_start_and_doubled_borders_stay_two(tone: str) -> None:
    paints = style.PALETTES[tone].paints  # type: ignore[index]
    assert paints["end"].width >= paints["start"].width + 0.7
    for kind in ("piece", "opened"):
        assert DOUBLED - paints[kind].width >= 0.5


def test_the_legend_of_a_comparison_shows_shapes_as_they_are_painted() -> None:
    colours = {e.get("fill") for e in painted(compared(), "rect", "polygon")}
    assert colours.isdisjoint({style.PAINTS["start"].fill, style.PAINTS["end"].fill, style.PAINTS["decision"].fill})


def test_what_is_gone_shows_where_it_joins_what_is_new() -> None:
    """Four ways into 'Two questions' are gone, and a new one lies where one of them joined."""
    shapes = painted(compared(), "path", "circle")
    added = [i for i, shape in enumerate(shapes) if shape.get("stroke") == style.ADDED]
    dots = [i for i, shape in enumerate(shapes) if shape.get("fill") == style.REMOVED and shape.get("r") == "2"]
    assert len(dots) == 3
    lines = [i for i in added if shapes[i].get("fill") == "none"]
    assert min(dots) > min(lines)


def test_no_lane_hides_a_gauge_of_a_low_lane_beside_it() -> None:
    pathway = small(GATHER, "start: [one, two]\n")
    many = tuple(Gauge(0.5, f"{number} % busy") for number in (1, 2, 3))
    svg = diagram.lay_over(build(pathway), Overlay(gauges={"team": many, "police": many}), landscape=True).svg
    assert all(f"{number} % busy" in svg for number in (1, 2, 3))
    rects = painted(svg, "rect")
    lanes = [i for i, rect in enumerate(rects) if rect.get("fill") in (style.WHITE, style.TINT)
             and rect.get("stroke") == style.RULE]  # fmt: skip
    bars = [i for i, rect in enumerate(rects) if rect.get("fill") == style.GAUGE]
    assert len(bars) == 6
    assert max(lanes) < min(bars)


@pytest.mark.parametrize("width", [60.0, 90.0, 140.0])
def test_a_figure_in_a_title_bar_is_never_cut(width: float) -> None:
    """Part of a number would be a wrong number."""
    figures = ("takes 126.5 d", "100% in time")
    node = Node("f", "fork", "Support until the next review of all", "x", ("within 3 weeks",), figures=figures)
    said = " ".join(wrapped(node, width, style.DENSE)[0])
    assert all(figure in said for figure in figures)


def test_where_arrows_have_joined_the_line_is_as_wide_as_all_of_them() -> None:
    """By hand: 10 joins 20 points before the common end, 30 before it another; widths 1, 2 and 0.5."""
    trunk = ((0.0, 0.0), (100.0, 0.0))
    near, far = ((80.0, 40.0), (80.0, 0.0), (100.0, 0.0)), ((70.0, -40.0), (70.0, 0.0), (100.0, 0.0))
    drawn = stretches([trunk, near, far], [1.0, 2.0, 0.5], 4.0)
    assert list(drawn) == [
        (((70.0, -40.0), (70.0, 0.0), (74.0, 0.0)), 0.5),
        (((0.0, 0.0), (74.0, 0.0)), 1.0),
        (((70.0, 0.0), (84.0, 0.0)), 1.5),
        (((80.0, 40.0), (80.0, 0.0), (84.0, 0.0)), 2.0),
        (((80.0, 0.0), (100.0, 0.0)), 3.5),
    ]
