"""A path within a definition to what stands there: which model, what to call it, which fields it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from pathways.definition.model import (
    KINDS,
    ArrowSpec,
    AttributeSpec,
    Bounds,
    DepartureSpec,
    GuardSpec,
    InterruptSpec,
    LaneSpec,
    OtherwiseSpec,
    PathwayDefinition,
    StandardSpec,
    TargetSpec,
    TaskSpec,
    WhenSpec,
)
from pathways.source import Key


@dataclass(frozen=True)
class Holder:
    """What holds a field: its model (None where the keys are names that the author chose) and how to speak of it."""

    called: str
    model: type[BaseModel] | None = None
    kind: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys it may have."""
        if self.model is None:
            return ()
        return tuple(field.alias or name for name, field in self.model.model_fields.items())


_MAPS: Final[Mapping[str, Holder]] = {
    "lanes": Holder("a lane", LaneSpec),
    "attributes": Holder("an attribute", AttributeSpec),
    "interrupts": Holder("an interrupt", InterruptSpec),
    "targets": Holder("a target", TargetSpec),
    "departures": Holder("a departure", DepartureSpec),
    "after": Holder("a timeout", ArrowSpec),
    "exits": Holder("an exit", ArrowSpec),
}
_WAY_OUT: Final = Holder("a way out", ArrowSpec)
_CONDITION: Final = Holder("a condition", GuardSpec)


def kind_called(kind: str) -> str:
    """A kind of state with its article."""
    return {"end": "an end", "parallel": "a parallel state"}.get(kind, f"a {kind}")


def holder(path: Sequence[Key], plain: Any) -> Holder:
    """What stands at `path` of a definition whose plain values are `plain`."""
    here = Holder("a pathway", PathwayDefinition)
    inside = ""  # the key of the map or list whose entries come next
    value = plain
    for step in path:
        value = _down(value, step)
        if inside:
            here, inside = _entry(inside, value)
        else:
            here, inside = _field(here, str(step))
    return here


def _down(value: Any, step: Key) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _entry(inside: str, value: Any) -> tuple[Holder, str]:
    """One entry of a map or list, and what its own entries are, if they are entries too."""
    if inside == "branches":
        return Holder("a branch"), "states"
    if inside == "states":
        kind = value.get("kind", "task") if isinstance(value, dict) else "task"
        known = kind if isinstance(kind, str) and kind in KINDS else "task"
        return Holder(kind_called(known), KINDS.get(known, TaskSpec), known), ""
    if inside == "choose":
        is_default = isinstance(value, dict) and "otherwise" in value and "when" not in value
        return Holder("a branch of a decision", OtherwiseSpec if is_default else WhenSpec), ""
    if inside in ("any", "all"):
        return _CONDITION, ""
    return _MAPS.get(inside, Holder("an entry")), ""


def _field(here: Holder, step: str) -> tuple[Holder, str]:
    """A field of something, and the key of its entries if it is a map or list."""
    if here.model is GuardSpec:
        if step in ("any", "all"):
            return _CONDITION, step
        return (_CONDITION if step == "not" else Holder("a test of a whole number", Bounds)), ""
    if step == "states" and here.model is PathwayDefinition:
        return Holder("the states"), "states"
    if step in _MAPS or step in ("branches", "choose"):
        return Holder(f"'{step}'"), step
    if step == "then":
        return _WAY_OUT, ""
    if step == "target":
        return Holder("a standard", StandardSpec), ""
    if step == "when":
        return _CONDITION, ""
    return Holder(f"'{step}'"), ""
