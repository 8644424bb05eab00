"""The other process: tasks come in, and what they tell, return or raise goes out, until nobody is there to ask."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from pathways.errors import PathwaysError
from pathways.web.desk import Desk
from pathways.web.runs import CancelledError, Run
from pathways.workspace import workspace_of


class Distant(Run):
    """A run that somebody in another process looks on at."""

    def __init__(self, send: Callable[..., None]) -> None:
        super().__init__("", None)
        self._send = send

    def progress(self, done: int, of: int) -> None:
        super().progress(done, of)
        self._send("progress", done, of)

    def tell(self, words: str) -> None:
        super().tell(words)
        self._send("tell", words)


def main(root: str) -> None:
    """Answer whoever started this process, through its standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that serves, which then ends this one
    out = os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr  # nothing else may be written there

    def send(*message: object) -> None:
        out.write(pickle.dumps(message))
        out.flush()

    asked: SimpleQueue[tuple[str, Any, Distant]] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, asked, send), daemon=True).start()
    desk = Desk(workspace_of(Path(root)))
    while True:
        what, task, run = asked.get()
        if what == "warm":
            with suppress(PathwaysError):  # told to whoever asks for the same
                task.do(desk.view(), run)
            continue
        send(*_answer(desk, task, run))


def _answer(desk: Desk, task: Any, run: Distant) -> tuple[object, ...]:
    try:
        run.check()
        return ("done", task.do(desk.view(), run))
    except CancelledError:
        return ("cancelled",)
    except PathwaysError as error:
        return ("failed", PathwaysError(str(error)))
    except Exception as error:  # it goes on for the next task, and the page says what happened
        return ("failed", PathwaysError(f"a fault of the program: {type(error).__name__}: {error}"))


def _listen(stream: IO[bytes], asked: SimpleQueue[tuple[str, Any, Distant]], send: Callable[..., None]) -> None:
    run = Distant(send)
    while True:
        try:
            what, task = pickle.load(stream)
        except EOFError:
            os._exit(0)
        if what == "stop":
            run.cancel()
            continue
        run = Distant(send)
        asked.put((what, task, run))
