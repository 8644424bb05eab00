"""What a YAML file becomes: a tree of plain text that knows where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pathways.errors import Finding, Place

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

    def child(self, step: Key) -> Node | None:
        """The node one step down; None if there is none."""
        if isinstance(self.value, Mapping):
            return self.value.get(step) if isinstance(step, str) else None
        if isinstance(self.value, str) or self.value is None or not isinstance(step, int):
            return None
        return self.value[step] if 0 <= step < len(self.value) else None


@dataclass(frozen=True)
class Document:
    """One file: its name, its text, its tree, and what in the text is allowed but seldom meant."""

    name: str
    text: str
    root: Node
    warnings: tuple[Finding, ...] = ()

    def place(self, path: Sequence[Key], *, key: bool = False) -> Place:
        """Where the value at `path` stands (with `key`, where its key stands).

        When the path leads nowhere, the nearest parent: its name for a mapping (the entry that lacks
        something), else the value itself.
        """
        node, name = self.root, self.root.place
        for step in path:
            child = node.child(step)
            if child is None:
                return name if key or not isinstance(node.value, str) else node.place
            name = node.keys[step] if isinstance(step, str) else child.place
            node = child
        return name if key else node.place

    def part(self, path: Sequence[Key], start: int, end: int) -> Place:
        """Where the characters `start` to `end` (counted from 0) of the text at `path` stand.

        Line breaks of YAML are folded in a text, so its visible characters are counted off in the file. Where they
        are not found there one for one (escapes in quotation marks), the place of the whole text.
        """
        place, node = self.place(path), self.node(path)
        if node is None or not isinstance(node.value, str):
            return place
        wanted = [character for character in node.value[:end] if not character.isspace()]
        first = sum(not character.isspace() for character in node.value[:start])
        lines = self.text.split("\n")
        line, column = place.line - 1, place.column - 1
        if line >= len(lines) or not wanted or first >= len(wanted):
            return place
        if lines[line][column : column + 1] in (">", "|"):  # the text begins on the next line
            line, column = line + 1, 0
        elif lines[line][column : column + 1] in ("'", '"'):
            column += 1
        found: list[tuple[int, int]] = []
        while len(found) < len(wanted) and line < len(lines):
            if column >= len(lines[line]):
                line, column = line + 1, 0
                continue
            character = lines[line][column]
            if not character.isspace():
                if character != wanted[len(found)]:
                    return place
                found.append((line, column))
            column += 1
        if len(found) < len(wanted):
            return place
        (line, column), (last_line, last) = found[first], found[-1]
        width = last - column + 1 if last_line == line else len(lines[line].rstrip()) - column
        return Place(place.file, line + 1, column + 1, lines[line], width)

    def node(self, path: Sequence[Key]) -> Node | None:
        """The node at `path`; None if the path leads nowhere."""
        node: Node | None = self.root
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node
