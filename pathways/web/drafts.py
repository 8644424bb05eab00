"""Text that somebody is typing, kept in memory until it is saved or thrown away; and what those replaced."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Final

_MOST: Final = 20  # saves that can be undone, and texts that can be brought back, for each file


@dataclass(frozen=True)
class Draft:
    """`text` as typed; `mark` tells the file as it was when typing began.

    `tab` tells where it was typed, and `number` is another one each time that anything is typed.
    """

    text: str
    mark: str
    tab: str = ""
    number: int = 0


@dataclass
class Drafts:
    """By file: what is typed, what was thrown away, what saves of these pages replaced, and what is to be said once."""

    _typed: dict[Path, Draft] = field(default_factory=dict)
    _thrown: dict[Path, list[tuple[Draft, str]]] = field(default_factory=dict)
    _before: dict[Path, list[tuple[str, bytes]]] = field(default_factory=dict)
    _says: dict[Path, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def get(self, path: Path) -> Draft | None:
        return self._typed.get(path)

    def all(self) -> list[tuple[Path, Draft]]:
        with self._lock:
            return sorted(self._typed.items())

    def keep(self, path: Path, draft: Draft, began: str | None = None) -> bool:
        """Let this be what is typed.

        False, and nothing is kept, where something else was typed in another tab since the text with the number
        `began`.
        """
        with self._lock:
            now = self._typed.get(path)
            if (
                began is not None
                and now is not None
                and now.tab != draft.tab
                and str(now.number) != began
                and now.text != draft.text
            ):
                return False
            self._typed[path] = replace(draft, number=next(self._numbers))
            return True

    def drop(self, path: Path) -> None:
        with self._lock:
            self._typed.pop(path, None)

    def throw_away(self, path: Path, what: str = "what was thrown away") -> None:
        """Drop what is typed, but so that it can be brought back; `what` says later which text that is."""
        with self._lock:
            self._throw(path, self._typed.pop(path, None), what)

    def put_aside(self, path: Path, draft: Draft, what: str) -> None:
        """Let a text be brought back that is not kept."""
        with self._lock:
            self._throw(path, draft, what)

    def _throw(self, path: Path, draft: Draft | None, what: str) -> None:
        if draft is not None:
            self._thrown.setdefault(path, []).append((draft, f"{what} at {time.strftime('%H:%M')}"))
            del self._thrown[path][:-_MOST]

    def thrown(self, path: Path) -> str:
        """Which text would be brought back; empty if there is none."""
        kept = self._thrown.get(path)
        return kept[-1][1] if kept else ""

    def bring_back(self, path: Path) -> None:
        """Let what was thrown away last be what is typed; what is typed now can be brought back in its turn."""
        with self._lock:
            if self._thrown.get(path):
                draft, _ = self._thrown[path].pop()
                self._throw(path, self._typed.get(path), "what this took the place of")
                self._typed[path] = replace(draft, number=next(self._numbers))

    def saved(self, path: Path, mark: str, replaced: bytes, text: str) -> None:
        """A save of `text` has left the file with `mark`, and `replaced` is what stood there."""
        with self._lock:
            self._before.setdefault(path, []).append((mark, replaced))
            del self._before[path][:-_MOST]
            typed = self._typed.pop(path, None)
            if typed is not None and typed.text != text:
                self._throw(path, typed, "what was typed in another tab")

    def last(self, path: Path) -> tuple[str, bytes] | None:
        """The mark that the last save left, and what it replaced."""
        kept = self._before.get(path)
        return kept[-1] if kept else None

    def undone(self, path: Path, draft: Draft) -> None:
        """The last save has been undone, and `draft` is what it had saved."""
        with self._lock:
            self._before[path].pop()
            self._throw(path, draft, "the save that was undone")

    def say(self, path: Path, words: str) -> None:
        """Let the editor say something when it is shown next, and only then."""
        with self._lock:
            self._says[path] = words

    def said(self, path: Path) -> str:
        with self._lock:
            return self._says.pop(path, "")
