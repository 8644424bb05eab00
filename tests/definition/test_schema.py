"""The JSON Schema accepts what the parser accepts, seen as an editor sees it, and knows the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pathways.definition import json_schema
from tests.definition.messages import HERE
from tests.editor_schema import accepts as accepts_part
from tests.editor_schema import as_an_editor_sees

SCHEMA = json_schema()
DEFINITIONS = sorted(Path(__file__).parents[2].glob("definitions/*.yaml"))


def accepts(tree: Any) -> bool:
    return accepts_part(SCHEMA, SCHEMA, tree)


@pytest.mark.parametrize("path", [*DEFINITIONS, HERE / "whole.yaml", *HERE.glob("pieces/*.yaml")], ids=lambda p: p.stem)
def test_schema_accepts_real_definitions(path: Path) -> None:
    assert accepts(as_an_editor_sees(path))


def test_schema_accepts_numbers_and_truth_values_where_the_parser_reads_words() -> None:
    tree = as_an_editor_sees(HERE / "whole.yaml")
    tree["version"] = 2018.1
    tree["attributes"]["agreed"] = {"values": [True, False], "starts": True}
    tree["states"]["meeting"]["set"] = {"agreed": False, "reviews": 3}
    assert accepts(tree)


@pytest.mark.parametrize(
    "name",
    [
        "misspelt_field", "misspelt_top_field", "misspelt_when", "unknown_kind", "unknown_status", "unknown_hardness",
        "end_with_then", "decision_with_then", "choose_as_mapping", "end_without_outcome", "range_as_text",
        "states_without_dashes", "branch_without_when", "use_with_then", "missing_top_fields", "empty_field",
    ],
)  # fmt: skip
def test_schema_refuses_faults_of_shape(name: str) -> None:
    assert not accepts(as_an_editor_sees(HERE / "broken" / f"{name}.yaml"))


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
