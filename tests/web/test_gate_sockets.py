"""The gate behind its real server, asked in octets as no browser would: what a parser makes of them lets nobody in."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from threading import Barrier

import pytest

from tests.web.asking import FORM, Lines, combinations
from tests.web.gated import SESSION, TOKEN, Gated, ask, gated
from tests.web.small import small_workspace


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(small_workspace(tmp_path), monkeypatch, is_hollow=True) as site:
        yield site


def addresses(site: Gated) -> list[tuple[str, str]]:
    return [(method, re.sub("[{}]", "", path)) for method, path in site.gate.routes]


def octets(method: str, target: str, lines: Lines, version: str = "1.1") -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"{method} {target} HTTP/{version}\r\n{head}\r\n".encode("latin-1")


class Line:
    """A connection that is kept as long as the server keeps it."""

    def __init__(self, port: int) -> None:
        self.port, self.open = port, None

    def status(self, request: bytes) -> int:
        """What is answered to one request: its status; 0 where the line is closed without a word."""
        if self.open is None:
            self.open = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.open.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.open.recv(65536)
            if not more:
                break
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        size = re.search(rb"(?im)^content-length: *(\d+)", head)
        closing = size is None or re.search(rb"(?im)^connection: *close", head)
        want = 0 if request.startswith(b"HEAD") or size is None else int(size[1])
        while len(body) < want and (more := self.open.recv(65536)):
            body += more
        if closing:
            self.open.close()
            self.open = None
        return int(head.split(b" ")[1]) if head else 0


def try_all(site: Gated, asked: list[tuple[str, str, object]]) -> None:
    line = Line(site.port)
    for method, path, one in asked:
        site.reached.clear()
        status = line.status(octets(method, path, one.lines))
        may = one.may(method, path)
        assert (status == 200, site.reached) == (may, [(method, path)] if may else []), (method, path, status, one)


def test_hundreds_of_ways_of_asking_over_all_addresses(site: Gated) -> None:
    """Each way at one address; `make slow` has each at every one."""
    ways = list(combinations(site.port, SESSION, TOKEN))
    try_all(site, [(*at, one) for one, at in zip(ways, cycle(addresses(site)))])


@pytest.mark.slow
def test_hundreds_of_ways_of_asking_at_every_address(site: Gated) -> None:
    """Oracle: as in `test_gate`; here the octets go through the parser of the real server."""
    ways = list(combinations(site.port, SESSION, TOKEN))
    assert len(set(ways)) >= 400
    for at in addresses(site):
        try_all(site, [(*at, one) for one in ways])


def good(site: Gated) -> Lines:
    at = f"127.0.0.1:{site.port}"
    return (("Host", at), ("Cookie", f"pathways_{site.port}={SESSION}"), ("Origin", f"http://{at}"),
            ("Sec-Fetch-Site", "same-origin"), ("Connection", "close"))  # fmt: skip


def odd(site: Gated) -> dict[str, bytes]:
    """Octets that are no request of any browser to us, each with all the lines that would let a good one in."""
    lines, at = good(site), f"127.0.0.1:{site.port}"
    rest = octets("GET", "/x", lines).partition(b"\r\n")[2]
    host = f"Host: {at}\r\n".encode()
    smuggled = octets("POST", "/pathways/help/edit/save", (*lines, ("Content-Type", FORM), ("Content-Length", "0")))
    return {
        "absolute": b"GET http://evil.example/ HTTP/1.1\r\n" + rest,
        "absolute, of ours": f"GET http://{at}/pathways/help HTTP/1.1\r\n".encode() + rest,
        "no path": b"GET pathways HTTP/1.1\r\n" + rest,
        "asterisk": b"OPTIONS * HTTP/1.1\r\n" + rest,
        "asterisk, got": b"GET * HTTP/1.1\r\n" + rest,
        "a tunnel": b"CONNECT evil.example:80 HTTP/1.1\r\n" + rest,
        "a tunnel to us": f"CONNECT {at} HTTP/1.1\r\n".encode() + rest,
        "trace": octets("TRACE", "/", lines),
        "options": octets("OPTIONS", "/", (*lines, ("Access-Control-Request-Method", "POST"))),
        "put": octets("PUT", "/pathways/help/edit/save", (*lines, ("Content-Length", "0"))),
        "delete": octets("DELETE", "/", lines),
        "lower case": octets("get", "/", lines),
        "HTTP/0.9": b"GET /\r\n\r\n",
        "HTTP/1.0 without a host": octets("GET", "/", lines[1:], "1.0"),
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "no host": octets("GET", "/", lines[1:]),
        "host twice": octets("GET", "/", (("Host", "evil.example"), *lines)),
        "host twice, ours first": octets("GET", "/", (*lines, ("Host", "evil.example"))),
        "host before a colon": b"GET / HTTP/1.1\r\nHost : evil.example\r\n" + rest,
        "host folded": b"GET / HTTP/1.1\r\n" + rest.replace(host, f"Host: evil.example\r\n {at}\r\n".encode()),
        "host folded away": b"GET / HTTP/1.1\r\nX: y\r\n " + rest,
        "a line feed in a host": b"GET / HTTP/1.1\r\n" + rest.replace(host, f"Host: evil\n.example{at}\r\n".encode()),
        "nothing in a host": b"GET / HTTP/1.1\r\n" + rest.replace(host, f"Host: {at}\0\r\n".encode()),
        "nothing in a name": b"GET / HTTP/1.1\r\nX\0: y\r\n" + rest,
        "no colon": b"GET / HTTP/1.1\r\nevil\r\n" + rest,
        "a blank before the first line": b" GET / HTTP/1.1\r\n" + rest,
        "blanks in the target": b"GET / x HTTP/1.1\r\n" + rest,
        "a tab in the target": b"GET\t/ HTTP/1.1\r\n" + rest,
        "octets beyond ASCII in the target": "GET /\u0435 HTTP/1.1\r\n".encode() + rest,
        "lines ended by carriage returns": (b"GET / HTTP/1.1\r\n" + rest).replace(b"\r\n", b"\r"),
        "too much": b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\n" + rest,
        "too many": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + rest,
        "a form of unsaid length": octets("POST", "/x", (*lines, ("Content-Type", FORM))),
        "a form in chunks": octets("POST", "/x", (*lines, ("Content-Type", FORM), ("Transfer-Encoding", "chunked")))
        + b"1\r\nx\r\n0\r\n\r\n",
        "a form of two lengths": octets(
            "POST", "/x", (*lines, ("Content-Type", FORM), ("Content-Length", "0"), ("Content-Length", "5"))
        ),
        "a form of odd length": octets("POST", "/x", (*lines, ("Content-Type", FORM), ("Content-Length", "+1"))),
        "a form of less than nothing": octets("POST", "/x", (*lines, ("Content-Type", FORM), ("Content-Length", "-1"))),
        "a form of length and chunks": octets(
            "POST", "/x",
            (*lines, ("Content-Type", FORM), ("Content-Length", "4"), ("Transfer-Encoding", "chunked")),
        ) + b"0\r\n\r\n" + smuggled,
        "something hidden in a refused form": octets(
            "POST", "/x", (*lines[:2], ("Content-Type", FORM), ("Content-Length", str(len(smuggled))), lines[4])
        ) + smuggled,
        "a web socket of another page": octets(
            "GET", "/", (*lines[:2], ("Origin", "http://evil.example"), ("Upgrade", "websocket"),
                         ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
                         ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="))
        ),
        "encrypted": bytes.fromhex("16030100050100000100"),
    }  # fmt: skip


def test_octets_that_are_no_request_of_a_browser_reach_nothing(site: Gated) -> None:
    asked = odd(site)
    assert len(asked) >= 40
    for name, request in asked.items():
        site.reached.clear()
        got = b""
        with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line, suppress(ConnectionError):
            line.sendall(request)  # a server may hang up in the midst of it
            line.shutdown(socket.SHUT_WR)
            while more := line.recv(65536):
                got += more
        assert not site.reached, name
        assert b"inside" not in got, name
        assert got == b"" or 400 <= int(got.split(b" ")[1]) < 500, (name, got[:200])
        assert b"evil" not in got.lower(), name  # nothing of it comes back
    assert ask(site.port, octets("GET", "/x", good(site))).startswith(b"HTTP/1.1 200 ")  # and all is well


def test_what_says_that_it_comes_from_elsewhere_is_not_believed(site: Gated) -> None:
    """A proxy's lines change neither what the request is taken for nor where answers lead; `gated` looks at that."""
    for name, value in (
        ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https"), ("Forwarded", "for=192.0.2.1;proto=https"),
    ):  # fmt: skip
        assert ask(site.port, octets("GET", "/x", (*good(site), (name, value)))).startswith(b"HTTP/1.1 200 ")
    assert site.odd == []


def test_of_many_who_come_with_the_link_at_once_one_is_let_in(site: Gated) -> None:
    """And nobody before, who guesses; nor the one who was let in by a cookie of anybody else."""
    at = f"127.0.0.1:{site.port}"
    for guess in ("token=", "token=wrong", f"token={TOKEN}x", f"token={TOKEN[:-1]}", f"token={TOKEN.upper()}",
                  f"token=x&token={TOKEN[1:]}", f"Token={TOKEN}", f"token[]={TOKEN}", ""):  # fmt: skip
        got = ask(site.port, octets("GET", f"/open?{guess}", (("Host", at), ("Connection", "close"))))
        assert got.startswith(b"HTTP/1.1 403 " if guess.startswith("token=") else b"HTTP/1.1 200 "), guess
        assert b"set-cookie" not in got.lower(), guess
    start = Barrier(8)

    def come(_: int) -> bytes:
        start.wait()
        return ask(site.port, octets("GET", f"/open?token={TOKEN}", (("Host", at), ("Connection", "close"))))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(come, range(8)))
    (let_in,) = (each for each in answers if each.startswith(b"HTTP/1.1 303 "))
    assert sum(each.startswith(b"HTTP/1.1 403 ") for each in answers) == 7
    assert sum(b"set-cookie" in each.lower() for each in answers) == 1
    (cookie,) = re.findall(rb"(?im)^set-cookie: (.*?)\r$", let_in)
    name, *attributes = cookie.decode().split("; ")
    assert name == f"pathways_{site.port}={SESSION}"
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Strict"]
    assert let_in.partition(b"\r\n\r\n")[2] == b""  # there is nothing that a script could read


def test_who_has_no_cookie_is_told_nothing(site: Gated) -> None:
    """Another user of this computer can reach the port, as anybody here can: every address, each method."""
    told = set()
    for method, path in addresses(site):
        form = (("Content-Type", FORM), ("Content-Length", "0")) if method == "POST" else ()
        got = ask(site.port, octets(method, path, (*good(site)[:1], *good(site)[2:], *form)))
        if path.startswith("/static/"):
            continue
        assert got.startswith(b"HTTP/1.1 403 "), (method, path)
        if method != "HEAD":
            told.add(got.partition(b"\r\n\r\n")[2])
    assert len(told) == 1
    assert not [each for each in site.reached if not each[1].startswith("/static/")]
