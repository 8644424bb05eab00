"""Lanes to columns: one for each, and more where branches of one block, or many states, share a lane."""

from __future__ import annotations

from typing import Final

from pathways.diagram.model import Block, Diagram
from pathways.diagram.style import Sizes

COLUMN: Final = 65.0  # more columns than so wide would leave less room than a word needs


def most_columns(sizes: Sizes) -> int:
    """Columns at most, but that every lane has one: seven on an upright page."""
    return int(sizes.width // COLUMN)


def gap_between(columns: int, page: float) -> float:
    """Points between two neighbouring columns of nodes, before any arrow runs there."""
    return max(14.0, min(70.0, page / max(columns, 1) * 0.27 - 1.5))


class LaneColumns:
    """The columns of a drawing, by the lane of each, and where the members of its blocks stand among them."""

    def __init__(self, diagram: Diagram, sizes: Sizes) -> None:
        self.nodes = {node.id: node for node in diagram.nodes}
        self.blocks = {block.id: block for block in diagram.blocks}
        self.count = _columns_per_lane(diagram, sizes)
        self.all: list[str] = []
        self.first: dict[str, int] = {}
        for lane in diagram.lanes:
            self.first[lane.id] = len(self.all)
            self.all += [lane.id] * self.count[lane.id]
        self.fixed = {name: column for block in diagram.blocks for name, column in self.columns_in(block).items()}
        self.spans = {block.id: self.span(block) for block in diagram.blocks}

    def of(self, lane: str) -> range:
        return range(self.first[lane], self.first[lane] + self.count[lane])

    def columns_in(self, block: Block) -> dict[str, int]:
        """The columns of a block's own members: branches that share a lane stand side by side in it if they can."""
        branches: dict[str, list[int]] = {}
        chosen: dict[str, int] = {}
        for name in block.members:
            node = self.nodes[name]
            if node.block != block.id or node.is_bar or block.is_piece:
                continue
            known = branches.setdefault(node.lane, [])
            if node.branch is not None and node.branch not in known:
                known.append(node.branch)
            turn = known.index(node.branch) if node.branch is not None else 0
            chosen[name] = self.first[node.lane] + turn % self.count[node.lane]
        return chosen

    def span(self, block: Block) -> tuple[int, int]:
        """The first and the last column of a block."""
        columns: list[int] = []
        for name in block.members:
            if name in self.fixed:
                columns.append(self.fixed[name])
            elif self.is_within_piece(name):
                columns += self.of(self.nodes[name].lane)
        around = self.of(self.nodes[block.fork].lane)
        own = around[-1] if around[-1] < min(columns, default=around[0]) else around[0]
        return min([own, *columns]), max([own, *columns])

    def is_within_piece(self, name: str) -> bool:
        around = self.nodes[name].block
        return around is not None and self.blocks[around].is_piece


def _columns_per_lane(diagram: Diagram, sizes: Sizes) -> dict[str, int]:
    """One column for each lane, and more where branches of one block, or many states, share a lane."""
    count = {lane.id: 1 for lane in diagram.lanes}
    lane_of = {node.id: node for node in diagram.nodes}
    pieces = {block.id for block in diagram.blocks if block.is_piece}
    wanted: list[tuple[int, int, int, str]] = []
    for position, lane in enumerate(diagram.lanes):
        own = [node for node in diagram.nodes if node.lane == lane.id and not node.is_bar]
        beside = 0
        for block in diagram.blocks:
            members = [lane_of[name] for name in block.members if lane_of[name].block == block.id]
            beside = max(
                beside, len({n.branch for n in members if n.lane == lane.id and not n.is_bar and not block.is_piece})
            )
        aside = sum(not node.on_default_route for node in own if node.block is None or node.block in pieces)
        if beside > 1:
            wanted.append((0, -beside, position, lane.id))
        if aside >= 2 or (aside and len(diagram.lanes) <= 2):
            wanted.append((1, -aside, position, lane.id))
    spare = most_columns(sizes) - len(diagram.lanes)
    for first, amount, _, name in sorted(wanted):
        more = min(spare, -amount - 1 if first == 0 else 1, 2 if first == 0 else 1)
        if count[name] == 1 and more > 0:
            count[name] += more
            spare -= more
    return count
