"""What can be taken away: drawings in every format, and reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pathways.web.desk import Desk
from pathways.web.overview import known
from pathways.web.shown import reading

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway


def _svg(pathway: LinkedPathway) -> bytes:
    from pathways.diagram import draw

    return draw(pathway).svg.encode()


def _png(pathway: LinkedPathway) -> bytes:
    from pathways.diagram import draw, png

    return png(draw(pathway).svg)


def _text(pathway: LinkedPathway) -> bytes:
    from pathways.diagram import draw

    return draw(pathway).text.encode()


def _dot(pathway: LinkedPathway) -> bytes:
    from pathways.diagram import dot

    return dot(pathway).encode()


def _roles(pathway: LinkedPathway) -> bytes:
    from pathways.diagram import png, roles

    return png(roles(pathway).svg)


# By the end of the address: what it is called, its type, and what makes it.
DRAWINGS: Final[Mapping[str, tuple[str, str, Callable[[LinkedPathway], bytes]]]] = {
    "png": ("Picture for a document (PNG)", "image/png", _png),
    "svg": ("Picture of any size (SVG)", "image/svg+xml", _svg),
    "txt": ("In words (text)", "text/plain; charset=utf-8", _text),
    "dot": ("For Graphviz (DOT)", "text/vnd.graphviz", _dot),
    "roles.png": ("Who does what (PNG)", "image/png", _roles),
}
FORMATS: Final = tuple((ending, words) for ending, (words, _, _) in DRAWINGS.items())


def routes(desk: Desk) -> list[Route]:
    @reading
    def drawing(request: Request) -> Response:
        view, name, ending = desk.view(), request.path_params["name"], request.path_params["ending"]
        known(view, name)
        loaded = view.loading(name).pathways
        if ending not in DRAWINGS or not loaded:
            raise HTTPException(404)
        _, media, make = DRAWINGS[ending]
        return attachment(make(loaded[0].linked), f"{name}.{ending}", media)

    return [Route("/pathways/{name}/drawing.{ending}", drawing)]


def attachment(content: bytes, name: str, media: str) -> Response:
    """A file to be kept, never shown as a page of ours. `name` is made of ids, which hold no quotes."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
