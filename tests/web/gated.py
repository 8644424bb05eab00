"""The real server in this process, its gate and its application as they are, and a list of what reached the latter."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from starlette.routing import Route

from pathways.web import app as application
from pathways.web import ending
from pathways.web.gate import Gate
from pathways.web.server import _listening, _serve
from pathways.workspace import workspace_of

TOKEN, SESSION = "the-token", "the-session"


@dataclass
class Gated:
    """What is served at `port`; method and path of every request that was `asked`, and of every one let through."""

    port: int = 0
    gate: Any = None
    desk: Any = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    reached: list[tuple[str, str]] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return f"{self.base}/open?token={TOKEN}"

    @property
    def cookie(self) -> dict[str, Any]:
        return {"name": f"pathways_{self.port}", "value": SESSION, "domain": "127.0.0.1", "path": "/",
                "httpOnly": True, "sameSite": "Strict"}  # fmt: skip


def routes_of(app: Any) -> list[tuple[str, str]]:
    """Method and path of every address of an application, asked of itself, so that a new one is among them."""
    found = []
    for route in app.routes:
        assert isinstance(route, Route), f"{route} is no plain address: say here what can be asked of it"
        found += [(method, route.path) for method in sorted(route.methods or ())]
    return found


@contextmanager
def gated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_hollow: bool = False, is_open: bool = False
) -> Iterator[Gated]:
    """Serve a workspace as `pathways serve` does.

    `is_hollow`: whatever is let through is answered at once. `is_open`: the gate lets everybody through, so that only
    the headers of its answers protect them.
    """
    site = Gated()
    make, running = application.make_app, []

    def recorded(desk: Any, *values: Any, **more: Any) -> Any:
        gate = make(desk, *values, **more)
        assert isinstance(gate, Gate)
        inside, site.gate, site.desk = gate.app, gate, desk

        async def note(scope: Any, receive: Any, send: Any) -> None:
            site.reached.append((scope["method"], scope["path"]))
            if (scope["scheme"], scope["client"][0]) != ("http", "127.0.0.1"):
                site.odd.append(f"{scope['scheme']} {scope['client']}")
            if is_hollow:
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]})
                await send({"type": "http.response.body", "body": b"inside"})
            else:
                await inside(scope, receive, send)

        gate.app, gate.routes = note, routes_of(inside)  # type: ignore[attr-defined]
        return gate

    answer = Gate.__call__

    async def heard(gate: Gate, scope: Any, receive: Any, send: Any) -> None:
        site.asked.append((scope.get("method", scope["type"]), scope["path"]))
        await answer(gate, scope, receive, send)

    class Server(ending.Server):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            running.append(self)

    monkeypatch.setattr(application, "make_app", recorded)
    monkeypatch.setattr(ending, "Server", Server)
    monkeypatch.setattr(Gate, "__call__", heard)
    if is_open:
        monkeypatch.setattr(Gate, "_why_not", lambda gate, scope, headers: None)
    with _listening(0) as listener:
        site.port = listener.getsockname()[1]
        arguments = (workspace_of(folder), listener, f"127.0.0.1:{site.port}", TOKEN, SESSION, None)
        thread = Thread(target=_serve, args=arguments, daemon=True)
        thread.start()
        ask(site.port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")  # it answers
        yield site
        running[0].should_exit = True
        thread.join(20)
    assert not thread.is_alive()
    assert site.odd == []


def ask(port: int, *requests: bytes) -> bytes:
    """Everything that is answered to octets on one connection, until the server closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for request in requests:
            line.sendall(request)
        answer = b""
        while more := line.recv(65536):
            answer += more
    return answer
