"""Two diagrams and which node is which, to one diagram of both: all of the new one, and what is gone of the old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pathways.diagram.counterparts import Counterparts
from pathways.diagram.model import Block, Diagram, Edge, EdgeKind, Lane, Node
from pathways.diagram.names import EVENT, join_of

BEFORE: Final = "Before "  # a beginning that no node's name has
_ASIDE: Final = 1000  # numbers of branches that are gone


@dataclass(frozen=True)
class Union:
    """`gone` are nodes of the union by their old name; `added`, `lost` and `relabelled` numbers of its edges.

    `hidden` are ways that are gone, too, and cannot be drawn, for one of their ends lies in a block now.
    """

    diagram: Diagram
    gone: dict[str, str]
    new: frozenset[str]
    added: frozenset[int]
    lost: frozenset[int]
    relabelled: dict[int, str]  # with the label before
    hidden: tuple[Edge, ...]


def unite(before: Diagram, now: Diagram, match: Counterparts) -> Union:
    """One diagram of two versions. What both have stands as it stands in the new one."""
    return _Uniting(before, now, match).union()


class _Uniting:
    def __init__(self, before: Diagram, now: Diagram, match: Counterparts) -> None:
        self.before, self.now, self.match = before, now, match
        self.nodes = {node.id: node for node in now.nodes}
        self.old = {node.id: node for node in before.nodes}
        self.old_blocks = {block.id: block for block in before.blocks}
        self.forks = {block.fork for block in now.blocks}
        silent = {*match.opened, *match.hushed, *match.nodes}
        missing = [node for node in before.nodes if node.id not in silent]
        # A block of which something lives on is drawn as one box: its branches stand elsewhere now.
        self.whole = {
            b.id for b in before.blocks if b.id not in match.nodes and not any(m in match.nodes for m in b.members)
        }
        lost = [b for b in before.blocks if b.id not in match.nodes and b.id not in self.whole and not b.is_piece]
        flat = {b.join: b.fork for b in lost}
        self.gone = {node.id: f"{BEFORE}{node.id}" for node in missing if node.id not in flat}
        self.gone |= {join: self.gone[fork] for join, fork in flat.items()}
        self.flat = set(flat)

    def union(self) -> Union:
        lanes, lane_of = self.lanes()
        order = [node.id for node in self.now.nodes]
        anchor: str | None = None
        for node in self.before.nodes:
            if node.id in self.match.nodes:
                anchor = self.match.nodes[node.id]
            elif node.id in self.gone and node.id not in self.flat:
                made = self.node(node, lane_of)
                self.nodes[made.id] = made
                order.insert(self.place(order, anchor, made), made.id)
                anchor = made.id
        edges, added, relabelled = self.edges()
        lost, hidden = self.lost(len(edges), edges)
        diagram = replace(
            self.now,
            lanes=lanes,
            nodes=tuple(self.nodes[name] for name in order),
            edges=(*edges, *lost),
            blocks=self.blocks(),
        )
        known = {*self.match.nodes.values(), *(name for held in self.match.opened.values() for name in held)}
        new = frozenset(node.id for node in self.now.nodes if node.id not in known and not self.is_redrawn(node))
        return Union(diagram, self.gone, new, added, frozenset(edge.id for edge in lost), relabelled, hidden)

    def is_redrawn(self, node: Node) -> bool:
        """An interrupt that only got a shape of its own."""
        return node.kind == "event" and node.id.removeprefix(EVENT) in self.match.interrupts.values()

    # Lanes and nodes.

    def lanes(self) -> tuple[tuple[Lane, ...], dict[str, str]]:
        """All lanes, those that are gone after the one that stood before them; and the lane of each old one."""
        known = {lane.id for lane in self.now.lanes}
        titles = {lane.title: lane.id for lane in self.now.lanes}
        lane_of = {lane.id: lane.id if lane.id in known else titles.get(lane.title) for lane in self.before.lanes}
        needed = {self.old[name].lane for name in self.gone if name not in self.flat}
        lanes, at = list(self.now.lanes), 0
        for lane in self.before.lanes:
            there = lane_of[lane.id]
            if there is not None:
                at = 1 + [each.id for each in lanes].index(there)
            elif lane.id in needed:
                lanes.insert(at, Lane(f"{BEFORE}{lane.id}", f"− {lane.title}"))
                at += 1
        fresh = known - set(lane_of.values())
        signed = tuple(replace(lane, title=f"+ {lane.title}") if lane.id in fresh else lane for lane in lanes)
        return signed, {name: there or f"{BEFORE}{name}" for name, there in lane_of.items()}

    def node(self, node: Node, lane_of: dict[str, str]) -> Node:
        """A node that is gone, as it stands in the union."""
        block, branch = self.home(node)
        kind = node.kind
        if kind in ("fork", "join", "opened") and node.id.split(" ")[0] not in self.whole:
            kind = "piece" if kind == "opened" else "task"
        return replace(
            node, id=self.gone[node.id], kind=kind, lane=lane_of[node.lane], block=block, branch=branch,
            on_default_route=False,
        )  # fmt: skip

    def home(self, node: Node) -> tuple[str | None, int | None]:
        """The block and the branch in which a node that is gone is drawn."""
        block, branch = node.block, node.branch
        while block is not None:
            if block in self.whole:
                return self.gone[block], branch
            if (there := self.match.nodes.get(block)) in self.forks:
                for other in self.before.nodes:
                    if (other.block, other.branch) == (block, branch) and other.id in self.match.nodes:
                        beside = self.nodes[self.match.nodes[other.id]]
                        if beside.block == there:
                            return there, beside.branch
                return there, None if branch is None else _ASIDE + branch
            outer = self.old[block]
            block, branch = outer.block, outer.branch
        return None, None

    def place(self, order: Sequence[str], anchor: str | None, node: Node) -> int:
        """Where a node goes: after its anchor, within its own block and no other."""
        at = 0 if anchor is None or anchor not in order else order.index(anchor) + 1
        blocks = {block.id: block for block in (*self.now.blocks, *self.blocks())}
        own: list[str] = []
        home = node.block
        while home is not None and home in blocks:
            own.append(home)
            home = blocks[home].parent
        for block in blocks.values():
            if block.fork not in order or node.id in (block.fork, block.join):
                continue
            first = order.index(block.fork)
            if block.is_piece:
                inside = [order.index(name) for name in block.members if name in order]
                last = 1 + max(inside, default=first)
            elif block.join in order:
                last = order.index(block.join)
            else:
                continue
            if block.id in own:
                at = min(max(at, first + 1), last)
            elif first < at < last + (not block.is_piece):
                at = last + (not block.is_piece)
        return at

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the new diagram with what is gone inside them, and those that are gone with all in them."""
        inside: dict[str, list[str]] = {}
        parents = {block.id: block.parent for block in self.now.blocks}
        made = [node for node in self.nodes.values() if node.id.startswith(BEFORE)]
        for block in self.before.blocks:
            if block.id in self.whole:
                parents[self.gone[block.id]] = self.home(self.old[block.fork])[0]
        for node in made:
            home = node.block
            while home is not None:
                inside.setdefault(home, []).append(node.id)
                home = parents.get(home)
        kept = [replace(b, members=(*b.members, *inside.get(b.id, ()))) for b in self.now.blocks]
        lost = [
            Block(self.gone[b.id], self.gone[b.fork], self.gone.get(b.join, ""), tuple(inside.get(self.gone[b.id], ())),
                  parents[self.gone[b.id]])
            for b in self.before.blocks
            if b.id in self.whole
        ]  # fmt: skip
        return (*lost, *kept)

    # Arrows.

    def end(self, name: str) -> str | None:
        return self.match.nodes.get(name) or self.gone.get(name)

    def edges(self) -> tuple[tuple[Edge, ...], frozenset[int], dict[int, str]]:
        """The arrows of the new diagram: which are new, and which have another label."""
        before: dict[tuple[str | None, str | None, str], Edge] = {}
        whole: set[int] = set()  # old arrows whose ends have a node each, so that labels can be compared
        for edge in self.before.edges:
            before.setdefault((self.end(edge.source), self.end(edge.target), _family(edge)), edge)
            held = {name for group in self.match.gathered.values() for name in group}
            if edge.source not in held and edge.target not in held:
                whole.add(edge.id)
        opened = {name for held in self.match.opened.values() for name in held}
        added, relabelled = set(), {}
        for edge in self.now.edges:
            was = before.get((edge.source, edge.target, _family(edge)))
            if was is not None:
                if was.id in whole and was.label != edge.label:
                    relabelled[edge.id] = was.label
            elif edge.source not in opened and edge.target not in opened and not self.is_event(edge):
                added.add(edge.id)
        return self.now.edges, frozenset(added), relabelled

    def is_event(self, edge: Edge) -> bool:
        """The arrow of an interrupt that was drawn another way before."""
        titles = {self.old[name].title for name in self.match.hushed}
        return edge.label in titles or self.is_redrawn(self.nodes[edge.source])

    def lost(self, first: int, kept: Sequence[Edge]) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
        """The arrows that are gone, and those of them that cannot be drawn; which of them lead back is found anew."""
        there = {(edge.source, edge.target, _family(edge)) for edge in kept}
        redrawn = {n.title for n in self.now.nodes if n.kind == "event"}
        found: dict[tuple[str, str, str], Edge] = {}
        for edge in self.before.edges:
            source, target = self.end(edge.source), self.end(edge.target)
            if source is None or target is None or (source == target and edge.source != edge.target):
                continue
            if edge.kind == "interrupt" and edge.label in redrawn:
                continue
            key = (source, target, _family(edge))
            if key in there:
                continue
            if (other := found.get(key)) is not None:
                labels = dict.fromkeys(label for label in (other.label, edge.label) if label)
                found[key] = replace(other, label=" / ".join(labels))
                continue
            kind: EdgeKind = edge.kind if edge.kind in ("timeout", "interrupt") else "normal"
            found[key] = Edge(0, source, target, kind, edge.label, otherwise=edge.otherwise)
        lost: list[Edge] = []
        for edge in filter(self.can_be_drawn, found.values()):
            returns = edge.source == edge.target or _leads(edge.target, edge.source, (*kept, *lost))
            kind_: EdgeKind = "back" if returns and edge.kind == "normal" else edge.kind
            lost.append(replace(edge, id=first + len(lost), returns=returns, kind=kind_))
        hidden = (edge for edge in found.values() if not self.can_be_drawn(edge))
        return tuple(lost), tuple(replace(edge, id=-number) for number, edge in enumerate(hidden, 1))

    def can_be_drawn(self, edge: Edge) -> bool:
        """Whether an arrow stays within one block, leads from its fork or to its join, or leaves an opened piece."""
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        home = source.block
        while home is not None and home != target.block and self.nodes[home].kind == "opened":
            home = self.nodes[home].block
        if home == target.block:
            return True
        return target.block == source.id or (source.block is not None and target.id == join_of(source.block))


def _family(edge: Edge) -> str:
    return edge.kind if edge.kind in ("timeout", "interrupt") else "flow"


def _leads(first: str, last: str, edges: Sequence[Edge]) -> bool:
    """Whether arrows that do not lead back lead from one node to another."""
    reached, grown = {first}, True
    while grown:
        more = {edge.target for edge in edges if not edge.returns and edge.source in reached} - reached
        reached, grown = reached | more, bool(more)
    return last in reached
