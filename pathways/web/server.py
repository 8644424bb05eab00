"""A workspace to pages served on this computer alone, until somebody presses Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Final

from pathways.errors import PathwaysError
from pathways.web import keys
from pathways.workspace import Workspace, workspace_of

_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
HOST: Final = "127.0.0.1"  # never an address that another computer can reach


def serve(start: Path, *, port: int = 0, opens: bool = True, say: Callable[[str], None]) -> None:
    """Serve the pages of the workspace that `start` lies in.

    Parameters
    ----------
    port : 0 takes any that is free.
    opens : ask the browser to show the pages.
    say : takes the address, and how to end.

    Raises
    ------
    WorkspaceError
        If there is no workspace.
    PathwaysError
        If the port cannot be used.
    """
    workspace = workspace_of(start)
    with _listening(port) as listener:
        authority = f"{HOST}:{listener.getsockname()[1]}"
        token, session = secrets.token_urlsafe(24), secrets.token_urlsafe(32)

        def invite(token: str) -> None:
            address = f"http://{authority}/open?token={token}"
            say(f"    {address}\n")
            if opens:
                Thread(target=_open, args=(address, say), daemon=True).start()

        has_keys = keys.are_there()
        again = "press Enter here for a new link" if has_keys else "run pathways serve again"
        say(f"The pages of {workspace.name} are at this address, for this computer alone:\n")
        invite(token)
        say(f"It lets one browser in, once: if you close it, {again}. To end, press Ctrl-C here.")
        with contextlib.suppress(KeyboardInterrupt):
            _serve(workspace, listener, authority, token, session, *((invite, say) if has_keys else ()))
    say("\nThe pages are closed.")


def _serve(
    workspace: Workspace,
    listener: socket.socket,
    authority: str,
    token: str,
    session: str,
    invite: Callable[[str], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> None:
    """Answer whatever comes, until interrupted. Imported here, so that the browser starts meanwhile."""
    import uvicorn

    from pathways.web.app import make_app
    from pathways.web.desk import Desk
    from pathways.web.ending import Server

    with contextlib.closing(Desk(workspace)) as desk:
        gate = make_app(desk, authority, token, session)
        config = uvicorn.Config(
            gate, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
            proxy_headers=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        desk.warm_up()
        if invite is not None:
            keys.at_every_enter(lambda: invite(gate.renew()))
        Server(config, desk.unsaved, say).run(sockets=[listener])


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket that takes connections already; they are answered as soon as there is somebody to answer."""
    # Said to be TCP, so that answers go off at once: else every other one waits 40 ms for word from the browser.
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)) as listener:
        if os.name == "posix":  # a port just left may be taken again; on Windows this would let others share ours
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(64)
        except (OSError, OverflowError) as error:
            raise PathwaysError(
                f"port {port} cannot be used: {getattr(error, 'strerror', None) or error}\n"
                "    fix: leave --port out, or give a number above 1023 that no other program uses"
            ) from error
        yield listener


def _open(address: str, say: Callable[[str], None]) -> None:
    # Without a screen Python would start a text browser in the very terminal that Ctrl-C is to be pressed in.
    has_screen = not sys.platform.startswith("linux") or any(map(os.environ.get, _SCREENS))
    try:
        opened = has_screen and webbrowser.open(address)
    except webbrowser.Error:
        opened = False
    if not opened:
        say("No browser could be opened: copy the address into one.")
