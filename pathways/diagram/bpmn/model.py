"""A pathway in the words of BPMN, before it has a shape: elements, flows and lanes in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pathways.diagram.bpmn.facts import About

Tag = Literal[
    "startEvent", "endEvent", "intermediateCatchEvent", "task", "userTask", "receiveTask", "callActivity",
    "exclusiveGateway", "parallelGateway", "boundaryEvent",
]  # fmt: skip
Trigger = Literal["timer", "message", "conditional"]
ACTIVITIES = ("task", "userTask", "receiveTask", "callActivity")


@dataclass(frozen=True)
class Element:
    """One flow node.

    `host` is the activity on whose border a boundary event sits; `trigger` what an event waits for, in words
    `waits_for`; `calls` the process that a call activity stands for; `written` what the definition says, for the
    extension element.
    """

    id: str
    tag: Tag
    name: str
    lane: str
    about: About = field(default_factory=About)
    trigger: Trigger | None = None
    waits_for: str = ""
    host: str | None = None
    calls: str | None = None
    default: str | None = None
    written: Mapping[str, Any] | None = None
    on_default_route: bool = False

    @property
    def is_gateway(self) -> bool:
        return self.tag in ("exclusiveGateway", "parallelGateway")

    @property
    def is_event(self) -> bool:
        return self.tag.endswith("Event")


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` in words."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    is_default_route: bool = False


@dataclass(frozen=True)
class Lane:
    id: str
    title: str
    written: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    id: str
    title: str
    about: About
    lanes: tuple[Lane, ...]
    elements: tuple[Element, ...]
    flows: tuple[Flow, ...]
    written: Mapping[str, Any]
