"""Templates and values to whole pages and parts of pages: everything that comes from a file is escaped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pathways.report.hardness import plain_hardness
from pathways.report.inline import inline_svg
from pathways.version import __version__

if TYPE_CHECKING:
    from pathways.diagram import Drawing

Form = QueryParams  # names and values, as a form sends them


def page(template: str, code: int = 200, **values: Any) -> HTMLResponse:
    """A template filled; a name that it uses and nobody gave is a fault of ours."""
    return HTMLResponse(text(template, **values), code)


def text(template: str, **values: Any) -> str:
    return environment().get_template(template).render(**values)


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("pathways.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.globals["version"] = __version__
    made.globals["lost_look"] = ("✗", "can no longer be decided", "bad")
    made.filters["hardness"] = plain_hardness
    made.filters["words"] = lambda name: str(name).replace("_", " ").replace("-", " ")
    made.filters["sentence"] = lambda words: f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in '.?!' else '.'}"
    return made


def picture(drawing: Drawing, prefix: str) -> Markup:
    """A drawing as part of a page. Its painter has escaped every word in it."""
    return Markup(inline_svg(drawing.svg, prefix))


def reading(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An address that is only looked at; what it does runs beside what others ask for."""

    @wraps(answer)
    async def get(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return get


def sending(answer: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An address that takes a form."""

    @wraps(answer)
    async def post(request: Request) -> Response:
        form = QueryParams((await request.body()).decode("ascii", "replace"))
        return await run_in_threadpool(answer, request, form)

    return post
