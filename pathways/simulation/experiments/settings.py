"""Dotted names and values to a document, as if a scenario had written them; and what of a sweep fits no study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pathways.definition.report import Report
from pathways.errors import Place
from pathways.simulation.experiments.design import Design
from pathways.simulation.language.study import Scenario, vary
from pathways.source import Document, Node

Places = Mapping[str, tuple[Place, Place]]  # of each dotted name: where it stands, and where its values do
Settings = Mapping[str, Any]  # a dotted name to the text of its value, as a scenario would write them


def as_document(values: Settings, places: Places) -> Document:
    """The values as if each were written under its name."""
    entries = {key: _node(value, places[key][1]) for key, value in values.items()}
    whole, _ = next(iter(places.values()))
    return Document(whole.file, whole.text, Node(entries, whole, {key: place for key, (place, _) in places.items()}))


def places_of(planned: Design, sweep: str, document: Document) -> Places:
    """Where the factors of a sweep are written."""
    written = {factor.name: ("sweeps", sweep, "vary", factor.name) for factor in planned.factors}
    return {name: (document.place(path, key=True), document.place(path)) for name, path in written.items()}


def each_alone(planned: Design, sweep: str, start: Scenario, report: Report) -> Iterator[Scenario]:
    """The scenario with each factor at its first value, and no other; findings, where a factor names nothing of it."""
    places = places_of(planned, sweep, start.document)
    for factor in planned.factors:
        settings = {factor.name: factor.values[0]}
        scenario = vary(start, start.name, settings, as_document(settings, places), report)
        if scenario is not None:
            yield scenario


def _node(value: Any, place: Place) -> Node:
    """A value as if all of it were written at one place."""
    if isinstance(value, Mapping):
        return Node({key: _node(each, place) for key, each in value.items()}, place, dict.fromkeys(value, place))
    if isinstance(value, list | tuple):
        return Node([_node(each, place) for each in value], place)
    return Node(value, place)
