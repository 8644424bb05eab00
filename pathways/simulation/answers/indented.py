"""A document to JSON text with a line for each row: what holds nothing but plain values is written on one line.

So a result of thousands of figures is a quarter shorter than with a line for each value, and two of them differ in one
line for each figure that does. Keys are sorted.
"""

from __future__ import annotations

import json
from typing import Any, Final

_ROW: Final = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def indented(value: Any, depth: int = 0) -> str:
    """JSON text of lists, of dictionaries with names as keys, and of plain values."""
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    if not any(isinstance(entry, dict | list | tuple) for entry in entries):
        return _ROW.encode(value)
    inner, outer = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    between = f",{inner}"
    if isinstance(value, dict):
        rows = (f"{_ROW.encode(key)}: {indented(value[key], depth + 1)}" for key in sorted(value))
        return f"{{{inner}{between.join(rows)}{outer}}}"
    return f"[{inner}{between.join(indented(entry, depth + 1) for entry in value)}{outer}]"
