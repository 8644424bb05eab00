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
    def __init__(self, pathway: LinkedPathway) -> None:
        self.pathway = pathway
        # The outermost piece that a state belongs to: a piece inside a piece is not to be seen from here.
        self.owner: dict[str, Piece] = {}
        for piece in sorted(pathway.pieces.values(), key=lambda p: p.name.count(".")):
            for name in piece.states:
                self.owner.setdefault(name, piece)

    def node_of(self, name: str) -> str:
        """The node that shows a state; of a parallel state, its fork."""
        piece = self.owner.get(name)
        return name if piece is None else piece.name

    def leaving(self, name: str) -> str:
        """The node that a state's arrows leave from."""
        node = self.node_of(name)
        return join_of(node) if node == name and self.pathway.states[name].kind == "parallel" else node

    def entering(self, source: str, to: str) -> str:
        """The node that an arrow from `source` to a state, or to `done`, leads to."""
        if to != DONE:
            return self.node_of(to)
        parallel = self.pathway.regions[self.pathway.states[source].region].parallel
        if parallel is None:
            raise ValueError(f"'{source}' stands in no branch that could be done")
        return join_of(parallel) if parallel not in self.owner else self.node_of(parallel)
