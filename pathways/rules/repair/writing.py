"""Conditions and names as one would write them in a definition."""

from __future__ import annotations

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf
from pathways.definition.linked import LinkedPathway


def as_written(guard: Guard, linked: LinkedPathway) -> str:
    """`{consent: [refused, unlikely]}`: the condition as a flow mapping."""
    match guard:
        case OneOf(name, values):
            return f"{{{name}: {_values(name, values, linked)}}}"
        case AllOf(parts):
            tests = [part for part in parts if isinstance(part, OneOf)]
            if len({test.attribute for test in tests}) == len(parts):
                return f"{{{', '.join(f'{t.attribute}: {_values(t.attribute, t.values, linked)}' for t in tests)}}}"
            return f"{{all: [{', '.join(as_written(part, linked) for part in parts)}]}}"
        case AnyOf(parts):
            return f"{{any: [{', '.join(as_written(part, linked) for part in parts)}]}}"
        case Not(part):
            return f"{{not: {as_written(part, linked)}}}"


def _values(name: str, values: tuple[str, ...], linked: LinkedPathway) -> str:
    attribute = linked.attributes[name]
    if attribute.is_range and len(values) > 1:
        low, high = int(values[0]), int(values[-1])
        if high - low + 1 == len(values):
            at_least = [] if values[0] == attribute.values[0] else [f"at_least: {low}"]
            at_most = [] if values[-1] == attribute.values[-1] else [f"at_most: {high}"]
            return f"{{{', '.join([*at_least, *at_most])}}}"
    shown = [f'"{value}"' if value in ("yes", "no", "on", "off", "true", "false") else value for value in values]
    return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"


def typed(linked: LinkedPathway, name: str, scope: str) -> str:
    """What one types to lead an arrow to a state from a place in `scope` (the prefix of its piece).

    A piece is entered by the name of its `use`, a state of the same flow by its own last name.
    """
    for piece in linked.pieces.values():
        if piece.entry == name and not scope.startswith(f"{piece.name}."):
            return str(piece.origin.path[-1])
    return str(linked.states[name].origin.path[-1]) if name in linked.states else name
