"""What takes a while, to how far it has come and what came of it: one at a time, in the background, to be cancelled."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any, Final, Literal

from pathways.errors import PathwaysError

Status = Literal["running", "done", "failed", "cancelled"]
_KEPT: Final = 20  # results that can still be looked at


class CancelledError(Exception):
    """Somebody does not want the result any more."""


@dataclass
class Run:
    """One piece of work. `about` is whatever its pages need to know of it, `result` what its work returned."""

    id: str
    about: Any
    status: Status = "running"
    done: int = 0
    of: int = 0
    says: str = ""
    result: Any = None
    finished: Event = field(default_factory=Event)
    when_cancelled: Callable[[], None] = lambda: None
    _stop: Event = field(default_factory=Event)

    def progress(self, done: int, of: int) -> None:
        """Told by the work; raises `CancelledError` in it once it is to stop."""
        self.check()
        self.come(done, of)

    def come(self, done: int, of: int) -> None:
        """Note how far it has come."""
        self.done, self.of = done, of

    def tell(self, words: str) -> None:
        """Words about what is going on; raises like `progress`."""
        self.check()
        self.hear(words)

    def hear(self, words: str) -> None:
        """Note what is going on."""
        self.says = words

    def check(self) -> None:
        """Raise `CancelledError` if it is to stop."""
        if self._stop.is_set():
            raise CancelledError

    def cancel(self) -> None:
        self._stop.set()
        self.when_cancelled()


class Runs:
    """Every run since the pages were opened, the last of them with their results."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = Lock()

    def get(self, id_: str, kind: type[object]) -> Run | None:
        """The run of that id, if it is about something of that kind."""
        run = self._runs.get(id_)
        return run if run is not None and isinstance(run.about, kind) else None

    def start(self, about: Any, work: Callable[[Run], Any]) -> Run:
        """Begin work in the background. What still runs is cancelled: nobody waits for two answers at once."""
        run = Run(secrets.token_urlsafe(9), about)
        with self._lock:
            before = [each for each in self._runs.values() if each.status == "running"]
            for each in before:
                each.cancel()
            self._runs[run.id] = run
            for id_ in list(self._runs)[:-_KEPT]:
                del self._runs[id_]
        Thread(target=_do, args=(run, work, before), daemon=True).start()
        return run

    def close(self) -> None:
        for run in list(self._runs.values()):
            run.cancel()
        for run in list(self._runs.values()):
            run.finished.wait(2)


def _do(run: Run, work: Callable[[Run], Any], before: list[Run]) -> None:
    try:
        for each in before:
            each.finished.wait()
        run.progress(0, 0)
        run.result = work(run)
        run.status = "done"
    except CancelledError:
        run.status = "cancelled"
    except PathwaysError as error:
        run.says, run.status = str(error), "failed"
    except Exception as error:  # a fault of ours must not leave the page waiting for ever
        run.says, run.status = f"a fault of the program: {type(error).__name__}: {error}", "failed"
    finally:
        run.finished.set()
