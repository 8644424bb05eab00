"""pytest and the command line in this process, as if in one of their own: what they found last is forgotten first.

Most of what is tried here takes a tenth of the second that a new process needs before it begins.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from pathways import pytest_plugin
from pathways.cli.app import app
from pathways.workspace.kinds import installed_kinds


class Done(NamedTuple):
    """What came of it."""

    returncode: int
    stdout: str
    stderr: str


def pytest_in(folder: Path, *arguments: str, path: Path | None = None) -> Done:
    """pytest in a folder, with a folder of installed packages where one is given."""
    command = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler", "--no-header", *arguments]
    out, err = io.StringIO(), io.StringIO()
    with (
        _afresh(folder, *filter(None, [path])), contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):  # fmt: skip
        patch.setenv("COLUMNS", "200")  # the summary is cut at the width of the screen
        code = pytest.main(command)
    return Done(int(code), out.getvalue(), err.getvalue())


def pathways_in(folder: Path, *arguments: str, path: Path | None = None) -> Done:
    """The command line in a folder."""
    with _afresh(folder, *filter(None, [path])), contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        done = CliRunner().invoke(app, list(arguments))
    return Done(done.exit_code, done.stdout, done.stderr)


def collected(folder: Path, *arguments: str) -> Sequence[str]:
    """The items that pytest finds."""
    done = pytest_in(folder, "--collect-only", "-q", *arguments)
    return [line for line in done.stdout.splitlines() if "::" in line]


def ended(done: Done) -> str:
    """`1 failed, 2 passed`: the last line, without the time taken."""
    return done.stdout.splitlines()[-1].partition(" in ")[0].strip("= ")


@contextlib.contextmanager
def _afresh(*folders: Path) -> Iterator[None]:
    """Nothing is known of any workspace or extension; packages are found in the last of several folders, too.

    What is imported from these folders meanwhile is gone afterwards.
    """
    paths = list(sys.path)
    sys.path[:0] = map(str, folders[1:])
    _forget()
    try:
        yield
    finally:
        sys.path[:] = paths
        for name, module in list(sys.modules.items()):
            if any(Path(getattr(module, "__file__", None) or "/").is_relative_to(folder) for folder in folders):
                del sys.modules[name]
        _forget()


def _forget() -> None:
    importlib.invalidate_caches()
    for known in (installed_kinds, pytest_plugin._outcome, pytest_plugin._expectations):
        known.cache_clear()
