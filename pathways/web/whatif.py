"""What is asked of a study to how far its answer has come, and what came of it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.commands.write import write_file
from pathways.errors import WorkspaceError
from pathways.web.answers import Answer, Ask, Lay, Write, WriteAll
from pathways.web.desk import Desk, View
from pathways.web.downloads import DOCUMENTS, MEDIA, attachment
from pathways.web.following import cancelled, done_of, run_of
from pathways.web.overview import ZOOMS, zoom_of
from pathways.web.questions import address_of, asked, fields_of, form_page, readable
from pathways.web.runs import Run
from pathways.web.shown import Form, page, reading, sending
from pathways.web.trying import Try, fault_of_name, free_name

_WAIT_SECONDS: Final = 2.5  # an answer that comes so soon is shown without a page about its progress
_LONGEST_TITLE: Final = 200
SIGNS: Final = {
    "better": ("✓", "better", "good"),
    "worse": ("✗", "worse", "bad"),
    "higher": ("↑", "higher", "none"),
    "lower": ("↓", "lower", "none"),
    "no change": ("=", "no visible change", "none"),
    "cannot tell": ("?", "cannot tell", "warn"),
    "new": ("+", "new", "none"),
}
VERDICTS: Final = {"met": ("✓", "met", "good"), "not met": ("✗", "not met", "bad")}


@dataclass(frozen=True)
class Saving:
    """What stands in the form that saves a what-if, and what is wrong with either; nothing is, where empty."""

    title: str
    name: str
    wrong_title: str = ""
    wrong_name: str = ""


def routes(desk: Desk) -> list[Route]:
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
            return form_page(desk, view, found, start, form, faults, 400)
        run = desk.runs.start(wanted, lambda run: desk.apart.do(Ask(wanted), run))
        if is_part:
            run.finished.wait(0.05)
            return part_of(run)
        run.finished.wait(_WAIT_SECONDS)
        return RedirectResponse(f"/runs/{run.id}", 303)

    def finished(request: Request) -> tuple[Run, Answer]:
        run = done_of(desk, request, Try)
        return run, run.result

    def part_of(run: Run) -> Response:
        return page("run-part.html", **shown(run, desk.view()))

    @reading
    def result(request: Request) -> Response:
        return page("run.html", desk=desk, at="studies", **shown(run_of(desk, request, Try), desk.view()))

    @reading
    def progress(request: Request) -> Response:
        return part_of(run_of(desk, request, Try))

    @sending
    def cancel(request: Request, form: Form) -> Response:
        run = cancelled(desk, request, Try)
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
        svg, words = view.once(("heat", run.id, name, is_now), lambda: desk.apart.do(Lay(found.outcome, name, is_now)))
        return page(
            "heat.html", desk=desk, at="studies", drawing=svg, text=words, title=found.pathways[name], run=run,
            name=name, side="as things stand" if is_now else "what if", other=_other_side(found, name, is_now=is_now),
            zoom=zoom_of(request), zooms=ZOOMS,
        )  # fmt: skip

    @sending
    def save(request: Request, form: Form) -> Response:
        (run, found), view = finished(request), desk.view()
        title, name = " ".join(form.get("title", "").split()), form.get("name", "").strip()
        wrong_title = "" if title else "Say in a few words what it asks."
        if not run.about.is_different:
            wrong_title = "Nothing was changed, so that there is nothing to save. Change something first."
        wrong_name = fault_of_name(view, name)
        if not wrong_title and not wrong_name:
            changes = "; ".join(changes_of(found))
            try:
                text = run.about.text(name, title, f"What changes with this: {changes}?")
                write_file(view.workspace.simulations / f"{name}.yaml", text)
            except WorkspaceError as error:
                wrong_name = str(error)
        if wrong_title or wrong_name:
            saving = Saving(form.get("title", ""), form.get("name", ""), wrong_title, wrong_name)
            return page("run.html", 400, desk=desk, at="studies", **shown(run, view, saving))
        return RedirectResponse(f"/studies/{name}?saved={run.id}", 303)

    @reading
    def document(request: Request) -> Response:
        run, found = finished(request)
        ending = request.path_params["ending"]
        if ending not in MEDIA:
            raise HTTPException(404)
        content = desk.apart.do(Write(found.outcome, ending, tuple(each.says for each in found.values["minded"])))
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
        Route("/studies/{name}/what-if", begin, methods=["POST"]),
        Route("/runs/{id}", result),
        Route("/runs/{id}/part", progress),
        Route("/runs/{id}/cancel", cancel, methods=["POST"]),
        Route("/runs/{id}/heat/{pathway}", heat),
        Route("/runs/{id}/save", save, methods=["POST"]),
        Route("/runs/{id}/answer.{ending}", document),
        Route("/runs/{id}/report.{ending}", whole),
    ]


def shown(run: Run, view: View, saving: Saving | None = None) -> dict[str, Any]:
    """A run as the templates take it: as it is now, even if it ends while they are filled in."""
    run = copy(run)
    values: dict[str, Any] = {"run": run, "signs": SIGNS, "verdicts": VERDICTS, "documents": DOCUMENTS, "answer": None}
    if run.status == "done":
        about: Try = run.about
        values |= run.result.values
        values["saving"] = saving or Saving(title_of(run.result), free_name(view, about.study))
        values["again"] = address_of(about)
        values["minded"] = [
            (each.says, fields_of(about, **{each.name: each.value}) if each.value else {}) for each in values["minded"]
        ]
    return values


def _other_side(found: Answer, name: str, *, is_now: bool) -> str:
    """Where the same pathway is drawn with the waits of the other side; empty where it is not."""
    sides = {address for side, address, _ in found.values["pathways"] if (side == "as things stand") != is_now}
    wanted = name if is_now else f"{name}?now=1"
    return wanted if wanted in sides else ""


def changes_of(found: Answer) -> list[str]:
    """What was tried: `Channel panel: meets every 2 weeks on Wednesday instead of first Wednesday`."""
    return [change for _, several in found.values["answer"].tried for change in several]


def title_of(found: Answer) -> str:
    """What a study with these changes may be called."""
    changes = [change.partition(" instead of ")[0] for change in changes_of(found)]
    return f"What if? {'; '.join(changes)}"[:_LONGEST_TITLE]
