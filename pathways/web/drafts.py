"""Text that somebody is typing, kept in memory until it is saved or thrown away; and what saving replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

_MOST: Final = 20  # saves that can be undone, for each file


@dataclass(frozen=True)
class Draft:
    """`text` as typed; `mark` tells the file as it was when typing began."""

    text: str
    mark: str


@dataclass
class Drafts:
    """By file: what is typed, and what saves of these pages replaced."""

    _typed: dict[Path, Draft] = field(default_factory=dict)
    _before: dict[Path, list[tuple[str, bytes]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, path: Path) -> Draft | None:
        return self._typed.get(path)

    def keep(self, path: Path, draft: Draft) -> None:
        with self._lock:
            self._typed[path] = draft

    def drop(self, path: Path) -> None:
        with self._lock:
            self._typed.pop(path, None)

    def saved(self, path: Path, mark: str, replaced: bytes) -> None:
        """A save has left the file with `mark`, and `replaced` is what stood there."""
        with self._lock:
            self._before.setdefault(path, []).append((mark, replaced))
            del self._before[path][:-_MOST]
            self._typed.pop(path, None)

    def last(self, path: Path) -> tuple[str, bytes] | None:
        """The mark that the last save left, and what it replaced."""
        kept = self._before.get(path)
        return kept[-1] if kept else None

    def undone(self, path: Path) -> None:
        with self._lock:
            self._before[path].pop()
