"""Nothing here calls out: whatever a test tries to reach on another computer is refused, counted, and a failure."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp

import pytest

if "PATHWAYS_ATTEMPTS" not in os.environ:  # else this is one of several processes, and the first has the file
    os.close((made := mkstemp(prefix="pathways-attempts-"))[0])
    os.environ["PATHWAYS_ATTEMPTS"] = made[1]

from tests.guard import sitecustomize as guard

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
