"""Work that needs much memory to a process of its own, which ends once nobody has asked it for a while.

What simulates and what writes documents stays in memory once it is loaded, so the process that serves never loads it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from pathways.errors import PathwaysError
from pathways.web.runs import CancelledError, Run

if TYPE_CHECKING:
    from pathways.web.desk import View

T_co = TypeVar("T_co", covariant=True)
IDLE_SECONDS: Final = 60.0
# -I: nothing of the folder that somebody stands in is run.
_CODE: Final = "import sys; sys.path[:] = sys.argv[2:]; from pathways.web.worker import main; main(sys.argv[1])"


class Task(Protocol[T_co]):
    """A piece of work as values alone, so that it can be handed to another process."""

    def do(self, view: View, run: Run) -> T_co:
        """Do it; `run` is told how far it has come, and says when to stop by raising."""


@dataclass
class Apart:
    """A process beside this one for the workspace at `root`: started when first needed, and again when it has ended."""

    root: Path
    idle: float = IDLE_SECONDS
    _process: subprocess.Popen[bytes] | None = None
    _timer: Timer | None = None
    _is_ready: bool = False
    _is_closed: bool = False
    _busy: Lock = field(default_factory=Lock)
    _state: Lock = field(default_factory=Lock)

    def do(self, task: Task[T_co], run: Run | None = None) -> T_co:
        """Have a task done; while this process is busy, by another that ends with it.

        Raises
        ------
        CancelledError
            If the run was cancelled meanwhile.
        PathwaysError
            What the task raised, or that its process has ended.
        """
        run = run or Run("", None)
        if not self._busy.acquire(blocking=False):
            return alone(self.root, task, run)
        try:
            process = self._started()
            run.when_cancelled = lambda: _send(process, ("stop", None))
            run.check()
            return cast(T_co, _done(process, task, run))
        finally:
            run.when_cancelled = _nothing
            self._rest()
            self._busy.release()

    def get_ready(self, task: Task[Any]) -> None:
        """Do once in a process what makes its next answer come sooner, unless it is busy; nobody waits for it."""
        if not self._busy.acquire(blocking=False):
            return
        try:
            process = self._started()
            if not self._is_ready:
                self._is_ready = True
                _send(process, ("warm", task))
        finally:
            self._rest()
            self._busy.release()

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def close(self) -> None:
        """End the process, and start none again."""
        with self._state:
            self._is_closed = True
            if self._timer is not None:
                self._timer.cancel()
            _end(self._process)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._state:
            if self._is_closed:
                raise CancelledError
            if self._timer is not None:
                self._timer.cancel()
            if self._process is None or self._process.poll() is not None:
                _end(self._process)
                self._process, self._is_ready = _start(self.root), False
            return self._process

    def _rest(self) -> None:
        """Let the process end unless somebody asks it again soon."""
        with self._state:
            if self._timer is not None:
                self._timer.cancel()
            if not self._is_closed:
                self._timer = Timer(self.idle, self._end_if_idle)
                self._timer.daemon = True
                self._timer.start()

    def _end_if_idle(self) -> None:
        if self._busy.acquire(blocking=False):
            try:
                with self._state:
                    _end(self._process)
                    self._process = None
            finally:
                self._busy.release()


def alone(root: Path, task: Task[T_co], run: Run) -> T_co:
    """Have a task done by a process that ends with it, and at once when the run is cancelled."""
    process = _start(root)
    try:
        run.when_cancelled = process.kill
        run.check()
        return cast(T_co, _done(process, task, run))
    finally:
        run.when_cancelled = _nothing
        _end(process)


def _nothing() -> None:
    """There is nothing to stop any more."""


def _start(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _CODE, str(root), *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _send(process: subprocess.Popen[bytes], message: tuple[str, object]) -> None:
    """Tell the process something; one that has ended is noticed when its answer is awaited."""
    with suppress(OSError, ValueError):  # ValueError: closed on our side
        stream = cast(IO[bytes], process.stdin)
        stream.write(pickle.dumps(message))
        stream.flush()


def _done(process: subprocess.Popen[bytes], task: Task[Any], run: Run) -> object:
    """What the process answers; what it tells meanwhile is passed on."""
    _send(process, ("do", task))
    heard: dict[str, Callable[..., None]] = {"tell": run.hear, "progress": run.come}
    while True:
        try:
            what, *values = pickle.load(cast(IO[bytes], process.stdout))
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            _end(process)  # else it might for a moment pass for one that can be asked again
            run.check()
            raise PathwaysError(
                "the process that was to work this out has ended before it was done\n"
                "    fix: try it again; if this goes on, close other programs, so that there is more memory"
            ) from None
        if what == "done":
            return values[0]
        if what == "cancelled":
            raise CancelledError
        if what == "failed":
            raise values[0]
        heard[what](*values)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
