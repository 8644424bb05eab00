"""Faults of names are told beside faults of shape, where the shape leaves no doubt."""

from __future__ import annotations

import pytest

from pathways.definition import name_faults, parse_pathway
from pathways.errors import DefinitionError
from pathways.source import read_document
from tests.definition.messages import HERE, pieces
from tests.definition.mutation import damaged

WHOLE = (HERE / "whole.yaml").read_text(encoding="utf-8")
UNKNOWN_STATE = ("then: triage\n", "then: triagge\n")  # a fault of names, on line 21


def names(*changes: tuple[str, str]) -> list[tuple[str, int]]:
    text = WHOLE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    document = read_document(text, "x.yaml")
    with pytest.raises(DefinitionError):
        parse_pathway(document)
    return [(finding.id, finding.place.line) for finding in name_faults(document, pieces())]


@pytest.mark.parametrize(
    "fault_of_shape",
    [
        ("target: 5 working days", "traget: 5 working days"),
        ("target: 5 working days", "target: 5"),
        ("target: 5 working days", "target:"),
        ("target: 5 working days", "owner: Jo"),
        ("status: proposed", "status: draft"),
        ('version: "1"\n', ""),
        ("interrupts:", "interupts:"),
        ("kind: parallel", "kind: paralel"),
        ("add: {reviews: 1}", "add: {reviews: one}"),
        ("hardness: ASSUMPTION", "hardness: assumed"),
        ("outcome: closed}", "outcome: closed, then: received}"),
        ("{when: {concern: none}, then: closed}", "{wen: {concern: none}, then: closed}"),
    ],
    ids=lambda pair: pair[1].strip() or "missing",
)
def test_name_fault_is_told_beside_a_fault_of_shape(fault_of_shape: tuple[str, str]) -> None:
    found = names(fault_of_shape, UNKNOWN_STATE)
    line = 21 if fault_of_shape[1] else 20
    assert found == [("unknown-state", line)]


@pytest.mark.parametrize(
    "fault_of_shape",
    [
        ("  chase: {kind: wait, lane: mash, for: 2 weeks, then: screening}", "  chase: screening"),
        ("attributes:", "things:"),
        ("lanes: {school: School, mash: Safeguarding hub, panel: Panel}", "lanes: [school, mash, panel]"),
        ("values: [unknown, none, serious]", "values: {unknown: none}"),
        ("  checks:\n    kind: parallel", "  checks:\n    kind: concurrent"),
        ("concern: {values", "Concern: {values"),
    ],
    ids=lambda pair: pair[1].strip(),
)
def test_nothing_is_told_that_only_follows_from_the_fault_of_shape(fault_of_shape: tuple[str, str]) -> None:
    assert names(fault_of_shape) == []


def test_no_damage_makes_it_fail() -> None:
    told = 0
    for seed in range(50_000, 50_300):
        try:
            document = read_document(damaged(WHOLE, seed), "x.yaml")
        except DefinitionError:
            continue
        told += len(name_faults(document, pieces()))
    assert told > 0
