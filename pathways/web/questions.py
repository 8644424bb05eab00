"""The questions of a workspace on one page, and one of them: what can be moved in it, and from where it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pathways.errors import FindingsError
from pathways.web import rise
from pathways.web.answers import Rehearse
from pathways.web.desk import Desk, View
from pathways.web.quantities import changes
from pathways.web.shown import Form, page, reading
from pathways.web.study_text import SCENARIO
from pathways.web.subjects import asking, grouped
from pathways.web.trying import MOST, REPLICATIONS, Try, offered, standing, started

if TYPE_CHECKING:
    from decimal import Decimal

    from pathways.simulation import Study

Fault = tuple[str, str]  # the id of the field, and what is wrong with what stands there
_LONGEST: Final = 200  # of the words that somebody looks for


def routes(desk: Desk) -> list[Route]:
    @reading
    def studies(request: Request) -> Response:
        words = request.query_params.get("words", "")[:_LONGEST]
        rows = desk.view().studies
        groups = grouped(rows, words)
        count = sum(len(several) for _, several in groups)
        return page(
            "studies.html", desk=desk, at="studies", groups=groups, words=words, count=count, of=len(rows),
            asking=asking,
        )  # fmt: skip

    @reading
    def study(request: Request) -> Response:
        view, given = desk.view(), request.query_params
        found = readable(view, request.path_params["name"])
        start = given.get("from", SCENARIO)
        _rehearse(desk, found)
        return form_page(desk, view, found, start if start in found.scenarios else None, given, [], 200)

    @reading
    def ready(request: Request) -> Response:
        """Somebody is about to move something."""
        _rehearse(desk, readable(desk.view(), request.path_params["name"]))
        return Response(status_code=204)

    return [
        Route("/studies", studies),
        Route("/studies/{name}", study),
        Route("/studies/{name}/ready", ready),
    ]


def _rehearse(desk: Desk, study: Study) -> None:
    desk.background(lambda: desk.apart.get_ready(Rehearse(Try(study, None, {}, 2))))


def readable(view: View, name: str) -> Study:
    """The study of that name, if nothing is wrong with it."""
    found = view.study(name)
    if found is None:
        raise HTTPException(404)
    if isinstance(found[1], FindingsError):
        raise found[1]
    return found[1]


def form_page(
    desk: Desk, view: View, study: Study, start: str | None, given: Form, faults: Sequence[Fault], code: int
) -> Response:
    """The page about a study, with the values that are `given`, else with those that it starts from."""
    things = offered(view, study)
    at = standing(study, start)
    values = {
        each.name: given.get(f"q.{each.name}") or said(each.read(at) if each.read(at) is not None else each.now)
        for each in things
    }
    kept = desk.runs.get(given.get("saved", ""), Try)
    return page(
        "study.html", code, desk=desk, at="studies", study=study, start=start, starts=started(view, study),
        named=[q for q in things if q.is_named], others=[q for q in things if not q.is_named], values=values,
        faults=faults, replications=given.get("replications") or str(min(study.replications, REPLICATIONS)), most=MOST,
        saved=kept, file=view.workspace.shown(view.workspace.simulations / f"{study.id}.yaml"),
    )  # fmt: skip


def asked(view: View, study: Study, start: str | None, form: Form) -> tuple[Try | None, list[Fault]]:
    """What a form asks for; or what is wrong with it."""
    faults: list[Fault] = []
    moved: dict[str, Decimal] = {}
    at, things = standing(study, start), offered(view, study)
    for each in things:
        text = form.get(f"q.{each.name}")
        if text is None:
            continue
        value, before = each.parse(text), each.read(at)
        if value is None:
            words = f"{each.title}: give a number from {said(each.low)} to {said(each.high)}, not '{text}'"
            faults.append((f"q-{each.name}", words))
        elif value != (each.now if before is None else before):
            moved[each.name] = value
    faults += ((f"q-{name}", words) for name, words in rise.faults(things, at, moved))
    text = form.get("replications", str(REPLICATIONS))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 2 <= number <= MOST:
        words = f"How often to play it through: give a whole number from 2 to {MOST}, not '{text}'"
        faults.append(("replications", words))
    if faults:
        return None, faults
    typed = {name: said(value) for name, value in moved.items()}
    return Try(study, start, changes(study, things, at, moved), number, typed), []


def address_of(wanted: Try, **also: str) -> str:
    """Where a what-if can be changed further: its study's page, with all that was moved.

    Parameters
    ----------
    also : values besides, by the name of their quantity.
    """
    return f"/studies/{wanted.study.id}?{Form(fields_of(wanted, **also))}#try"


def fields_of(wanted: Try, **also: str) -> dict[str, str]:
    """What the form of its study says for a what-if, with other values besides."""
    moved = {f"q.{name}": value for name, value in {**wanted.typed, **also}.items()}
    return {"from": wanted.start or "", **moved, "replications": str(wanted.replications)}


def said(value: Any) -> str:
    """A number as somebody would type it."""
    return f"{value.normalize():f}"
