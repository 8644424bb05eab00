"""Requests to those that may pass: from the browser that opened the link, asked by these pages themselves."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from starlette.datastructures import QueryParams

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN: Final = "/open"
# Why somebody is kept out, where the remedy is another link; and where it is another address.
NOT_LET_IN: Final = "This browser has not been let in."
USED: Final = "The link has been used already. It lets one browser in, once."
NOT_GIVEN: Final = "This is not the link that was given."
NAMED: Final = "These pages are at another address."
STRANGE: Final = "This address is not the one that these pages are at."
STATIC: Final = "/static/"
MOST_BYTES: Final = 3_000_000  # of a form: a definition of 1 MB, every sign of it escaped
HEADERS: Final = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # with `no-referrer` a browser would send `Origin: null` with our own forms
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


class Gate:
    """Lets requests pass to `app`, or refuses them; every answer gets the headers that keep other pages out.

    Parameters
    ----------
    authority
        What the browser calls this server: `127.0.0.1:8000`. Any other name is refused, so that no foreign name
        can be made to point here (DNS rebinding).
    token
        Opens the pages once; whoever comes with it gets the cookie.
    session
        The value of that cookie.
    opened
        The page that the link leads to: it must lead on from within, for a cookie of this kind does not go with
        a request that another program began.
    refused
        A page that says why, and what to do.
    """

    def __init__(
        self,
        app: ASGIApp,
        authority: str,
        token: str,
        session: str,
        opened: Callable[[], bytes],
        refused: Callable[[str], bytes],
    ) -> None:
        self.app, self.authority, self.session = app, authority, session
        self._token: str | None = token
        self._opened, self._refused = opened, refused
        self._port = authority.rpartition(":")[2]
        self.cookie = f"pathways_{self._port}"  # ports of one computer share their cookies

    def renew(self) -> str:
        """A token that lets one more browser in, once; the one before is of no use any more."""
        self._token = token_urlsafe(24)
        return self._token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of ours asks for anything else
            await send({"type": "websocket.close", "code": 1008})
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in own]
                if not scope["path"].startswith(STATIC):
                    kept.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        headers = _Headers(scope)
        why = self._why_not(scope, headers)
        if why is not None:
            status, words = why
            await _answer(sealed, status, self._refused(words))
        elif scope["path"] == OPEN:
            await self._open(scope, headers, sealed)
        else:
            await self.app(scope, _limited(receive), sealed)

    def _why_not(self, scope: Scope, headers: _Headers) -> tuple[int, str] | None:
        """The status and the words with which a request is refused; None if it may pass."""
        method, path = scope["method"], scope["path"]
        if headers.all("host") != [self.authority] or not path.startswith("/"):
            return 421, NAMED if headers.all("host") == [f"localhost:{self._port}"] else STRANGE
        if method not in ("GET", "HEAD", "POST"):
            return 405, "These pages are read and sent, and nothing else."
        origins, sites = headers.all("origin"), headers.all("sec-fetch-site")
        own = f"http://{self.authority}"
        if any(origin != own for origin in origins) or len(origins) > 1 or len(sites) > 1:
            return 403, "Another page asked for this, so it was not done."
        if path == OPEN:
            return None if method == "GET" else (405, "This address is only for opening.")
        if any(site not in ("same-origin", "none") for site in sites):
            return 403, "Another page asked for this, so it was not done."
        if path.startswith(STATIC):
            return None if method != "POST" else (405, "This cannot be changed.")
        if not self._is_known(headers):
            return 403, NOT_LET_IN
        if method == "POST":
            if not origins and sites != ["same-origin"]:
                return 403, "It cannot be told which page asked for this, so it was not done."
            if [each.replace(" ", "").lower() for each in headers.all("content-type")] not in _FORMS:
                return 415, "This is not a form of these pages."
            sizes = headers.all("content-length")
            is_said = len(sizes) == 1 and sizes[0].isascii() and sizes[0].isdigit()
            if not is_said or headers.all("transfer-encoding"):
                return 411, "It was not said how much is sent."
            if int(sizes[0]) > MOST_BYTES:
                return 413, "This is more than a definition may hold."
        return None

    def _is_known(self, headers: _Headers) -> bool:
        pairs = (each.strip().partition("=") for line in headers.all("cookie") for each in line.split(";"))
        return any(name == self.cookie and _same(value, self.session) for name, _, value in pairs)

    async def _open(self, scope: Scope, headers: _Headers, send: Send) -> None:
        """Take the token out of the address, and let in whoever brought the right one."""
        given = QueryParams(scope["query_string"]).get("token")
        onward = (b"location", OPEN.encode())
        if given is None:
            await _answer(send, 200, self._opened())
        elif self._token is not None and _same(given, self._token):
            self._token = None
            cookie = f"{self.cookie}={self.session}; HttpOnly; SameSite=Strict; Path=/"
            await _answer(send, 303, b"", [onward, (b"set-cookie", cookie.encode())])
        elif self._is_known(headers):
            await _answer(send, 303, b"", [onward])
        else:
            await _answer(send, 403, self._refused(USED if self._token is None else NOT_GIVEN))


_FORMS: Final = (["application/x-www-form-urlencoded"], ["application/x-www-form-urlencoded;charset=utf-8"])


class _Headers:
    def __init__(self, scope: Scope) -> None:
        self._pairs = [(name.lower(), value) for name, value in scope["headers"]]

    def all(self, name: str) -> list[str]:
        wanted = name.encode()
        return [value.decode("latin-1") for each, value in self._pairs if each == wanted]


def _same(given: str, secret: str) -> bool:
    return compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _limited(receive: Receive) -> Receive:
    """No more than was announced may come: what is longer is cut off as if the sender had gone."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= MOST_BYTES else {"type": "http.disconnect"}

    return take


async def _answer(send: Send, status: int, body: bytes, more: list[tuple[bytes, bytes]] | None = None) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *(more or [])]})
    await send({"type": "http.response.body", "body": body})
