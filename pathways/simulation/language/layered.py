"""A document with differences laid over it: where each value of the outcome is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathways.errors import Place
from pathways.simulation.language.differences import Change
from pathways.source import Document, Key, Node


@dataclass(frozen=True)
class LayeredDocument(Document):
    """What a difference changed is found where the difference is written, everything else in the document below.

    `above` holds the differences, `below` what they are laid over: one and the same for a scenario of a study, two
    files for a study that builds on another. Without `above` it is the document below as it stands.
    """

    below: Document | None = None
    above: Document | None = None
    changes: tuple[Change, ...] = ()

    @classmethod
    def of(
        cls,
        below: Document,
        above: Document | None = None,
        changes: Sequence[Change] = (),
        named: Document | None = None,
    ) -> LayeredDocument:
        """The differences of `above` laid over `below`.

        It goes by the name of the file that holds them, or that of `named`.
        """
        own = named or above or below
        return cls(own.name, own.text, own.root, own.warnings, below, above, tuple(changes))

    def is_inherited(self, path: Sequence[Key]) -> bool:
        """Whether there are differences and none of them wrote what stands at `path`."""
        return self.above is not None and self._change(path) is None

    def home(self, path: Sequence[Key]) -> str:
        """The name of the file in which the value at `path` is written."""
        document, path = self._written(path)
        return document.home(path) if isinstance(document, LayeredDocument) else document.name

    def place(self, path: Sequence[Key], *, key: bool = False) -> Place:
        document, path = self._written(path)
        if len(path) <= 1 and document is self.below and self.above is not None:
            document = self.above  # what a whole part lacks is to be added where the differences are
        return document.place(path, key=key)

    def part(self, path: Sequence[Key], start: int, end: int) -> Place:
        document, path = self._written(path)
        return document.part(path, start, end)

    def node(self, path: Sequence[Key]) -> Node | None:
        document, path = self._written(path)
        return document.node(path)

    def _change(self, path: Sequence[Key]) -> Change | None:
        """The last difference that wrote what stands at `path`."""
        return next((c for c in reversed(self.changes) if tuple(path[: len(c.path)]) == c.path), None)

    def _written(self, path: Sequence[Key]) -> tuple[Document, tuple[Key, ...]]:
        """The document that holds the value at `path` of the outcome, and where in it."""
        assert self.below is not None
        change = self._change(path)
        if self.above is not None and change is not None:
            return self.above, (*change.written, *path[len(change.path) :])
        return self.below, tuple(path)
