"""A disk that is full or may not be written to, at each step of a save: told by name, and nothing typed is lost."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.small import SMALL

FAULTS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENAMETOOLONG,
    errno.EBUSY,
)
STEPS: tuple[tuple[Any, str], ...] = (
    (tempfile, "mkstemp"), (os, "fdopen"), (os, "fsync"), (Path, "chmod"), (Path, "replace"),
)  # fmt: skip
TYPED = SMALL.replace("Help desk", "Help line")


def failing(code: int) -> Any:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


def mark(writer: TestClient) -> str:
    found = re.search(r'name="mark" value="(\w+)"', writer.get("/pathways/help/edit").text)
    assert found is not None
    return found[1]


def typed(writer: TestClient) -> bool:
    return "Help line" in writer.get("/pathways/help/edit").text


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("faults", [FAULTS[:1], pytest.param(FAULTS[1:], marks=pytest.mark.slow)])
def test_what_cannot_be_written_is_told_and_kept(
    faults: tuple[int, ...], small: Path, writer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40 faults while saving, and 40 while undoing. Oracle: every file of the workspace before and after."""
    path, before, begun = small / "definitions" / "help.yaml", files(small), mark(writer)
    for step, code in product(STEPS, faults):
        with monkeypatch.context() as broken:
            broken.setattr(*step, failing(code))
            answer = writer.post("/pathways/help/edit/save", data={"text": TYPED, "mark": begun})
        assert answer.status_code == 400, (step, code)
        for words in (str(path), os.strerror(code), "typed is kept", "as it was", 'href="/pathways/help/edit"'):
            assert words in answer.text, (step, code)
        assert files(small) == before, (step, code)
        assert typed(writer)
        assert "Saved." in writer.post("/pathways/help/edit/save", data={"text": TYPED, "mark": begun}).text
        assert path.read_text() == TYPED
        after = files(small)
        with monkeypatch.context() as broken:
            broken.setattr(*step, failing(code))
            answer = writer.post("/pathways/help/edit/undo", data={"do": "undo"})
        assert answer.status_code == 400, (step, code)
        for words in (str(path), os.strerror(code), "as it was", 'href="/pathways/help/edit"'):
            assert words in answer.text, (step, code)
        assert files(small) == after, (step, code)
        assert "Undone." in writer.post("/pathways/help/edit/undo", data={"do": "undo"}).text
        assert files(small) == before
