"""Workspaces to try things in: the starter as `pathways new` makes it, and a way to run the command line on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pathways.cli.app import app
from pathways.commands.new import new

Invoke = Callable[..., Result]

collect_ignore_glob = ["extension/*"]  # a package that is not installed here; test_extensions.py runs its tests


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A starter workspace; never changed."""
    folder = tmp_path_factory.mktemp("made") / "starter"
    new(folder)
    return folder


@pytest.fixture
def starter(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A starter workspace of one's own, which is also the current folder."""
    folder = tmp_path / "starter"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def invoke(monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """`invoke("check", "--json")` as one would type it, in the current folder."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("PATHWAYS_DEBUG", raising=False)
    runner = CliRunner()

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return runner.invoke(app, list(arguments), input=stdin)

    return run


def in_a_process(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, for what only a real process shows."""
    return subprocess.run(
        [sys.executable, "-m", "pathways", *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def edit(path: Path, old: str, new: str) -> None:
    """Change one place of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def starter_file(*parts: str) -> str:
    return resources.files("pathways").joinpath("starter", *parts).read_text(encoding="utf-8")
