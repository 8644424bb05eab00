"""What happened to a referral, laid over the drawing: the right arrows, numbers where things happen, and on nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, takewhile
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways import diagram
from pathways.definition.linked import DONE, LinkedPathway
from pathways.diagram import retelling, style
from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.diagram.lines import DEFAULT_PEN, pen, toned
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import Badge, Note, Overlay
from pathways.diagram.story import Hop, Sentence, Story, Trail
from pathways.diagram.svg import paint
from pathways.diagram.text import text_width
from pathways.machine import CompiledPathway, compile_pathway
from pathways.testing import pathways
from tests.diagram.faults import faults, labels_on_lines, meet, within
from tests.diagram.given import NAMES, repository, small
from tests.diagram.test_svg import GROUNDS, HOSTILE, SVG, check_safe, contrast, hostile_diagram, luminance
from tests.diagram.walks import long_walk, story

STATES = """\
  look: {lane: team, finds: risk, then: sort}
  sort:
    kind: decision
    lane: team
    choose: [{when: {risk: high}, then: both, title: risky}, {otherwise: closed}]
  both:
    kind: parallel
    lane: team
    branches: {a: {one: {lane: team, then: done}}, b: {two: {lane: police, then: done}}}
    then: act
  act: {lane: police, then: look, after: {1 month: closed}}
  closed: {kind: end, lane: team, outcome: closed}
"""
ROUND = (
    Hop("arrive", None, "look"),
    Hop("complete", "look", "sort"),
    Hop("decide", "sort", "both"),
    Hop("complete", "both.a.one", DONE),
    Hop("complete", "both.b.two", DONE),
    Hop("join", "both", "act"),
    Hop("complete", "act", "look"),
    Hop("complete", "look", "sort"),
    Hop("decide", "sort", "closed"),
)


@pytest.fixture(scope="module")
def loop() -> LinkedPathway:
    return small(STATES, "start: look\ninterrupts: {moved: {title: Moved away, during: [act], then: closed}}\n")


def laid(told: Story, pathway: LinkedPathway) -> tuple[Diagram, Overlay]:
    drawn = build(pathway)
    return drawn, retelling.overlay(told, pathway, drawn)


def badges(overlay: Overlay) -> dict[str, list[str]]:
    return {node: [badge.text for badge in found] for node, found in overlay.badges.items()}


def standing_out(drawn: Diagram, overlay: Overlay) -> set[tuple[str, str, str]]:
    return {(e.source, e.target, e.kind) for e in drawn.edges if overlay.of_edge(e.id) in ("strong", "twin")}


# The right states and arrows, counted by hand.


def test_numbers_stand_where_the_steps_happen(loop: LinkedPathway) -> None:
    _, overlay = laid(story(ROUND), loop)
    assert badges(overlay) == {
        "look": ["1, 2, 8"], "sort": ["3, 9"], "both.a.one": ["4"], "both.b.two": ["5"], "both join": ["6"],
        "act": ["7"], "closed": ["10"],
    }  # fmt: skip


def test_every_arrow_of_the_way_stands_out_and_no_other(loop: LinkedPathway) -> None:
    drawn, overlay = laid(story(ROUND), loop)
    rest = {(e.source, e.target, e.kind) for e in drawn.edges} - standing_out(drawn, overlay)
    assert rest == {("act", "closed", "timeout"), ("act", "closed", "interrupt")}
    assert {node.id for node in drawn.nodes if overlay.of_node(node.id) == "strong"} == {n.id for n in drawn.nodes}


def test_entering_a_parallel_state_enters_the_first_of_every_branch(loop: LinkedPathway) -> None:
    drawn, overlay = laid(story(ROUND[:3]), loop)
    assert {("both", "both.a.one"), ("both", "both.b.two")} <= {pair[:2] for pair in standing_out(drawn, overlay)}
    assert {overlay.of_node(name) for name in ("both", "both.a.one", "both.b.two")} == {"strong"}
    assert {overlay.of_node(name) for name in ("act", "closed", "both join")} == {"faint"}
    assert badges(overlay)["both"] == ["4"]  # where it stands when the story is over


def test_a_parallel_state_at_the_beginning_of_a_branch_is_entered_too() -> None:
    pathway = small("""\
  outer:
    kind: parallel
    lane: team
    branches:
      a:
        inner:
          kind: parallel
          lane: team
          branches: {x: {one: {lane: team, then: done}}, y: {two: {lane: police, then: done}}}
          then: done
      b: {three: {lane: police, then: done}}
    then: end
  end: {kind: end, lane: team, outcome: end}
""", "start: outer\n")  # fmt: skip
    drawn, overlay = laid(story((Hop("arrive", None, "outer"),)), pathway)
    assert {found[:2] for found in standing_out(drawn, overlay)} == {
        ("Start 0", "outer"), ("outer", "outer.a.inner"), ("outer", "outer.b.three"),
        ("outer.a.inner", "outer.a.inner.x.one"), ("outer.a.inner", "outer.a.inner.y.two"),
    }  # fmt: skip


@pytest.mark.parametrize(("event", "kind"), [("timeout", "timeout"), ("moved", "interrupt")])
def test_of_several_arrows_between_two_states_the_one_that_was_taken(
    loop: LinkedPathway, event: str, kind: str
) -> None:
    drawn, overlay = laid(story((*ROUND[:6], Hop(event, "act", "closed"))), loop)
    assert [found[2] for found in standing_out(drawn, overlay) if found[:2] == ("act", "closed")] == [kind]


def test_a_limit_that_changes_nothing_follows_the_only_arrow() -> None:
    pathway = small("  a: {lane: team, then: end, after: {1 month: end}}\n"
                    "  end: {kind: end, lane: team, outcome: end}\n", "start: a\n")  # fmt: skip
    drawn, overlay = laid(story((Hop("arrive", None, "a"), Hop("timeout", "a", "end"))), pathway)
    assert len(standing_out(drawn, overlay)) == len(drawn.edges) == 1


def test_a_door_of_its_own_is_part_of_the_way() -> None:
    pathway = small("  sort: {kind: decision, lane: team, choose: [{otherwise: end}]}\n"
                    "  end: {kind: end, lane: team, outcome: end}\n", "start: sort\n")  # fmt: skip
    drawn, overlay = laid(story((Hop("arrive", None, "sort"),)), pathway)
    assert {found[:2] for found in standing_out(drawn, overlay)} == {("Start 0", "sort")}


def test_steps_within_a_piece_are_numbered_at_its_box() -> None:
    child = repository()["child"]
    hops = (
        Hop("decide", "route", "channel.framework_assessment"),
        Hop("complete", "channel.framework_assessment", "channel.panel_discussion"),
        Hop("complete", "channel.panel_discussion", "channel.panel_decision"),
        Hop("decide", "channel.panel_decision", "channel.onward_referral"),
        Hop("complete", "channel.onward_referral", "feedback.tell_reason"),
    )
    drawn, overlay = laid(story(hops), child)
    assert badges(overlay) == {"route": ["1"], "channel": ["2–5"], "feedback": ["6"]}
    assert {found[:2] for found in standing_out(drawn, overlay)} == {("route", "channel"), ("channel", "feedback")}


def test_an_interrupt_with_a_shape_of_its_own_is_numbered_there_and_where_it_happened() -> None:
    hops = (
        Hop("complete", "section36_test", "section36_decision"),
        Hop("turns_criminal", "pcm.pcm_meeting", "pursue_handover"),
    )
    drawn, overlay = laid(story(hops), repository()["child"])
    assert badges(overlay)["Event turns_criminal"] == badges(overlay)["pcm"] == ["2"]
    assert ("Event turns_criminal", "pursue_handover", "interrupt") in standing_out(drawn, overlay)


def test_a_loop_is_ringed_from_its_first_step_on(loop: LinkedPathway) -> None:
    _, overlay = laid(story(ROUND, repeats=5), loop)  # from the sixth sentence on
    ringed = {(node, b.text) for node, found in overlay.badges.items() for b in found if b.is_ringed}
    assert ringed == {("both join", "6"), ("act", "7"), ("look", "8"), ("sort", "9")}
    assert [b.text for b in overlay.badges["look"]] == ["1, 2", "8"]
    assert not overlay.badges["closed"][0].is_ringed  # it only says what came of it
    assert any(isinstance(s.shown, Badge) and s.shown.is_ringed for s in overlay.legend)


def test_two_referrals_have_letters_and_lines_of_their_own(loop: LinkedPathway) -> None:
    one, two = (*ROUND[:2], Hop("decide", "sort", "closed")), ROUND[:4]
    drawn, overlay = laid(story(one, two), loop)
    assert badges(overlay) == {
        "look": ["AB 1, 2"], "sort": ["AB 3"], "both.a.one": ["B4"], "both join": ["B5"], "closed": ["A4"],
    }  # fmt: skip
    tones = {(e.source, e.target): overlay.of_edge(e.id) for e in drawn.edges if overlay.of_edge(e.id) != "faint"}
    assert tones[("look", "sort")] == tones[("sort", "closed")] == "strong"
    assert tones[("sort", "both")] == tones[("both.a.one", "both join")] == "twin"
    assert [column[0].badge for column in overlay.columns] == [Badge("A1"), Badge("B1", is_hollow=True)]
    assert all(b.is_hollow == b.text.startswith("B") for found in overlay.badges.values() for b in found)


def test_three_numbers_in_a_row_are_a_range(loop: LinkedPathway) -> None:
    hops = (*ROUND[:2], *(Hop("decide", "sort", "sort") for _ in range(3)), *ROUND[2:3])
    _, overlay = laid(story(hops), loop)
    assert badges(overlay)["sort"] == ["3–6"]


def test_many_numbers_at_one_state_stand_on_several_plates(loop: LinkedPathway) -> None:
    once = Hop("complete", "look", "sort"), Hop("decide", "sort", "look")
    _, overlay = laid(story((ROUND[0], *once, *once, *once, *once)), loop)
    assert badges(overlay) == {"look": ["1, 2, 4", "6, 8, 10"], "sort": ["3, 5, 7", "9"]}


# Where they stand on the page.


def words_of(page: Page) -> Iterator[tuple[float, float, float, float]]:
    """The letters of every state and label, measured on the finished SVG from the top of the rows."""
    svg, _, _ = paint(page, "")
    [rows] = [g for g in ElementTree.fromstring(svg).iter(f"{SVG}g") if g.get("transform")]
    for text in rows.iter(f"{SVG}text"):
        if text.get("fill") in (style.WHITE, style.ROUTE):
            continue  # a number
        x, y, size = (float(text.get(name, "0")) for name in ("x", "y", "font-size"))
        half = text_width(text.text or "", size, bold=text.get("font-weight") == "bold") / 2
        yield (x - half, y - 0.72 * size, x + half, y)


def check_plates(page: Page) -> None:
    assert all(plate.is_free for plate in page.plates)
    boxes = [plate.box for plate in page.plates]
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    assert all(within(box, (0.0, 0.0, page.geometry.width, page.geometry.height)) for box in boxes)
    for words in words_of(page):
        assert not [plate for plate in page.plates if meet(plate.box, words)], words
    for plate in page.plates:
        others = [box.edges for name, box in page.geometry.boxes.items() if name != plate.node]
        assert not [box for box in others if meet(plate.box, box)], plate
        assert not [arrow[-1] for arrow in page.geometry.arrows if meet(plate.box, (*arrow[-1], *arrow[-1]))], plate


@pytest.mark.parametrize("name", NAMES)
def test_numbers_lie_on_no_words_no_other_state_and_not_on_each_other(name: str) -> None:
    pathway = repository()[name]
    compiled = compile_pathway(pathway)
    for ways in ([long_walk(compiled, 1, 45)], [long_walk(compiled, 2, 30), long_walk(compiled, 3, 30)]):
        drawn, overlay = laid(story(*ways, repeats=4), pathway)
        page = compose(drawn, overlay)
        assert page.plates
        assert faults(page) == []
        assert labels_on_lines(page) == []
        check_plates(page)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pathways(states=7), st.integers(0, 999))
def test_numbers_of_a_random_story_lie_on_nothing(compiled: CompiledPathway, seed: int) -> None:
    drawn, overlay = laid(story(long_walk(compiled, seed, 30), long_walk(compiled, seed + 1, 30)), compiled.linked)
    page = compose(drawn, overlay)
    assert faults(page) == []
    check_plates(page)


# What is painted.


def test_the_way_is_painted_last_with_its_heads_and_the_rest_is_grey(loop: LinkedPathway) -> None:
    """By hand: the way to the end without a risk has two arrows; signs on arrows are painted after the states."""
    way = (*ROUND[:2], Hop("decide", "sort", "closed"))
    root = ElementTree.fromstring(diagram.draw(loop, story(way)).svg)
    [rows] = [g for g in root.iter(f"{SVG}g") if g.get("transform")]
    arrows = takewhile(lambda e: e.tag != f"{SVG}g", rows)
    colours = [e.get("stroke") or e.get("fill") for e in arrows if e.tag in (f"{SVG}path", f"{SVG}polygon")]
    lines = [e.get("stroke") for e in rows.findall(f"{SVG}path")]
    assert lines.count(style.ROUTE) == 2  # look to sort, sort to closed
    assert [e.get("fill") for e in rows.findall(f"{SVG}polygon")].count(style.ROUTE) == 2
    assert colours.index(style.ROUTE) > max(i for i, colour in enumerate(colours) if colour == style.FAINT_LINE)
    assert {style.LINE, style.DEFAULT, style.EVENT}.isdisjoint(colours)
    inks = {
        text.text: text.get("fill") for g in rows.findall(f"{SVG}g") for text in g.findall(f"{SVG}text") if text.text
    }
    assert inks["Look"] == inks["Closed"] == style.INK
    assert inks["Act"] == inks["Both"] == style.FAINT_INK
    borders = {
        (g.findtext(f"{SVG}text"), shape.get("stroke"))
        for g in rows.findall(f"{SVG}g")
        for shape in (*g.findall(f"{SVG}rect")[:1], *g.findall(f"{SVG}polygon")[:1])
    }
    assert {("Look", style.ROUTE), ("Sort", style.ROUTE), ("Act", style.FAINT_LINE)} <= borders


def test_a_story_moves_no_state_further_than_its_labels_ask(loop: LinkedPathway) -> None:
    drawn, overlay = laid(story(ROUND), loop)
    bare, told = compose(drawn), compose(drawn, overlay)
    assert [box.x for box in bare.geometry.boxes.values()] == [box.x for box in told.geometry.boxes.values()]


def test_the_same_story_gives_the_same_bytes(loop: LinkedPathway) -> None:
    assert diagram.draw(loop, story(ROUND)).svg == diagram.draw(loop, story(ROUND)).svg
    assert diagram.draw(loop).svg != diagram.draw(loop, story(ROUND)).svg


def test_words_above_and_below_carry_the_numbers_of_the_drawing(loop: LinkedPathway) -> None:
    """Written by hand: the heading, then ten sentences, each with its number, then the drawing in words."""
    drawing = diagram.draw(loop, story(ROUND))
    told, bare = drawing.text, diagram.draw(loop).text
    assert told.startswith("R-1, broken: A rule\nStep n: Lost.\n\n1. Move arrive to look.\n2. Move complete to sort.\n")
    assert told.endswith(f"9. Move decide to closed.\n10. Lost.\n\n{bare}")
    texts = [e.text for e in ElementTree.fromstring(drawing.svg).iter(f"{SVG}text")]
    assert "Move complete to act." not in texts
    assert "Move join to act." in texts
    for number in ("4", "5", "6", "7", "10"):
        assert texts.count(number) == 2  # on the drawing and before its sentence
    assert drawing.text_size_pt >= 7.0


def test_the_legend_says_what_stands_out(loop: LinkedPathway) -> None:
    one = [e.text for e in ElementTree.fromstring(diagram.draw(loop, story(ROUND)).svg).iter(f"{SVG}text")]
    two = [e.text for e in ElementTree.fromstring(diagram.draw(loop, story(ROUND, ROUND[:4])).svg).iter(f"{SVG}text")]
    assert "Way of this referral" in one
    assert "Way of referral B alone" not in one
    assert {"Way of referral A", "Way of referral B alone"} <= set(two)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_of_a_story_stay_words(words: str) -> None:
    overlay = Overlay(
        words, (Note(words, Badge(words), is_bold=True),), ((Note(words, Badge(words[:20])),), (Note(words),)), "faint",
        badges={"a": (Badge(words[:30], is_ringed=True),), "b": (Badge(words[:5], is_hollow=True),)},
    )  # fmt: skip
    svg, _, _ = paint(compose(hostile_diagram("plain"), overlay), words)
    check_safe(svg)


def test_a_title_tells_the_rule_apart(loop: LinkedPathway) -> None:
    root = check_safe(diagram.draw(loop, story(ROUND)).svg)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == "Small: R-1, broken: A rule"
    assert title.get("id") == "title-small-R-1"


def test_what_steps_back_can_still_be_read() -> None:
    """WCAG 2.2: 4.5 for small text, 3 for lines; the grounds of frames lie over those of lanes."""
    for ground in (*GROUNDS, style.WHITE):
        assert contrast(style.FAINT_INK, ground) >= 4.5
        assert contrast(style.FAINT_LINE, ground) >= 3.0
        assert contrast(style.ROUTE, ground) >= 4.5
    assert contrast(style.WHITE, style.ROUTE) >= 4.5
    for palette in (style.FAINT, style.STRONG):
        for kind, paint_ in palette.paints.items():
            if kind != "join":
                assert contrast(palette.ink, paint_.fill) >= 4.5
                assert contrast(palette.soft, paint_.fill) >= 4.5


def test_in_grey_print_the_way_is_darker_and_twice_as_heavy_as_anything_else(loop: LinkedPathway) -> None:
    rest = [toned(DEFAULT_PEN, "faint"), *(pen(edge, "faint") for edge in build(loop).edges)]
    for tone in ("strong", "twin"):
        way = toned(DEFAULT_PEN, tone)
        for other in rest:
            assert way.width >= 1.8 * other.width
            assert luminance(way.colour) + 0.1 < luminance(other.colour)


def test_a_plate_without_room_is_warned_of(loop: LinkedPathway, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number as wide as the page finds no place clear of everything."""
    told = story(ROUND)
    overlay = retelling.overlay(told, loop, build(loop))
    wide = replace(overlay, badges={"sort": (Badge("1, 3, 5, 7, " * 40),)})
    monkeypatch.setattr(retelling, "overlay", lambda *_: wide)
    assert any("no free room for the numbers" in warning for warning in diagram.draw(loop, told).warnings)


def test_a_sentence_alone_is_told_where_the_referral_stands(loop: LinkedPathway) -> None:
    trail = Trail((Sentence("It arrives.", ROUND[:1]), Sentence("That is all.")))
    _, overlay = laid(Story("R-1", ("R-1",), (trail,)), loop)
    assert badges(overlay) == {"look": ["1, 2"]}
