"""Fields of a state that begin in the column of its name, so that they were read as states themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pathways.definition.checks import states_maps
from pathways.definition.model import KINDS
from pathways.definition.report import listed
from pathways.errors import Finding
from pathways.source import Document, Key

_FIELDS: Final = frozenset(
    field.alias or name for model in KINDS.values() for name, field in model.model_fields.items()
)


def not_indented(document: Document) -> tuple[list[Finding], frozenset[tuple[Key, ...]]]:
    """One finding for each state whose fields stand beside it, and the paths that need no other finding."""
    findings: list[Finding] = []
    excused: set[tuple[Key, ...]] = set()
    for path, state, fields in _beside(document):
        findings.append(
            Finding(
                "not-indented",
                document.place((*path, state), key=True),
                f"'{state}' holds nothing, because what belongs to it begins in the same column",
                "the fields of a state to begin two columns further right than its name",
                f"indent {listed(fields, last='and')} by two spaces more",
            )
        )
        excused |= {(*path, name) for name in (state, *fields)}
    return findings, frozenset(excused)


def _beside(document: Document) -> Iterator[tuple[tuple[Key, ...], str, list[str]]]:
    """Each empty state that is followed by keys which are names of fields."""
    for path, states in states_maps(document):
        empty: str | None = None
        fields: list[str] = []
        for name, state in states.items():
            if empty is not None and name in _FIELDS:
                fields.append(name)
                continue
            if empty is not None and fields:
                yield path, empty, fields
            empty, fields = (name if state.value is None else None), []
        if empty is not None and fields:
            yield path, empty, fields
