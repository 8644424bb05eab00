"""A second, small reading of the JSON Schema draft-07 words that our schemas use, and files as editors read them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TYPES: dict[str, Any] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}
KNOWN = {
    "$ref", "$defs", "$schema", "type", "anyOf", "oneOf", "properties", "additionalProperties", "required", "items",
    "const", "enum", "minItems", "maxItems", "minLength", "minProperties", "maxProperties", "description", "title",
    "if", "then", "else", "patternProperties", "propertyNames", "format",
}  # fmt: skip


def accepts(root: dict[str, Any], schema: dict[str, Any] | bool, value: Any) -> bool:
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema and not accepts(root, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value):
        return False
    if "if" in schema:
        way = "then" if accepts(root, schema["if"], value) else "else"
        if not accepts(root, schema[way], value):
            return False
    if schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return False
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(isinstance(value, TYPES[name]) for name in names):
            return False
    if "anyOf" in schema and not any(accepts(root, choice, value) for choice in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(accepts(root, choice, value) for choice in schema["oneOf"]) != 1:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        other = schema.get("additionalProperties", True)
        return (
            set(schema.get("required", ())) <= set(value)
            and len(value) >= schema.get("minProperties", 0)
            and all(accepts(root, schema.get("propertyNames", True), key) for key in value)
            and all(
                accepts(root, known.get(key, _of_pattern(schema, key, other)), inner) for key, inner in value.items()
            )
        )
    if isinstance(value, list):
        return schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9) and all(
            accepts(root, schema.get("items", True), item) for item in value
        )
    return not isinstance(value, str) or len(value) >= schema.get("minLength", 0)


def _of_pattern(schema: dict[str, Any], key: str, other: Any) -> Any:
    patterns = schema.get("patternProperties", {})
    return next((inner for pattern, inner in patterns.items() if re.search(pattern, key)), other)


def as_an_editor_sees(file: Path | str) -> Any:
    """The file by the rules of YAML 1.2: `0` is a number, `true` a truth value, `no` a word, and so is a date."""
    text = file.read_text(encoding="utf-8") if isinstance(file, Path) else file
    return _dates_as_words(YAML(typ="safe", pure=True).load(text))


def _dates_as_words(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _dates_as_words(inner) for key, inner in part.items()}
    if isinstance(part, list):
        return [_dates_as_words(inner) for inner in part]
    return part.isoformat() if isinstance(part, date) else part
