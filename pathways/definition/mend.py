"""A document with faults of shape to the faults of its names, so that both are told in one go.

What has the wrong shape is left out or taken for what it was meant to be; then the names that are
left are looked up. Where too much would have to be guessed, nothing is said about names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pathways.definition.faults import path_of
from pathways.definition.fields import PATHWAY
from pathways.definition.link import link
from pathways.definition.misread import misread
from pathways.definition.misspelt import meant_field
from pathways.definition.model import KINDS, PathwayDefinition
from pathways.definition.report import nearest
from pathways.definition.shape import MISSING, value_at
from pathways.errors import DefinitionError, Finding
from pathways.source import Document, Key

_ROUNDS: Final = 4  # leaving out one thing may bring the next to light
_STAND_INS: Final = {("version",): "1", ("status",): "proposed"}
_DECLARED: Final = ("lanes", "attributes", "states", "branches")
# Findings that cannot be the consequence of something that was left out.
_TOLD: Final = frozenset(
    {"unknown-state", "unknown-lane", "unknown-attribute", "unknown-value", "value-out-of-range", "unknown-exit",
     "unknown-pathway", "use-cycle", "branch-jump", "end-in-branch", "done-outside-branch"}
)  # fmt: skip


def name_faults(document: Document, library: Mapping[str, PathwayDefinition]) -> list[Finding]:
    """The faults of names in a document that `parse_pathway` refuses; none if its shape leaves too much open."""
    definition = _mended(document)
    if definition is None:
        return []
    try:
        link(definition, {**library, definition.pathway: definition})
    except DefinitionError as error:
        return [finding for finding in error.findings if finding.id in _TOLD and finding.place.file == document.name]
    return []


def _mended(document: Document) -> PathwayDefinition | None:
    if misread(document)[0]:
        return None
    plain = document.root.plain
    for _ in range(_ROUNDS):
        try:
            definition = PathwayDefinition.model_validate(plain)
        except ValidationError as error:
            faults = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
            if not all(_mend(plain, fault) for fault in faults):
                return None
            continue
        definition._document = document
        return definition
    return None


def _mend(plain: Any, fault: ErrorDetails) -> bool:
    """Put one fault right, or leave it out; False if that would change what other names mean."""
    path = path_of(fault)
    if fault["type"] == "missing":
        if value_at(plain, path) not in (MISSING, None):
            return True  # it was misspelt
        if path not in _STAND_INS:
            return False
        plain[path[0]] = _STAND_INS[path]
        return True
    if fault["type"] == "union_tag_invalid":
        return _mend_kind(value_at(plain, path))
    if path and path[-1] == "[key]":
        return False
    while path and value_at(plain, path) is MISSING:
        path = path[:-1]  # the long form of something that is written in its short form
    return _leave_out(plain, path, is_extra=fault["type"] == "extra_forbidden")


def _leave_out(plain: Any, path: tuple[Key, ...], *, is_extra: bool) -> bool:
    """Take away one entry, or rename a misspelt one; False if it may declare a name that is used elsewhere."""
    parent = value_at(plain, path[:-1]) if path else None
    if not isinstance(parent, dict):
        return False
    if is_extra:
        field = meant_field(str(path[-1]), PATHWAY.at(path[:-1], plain).fields, PATHWAY)
        value = parent.pop(path[-1])
        if field is not None:
            parent.setdefault(field, value)
        return field is not None or not isinstance(value, dict)
    if path in _STAND_INS:
        parent[path[-1]] = _STAND_INS[path]
        return True
    if len(path) == 1 or path[-2] in _DECLARED or path[-3:-2] == ("branches",):
        return False
    del parent[path[-1]]
    return True


def _mend_kind(state: Any) -> bool:
    kind = state.get("kind") if isinstance(state, dict) else None
    near = nearest(kind.lower(), KINDS) if isinstance(kind, str) else None
    if near is not None:
        state["kind"] = near
    return near is not None
