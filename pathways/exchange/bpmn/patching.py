"""One way out of a state, as its definition has it, to the same with another end or title, or to nothing."""

from __future__ import annotations

from typing import Any, Literal

# Where a way stands in its state: `then`, `after`, `exits` and an outcome, `choose` and a number.
Path = tuple[Any, ...]


def change(state: dict[str, Any], path: Path, part: Literal["then", "title"], text: str) -> None:
    """Let a way lead elsewhere, or have another title."""
    if path[0] == "choose":
        branches = [dict(branch) for branch in state.get("choose", [])]
        if path[1] < len(branches):
            is_default = part == "then" and "otherwise" in branches[path[1]]
            branches[path[1]]["otherwise" if is_default else part] = text
        state["choose"] = branches
        return
    if path[0] in ("after", "exits"):
        inner = dict(state.get(path[0], {}))
        key = path[1] if len(path) > 1 else next(iter(inner), "")
        if key in inner:
            inner[key] = _patched(inner[key], part, text)
        state[path[0]] = inner
        return
    state["then"] = _patched(state.get("then"), part, text)


def _patched(arrow: Any, part: Literal["then", "title"], text: str) -> Any:
    known = arrow if isinstance(arrow, dict) else {"then": arrow}
    made = {**known, part: text}
    return made["then"] if list(made) == ["then"] else made


def drop(state: dict[str, Any], path: Path) -> None:
    if path[0] == "choose":
        state["choose"] = [branch for i, branch in enumerate(state.get("choose", [])) if i != path[1]]
    elif path[0] == "exits":
        state["exits"] = {key: value for key, value in state.get("exits", {}).items() if key != path[1]}
    else:
        state.pop(path[0], None)
