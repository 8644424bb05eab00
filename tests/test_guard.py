"""The guard of `tests/conftest.py` sees an attempt wherever it is made: so that none seen means that none was made."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guard.sitecustomize import LOG

# As telemetry does it: whatever goes wrong is swallowed.
QUIETLY = """
import socket
try:
    with socket.socket({family}, socket.{kind}) as caller:
        caller.{call}
except BaseException:
    pass
"""
TRIES = {
    "connect": QUIETLY.format(family="socket.AF_INET", kind="SOCK_STREAM", call="connect(('192.0.2.1', 9))"),
    "connect_ex": QUIETLY.format(family="socket.AF_INET", kind="SOCK_STREAM", call="connect_ex(('192.0.2.1', 9))"),
    "connect 6": QUIETLY.format(family="socket.AF_INET6", kind="SOCK_STREAM", call="connect(('2001:db8::1', 9))"),
    "sendto": QUIETLY.format(family="socket.AF_INET", kind="SOCK_DGRAM", call="sendto(b'x', ('192.0.2.1', 9))"),
    "sendmsg": QUIETLY.format(
        family="socket.AF_INET", kind="SOCK_DGRAM", call="sendmsg([b'x'], [], 0, ('192.0.2.1', 9))"
    ),
    "bind": QUIETLY.format(family="socket.AF_INET", kind="SOCK_STREAM", call="bind(('0.0.0.0', 0))"),
    "getaddrinfo": "import socket\ntry: socket.getaddrinfo('example.invalid', 80)\nexcept BaseException: pass",
    "gethostbyname": "import socket\ntry: socket.gethostbyname('example.invalid')\nexcept BaseException: pass",
    "gethostbyaddr": "import socket\ntry: socket.gethostbyaddr('192.0.2.1')\nexcept BaseException: pass",
    "urllib": "from urllib.request import urlopen\ntry: urlopen('http://example.invalid/')\nexcept BaseException: pass",
}
NESTED = "import subprocess, sys; subprocess.run([sys.executable, *{options}, '-c', {code!r}], check=True{more})"
STARTS: dict[str, Callable[[str], list[str]]] = {
    "a process": lambda code: ["-c", code],
    "one that heeds no variables": lambda code: ["-I", "-c", code],
    "one of its own": lambda code: ["-c", NESTED.format(options=["-I"], code=code, more="")],
    "one of one that heeds none": lambda code: ["-I", "-c", NESTED.format(options=[], code=code, more=", env={}")],
}


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where attempts of this test alone are written to: they are no failure."""
    path = tmp_path / "attempts"
    path.touch()
    monkeypatch.setenv(LOG, str(path))
    return path


@pytest.mark.parametrize("name", TRIES)
def test_an_attempt_is_refused_and_counted_even_if_nobody_minds(name: str, log: Path) -> None:
    exec(TRIES[name], {})
    assert len(log.read_text().splitlines()) == 1, log.read_text()


@pytest.mark.parametrize("start", STARTS)
def test_so_it_is_in_every_process_that_tests_start(start: str, log: Path) -> None:
    for environment in (None, {"PATH": os.environ["PATH"], "PYTHONPATH": "elsewhere"}):
        log.write_text("")
        subprocess.run([sys.executable, *STARTS[start](TRIES["connect"])], env=environment, check=True)
        (line,) = log.read_text().splitlines()
        assert line.startswith("socket.connect 192.0.2.1 (")


def test_this_computer_may_be_reached(log: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(("localhost", here.getsockname()[1])).close()
    assert log.read_text() == ""


def test_a_run_of_tests_in_which_something_was_tried_fails_and_says_so(tmp_path: Path, log: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it():\n" + "".join(f"    {x}\n" for x in TRIES["urllib"].split("\n"))
    )
    conftest = Path(__file__).parent / "conftest.py"
    (tmp_path / "conftest.py").write_text(conftest.read_text(encoding="utf-8"))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(conftest.parents[1])}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 passed" in ran.stdout
    assert "1 attempts to reach another computer" in ran.stdout
    assert "test_it.py::test_it" in ran.stdout
    assert ran.returncode == 1
