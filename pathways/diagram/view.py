"""How a pathway is to be seen: which way its lanes run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """The plain view is the one that `diagrams/` holds."""

    landscape: bool = False

    @property
    def is_plain(self) -> bool:
        return self == View()

    @property
    def name(self) -> str:
        """What sets the files of this view apart from those of the plain one."""
        return ".landscape" if self.landscape else ""
