"""Text of one YAML file to a `Document`, refusing what a definition has no use for.

Works on the parser's stream of events, so limits hold before anything is built, and every scalar
stays the text that was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pathways.errors import DefinitionError, Finding, Place
from pathways.source import refusals
from pathways.source.plain import hidden_value, plain_faults
from pathways.source.quoting import alias
from pathways.source.refusals import MAX_DEPTH, MAX_NODES
from pathways.source.repeats import Repeat, repeats
from pathways.source.syntax import directives, explain
from pathways.source.text import Lines, character_faults, invisible, refused, size_fault
from pathways.source.tree import Document, Node


def read_document(text: str, name: str, kind: str = "pathway") -> Document:
    """Read one YAML file.

    Parameters
    ----------
    text : str
        The whole file. A leading byte order mark and any style of line ending are accepted.
    name : str
        What to call the file in messages.
    kind : str
        What the file is meant to hold (`pathway`, `policy` or `study`), for messages.

    Raises
    ------
    DefinitionError
        With every fault that the text itself has: too large, too deep, not YAML, anchors, aliases,
        tags, duplicate keys, characters that cannot be seen.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = Lines(name, text)
    too_large = size_fault(lines)
    if too_large is not None:
        raise DefinitionError([too_large])
    findings = character_faults(lines)
    if findings:
        raise DefinitionError(findings)
    builder = _Builder(lines)
    builder.findings += directives(lines)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if not builder.take(event):
                break
    except YAMLError as error:
        builder.stop(error)
    root = builder.root
    errors = [finding for finding in builder.findings if finding.severity == "error"]
    if (root is None or root.value is None) and not errors:
        errors.append(refusals.empty(lines, kind))
    if errors or root is None:
        raise DefinitionError(errors)
    return Document(name, text, root, tuple(builder.findings))


@dataclass
class _Open:
    """A mapping or sequence that has begun and not ended."""

    place: Place
    is_mapping: bool
    is_block: bool = True
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: str | None = None
    key_place: Place | None = None
    repeated: tuple[str, str] | None = None  # a repeated name and its twin, while its value is read
    repeats: list[Repeat] = field(default_factory=list)


class _Builder:
    """Takes events one by one and gathers the tree and the faults."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.findings: list[Finding] = []
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> bool:
        """Take one event; False when there is no point in reading on."""
        if isinstance(event, ScalarEvent):
            place = self._place(event)
            self._refuse_properties(event, place)
            hidden = invisible(event.value) if event.style == '"' else None
            if hidden is not None:  # written as an escape, such as "\u202e"
                self.findings.append(refused(hidden, place))
            is_written = event.end_mark.index > event.start_mark.index
            if not event.style and event.tag is None:
                self.findings += plain_faults(event, self.lines)
            return self._add(Node(event.value if is_written else None, place))
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            place = self._place(event)
            self._refuse_properties(event, place)
            if len(self._open) >= MAX_DEPTH:
                self.findings.append(refusals.too_deep(place))
                return False
            self._open.append(_Open(place, isinstance(event, MappingStartEvent), not event.flow_style))
            return True
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            done = self._close()
            return self._add(Node(done.entries if done.is_mapping else done.items, done.place, done.keys))
        if isinstance(event, AliasEvent):
            place = self._place(event)
            self.findings.append(alias(self.lines, place, str(event.anchor)))
            return self._add(Node("", place))
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.findings.append(
                    refusals.second_document(self.lines.at(event.start_mark.line, event.start_mark.column, 3))
                )
                return False
        return True

    def stop(self, error: YAMLError) -> None:
        """Take the parser's complaint, after which there are no more events."""
        while self._open:
            self._close()
        known = list(self.findings)
        self.findings = explain(error, self.lines, known)

    def _close(self) -> _Open:
        """End what was begun last, and report the names that it holds twice."""
        done = self._open.pop()
        if done.repeats:
            above = self._open[-1] if self._open else None
            header = above.key_place if above is not None and above.is_mapping else None
            in_list = above is not None and not above.is_mapping
            self.findings += repeats(done.repeats, is_block=done.is_block, header=header, in_list=in_list)
        return done

    def _add(self, node: Node) -> bool:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.findings.append(refusals.too_many(node.place))
            return False
        if not self._open:
            self.root = node
            return True
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key_place is None:
            self._open_entry(parent, node)
        else:
            if node.value is None and (hidden := hidden_value(self.lines, parent.key_place)) is not None:
                self.findings.append(hidden)
            if parent.key is not None:
                parent.entries[parent.key] = node if node.value is not None else Node(None, parent.key_place)
                parent.keys[parent.key] = parent.key_place
            elif parent.repeated is not None:
                key, twin = parent.repeated
                parent.repeats.append(Repeat(key, parent.key_place, twin, parent.keys[twin], node))
                parent.repeated = None
            parent.key = parent.key_place = None
        return True

    def _open_entry(self, parent: _Open, node: Node) -> None:
        """Begin an entry. A faulty key is reported and its value dropped."""
        parent.key_place = node.place
        if not isinstance(node.value, str):
            self.findings.append(refusals.not_a_key(node.place))
        elif node.value == "<<":
            self.findings.append(refusals.merge(node.place))
        else:
            twin = _twin(node.value, parent.keys)
            if twin is None:
                parent.key = node.value
            else:
                parent.repeated = (node.value, twin)

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else None
        if not isinstance(event, ScalarEvent | AliasEvent):
            width = None
        return self.lines.at(start.line, start.column, width)

    def _refuse_properties(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.findings.append(refusals.anchor(place, str(event.anchor)))
        if event.tag is not None and event.tag != "!":
            self.findings.append(refusals.tag(place))


def _twin(key: str, keys: dict[str, Place]) -> str | None:
    """An earlier key that reads the same, be it spelt with other code points."""
    if key in keys:
        return key
    if key.isascii():
        return None
    normal = unicodedata.normalize("NFC", key)
    return next((other for other in keys if unicodedata.normalize("NFC", other) == normal), None)
