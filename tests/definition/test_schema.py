"""The JSON Schema accepts what the parser accepts, seen as an editor sees it, and knows the keys.

The validator here is a second, small reading of the JSON Schema draft-07 words that the schema uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pathways.definition import json_schema
from tests.definition.messages import HERE

SCHEMA = json_schema()
DEFINITIONS = sorted(Path(__file__).parents[2].glob("definitions/*.yaml"))
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
}  # fmt: skip


def accepts(schema: dict[str, Any] | bool, value: Any) -> bool:
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema and not accepts(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], value):
        return False
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(isinstance(value, TYPES[name]) for name in names):
            return False
    if "anyOf" in schema and not any(accepts(choice, value) for choice in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(accepts(choice, value) for choice in schema["oneOf"]) != 1:
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
            and all(accepts(known.get(key, other), inner) for key, inner in value.items())
        )
    if isinstance(value, list):
        return schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9) and all(
            accepts(schema.get("items", True), item) for item in value
        )
    return not isinstance(value, str) or len(value) >= schema.get("minLength", 0)


def as_an_editor_sees(path: Path) -> Any:
    """The file by the rules of YAML 1.2: `0` is a number, `true` a truth value, `no` a word."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*DEFINITIONS, HERE / "whole.yaml", *HERE.glob("pieces/*.yaml")], ids=lambda p: p.stem)
def test_schema_accepts_real_definitions(path: Path) -> None:
    assert accepts(SCHEMA, as_an_editor_sees(path))


def test_schema_accepts_numbers_and_truth_values_where_the_parser_reads_words() -> None:
    tree = as_an_editor_sees(HERE / "whole.yaml")
    tree["version"] = 2018.1
    tree["attributes"]["agreed"] = {"values": [True, False], "starts": True}
    tree["states"]["meeting"]["set"] = {"agreed": False, "reviews": 3}
    assert accepts(SCHEMA, tree)


@pytest.mark.parametrize(
    "name",
    [
        "misspelt_field", "misspelt_top_field", "misspelt_when", "unknown_kind", "unknown_status", "unknown_hardness",
        "end_with_then", "decision_with_then", "choose_as_mapping", "end_without_outcome", "range_as_text",
        "states_without_dashes", "branch_without_when", "use_with_then", "missing_top_fields", "empty_field",
    ],
)  # fmt: skip
def test_schema_refuses_faults_of_shape(name: str) -> None:
    assert not accepts(SCHEMA, as_an_editor_sees(HERE / "broken" / f"{name}.yaml"))


def test_every_key_of_a_state_is_described_for_completion() -> None:
    for name in ("TaskSpec", "WaitSpec", "PanelSpec", "DecisionSpec", "ParallelSpec", "UseSpec", "EndSpec"):
        model = SCHEMA["$defs"][name]
        assert model["description"]
        assert all("description" in field for key, field in model["properties"].items() if key != "kind"), name


def test_schema_holds_no_null() -> None:
    def words(part: Any) -> Iterator[Any]:
        yield part
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from words(inner)

    assert "null" not in [word for word in words(SCHEMA) if isinstance(word, str)]
