"""What the file of a definition says of a state, and which of its ways lead to which element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pathways.definition.linked import DONE, LinkedPathway
from pathways.diagram.names import Names, join_of


@dataclass(frozen=True)
class Written:
    """A state as its file has it, and its ways by where they stand in it, each with the element it leads to."""

    plain: Mapping[str, Any]
    ways: tuple[tuple[tuple[Any, ...], str], ...]


def definition_written(pathway: LinkedPathway, ids: Mapping[str, str], starts: Sequence[str]) -> Mapping[str, Any]:
    """Everything of a definition but its states."""
    plain = dict(pathway.origin.document.root.plain)
    del plain["states"]
    names = Names(pathway)
    towards = {}
    for name in plain.get("interrupts", {}):
        interrupt = pathway.interrupts.get(name)
        if interrupt is not None:
            towards[name] = ids[names.entering(interrupt.during[0], interrupt.arrow.to)]
    return {"definition": plain, "starts": list(starts), "interrupts": towards}


def state_written(pathway: LinkedPathway, name: str, ids: Mapping[str, str]) -> Written:
    """A state or a piece without what stands inside it."""
    piece, state = pathway.pieces.get(name), pathway.states.get(name)
    origin = piece.origin if piece is not None else state.origin if state is not None else None
    assert origin is not None
    node = origin.document.node(origin.path)
    plain = {} if node is None else dict(node.plain)
    plain.pop("branches", None)
    names = Names(pathway)
    ways: list[tuple[tuple[Any, ...], str]] = []

    def way(path: tuple[Any, ...], target: str | None) -> None:
        if target is not None and target in ids:
            ways.append((path, ids[target]))

    if piece is not None:
        prefix = name[: len(name) - len(name.rpartition(".")[2])]
        for outcome, to in plain.get("exits", {}).items():
            text = to["then"] if isinstance(to, dict) else to
            way(("exits", outcome), _resolved(pathway, names, piece.states[0], prefix, text))
        return Written(plain, tuple(ways))
    assert state is not None
    for number, branch in enumerate(state.choose):
        way(("choose", number), names.entering(name, branch.arrow.to))
    if state.then is not None:
        way(("then",), names.entering(name, state.then.to))
    if state.after is not None:
        way(("after",), names.entering(name, state.after[1].to))
    return Written(plain, tuple(ways))


def _resolved(pathway: LinkedPathway, names: Names, inner: str, prefix: str, text: str) -> str | None:
    """The node that a name, written in a flow, stands for; None where that is not plain to see."""
    if text == DONE:
        return join_of(prefix.rpartition(".")[0].rpartition(".")[0])
    for full in (prefix + text, text):
        if full in pathway.states:
            return names.node_of(full)
        if full in pathway.pieces:
            return names.node_of(pathway.pieces[full].states[0])
    return None
