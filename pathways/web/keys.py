"""Enter in the terminal of the pages to what it asks for: a new link."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from threading import Thread


def are_there() -> bool:
    """Whether somebody can press any."""
    return sys.stdin is not None and sys.stdin.isatty()


def at_every_enter(work: Callable[[], None]) -> None:
    """Do something whenever Enter is pressed, beside everything else."""
    if os.name == "posix":  # else the program would be stopped where it runs in the background of its terminal
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    Thread(target=_listen, args=(work,), daemon=True).start()


def _listen(work: Callable[[], None]) -> None:
    # Read past Python's own buffer: a thread that waits holding its lock would break the end of the program.
    with contextlib.suppress(OSError):  # nothing can be read, as in the background
        while os.read(sys.stdin.fileno(), 1024):
            work()
