"""Ctrl-C to the end of the pages: not before somebody has heard what would be lost, and without complaint."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

import uvicorn


class Server(uvicorn.Server):
    """One that asks back.

    Parameters
    ----------
    unsaved : what would be lost, each by a name.
    say : takes the words; None where nobody would read them, and the first Ctrl-C counts.
    """

    def __init__(
        self, config: uvicorn.Config, unsaved: Callable[[], Sequence[str]], say: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._unsaved, self._say = unsaved, say

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        say, self._say = self._say, None
        if say is not None and sig == signal.SIGINT and (names := self._unsaved()):
            say(
                f"\nTyped, but not saved: {', '.join(names)}. Save it in the browser, or press Ctrl-C again to lose it."
            )
        else:
            super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        logging.getLogger("uvicorn.error").disabled = True  # what is cut short now is no fault
        await super().shutdown(sockets)
