"""Definitions for tests, from as little text as will do."""

from __future__ import annotations

from textwrap import dedent, indent

from pathways.definition import LinkedPathway, PathwayDefinition, link, parse_pathway
from pathways.errors import DefinitionError, Finding
from pathways.source import read_document


def definition(body: str, *, name: str = "top", status: str = "proposed") -> PathwayDefinition:
    """A definition with one lane besides what `body` says."""
    head = f'pathway: {name}\nversion: "1"\nstatus: {status}\n'
    lanes = "" if "lanes:" in body else "lanes: {team: Team}\n"
    return parse_pathway(read_document(head + lanes + dedent(body), f"{name}.yaml"))


def linked(body: str, *pieces: PathwayDefinition) -> LinkedPathway:
    return link(definition(body), {piece.pathway: piece for piece in pieces})


def states(body: str, *pieces: PathwayDefinition) -> LinkedPathway:
    """A pathway that starts at its first state `a`."""
    return linked(f"start: a\nstates:\n{indent(dedent(body), '  ')}", *pieces)


def findings(body: str, *pieces: PathwayDefinition) -> list[Finding]:
    """What is wrong with a definition, in its shape or its names."""
    try:
        linked(body, *pieces)
    except DefinitionError as error:
        return list(error.findings)
    return []
