"""A definition as text that is checked while it is typed, and saved when its differences have been seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.definition import LinkedPathway
from pathways.errors import Finding
from pathways.rules.verdict import told
from pathways.web.desk import Desk, View
from pathways.web.drafts import Draft
from pathways.web.files import ChangedError, differences, on_disk, plain, save, undo
from pathways.web.overview import LOOKS, by_look, known, title_of
from pathways.web.shown import Form, page, picture, reading, sending
from pathways.workspace import SourceFile

_SAID: Final = {
    "saved": "Saved. The file holds what you typed.",
    "undone": "Undone. The file is as it was before the last save.",
    "discarded": "What was typed has been thrown away. The file is as it was.",
    "same": "There is nothing to save: the text is the same as the file.",
}


def routes(desk: Desk) -> list[Route]:
    def values(view: View, file: SourceFile) -> dict[str, Any]:
        return {"desk": desk, "at": "pathways", "file": file, "title": title_of(view, file.subject)}

    # What the last check of each file found, with the workspace and the text that it was about.
    recent: dict[Path, tuple[View, str, dict[str, Any]]] = {}

    def last(view: View, file: SourceFile, text: str) -> dict[str, Any] | None:
        before = recent.get(file.path)
        return before[2] if before is not None and before[0] is view and before[1] == text else None

    def found(view: View, file: SourceFile, text: str) -> dict[str, Any]:
        now = last(view, file, text) or checked(view, file, text)
        recent[file.path] = view, text, now
        return now

    def editor(view: View, file: SourceFile, text: str, mark: str, says: str, now: dict[str, Any] | None) -> Response:
        """The page; where nothing is known of the text yet, it asks for that when it is shown."""
        return page(
            "edit.html", **values(view, file), text=text, mark=mark, says=_SAID.get(says, ""),
            can_undo=desk.drafts.last(file.path) is not None, is_draft=desk.drafts.get(file.path) is not None,
            is_checked=now is not None, **(now or {"gutter": gutter(text, ()), "summary": "Being checked."}),
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
        return editor(view, file, text, mark, request.query_params.get("says", ""), last(view, file, text))

    @reading
    def checks(request: Request) -> Response:
        """What a page lacks that was shown before its text was checked."""
        view = desk.view()
        file = known(view, request.path_params["name"])
        return page("edit-checked.html", file=file, is_live=True, **found(view, file, at_hand(file)[0]))

    @sending
    def check(request: Request, form: Form) -> Response:
        """What the page shows beside the text while somebody types."""
        view = desk.view()
        file = known(view, request.path_params["name"])
        text = plain(form.get("text", ""))
        desk.drafts.keep(file.path, Draft(text, form.get("mark", "")))
        return page("edit-checked.html", file=file, is_live=True, **found(view, file, text))

    @sending
    def send(request: Request, form: Form) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        here = f"/pathways/{file.subject}/edit"
        if form.get("do") == "discard":
            desk.drafts.drop(file.path)
            return RedirectResponse(f"{here}?says=discarded", 303)
        text, mark = plain(form.get("text", "")), form.get("mark", "")
        desk.drafts.keep(file.path, Draft(text, mark))
        if form.get("do") != "review":
            return editor(view, file, text, mark, "", found(view, file, text))
        now = on_disk(file)
        if now.text == text:
            desk.drafts.drop(file.path)
            return RedirectResponse(f"{here}?says=same", 303)
        loading, _ = view.typed(file, text, verdicts=False)
        faults = [finding for finding in loading.errors if finding.place.file == file.shown]
        others = [] if faults else view.faults_of_users(file, text)
        return page(
            "edit-review.html", 409 if now.mark != mark else 200, **values(view, file), text=text, mark=now.mark,
            lines=differences(now.text, text), faults=len(faults), is_changed=now.mark != mark,
            broken=list(dict.fromkeys(finding.place.file for finding in others)),
        )  # fmt: skip

    @sending
    def keep(request: Request, form: Form) -> Response:
        view = desk.view()
        file = known(view, request.path_params["name"])
        text = plain(form.get("text", ""))
        try:
            save(file, text, form.get("mark", ""), desk.drafts)
        except ChangedError:
            desk.drafts.keep(file.path, Draft(text, form.get("mark", "")))
            now = on_disk(file)
            return page(
                "edit-review.html", 409, **values(view, file), text=text, mark=now.mark,
                lines=differences(now.text, text), faults=0, is_changed=True, broken=[],
            )  # fmt: skip
        return RedirectResponse(f"{_address(desk, file)}?says=saved", 303)

    @sending
    def take_back(request: Request, form: Form) -> Response:
        file = known(desk.view(), request.path_params["name"])
        try:
            says = "undone" if undo(file, desk.drafts) else "same"
        except ChangedError:
            return page("edit-not-undone.html", 409, **values(desk.view(), file))
        return RedirectResponse(f"{_address(desk, file)}?says={says}", 303)

    base = "/pathways/{name}/edit"
    return [
        Route(base, edit, methods=["GET"]),
        Route(base, send, methods=["POST"]),
        Route(f"{base}/check", checks, methods=["GET"]),
        Route(f"{base}/check", check, methods=["POST"]),
        Route(f"{base}/save", keep, methods=["POST"]),
        Route(f"{base}/undo", take_back, methods=["POST"]),
    ]


def _address(desk: Desk, file: SourceFile) -> str:
    """Where the file is edited now: what was saved may have given the pathway another id."""
    now = next((each for each in desk.view().files if each.path == file.path), file)
    return f"/pathways/{now.subject}/edit"


def checked(view: View, file: SourceFile, text: str) -> dict[str, Any]:
    """Messages, drawing and verdicts for a text, as the templates take them."""
    loading, outcome = view.typed(file, text)
    assert outcome is not None
    own = [finding for finding in outcome.all_findings if finding.place.file == file.shown]
    elsewhere = [finding for finding in loading.errors if finding.place.file != file.shown]
    verdicts = by_look(outcome.verdicts)
    attention = [verdict for verdict in verdicts if verdict.verdict not in ("holds", "not applicable")]
    before = {v.rule: v.verdict for v in view.checked(file.subject).verdicts} if view.is_checked(file.subject) else {}
    svg = None
    if loading.pathways:
        from pathways.diagram import draw

        linked = loading.pathways[0].linked
        svg = picture(draw(linked, links=line_links(linked, file)), "drawing")
    faults = sum(finding.severity == "error" for finding in own)
    beyond = [] if faults else view.faults_of_users(file, text)
    return {
        "findings": own,
        "elsewhere": elsewhere,
        "users": [title_of(view, user.subject) for user in view.users(file)],
        "beyond": beyond,
        "gutter": gutter(text, own),
        "drawing": svg,
        "attention": [
            (
                verdict,
                LOOKS[verdict.verdict],
                [sentence.words for sentence in told(verdict.counterexample, verdict.loop, verdict.lost)],
                before.get(verdict.rule, verdict.verdict) != verdict.verdict,
            )
            for verdict in attention
        ],
        "kept": sum(verdict.verdict == "holds" for verdict in verdicts),
        "summary": _summary(faults, len(elsewhere), len(beyond), attention, loading.pathways != ()),
    }


def _summary(faults: int, elsewhere: int, beyond: int, attention: Iterable[Any], is_whole: bool) -> str:
    """What a screen reader is told after each change."""
    if faults or not is_whole:
        said = f"{faults or elsewhere} fault{'' if (faults or elsewhere) == 1 else 's'}"
        return f"{said}{'' if faults else ' in other files'}. Nothing can be drawn or decided until that is mended."
    if beyond:
        return f"No faults here, but {beyond} in pathways that use this one."
    broken = sum(verdict.is_failure for verdict in attention)
    return f"No faults. {broken or 'No'} rule{' is' if broken == 1 else 's are' if broken else ' is'} broken."


def line_links(pathway: LinkedPathway, file: SourceFile) -> Mapping[str, str]:
    """Each shape of the drawing to the line that defines it."""
    parts = [(name, state.origin.place(key=True)) for name, state in pathway.states.items()]
    parts += [(name, piece.origin.place(key=True)) for name, piece in pathway.pieces.items()]
    parts += [(f"Event {name}", each.origin.place(key=True)) for name, each in pathway.interrupts.items()]
    return {name: f"#line-{place.line}" for name, place in parts if place.file == file.shown}


def gutter(text: str, findings: Iterable[Finding]) -> list[tuple[int, int | None, str]]:
    """For each line: its number, the number of the first message about it, and how grave that is."""
    first: dict[int, tuple[int, str]] = {}
    for number, finding in enumerate(findings, 1):
        if finding.severity == "error" or finding.place.line not in first:
            first.setdefault(finding.place.line, (number, finding.severity))
    lines = text.count("\n") + 1
    return [(line, *first.get(line, (None, ""))) for line in range(1, lines + 1)]
