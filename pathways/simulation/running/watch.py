"""What whoever asked for a simulation may be told while it goes on: what to expect before, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.simulation.running.checks import Check


class Watch:
    """Somebody who looks on. This one says nothing; others say what they care for."""

    def begin(self, scenarios: int, least: int, most: int, seed: int) -> None:
        """The study fits its pathways, and each scenario is about to be replicated from `least` to `most` times."""

    def compile(self) -> None:
        """The simulation is about to be compiled, which happens once for each installation and takes some seconds."""

    def before(self, checks: Sequence[Check]) -> None:
        """What is asked of each team and panel, before anything is simulated."""

    def progress(self, done: int, of: int) -> None:
        """So many replications are done, of so many; of all scenarios together."""


class Told(Watch):
    """Passes how far it has come to a function."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress = progress

    def progress(self, done: int, of: int) -> None:
        self._progress(done, of)


class Further(Watch):
    """Passes on how far it has come, after so many that were done before, of so many in all if that is known."""

    def __init__(self, watch: Watch, before: int, whole: int | None = None) -> None:
        self.watch, self.done_before, self.whole = watch, before, whole

    def progress(self, done: int, of: int) -> None:
        self.watch.progress(self.done_before + done, self.done_before + of if self.whole is None else self.whole)
