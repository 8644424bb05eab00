"""A picture before it has a shape: lanes, nodes, arrows and blocks, in reading order and without co-ordinates.

Every format (SVG today) paints this model; nothing here knows about the definition language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["start", "task", "wait", "panel", "decision", "piece", "end", "fork", "join", "opened", "event"]
EdgeKind = Literal["normal", "default", "timeout", "interrupt", "back"]


@dataclass(frozen=True)
class Lane:
    """One column group: a team."""

    id: str
    title: str


@dataclass(frozen=True)
class Node:
    """One shape.

    `fork` and `join` are the upper and lower edge of a block, `opened` the upper edge of a piece that is opened in
    place; `event` is something that may happen
    in many states and has no box to leave from. `notes` are small lines under the title (a target);
    `figures` are bold small lines below those (what a study found);
    `limit` is a small line with a clock (how long at most); `badge` a short mark at the corner;
    `where` the nodes in which an event may happen.
    """

    id: str
    kind: NodeKind
    title: str
    lane: str
    notes: tuple[str, ...] = ()
    limit: str | None = None
    is_start: bool = False
    on_default_route: bool = False
    block: str | None = None
    branch: int | None = None
    badge: str | None = None
    where: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def is_head(self) -> bool:
        """Whether it is the upper edge of a block, as wide as that."""
        return self.kind in ("fork", "opened")

    @property
    def is_bar(self) -> bool:
        return self.is_head or self.kind == "join"


@dataclass(frozen=True)
class Edge:
    """One arrow. `returns` says that it leads back to something that was already passed;
    `otherwise` that it is what a decision does when no other branch fits."""

    id: int
    source: str
    target: str
    kind: EdgeKind = "normal"
    label: str = ""
    returns: bool = False
    otherwise: bool = False


@dataclass(frozen=True)
class Block:
    """Branches side by side, between a fork and a join. `members` are all nodes inside, nested ones too.

    Or a piece opened in place, below its head (`fork`): it has no `join`, and arrows may leave it anywhere.
    """

    id: str
    fork: str
    join: str
    members: tuple[str, ...]
    parent: str | None = None

    @property
    def is_piece(self) -> bool:
        return not self.join


@dataclass(frozen=True)
class Diagram:
    """Everything to be drawn. Order is reading order everywhere."""

    id: str
    title: str
    subtitle: str
    note: str
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    blocks: tuple[Block, ...] = ()

    @property
    def opened(self) -> frozenset[str]:
        """The pieces whose states are shown in place."""
        return frozenset(node.id for node in self.nodes if node.kind == "opened")
