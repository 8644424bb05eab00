"""Who may pass: the one browser that opened the link, asking from our own pages, under our own name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from pathways.web.app import PARTS, make_app
from pathways.web.gate import MOST_BYTES, NAMED, Gate
from tests.web.conftest import AUTHORITY, SESSION, TOKEN, desk_of

OWN = f"http://{AUTHORITY}"
COOKIE = f"pathways_8123={SESSION}"
HOSTS = (
    [AUTHORITY], [], [AUTHORITY, AUTHORITY], ["evil.example"], ["evil.example:8123"], ["localhost:8123"],
    ["127.0.0.1"], ["127.0.0.1:8124"], ["[::1]:8123"], ["0.0.0.0:8123"], [f"{AUTHORITY}.evil.example"],
)  # fmt: skip
ORIGINS = (
    [], [OWN], ["null"], ["http://evil.example"], ["https://127.0.0.1:8123"], ["http://127.0.0.1:8124"],
    ["http://127.0.0.1"], [f"{OWN}.evil.example"], [OWN, OWN], ["file://"],
)  # fmt: skip
SITES = ([], ["same-origin"], ["none"], ["same-site"], ["cross-site"], ["same-origin", "cross-site"])
COOKIES = ([COOKIE], [], ["pathways_8123=wrong"], [f"pathways_8124={SESSION}"], [f"x=y; {COOKIE}; z"])


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


def routes(folder: Path) -> Iterator[tuple[str, str]]:
    """Every address of the application, with each method it takes."""
    desk = desk_of(folder)
    for part in PARTS:
        for route in part.routes(desk):
            assert isinstance(route, Route)
            for method in sorted(route.methods or ()):
                yield method, route.path.replace("{", "").replace("}", "")


def form(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*headers, ("content-type", "application/x-www-form-urlencoded"), ("content-length", "0")]


def test_every_combination_of_headers_is_let_in_only_where_browsers_send_it_for_our_own_pages(small: Path) -> None:
    """Oracle: the four conditions, each for itself; 660 combinations and every cookie, on every address."""
    reached: list[str] = []
    gate = spied(reached)
    addresses = list(routes(small))
    assert len({path for _, path in addresses}) >= 8
    for method, path in addresses:
        combinations = [*product(HOSTS, ORIGINS, SITES, COOKIES[:1]), *product(HOSTS[:1], ORIGINS[:2], SITES, COOKIES)]
        assert len(combinations) >= 400
        for host, origin, site, cookie in combinations:
            pairs = [("host", h) for h in host] + [("origin", o) for o in origin]
            pairs += [("sec-fetch-site", s) for s in site] + [("cookie", c) for c in cookie]
            reached.clear()
            status, headers, _ = answer(gate, method, path, form(pairs))
            may = (
                host == [AUTHORITY]
                and origin in ([], [OWN])
                and site in ([], ["same-origin"], ["none"])
                and cookie in (COOKIES[0], COOKIES[4])
                and (method != "POST" or origin == [OWN] or site == ["same-origin"])
            )
            assert (status == 200, bool(reached)) == (may, may), (method, path, pairs)
            assert headers[b"x-frame-options"] == b"DENY"
            assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
            assert b"access-control-allow-origin" not in headers


def test_no_address_of_the_application_is_outside_the_gate(small: Path) -> None:
    client = TestClient(make_app(desk_of(small), AUTHORITY, TOKEN, SESSION), base_url=OWN)
    for method, path in routes(small):
        response = client.request(method, path)
        assert response.status_code == 403, (method, path)


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
    told = {host: answer(gate, "GET", "/", [("host", host), ("cookie", COOKIE)])[::2] for [host] in HOSTS[3:]}
    assert {status for status, _ in told.values()} == {421}
    assert [host for host, (_, why) in told.items() if why == NAMED.encode()] == ["localhost:8123"]
    assert not reached


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(method: str) -> None:
    reached: list[str] = []
    pairs = [("host", AUTHORITY), ("cookie", COOKIE), ("origin", OWN)]
    assert answer(spied(reached), method, "/", pairs)[0] == 405
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
