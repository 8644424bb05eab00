"""What was changed on the page to the text of a study that has it as a scenario."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

Changes = Mapping[str, Any]  # as a scenario writes them: a dotted name to its new value
SCENARIO: Final = "what_if"
_NOTHING: Final[Mapping[str, Any]] = {}
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .%_/-]*")  # needs no quotes in YAML


def study_text(
    name: str, base: str, title: str, changes: Changes, start: str | None = None, asks: Mapping[str, Any] = _NOTHING
) -> str:
    """The file of a study that builds on another and has one scenario.

    Parameters
    ----------
    start : the scenario that the changes come on top of, as `study.scenario`; none where it is the study as it stands.
    asks : what the other study has and would not hand on, such as its measures and what it expects.
    """
    lines = [
        f"# Made by the page of pathways. Builds on {base}: only what is different is written here.",
        f"study: {name}",
        f"builds_on: {base}",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in asks.items()),
        "scenarios:",
        f"  {SCENARIO}:",
    ]
    if start is not None:
        lines.append(f"    builds_on: {start}")
    lines += [f"    {json.dumps(key)}: {_flow(value)}" for key, value in changes.items()]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(str(key))}: {_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(_flow, value)) + "]"
