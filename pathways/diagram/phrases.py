"""Guards, targets and time limits to the few words that fit beside an arrow or in a box."""

from __future__ import annotations

from collections.abc import Mapping

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf
from pathways.definition.linked import Attribute, Branch, Standard


def spelt(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def branch_label(branch: Branch, attributes: Mapping[str, Attribute]) -> str:
    """The author's title, else the values the guard asks for, else `otherwise`."""
    if branch.arrow.title:
        return branch.arrow.title
    return "otherwise" if branch.when is None else short_guard(branch.when, attributes)


def short_guard(guard: Guard, attributes: Mapping[str, Attribute]) -> str:
    """The values a guard asks for, without the attributes' names: `refused or unlikely`, `3 or more`."""
    match guard:
        case OneOf(name, values):
            return _values(values, attributes.get(name))
        case AllOf(parts):
            return ", ".join(short_guard(part, attributes) for part in parts) or "always"
        case AnyOf(parts):
            return " or ".join(short_guard(part, attributes) for part in parts) or "never"
        case Not(part):
            return f"not {short_guard(part, attributes)}"


def _values(values: tuple[str, ...], attribute: Attribute | None) -> str:
    if attribute is not None and attribute.is_range and len(values) > 1:
        if values == attribute.values[-len(values) :]:
            return f"{values[0]} or more"
        if values == attribute.values[: len(values)]:
            return f"{values[-1]} or fewer"
        if len(values) > 2:
            return f"{values[0]} to {values[-1]}"
    if attribute is not None and not attribute.is_range and values in (("yes",), ("no",)):
        return f"{attribute.title}: {values[0]}"
    return " or ".join(map(spelt, values))


def within(standard: Standard | None) -> tuple[str, ...]:
    """The target as a line under a title; nothing where there is none."""
    return () if standard is None or standard.within is None else (f"within {standard.within}",)
