"""One mistake in one message: what is made of several findings that one edit mends."""

from __future__ import annotations

import pytest

from pathways.definition import link, parse_pathway
from pathways.errors import DefinitionError, Finding
from pathways.source import read_document

BODY = """\
pathway: whole
version: "1"
status: as-is
lanes: {hub: Hub, desk: Desk}
attributes: {risk: {values: [low, high]}}
start: ask
states:
  ask: {lane: hub, finds: risk, then: sort}
  sort:
    kind: decision
    lane: hub
    choose: [{when: {risk: low}, then: over}, {when: {risk: high}, then: help, set: {risk: low}}, {otherwise: over}]
  help: {kind: use, pathway: part, exits: {done: over}}
  over: {kind: end, lane: desk, outcome: over}
interrupts:
  moved: {during: help, set: {found_there: yes}, then: over}
"""
PART = """\
pathway: part
version: "1"
status: shared
lanes: {far: Far}
attributes: {found_there: {values: [yes, no]}}
start: work
states:
  work: {lane: far, finds: found_there, then: finished}
  finished: {kind: end, lane: far, outcome: done}
"""


def faults(body: str) -> list[Finding]:
    library = {name: parse_pathway(read_document(text, f"{name}.yaml")) for name, text in (("part", PART),)}
    definition = parse_pathway(read_document(body, "whole.yaml"))
    try:
        link(definition, library)
    except DefinitionError as error:
        return list(error.findings)
    return []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("hub: Hub, ", "", ("unknown-lane", 8, "'hub' is not a lane; so too on line 11")),
        ("{risk: {values", "{risc: {values", ("unknown-attribute", 8, "'risk' is not an attribute of 'whole'")),
        ("pathway: part", "pathway: prat", ("unknown-pathway", 13, "'prat' is not the id of a pathway")),
        (
            "pathway: part",
            "pathway: whole",
            ("use-cycle", 13, "the pathway 'whole' uses itself, so it would never end"),
        ),
    ],
)
def test_one_mistake_is_one_message(old: str, new: str, told: tuple[str, int, str]) -> None:
    """A piece that is not there has what it declares with it: 'found_there' is no second mistake."""
    assert faults(BODY) == []
    (finding,) = faults(BODY.replace(old, new))
    assert (finding.id, finding.place.line) == told[:2]
    assert finding.message.startswith(told[2])
