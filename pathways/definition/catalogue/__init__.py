"""The id of a finding to a longer explanation of it, as `pathways explain ID` prints."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent
from typing import Final

from pathways.definition.catalogue.entry import Entry
from pathways.definition.catalogue.names import NAMES
from pathways.definition.catalogue.shape import SHAPE
from pathways.definition.catalogue.text import TEXT

CATALOGUE: Final[Mapping[str, Entry]] = {**TEXT, **SHAPE, **NAMES}


def explanation(id: str) -> str | None:
    """What is to be said about a finding: title, why it matters, a bad and a good example; None for an unknown id."""
    entry = CATALOGUE.get(id)
    if entry is None:
        return None
    parts = [f"{entry.title}  [{id}]", entry.why]
    if entry.bad:
        parts.append("Not so:\n" + indent(entry.bad, "    "))
    if entry.good:
        parts.append("But so:\n" + indent(entry.good, "    "))
    return "\n\n".join(part for part in parts if part)


__all__ = ["CATALOGUE", "Entry", "explanation"]
