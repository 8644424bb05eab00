"""YAML events to a positioned tree of plain text, refusing what a definition has no use for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pathways.errors import Place

Key = str | int


@dataclass(frozen=True)
class Node:
    """A value and where it stands. `value` is text, a mapping of nodes or a sequence of nodes."""

    value: str | Mapping[str, Node] | Sequence[Node] | None
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)

    @property
    def plain(self) -> Any:
        """The value without places: `str`, `None`, `dict` and `list` only."""
        if isinstance(self.value, str) or self.value is None:
            return self.value
        if isinstance(self.value, Mapping):
            return {key: node.plain for key, node in self.value.items()}
        return [node.plain for node in self.value]


@dataclass(frozen=True)
class Document:
    """One file: its name, its text and its tree."""

    name: str
    text: str
    root: Node

    def place(self, path: Sequence[Key], *, key: bool = False) -> Place:
        """Where the value at `path` stands (with `key`, where its key stands); the nearest parent when it is absent."""
        node, place = self.root, self.root.place
        for step in path:
            children = node.value
            if isinstance(children, Mapping) and step in children:
                place = node.keys[str(step)]
                node = children[str(step)]
            elif not isinstance(children, str | Mapping) and children is not None and isinstance(step, int) and step < len(children):
                node = children[step]
                place = node.place
            else:
                return place
        return place if key else node.place


def read_document(text: str, name: str) -> Document:
    """Read one YAML file.

    Raises
    ------
    DefinitionError
        With every fault that the text itself has: too large, too deep, not YAML, anchors, aliases,
        tags, duplicate keys, characters that cannot be seen.
    """
    raise NotImplementedError
