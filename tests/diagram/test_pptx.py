"""PowerPoint: native shapes, connectors that know their states, words for screen readers, the same bytes each time."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from pptx import Presentation

from pathways.diagram.build import build
from pathways.diagram.pptx import Deck, to_pptx
from pathways.diagram.pptx.connectors import Connector, connector, corners
from pathways.diagram.pptx.strips import Stretch, Strip, stretches
from pathways.diagram.view import View
from pathways.diagram.words import describe
from tests.diagram.given import repository, small


def slide_of(data: bytes) -> Any:
    (slide,) = Presentation(BytesIO(data)).slides
    return slide


def shapes_of(shapes: Any) -> list[Any]:
    """Every shape, those in groups instead of their groups."""
    return [one for shape in shapes for one in (shapes_of(shape.shapes) if hasattr(shape, "shapes") else [shape])]


@pytest.mark.parametrize("name", ["child-second-look", "pcm_process"])
def test_every_state_lane_and_arrow_is_a_shape_of_its_own(name: str) -> None:
    diagram, slide = build(repository()[name]), slide_of(to_pptx(repository()[name]).data)
    names = [shape.name for shape in shapes_of(slide.shapes)]
    assert [f"Lane: {lane.title}" in names for lane in diagram.lanes] == [True] * len(diagram.lanes)
    texts = ["".join(shape.text_frame.text.split()) for shape in shapes_of(slide.shapes) if shape.has_text_frame]
    for node in diagram.nodes:
        assert any(text.startswith("".join(node.title.split())) for text in texts), node
    arrows = [s for s in shapes_of(slide.shapes) if s._element.xpath(".//a:tailEnd")]
    assert len(arrows) == len(diagram.edges)
    assert slide.shapes.title.text_frame.text.startswith(diagram.title)


def test_arrows_are_tied_to_the_states_that_they_join() -> None:
    slide = slide_of(to_pptx(repository()["pcm_process"]).data)
    titles = {shape.shape_id: shape.name for shape in shapes_of(slide.shapes)}
    tied = [s for s in shapes_of(slide.shapes) if s._element.xpath(".//a:stCxn")]
    assert len(tied) >= 5
    for line in tied:
        (start,), (end,) = line._element.xpath(".//a:stCxn/@id"), line._element.xpath(".//a:endCxn/@id")
        assert line.name == f"{titles[int(start)]} to {titles[int(end)]}"


def test_a_screen_reader_has_words_for_the_states_and_the_notes_have_all_of_them() -> None:
    pathway = repository()["pcm_process"]
    slide = slide_of(to_pptx(pathway).data)
    (alt,) = [s._element.xpath("./*/p:cNvPr/@descr") for s in shapes_of(slide.shapes) if s.name == "Manage the risk"]
    assert alt == ["Manage the risk, Police SO15. Then PCM meeting."]
    said = slide.notes_slide.notes_text_frame.text.replace("\v", "\n")
    assert said.split() == describe(build(pathway)).split()


@pytest.mark.parametrize("name", ["child-second-look", "feedback"])
def test_everything_is_on_the_slide(name: str) -> None:
    data = to_pptx(repository()[name]).data
    deck = Presentation(BytesIO(data))
    for shape in shapes_of(slide_of(data).shapes):
        assert shape.left >= 0, shape.name
        assert shape.top >= 0, shape.name
        turned = shape.rotation == 90
        wide, tall = (shape.height, shape.width) if turned else (shape.width, shape.height)
        middle = shape.left + shape.width / 2, shape.top + shape.height / 2
        assert middle[0] + wide / 2 <= deck.slide_width + 1, shape.name
        assert middle[1] + tall / 2 <= deck.slide_height + 1, shape.name


def test_a_piece_can_be_opened_on_the_slide() -> None:
    pathway, view = repository()["child-second-look"], View(opened=("feedback",), landscape=True)
    data, diagram = to_pptx(pathway, view).data, build(pathway, view.pieces(pathway))
    slides = Presentation(BytesIO(data)).slides
    names = [shape.name for slide in slides for shape in shapes_of(slide.shapes)]
    pieces = [block for block in diagram.blocks if block.is_piece]
    assert [block.id for block in pieces] == ["first.feedback", "first", "feedback"]
    assert names.count("Opened: Feedback to the referrer") == 2 * 2  # doubled borders


@cache
def long_deck() -> Deck:
    return to_pptx(repository()["child"])


def test_a_long_pathway_takes_several_slides_that_can_be_read() -> None:
    """On one slide the text of the child pathway would be 5.6 pt; every state is on just one, with its words."""
    pathway = repository()["child"]
    deck = long_deck()
    assert deck.slides == 2
    assert deck.text_size_pt >= 7.0
    assert not deck.warnings
    slides, diagram = list(Presentation(BytesIO(deck.data)).slides), build(pathway)
    shown = [[shape.name for shape in shapes_of(slide.shapes)] for slide in slides]
    for node in diagram.nodes:
        if node.title:
            assert sum(names.count(node.title) for names in shown) == 1, node.title
    assert all(f"Lane: {lane.title}" in names for names in shown for lane in diagram.lanes)
    assert slides[1].shapes.title.text_frame.text.startswith("Child referral pathway (2 of 2)")
    said = [slide.notes_slide.notes_text_frame.text.replace("\v", "\n").splitlines() for slide in slides]
    told = describe(diagram).splitlines()
    assert [line for line in said[0] + said[1] if line[:1].isdigit() and ". " in line] == [
        line for part in said for line in told if line in part and line[:1].isdigit() and ". " in line
    ]
    assert {line for line in told if line} == {line for part in said for line in part if line}


def test_each_arrow_has_one_head_however_many_slides_it_runs_over() -> None:
    pathway = repository()["child"]
    arrows = [s for slide in Presentation(BytesIO(long_deck().data)).slides for s in shapes_of(slide.shapes)
              if " to " in s.name and s.shape_type is not None and s._element.xpath(".//a:ln")]  # fmt: skip
    heads = [s for s in arrows if s._element.xpath(".//a:tailEnd")]
    assert len(heads) == len(build(pathway).edges)


def test_an_arrow_is_cut_at_the_edges_of_a_strip_and_nothing_of_it_is_lost() -> None:
    """By hand: right 10, down 50, left 30, down 40, over strips that meet at 40, with 7 to spare."""
    points = [(50.0, 0.0), (60.0, 0.0), (60.0, 50.0), (30.0, 50.0), (30.0, 90.0)]
    upper, lower = Strip(0.0, 40.0, 0.0, 47.0), Strip(40.0, 100.0, 33.0, 100.0)
    assert list(stretches(points, upper, 1, (True, False))) == [
        Stretch(((50.0, 0.0), (60.0, 0.0), (60.0, 47.0)), True, False)
    ]
    assert list(stretches(points, lower, 1, (False, True))) == [
        Stretch(((60.0, 33.0), (60.0, 50.0), (30.0, 50.0), (30.0, 90.0)), False, True)
    ]
    there_and_back = [(50.0, 10.0), (50.0, 60.0), (70.0, 60.0), (70.0, 20.0)]
    assert [part.points for part in stretches(there_and_back, upper, 1)] == [
        ((50.0, 10.0), (50.0, 47.0)), ((70.0, 47.0), (70.0, 20.0)),
    ]  # fmt: skip
    ends_beside = [(50.0, 43.0), (50.0, 90.0)]  # its first state is on the strip above
    assert list(stretches(ends_beside, upper, 1, (True, False))) == [Stretch(((50.0, 43.0), (50.0, 47.0)), True, False)]
    assert list(stretches(ends_beside, lower, 1, (False, True))) == [Stretch(((50.0, 33.0), (50.0, 90.0)), False, True)]


def test_the_same_pathway_gives_the_same_bytes() -> None:
    assert to_pptx(repository()["feedback"]).data == to_pptx(repository()["feedback"]).data


def test_connectors_run_through_the_corners_that_they_were_made_from() -> None:
    """Oracle: the paths of the presets in ECMA-376, drawn by `corners`, which was written from them."""
    dice = random.Random(3)
    known = 0
    for _ in range(2_000):
        points, upright = [(dice.uniform(0, 100), dice.uniform(0, 100))], dice.random() < 0.5
        for _ in range(dice.randint(1, 5)):
            (x, y), by = points[-1], dice.choice((-1, 1)) * dice.uniform(2, 60)
            points.append((x, y + by) if upright else (x + by, y))
            upright = not upright
        shape = connector(points)
        if shape is not None:
            known += 1
            drawn = corners(shape)
            assert len(drawn) == len(points)
            for (a, b), (c, d) in zip(points, drawn, strict=True):
                assert abs(a - c) + abs(b - d) < 0.05
    assert known > 1_800


def test_corners_follow_the_standard_by_hand() -> None:
    """Counted by hand: down 10, right 30, down 10 is a turned bentConnector3, mirrored, that bends half-way."""
    shape = connector([(0.0, 0.0), (0.0, 10.0), (30.0, 10.0), (30.0, 20.0)])
    assert shape == Connector("bentConnector3", 5.0, -5.0, 20.0, 30.0, True, False, True, (50_000,))
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(corners(shape)))


ODD = [
    '"quotes" & <tags>',
    "=1+1",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "x" * 200,
    "\U0001f600 \U0001f468",
    "a _x000D_ b",
    "**b** `c` [d](e)",
]


@pytest.mark.parametrize("title", ODD)
def test_titles_are_text_whatever_they_say(title: str) -> None:
    from json import dumps

    pathway = small(
        f"  a: {{lane: team, title: {dumps(title, ensure_ascii=False)}, then: closed}}\n"
        "  closed: {kind: end, outcome: closed, lane: team}\n",
        "start: a\n",
    )
    data = to_pptx(pathway).data
    names = {shape.name for shape in shapes_of(slide_of(data).shapes)}
    assert title in names
    assert not [name for name in ZipFile(BytesIO(data)).namelist() if "vba" in name.lower()]
    assert "\n1. " + title in slide_of(data).notes_slide.notes_text_frame.text.replace("\v", "\n")
