"""Whatever words a definition or a study brings, what is laid over a drawing breaks nothing and runs over no edge."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from xml.etree import ElementTree

import pytest
from pptx import Presentation

from pathways import diagram
from pathways.definition.linked import LinkedPathway
from pathways.diagram import Drawing
from pathways.diagram.build import build
from pathways.diagram.overlay import Badge, Gauge, Note, Overlay, Sample, Shade, Width
from pathways.diagram.pdf import to_pdf
from pathways.diagram.pptx import to_pptx
from pathways.diagram.text import text_width
from pathways.diagram.view import View
from pathways.machine import compile_pathway
from pathways.rules.behaviour.matching import match
from tests.diagram.hostile import NASTY, pathway
from tests.diagram.test_pptx import shapes_of
from tests.diagram.test_svg import SVG, check_safe
from tests.diagram.walks import long_walk, story

TURNS = (0, 5, 11)
EDGE = 0.6  # points by which a line of text may reach over an edge unseen


def texts(turn: int) -> list[str]:
    return [*NASTY[turn:], *NASTY[:turn]]


def laid_over(drawn: LinkedPathway, turn: int, *, landscape: bool) -> Drawing:
    """Every word that an overlay can hold is a nasty one; those of legends are the program's own."""
    words = cycle(texts(turn))
    shown = build(drawn)
    overlay = Overlay(
        name=next(words),
        heading=(Note(next(words), is_bold=True), Note(next(words))),
        columns=((Note(next(words), Badge("1")), Note(next(words))), (Note(next(words)),)),
        rest="bare",
        badges={node.id: (Badge(next(words)[:9]),) for node in shown.nodes},
        legend=(Sample(Shade(2), "Long"), Sample(Gauge(0.5, ""), "In use")),
        shades={node.id: Shade(3) for node in shown.nodes},
        figures={node.id: (next(words), next(words)) for node in shown.nodes if node.kind != "join"},
        gauges={lane.id: (Gauge(0.5, next(words)), Gauge(None, next(words))) for lane in shown.lanes},
        widths={edge.id: Width(3.0) for edge in shown.edges},
        counts={edge.id: next(words) for edge in shown.edges},
    )
    return diagram.lay_over(shown, overlay, landscape=landscape)


def drawings(turn: int) -> Iterator[tuple[str, Drawing]]:
    now, before = pathway(texts(turn)), pathway(texts(turn + 3))
    found = match(before, now)
    told = story(long_walk(compile_pathway(now), turn, 12))
    for landscape in (False, True):
        view = View(landscape=landscape)
        yield "overlay", laid_over(now, turn, landscape=landscape)
        yield "comparison", diagram.compare(before, now, found.states, found.interrupts, view)
        yield "targets and hardness", diagram.show(now, ["targets", "hardness"], view)
        yield "way of a referral", diagram.draw(now, told, landscape=landscape)
    yield "role chart", diagram.roles(now)


def over_the_edge(svg: str) -> list[str]:
    """Lines of text that are not on the page, or in a box that is."""
    root = ElementTree.fromstring(svg)
    wide, tall = (float(root.get(name, "0").removesuffix("pt")) for name in ("width", "height"))
    found = []

    def look(parent: ElementTree.Element, dx: float, dy: float) -> None:
        for one in parent:
            if one.tag == f"{SVG}g":
                x, y = one.get("transform", "translate(0 0)").removeprefix("translate(").rstrip(")").split()
                look(one, dx + float(x), dy + float(y))
            elif one.tag == f"{SVG}text":
                size, bold = float(one.get("font-size", "0")), one.get("font-weight") == "bold"
                long = text_width(one.text or "", size, bold=bold)
                anchor = {"middle": 0.5, "end": 1.0}.get(one.get("text-anchor", ""), 0.0)
                left, base = float(one.get("x", "0")) + dx - anchor * long, float(one.get("y", "0")) + dy
                if left < -EDGE or left + long > wide + EDGE or base < 0 or base > tall:
                    found.append(one.text or "")

    look(root, 0.0, 0.0)
    return found


@pytest.mark.parametrize("turn", TURNS)
def test_nothing_runs_breaks_or_leaves_the_page(turn: int) -> None:
    for what, drawing in drawings(turn):
        check_safe(drawing.svg)
        assert over_the_edge(drawing.svg) == [], what
        for page in diagram.sheets(drawing):
            ElementTree.fromstring(page)
        assert all(sign == "\n" or ord(sign) >= 32 for sign in drawing.text), what
        if what == "overlay" and not drawing.is_landscape and turn == 0:
            assert diagram.png(drawing.svg).startswith(b"\x89PNG")
            data = to_pdf(drawing)
            assert b"/JavaScript" not in data
            assert b"/URI" not in data


def test_what_stands_below_the_names_of_lanes_is_in_the_text_version_too() -> None:
    shown = build(pathway(["Team"]))
    gauges = {shown.lanes[0].id: (Gauge(0.68, "68% busy"), Gauge(None, "staff A"))}
    told = diagram.lay_over(shown, Overlay(gauges=gauges)).text
    assert told.startswith("Below the names of the lanes\nTeam: 68% busy; staff A.\n\n")


def test_words_of_a_state_stay_in_its_shape() -> None:
    """Every line that a drawing breaks a title into fits between the borders of its state; so on slides."""
    odd = pathway(list(NASTY))
    slides = Presentation(BytesIO(to_pptx(odd).data)).slides
    for shape in (shape for slide in slides for shape in shapes_of(slide.shapes)):
        if not shape.has_text_frame or shape.name == "Legend":
            continue
        for paragraph in shape.text_frame.paragraphs:
            sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
            for line in paragraph.text.split("\v"):
                bold = any(run.font.bold for run in paragraph.runs)
                long = text_width(line, max(sizes, default=1.0), bold=bold)
                assert long <= shape.width.pt + EDGE, (shape.name, line)
