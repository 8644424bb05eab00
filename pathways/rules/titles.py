"""What to call states in words: by their titles, and with their names where two have the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pathways.definition.linked import LinkedPathway
from pathways.definition.report import listed


def titles(linked: LinkedPathway, names: Iterable[str], *, limit: int = 12) -> str:
    """The states of these names as a sentence lists them: `'Triage', 'Settled? (settled_6m)' and 3 more`."""
    same = Counter(state.title for state in linked.states.values())
    states = (linked.states[name] for name in dict.fromkeys(names))
    called = [state.title if same[state.title] == 1 else f"{state.title} ({state.name})" for state in states]
    return listed(called, limit=limit, last="and")
