"""Our own export, changed in a modeller: each text that a modeller shows is taken over, or told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pathways.diagram.bpmn import to_bpmn
from pathways.exchange.bpmn.definition import Imported, import_bpmn
from pathways.exchange.bpmn.words import BPMN
from tests.diagram.given import small

PATHWAY = """\
  read: {lane: team, note: Same day., target: 2 days, source: Handbook, finds: risk, then: {then: q, title: read}}
  q: {kind: decision, lane: team, choose: [{when: {risk: low}, then: both}, {otherwise: shut, title: high}]}
  both:
    kind: parallel
    lane: team
    branches:
      one: {a: {lane: team, after: {10 days: done}, then: done}}
      two: {b: {lane: police, then: done}}
    then: shut
  shut: {kind: end, outcome: closed, lane: team}
  moved: {kind: end, outcome: moved, lane: team}
interrupts:
  moves: {title: Moves away, during: [read], then: moved}
"""
Tree = dict[str, ET.Element]


def export() -> str:
    return to_bpmn(small(PATHWAY, "start: read\n"))


def changed(change: Callable[[Tree], object]) -> Imported:
    """The export with a change, read back. Elements go by their id; arrows also by 'source target'."""
    root = ET.fromstring(export())
    tree = {e.get("id", ""): e for e in root.iter() if e.tag.startswith(f"{{{BPMN}}}")}
    flows = [e for e in tree.values() if e.tag.endswith("sequenceFlow")]
    tree |= {f"{e.get('sourceRef')} {e.get('targetRef')}": e for e in flows}
    change(tree)
    return import_bpmn(ET.tostring(root), "file.bpmn")


def documented(element: ET.Element, *lines: str) -> None:
    found = element.find(f"{{{BPMN}}}documentation")
    if found is None:
        found = ET.Element(f"{{{BPMN}}}documentation")
        element.insert(0, found)
    found.text = "\n".join(lines)


def at(definition: Any, *path: Any) -> Any:
    for key in path:
        definition = definition[key]
    return definition


BEFORE = import_bpmn(export().encode(), "file.bpmn")
FACTS = ("Target: within 2 days.", "Finds: Risk.", "Source: Handbook.")


@pytest.mark.parametrize(
    ("change", "path", "now"),
    [
        (lambda t: documented(t["state_read"], "On the same day.", *FACTS), ("states", "read", "note"),
         "On the same day."),
        (lambda t: documented(t["state_read"], *FACTS, "First this.", "Then that."), ("states", "read", "note"),
         "First this. Then that."),
        (lambda t: documented(t["state_shut"], "Nothing more is done."), ("states", "shut", "note"),
         "Nothing more is done."),
        (lambda t: t["state_read state_q"].set("name", "when read"), ("states", "read", "then", "title"), "when read"),
        (lambda t: t["state_q fork_both"].set("name", "small"), ("states", "q", "choose", 0, "title"), "small"),
        (lambda t: t["state_q merge_state_shut"].set("name", "great"), ("states", "q", "choose", 1, "title"), "great"),
        (lambda t: t["join_both merge_state_shut"].set("name", "both here"), ("states", "both", "then"),
         {"then": "shut", "title": "both here"}),
        (lambda t: t["timer_0_both.one.a"].set("name", "no answer"),
         ("states", "both", "branches", "one", "a", "after"),
         {"10 days": {"then": "done", "title": "no answer"}}),
        (lambda t: t["event_0_read"].set("name", "Has moved"), ("interrupts", "moves", "title"), "Has moved"),
        (lambda t: t["pool"].set("name", "New name"), ("title",), "New name"),
        (lambda t: documented(t["pathway_small"], "Drawn again.", "Version 1, as-is."), ("note",), "Drawn again."),
    ],
)  # fmt: skip
def test_a_changed_text_is_taken_over(change: Callable[[Tree], object], path: tuple[Any, ...], now: Any) -> None:
    made = changed(change)
    assert (made.left_out, made.added) == ((), ())
    assert at(made.definition, *path) == now
    assert made.definition != BEFORE.definition


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: documented(t["state_read"], "Same day.", "Target: within 9 days.", *FACTS[1:]),
         "what is now written at 'Read' instead of 'Target: within 2 days.': change it in the definition"),
        (lambda t: t["start_0"].set("name", "A letter comes"), "the name 'A letter comes' of what was 'Start'"),
        (lambda t: documented(t["merge_state_shut"], "All come here."),
         "what is written at the exclusiveGateway 'merge_state_shut' ('All come here.')"),
        (lambda t: t["start_0 state_read"].set("name", "at once"),
         "the name 'at once' of the arrow from 'Start' to 'Read'"),
        (lambda t: documented(t["state_read state_q"], "By post."), "what is written at the arrow 'read' ('By post.')"),
        (lambda t: documented(t["lane_team"], "In room 4."), "what is written at the lane 'Team' ('In room 4.')"),
        (lambda t: documented(t["pool"], "All of it."), "what is written at the pool ('All of it.')"),
        (lambda t: setattr(t["state_q fork_both"].find(f"{{{BPMN}}}conditionExpression"), "text", "risk is none"),
         "the condition of the arrow 'low' ('risk is none')"),
        (lambda t: t["state_q"].set("default", t["state_q fork_both"].get("id", "")),
         "that the default way out of 'Q' is now the one to 'Both'"),
        (lambda t: setattr(t["state_read"], "tag", f"{{{BPMN}}}serviceTask"),
         "that 'Read' is now of another kind (serviceTask): change its 'kind'"),
        (lambda t: t["state_shut"].set("name", ""), "that 'Shut' has no name any more"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_told_and_nothing_else_changes(
    change: Callable[[Tree], object], told: str
) -> None:
    made = changed(change)
    assert (made.left_out, made.added) == ((told,), ())
    assert made.definition == BEFORE.definition


def test_a_name_for_an_arrow_that_stands_for_two_ways_is_told() -> None:
    two = PATHWAY.replace("then: both}", "then: shut}")
    root = ET.fromstring(to_bpmn(small(two, "start: read\n")))
    (flow,) = [e for e in root.iter(f"{{{BPMN}}}sequenceFlow") if e.get("sourceRef") == "state_q"]
    flow.set("name", "either")
    made = import_bpmn(ET.tostring(root), "file.bpmn")
    assert made.left_out[0] == "the name 'either' of the arrow from 'Q' to the exclusiveGateway 'merge_state_shut'"
