"""State names to the names of the nodes that show them.

A state inside a piece is shown by the piece's box. A parallel state is entered at its fork and left at its join.
"""

from __future__ import annotations

from typing import Final

from pathways.definition.linked import DONE, LinkedPathway, Piece

# Endings and beginnings that no state's name can have: those hold neither spaces nor capitals.
JOIN: Final = " join"
START: Final = "Start "
EVENT: Final = "Event "


def join_of(fork: str) -> str:
    return fork + JOIN


class Names:
    def __init__(self, pathway: LinkedPathway, opened: frozenset[str] = frozenset()) -> None:
        self.pathway = pathway
        # The outermost closed piece that a state belongs to: a piece inside it is not to be seen from here.
        self.owner: dict[str, Piece] = {}
        self.opened: list[Piece] = []  # outer ones first
        for piece in sorted(pathway.pieces.values(), key=lambda p: p.name.count(".")):
            if piece.name in opened:
                self.opened.append(piece)
                continue
            for name in piece.states:
                self.owner.setdefault(name, piece)

    def node_of(self, name: str) -> str:
        """The node that shows a state; of a parallel state, its fork."""
        piece = self.owner.get(name)
        return name if piece is None else piece.name

    def beginning(self, start: str) -> str:
        """The node where a start begins: the head of the outermost opened piece that begins there, if there is one."""
        return next((piece.name for piece in self.opened if piece.entry == start), self.node_of(start))

    def below(self, piece: Piece) -> str:
        """The node that the head of an opened piece leads to: its first state, or the head of a piece opened there."""
        inner = (p.name for p in self.opened if p.entry == piece.entry and p.name.startswith(f"{piece.name}."))
        return next(inner, self.node_of(piece.entry))

    def leaving(self, name: str) -> str:
        """The node that a state's arrows leave from."""
        node = self.node_of(name)
        return join_of(node) if node == name and self.pathway.states[name].kind == "parallel" else node

    def entering(self, source: str, to: str) -> str:
        """The node that an arrow from `source` to a state, or to `done`, leads to."""
        if to != DONE:
            heads = (piece.name for piece in self.opened if to == piece.entry and source not in piece.states)
            return next(heads, self.node_of(to))
        parallel = self.pathway.regions[self.pathway.states[source].region].parallel
        if parallel is None:
            raise ValueError(f"'{source}' stands in no branch that could be done")
        return join_of(parallel) if parallel not in self.owner else self.node_of(parallel)
