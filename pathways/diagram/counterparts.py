"""Two versions of a pathway with their diagrams, and which state is which, to which node is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pathways.definition.linked import LinkedPathway
from pathways.diagram.model import Diagram, Node
from pathways.diagram.names import EVENT, JOIN, START, Names, join_of


@dataclass(frozen=True)
class Counterparts:
    """The nodes of the new diagram by those of the old.

    Parameters
    ----------
    states
        The new name of each old state, ends among them.
    nodes
        The new node of each old one; a used piece that holds several of them is the node of each.
    gathered
        By a used piece of the new diagram, the old nodes that it holds now.
    opened
        By a used piece of the old diagram, the new nodes that show what it held.
    hushed
        Old nodes without a node of their own now, though nothing is gone: an interrupt drawn another way.
    interrupts
        The new name of each old interrupt.
    """

    states: Mapping[str, str]
    nodes: Mapping[str, str]
    gathered: Mapping[str, tuple[str, ...]]
    opened: Mapping[str, tuple[str, ...]]
    hushed: frozenset[str]
    interrupts: Mapping[str, str]


def counterparts(
    old: LinkedPathway,
    new: LinkedPathway,
    before: Diagram,
    now: Diagram,
    states: Mapping[str, str],
    interrupts: Mapping[str, str],
) -> Counterparts:
    """Match nodes, given the new name of each old state (ends left out) and of each old interrupt."""
    whole = _whole(old, new)
    matched = {**(whole.pairs(old.states, new.states) if whole else states), **_ends(old, new)}
    events = whole.pairs(old.interrupts, new.interrupts) if whole else dict(interrupts)
    names = Names(new, now.opened)
    shown = {node.id: node for node in now.nodes}
    nodes: dict[str, str] = {}
    opened: dict[str, tuple[str, ...]] = {}
    hushed: set[str] = set()
    for node in before.nodes:
        if node.kind in ("join", "start"):
            continue
        if node.kind == "event":
            name = events.get(node.id.removeprefix(EVENT))
            if f"{EVENT}{name}" in shown:
                nodes[node.id] = f"{EVENT}{name}"
            elif name is not None:
                hushed.add(node.id)
            continue
        if node.kind == "opened":
            there = node.id if whole is None else whole.piece(node.id)
            if there in now.opened:
                nodes[node.id] = there
        elif node.kind == "piece":
            held = [names.node_of(matched[s]) for s in old.pieces[node.id].states if s in matched]
            places = tuple(place for place in dict.fromkeys(held) if place in shown)
            if whole is None and _is_piece(shown, node.id):
                nodes[node.id] = node.id
            elif len(places) == 1 and _is_piece(shown, places[0]):
                nodes[node.id] = places[0]
            elif places:
                opened[node.id] = places
        elif node.id in matched and names.node_of(matched[node.id]) in shown:
            nodes[node.id] = names.node_of(matched[node.id])
    for node in before.nodes:
        if node.kind == "join" and (fork := nodes.get(node.id.removesuffix(JOIN))) is not None:
            nodes[node.id] = join_of(fork) if join_of(fork) in shown else fork
    nodes |= _doors(before, now, nodes)
    gathered: dict[str, tuple[str, ...]] = {}
    for node in before.nodes:
        place = nodes.get(node.id, "")
        if node.kind not in ("piece", "join", "start", "event") and _is_piece(shown, place):
            gathered[place] = (*gathered.get(place, ()), node.id)
    return Counterparts(matched, nodes, gathered, opened, frozenset(hushed), events)


@dataclass(frozen=True)
class _Whole:
    """One version uses all of the other as a piece: what is inside that piece is what the other has."""

    prefix: str
    in_new: bool

    def piece(self, name: str) -> str:
        """The new name of an old piece."""
        return f"{self.prefix}.{name}" if self.in_new else name.removeprefix(f"{self.prefix}.")

    def pairs(self, old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
        if self.in_new:
            return {name: inner for name in old if (inner := f"{self.prefix}.{name}") in new}
        return {inner: name for name in new if (inner := f"{self.prefix}.{name}") in old}


def _whole(old: LinkedPathway, new: LinkedPathway) -> _Whole | None:
    for piece in new.pieces.values():
        if piece.pathway == old.id and old.id != new.id:
            return _Whole(piece.name, True)
    for piece in old.pieces.values():
        if piece.pathway == new.id and old.id != new.id:
            return _Whole(piece.name, False)
    return None


def _ends(old: LinkedPathway, new: LinkedPathway) -> dict[str, str]:
    """An end of the same name; of those left, the only one with the same outcome."""
    left = {name: s.outcome for name, s in old.states.items() if s.kind == "end"}
    free = {name: s.outcome for name, s in new.states.items() if s.kind == "end"}
    found = {name: name for name in left if name in free}
    for name, outcome in left.items():
        alike = [other for other, its in free.items() if its == outcome and other not in found.values()]
        if name not in found and len(alike) == 1:
            found[name] = alike[0]
    return found


def _doors(before: Diagram, now: Diagram, nodes: Mapping[str, str]) -> dict[str, str]:
    """A start with a shape of its own is the one that leads to the same state, or is that state."""
    doors = {edge.target: edge.source for edge in now.edges if edge.source.startswith(START)}
    found = {}
    for edge in before.edges:
        if edge.source.startswith(START) and edge.target in nodes:
            found[edge.source] = doors.get(nodes[edge.target], nodes[edge.target])
    return found


def _is_piece(shown: Mapping[str, Node], name: str) -> bool:
    return name in shown and shown[name].kind == "piece"
