"""A placement to the grid that routes run on: where nodes and frames are, and what an arrow may pass through.

It has two lines for each column and row: even lines run between nodes, odd lines through their middles.
"""

from __future__ import annotations

from typing import Final

from pathways.diagram.layout import Placement
from pathways.diagram.model import Diagram, Edge

Point = tuple[int, int]
RIGHT, DOWN, LEFT, UP = range(4)
STEPS: Final = ((1, 0), (0, 1), (-1, 0), (0, -1))


class Grid:
    """A point (x, y) of it has the number `x * height + y`."""

    def __init__(self, diagram: Diagram, placement: Placement) -> None:
        self.diagram = diagram
        self.cells = placement.cells
        self.width = 2 * len(placement.columns) + 1
        self.height = 2 * placement.rows + 1
        self.nodes = {node.id: node for node in diagram.nodes}
        self.blocks = {block.id: block for block in diagram.blocks}
        self.node_at = {
            x * self.height + 2 * cell.row + 1: name
            for name, cell in self.cells.items()
            for x in range(2 * cell.first + 1, 2 * cell.last + 2)
        }
        self.frames = {
            block.id: (2 * fork.first, 2 * fork.last + 2, 2 * fork.row + 1, 2 * join.row + 1)
            for block in diagram.blocks
            for fork, join in [placement.frame(block)]
        }
        self.sides_of_frames = {x for left, right, _, _ in self.frames.values() for x in (left, right)}
        self.lower_sides = {  # of opened pieces: nothing runs along them
            (2 * end.row + 1, x) for end in placement.ends.values() for x in range(2 * end.first, 2 * end.last + 2)
        }
        self.contexts = [self.context(edge) for edge in diagram.edges]
        self.closed: dict[tuple[str | None, frozenset[str]], bytearray] = {}

    @property
    def size(self) -> int:
        return self.width * self.height

    def branches_off(self, edge: Edge) -> bool:
        """Whether an arrow leads into a branch of a block, or into an opened piece."""
        return self.nodes[edge.source].is_head and edge.kind != "interrupt"

    def context(self, edge: Edge) -> str | None:
        """The innermost block that an arrow must stay in."""
        inside = self.blocks_of(edge.source, "fork" if edge.kind != "interrupt" else "")
        into = self.blocks_of(edge.target, "join")
        return next((name for name in inside if name in into), None)

    def blocks_of(self, name: str, own: str) -> list[str]:
        node = self.nodes[name]
        kind = "fork" if node.is_head else node.kind
        chain = [b.id for b in self.diagram.blocks if kind == own and name in (b.fork, b.join)]
        block = node.block
        while block is not None:
            chain.append(block)
            block = self.blocks[block].parent
        return chain

    def left_pieces(self, edge: Edge) -> frozenset[str]:
        """The opened pieces whose frame an arrow crosses, from inside or from outside."""
        if not self.lower_sides:
            return frozenset()
        inside = {*self.blocks_of(edge.source, "fork"), *self.blocks_of(edge.target, "")}
        return frozenset(name for name in inside if self.blocks[name].is_piece)

    def forbidden(self, context: str | None, crossed: frozenset[str] = frozenset()) -> bytearray:
        """For every point of the grid, whether an arrow of this context must not be there."""
        if (context, crossed) in self.closed:
            return self.closed[context, crossed]
        closed = bytearray(self.width * self.height)
        if context is not None:
            left, right, top, bottom = self.frames[context]
            for x in range(self.width):
                for y in range(self.height):
                    if not (left <= x <= right and top <= y <= bottom):
                        closed[x * self.height + y] = 1
        around: list[str] = []
        block = context
        while block is not None:
            around.append(block)
            block = self.blocks[block].parent
        for name, (left, right, top, bottom) in self.frames.items():
            if name not in around and name not in crossed:
                for x in range(left + 1, right):
                    closed[x * self.height + top : x * self.height + bottom + 1] = b"\x01" * (bottom + 1 - top)
        for place in self.node_at:
            closed[place] = 1
        self.closed[context, crossed] = closed
        return closed

    def may_leave(self, edge: Edge, x: int, first: int, last: int, d: int) -> bool:
        """A fork is left downwards (an interrupt: sideways), a join downwards or at its ends."""
        if d == UP:
            return False
        if d == DOWN:
            return edge.kind != "interrupt"
        if self.branches_off(edge):
            return False
        return x == (2 * last + 1 if d == RIGHT else 2 * first + 1)

    def may_enter(self, edge: Edge, x: int, first: int, last: int, d: int) -> bool:
        if d == DOWN:
            return True
        if self.nodes[edge.target].kind == "join":
            return False
        if first == last:
            return True
        if d == UP:
            return False
        return x == (2 * first + 1 if d == RIGHT else 2 * last + 1)
