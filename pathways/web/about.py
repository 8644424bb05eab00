"""How well these pages can be used by everybody, and how they keep to themselves."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pathways.web.desk import Desk
from pathways.web.shown import page, reading


def routes(desk: Desk) -> list[Route]:
    @reading
    def accessibility(request: Request) -> Response:
        return page("accessibility.html", desk=desk, at="accessibility")

    @reading
    def help_(request: Request) -> Response:
        return page("help.html", desk=desk, at="help")

    return [Route("/accessibility", accessibility), Route("/help", help_)]
