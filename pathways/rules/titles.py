"""What to call states, attributes and ends in words: by their titles, where they have one of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pathways.definition.attributes import spelt_out
from pathways.definition.linked import LinkedPathway, State
from pathways.definition.report import listed
from pathways.machine.telling import spelt


def titles(linked: LinkedPathway, names: Iterable[str], *, limit: int = 12) -> str:
    """The states of these names as a sentence lists them: `'Triage', 'Settled? (settled_6m)' and 3 more`."""
    same = Counter(state.title for state in linked.states.values())
    states = (linked.states[name] for name in dict.fromkeys(names))
    called = [state.title if same[state.title] == 1 else f"{state.title} ({state.name})" for state in states]
    return listed(called, limit=limit, last="and")


def attribute_words(linked: LinkedPathway, name: str) -> str:
    """An attribute within a sentence: `concern`, or `Referring sector` where that is its title."""
    attribute = linked.attributes.get(name)  # a rule may name one that this pathway lacks
    title = spelt_out(name) if attribute is None else attribute.title
    return spelt(name) if title == spelt_out(name) else title


def end_words(end: State) -> str | None:
    """What an end is called after `it ends as`; None for a state that is no end."""
    if end.outcome is None or end.title == spelt_out(end.name):
        return end.outcome and spelt(end.outcome)
    return end.title
