"""The definition language as JSON Schema, for editors that complete and check while one types."""

from __future__ import annotations

import json
from pathlib import Path

from pathways.commands.write import write_file


def schema() -> str:
    """JSON Schema of a pathway file, as text."""
    from pathways.definition import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(to: Path) -> bool:
    """Write the schema to a file; False where it was there already."""
    return write_file(to, schema())
