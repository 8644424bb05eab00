"""Requests that say the same thing in hundreds of ways, each of its parts marked right or wrong by hand.

Who may pass follows from the marks alone and not from any code of the gate: every part must be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

Lines = tuple[tuple[str, str], ...]
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Part:
    """Lines of one header, or of several that belong together; `is_own` marks what our own pages would send."""

    lines: Lines
    is_own: bool
    proves: bool = False  # that one of our own pages asks, as only something in a browser can say


@dataclass(frozen=True)
class Asked:
    """One request without its method and address."""

    host: Part
    origin: Part
    site: Part
    cookie: Part
    kind: Part
    more: Part

    @property
    def lines(self) -> Lines:
        parts = (self.host, self.origin, self.site, self.cookie, self.kind, self.more)
        return tuple(line for part in parts for line in part.lines)

    def may(self, method: str, path: str) -> bool:
        """Whether it may pass, as docs/page.md says it under "How it keeps to itself"."""
        is_free = path == "/open" or path.startswith("/static/")  # what everybody may have, under our own name
        if not self.host.is_own or not self.origin.is_own:
            return False
        if method == "POST":
            proven = self.origin.proves or self.site.proves
            return not is_free and self.site.is_own and self.cookie.is_own and self.kind.is_own and proven
        if path == "/open":  # people come to it from wherever they were
            return method == "GET" and len(self.site.lines) < 2
        return self.site.is_own and (is_free or self.cookie.is_own)


def _lines(name: str, *values: str) -> Lines:
    return tuple((name, value) for value in values)


def _parts(name: str, own: list[list[str]], foreign: list[list[str]]) -> list[Part]:
    return [Part(_lines(name, *v), True, bool(v) and v != ["none"]) for v in own] + [
        Part(_lines(name, *v), False) for v in foreign
    ]


def _wide(text: str) -> str:
    """As the octets of UTF-8 look to who reads them as Latin-1."""
    return text.encode().decode("latin-1")


def hosts(port: int) -> list[Part]:
    at = f"127.0.0.1:{port}"
    foreign = [
        [], [at, at], ["evil.example", at], [at, "evil.example"], [""], ["evil.example"], [f"evil.example:{port}"],
        [f"localhost:{port}"], [f"LOCALHOST:{port}"], [f"ip6-localhost:{port}"], ["localhost"], ["127.0.0.1"],
        ["127.0.0.1:"], [f"127.0.0.1:{port + 1}"], [f"127.0.0.1:0{port}"], [f"127.0.0.1:{port + 65536}"],
        [f"127.0.0.1.:{port}"], [f"{at}."], [f"127.0.0.1.evil.example:{port}"], [f"127-0-0-1.evil.example:{port}"],
        [f"user@{at}"], [f"{at}@evil.example"], [f"{at}#evil.example"], [f"evil.example#{at}"], [f"{at}/"],
        [f"http://{at}"], [f"{at},evil.example"], [f"{at};evil"], [f"{at} evil"], [f"[::1]:{port}"],
        [f"[::ffff:127.0.0.1]:{port}"], [f"::1:{port}"], [f"0.0.0.0:{port}"], [f"127.1:{port}"],
        [f"2130706433:{port}"], [f"0x7f.0.0.1:{port}"], [f"0177.0.0.1:{port}"], [f"127.0.0.01:{port}"],
        [f"127.0.0.2:{port}"], [f"127.0.0.1%00:{port}"], [f"%31%32%37.0.0.1:{port}"],
        [_wide(f"\uff11\uff12\uff17.0.0.1:{port}")], [_wide(f"127\u30020\u30020\u30021:{port}")],
        [_wide(f"127.0.0.1\u00ad:{port}")], [_wide(f"\u0435vil.example:{port}")], [f"xn--e1afmkfd.example:{port}"],
    ]  # fmt: skip
    return _parts("host", [[at]], foreign)


def origins(port: int) -> list[Part]:
    own = f"http://127.0.0.1:{port}"
    foreign = [
        ["null"], [""], ["http://evil.example"], [f"http://evil.example:{port}"], [f"https://127.0.0.1:{port}"],
        [f"http://127.0.0.1:{port + 1}"], ["http://127.0.0.1"], [f"{own}.evil.example"], [own, own],
        [own, "http://evil.example"], ["http://evil.example", own], [f"{own}, http://evil.example"],
        [f"{own} http://evil.example"], [f"{own}/"], [own.upper()], [f"HTTP://127.0.0.1:{port}"],
        [f"http://user@127.0.0.1:{port}"], [f"http://localhost:{port}"], [f"http://[::1]:{port}"],
        [f"http://127.1:{port}"], [f"http://127.0.0.1.:{port}"], [f"http://0.0.0.0:{port}"], ["file://"], ["data:"],
        ["about:blank"], [f"blob:{own}/x"], [f"ws://127.0.0.1:{port}"], [f"127.0.0.1:{port}"],
        ["chrome-extension://abcdefghijklmnop"], [f"http://xn--e1afmkfd.example:{port}"],
        [_wide(f"http://\uff11\uff12\uff17.0.0.1:{port}")], [f"http%3A//127.0.0.1:{port}"], ["*"],
    ]  # fmt: skip
    return _parts("origin", [[], [own]], foreign)


SITES: Final = _parts(
    "sec-fetch-site",
    [[], ["same-origin"], ["none"]],
    [["same-site"], ["cross-site"], [""], ["Same-Origin"], ["same-origin, cross-site"], ["same_origin"], ["?1"],
     ["same-origin", "cross-site"], ["same-origin", "same-origin"], ["null"]],
)  # fmt: skip


def cookies(port: int, session: str, token: str) -> list[Part]:
    name, good = f"pathways_{port}", f"pathways_{port}={session}"
    own = [[good], [f"x=y; {good}; z"], ["a=b", good], [f"{good};"], [f"$Version=1; {good}"], [f"{name}=old; {good}"]]
    foreign = [
        [], [""], [f"{name}="], [f"{name}=wrong"], [f"{name}={token}"], [f"pathways_{port + 1}={session}"],
        [f"{name.upper()}={session}"], [f'{name}="{session}"'], [f"{name}={session}x"], [f"{name}={session[:-1]}"],
        [f"{name}={session.upper()}"], [f"{name}=%{ord(session[0]):x}{session[1:]}"], [f"{name} ={session}"],
        [f"{name}=={session}"], [f"a=b, {good}"], [f"session={session}"], [session], [_wide(f"{name}={session}\u00e9")],
        [f"{name}={session}\\"], [f"{name}={session} x"], [f"x={'y' * 4000}"],
    ]  # fmt: skip
    return _parts("cookie", own, foreign)


KINDS: Final = [
    *(Part((("content-type", kind), ("content-length", "0")), True)
      for kind in (FORM, f"{FORM}; charset=utf-8", f"{FORM};charset=UTF-8", FORM.upper())),
    *(Part((*_lines("content-type", *kinds), ("content-length", "0")), False)
      for kinds in ([], [""], ["text/plain"], ["multipart/form-data; boundary=x"], ["application/json"], ["text/xml"],
                    [f"{FORM}, text/plain"], [FORM, FORM], [f"{FORM};charset=utf-16"], [f"{FORM}; boundary=x"],
                    ["application/octet-stream"], [f"x{FORM}"], ["application/x-www-form-urlencoded+json"])),
]  # fmt: skip
# Whatever these say, it neither lets anybody in nor keeps anybody out.
MORE: Final = [
    Part(tuple(lines), True)
    for lines in (
        [], [("referer", "http://evil.example/")], [("referer", "http://127.0.0.1:1/")],
        [("forwarded", "host=x;for=y")],
        [("x-forwarded-host", "evil.example")], [("x-forwarded-for", "192.0.2.1")], [("x-forwarded-proto", "https")],
        [("x-forwarded-port", "443")], [("x-forwarded-host", "127.0.0.1:8123"), ("x-forwarded-server", "127.0.0.1")],
        [("x-real-ip", "192.0.2.1")], [("x-http-method-override", "POST")], [("x-method-override", "DELETE")],
        [("x-original-url", "/")], [("x-rewrite-url", "/static/x")], [("x-requested-with", "XMLHttpRequest")],
        [("authorization", "Bearer the-token")], [("authorization", "Basic dXNlcjp0aGUtdG9rZW4=")],
        [("access-control-request-method", "POST"), ("access-control-request-headers", "x")],
        [("upgrade", "websocket"), ("connection", "keep-alive, upgrade"), ("sec-websocket-version", "13"),
         ("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")],
        [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")], [("sec-fetch-dest", "script")],
        [("sec-purpose", "prefetch;prerender")], [("hx-request", "true"), ("hx-current-url", "http://evil.example/")],
        [("range", "bytes=0-1")], [("if-none-match", "*")], [("via", "1.1 evil")], [("service-worker", "script")],
        [("accept", "text/html"), ("accept-encoding", "gzip")], [("cf-connecting-ip", "127.0.0.1")],
        [("x-csrf-token", "the-token")], [("dnt", "1")], [("user-agent", "<script>alert(1)</script>")],
    )
]  # fmt: skip


def combinations(port: int, session: str, token: str, *, others: int = 300) -> Iterator[Asked]:
    """A request that may pass; it with every single part replaced in turn; and `others` with parts drawn at random."""
    parts = (hosts(port), origins(port), SITES, cookies(port, session, token), KINDS, MORE)
    good = (parts[0][0], parts[1][1], parts[2][1], parts[3][0], parts[4][0], parts[5][0])
    yield Asked(*good)
    for place, choices in enumerate(parts):
        for part in choices:
            if part != good[place]:
                yield Asked(*good[:place], part, *good[place + 1 :])
    dice = Random(21)
    for _ in range(others):
        yield Asked(
            *(dice.choice([c for c in choices if c.is_own] if dice.random() < 0.75 else choices) for choices in parts)
        )
