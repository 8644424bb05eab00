"""A diagram to places on a grid: lanes as columns, reading order as rows.

A node goes one row below what leads to it in its own column, or beside it when the hand-over is to
another column, nothing lies between and the arrow's label fits the gap. Everything inside a block
stands between the block's fork and join, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pathways.diagram.lane_columns import LaneColumns, gap_between
from pathways.diagram.model import Block, Diagram, Edge, Node
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, wrap

WIDEST_NODE: Final = 92.0


@dataclass(frozen=True)
class Cell:
    """Where a node stands: a row, and the columns from `first` to `last` (one, except for forks and joins)."""

    row: int
    first: int
    last: int


@dataclass(frozen=True)
class Placement:
    columns: tuple[str, ...]  # the lane of each
    cells: Mapping[str, Cell]
    rows: int
    ends: Mapping[str, Cell] = field(default_factory=dict)  # by opened piece: the row of its frame's lower side

    def frame(self, block: Block) -> tuple[Cell, Cell]:
        """Where the fork and the join of a block stand, or the head and the lower side of an opened piece."""
        return self.cells[block.fork], self.ends[block.id] if block.is_piece else self.cells[block.join]


def place(diagram: Diagram, sizes: Sizes, *, aside: int = 0) -> Placement:
    """Give every node its row and column.

    A state off the default route takes a further column of its lane even where it stands up to `aside` rows
    lower there than it would between two states of the default route.
    """
    placer = _Placer(diagram, sizes, aside)
    for node in placer.order():
        placer.put(node)
        placer.close_pieces()
    rows = 1 + max(cell.row for cell in (*placer.cells.values(), *placer.ends.values()))
    return Placement(tuple(placer.lanes.all), placer.cells, rows, placer.ends)


class _Placer:
    def __init__(self, diagram: Diagram, sizes: Sizes, aside: int) -> None:
        self.diagram = diagram
        self.aside = aside
        self.sizes = sizes
        self.nodes = {node.id: node for node in diagram.nodes}
        ordered = self.order()
        # The last place at which the default route runs through a lane.
        self.last_default = {node.lane: i for i, node in enumerate(ordered) if node.on_default_route}
        self.place_in_order = {node.id: i for i, node in enumerate(ordered)}
        self.blocks = {block.id: block for block in diagram.blocks}
        self.into: dict[str, list[Edge]] = {name: [] for name in self.nodes}
        self.out: dict[str, list[Edge]] = {name: [] for name in self.nodes}
        for edge in diagram.edges:
            if not edge.returns and edge.source != edge.target:
                self.into[edge.target].append(edge)
                self.out[edge.source].append(edge)
        self.lanes = LaneColumns(diagram, sizes)
        self.gap = gap_between(len(self.lanes.all), sizes.width)
        self.cells: dict[str, Cell] = {}
        self.ends: dict[str, Cell] = {}
        self.taken: dict[tuple[int, int], str] = {}
        self.kept: set[tuple[int, int]] = set()  # cells that a straight default arrow passes through
        self.sides: set[tuple[str, int]] = set()  # (node, direction) already used by a sideways hop
        self.open_rows: dict[str, int] = {}  # fork row of blocks not yet closed

    def order(self) -> list[Node]:
        """Reading order, but an end that only one arrow leads to comes right after what leads to it."""
        sources: dict[str, list[str]] = {name: [] for name in self.nodes}
        for edge in self.diagram.edges:
            sources[edge.target].append(edge.source)
        leaves: dict[str, list[Node]] = {}
        for node in self.diagram.nodes:
            if node.kind == "end" and len(sources[node.id]) == 1:
                leaves.setdefault(sources[node.id][0], []).append(node)
        for block in self.diagram.blocks:  # an end outside an opened piece stands below all of that
            if block.is_piece:
                for name in block.members:
                    inside = [leaf for leaf in leaves.get(name, []) if leaf.id in block.members]
                    leaves[name] = inside
        moved = {leaf.id for group in leaves.values() for leaf in group}
        ordered: list[Node] = []
        for node in self.diagram.nodes:
            if node.id not in moved:
                ordered += [node, *leaves.get(node.id, [])]
        return ordered

    # Columns.

    def choices(self, node: Node) -> list[int]:
        if node.id in self.lanes.fixed:
            return [self.lanes.fixed[node.id]]
        columns = self.lanes.of(node.lane)
        return [columns[0]] if node.on_default_route else list(columns)

    # Rows.

    def put(self, node: Node) -> None:
        if node.kind == "join":
            self.put_join(node)
            return
        if node.is_head:
            self.put_fork(node)
            return
        choices = [(self.row_in(node, column), column) for column in self.choices(node)]
        row, column = min(
            choices, key=lambda c: (c[0] + self.aside * self.is_in_the_way(node, c[1]), abs(c[1] - self.pull(node)), c)
        )
        self.set(node, row, column, column)

    def is_in_the_way(self, node: Node, column: int) -> bool:
        """Whether the default route still runs through this column, which is not for this node."""
        return (
            not node.on_default_route
            and column == self.lanes.first[node.lane]
            and self.place_in_order[node.id] < self.last_default.get(node.lane, -1)
        )

    def pull(self, node: Node) -> int:
        """The column a node would like to be near: that of the last thing leading to it."""
        before = [self.cells[e.source] for e in self.into[node.id] if e.source in self.cells]
        return before[-1].first if before else self.lanes.first[node.lane]

    def set(self, node: Node, row: int, first: int, last: int) -> None:
        self.cells[node.id] = Cell(row, first, last)
        for column in range(first, last + 1):
            self.taken[column, row] = node.id
        for edge in self.into[node.id]:
            source = self.cells.get(edge.source)
            if source is not None and source.row == row:
                low, high = sorted((source.first, first))
                if edge.kind == "default":
                    self.kept.update((column, row) for column in range(low + 1, high))
                self.sides.add((edge.source, 1 if first > source.first else -1))
                self.sides.add((node.id, -1 if first > source.first else 1))

    def row_in(self, node: Node, column: int) -> int:
        row = self.open_rows[node.block] + 1 if node.block in self.open_rows else 0
        if node.kind == "event":
            row = max(row, 1 + max((c.row for c in self.cells.values() if c.first <= column <= c.last), default=-1))
            # Beside what was read last in its lane, not far above it where a further column is still empty.
            row = max(row, *(self.cells[n.id].row for n in self.diagram.nodes if self.is_beside(n, node)), 0)
        before = [(e, self.cells[e.source]) for e in self.into[node.id] if e.source in self.cells]
        for edge, cell in before:
            row = max(row, cell.row if self.fits_beside(edge, cell, column) else cell.row + 1)
        while not self.is_free(column, row, node.block) or any(
            cell.row == row and not self.fits_beside(edge, cell, column) for edge, cell in before
        ):
            row += 1
        return row

    def is_beside(self, other: Node, node: Node) -> bool:
        return other.lane == node.lane and not other.is_bar and other.id in self.cells and other.block == node.block

    def is_free(self, column: int, row: int, block: str | None) -> bool:
        if (column, row) in self.taken or (column, row) in self.kept:
            return False
        return all(self.belongs(block, name) or not self.in_frame(name, column, row) for name in self.blocks)

    def belongs(self, block: str | None, outer: str) -> bool:
        while block is not None:
            if block == outer:
                return True
            block = self.blocks[block].parent
        return False

    def in_frame(self, name: str, column: int, row: int) -> bool:
        block = self.blocks[name]
        fork, join = self.cells.get(block.fork), self.ends.get(name) if block.is_piece else self.cells.get(block.join)
        if fork is None or not fork.first <= column <= fork.last:
            return False
        return row >= fork.row and (join is None or row <= join.row)

    def fits_beside(self, edge: Edge, cell: Cell, column: int) -> bool:
        if cell.first != cell.last or column == cell.first or self.nodes[edge.source].is_bar:
            return False
        if edge.kind in ("timeout", "interrupt"):
            return False
        direction = 1 if column > cell.first else -1
        low, high = sorted((cell.first, column))
        between = range(low + 1, high)
        if (edge.source, direction) in self.sides or any(
            (c, cell.row) in self.taken
            or any(
                self.in_frame(b, c, cell.row) for b in self.blocks if not self.belongs(self.nodes[edge.source].block, b)
            )
            for c in between
        ):
            return False
        return len(between) > 0 or label_fits(edge.label, self.gap, self.sizes)

    def put_fork(self, node: Node) -> None:
        first, last = self.lanes.spans[node.id]
        row = self.open_rows[node.block] + 1 if node.block in self.open_rows else 0
        for edge in self.into[node.id]:
            if edge.source in self.cells:
                row = max(row, self.cells[edge.source].row + 1)
        for (column, taken), _ in self.taken.items():
            if first <= column <= last:
                row = max(row, taken + 1)
        self.set(node, row, first, last)
        self.open_rows[node.id] = row

    def close_pieces(self) -> None:
        """End the frames of opened pieces of which everything stands, inner ones first."""
        for block in self.diagram.blocks:
            if block.is_piece and block.id in self.open_rows and all(name in self.cells for name in block.members):
                inner = [self.ends[b.id].row for b in self.diagram.blocks if b.parent == block.id and b.id in self.ends]
                fork = self.cells[block.fork]
                row = 1 + max([fork.row, *inner, *(self.cells[name].row for name in block.members)])
                self.ends[block.id] = Cell(row, fork.first, fork.last)
                self.taken.update({(column, row): block.id for column in range(fork.first, fork.last + 1)})
                del self.open_rows[block.id]

    def put_join(self, node: Node) -> None:
        block = next(b for b in self.diagram.blocks if b.join == node.id)
        fork = self.cells[block.fork]
        inner = [self.ends[name].row for name in block.members if name in self.ends]
        row = 1 + max([fork.row, *inner, *(self.cells[name].row for name in block.members)])
        del self.open_rows[block.id]
        self.set(node, row, fork.first, fork.last)


def label_fits(label: str, gap: float, sizes: Sizes) -> bool:
    """Whether a label can stand above and below a straight arrow that crosses one gap; in landscape, beside it."""
    if sizes.landscape:
        return True
    room = gap - 1.0
    return longest_word(label, sizes.label) <= room and len(wrap(label, sizes.label, room)) <= 2
