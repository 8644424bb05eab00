"""Whatever a Python process tries to reach: refused and written down, unless it is on this computer.

Python imports a module of this name by itself as it starts, from the path that `tests/conftest.py` sets, so that the
commands that tests start are held to it as the tests are; and what those start in turn, whatever environment it gets.
"""

from __future__ import annotations

import os
import sys
from typing import Any

HERE = ("127.0.0.1", "::1", "localhost")
LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
REACHED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")  # who binds wants to be reached
FOLDER = __file__.rpartition(os.sep)[0]
LOG = "PATHWAYS_ATTEMPTS"  # names the file that attempts are written to


def guard(event: str, values: tuple[Any, ...]) -> None:
    if event in LOOKED_UP:
        host = values[0]
    elif event in REACHED:
        address = values[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is of this computer
    elif event == "subprocess.Popen":
        pass_on(*values)
        return
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if isinstance(host, str) and host not in HERE and not (host == "" and event in LOOKED_UP):
        note(f"{event} {host}")
        raise AssertionError(f"something tried to reach {host}: nothing is ever sent anywhere")


def note(what: str) -> None:
    """Write an attempt down, for whoever tried it may go on as if nothing had been."""
    from pathlib import Path  # takes long, and is hardly ever needed

    test = os.environ.get("PYTEST_CURRENT_TEST", "outside of tests")
    with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
        log.write(f"{what} ({test}; {' '.join(sys.argv[:3])})\n")


def pass_on(executable: Any, arguments: Any, folder: Any, environment: Any) -> None:
    """Hold a process that is about to be started to the same."""
    if environment is not None:
        environment["PYTHONPATH"] = with_guard(environment.get("PYTHONPATH", ""))
        environment[LOG] = os.environ[LOG]
    if isinstance(arguments, list) and "-I" in arguments and "-c" in arguments:  # it takes no heed of PYTHONPATH
        code = arguments.index("-c") + 1
        here = {"__name__": __name__, "__file__": __file__}
        arguments[code] = f"exec(open({__file__!r}).read(), {here})\n{arguments[code]}"


def with_guard(path: str) -> str:
    return path if path.startswith(FOLDER) else os.pathsep.join([FOLDER, *filter(None, [path])])


sys.addaudithook(guard)
