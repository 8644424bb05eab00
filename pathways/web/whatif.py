"""The questions of a workspace, what can be moved in each, how far a run has come, and what came of it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.commands.write import write_file
from pathways.errors import FindingsError, WorkspaceError
from pathways.web.answers import Answer, Ask, Lay, Rehearse, Write, WriteAll
from pathways.web.desk import Desk, View
from pathways.web.downloads import DOCUMENTS, MEDIA, attachment
from pathways.web.runs import Run
from pathways.web.shown import Form, page, reading, sending
from pathways.web.trying import MOST, REPLICATIONS, Try, check_name, offered, standing

if TYPE_CHECKING:
    from pathways.simulation import Study

_WAIT_SECONDS: Final = 2.5  # an answer that comes so soon is shown without a page about its progress
SIGNS: Final = {
    "better": ("✓", "better", "good"),
    "worse": ("✗", "worse", "bad"),
    "higher": ("↑", "higher", "none"),
    "lower": ("↓", "lower", "none"),
    "no change": ("=", "no change", "none"),
    "cannot tell": ("?", "cannot tell", "warn"),
    "new": ("+", "new", "none"),
}
VERDICTS: Final = {"met": ("✓", "met", "good"), "not met": ("✗", "not met", "bad")}


def routes(desk: Desk) -> list[Route]:
    def readable(view: View, name: str) -> Study:
        found = view.study(name)
        if found is None:
            raise HTTPException(404)
        if isinstance(found[1], FindingsError):
            raise found[1]
        return found[1]

    def form_page(view: View, study: Study, start: str | None, given: Form, faults: list[str], code: int) -> Response:
        things = offered(view, study)
        at = standing(study, start)
        values = {
            each.name: given.get(f"q.{each.name}") or _said(each.read(at) if each.read(at) is not None else each.now)
            for each in things
        }
        return page(
            "study.html", code, desk=desk, at="studies", study=study, start=start,
            named=[q for q in things if q.is_named],
            others=[q for q in things if not q.is_named], values=values, faults=faults,
            replications=given.get("replications") or str(min(study.replications, REPLICATIONS)), most=MOST,
        )  # fmt: skip

    def rehearse(study: Study) -> None:
        desk.background(lambda: desk.apart.get_ready(Rehearse(Try(study, None, {}, 2))))

    @reading
    def ready(request: Request) -> Response:
        """Somebody is about to move something."""
        rehearse(readable(desk.view(), request.path_params["name"]))
        return Response(status_code=204)

    @reading
    def studies(request: Request) -> Response:
        rows = [(file, None if isinstance(s, FindingsError) else s) for file, s in desk.view().studies]
        return page("studies.html", desk=desk, at="studies", rows=rows)

    @reading
    def study(request: Request) -> Response:
        view = desk.view()
        found = readable(view, request.path_params["name"])
        start = request.query_params.get("from")
        rehearse(found)
        return form_page(view, found, start if start in found.scenarios else None, Form(), [], 200)

    @sending
    def begin(request: Request, form: Form) -> Response:
        view = desk.view()
        found = readable(view, request.path_params["name"])
        start = form.get("from") or None
        if start is not None and start not in found.scenarios:
            raise HTTPException(404)
        wanted, faults = asked(view, found, start, form)
        is_part = "hx-request" in request.headers
        if wanted is None:
            if is_part:
                return page("run-faults.html", faults=faults)
            return form_page(view, found, start, form, faults, 400)
        run = desk.runs.start(wanted, lambda run: desk.apart.do(Ask(wanted), run))
        if is_part:
            run.finished.wait(0.05)
            return part_of(run)
        run.finished.wait(_WAIT_SECONDS)
        return RedirectResponse(f"/runs/{run.id}", 303)

    def known(request: Request) -> Run:
        run = desk.runs.get(request.path_params["id"], Try)
        if run is None:
            raise HTTPException(404)
        return run

    def finished(request: Request) -> tuple[Run, Answer]:
        run = known(request)
        if run.status != "done":
            raise HTTPException(404)
        return run, run.result

    def part_of(run: Run) -> Response:
        return page("run-part.html", **shown(run))

    @reading
    def result(request: Request) -> Response:
        return page("run.html", desk=desk, at="studies", **shown(known(request)))

    @reading
    def progress(request: Request) -> Response:
        return part_of(known(request))

    @sending
    def cancel(request: Request, form: Form) -> Response:
        run = known(request)
        run.cancel()
        run.finished.wait(2)
        if "hx-request" in request.headers:
            return part_of(run)
        return RedirectResponse(f"/runs/{run.id}", 303)

    @reading
    def heat(request: Request) -> Response:
        view = desk.view()
        run, found = finished(request)
        name = request.path_params["pathway"]
        if name not in found.pathways:
            raise HTTPException(404)
        is_now = not found.is_changed or "now" in request.query_params
        svg = view.once(("heat", run.id, name, is_now), lambda: desk.apart.do(Lay(found.outcome, name, is_now)))
        return page(
            "heat.html", desk=desk, at="studies", drawing=svg, title=found.pathways[name], run=run,
            side="as things stand" if is_now else "what if",
        )  # fmt: skip

    @sending
    def save(request: Request, form: Form) -> Response:
        (run, _), view = finished(request), desk.view()
        name, title = form.get("name", "").strip(), " ".join(form.get("title", "").split())
        try:
            if not title:
                raise WorkspaceError("a study needs a title\n    fix: say in a few words what it asks")
            if not run.about.is_different:
                raise WorkspaceError(
                    "nothing was changed, so that there is no scenario to save\n    fix: move something"
                )
            check_name(view, name)
            path = view.workspace.simulations / f"{name}.yaml"
            write_file(path, run.about.text(name, title))
        except WorkspaceError as error:
            return page("problem.html", 400, title="This was not saved", says=str(error), back=f"/runs/{run.id}")
        return page("saved.html", desk=desk, at="studies", file=view.workspace.shown(path), name=name, run=run)

    @reading
    def document(request: Request) -> Response:
        run, found = finished(request)
        ending = request.path_params["ending"]
        if ending not in MEDIA:
            raise HTTPException(404)
        content = desk.apart.do(Write(found.outcome, ending, found.values["minded"]))
        return attachment(content, f"{run.about.study.id}-what-if.{ending}", MEDIA[ending])

    @reading
    def whole(request: Request) -> Response:
        run, found = finished(request)
        ending = request.path_params["ending"]
        if ending not in MEDIA:
            raise HTTPException(404)
        view = desk.view()
        checked = tuple(each for pathway in view.all.pathways for each in view.checked(pathway.id).pathways)
        content = desk.apart.do(WriteAll(found.outcome, ending, checked))
        return attachment(content, f"{run.about.study.id}-what-if-in-full.{ending}", MEDIA[ending])

    return [
        Route("/studies", studies),
        Route("/studies/{name}", study),
        Route("/studies/{name}/ready", ready),
        Route("/studies/{name}/what-if", begin, methods=["POST"]),
        Route("/runs/{id}", result),
        Route("/runs/{id}/part", progress),
        Route("/runs/{id}/cancel", cancel, methods=["POST"]),
        Route("/runs/{id}/heat/{pathway}", heat),
        Route("/runs/{id}/save", save, methods=["POST"]),
        Route("/runs/{id}/answer.{ending}", document),
        Route("/runs/{id}/report.{ending}", whole),
    ]


def asked(view: View, study: Study, start: str | None, form: Form) -> tuple[Try | None, list[str]]:
    """What a form asks for; or what is wrong with it, in words."""
    faults: list[str] = []
    changes: dict[str, Any] = {}
    at = standing(study, start)
    for each in offered(view, study):
        text = form.get(f"q.{each.name}")
        if text is None:
            continue
        value, before = each.parse(text), each.read(at)
        if value is None:
            faults.append(f"{each.title}: give a number from {_said(each.low)} to {_said(each.high)}, not '{text}'")
        elif value != (each.now if before is None else before):
            changes |= each.write(value)
    text = form.get("replications", str(REPLICATIONS))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 2 <= number <= MOST:
        faults.append(f"Times to play it through: give a whole number from 2 to {MOST}, not '{text}'")
    return (None, faults) if faults else (Try(study, start, changes, number), [])


def _said(value: Any) -> str:
    return f"{value.normalize():f}"


def shown(run: Run) -> dict[str, Any]:
    """A run as the templates take it: as it is now, even if it ends while they are filled in."""
    run = copy(run)
    values: dict[str, Any] = {"run": run, "signs": SIGNS, "verdicts": VERDICTS, "documents": DOCUMENTS, "answer": None}
    if run.status == "done":
        values |= run.result.values
    return values
