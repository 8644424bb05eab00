"""What is laid over a drawing with lanes as rows, and over pieces opened in place: marks counted by hand."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from pathways import diagram
from pathways.definition.linked import LinkedPathway
from pathways.diagram import retelling
from pathways.diagram.build import build
from pathways.diagram.comparing import comparison
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import Overlay
from pathways.diagram.story import Hop
from pathways.diagram.view import View
from pathways.errors import PathwaysError
from pathways.machine import compile_pathway
from pathways.rules.behaviour.matching import match
from tests.diagram.given import linked, repository
from tests.diagram.legible import too_pale
from tests.diagram.test_svg import SVG, check_safe
from tests.diagram.walks import long_walk, story

INNER = """\
pathway: inner
title: Inner
version: "1"
status: shared
lanes: {team: Team, police: Police}
attributes: {risk: {values: [low, high], starts: low}}
start: look
states:
  look: {lane: team, finds: risk, then: sort}
  sort:
    kind: decision
    lane: team
    choose: [{when: {risk: high}, then: act, title: risky}, {otherwise: fine, title: none}]
  act: {title: Act, lane: police, then: dealt}
  fine: {kind: end, lane: team, outcome: nothing}
  dealt: {kind: end, lane: police, outcome: dealt_with}
"""
OUTER = """\
pathway: outer
title: Outer
version: "1"
status: as-is
lanes: {team: Team, police: Police}
start: first
states:
  first: {lane: team, then: piece}
  piece: {kind: use, pathway: inner, exits: {nothing: closed, dealt_with: closed}}
  closed: {kind: end, lane: team, outcome: closed}
"""
HEAD = "piece"
WAY = (
    Hop("arrive", None, "first"),
    Hop("complete", "first", "piece.look"),
    Hop("complete", "piece.look", "piece.sort"),
    Hop("decide", "piece.sort", "piece.act"),
    Hop("complete", "piece.act", "closed"),
)


def outer(*edits: tuple[str, str], around: str = OUTER) -> LinkedPathway:
    inner = INNER
    for old, new in edits:
        assert inner.count(old) == 1, old
        inner = inner.replace(old, new)
    return linked(inner, around)["outer"]


def test_a_way_goes_through_the_title_of_an_opened_piece_and_is_numbered_at_its_states() -> None:
    pathway = outer()
    drawn = build(pathway, frozenset({HEAD}))
    overlay = retelling.overlay(story(WAY), pathway, drawn)
    strong = {(e.source, e.target) for e in drawn.edges if overlay.of_edge(e.id) == "strong"}
    assert strong == {
        ("first", HEAD), (HEAD, "piece.look"), ("piece.look", "piece.sort"), ("piece.sort", "piece.act"),
        ("piece.act", "closed"),
    }  # fmt: skip
    numbers = {name: [badge.text for badge in found] for name, found in overlay.badges.items()}
    assert numbers == {"first": ["1, 2"], "piece.look": ["3"], "piece.sort": ["4"], "piece.act": ["5"], "closed": ["6"]}


@pytest.mark.parametrize("view", [View(landscape=True), View(depth=1), View(landscape=True, depth=2)])
def test_the_frame_of_a_piece_steps_back_with_its_title(view: View) -> None:
    pathway = outer()
    drawing = diagram.draw(pathway, story(WAY[:1]), landscape=view.landscape, depth=view.depth)
    check_safe(drawing.svg)
    assert too_pale(drawing.svg) == []
    dark = [e for e in ElementTree.fromstring(drawing.svg).iter(f"{SVG}rect")
            if e.get("fill") == "none" and e.get("stroke") == "#1d2b36"]  # fmt: skip
    assert len(dark) == 1  # in the legend


# Two versions, the same piece opened in both.


def compared(old: LinkedPathway, new: LinkedPathway, view: View) -> tuple[Diagram, Overlay]:
    matching = match(old, new)
    _, both, overlay = comparison(old, new, matching.states, matching.interrupts, view.of_either(old, new))
    return both, overlay


def marks(overlay: Overlay) -> dict[str, str]:
    return {name: badge.text for name, (badge,) in overlay.badges.items()}


def test_what_differs_inside_a_piece_has_its_mark_there() -> None:
    """By hand: the piece gets 'note' between 'look' and 'sort', and 'act' another lane."""
    new = outer(
        ("then: sort}", "then: note}\n  note: {lane: police, then: sort}"),
        ("act: {title: Act, lane: police", "act: {title: Act, lane: team"),
    )
    closed = compared(outer(), new, View())[1]
    assert marks(closed) == {HEAD: "▲"}
    both, overlay = compared(outer(), new, View(depth=1))
    assert marks(overlay) == {"piece.look": "▲", "piece.note": "+", "piece.act": "▲"}
    assert overlay.of_node(HEAD) == "faint"
    added = {(e.source, e.target) for e in both.edges if overlay.edges.get(e.id) == "added"}
    assert added == {("piece.look", "piece.note"), ("piece.note", "piece.sort")}


def test_what_is_gone_from_a_piece_stands_in_its_frame() -> None:
    new = outer(
        ("then: act, title: risky", "then: dealt, title: risky"),
        ("  act: {title: Act, lane: police, then: dealt}\n", ""),
    )
    both, overlay = compared(outer(), new, View(opened=("inner",)))
    assert marks(overlay) == {"piece.sort": "▲", "Before piece.act": "−"}
    (block,) = both.blocks
    assert "Before piece.act" in block.members
    order = [node.id for node in both.nodes]
    assert order.index(HEAD) < order.index("Before piece.act") < order.index("closed")
    lost = {(e.source, e.target) for e in both.edges if overlay.edges.get(e.id) == "removed"}
    assert lost == {("piece.sort", "Before piece.act"), ("Before piece.act", "closed")}


def test_a_piece_that_only_one_version_has_is_opened_there() -> None:
    without = outer(around=OUTER.replace("then: piece}", "then: closed}").replace(
        "  piece: {kind: use, pathway: inner, exits: {nothing: closed, dealt_with: closed}}\n", ""))  # fmt: skip
    both, overlay = compared(without, outer(), View(opened=("inner",)))
    assert marks(overlay)[HEAD] == "+"
    both, overlay = compared(outer(), without, View(opened=("inner",)))
    assert marks(overlay)["Before piece"] == "−"
    assert {"Before piece.look", "Before piece.sort", "Before piece.act"} <= set(both.blocks[0].members)
    with pytest.raises(PathwaysError, match="has no piece 'other'"):
        compared(without, outer(), View(opened=("other",)))


def test_a_comparison_of_one_that_is_a_piece_of_the_other_opens_to_what_stood_there() -> None:
    old, new = repository()["child"], repository()["child-second-look"]
    _, overlay = compared(old, new, View(opened=("child",)))
    grey = [name for name in new.states if name.startswith("first.") and name in overlay.badges]
    assert grey == ["first.closing"]


# Words of a landscape drawing.


def test_words_that_do_not_fit_below_the_lanes_have_a_page_of_their_own() -> None:
    """By looking: the lanes of the child pathway fill a page on its side, so the words of a story do not fit below."""
    pathway = repository()["child"]
    told = story(long_walk(compile_pathway(pathway), 3, 20))
    drawing = diagram.draw(pathway, told, landscape=True)
    assert drawing.height_pt > 482
    assert drawing.text_size_pt == pytest.approx(7.0, abs=0.05)
    pages = diagram.sheets(drawing)
    assert drawing.printing.startswith(f"{len(pages)} landscape A4 pages")
    boxes = [[tuple(map(float, e.get("viewBox", "").split())) for e in ElementTree.fromstring(page).iter(f"{SVG}svg")]
             for page in pages]  # fmt: skip
    assert all(page[0][2] <= 729 and page[0][3] <= 483 for page in boxes)
    bottoms = [max(top + tall for _, top, _, tall in page[1:]) for page in boxes]
    assert bottoms[-1] == pytest.approx(drawing.height_pt, abs=0.1)
    assert all(bottom <= drawing.lanes_end_pt + 1 for bottom in bottoms[:-1])
    assert f"Page {len(pages)} of {len(pages)}: " in pages[-1]
