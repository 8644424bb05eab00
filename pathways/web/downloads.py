"""What can be taken away: drawings in every format, and reports on the whole workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.commands.draw import content_of
from pathways.errors import DefinitionError, PathwaysError
from pathways.web.apart import alone
from pathways.web.following import cancelled, done_of, run_of
from pathways.web.overview import known
from pathways.web.shown import Form, page, reading, sending

if TYPE_CHECKING:
    from pathways.web.desk import Desk, View
    from pathways.web.runs import Run

# By the end of the address: what it is called, and its type.
DRAWINGS: Final = {
    "png": ("Picture for a document (PNG)", "image/png"),
    "pdf": ("For print (PDF)", "application/pdf"),
    "pptx": (
        "Shapes to move about (PowerPoint)",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "svg": ("Picture of any size (SVG)", "image/svg+xml"),
    "txt": ("In words (text)", "text/plain; charset=utf-8"),
    "roles.png": ("Who does what (PNG)", "image/png"),
    "bpmn": ("For process tools (BPMN)", "application/xml"),
    "dot": ("For Graphviz (DOT)", "text/vnd.graphviz"),
    "mermaid": ("For a wiki (Mermaid)", "text/plain; charset=utf-8"),
}
FORMATS: Final = tuple((ending, words) for ending, (words, _) in DRAWINGS.items())
MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
DOCUMENTS: Final = {"docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel", "html": "Web page (HTML)"}


@dataclass(frozen=True)
class Wanted:
    """A report: its formats, the studies that it tells of (all when empty), and whether few replications are enough."""

    endings: tuple[str, ...]
    studies: tuple[str, ...]
    quick: bool

    def do(self, view: View, run: Run) -> dict[str, bytes]:
        """Each format's file, made as the command makes it, beside the workspace and never in it."""
        from pathways.commands.run import write_report

        with TemporaryDirectory(prefix="pathways-") as folder:
            outcome = write_report(
                view.workspace.root, to=Path(folder), formats=self.endings, studies=self.studies, quick=self.quick,
                tell=run.tell, progress=run.progress,
            )  # fmt: skip
            if outcome.checked.has_faults:
                raise DefinitionError(f for f in outcome.checked.all_findings if f.severity == "error")
            if outcome.study_faults:
                raise PathwaysError("\n\n".join(map(str, outcome.study_faults)))
            return {path.suffix[1:]: path.read_bytes() for path in outcome.reports}


@dataclass(frozen=True)
class Draw:
    """A drawing of a pathway as a file."""

    name: str
    ending: str

    def do(self, view: View, run: Run) -> bytes:
        loaded = view.loading(self.name).require()
        return content_of(loaded[0], self.ending.rpartition(".")[2], roles=self.ending.startswith("roles."))


def routes(desk: Desk) -> list[Route]:
    @reading
    def drawing(request: Request) -> Response:
        view, name, ending = desk.view(), request.path_params["name"], request.path_params["ending"]
        known(view, name)
        if ending not in DRAWINGS or not view.loading(name).pathways:
            raise HTTPException(404)
        return attachment(desk.apart.do(Draw(name, ending)), f"{name}.{ending}", DRAWINGS[ending][1])

    @reading
    def reports(request: Request) -> Response:
        return page("reports.html", **choice())

    def choice(faults: str = "") -> dict[str, Any]:
        studies = [study for _, study in desk.view().readable_studies]
        return {"desk": desk, "at": "reports", "documents": DOCUMENTS, "studies": studies, "fault": faults}

    @sending
    def begin(request: Request, form: Form) -> Response:
        endings, asked = form.getlist("format"), form.getlist("study")
        studies = [study.id for _, study in desk.view().readable_studies]
        if not set(endings) <= set(MEDIA) or not set(asked) <= set(studies):
            raise HTTPException(404)
        if not endings or ("choosing" in form and not asked):
            missing = "kind of document" if not endings else "question"
            return page("reports.html", 400, **choice(f"Choose at least one {missing}."))
        some = () if set(asked) == set(studies) else tuple(dict.fromkeys(asked))
        wanted = Wanted(tuple(dict.fromkeys(endings)), some, "quick" in form)
        run = desk.runs.start(wanted, lambda run: alone(desk.workspace.root, wanted, run))
        run.finished.wait(1)
        return RedirectResponse(f"/reports/{run.id}", 303)

    @reading
    def progress(request: Request) -> Response:
        run = run_of(desk, request, Wanted)
        if "hx-request" in request.headers:
            return page("report-part.html", run=run, documents=DOCUMENTS)
        return page("report.html", desk=desk, at="reports", run=run, documents=DOCUMENTS)

    @sending
    def cancel(request: Request, form: Form) -> Response:
        return RedirectResponse(f"/reports/{cancelled(desk, request, Wanted).id}", 303)

    @reading
    def report(request: Request) -> Response:
        run, ending = done_of(desk, request, Wanted), request.path_params["ending"]
        if ending not in run.result:
            raise HTTPException(404)
        return attachment(run.result[ending], f"report.{ending}", MEDIA[ending])

    return [
        Route("/pathways/{name}/drawing.{ending}", drawing),
        Route("/reports", reports),
        Route("/reports/begin", begin, methods=["POST"]),
        Route("/reports/{id}", progress),
        Route("/reports/{id}/cancel", cancel, methods=["POST"]),
        Route("/reports/{id}/report.{ending}", report),
    ]


def attachment(content: bytes, name: str, media: str) -> Response:
    """A file to be kept, never shown as a page of ours. `name` is made of ids, which hold no quotes."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
