"""Whatever is looked at, and however the address is spelt: no file of the workspace or the person changes by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathways.web.app import FILES, make_app
from pathways.web.desk import Desk
from pathways.web.downloads import DRAWINGS, MEDIA
from tests.web.conftest import AUTHORITY, desk_of, visitor
from tests.web.gated import routes_of
from tests.web.small import SMALL, small_workspace

NONE = {"id": ("none",)}
KNOWN = {
    "rule": ("H-1",), "pathway": ("help",), "static name": tuple(FILES), "pathways name": ("help",),
    "studies name": ("waits",), "pathways ending": ("svg", "dot"), "runs ending": ("html",),
    "reports ending": ("html",), "packs ending": ("html",),
}  # fmt: skip
# What forms of the pages send, and what other programs take for "do it all the same".
ASKING = (
    "do=discard", "do=review", "do=save", "text=x&mark=x", "mark=x", "format=docx&format=html", "quick=on",
    "choosing=1&study=waits", "name=new&title=New", "from=two&q.teams.team.staff=2&replications=2",
    "scenario=two&quarters=4", "says=saved", "_method=POST", "_method=DELETE", "method=post", "now=1",
    "zoom=200", "action=undo", "cancel=1", "s=complete%7Ccall%7Cneed%3Dlarge", "p=complete%7Ccall", "a.need=large",
    "f.need=large", "token=the-token",
)  # fmt: skip


def addresses(desk: Desk, known: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Every address of the application, with names in it that lead somewhere."""
    for path in sorted({path for _, path in routes_of(make_app(desk, AUTHORITY, "", "").app)}):
        first = path.split("/")[1]
        names = re.findall(r"{(\w+)}", path)
        values = [known.get(f"{first} {name}") or known.get(name) for name in names]
        assert None not in values, f"{path}: say in KNOWN what its parts can be"
        for chosen in product(*filter(None, values)):
            yield re.sub(r"{\w+}", "{}", path).format(*chosen)


def state(desk: Desk, *folders: Path) -> dict[str, object]:
    """Every file with what it holds and when it was last written; what is typed; what runs or has run."""
    found: dict[str, object] = {
        "typed": repr(desk.drafts),
        "runs": [(r.id, r.status) for r in desk.runs._runs.values()],
    }
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            at = path.lstat()
            data = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path)] = (at.st_mode, at.st_size, at.st_mtime_ns if path.is_file() else 0, data)
    return found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person's own files would be, with one in it."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "Documents" / "letter.txt").write_text("Dear")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


def look(client: TestClient, desk: Desk, known: dict[str, tuple[str, ...]], asking: bool, *folders: Path) -> int:
    """Look at everything, twice; if `asking`, also with each thing that a form could say."""
    before, looked = state(desk, *folders), 0
    for address in addresses(desk, known):
        is_file = "." in address and not address.startswith("/static/")  # which takes long to write
        queries = ("", *(ASKING if asking and not is_file else ()), "&".join(ASKING))
        for method, query in product(("GET", "HEAD"), queries):
            more = {"x-http-method-override": "POST", "content-type": "application/x-www-form-urlencoded"}
            response = client.request(method, f"{address}?{query}", headers=more, follow_redirects=False)
            assert response.status_code < 500, (method, address, query, response.text[:400])
            looked += 1
        after = state(desk, *folders)
        assert after == before, (address, set(after.items()) ^ set(before.items()))
    return looked


def begun(folder: Path) -> tuple[Desk, TestClient]:
    """Pages at which something has been typed, something else saved."""
    desk = desk_of(small_workspace(folder))
    client = visitor(desk)
    mark = re.search(r'name="mark" value="(\w+)"', client.get("/pathways/help/edit").text)
    assert mark is not None
    saved = client.post("/pathways/help/edit/save", data={"text": f"{SMALL}# more\n", "mark": mark[1]})
    assert "Saved." in saved.text
    client.post("/pathways/help/edit/check", data={"text": "typed", "mark": "x"})
    assert desk.drafts.get(folder / "definitions" / "help.yaml") is not None
    return desk, client


def test_looking_changes_nothing(tmp_path: Path, home: Path) -> None:
    """Oracle: every file before and after. With plain addresses, and with all that a form could say at once."""
    folder = tmp_path / "workspace"
    desk, client = begun(folder)
    assert look(client, desk, KNOWN | NONE, False, folder, home) >= 150
    desk.close()


@pytest.mark.slow
def test_looking_changes_nothing_whatever_there_is_to_be_seen(tmp_path: Path, home: Path) -> None:
    """Every format of every document and drawing, of a what-if, a report and a board pack that are there."""
    folder = tmp_path / "workspace"
    desk, client = begun(folder)
    ids = {}
    for kind, address, form in (
        ("runs", "/studies/waits/what-if", {"q.teams.team.staff": "2", "replications": "4"}),
        ("packs", "/studies/waits/pack", {"quarters": "4"}),
        ("reports", "/reports/begin", {"format": list(MEDIA), "quick": "on"}),
    ):
        response = client.post(address, data=form)
        ids[kind] = str(response.url).rpartition("/")[2]
        run = desk.runs._runs[ids[kind]]
        assert run.finished.wait(240)
        assert run.status == "done", run.says
    known = KNOWN | {f"{kind} id": (id_,) for kind, id_ in ids.items()} | {"pathways ending": tuple(DRAWINGS)}
    known |= {f"{kind} ending": tuple(MEDIA) for kind in ids}
    assert look(client, desk, known, True, folder, home) >= 1500
    desk.close()
