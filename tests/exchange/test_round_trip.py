"""BPMN out and back in: the same definition; without our extension elements, still one that can be used."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, event, given, settings

from pathways.definition import PathwayDefinition, link, parse_pathway
from pathways.diagram.bpmn import to_bpmn
from pathways.errors import DefinitionError
from pathways.exchange.bpmn.definition import import_bpmn
from pathways.source import read_document
from pathways.testing.strategies import written_pathways
from pathways.testing.written import WrittenPathway
from tests.diagram.given import DEFINITIONS, NAMES, repository
from tests.exchange.alike import said

EXAMPLES = int(os.environ.get("PATHWAYS_EXAMPLES", "10"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def library(texts: Mapping[str, str]) -> dict[str, PathwayDefinition]:
    return {name: parse_pathway(read_document(text, name)) for name, text in texts.items()}


def without_ours(xml: str) -> str:
    """The file as a program leaves it that does not keep what it does not know."""
    return re.sub(r"<bpmn:extensionElements>.*?</bpmn:extensionElements>", "", xml, flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_every_pathway_of_the_repository_comes_back(name: str) -> None:
    made = import_bpmn(to_bpmn(repository()[name]).encode(), "file.bpmn")
    known = library({path.stem: path.read_text(encoding="utf-8") for path in DEFINITIONS.glob("*.yaml")})
    again = link(parse_pathway(read_document(made.yaml, "again.yaml")), known)
    assert said(again) == said(repository()[name])
    assert (made.left_out, made.added) == ((), ())


@FEW
@given(written_pathways())
def test_random_pathways_come_back(written: WrittenPathway) -> None:
    known = library(written.texts)
    linked = link(known[written.id], known)
    made = import_bpmn(to_bpmn(linked).encode(), "file.bpmn")
    assert said(link(parse_pathway(read_document(made.yaml, "again.yaml")), known)) == said(linked)
    assert (made.left_out, made.added) == ((), ())


@FEW
@given(written_pathways())
def test_plain_bpmn_is_read_or_refused_with_a_place(written: WrittenPathway) -> None:
    xml = without_ours(to_bpmn(written.compiled.linked))
    made = None
    try:
        made = import_bpmn(xml.encode(), "file.bpmn")
    except DefinitionError as error:
        refused = error.findings
    if made is None:
        event("refused")
        assert all(finding.id == "bpmn-parallel" and finding.place.line > 1 for finding in refused)
        assert all(finding.expected and finding.remedy for finding in refused)
        return
    event("read")
    again = link(parse_pathway(read_document(made.yaml, "again.yaml")), {})
    lanes = {
        written.compiled.linked.lanes[state.lane] for state in again.states.values() if state.lane in ("team", "police")
    }
    assert lanes <= {"Team", "Police"}


@pytest.mark.parametrize("name", ["channel", "pcm_process"])
def test_plain_bpmn_of_the_repository_keeps_states_lanes_and_outcomes(name: str) -> None:
    """What BPMN itself can say: titles, lanes, and how many ways lead on."""
    linked = repository()[name]
    made = import_bpmn(without_ours(to_bpmn(linked)).encode(), "file.bpmn")
    again = link(parse_pathway(read_document(made.yaml, "again.yaml")), {})
    own = {piece for state in linked.states for piece in linked.pieces if state.startswith(f"{piece}.")}
    before = sorted(
        (state.kind, state.title, linked.lanes[state.lane])
        for state in linked.states.values()
        if not any(state.name.startswith(f"{piece}.") for piece in own)
        and state.kind in ("decision", "parallel", "end")
    )
    now = [(state.kind, state.title, again.lanes[state.lane]) for state in again.states.values()]
    missing = [state for state in before if state not in now]
    assert not missing


def test_what_was_moved_in_a_modeller_moves_in_the_definition() -> None:
    """An arrow led elsewhere, a task renamed and put into another lane; guards, findings and sources stay."""
    linked = repository()["pcm_process"]
    xml = to_bpmn(linked)
    flow = re.search(r'<bpmn:sequenceFlow id="(\w+)" sourceRef="state_manage_risk" targetRef="[^"]*"', xml)
    assert flow is not None
    moved = xml.replace(
        flow[0], f'<bpmn:sequenceFlow id="{flow[1]}" sourceRef="state_manage_risk" targetRef="state_ask_again"'
    )
    moved = moved.replace('name="Ask for consent again"', 'name="Ask once more"')
    reference = "<bpmn:flowNodeRef>state_ask_again</bpmn:flowNodeRef>"
    assert reference in moved
    moved = moved.replace(reference, "")
    moved = re.sub(r'(<bpmn:lane id="lane_so15"[^>]*>)', rf"\1{reference}", moved)
    made = import_bpmn(moved.encode(), "file.bpmn")
    before, now = linked.states["ask_again"], link(parse_pathway(read_document(made.yaml, "a.yaml")), {}).states
    assert (now["ask_again"].title, now["ask_again"].lane) == ("Ask once more", "so15")
    assert now["manage_risk"].then is not None
    assert now["manage_risk"].then.to == "ask_again"
    assert (now["ask_again"].finds, now["ask_again"].source) == (before.finds, before.source)
