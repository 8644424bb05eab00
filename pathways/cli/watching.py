"""How far a simulation has come, to a bar with the time left on a screen, or to plain lines anywhere else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pathways.cli.guard import complain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PLAIN_SECONDS: Final = 10.0  # between two plain lines


class Watcher:
    """Takes words, and how many replications are done.

    On a screen the bar stays below the words; without one, what takes long says now and then how far it has come.
    """

    def __init__(self, bar: Progress | None) -> None:
        self._bar, self._task = bar, None if bar is None else bar.add_task("", total=None, visible=False)
        self._began = self._said = time.monotonic()
        self._before = 0  # what was done when the time left began to be told

    def tell(self, text: str) -> None:
        """Words about what is going on."""
        if self._bar is None:
            complain(text)
        else:
            self._bar.print(text, markup=False, highlight=False, soft_wrap=True)

    def progress(self, done: int, of: int) -> None:
        """So many replications of so many are done."""
        if self._bar is not None:
            task: TaskID | None = self._task
            assert task is not None
            if done == 0:
                self._bar.reset(task)
            self._bar.update(task, completed=done, total=of, visible=done < of)
            return
        now = time.monotonic()
        if done == 0:
            self._began, self._said, self._before = now, now, 0
            return
        if done < of and now - self._said >= _PLAIN_SECONDS:
            self._said = now
            left = ""
            if self._before:
                left = f", about {_span((now - self._began) * (of - done) / (done - self._before))} left"
            complain(f"{done:,} of {of:,} replications done{left}")
        if not self._before:  # the first may have waited until all was compiled, and tell nothing of the rest
            self._began, self._before = now, done


@contextmanager
def watching(*, quietly: bool = False) -> Iterator[Watcher]:
    """A watcher for as long as something runs.

    Parameters
    ----------
    quietly
        No bar, whatever the screen.
    """
    if quietly or not _has_screen():
        yield Watcher(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # All of it fits on a screen 80 characters wide, with counts of five digits.
    columns = (
        TextColumn("simulating"), BarColumn(bar_width=12), MofNCompleteColumn(),
        TimeRemainingColumn(compact=True), TextColumn("left; Ctrl-C keeps what is finished"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Watcher(bar)


def _has_screen() -> bool:
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"
