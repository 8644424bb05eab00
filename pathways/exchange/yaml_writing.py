"""A definition as plain data to YAML, laid out as authors do: a block for each state, short things on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.%-]*( [A-Za-z0-9_.%()-]+)*", re.ASCII)
_WIDE: Final = 110


def write_yaml(definition: Mapping[str, Any]) -> str:
    return "\n".join(_block(definition, 0)) + "\n"


def _block(value: Mapping[str, Any], depth: int) -> list[str]:
    lines = []
    pad = "  " * depth
    for key, inner in value.items():
        head = f"{pad}{_scalar(key)}:"
        short = _flow(inner)
        named = depth == 0 and key in ("states", "attributes", "interrupts", "targets", "lanes")
        if isinstance(inner, Mapping) and inner and (named or len(head) + len(short) > _WIDE or key == "branches"):
            lines += [head, *_block(inner, depth + 1)]
        elif isinstance(inner, list) and inner and (len(head) + len(short) > _WIDE or key in ("choose", "departures")):
            lines += [head, *(f"{pad}  - {_flow(item)}" for item in inner)]
        else:
            lines.append(f"{head} {short}")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_scalar(key)}: {_flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar("" if value is None else str(value))


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    # What JSON writes in double quotes YAML reads so, too.
    return json.dumps(text, ensure_ascii=False)
