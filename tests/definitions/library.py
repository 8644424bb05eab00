"""The definitions of this repository as text, with edits made to them before they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pathways.commands.evidence import evidence_of
from pathways.definition import LinkedPathway, PathwayDefinition, link, parse_pathway
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import Policy, Verdict, check, parse_policy
from pathways.rules.evidence import Evidence
from pathways.simulation import parse_study
from tests.reading import read_document

ROOT = Path(__file__).parents[2]
PATHWAYS = ("child", "adult", "adult-one-front-door")
PIECES = ("channel", "pcm_process", "feedback")
POLICIES = ("ctsa_2015", "peer_review_2018", "cdg_2020")
STUDY = "borough-baseline"


class Edit(NamedTuple):
    """A replacement in one file; what is replaced must be there exactly once."""

    file: str
    old: str
    new: str


@cache
def text(name: str) -> str:
    folder = "simulations" if name == STUDY else "definitions"
    return (ROOT / folder / f"{name}.yaml").read_text(encoding="utf-8")


def edited(name: str, edits: Iterable[Edit]) -> str:
    """The text of a definition after the edits that concern it."""
    result = text(name)
    for edit in edits:
        if edit.file == name:
            assert result.count(edit.old) == 1, f"{edit.old!r} stands {result.count(edit.old)} times in {name}.yaml"
            result = result.replace(edit.old, edit.new)
    return result


@cache
def _as_written(name: str) -> PathwayDefinition:
    return parse_pathway(read_document(text(name), f"definitions/{name}.yaml"))


def library(edits: tuple[Edit, ...] = ()) -> Mapping[str, PathwayDefinition]:
    changed = {edit.file for edit in edits}
    return {
        name: parse_pathway(read_document(edited(name, edits), f"definitions/{name}.yaml"))
        if name in changed
        else _as_written(name)
        for name in (*PATHWAYS, *PIECES)
    }


def linked(pathway: str, edits: tuple[Edit, ...] = ()) -> LinkedPathway:
    definitions = library(edits)
    return link(definitions[pathway], definitions)


def compiled(pathway: str, edits: tuple[Edit, ...] = ()) -> CompiledPathway:
    return compile_pathway(linked(pathway, edits))


@cache
def policies() -> tuple[Policy, ...]:
    return tuple(
        parse_policy(read_document(text(f"policies/{name}"), f"definitions/policies/{name}.yaml")) for name in POLICIES
    )


def verdicts(pathway: str, edits: tuple[Edit, ...] = ()) -> dict[str, Verdict]:
    """Every rule's verdict on a pathway, by rule id; with what the study says where it or nothing is edited."""
    named = {name for policy in policies() for rule in policy.rules for name in rule.spec.pathway_names().values()}
    others = [compiled(other, edits) for other in sorted(named - {pathway})]
    weighs_study = not edits or any(edit.file == STUDY for edit in edits)
    evidence = studied(edits).get(pathway, ()) if weighs_study else ()
    rules = list(policies())
    return {v.rule: v for v in check(compiled(pathway, edits), rules, others=others, evidence=evidence)}


@cache
def studied(edits: tuple[Edit, ...] = ()) -> Mapping[str, tuple[Evidence, ...]]:
    """What the study says of each pathway."""
    study = parse_study(read_document(edited(STUDY, edits), f"simulations/{STUDY}.yaml"))
    found, faults = evidence_of(study, {name: compiled(name, edits) for name in PATHWAYS})
    assert not faults, "\n".join(map(str, faults))
    return {pathway: (evidence,) for pathway, evidence in found.items()}
