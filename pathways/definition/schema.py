"""The model to a JSON Schema that an editor uses to complete keys and kinds."""

from __future__ import annotations

from typing import Any, Final

from pathways.definition.model import PathwayDefinition

# An editor reads `0`, `2018.1` or `true` as a number or a truth value where the parser reads text.
_SCALAR: Final = ["string", "number", "boolean"]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a definition, for the line `# yaml-language-server: $schema=...`.

    It accepts whatever `parse_pathway` accepts, and some things that it refuses: an editor helps with
    keys and kinds, `pathways check` decides.
    """
    plain = PathwayDefinition.model_json_schema(by_alias=True, mode="validation")
    return editor_schema(plain, "Pathway definition", "A referral pathway, see docs/definition-language.md")


def editor_schema(plain: dict[str, Any], title: str, description: str) -> dict[str, Any]:
    """A model's JSON Schema as editors need it: draft-07, scalars for text, no nulls."""
    schema = _loosened(plain)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **schema,
        "title": title,
        "description": description,
    }


def _loosened(part: Any) -> Any:
    """A part of the schema in draft-07, with any scalar for text, without nulls and without the models' own names."""
    if isinstance(part, list):
        return [_loosened(item) for item in part]
    if not isinstance(part, dict):
        return part
    choices = part.get("anyOf", [])
    if {"type": "null"} in choices:
        left = [choice for choice in choices if choice != {"type": "null"}]
        rest = {key: value for key, value in part.items() if key not in ("anyOf", "default")}
        part = {**rest, **left[0]} if len(left) == 1 else {**rest, "anyOf": left}
    loose: dict[str, Any] = {}
    for key, value in part.items():
        if key == "properties" or key == "$defs":
            loose[key] = {name: _loosened(inner) for name, inner in value.items()}
        elif key == "prefixItems":
            loose["items"] = _loosened(value[0])
        elif key == "type" and value == "string" and "const" not in part and "enum" not in part:
            loose[key] = _SCALAR
        elif key == "type" and value == "integer":
            loose[key] = ["integer", "string"]
        elif (key == "title" and isinstance(value, str)) or key == "discriminator" or key == "default":
            continue
        else:
            loose[key] = _loosened(value)
    return loose
