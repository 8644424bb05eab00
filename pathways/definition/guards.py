"""Guards as data: conditions over attributes, evaluated on values or listed by what they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class OneOf:
    """The attribute has one of `values`."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Guard, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Guard, ...]


@dataclass(frozen=True)
class Not:
    part: Guard


# `at_least` and `at_most` become OneOf at link time: attributes are finite.
Guard = OneOf | AllOf | AnyOf | Not


def holds(guard: Guard, values: Mapping[str, str | None]) -> bool:
    """Whether the guard is true of these attribute values (`None` is unset and equals no value)."""
    match guard:
        case OneOf(attribute, allowed):
            return values[attribute] in allowed
        case AllOf(parts):
            return all(holds(part, values) for part in parts)
        case AnyOf(parts):
            return any(holds(part, values) for part in parts)
        case Not(part):
            return not holds(part, values)


def reads(guard: Guard) -> tuple[str, ...]:
    """The attributes a guard mentions, each once, in order of mention."""
    match guard:
        case OneOf(attribute):
            return (attribute,)
        case AllOf(parts) | AnyOf(parts):
            return tuple(dict.fromkeys(name for part in parts for name in reads(part)))
        case Not(part):
            return reads(part)


def words(guard: Guard) -> str:
    """The guard in plain words, such as `consent is refused or unlikely`."""
    match guard:
        case OneOf(attribute, values):
            return f"{attribute.replace('_', ' ')} is {' or '.join(v.replace('_', ' ') for v in values)}"
        case AllOf(parts):
            return " and ".join(f"({words(p)})" if isinstance(p, AnyOf) else words(p) for p in parts) or "always"
        case AnyOf(parts):
            return " or ".join(f"({words(p)})" if isinstance(p, AllOf) else words(p) for p in parts) or "never"
        case Not(part):
            return f"not ({words(part)})"
