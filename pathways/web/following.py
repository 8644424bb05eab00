"""An address with the number of a run to that run, for the pages on which somebody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

    from pathways.web.desk import Desk
    from pathways.web.runs import Run

_ENDS_IN: Final = 2.0  # seconds that one which is cancelled is given to end, so that the page can say so


def run_of(desk: Desk, request: Request, kind: type[object]) -> Run:
    """The run that an address is about.

    Raises
    ------
    HTTPException
        404, if there is none that does work of this kind.
    """
    run = desk.runs.get(request.path_params["id"], kind)
    if run is None:
        raise HTTPException(404)
    return run


def done_of(desk: Desk, request: Request, kind: type[object]) -> Run:
    """The same; one that is not done is as good as none."""
    run = run_of(desk, request, kind)
    if run.status != "done":
        raise HTTPException(404)
    return run


def cancelled(desk: Desk, request: Request, kind: type[object]) -> Run:
    """The same, told to stop."""
    run = run_of(desk, request, kind)
    run.cancel()
    run.finished.wait(_ENDS_IN)
    return run
