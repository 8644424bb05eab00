"""Pathways for the tests of drawings: those of this repository, and small ones written on the spot."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

from pathways.definition import link, parse_pathway
from pathways.definition.linked import LinkedPathway
from tests.reading import read_document

DEFINITIONS = Path(__file__).parents[2] / "definitions"
NAMES = tuple(sorted(path.stem for path in DEFINITIONS.glob("*.yaml")))


@cache
def repository() -> dict[str, LinkedPathway]:
    """Every pathway of this repository."""
    return linked(*(path.read_text(encoding="utf-8") for path in sorted(DEFINITIONS.glob("*.yaml"))))


def linked(*texts: str) -> dict[str, LinkedPathway]:
    """The pathways that these texts define."""
    documents = [read_document(dedent(text), f"{number}.yaml") for number, text in enumerate(texts)]
    library = {definition.pathway: definition for definition in map(parse_pathway, documents)}
    return {name: link(definition, library) for name, definition in library.items()}


def small(states: str, rest: str = "") -> LinkedPathway:
    """A pathway of two lanes with these states (indented by two spaces)."""
    head = """\
pathway: small
title: Small
version: "1"
status: as-is
lanes: {team: Team, police: Police}
attributes: {risk: {values: [low, high], starts: low}}
"""
    return linked(f"{head}{rest}states:\n{states}")["small"]


@cache
def authorities() -> dict[str, LinkedPathway]:
    """Pathways typed in from what other authorities publish."""
    folder = DEFINITIONS.parent / "tests" / "published" / "authorities" / "definitions"
    return linked(*(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))))
