"""A process as its BPMN file has it: nodes, flows and lanes, with their places, before it means a pathway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pathways.errors import Place


@dataclass
class Node:
    """One flow node. `ours` is what an export of this program says of it; `trigger` what an event waits for,
    `link` the name by which link events know each other; `documentation` has its lines.
    """

    id: str
    tag: str
    name: str
    place: Place
    documentation: tuple[str, ...] = ()
    lane: str | None = None
    trigger: str | None = None
    duration: str | None = None
    host: str | None = None
    is_interrupting: bool = True
    default: str | None = None
    calls: str = ""
    link: str = ""
    ours: Mapping[str, Any] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """What to call it in a message."""
        return f"'{self.name}'" if self.name else f"the {self.tag} '{self.id}'"

    @property
    def note(self) -> str:
        return " ".join(self.documentation)


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    name: str
    place: Place
    condition: str = ""
    documentation: tuple[str, ...] = ()


@dataclass
class Process:
    """`lanes` maps the id of each lane to its title.

    `left_out` and `added` say in words what of the file is not in the definition, and the other way round.
    """

    id: str
    name: str
    place: Place
    documentation: tuple[str, ...] = ()
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)
    ours: Mapping[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
