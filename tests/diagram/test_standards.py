"""Targets and what numbers rest on, laid over a drawing: counted by hand and on the definitions."""

from __future__ import annotations

import pytest

from pathways import diagram
from pathways.diagram import style
from pathways.diagram.build import build
from pathways.diagram.hardness import LETTERS
from pathways.diagram.overlay import Overlay
from pathways.diagram.standards import SHOWN, standards
from tests.diagram.given import NAMES, repository, small
from tests.diagram.legible import too_pale
from tests.diagram.test_svg import check_safe, contrast, luminance

PATHWAY = small(
    """\
  look:
    lane: team
    hardness: STATUTE
    source: The Act
    target: {within: 2 working days, hardness: ASSUMPTION, source: Made up}
    then: act
  act: {lane: police, target: none, hardness: ASSUMPTION, after: {1 week: closed}, then: closed}
  wait: {kind: wait, lane: team, hardness: LOCAL_PROTOCOL, source: The board, for: 1 week, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
""",
    "start: [look, wait]\ntargets:\n"
    "  whole: {title: In all, from: look, to: closed, within: 4 weeks, hardness: STAT_GUIDANCE, source: The guide}\n"
    "  first: {title: First part, from: look, to: act, within: 1 week, hardness: ASSUMPTION, source: Made up}\n",
)


def told(overlay: Overlay) -> list[str]:
    notes = [note for column in overlay.columns for note in column]
    return [f"{note.badge.text if note.badge else '-'} {note.words}" for note in notes]


def test_targets_between_states_are_numbered_at_both_ends_and_lettered_by_source() -> None:
    _, overlay = standards(PATHWAY, build(PATHWAY), ["targets"])
    plates = {name: [(badge.text, badge.is_hollow) for badge in found] for name, found in overlay.badges.items()}
    assert plates == {"look": [("T1", True), ("T2", True)], "closed": [("T1", False)], "act": [("T2", False)]}
    assert told(overlay) == [
        "- Targets between states",
        "T1 In all: from 'Look' to 'Closed', within 4 weeks; statutory guidance; source a.",
        "T2 First part: from 'Look' to 'Act', within 1 week; assumption; source b.",
        "- Targets at states",
        "- Look: within 2 working days; assumption; source b.",
        "- No target, as the definition says",
        "- Act.",
        "- Sources of the targets",
        "- a: The guide",
        "- b: Made up",
    ]
    assert overlay.figures == {"look": ("source b",)}


def test_every_state_and_time_has_the_letter_of_what_it_rests_on() -> None:
    """By hand: of three states one is assumed; of the times the target, and what has the letter of its own state."""
    drawn, overlay = standards(PATHWAY, build(PATHWAY), ["hardness"])
    nodes = {node.id: node for node in drawn.nodes}
    assert {name: node.badge for name, node in nodes.items()} == {"look": "S", "act": "A", "wait": "L", "closed": None}
    assert nodes["look"].notes == ("within 2 working days (A)",)
    assert nodes["act"].limit == "at most 1 week (A)"
    assert nodes["wait"].notes == ("for 1 week (L)",)
    assert {name: shade.level for name, shade in overlay.shades.items()} == {"look": 1, "act": 2}
    assert overlay.heading[0].words == (
        "What its numbers rest on: 1 of 3 states and 2 of 3 times that are shown are assumed"
    )
    assert told(overlay) == ["S Statute, 1: Look.", "L Local protocol, 1: Wait.", "A Assumption, 1: Act."]


@pytest.mark.parametrize("name", NAMES)
def test_every_hardness_of_a_repository_pathway_is_drawn_and_legible(name: str) -> None:
    """Counted on the definition: its own states, for those of a piece are in the piece's drawing."""
    pathway = repository()[name]
    drawing = diagram.show(pathway, SHOWN)
    check_safe(drawing.svg)
    assert too_pale(drawing.svg) == []
    drawn, _ = standards(pathway, build(pathway), SHOWN)
    inside = {state for piece in pathway.pieces.values() for state in piece.states}
    own = [state for state in pathway.states.values() if state.name not in inside and state.hardness is not None]
    badges = {node.id: node.badge for node in drawn.nodes}
    assert {state.name: badges[state.name] for state in own} == {s.name: LETTERS[s.hardness] for s in own if s.hardness}
    assert all(f"T{n + 1}. " in drawing.text for n in range(len(pathway.targets)))


@pytest.mark.parametrize("level", range(len(style.HEAT)))
def test_words_read_well_on_every_step_of_heat_which_only_gets_darker(level: int) -> None:
    """WCAG 2.2 AA: 4.5 for small text."""
    palette = style.heated(style.PALETTES["bare"], level)
    fills = {paint.fill for paint in palette.paints.values()}
    assert fills == {style.HEAT[level]}
    assert min(contrast(colour, style.HEAT[level]) for colour in (palette.ink, palette.soft)) >= 4.5
    assert level == 0 or luminance(style.HEAT[level]) + 0.05 < luminance(style.HEAT[level - 1])


def test_without_either_nothing_changes() -> None:
    assert standards(PATHWAY, build(PATHWAY), [])[0] == build(PATHWAY)
