"""Nothing here calls out: for all tests, any connection to another computer and any look-up of one is refused."""

from __future__ import annotations

import sys
from typing import Any

HERE = ("127.0.0.1", "::1", "localhost", "", None)


def _refuse(event: str, values: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = values[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = values[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is of this computer
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host not in HERE:
        raise AssertionError(f"something tried to reach {host}: nothing is ever sent anywhere")


sys.addaudithook(_refuse)
