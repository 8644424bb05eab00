"""The definitions of this repository as text, with edits made to them before they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pathways.definition import LinkedPathway, PathwayDefinition, link, parse_pathway
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import Policy, Verdict, check, parse_policy
from pathways.source import read_document

ROOT = Path(__file__).parents[2]
PATHWAYS = ("child", "adult", "adult-one-front-door")
PIECES = ("channel", "pcm_process", "feedback")
POLICIES = ("ctsa_2015", "peer_review_2018", "cdg_2020")


class Edit(NamedTuple):
    """A replacement in one file; what is replaced must be there exactly once."""

    file: str
    old: str
    new: str


@cache
def text(name: str) -> str:
    return (ROOT / "definitions" / f"{name}.yaml").read_text(encoding="utf-8")


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
    """Every rule's verdict on a pathway, by rule id."""
    named = {name for policy in policies() for rule in policy.rules for name in rule.spec.pathway_names().values()}
    others = [compiled(other, edits) for other in sorted(named - {pathway})]
    return {verdict.rule: verdict for verdict in check(compiled(pathway, edits), list(policies()), others=others)}
