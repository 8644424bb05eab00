"""A study to the boards' data pack on a page, and as the documents that can be taken away."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.commands.pack import file_name
from pathways.report.names import with_scenario
from pathways.web.downloads import DOCUMENTS, MEDIA, attachment
from pathways.web.following import cancelled, done_of, run_of
from pathways.web.questions import readable
from pathways.web.shown import Form, page, reading, sending
from pathways.web.study_text import SCENARIO
from pathways.web.trying import Try, made
from pathways.web.whatif import title_of

if TYPE_CHECKING:
    from pathways.simulation import Study
    from pathways.web.desk import Desk, View
    from pathways.web.runs import Run

_QUARTERS: Final = 12
_LEAST: Final = 1
_MOST: Final = 40
_WAIT_SECONDS: Final = 2.5  # a pack that comes so soon is shown without a page about its progress


@dataclass(frozen=True)
class Made:
    """A pack as part of a page, and packed as what its documents are written from."""

    shown: Markup
    document: bytes


@dataclass(frozen=True)
class Make:
    """Play one history of a study through and count it. `title` is the study's, or says what is tried.

    `tried` is a what-if of the study whose history it is to be instead, and `answer` the address of its answer.
    """

    study: str
    title: str
    scenario: str
    quarters: int
    tried: Try | None = None
    answer: str = ""

    def do(self, view: View, run: Run) -> Made:
        from pathways.commands.pack import pack_of, pack_of_loaded
        from pathways.report.html import to_fragment

        if self.tried is None:
            document = pack_of(self.study, view.workspace.root, scenario=self.scenario, quarters=self.quarters)
        else:
            document = pack_of_loaded(
                *made(view, self.tried, self.title), scenario=self.scenario, quarters=self.quarters, title=self.title
            )
        return Made(Markup(to_fragment(document)), pickle.dumps(document))


@dataclass(frozen=True)
class WriteDown:
    """Write a pack as a file of some format."""

    document: bytes
    ending: str

    def do(self, view: View, run: Run) -> bytes:
        from pathways.report.formats import written

        return written(pickle.loads(self.document), self.ending)


def routes(desk: Desk) -> list[Route]:
    def asked_for(request: Request) -> Study:
        return readable(desk.view(), request.path_params["name"])

    def choice(study: Study, quarters: str, fault: str = "", code: int = 200) -> Response:
        return page(
            "pack.html", code, desk=desk, at="studies", study=study, quarters=quarters, fault=fault,
            least=_LEAST, most=_MOST,
        )  # fmt: skip

    @reading
    def ask(request: Request) -> Response:
        return choice(asked_for(request), str(_QUARTERS))

    @sending
    def begin(request: Request, form: Form) -> Response:
        study = asked_for(request)
        scenario, text = form.get("scenario") or study.baseline.name, form.get("quarters", str(_QUARTERS))
        if scenario != study.baseline.name and scenario not in study.scenarios:
            raise HTTPException(404)
        quarters = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if not _LEAST <= quarters <= _MOST:
            return choice(study, text, f"Quarters to count: give a whole number from {_LEAST} to {_MOST}.", 400)
        return started(Make(study.id, with_scenario(study, scenario), scenario, quarters))

    @sending
    def begin_of_what_if(request: Request, form: Form) -> Response:
        run = done_of(desk, request, Try)
        about: Try = run.about
        if not about.is_different:
            return started(Make(about.study.id, about.title, about.study.baseline.name, _QUARTERS))
        return started(Make(about.study.id, title_of(run.result), SCENARIO, _QUARTERS, about, f"/runs/{run.id}"))

    def started(wanted: Make) -> Response:
        run = desk.runs.start(wanted, lambda run: desk.apart.do(wanted, run))
        run.finished.wait(_WAIT_SECONDS)
        return RedirectResponse(f"/packs/{run.id}", 303)

    @reading
    def pack(request: Request) -> Response:
        run = run_of(desk, request, Make)
        if "hx-request" in request.headers:
            return page("pack-part.html", run=run, documents=DOCUMENTS)
        return page("pack-made.html", desk=desk, at="studies", run=run, documents=DOCUMENTS)

    @sending
    def cancel(request: Request, form: Form) -> Response:
        return RedirectResponse(f"/packs/{cancelled(desk, request, Make).id}", 303)

    @reading
    def document(request: Request) -> Response:
        run, ending = done_of(desk, request, Make), request.path_params["ending"]
        if ending not in MEDIA:
            raise HTTPException(404)
        content = desk.apart.do(WriteDown(run.result.document, ending))
        about = run.about
        name = f"pack-{about.study}-what-if" if about.tried else file_name(about.study, about.scenario)
        return attachment(content, f"{name}.{ending}", MEDIA[ending])

    return [
        Route("/studies/{name}/pack", ask, methods=["GET"]),
        Route("/studies/{name}/pack", begin, methods=["POST"]),
        Route("/runs/{id}/pack", begin_of_what_if, methods=["POST"]),
        Route("/packs/{id}", pack),
        Route("/packs/{id}/cancel", cancel, methods=["POST"]),
        Route("/packs/{id}/pack.{ending}", document),
    ]
