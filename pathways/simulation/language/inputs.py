"""Every number of a study, in words, with how far it may be relied on and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from pydantic import BaseModel

from pathways.calendars.terms import BUILT_IN
from pathways.definition.words import Hardness
from pathways.simulation.language.arriving import StandSpec, SurgeSpec
from pathways.simulation.language.entries import Entry
from pathways.simulation.language.spec import labelled
from pathways.simulation.language.study import Scenario
from pathways.source import Key

_LABELS: Final = ("title", "note", "hardness", "source")
_APART: Final = ("surge",)  # entries of their own


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
    streams = scenario.spec.arrivals.values()
    by_term = any(stream.profile is not None and stream.profile.school_terms is not None for stream in streams)
    for path, entry in labelled(scenario.spec):
        if entry is scenario.spec.clock and by_term and scenario.spec.school_terms is None:
            yield Input("school_terms", "dates", BUILT_IN, "ASSUMPTION", None, None)
        says = ", ".join(_words(entry))
        yield Input(str(path[0]), _name(path, entry), says, entry.hardness or "ASSUMPTION", entry.source, entry.note)


def _name(path: tuple[Key, ...], entry: Entry) -> str:
    if isinstance(entry, StandSpec):
        return f"{path[2]}.{entry.state}"
    if isinstance(entry, SurgeSpec):
        return f"{path[1]}, surge" + (f" from {entry.from_}" if entry.from_ else "")
    return str(path[-1])


def _words(entry: BaseModel) -> Iterator[str]:
    values = {name: getattr(entry, name) for name in entry.model_fields_set if name in type(entry).model_fields}
    ordered = [name for name in type(entry).model_fields if name in values]
    for name in ordered:
        if name not in (*_LABELS, *_APART) and values[name] is not None:
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
