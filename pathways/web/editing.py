"""A definition as text that is checked while it is typed, and saved when its differences have been seen."""

from __future__ import annotations

import contextlib
import secrets
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
    "undone": "Undone. The file is as it was before the last save. What was undone can be brought back.",
    "discarded": "What was typed has been thrown away. Here is the file as it is.",
    "restored": "Here it is again: {}. It is not saved.",
    "mine": "Your text is kept. The other tab's can be brought back.",
    "theirs": "Here is what was typed in the other tab. What you had typed here can be brought back.",
    "same": "There is nothing to save: the text is the same as the file.",
}


def routes(desk: Desk) -> list[Route]:
    def values(view: View, file: SourceFile) -> dict[str, Any]:
        return {"desk": desk, "at": "pathways", "file": file, "title": title_of(view, file.subject)}

    checks = Checks(desk)

    def editor(
        view: View, file: SourceFile, text: str, mark: str, now: dict[str, Any] | None, *, is_elsewhere: bool = False
    ) -> Response:
        """The page; where nothing is known of the text yet, it asks for that when it is shown."""
        drafts = desk.drafts
        typed = drafts.get(file.path)
        return page(
            "edit.html", **values(view, file), text=text, mark=mark, says=drafts.said(file.path),
            can_undo=drafts.last(file.path) is not None, is_draft=typed is not None, thrown=drafts.thrown(file.path),
            tab=secrets.token_hex(8), began="" if typed is None or is_elsewhere else typed.number,
            is_elsewhere=is_elsewhere, is_checked=now is not None, **(now or {"gutter": gutter(text, ())}),
        )  # fmt: skip

    def back(file: SourceFile, says: str, *more: str) -> Response:
        """To the editor, which says so once."""
        desk.drafts.say(file.path, _SAID[says].format(*more))
        return RedirectResponse(_address(desk, file), 303)

    def typed_in(form: Form) -> Draft:
        return Draft(plain(form.get("text", "")), form.get("mark", ""), form.get("tab", ""))

    def at_hand(file: SourceFile) -> tuple[str, str]:
        """What is typed, or else stands in the file, and the mark of the file that it began with."""
        now, draft = on_disk(file), desk.drafts.get(file.path)
        return (now.text, now.mark) if draft is None else (draft.text, draft.mark)

    @reading
    def edit(request: Request) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        text, mark = at_hand(file)
        return editor(view, file, text, mark, checks.last(view, file, text))

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
        draft = typed_in(form)
        if not desk.drafts.keep(file.path, draft, form.get("began", "")):
            return page("edit-elsewhere.html", is_live=True)
        return page("edit-checked.html", file=file, is_live=True, **checks.found(view, file, draft.text))

    @sending
    def send(request: Request, form: Form) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        draft, asked, drafts = typed_in(form), form.get("do"), desk.drafts
        text, mark = draft.text, draft.mark
        if asked == "discard":
            drafts.throw_away(file.path)
            return back(file, "discarded")
        if asked == "restore":
            which = drafts.thrown(file.path)
            drafts.bring_back(file.path)
            return back(file, "restored", which)
        if asked == "theirs":
            drafts.put_aside(file.path, draft, "what was typed in this tab")
            return back(file, "theirs")
        if asked == "mine":
            drafts.throw_away(file.path, "what was typed in the other tab")
            drafts.keep(file.path, draft)
            return back(file, "mine")
        if not drafts.keep(file.path, draft, form.get("began", "")):
            return editor(view, file, text, mark, None, is_elsewhere=True)
        if asked != "review":
            return editor(view, file, text, mark, checks.found(view, file, text))
        now = on_disk(file)
        if now.text == text:
            desk.drafts.drop(file.path)
            return back(file, "same")
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
        return back(file, "saved")

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
        return back(file, says)

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
