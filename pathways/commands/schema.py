"""The definition language as JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pathways.commands.write import write_file


def schema(*, policy: bool = False) -> str:
    """JSON Schema of a pathway file as text; of a policy file with `policy`, its kinds those that are installed."""
    if policy:
        from pathways.rules.schema import policy_schema
        from pathways.workspace import installed_kinds

        return _text(policy_schema(installed_kinds()))
    from pathways.definition import json_schema

    return _text(json_schema())


def write_schema(to: Path, *, policy: bool = False) -> bool:
    """Write the schema to a file; False where it was there already."""
    return write_file(to, schema(policy=policy))


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
