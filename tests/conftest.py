"""Nothing here calls out: whatever a test tries to reach on another computer is refused, counted, and a failure."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp

import pytest

from tests.guard import sitecustomize as guard

IS_FIRST = guard.LOG not in os.environ  # of several processes that share the tests, and one file
if IS_FIRST:
    os.close((made := mkstemp(prefix="pathways-attempts-"))[0])
    os.environ[guard.LOG] = made[1]
os.environ["PYTHONPATH"] = guard.with_guard(os.environ.get("PYTHONPATH", ""))


def attempts() -> list[str]:
    return Path(os.environ[guard.LOG]).read_text(encoding="utf-8").splitlines()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if attempts() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = attempts()
    terminalreporter.write_line(f"{len(found)} attempts to reach another computer", red=bool(found), green=not found)
    for each in found:
        terminalreporter.write_line(f"    {each}")


def pytest_unconfigure() -> None:
    if IS_FIRST:
        Path(os.environ[guard.LOG]).unlink()
