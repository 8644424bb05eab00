"""The chart of who does what says of every state who answers for it, who takes part, and who may have it next."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest

from pathways import diagram
from pathways.diagram.role_chart import role_chart
from tests.diagram.given import NAMES, linked, repository, small

SVG = "{http://www.w3.org/2000/svg}"
STATES = """\
  look: {lane: team, with: [police], title: Look, target: 5 working days, finds: risk, then: sort}
  sort:
    kind: decision
    title: How risky?
    lane: team
    choose: [{when: {risk: high}, then: act, title: risky}, {otherwise: end}]
  act: {lane: police, title: Act, then: look}
  end: {kind: end, title: Closed, lane: team, outcome: end}
"""


def test_a_whole_chart_in_words() -> None:
    """Written by hand from the definition."""
    assert diagram.roles(small(STATES, "start: look\n")).text == (
        "Small: who does what\n"
        "As-is, version 1\n"
        "\n"
        "Team. Does 1 Look (within 5 working days). Decides 2 How risky? Hands on to Police.\n"
        "Police. Does 3 Act. Takes part in 1 Look (Team). Hands on to Team.\n"
        "\n"
        "The numbers are those of the pathway's text version.\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_state_is_answered_for_once_and_helped_by_whom_it_says(name: str) -> None:
    """Oracle: the linked definition, by the titles of its states."""
    pathway = repository()[name]
    chart = role_chart(pathway)
    inside = {state for piece in pathway.pieces.values() for state in piece.states}
    own = [state for state in pathway.states.values() if state.name not in inside and state.kind != "end"]
    meant = [(state.title, state.lane, set(state.with_lanes) - {state.lane}) for state in own]
    for piece in pathway.pieces.values():
        if not any(
            piece.name in other.states or piece.name.startswith(f"{other.name}.") for other in pathway.pieces.values()
        ):
            working = [pathway.states[state] for state in piece.states if pathway.states[state].kind != "end"]
            lead = piece.lane or working[0].lane
            meant.append((piece.title, lead, {lane for state in working for lane in state.lanes} - {lead}))
    assert sorted((duty.title, duty.leads, sorted(duty.helps)) for duty in chart.duties) == sorted(
        (title, lead, sorted(helps)) for title, lead, helps in meant
    )
    numbers = {line.partition(".")[0]: line for line in diagram.draw(pathway).text.splitlines()}
    for duty in chart.duties:
        assert numbers[str(duty.number)].startswith(f"{duty.number}. {duty.title} (")


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_has_a_mark_for_all_that_the_chart_says(name: str) -> None:
    chart = role_chart(repository()[name])
    drawing = diagram.roles(repository()[name])
    tree = ET.fromstring(drawing.svg)
    filled = [one for one in tree.iter(f"{SVG}circle") if one.get("fill") != "#ffffff"]
    hollow = [one for one in tree.iter(f"{SVG}circle") if one.get("stroke-width") == "1"]
    does = sum(not duty.is_decision for duty in chart.duties)
    assert len(filled) == does + 1 + len(re.findall(r">answers for it", drawing.svg))  # in the totals and the legend
    assert len(hollow) == sum(len(duty.helps) for duty in chart.duties) + 1 + (">takes part<" in drawing.svg)
    texts = [(float(one.get("x", 0)), one.text or "") for one in tree.iter(f"{SVG}text")]
    assert all(0 <= x <= drawing.width_pt for x, _ in texts)
    assert drawing.width_pt in (482, 538)  # with margins of 2 cm, or of 1
    assert drawing.height_pt <= 728
    assert drawing.text_size_pt == 7.0


def test_who_has_nothing_to_do_is_told() -> None:
    states = (
        "  look: {lane: team, title: Look, then: end}\n  end: {kind: end, title: Closed, lane: team, outcome: end}\n"
    )
    assert "\nPolice. Has nothing to do.\n" in diagram.roles(small(states, "start: look\n")).text


def test_words_of_any_kind_are_words_in_the_picture() -> None:
    title = "A <script>&\"' title=1 \N{HEBREW LETTER ALEF}" + " and on" * 20
    states = STATES.replace("title: Look", f"title: {json.dumps(title, ensure_ascii=False)}")
    drawing = diagram.roles(small(states, "start: look\n"))
    words = [one.text for one in ET.fromstring(drawing.svg).iter()]
    assert not list(ET.fromstring(drawing.svg).iter(f"{SVG}script"))
    assert any(word and "<script>" in word for word in words)


def test_more_lanes_than_fit_make_it_wider_and_warn() -> None:
    lanes = ", ".join(f"l{number}: Organisation{number}" for number in range(14))
    states = "".join(
        f"  s{number}: {{lane: l{number}, title: Step {number}, then: {f's{number + 1}' if number < 13 else 'end'}}}\n"
        for number in range(14)
    )
    text = (
        f"pathway: wide\ntitle: Wide\nversion: '1'\nstatus: as-is\nlanes: {{{lanes}}}\nstart: s0\nstates:\n{states}"
        "  end: {kind: end, title: Closed, lane: l0, outcome: end}\n"
    )
    drawing = diagram.roles(linked(text)["wide"])
    assert drawing.width_pt > 482
    assert drawing.text_size_pt < 7
    assert "print it on A3" in drawing.warnings[0]
