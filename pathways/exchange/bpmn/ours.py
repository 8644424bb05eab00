"""What an export of this program wrote into extension elements, read back: each in its shape, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pathways.definition.words import NAME

Shape = Callable[[Any], bool]
_ID: Final = re.compile(NAME)


def read_ours(text: str) -> Mapping[str, Any] | None:
    """What stands there; None where it is damaged."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair cannot be written to a file
        is_ours = isinstance(found, dict) and all(key in _KNOWN and _KNOWN[key](value) for key, value in found.items())
    except (ValueError, RecursionError):
        return None
    if not is_ours or ("state" in found and not found.keys() >= {"shown", "written", "ways"}):
        return None
    return dict(found)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_plain(value: Any, deepest: int = 50) -> bool:
    """Text, or mappings and lists of it, as a definition is."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return deepest > 0 and all(_is_plain(each, deepest - 1) for each in inner)
    return isinstance(value, str) or value is None


def _is_state(value: Any) -> bool:
    if not isinstance(value, dict) or not _is_plain(value):
        return False
    shapes = {"exits": dict, "after": dict, "choose": list}
    branches = value.get("choose", [])
    return all(isinstance(value.get(key, shape()), shape) for key, shape in shapes.items()) and all(
        isinstance(branch, dict) for branch in branches
    )


def _is_definition(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _is_plain(value)
        and isinstance(value.get("pathway"), str)
        and _ID.fullmatch(value["pathway"]) is not None  # it names the file that is written
        and all(isinstance(value.get(key, {}), dict) for key in ("lanes", "attributes", "interrupts"))
        and all(isinstance(interrupt, dict) for interrupt in value.get("interrupts", {}).values())
    )


def _are_ways(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(way, list) and len(way) == 3 and _is_path(way[0]) and _is_text(way[1]) and _is_text(way[2])
        for way in value
    )


def _is_path(value: Any) -> bool:
    """`[then]`, `[after]`, `[exits, outcome]` or `[choose, number]`."""
    match value:
        case ["then"] | ["after"]:
            return True
        case ["exits", outcome]:
            return isinstance(outcome, str)
        case ["choose", int(number)]:
            return number >= 0
    return False


def _is_shown(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _are_targets(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _are_arrows(value: Any) -> bool:
    """The name and the condition of each arrow that has one."""
    return isinstance(value, dict) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair)
        for pair in value.values()
    )


_KNOWN: Final[Mapping[str, Shape]] = {
    "definition": _is_definition, "starts": _are_texts, "state": _is_text, "written": _is_state, "ways": _are_ways,
    "shown": _is_shown, "exits_of": _is_text, "merges_into": _is_text, "leaves_branch": _are_texts,
    "facts": lambda value: isinstance(value, list) and all(isinstance(text, str) for text in value),
    "arrows": _are_arrows, "timer": lambda value: value is True,
    "lane": _is_text, "title": lambda value: isinstance(value, str),
    "interrupts": lambda value: _are_texts(value) or _are_targets(value),
}  # fmt: skip
