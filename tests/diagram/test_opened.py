"""Pieces opened in place: their states in a frame with a doubled border, and nothing else inside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pathways import diagram
from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.diagram.view import View
from pathways.errors import PathwaysError
from pathways.machine import CompiledPathway
from pathways.testing import pathways
from tests.diagram.faults import faults, labels_by_others, labels_on_lines
from tests.diagram.given import linked, repository
from tests.diagram.test_svg import check_safe

CASES = (
    ("child", View(opened=("pcm_process", "feedback"))),
    ("child", View(opened=("channel",))),
    ("adult", View(depth=1, landscape=True)),
    ("child-second-look", View(opened=("pcm",))),
    ("child-second-look", View(opened=("first.pcm",), landscape=True)),
)


def composed(name: str, view: View) -> Page:
    pathway = repository()[name]
    return compose(build(pathway, view.pieces(pathway)), landscape=view.landscape)


def encloses_its_members_and_nothing_else(page: Page) -> bool:
    return all(
        (frame.left < box.x < frame.right and frame.top < box.y < frame.bottom)
        == (name in (*block.members, block.fork, block.join))
        for frame, block in zip(page.geometry.frames, page.diagram.blocks, strict=True)
        for name, box in page.geometry.boxes.items()
    )


@pytest.mark.parametrize(("name", "view"), CASES, ids=str)
def test_an_opened_piece_is_drawn_without_faults_in_a_frame_of_its_own(name: str, view: View) -> None:
    page = composed(name, view)
    assert faults(page) == []
    assert encloses_its_members_and_nothing_else(page)
    assert {f.block for f in page.geometry.frames if f.is_piece} == view.pieces(repository()[name])


@settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip
@given(pathways(states=3, pieces=1, nesting=1))
def test_random_pieces_opened_at_any_depth_have_no_faults(pathway: CompiledPathway) -> None:
    if not pathway.linked.pieces or len(pathway.linked.states) > 40:
        return
    opened = build(pathway.linked, View(depth=3).pieces(pathway.linked))
    for landscape in (False, True):
        page = compose(opened, landscape=landscape)
        assert faults(page) == []
        assert encloses_its_members_and_nothing_else(page)
        sure = replace(page, labels=tuple(label for label in page.labels if label.is_free))
        assert labels_by_others(sure) == []
        assert labels_on_lines(sure) == []


def test_a_piece_is_entered_at_its_head_and_left_from_its_states() -> None:
    """By reading pcm_process.yaml: it begins with the meeting; `granted` leads back to Channel."""
    pathway = repository()["child"]
    drawn = build(pathway, View(opened=("pcm",)).pieces(pathway))
    arrows = {(edge.source, edge.target) for edge in drawn.edges}
    assert ("route", "pcm") in arrows
    assert ("pcm", "pcm.pcm_meeting") in arrows
    assert ("pcm.consent_now", "channel") in arrows
    assert not [edge for edge in drawn.edges if edge.source == "pcm" and edge.target != "pcm.pcm_meeting"]
    assert {node.kind for node in drawn.nodes if node.id in ("pcm", "channel")} == {"opened", "piece"}


def test_no_state_is_lost_whatever_is_opened() -> None:
    """At full depth every state of the linked pathway has its own shape."""
    for pathway in repository().values():
        drawn = build(pathway, View(depth=9).pieces(pathway))
        assert set(pathway.states) <= {node.id for node in drawn.nodes}


def test_the_default_route_runs_on_inside() -> None:
    pathway = repository()["child"]
    drawn = build(pathway, View(opened=("channel",)).pieces(pathway))
    default = {(edge.source, edge.target) for edge in drawn.edges if edge.kind == "default"}
    assert {("route", "channel"), ("channel", "channel.framework_assessment")} <= default


def test_the_piece_is_in_the_words_too() -> None:
    drawing = diagram.draw(repository()["child"], opened=["pcm_process"])
    check_safe(drawing.svg)
    assert "Prevent Case Management (PCM; a piece, opened here). Then" in drawing.text
    assert "PCM meeting (PCM; meeting). Inside 31 Prevent Case Management." in drawing.text


def test_depth_opens_level_by_level_and_a_name_what_encloses_it() -> None:
    pathway = repository()["child-second-look"]  # uses child as `first`, which uses channel
    assert View(depth=1).pieces(pathway) == {"first", "channel", "pcm", "feedback"}
    assert View(depth=2).pieces(pathway) == set(pathway.pieces)
    assert View(opened=("first.pcm",)).pieces(pathway) == {"first", "first.pcm"}
    assert View().pieces(pathway) == frozenset()


def test_an_unknown_piece_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        PathwaysError, match="no piece 'chanel' to open\n    fix: name one of channel, pcm_process, feedback"
    ):
        diagram.draw(repository()["child"], opened=["chanel"])
    with pytest.raises(PathwaysError, match="'feedback' uses no pieces"):
        diagram.draw(repository()["feedback"], opened=["child"])


def test_a_large_opened_piece_prints_over_a_few_upright_pages_with_every_label_whole() -> None:
    """Eight lanes on 19 / 2.54 * 72 = 538.6 points, the most that an upright page leaves between margins of 1 cm."""
    drawing = diagram.draw(repository()["child"], opened=["channel"])
    assert drawing.width_pt <= 538.6
    assert drawing.printing == "3 A4 pages, smallest text 7.0 pt"
    assert not [words for words in drawing.warnings if "cut short" in words or "no room" in words]


def test_columns_move_apart_where_a_label_has_no_room_between_them() -> None:
    """On 17 cm the label 'withheld' of this drawing stood over an arrow."""
    drawing = diagram.draw(repository()["child"], opened=["feedback"])
    assert not [words for words in drawing.warnings if "label" in words]


def test_what_does_not_fit_upright_fills_the_width_of_a_page_on_its_side() -> None:
    """Twelve lanes of a long word each; 25.7 / 2.54 * 72 = 728.5 points."""
    lanes = ", ".join(f"lane{n}: Team" for n in range(12))
    states = "".join(
        f"  s{n}: {{title: Considerations, lane: lane{n}, then: {f's{n + 1}' if n < 11 else 'closed'}}}\n"
        for n in range(12)
    )
    text = (
        f'pathway: wide\ntitle: Wide\nversion: "1"\nstatus: as-is\nlanes: {{{lanes}}}\nstart: s0\n'
        f"states:\n{states}  closed: {{kind: end, title: Closed, lane: lane0, outcome: closed}}\n"
    )
    drawing = diagram.draw(linked(text)["wide"])
    assert drawing.width_pt >= 727.5
    assert "print it sideways" in drawing.warnings[0]
