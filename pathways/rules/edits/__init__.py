"""A linked pathway to the small changes that a tired author could make to it, each as a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pathways.definition.linked import Attribute
from pathways.machine import CompiledPathway
from pathways.rules.edits.base import Edit, twins
from pathways.rules.edits.decisions import decision_edits
from pathways.rules.edits.records import record_edits
from pathways.rules.edits.shape import shape_edits
from pathways.rules.edits.values import value_edits
from pathways.rules.edits.ways import way_edits
from pathways.rules.exploration import explore
from pathways.rules.lints.base import Ground

__all__ = ["Edit", "arriving_values", "plausible_edits"]


def plausible_edits(compiled: CompiledPathway) -> list[Edit]:
    """Every edit that the operators know, in the order of the definition's files and lines.

    Conditions are given and denied only values that some referral brings there: any other slip changes nothing.
    An edit may leave a fault that `lint` finds: whoever uses it decides what that means.
    """
    linked = compiled.linked
    found = [
        *decision_edits(linked, arriving_values(compiled)),
        *way_edits(linked),
        *shape_edits(linked),
        *value_edits(linked),
        *record_edits(linked),
    ]
    order = {document.name: number for number, document in enumerate(linked.documents)}
    return sorted(found, key=lambda e: (order.get(e.place.file, len(order)), e.place.line, e.place.column))


def arriving_values(compiled: CompiledPathway) -> Callable[[str], Mapping[str, Attribute]]:
    """For a decision, the attributes with only those values that arrive there, or at one of its twins."""
    linked = compiled.linked
    space = explore(compiled, from_anything=linked.status == "shared")
    decisions = {compiled.states[at].name: found for at, found in Ground(space).decisions.items()}

    def at(name: str) -> Mapping[str, Attribute]:
        values: dict[str, set[str | None]] = {}
        for twin in twins(linked, name):
            for combination in decisions.get(twin, ()):
                for attribute, value in combination:
                    values.setdefault(attribute, set()).add(value)
        return {
            n: replace(a, values=tuple(v for v in a.values if v in values.get(n, ())))
            for n, a in linked.attributes.items()
        }

    return at
