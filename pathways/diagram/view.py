"""How a pathway is to be seen: which way its lanes run, and which of its pieces are opened in place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathways.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.definition.linked import LinkedPathway


@dataclass(frozen=True)
class View:
    """The plain view is the one that `diagrams/` holds.

    Parameters
    ----------
    landscape
        Lanes as rows, and time runs to the right.
    opened
        Pieces to open: names of `use` states, or ids of the pathways that they use. What they stand in is opened too.
    depth
        Open every piece down to so many levels: 1 for those of the pathway itself.
    """

    landscape: bool = False
    opened: tuple[str, ...] = ()
    depth: int = 0

    @property
    def is_plain(self) -> bool:
        return self == View()

    @property
    def name(self) -> str:
        """What sets the files of this view apart from those of the plain one."""
        return ".open" * bool(self.opened or self.depth) + ".landscape" * self.landscape

    def pieces(self, pathway: LinkedPathway) -> frozenset[str]:
        """The pieces of a pathway that are opened, by their full names.

        Raises
        ------
        PathwaysError
            If one that is to be opened is not there.
        """
        asked = {
            wanted: {p.name for p in pathway.pieces.values() if wanted in (p.name, p.pathway)} for wanted in self.opened
        }
        unknown = [wanted for wanted, found in asked.items() if not found]
        if unknown:
            known = dict.fromkeys(piece.pathway for piece in pathway.pieces.values())
            raise PathwaysError(
                f"'{pathway.id}' has no piece '{unknown[0]}' to open\n    fix: name one of {', '.join(known)}"
                if known
                else f"'{pathway.id}' uses no pieces to open"
            )
        found = {name for names in asked.values() for name in names}
        found |= {piece.name for piece in pathway.pieces.values() if _level(piece.name, pathway) <= self.depth}
        return frozenset(
            piece.name
            for piece in pathway.pieces.values()
            if any(f"{name}.".startswith(f"{piece.name}.") for name in found)
        )

    def of_either(self, old: LinkedPathway, new: LinkedPathway) -> tuple[frozenset[str], frozenset[str]]:
        """The pieces that are opened in each of two versions; one of them must have what is to be opened.

        Raises
        ------
        PathwaysError
            If neither has it.
        """
        for wanted in self.opened:
            if not any(wanted in (p.name, p.pathway) for p in old.pieces.values()):
                replace(self, opened=(wanted,), depth=0).pieces(new)
        first, last = (
            replace(
                self,
                opened=tuple(w for w in self.opened if any(w in (p.name, p.pathway) for p in each.pieces.values())),
            )
            for each in (old, new)
        )
        return first.pieces(old), last.pieces(new)


def _level(name: str, pathway: LinkedPathway) -> int:
    """1 for a piece of the pathway itself, 2 for one inside such a piece."""
    return sum(f"{name}.".startswith(f"{other}.") for other in pathway.pieces)
