"""A model to the reason why the compiled kernel cannot run it; then the reference kernel does, more slowly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final

from pathways.simulation.model import Model

_MOST_REGIONS: Final = 62  # bits of a word
_MOST_CLOCKS: Final = 1 << 12
# What the tables know of each part of a model. A part that is new has to be taught to them before it counts here.
_KNOWN: Final = {
    "Model": "scenario calendar warm_up end roles streams teams panels later past places hours unstaffed",
    "Role": "name pathway states interrupts later known told",
    "StatePlan": "needs resource time purpose finds timeout interrupts work_interrupts work takes returns returns_after"
    " room is_review target",
    "Work": "teams hours at_closing over under",
    "TimeTaken": "table is_working duration law",
    "Finding": "attribute purpose cases",
    "Case": "when shares exact",
    "InterruptPlan": "interrupt time purposes while_",
    "Stream": "name expected opens hours entering stand",
    "Entering": "role starts attributes returns",
    "Returns": "chances delay attributes anew counts recent",
    "Stand": "state count age inside",
    "Epoch": "starts staff slots places",
    "Team": "name staff hours order",
    "Places": "name places order",
    "Panel": "name slots meetings deadlines order is_timed fills reserve urgent cancels purpose",
    "Order": "by classes",
}


def unsupported(model: Model) -> str | None:
    """Why the compiled kernel cannot run the model; None if it can."""
    for part in _parts(model):
        known = _KNOWN[type(part).__name__].split()
        for field in fields(part):
            if field.name not in known and getattr(part, field.name) != _default(field):
                return f"{type(part).__name__}.{field.name}"
    for role in model.roles:
        if len(role.pathway.regions) > _MOST_REGIONS:
            return f"more than {_MOST_REGIONS} regions"
        if len(role.interrupts) >= _MOST_CLOCKS:
            return f"{_MOST_CLOCKS} interrupts or more"
    return None


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _parts(part: Any) -> Iterator[Any]:
    """A part of a model that the tables are to know, and all such parts within it."""
    if isinstance(part, tuple):
        for each in part:
            yield from _parts(each)
    elif is_dataclass(part) and type(part).__name__ in _KNOWN:
        yield part
        for field in fields(part):
            yield from _parts(getattr(part, field.name))
