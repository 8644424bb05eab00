"""A pathway as plain data to everything the program makes of it: YAML text, documents, the compiled pathway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pathways.definition import link, parse_pathway
from pathways.errors import Place
from pathways.machine import CompiledPathway, compile_pathway
from pathways.source import Document, Node

# str, or mappings and lists of it: what a definition is before it is checked.
Plain = Any


@dataclass(frozen=True, repr=False)
class WrittenPathway:
    """A random pathway as an author would have written it.

    `plain` holds the pathway and the pieces it uses as mappings, lists and text, by id; the first
    is the pathway itself. `str()` is its YAML, which Hypothesis prints when a test fails.
    """

    plain: Mapping[str, Plain]

    @property
    def id(self) -> str:
        return next(iter(self.plain))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The YAML text of every definition by id, the pathway itself first."""
        return {name: to_yaml(plain) for name, plain in self.plain.items()}

    @cached_property
    def compiled(self) -> CompiledPathway:
        """Parsed, linked and compiled. Places in it name the file only: the YAML text is not read for this."""
        library = {name: parse_pathway(to_document(plain, f"{name}.yaml")) for name, plain in self.plain.items()}
        return compile_pathway(link(library[self.id], library))

    def __str__(self) -> str:
        return "\n".join(self.texts.values())

    def __repr__(self) -> str:
        return f"WrittenPathway(\n{self})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What Hypothesis prints when a test fails; it would spell out the fields of a dataclass."""
        printer.text(repr(self))


def to_document(plain: Plain, name: str) -> Document:
    """The document that plain data would be read from, without the cost of writing and reading it as YAML."""
    place = Place(name)

    def node(value: Plain) -> Node:
        if isinstance(value, Mapping):
            return Node({key: node(child) for key, child in value.items()}, place, dict.fromkeys(value, place))
        if isinstance(value, list | tuple):
            return Node([node(child) for child in value], place)
        return Node(value, place)

    return Document(name, "", node(plain))


def to_yaml(plain: Mapping[str, Plain]) -> str:
    """YAML text: one line for each key, state, attribute and interrupt, laid out as authors do."""
    lines = []
    for key, value in plain.items():
        if isinstance(value, Mapping) and value and any(isinstance(child, Mapping) for child in value.values()):
            lines.append(f"{key}:")
            lines += [f"  {name}: {_flow(child)}" for name, child in value.items()]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Plain) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(child)}' for key, child in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value)
