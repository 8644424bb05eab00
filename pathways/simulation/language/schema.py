"""The shape of a study to a JSON Schema that an editor uses to complete the parts of a study, and what they hold."""

from __future__ import annotations

from typing import Any

from pathways.definition.schema import editor_schema
from pathways.simulation.language.built import BUILDS_ON, OWN
from pathways.simulation.language.spec import StudySpec


def study_schema() -> dict[str, Any]:
    """The JSON Schema of a study, for the line `# yaml-language-server: $schema=...`.

    It accepts whatever `parse_study` accepts, and some things that it refuses. A study that builds on another writes
    differences, of which an editor knows the names of the parts alone; what each may hold depends on the other study.
    """
    plain = StudySpec.model_json_schema(by_alias=True, mode="validation")
    forms = plain.pop("$defs")
    properties = {
        name: part if name in OWN or name == BUILDS_ON else {"description": part.get("description", "differences")}
        for name, part in plain["properties"].items()
    }
    built = {
        "description": "What is different from the study that this one builds on.",
        "type": "object",
        "properties": properties,
        "patternProperties": {r"\.": {"description": "a dotted name and what stands there instead"}},
        "additionalProperties": False,
        "required": [BUILDS_ON, *(name for name in plain["required"] if name in OWN)],
    }
    choice = {
        "type": "object",
        "if": {"required": [BUILDS_ON]},
        "then": {"$ref": "#/$defs/BuiltStudySpec"},
        "else": {"$ref": "#/$defs/StudySpec"},
        "$defs": {**forms, "StudySpec": plain, "BuiltStudySpec": built},
    }
    return editor_schema(choice, "Study", "A study of pathways, see docs/simulation.md")
