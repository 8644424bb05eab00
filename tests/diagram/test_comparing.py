"""Two versions on one drawing: what is new, gone and different, counted by hand, in marks, lines and words."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways import diagram
from pathways.definition.linked import LinkedPathway
from pathways.diagram import style
from pathways.diagram.build import build
from pathways.diagram.comparing import comparison
from pathways.diagram.compose import compose
from pathways.diagram.lines import DEFAULT_PEN, PLAIN_PEN, toned
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import Overlay
from pathways.diagram.svg import paint
from pathways.errors import DefinitionError
from pathways.rules.behaviour.matching import match
from pathways.testing import WrittenPathway, written_pathways
from tests.diagram.faults import faults
from tests.diagram.given import repository, small
from tests.diagram.legible import too_pale
from tests.diagram.test_svg import SVG, check_safe, luminance
from tests.rules.test_behaviour import edited_pair

OLD = """\
  look: {lane: team, finds: risk, target: {within: 2 working days, source: Made up, hardness: ASSUMPTION}, then: sort}
  sort:
    kind: decision
    lane: team
    choose: [{when: {risk: high}, then: both, title: risky}, {otherwise: closed, title: fine}]
  both:
    kind: parallel
    lane: team
    branches: {a: {one: {lane: team, then: done}}, b: {two: {lane: police, then: done}}}
    then: act
  act: {lane: police, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
BOTH = OLD[OLD.index("  both:") : OLD.index("  act:")]


def edited(*edits: tuple[str, str]) -> LinkedPathway:
    text = OLD
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return small(text, "start: look\n")


def compared(old: LinkedPathway, new: LinkedPathway) -> tuple[Diagram, Overlay]:
    matching = match(old, new)
    _, both, overlay = comparison(old, new, matching.states, matching.interrupts)
    return both, overlay


def told(overlay: Overlay) -> list[str]:
    return [f"{note.badge.text} {note.words}" for column in overlay.columns for note in column if note.badge]


def arrows(both: Diagram, overlay: Overlay) -> dict[tuple[str, str], str]:
    return {(e.source, e.target): overlay.edges[e.id] for e in both.edges if e.id in overlay.edges}


def test_nothing_different_is_said_and_nothing_marked() -> None:
    both, overlay = compared(edited(), edited())
    assert (overlay.nodes, overlay.edges, overlay.badges, overlay.columns) == ({}, {}, {}, ((),))
    assert [note.words for note in overlay.heading][1:] == ["Nothing that is drawn is different."]
    assert [node.id for node in both.nodes] == [
        "look", "sort", "both", "both.a.one", "both.b.two", "both join", "act", "closed",
    ]  # fmt: skip


def test_a_state_put_between_two_others() -> None:
    """By hand: 'act' goes to 'note' now, which goes to 'closed'; the way from 'act' to 'closed' is gone."""
    new = edited(
        ("act: {lane: police, then: closed}", "act: {lane: police, then: note}\n  note: {lane: team, then: closed}")
    )
    both, overlay = compared(edited(), new)
    assert overlay.nodes == {"act": "changed", "note": "added"}
    assert arrows(both, overlay) == {
        ("act", "note"): "added", ("note", "closed"): "added", ("act", "closed"): "removed",
    }  # fmt: skip
    assert told(overlay) == ["▲ Act: goes on to 'Note' instead of 'Closed'.", "+ Note: new, Team; then 'Closed'."]
    assert overlay.heading[1].words.startswith("States: 1 new, 1 different. Arrows: 2 new, 1 gone.")


def test_what_is_gone_is_drawn_in_its_place_and_lane() -> None:
    new = edited(("then: act\n  act: {lane: police, then: closed}", "then: closed"))
    both, overlay = compared(edited(), new)
    [gone] = [node for node in both.nodes if node.id == "Before act"]
    assert (gone.lane, gone.title, overlay.nodes[gone.id]) == ("police", "Act", "removed")
    assert arrows(both, overlay) == {
        ("both join", "closed"): "added", ("both join", "Before act"): "removed", ("Before act", "closed"): "removed",
    }  # fmt: skip
    assert "− Act: no longer there; led to 'Closed'." in told(overlay)


def test_a_branch_of_a_block_that_is_gone_is_drawn_inside_the_block() -> None:
    new = edited(("a: {one: {lane: team, then: done}}, b: {two", "a: {one: {lane: team, then: done}}, c: {two"))
    both, overlay = compared(edited(), new)
    assert overlay.nodes == {}  # a branch of another name, by its title and kind the same
    new = edited(("b: {two: {lane: police, then: done}}", "b: {three: {lane: police, then: done}}"))
    both, overlay = compared(edited(), new)
    [block] = both.blocks
    assert set(block.members) == {"both.a.one", "both.b.three", "Before both.b.two"}
    assert faults(compose(both, overlay)) == []


def test_a_parallel_state_that_is_gone_with_all_in_it_keeps_its_block() -> None:
    new = edited(("then: both, title: risky", "then: act, title: risky"),
                 (BOTH, ""))  # fmt: skip
    both, overlay = compared(edited(), new)
    assert [(b.id, b.members) for b in both.blocks] == [
        ("Before both", ("Before both.a.one", "Before both.b.two")),
    ]  # fmt: skip
    assert "− Both: no longer there; led to 'One'; 'Two'; 'Act'." in told(overlay)
    assert faults(compose(both, overlay)) == []


def test_a_parallel_state_undone_is_a_box_that_is_gone() -> None:
    """Its branches live on one after the other."""
    new = edited(
        (BOTH, "  one: {lane: team, then: two}\n  two: {lane: police, then: act}\n"),
        ("then: both, title: risky", "then: one, title: risky"),
    )  # fmt: skip
    both, overlay = compared(edited(), new)
    assert (both.blocks, overlay.nodes["Before both"]) == ((), "removed")
    assert faults(compose(both, overlay)) == []


def test_what_is_gone_does_not_stand_in_a_block_that_came_round_what_was_before_it() -> None:
    """By hand: 'extra' came after 'one', which is in a branch now; 'extra' never was in one."""
    old = edited(
        (BOTH, "  one: {lane: team, then: extra}\n  extra: {lane: team, then: two}\n"
         "  two: {lane: police, then: act}\n"),
        ("then: both, title: risky", "then: one, title: risky"),
    )  # fmt: skip
    both, overlay = compared(old, edited())
    names = [node.id for node in both.nodes]
    assert overlay.nodes["Before extra"] == "removed"
    assert not names.index("both") < names.index("Before extra") < names.index("both join")
    # No arrow leads out of a branch: the way from 'one' is told and not drawn.
    assert not any("Before extra" in pair for pair in arrows(both, overlay))
    assert "▲ One: goes on to the end of 'Both' instead of 'Extra'." in told(overlay)
    assert faults(compose(both, overlay)) == []


def test_owner_target_title_and_condition_are_told() -> None:
    new = edited(
        ("look: {lane: team", "look: {lane: police"), ("2 working days", "5 working days"),
        ("sort:\n    kind: decision", "sort:\n    title: Which way?\n    kind: decision"),
        ("title: fine", "title: all well"),
        ("when: {risk: high}", "when: {not: {risk: low}}"),
    )  # fmt: skip
    both, overlay = compared(edited(), new)
    assert overlay.nodes == {"look": "changed", "sort": "changed"}
    assert told(overlay) == [
        "▲ Look: was done by Team, is by Police; had the target 'within 2 working days', has the target 'within 5 "
        "working days'.",
        "▲ Which way? – was 'Sort', is 'Which way?'; 'risky' asks for not (risk is low) instead of risk is high; "
        "the way to 'Closed' is called 'all well', was 'fine'.",
    ]
    assert arrows(both, overlay) == {("sort", "closed"): "changed"}


def test_a_version_that_uses_the_other_whole_holds_it() -> None:
    """Counted on the definitions: 9 states stand outside the piece, and 2 ways by-pass the second look."""
    both, overlay = compared(repository()["child"], repository()["child-second-look"])
    tones = list(overlay.nodes.values())
    states = [n.id for n in both.nodes if overlay.nodes.get(n.id) == "added" and n.kind != "start"]
    assert states == ["repeat", "senior_look", "closure_decision", "section36_test", "section36_decision", "channel",
                      "pcm", "feedback", "closing"]  # fmt: skip
    assert tones.count("changed") == 1
    assert {pair for pair, tone in arrows(both, overlay).items() if tone == "removed"} == {
        ("first", "closed_nfa"), ("first", "signposted"),
    }  # fmt: skip
    back, turned = compared(repository()["child-second-look"], repository()["child"])
    gone = [n.id for n in back.nodes if n.id.startswith("Before") and n.kind not in ("start", "join")]
    assert gone == [f"Before {name}" for name in states]
    assert [name for name, tone in turned.nodes.items() if tone == "added"] == []


def test_every_lane_that_is_new_or_gone_has_its_sign() -> None:
    both, _ = compared(repository()["adult"], repository()["adult-one-front-door"])
    titles = [lane.title for lane in both.lanes]
    assert [t for t in titles if t[0] in "+−"] == [
        "− Adult social care", "+ Referrer", "+ Adult front door", "+ Prevent social work",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"), [("adult", "adult-one-front-door"), ("child-second-look", "child"), ("adult", "child")]
)
def test_drawings_of_two_pathways_are_sound_and_legible(old: str, new: str) -> None:
    both, overlay = compared(repository()[old], repository()[new])
    page = compose(both, overlay)
    assert faults(page) == []
    svg, _, _ = paint(page, overlay.text())
    texts = [e.text or "" for e in check_safe(svg).iter(f"{SVG}text")]
    assert too_pale(svg) == []
    assert {"New", "New way"} <= set(texts) or {"No longer there", "Way that is gone"} <= set(texts)


def test_the_text_version_tells_the_differences_and_then_the_new_version() -> None:
    old, new = edited(), edited(("title: fine", "title: all well"))
    matching = match(old, new)
    drawing = diagram.compare(old, new, matching.states, matching.interrupts)
    assert drawing.text == (
        "What is different from its earlier text\n"
        "States: 1 different. Arrows: 1 different. Everything else is drawn thin and grey.\n\n"
        "▲ Sort: the way to 'Closed' is called 'all well', was 'fine'.\n\n" + diagram.draw(new).text
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(written_pathways(states=5, pieces=1, nesting=1), st.integers(0, 2**32))
def test_every_arrow_is_of_one_version_or_of_both(written: WrittenPathway, seed: int) -> None:
    """A random pathway and plausible edits of it: what is not gone is the new drawing, arrow for arrow."""
    try:
        old, new, _ = edited_pair(written, seed)
    except DefinitionError:
        assume(False)
        raise
    now = build(new.linked)
    both, overlay = compared(old.linked, new.linked)
    lost = {number for number, tone in overlay.edges.items() if tone == "removed"}
    kept = [(e.source, e.target, e.kind) for e in both.edges if e.id not in lost]
    assert kept == [(e.source, e.target, e.kind) for e in now.edges]
    assert [n.id for n in both.nodes if not n.id.startswith("Before ")] == [n.id for n in now.nodes]
    assert [fault for fault in faults(compose(both, overlay)) if "lies on" in fault or "off the page" in fault] == []


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(written_pathways(states=6, pieces=2, nesting=2), written_pathways(states=6, pieces=2, nesting=2))
def test_two_pathways_that_have_little_in_common_can_be_drawn(one: WrittenPathway, other: WrittenPathway) -> None:
    both, overlay = compared(one.compiled.linked, other.compiled.linked)
    page = compose(both, overlay)
    assert faults(page) == []
    assert too_pale(paint(page, overlay.text())[0]) == []


def test_marks_differ_without_colour() -> None:
    """Weight and dashes tell lines and borders apart, and each is at least as dark as what steps back."""
    looks = [
        toned(look, tone) for look in (PLAIN_PEN, DEFAULT_PEN) for tone in ("added", "removed", "changed", "faint")
    ]
    forms = [(look.width, look.dashes) for look in looks[:4]]
    assert all(a[1] != b[1] or abs(a[0] - b[0]) >= 0.5 for a, b in combinations(forms, 2))
    assert all(
        luminance(look.colour) < luminance(style.FAINT_LINE) for look in looks if look.colour != style.FAINT_LINE
    )
    borders = [style.PALETTES[tone].paints["task"] for tone in ("added", "removed", "changed", "faint")]
    assert all(a.dashes != b.dashes or abs(a.width - b.width) >= 0.5 for a, b in combinations(borders, 2))
