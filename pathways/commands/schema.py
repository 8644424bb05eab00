"""The languages of definitions, policies and studies as JSON Schema, for editors that complete while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pathways.commands.write import write_file

What = Literal["pathway", "policy", "study"]


def schema(what: What = "pathway") -> str:
    """JSON Schema of a pathway, policy or study file as text; the kinds of a policy's rules are those installed."""
    if what == "study":
        from pathways.simulation.language.schema import study_schema

        return _text(study_schema())
    if what == "policy":
        from pathways.rules.schema import policy_schema
        from pathways.workspace import installed_kinds

        return _text(policy_schema(installed_kinds()))
    from pathways.definition import json_schema

    return _text(json_schema())


def write_schema(to: Path, what: What = "pathway") -> bool:
    """Write the schema to a file; False where it was there already."""
    return write_file(to, schema(what))


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
