"""Linked pathways to what they say, without where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

LEFT_OUT = ("origin", "documents")


def said(value: Any) -> Any:
    """Everything that a linked pathway says: equal for two that differ only in their files."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: said(getattr(value, field.name)) for field in fields(value) if field.name not in LEFT_OUT}
    if isinstance(value, Mapping):
        return [(key, said(inner)) for key, inner in value.items()]
    if isinstance(value, tuple | list):
        return [said(inner) for inner in value]
    return value
