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
    """By file: what is typed, what was thrown away last, and what saves of these pages replaced."""

    _typed: dict[Path, Draft] = field(default_factory=dict)
    _thrown: dict[Path, Draft] = field(default_factory=dict)
    _before: dict[Path, list[tuple[str, bytes]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, path: Path) -> Draft | None:
        return self._typed.get(path)

    def all(self) -> list[tuple[Path, Draft]]:
        with self._lock:
            return sorted(self._typed.items())

    def keep(self, path: Path, draft: Draft) -> None:
        with self._lock:
            self._typed[path] = draft

    def drop(self, path: Path) -> None:
        with self._lock:
            self._typed.pop(path, None)

    def throw_away(self, path: Path) -> None:
        """Drop what is typed, but so that it can be brought back."""
        with self._lock:
            if path in self._typed:
                self._thrown[path] = self._typed.pop(path)

    def thrown(self, path: Path) -> Draft | None:
        return self._thrown.get(path)

    def bring_back(self, path: Path) -> None:
        """Let what was thrown away be what is typed again."""
        with self._lock:
            if path in self._thrown:
                self._typed[path] = self._thrown.pop(path)

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
