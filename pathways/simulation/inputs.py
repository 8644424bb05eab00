"""Every number of a study, in words, with how far it may be relied on and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from pydantic import BaseModel

from pathways.definition.words import Hardness
from pathways.simulation.spec import SECTIONS, Entry
from pathways.simulation.study import Scenario
from pathways.simulation.terms import BUILT_IN

_LABELS: Final = ("title", "note", "hardness", "source")


@dataclass(frozen=True)
class Input:
    """One entry of a study. An entry without a hardness is an assumption."""

    section: str
    name: str
    says: str
    hardness: Hardness
    source: str | None
    note: str | None


def inputs(scenario: Scenario) -> tuple[Input, ...]:
    """The entries of a scenario, in the order they are written."""
    return tuple(_all(scenario))


def _all(scenario: Scenario) -> Iterator[Input]:
    for section in SECTIONS:
        entries: dict[str, Entry] = getattr(scenario.spec, section)
        for name, entry in entries.items():
            yield _input(section, name, entry)
    terms = scenario.spec.school_terms
    if terms is not None:
        yield _input("school_terms", "dates", terms)
    elif any(stream.profile and stream.profile.school_terms for stream in scenario.spec.arrivals.values()):
        yield Input("school_terms", "dates", BUILT_IN, "ASSUMPTION", None, None)
    clock = scenario.spec.clock
    yield _input("clock", "clock", clock)


def _input(section: str, name: str, entry: Entry) -> Input:
    says = ", ".join(_words(entry))
    return Input(section, name, says, entry.hardness or "ASSUMPTION", entry.source, entry.note)


def _words(entry: BaseModel) -> Iterator[str]:
    values = {name: getattr(entry, name) for name in entry.model_fields_set if name in type(entry).model_fields}
    ordered = [name for name in type(entry).model_fields if name in values]
    for name in ordered:
        if name not in _LABELS and values[name] is not None:
            yield f"{name.replace('_', ' ').strip()} {_value(values[name])}"
    for name, value in (entry.model_extra or {}).items():
        yield f"{name.replace('_', ' ')}: {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.4g}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(inner)}" for name, inner in value.items())
    if isinstance(value, tuple):
        return "; ".join(_value(inner) for inner in value)
    if isinstance(value, BaseModel):
        return ", ".join(_words(value))
    return str(getattr(value, "text", value))
