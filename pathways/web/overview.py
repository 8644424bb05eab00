"""All pathways of a workspace on one page, and one pathway: its drawing, its steps, its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pathways.commands.story import story_of
from pathways.rules import Rule, Verdict
from pathways.rules.policy import rules_for
from pathways.web.desk import Desk, View
from pathways.web.labels import in_titles
from pathways.web.playing import moments
from pathways.web.shown import page, picture, reading
from pathways.web.steps import steps_of
from pathways.workspace import SourceFile

STATUS: Final = {"as-is": "as it is", "proposed": "proposed, not in force", "shared": "a piece used by other pathways"}
# How a verdict looks: a sign, a word, and a class.
LOOKS: Final = {
    "holds": ("✓", "kept", "good"),
    "broken": ("✗", "broken", "bad"),
    "departed": ("!", "broken as declared", "warn"),
    "stale departure": ("✗", "declared as broken, but kept", "bad"),
    "not applicable": ("○", "does not apply", "none"),
    "undecided": ("?", "cannot be told", "warn"),
}
ORDER: Final = ("broken", "stale departure", "undecided", "departed", "holds", "not applicable")
ZOOMS: Final = (50, 75, 100, 150, 200, 300, 400)


def routes(desk: Desk) -> list[Route]:
    from pathways.web.downloads import FORMATS

    @reading
    def pathways(request: Request) -> Response:
        view = desk.view()
        loaded = {pathway.file.path: pathway.linked for pathway in view.all.pathways}
        rows = [(file, loaded.get(file.path)) for file in view.files]
        rows.sort(key=lambda row: ("as-is", "proposed", "shared").index(row[1].status) if row[1] else -1)
        summaries = {f.subject: summary(view, f.subject) for f in view.files if view.is_checked(f.subject)}
        return page("pathways.html", desk=desk, at="pathways", rows=rows, status=STATUS, summaries=summaries)

    @reading
    def counts(request: Request) -> Response:
        view, name = desk.view(), request.path_params["name"]
        known(view, name)
        return page("counts.html", name=name, counts=summary(view, name))

    @reading
    def pathway(request: Request) -> Response:
        view, name = desk.view(), request.path_params["name"]
        file = known(view, name)
        loading = view.loading(name)
        if not loading.pathways:
            return page("faulty.html", desk=desk, at="pathways", file=file, findings=loading.errors)
        linked = loading.pathways[0].linked
        drawing = view.drawing(name)
        assert drawing is not None
        return page(
            "pathway.html",
            desk=desk,
            at="pathways",
            file=file,
            pathway=linked,
            status=STATUS[linked.status],
            drawing=picture(drawing, "drawing"),
            text=drawing.text,
            zoom=zoom_of(request),
            zooms=ZOOMS,
            steps=steps_of(loading.pathways[0].compiled, view.policies[0]),
            counts=summary(view, name) if view.is_checked(name) else None,
            formats=FORMATS,
        )

    @reading
    def rules(request: Request) -> Response:
        view, name = desk.view(), request.path_params["name"]
        file = known(view, name)
        outcome = view.checked(name)
        is_faulty = not view.loading(name).pathways
        policies = {each.shown for each in view.all.policy_files}
        former = desk.former.get(name) if is_faulty else None
        return page(
            "rules.html",
            desk=desk,
            at="pathways",
            file=file,
            title=title_of(view, name),
            is_faulty=is_faulty,
            verdicts=by_look((former or outcome).verdicts),
            findings=[finding for finding in outcome.all_findings if finding.place.file == file.shown],
            in_rules=[finding for finding in outcome.all_findings if finding.place.file in policies],
            looks=LOOKS,
            undecided=[] if is_faulty else _without(view, name, outcome.verdicts),
        )

    @reading
    def rule(request: Request) -> Response:
        view, name, id_ = desk.view(), request.path_params["name"], request.path_params["rule"]
        file = known(view, name)
        verdict = view.verdict(name, id_)
        if verdict is None and not view.loading(name).pathways:
            return RedirectResponse(f"/pathways/{file.subject}/rules", 303)
        if verdict is None:
            raise HTTPException(404)
        linked = view.loading(name).pathways[0].linked
        verdict = in_titles(verdict, linked)
        story = story_of(verdict)
        drawing = None if story is None else view.drawing(name, story, f"/pathways/{name}")
        first, second = ([], []) if story is None else (*moments(story, linked), [])[:2]
        return page(
            "rule.html",
            desk=desk,
            at="pathways",
            file=file,
            title=title_of(view, name),
            verdict=verdict,
            policy=next((each.title for each in view.policies[0] if each.id == verdict.policy), verdict.policy),
            look=LOOKS[verdict.verdict],
            steps=first,
            second=second,
            drawing=None if drawing is None else picture(drawing, "drawing"),
            zoom=zoom_of(request),
            zooms=ZOOMS,
        )

    return [
        Route("/", pathways),
        Route("/pathways/{name}", pathway),
        Route("/pathways/{name}/counts", counts),
        Route("/pathways/{name}/rules", rules),
        Route("/pathways/{name}/rules/{rule}", rule),
    ]


def known(view: View, name: str) -> SourceFile:
    """The file of a pathway of the workspace; names are looked up, never made into paths."""
    file = view.file(name)
    if file is None:
        raise HTTPException(404)
    return file


def title_of(view: View, name: str) -> str:
    loaded = view.loading(name).pathways
    return loaded[0].linked.title if loaded else name


def zoom_of(request: Request) -> int:
    """How large a drawing is wanted, in percent of the room for it."""
    asked = request.query_params.get("zoom", "")
    return int(asked) if asked in map(str, ZOOMS) else 100


def by_look(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What needs doing first."""
    return sorted(verdicts, key=lambda verdict: ORDER.index(verdict.verdict))


def _without(view: View, name: str, verdicts: Iterable[Verdict]) -> list[Rule]:
    """The rules of a pathway that have no verdict, since they have a fault."""
    decided = {verdict.rule for verdict in verdicts}
    return [rule for rule in rules_for(name, view.policies[0]) if rule.id not in decided]


def summary(view: View, name: str) -> Sequence[tuple[str, str, str]]:
    """How many rules are kept and broken: sign, words, class."""
    outcome = view.checked(name)
    faults = sum(finding.severity == "error" for finding in view.loading(name).errors)
    if faults:
        return [("✗", f"{faults} fault{'' if faults == 1 else 's'} in the file", "bad")]
    counts = Counter(verdict.verdict for verdict in outcome.verdicts)
    found = [
        (LOOKS[each][0], f"{counts[each]} {_many(each, counts[each])}", LOOKS[each][2])
        for each in ORDER
        if counts[each]
    ]
    policies = {each.shown for each in view.all.policy_files}
    gone = sum(each.severity == "error" and each.place.file in policies for each in outcome.all_findings)
    if gone:
        found.insert(0, ("✗", f"{gone} fault{'' if gone == 1 else 's'} in the rules", "bad"))
    is_piece = view.loading(name).pathways[0].linked.status == "shared"
    none = "no rule of its own" if is_piece else "no rule applies to it, so nothing was checked"
    return found or [("○", none, "bare none" if is_piece else "warn")]


def _many(verdict: str, number: int) -> str:
    return "do not apply" if verdict == "not applicable" and number > 1 else LOOKS[verdict][1]
