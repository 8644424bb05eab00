"""The SVG is well-formed, safe whatever the words in it, and legible."""

from __future__ import annotations

from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways import diagram
from pathways.diagram import style
from pathways.diagram.compose import compose
from pathways.diagram.model import Diagram, Edge, Lane, Node
from pathways.diagram.svg import paint
from tests.diagram.given import NAMES, repository

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    "a & b < c > d \"quoted\" 'single'",
    "w" * 200,
    "many words " * 20,
    "\u202eright to left override \u202c and \u2066isolates\u2069",
    "مسار الإحالة לילדים",
    "nul \x00 bell \x07 escape \x1b \ud800 \ufffe \u2028 line\nbreak\ttab",
    "]]> <!-- --> <![CDATA[ &lt; &#0;",
    "javascript:alert(1) url(http://example.org/x)",
    "😀 漢字 e\u0301",
    "",
)


def hostile_diagram(words: str) -> Diagram:
    nodes = (
        Node("a", "task", words, "x", (words,), words, is_start=True),
        Node("b", "decision", words, "y"),
        Node("c", "end", words, "x"),
        Node("d", "piece", words, "y"),
    )
    edges = (
        Edge(0, "a", "b", "default", words), Edge(1, "b", "c", "normal", words), Edge(2, "b", "d", "timeout", words),
        Edge(3, "d", "a", "interrupt", words, returns=True),
    )  # fmt: skip
    return Diagram("id", words, words, words, (Lane("x", words), Lane("y", words)), nodes, edges)


def check_safe(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "path", "polygon", "circle", "text", "g"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            assert "href" not in name, name
            assert "url(" not in value, name
    return root


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    svg, _, _ = paint(compose(hostile_diagram(words)), words)
    check_safe(svg)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_words_give_a_safe_picture(words: str) -> None:
    svg, _, _ = paint(compose(hostile_diagram(words)), words)
    check_safe(svg)


@pytest.mark.parametrize("name", NAMES)
def test_a_repository_drawing_says_what_it_is(name: str) -> None:
    drawing = diagram.draw(repository()[name])
    root = check_safe(drawing.svg)
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == repository()[name].title
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    words = [element.text or "" for element in root.iter(f"{SVG}text")]
    status = {"as-is": "As-is", "proposed": "Proposed", "shared": "Shared piece"}[repository()[name].status]
    assert any(line.startswith(f"{status}, version {repository()[name].version}") for line in words)
    assert any("no real case is shown" in line for line in words)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_smaller_than_seven_points(name: str) -> None:
    drawing = diagram.draw(repository()[name])
    sizes = [float(e.get("font-size", "0")) for e in ElementTree.fromstring(drawing.svg).iter(f"{SVG}text")]
    assert min(sizes) >= 7.0
    assert drawing.text_size_pt == pytest.approx(min(sizes))


def test_a_legend_names_only_what_is_there() -> None:
    """By reading the definitions: `feedback` has no meeting, piece or interrupt; `channel` has them, but no piece."""
    texts = {
        name: {e.text for e in ElementTree.fromstring(diagram.draw(repository()[name]).svg).iter(f"{SVG}text")}
        for name in ("feedback", "channel", "child")
    }
    assert {"Meeting", "Has its own drawing", "May happen at any time"} & texts["feedback"] == set()
    assert {"Meeting", "Waiting", "May happen at any time", "When time runs out"} <= texts["channel"]
    assert "Has its own drawing" not in texts["channel"]
    assert "Has its own drawing" in texts["child"]


@pytest.mark.parametrize("name", NAMES)
def test_every_state_that_rests_on_an_assumption_has_a_badge(name: str) -> None:
    """Counted on the definition: its own states, for those of a piece are in the piece's drawing."""
    pathway = repository()[name]
    inside = {state for piece in pathway.pieces.values() for state in piece.states}
    assumed = [s.name for s in pathway.states.values() if s.hardness == "ASSUMPTION" and s.name not in inside]
    words = [e.text or "" for e in ElementTree.fromstring(diagram.draw(pathway).svg).iter(f"{SVG}text")]
    assert words.count("A") == len(assumed) + bool(assumed)  # and one in the legend
    assert ("Rests on an assumption" in words) == bool(assumed)
    assert diagram.draw(pathway).text.count("; rests on an assumption") == len(assumed)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def over(colour: str, share: float, ground: str) -> str:
    """A colour laid over another."""
    mixed = (round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5))
    return "#" + "".join(f"{v:02x}" for v in mixed)


LANES = (style.WHITE, style.TINT)
GROUNDS = (*LANES, *(over(style.BLOCK, 0.06, lane) for lane in LANES))


def test_black_on_white_has_the_contrast_that_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


def test_text_has_the_contrast_that_wcag_asks_of_small_text() -> None:
    fills = [paint.fill for kind, paint in style.PAINTS.items() if kind != "join"]
    for ground in (*GROUNDS, style.HEAD, *fills):
        assert contrast(style.INK, ground) >= 4.5
    for kind in ("task", "wait", "panel", "start", "end", "decision", "event"):
        assert contrast(style.SOFT, style.PAINTS[kind].fill) >= 4.5


def test_lines_and_borders_have_the_contrast_that_wcag_asks_of_graphics() -> None:
    for line, ground in product((style.LINE, style.DEFAULT, style.EVENT, style.BLOCK), GROUNDS):
        assert contrast(line, ground) >= 3.0
    for paint_ in style.PAINTS.values():
        for ground in GROUNDS:
            assert contrast(paint_.stroke, ground) >= 3.0


def test_links_change_nothing_but_that_states_are_links() -> None:
    """Without links the bytes are those of `diagrams/`; with them a hostile address stays within its quotes."""
    linked = repository()["feedback"]
    plain, name = diagram.draw(linked), next(iter(linked.states))
    assert diagram.draw(linked, links=None).svg == plain.svg
    with_links = diagram.draw(linked, links={name: '#x" onload="alert(1)', "no such state": "#y"}).svg
    root = ElementTree.fromstring(with_links)
    (link,) = root.iter(f"{SVG}a")
    assert link.attrib == {"href": '#x" onload="alert(1)'}
    assert root.get("role") == "group"  # what holds links cannot be one picture to who listens
    assert "#y" not in with_links
