"""Who may pass: the one browser that opened the link, asking from our own pages, under our own name."""

from __future__ import annotations

import contextlib
import os
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pathways.web.app import make_app
from pathways.web.gate import MOST_BYTES, NAMED, OPEN, Gate
from tests.web.asking import Asked, combinations, hosts
from tests.web.conftest import AUTHORITY, SESSION, TOKEN, desk_of
from tests.web.gated import routes_of

OWN = f"http://{AUTHORITY}"
PORT = 8123
COOKIE = f"pathways_{PORT}={SESSION}"
MANY = int(os.environ.get("PATHWAYS_EXAMPLES", "1000"))
METHODS = ("GET", "HEAD", "POST")
ALL = tuple(combinations(PORT, SESSION, TOKEN))


def answer(app: Any, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b"", query: str = "") -> Any:
    """What an application answers: status, headers, body. Nothing between us and it mends a header."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers], "scheme": "http",
        "server": ("127.0.0.1", 8123), "client": ("127.0.0.1", 1), "root_path": "", "http_version": "1.1", "asgi": {},
    }  # fmt: skip
    with contextlib.suppress(StopIteration):  # nothing here waits for anything
        app(scope, receive, send).send(None)
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])


def spied(reached: list[str]) -> Gate:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
        await send({"type": "http.response.body", "body": b"inside"})

    return Gate(app, AUTHORITY, TOKEN, SESSION, lambda: b"opened", lambda why: why.encode())


def addresses(folder: Path) -> list[tuple[str, str]]:
    """Every address of the application, with each method it takes."""
    found = [(m, re.sub(r"[{}]", "", path)) for m, path in routes_of(make_app(desk_of(folder), AUTHORITY, "", "").app)]
    assert len(found) > 40
    return [("GET", OPEN), *found]


def check(gate: Gate, reached: list[str], method: str, path: str, asked: Asked) -> None:
    reached.clear()
    status, headers, body = answer(gate, method, path, list(asked.lines))
    may = asked.may(method, path)
    if path == OPEN:
        assert (status == 200) == may, (method, path, asked)
        assert not reached
    else:
        assert (status == 200, reached) == (may, [path] if may else []), (method, path, asked)
    assert may or b"inside" not in body
    assert [each for each in headers.items() if each in CLOSED.items()] == list(CLOSED.items()), (method, path, asked)
    assert not [name for name in headers if name.startswith(b"access-control")]
    assert b"set-cookie" not in headers


CLOSED = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


def test_there_are_enough_ways_of_asking() -> None:
    """And of each part, enough that are right and enough that are wrong, in each method."""
    assert len(set(ALL)) >= 400
    for method in METHODS:
        passing = sum(each.may(method, "/x") for each in ALL)
        assert 40 <= passing <= len(ALL) - 300, (method, passing)


def test_every_address_is_open_only_to_what_our_own_pages_ask(small: Path) -> None:
    """Oracle: the marks on the parts of each request. More than 400 of them on every address of the application."""
    reached: list[str] = []
    gate = spied(reached)
    for method, path in addresses(small):
        for asked in ALL:
            check(gate, reached, method, path, asked)


@pytest.mark.slow
def test_so_it_is_with_every_method_and_a_thousand_ways(small: Path) -> None:
    reached: list[str] = []
    gate = spied(reached)
    for path, method in product(sorted({path for _, path in addresses(small)}), METHODS):
        for asked in combinations(PORT, SESSION, TOKEN, others=MANY):
            check(gate, reached, method, path, asked)


def test_no_address_of_the_application_is_outside_the_gate(small: Path) -> None:
    client = TestClient(make_app(desk_of(small), AUTHORITY, TOKEN, SESSION), base_url=OWN)
    for method, path in addresses(small):
        if path != OPEN and not path.startswith("/static/"):  # the same for everybody
            assert client.request(method, path).status_code == 403, (method, path)


def test_the_link_lets_one_browser_in_and_only_once() -> None:
    reached: list[str] = []
    gate, host = spied(reached), [("host", AUTHORITY)]
    assert answer(gate, "GET", "/open", host, query="token=wrong")[0] == 403
    status, headers, _ = answer(gate, "GET", "/open", [*host, ("sec-fetch-site", "cross-site")], query=f"token={TOKEN}")
    cookie = headers[b"set-cookie"].decode()
    assert (status, headers[b"location"]) == (303, b"/open")  # the token stays in no address
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert answer(gate, "GET", "/open", host, query=f"token={TOKEN}")[0] == 403
    assert answer(gate, "GET", "/", [*host, ("cookie", cookie.split(";")[0])])[0] == 200
    assert reached == ["/"]
    assert answer(gate, "GET", "/open", [*host, ("cookie", cookie.split(";")[0])], query=f"token={TOKEN}")[0] == 303


def test_a_new_link_lets_one_more_browser_in_and_the_one_before_none() -> None:
    gate, host = spied([]), [("host", AUTHORITY)]
    first, second = gate.renew(), gate.renew()
    assert len({TOKEN, first, second}) == 3
    assert [answer(gate, "GET", "/open", host, query=f"token={each}")[0] for each in (TOKEN, first)] == [403, 403]
    known = [*host, ("cookie", COOKIE)]
    assert answer(gate, "GET", "/open", known, query=f"token={second}")[0] == 303  # and it is used up all the same
    assert answer(gate, "GET", "/open", host, query=f"token={second}")[0] == 403


def test_who_types_localhost_is_told_the_address_and_nobody_else_is() -> None:
    """The name is refused like any other, for names can be made to point anywhere."""
    reached: list[str] = []
    gate = spied(reached)
    foreign = [host.lines for host in hosts(PORT) if not host.is_own]
    told = {lines: answer(gate, "GET", "/", [*lines, ("cookie", COOKIE)])[::2] for lines in foreign}
    assert {status for status, _ in told.values()} == {421}
    assert [lines for lines, (_, why) in told.items() if why == NAMED.encode()] == [(("host", "localhost:8123"),)]
    assert not reached


@pytest.mark.parametrize(
    "method",
    ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "TRACK", "CONNECT", "PROPFIND", "PRI", "M-SEARCH", "get", "Post", "",
     "GET ", "GETPOST", "QUERY"],
)  # fmt: skip
def test_other_methods_are_refused_at_every_address(method: str, small: Path) -> None:
    reached: list[str] = []
    gate, good = spied(reached), list(ALL[0].lines)
    for _, path in addresses(small):
        status, headers, _ = answer(gate, method, path, good)
        assert status == 405
        assert b"allow" not in headers
    assert not reached


def test_an_address_that_is_no_path_of_ours_is_refused() -> None:
    """As a proxy is asked, for one."""
    reached: list[str] = []
    for path in ("http://evil.example/", f"{OWN}/pathways/help", "*", "", "evil.example:80", "static/style.css"):
        assert answer(spied(reached), "GET", path, list(ALL[0].lines))[0] == 421, path
    assert not reached


def test_a_form_is_neither_larger_than_a_definition_nor_of_another_kind() -> None:
    reached: list[str] = []
    gate, pairs = spied(reached), [("host", AUTHORITY), ("cookie", COOKIE), ("origin", OWN)]
    kind = ("content-type", "application/x-www-form-urlencoded")
    assert answer(gate, "POST", "/x", [*pairs, kind, ("content-length", str(MOST_BYTES + 1))])[0] == 413
    assert answer(gate, "POST", "/x", [*pairs, kind])[0] == 411
    assert answer(gate, "POST", "/x", [*pairs, kind, ("content-length", "-1")])[0] == 411
    for other in ("multipart/form-data; boundary=x", "text/plain", "application/json"):
        assert answer(gate, "POST", "/x", [*pairs, ("content-type", other), ("content-length", "0")])[0] == 415
    assert not reached


def test_only_named_files_are_served(reader: TestClient) -> None:
    assert reader.get("/static/style.css").status_code == 200
    for name in (
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "base.html",
        "....//app.py",
        "style.css%00",
        "/etc/passwd",
    ):
        response = reader.get(f"/static/{name}")
        assert response.status_code == 404, name


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..%2f..%2fpyproject.toml", "%2fetc%2fpasswd", "definitions%2fchild.yaml", "child.yaml",
     "..\\child", "child%00", "policies%2fcdg_2020", "CHILD", "."],
)  # fmt: skip
def test_names_lead_to_pathways_of_the_workspace_and_to_no_path(reader: TestClient, name: str) -> None:
    for path in (f"/pathways/{name}", f"/pathways/{name}/rules", f"/pathways/{name}/drawing.svg"):
        response = reader.get(path)
        assert response.status_code == 404 or response.url.path == "/", path
        assert "root:" not in response.text
