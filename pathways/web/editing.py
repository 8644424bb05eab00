"""A definition as text that is checked while it is typed, and saved when its differences have been seen."""

from __future__ import annotations

import contextlib
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.errors import WorkspaceError
from pathways.web.checking import Checks, gutter, summary_of
from pathways.web.desk import Desk, View
from pathways.web.drafts import Draft
from pathways.web.files import ChangedError, OnDisk, differences, on_disk, plain, save, undo
from pathways.web.overview import known, title_of
from pathways.web.runs import CancelledError
from pathways.web.shown import Form, page, reading, sending
from pathways.workspace import SourceFile

_SAID: Final = {
    "saved": "Saved. The file holds what you typed.",
    "undone": "Undone. The file is as it was before the last save.",
    "discarded": "What was typed has been thrown away. Here is the file as it is.",
    "restored": "Here is again what was thrown away. It is not saved.",
    "same": "There is nothing to save: the text is the same as the file.",
}


def routes(desk: Desk) -> list[Route]:
    def values(view: View, file: SourceFile) -> dict[str, Any]:
        return {"desk": desk, "at": "pathways", "file": file, "title": title_of(view, file.subject)}

    checks = Checks(desk)

    def editor(view: View, file: SourceFile, text: str, mark: str, says: str, now: dict[str, Any] | None) -> Response:
        """The page; where nothing is known of the text yet, it asks for that when it is shown."""
        return page(
            "edit.html", **values(view, file), text=text, mark=mark, says=_SAID.get(says, ""),
            can_undo=desk.drafts.last(file.path) is not None, is_draft=desk.drafts.get(file.path) is not None,
            can_restore=desk.drafts.thrown(file.path) is not None, is_checked=now is not None,
            **(now or {"gutter": gutter(text, ())}),
        )  # fmt: skip

    def at_hand(file: SourceFile) -> tuple[str, str]:
        """What is typed, or else stands in the file, and the mark of the file that it began with."""
        now, draft = on_disk(file), desk.drafts.get(file.path)
        return (now.text, now.mark) if draft is None else (draft.text, draft.mark)

    @reading
    def edit(request: Request) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        text, mark = at_hand(file)
        return editor(view, file, text, mark, request.query_params.get("says", ""), checks.last(view, file, text))

    @reading
    def first(request: Request) -> Response:
        """What a page lacks that was shown before its text was checked."""
        view = desk.view()
        file = known(view, request.path_params["name"])
        return page("edit-checked.html", file=file, is_live=True, **checks.found(view, file, at_hand(file)[0]))

    @reading
    def rest(request: Request) -> Response:
        """What the text does elsewhere, and what took longer to weigh."""
        view = desk.view()
        file = known(view, request.path_params["name"])
        text = at_hand(file)[0]
        try:
            later = checks.further(view, file, text)
        except CancelledError:  # whoever asked has typed on, and asks again
            return Response(status_code=204)
        says = summary_of(checks.found(view, file, text), later)
        is_review = request.query_params.get("for") == "review"
        return page("edit-further.html", is_live=True, is_review=is_review, says=says, later=later)

    @sending
    def check(request: Request, form: Form) -> Response:
        """What the page shows beside the text while somebody types."""
        view = desk.view()
        file = known(view, request.path_params["name"])
        text = plain(form.get("text", ""))
        desk.drafts.keep(file.path, Draft(text, form.get("mark", "")))
        return page("edit-checked.html", file=file, is_live=True, **checks.found(view, file, text))

    @sending
    def send(request: Request, form: Form) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        here = f"/pathways/{file.subject}/edit"
        if form.get("do") == "discard":
            desk.drafts.throw_away(file.path)
            return RedirectResponse(f"{here}?says=discarded", 303)
        if form.get("do") == "restore":
            desk.drafts.bring_back(file.path)
            return RedirectResponse(f"{here}?says=restored", 303)
        text, mark = plain(form.get("text", "")), form.get("mark", "")
        desk.drafts.keep(file.path, Draft(text, mark))
        if form.get("do") != "review":
            return editor(view, file, text, mark, "", checks.found(view, file, text))
        now = on_disk(file)
        if now.text == text:
            desk.drafts.drop(file.path)
            return RedirectResponse(f"{here}?says=same", 303)
        return review(view, file, text, now, is_changed=now.mark != mark, at_once=form.get("further") == "now")

    def review(
        view: View, file: SourceFile, text: str, now: OnDisk, *, is_changed: bool, at_once: bool = False
    ) -> Response:
        """What would be saved over what, and what that does; what takes long follows, unless it is wanted `at_once`."""
        of_text, later = checks.found(view, file, text), None
        if at_once and of_text["more"]:
            with contextlib.suppress(CancelledError):  # the text was changed in another tab
                later = checks.further(view, file, text)
        return page(
            "edit-review.html", 409 if is_changed else 200, **values(view, file), **of_text, text=text, mark=now.mark,
            lines=differences(now.text, text), is_changed=is_changed, later=later,
        )  # fmt: skip

    def unwritten(file: SourceFile, title: str, says: str) -> Response:
        says += "\nThe file is as it was."
        return page("problem.html", 400, title=title, says=says, back=f"/pathways/{file.subject}/edit")

    @sending
    def keep(request: Request, form: Form) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        text = plain(form.get("text", ""))
        try:
            save(file, text, form.get("mark", ""), desk.drafts)
        except ChangedError:
            desk.drafts.keep(file.path, Draft(text, form.get("mark", "")))
            return review(view, file, text, on_disk(file), is_changed=True)
        except WorkspaceError as error:
            desk.drafts.keep(file.path, Draft(text, form.get("mark", "")))
            return unwritten(file, "This was not saved", f"{error}\nWhat you typed is kept in the editor.")
        desk.warm_up()
        return RedirectResponse(f"{_address(desk, file)}?says=saved", 303)

    @sending
    def take_back(request: Request, form: Form) -> Response:
        file = known(desk.view(), request.path_params["name"])
        try:
            says = "undone" if undo(file, desk.drafts) else "same"
        except ChangedError:
            return page("edit-not-undone.html", 409, **values(desk.view(), file))
        except WorkspaceError as error:
            return unwritten(file, "This was not undone", str(error))
        desk.warm_up()
        return RedirectResponse(f"{_address(desk, file)}?says={says}", 303)

    base = "/pathways/{name}/edit"
    return [
        Route(base, edit, methods=["GET"]),
        Route(base, send, methods=["POST"]),
        Route(f"{base}/check", first, methods=["GET"]),
        Route(f"{base}/check", check, methods=["POST"]),
        Route(f"{base}/further", rest, methods=["GET"]),
        Route(f"{base}/save", keep, methods=["POST"]),
        Route(f"{base}/undo", take_back, methods=["POST"]),
    ]


def _address(desk: Desk, file: SourceFile) -> str:
    """Where the file is edited now: what was saved may have given the pathway another id."""
    now = next((each for each in desk.view().files if each.path == file.path), file)
    return f"/pathways/{now.subject}/edit"
