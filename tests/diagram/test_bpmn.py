"""BPMN 2.0: what leads where, that everything has a place, and that nothing overlaps."""

from __future__ import annotations

import os
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.definition.linked import LinkedPathway
from pathways.diagram.bpmn import to_bpmn
from pathways.diagram.bpmn.drawing import width_beside
from pathways.diagram.bpmn.model import Element
from pathways.diagram.text import text_width, wrap
from pathways.machine import CompiledPathway
from pathways.testing.strategies import pathways
from tests.diagram.given import NAMES, repository, small

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
}
EXAMPLES = int(os.environ.get("PATHWAYS_EXAMPLES", "12"))


def faults(pathway: LinkedPathway) -> list[str]:
    """What bpmnlint would call an error, and shapes without a place or on top of each other."""
    root = ET.fromstring(to_bpmn(pathway))
    process = root.find("bpmn:process", NS)
    assert process is not None
    flows = {flow.get("id"): flow for flow in process.findall("bpmn:sequenceFlow", NS)}
    nodes = {e.get("id"): e for e in process if e.get("id") and e.tag.endswith(("Event", "Gateway", "ask", "Activity"))}
    found = []
    for name, node in nodes.items():
        kind = node.tag.rpartition("}")[2]
        out = [f for f in flows.values() if f.get("sourceRef") == name]
        into = [f for f in flows.values() if f.get("targetRef") == name]
        if kind.endswith("Gateway"):
            found += [f"{name} joins and splits"] if len(into) > 1 and len(out) > 1 else []
            found += (
                [f"{name} has no name"] if kind == "exclusiveGateway" and len(out) > 1 and not node.get("name") else []
            )
        else:
            found += [f"{name} splits"] if len(out) > 1 else []
            found += [f"{name} joins"] if len(into) > 1 else []
            found += [f"{name} has no name"] if not node.get("name") else []
        found += [f"{name} leads nowhere"] if kind != "endEvent" and not out else []
        found += [f"{name} is led to by nothing"] if kind not in ("startEvent", "boundaryEvent") and not into else []
        found += [f"{name} goes on"] if kind == "endEvent" and out else []
    ends = {name for flow in flows.values() for name in (flow.get("sourceRef"), flow.get("targetRef"))}
    found += [f"{name} is nothing" for name in ends if name not in nodes]
    refs = [ref.text for ref in process.findall(".//bpmn:flowNodeRef", NS)]
    found += [f"{name} stands in {refs.count(name)} lanes" for name in nodes if refs.count(name) != 1]
    return found + _places(root, nodes, flows)


def _places(root: ET.Element, nodes: dict, flows: dict) -> list[str]:
    bounds = {}
    for shape in root.findall(".//di:BPMNShape", NS):
        b = shape.find("dc:Bounds", NS)
        assert b is not None
        bounds[shape.get("bpmnElement")] = tuple(float(b.get(k)) for k in ("x", "y", "width", "height"))
    edges = {edge.get("bpmnElement") for edge in root.findall(".//di:BPMNEdge", NS)}
    found = [f"{name} has no place" for name in nodes if name not in bounds]
    found += [f"{name} has no corners" for name in flows if name not in edges]
    for one, two in combinations([name for name in nodes if name in bounds], 2):
        if two == nodes[one].get("attachedToRef") or one == nodes[two].get("attachedToRef"):
            continue
        (a, b, w, h), (c, d, v, g) = bounds[one], bounds[two]
        if a <= c + v and c <= a + w and b <= d + g and d <= b + h:
            found.append(f"{one} lies on {two}")
    lanes = {
        lane.get("id"): [r.text for r in lane.findall("bpmn:flowNodeRef", NS)]
        for lane in root.findall(".//bpmn:lane", NS)
    }
    for lane, members in lanes.items():
        (a, b, w, h) = bounds[lane]
        for name in members:
            (c, d, v, g) = bounds[name]
            slack = 18.0 if nodes[name].tag.endswith("boundaryEvent") else 0.0
            if not (a <= c and c + v <= a + w and b - slack <= d and d + g <= b + h + slack):
                found.append(f"{name} is not within {lane}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_repository_is_without_fault(name: str) -> None:
    assert faults(repository()[name]) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(pathways())
def test_random_pathways_are_without_fault(pathway: CompiledPathway) -> None:
    assert faults(pathway.linked) == []


def test_the_same_pathway_gives_the_same_bytes() -> None:
    assert to_bpmn(repository()["child"]) == to_bpmn(repository()["child"])


def tags(pathway: LinkedPathway) -> dict[str, str]:
    process = ET.fromstring(to_bpmn(pathway)).find("bpmn:process", NS)
    assert process is not None
    return {e.get("id", ""): e.tag.rpartition("}")[2] for e in process if e.get("id")}


def test_a_time_limit_is_a_timer_on_the_border_and_a_fixed_wait_a_timer() -> None:
    pathway = small("""\
  ask: {lane: team, after: {10 days: chase}, then: rest}
  chase: {lane: team, after: {5 working days: closed}, then: rest}
  rest: {kind: wait, for: 6 months, lane: team, then: closed}
  closed: {kind: end, outcome: closed, lane: team}
""", "start: ask\n")  # fmt: skip
    xml = to_bpmn(pathway)
    assert tags(pathway)["timer_0_ask"] == "boundaryEvent"
    assert tags(pathway)["state_rest"] == "intermediateCatchEvent"
    assert ">P10D<" in xml
    assert ">P6M<" in xml
    assert ">5 working days<" in xml  # ISO 8601 knows no working days


def test_branches_of_a_parallel_state_meet_in_one_flow_each() -> None:
    """A parallel gateway waits for each arrow: two ways of one branch must not reach it separately."""
    pathway = small("""\
  both:
    kind: parallel
    lane: team
    branches:
      one:
        a: {lane: team, finds: risk, then: q}
        q: {kind: decision, lane: team, choose: [{when: {risk: low}, then: done}, {otherwise: b}]}
        b: {lane: team, then: done}
      two: {c: {lane: police, then: done}}
    then: closed
  closed: {kind: end, outcome: closed, lane: team}
""", "start: both\n")  # fmt: skip
    root = ET.fromstring(to_bpmn(pathway))
    into = [f for f in root.iter(f"{{{NS['bpmn']}}}sequenceFlow") if f.get("targetRef") == "join_both"]
    assert len(into) == 2


@pytest.mark.parametrize(
    "name", ["Internal investigation with HR", "LADO advises and oversees", "Act", "Prevent Case Management"]
)
def test_a_boundary_event_at_a_side_covers_none_of_the_name(name: str) -> None:
    """Lines as a program fills them, in the middle of the shape; the event reaches 18 pixels into it."""
    width = width_beside(Element("a", "task", name, "x"))
    lines = wrap(name, 12.0, width - 10.0, most=99, balanced=False)
    assert max(text_width(line, 12.0) for line in lines) / 2 <= width / 2 - 18.0
