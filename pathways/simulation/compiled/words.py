"""Whole numbers one after the other, of which the same ones stand in one place, to the array that a kernel reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pathways.simulation.compiled import layout as x

Words = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class WordList:
    """The words while they grow; the same words stand in one place."""

    words: list[int] = field(default_factory=lambda: [0] * x.HEAD)
    _kept: dict[tuple[int, ...], int] = field(default_factory=dict)

    def keep(self, *words: int) -> int:
        """Where these words stand."""
        place = self._kept.get(words)
        if place is None:
            place = self._kept[words] = len(self.words)
            self.words += words
        return place

    def keep_all(self, records: Iterable[Sequence[int]]) -> int:
        """Where these records stand, one after the other."""
        return self.keep(*(word for record in records for word in record))

    def reserve(self, size: int) -> int:
        """Where so many words will stand."""
        place = len(self.words)
        self.words += [0] * size
        return place

    def fill(self, place: int, cells: dict[int, int]) -> None:
        for cell, value in cells.items():
            self.words[place + cell] = value

    def array(self) -> Words:
        """All words; what takes 64 bits is the same bits as a signed word."""
        return np.array([word - (1 << 64) if word >> 63 == 1 else word for word in self.words], dtype=np.int64)
