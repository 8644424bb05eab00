"""A copy of this repository's workspace, its application, and a browser where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathways.web.app import make_app
from pathways.web.desk import Desk
from pathways.workspace import find_workspace
from tests.web.small import MORE, PIECE, RULES, SMALL, STUDY, USER, small_workspace

REPOSITORY = Path(__file__).parents[2]
AUTHORITY, TOKEN, SESSION = "127.0.0.1:8123", "the-token", "the-session"


def copy_of_repository(folder: Path) -> Path:
    for part in ("definitions", "simulations"):
        shutil.copytree(REPOSITORY / part, folder / part)
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    return folder


def desk_of(folder: Path) -> Desk:
    workspace = find_workspace(folder)
    assert workspace is not None
    return Desk(workspace)


def visitor(desk: Desk) -> TestClient:
    """A browser that has been let in, and sends what browsers send with requests of our own pages."""
    app = make_app(desk, AUTHORITY, TOKEN, SESSION)
    client = TestClient(app, base_url=f"http://{AUTHORITY}", raise_server_exceptions=False)
    client.cookies.set("pathways_8123", SESSION)
    client.headers.update({"sec-fetch-site": "same-origin", "origin": f"http://{AUTHORITY}"})
    return client


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's workspace; not to be written to."""
    return copy_of_repository(tmp_path_factory.mktemp("council"))


@pytest.fixture(scope="session")
def reader(council: Path) -> Iterator[TestClient]:
    """A visitor of this repository's pathways."""
    desk = desk_of(council)
    yield visitor(desk)
    desk.close()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of one short pathway, to be written to."""
    return small_workspace(tmp_path, SMALL)


@pytest.fixture
def writer(small: Path) -> Iterator[TestClient]:
    desk = desk_of(small)
    yield visitor(desk)
    desk.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace in which one pathway uses another as a piece."""
    study = STUDY.replace("help.visit", "help.visit.go")
    small_workspace(tmp_path, USER, RULES.replace("  - id: H-1", f"{MORE}  - id: H-1"), study)
    (tmp_path / "definitions" / "visiting.yaml").write_text(PIECE)
    return tmp_path
