"""A desk to an application that answers requests: its pages behind the gate, and plain words for what goes wrong."""

from __future__ import annotations

from importlib import resources
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pathways.errors import PathwaysError
from pathways.web import about, downloads, editing, overview, packs, questions, walking, whatif
from pathways.web.desk import Desk
from pathways.web.gate import NAMED, NOT_GIVEN, NOT_LET_IN, USED, Gate
from pathways.web.shown import page, text

# What is served as it stands, by name; no other file can be asked for.
FILES: Final = {
    "icon.svg": "image/svg+xml",
    "style.css": "text/css",
    "page.js": "text/javascript",
    "htmx.min.js": "text/javascript",
    "htmx.LICENSE.txt": "text/plain",
}
_OUTSIDE: Final = (NOT_LET_IN, USED, NOT_GIVEN)  # who has no cookie needs a link
PARTS: Final = (overview, walking, editing, questions, whatif, packs, downloads, about)


def make_app(desk: Desk, authority: str, token: str, session: str) -> Gate:
    """The application of one workspace.

    Parameters
    ----------
    authority, token, session : see `Gate`.
    """
    pages = Starlette(
        routes=[Route("/static/{name}", _file), *(route for part in PARTS for route in part.routes(desk))],
        exception_handlers={404: _missing, PathwaysError: _told, 500: _fault},
    )
    return Gate(
        pages,
        authority,
        token,
        session,
        lambda: text("opened.html").encode(),
        lambda why: text(
            "refused.html", why=why, authority=authority, is_other=why == NAMED, is_out=why in _OUTSIDE
        ).encode(),
    )


def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return Response("There is no such file.", 404, media_type="text/plain")
    data = resources.files("pathways.web").joinpath("static", name).read_bytes()
    return Response(data, media_type=FILES[name], headers={"cache-control": "max-age=3600"})


async def _missing(request: Request, error: Exception) -> Response:
    return page("problem.html", 404, title="There is no such page", says="", back="/")


async def _told(request: Request, error: Exception) -> Response:
    """What the person can put right."""
    return page("problem.html", 400, title="That did not work", says=str(error), back="/")


async def _fault(request: Request, error: Exception) -> Response:
    says = f"{type(error).__name__}: {error}"
    title = "The page stopped because of a fault of its own"
    return page("problem.html", 500, title=title, says=f"{says}\nYour files are as they were.", back="/")
