"""A text that is typed to what the editor shows of it: messages, verdicts, the drawing, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from pathways.definition import LinkedPathway
from pathways.errors import Finding
from pathways.web.desk import Desk, View
from pathways.web.effects import Further, Told, faults_in_rules, further, tell, verdicts_of, waits
from pathways.web.lost import UNKNOWN, Lost, lost, lost_words
from pathways.web.overview import by_look, title_of
from pathways.web.runs import CancelledError
from pathways.web.shown import picture
from pathways.workspace import Loading, SourceFile


class Checks:
    """What is known of the text of each file."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # Of each file's last text: with which workspace, which text, what was found.
        self._found: dict[Path, tuple[View, str, dict[str, Any]]] = {}
        self._further: dict[Path, tuple[View, str, Further]] = {}
        self._whole: dict[Path, dict[str, Any]] = {}  # of its last text without faults
        self._one_at_a_time = Lock()

    def last(self, view: View, file: SourceFile, text: str) -> dict[str, Any] | None:
        """What is known already."""
        before = self._found.get(file.path)
        return before[2] if before is not None and before[0] is view and before[1] == text else None

    def found(self, view: View, file: SourceFile, text: str) -> dict[str, Any]:
        """What is told at once; where there are faults, with `past`: what was found before them."""
        now = self.last(view, file, text)
        if now is None:
            now = checked(view, file, text)
            if now["drawing"] and not now["faults"]:
                self._whole[file.path] = now
            now |= {"past": None if now["drawing"] else self._whole.get(file.path)}
            self._found[file.path] = view, text, now
        return now

    def further(self, view: View, file: SourceFile, text: str) -> Further:
        """What takes longer.

        Raises
        ------
        CancelledError
            As soon as something else is typed.
        """

        def go_on() -> None:
            draft = self.desk.drafts.get(file.path)
            if self.desk.is_closed or draft is None or draft.text != text:
                raise CancelledError

        with self._one_at_a_time:
            before = self._further.get(file.path)
            if before is not None and before[0] is view and before[1] == text:
                return before[2]
            go_on()
            now = further(view, file, text, self.found(view, file, text), go_on)
            self._further[file.path] = view, text, now
            return now


def checked(view: View, file: SourceFile, text: str) -> dict[str, Any]:
    """Messages, drawing and verdicts for a text, as the templates take them; `is_more` tells that more is to come."""
    loading, outcome = view.typed(file, text)
    assert outcome is not None
    own = [finding for finding in outcome.all_findings if finding.place.file == file.shown]
    elsewhere = [finding for finding in loading.errors if finding.place.file != file.shown]
    faults = sum(finding.severity == "error" for finding in own)
    is_typed, is_whole = text != file.text, loading.pathways != ()
    beyond = view.faults_of_users(file, text) if is_typed and is_whole else []
    in_rules = list(faults_in_rules(view, loading, outcome, file.subject)) if is_typed else []
    waiting = {verdict.rule for verdict in outcome.verdicts if is_typed and waits(verdict)}
    verdicts = [verdict for verdict in by_look(outcome.verdicts) if verdict.rule not in waiting]
    is_compared = is_typed and view.is_checked(file.subject)
    before = verdicts_of(view, file.subject) if is_compared else {}
    attention = [
        tell(each, loading.pathways[0].linked, is_new=before.get(each.rule, each.verdict) != each.verdict)
        for each in verdicts
        if each.verdict not in ("holds", before.get(each.rule, "not applicable"))
        or each.verdict not in ("holds", "not applicable")
    ]
    gone: list[Lost] = []
    if is_typed and is_whole:
        gone = list(lost(view, file.subject, outcome.verdicts, loading.pathways[0].compiled))
    users = view.users(file)
    more = list(_more(view, file, loading, len(waiting))) if is_typed and is_whole else []
    svg = None
    if is_whole:
        from pathways.diagram import draw

        linked = loading.pathways[0].linked
        svg = picture(draw(linked, links=line_links(linked, file)), "drawing")
    return {
        "findings": own,
        "faults": faults,
        "elsewhere": elsewhere,
        "users": [(user.subject, title_of(view, user.subject)) for user in users],
        "beyond": beyond,
        "in_rules": in_rules,
        "gutter": gutter(text, own),
        "drawing": svg,
        "attention": attention,
        "lost": gone,
        "kept": sum(verdict.verdict == "holds" for verdict in verdicts),
        "waiting": waiting,
        "is_compared": is_compared,
        "more": more,
        "summary": _summary(
            faults, elsewhere, beyond, in_rules, attention, gone, is_whole=is_whole, so_far=_so_far(users, more)
        ),
    }


def _more(view: View, file: SourceFile, loading: Loading, waiting: int) -> Iterator[str]:
    """What is still to be worked out about a text without faults."""
    if waiting:
        yield f"{waiting} rule{' that weighs' if waiting == 1 else 's that weigh'} the figures of studies"
    if view.users(file):
        yield "the rules of the pathways that use this one"
    kept = view.loading(file.subject).pathways
    is_same = bool(kept) and kept[0].compiled.fingerprint == loading.pathways[0].compiled.fingerprint
    if not is_same and view.workspace.studies():
        yield "whether the studies still fit"


def _summary(
    faults: int,
    elsewhere: Sequence[Finding],
    beyond: Sequence[Finding],
    in_rules: Sequence[Finding],
    attention: Sequence[Told],
    gone: Sequence[Lost],
    *,
    is_whole: bool,
    so_far: str,
) -> str:
    """What a screen reader is told after each change."""
    if not is_whole:
        where = "" if faults else " in other files"
        return f"{_faults(faults or len(elsewhere))}{where}. Nothing can be drawn or decided until that is mended."
    if beyond:
        return f"{_faults(faults)} here, but {len(beyond)} in pathways that use this one."
    if others := _beside(in_rules, gone):
        return f"{_faults(faults)} here, but {others} in the rules that speak of it. {lost_words(gone)}".strip()
    broken = _broken(sum(each.verdict.is_failure for each in attention), " other" if gone else "")
    return f"{_faults(faults)}. {lost_words(gone)}{broken}{so_far}."


def _beside(findings: Sequence[Finding], gone: Sequence[Lost]) -> int:
    """How many faults there are beside those that the lost rules are told for."""
    return sum(not gone or finding.id != UNKNOWN for finding in findings)


def _so_far(users: Sequence[SourceFile], more: Sequence[str]) -> str:
    """What a verdict still waits for."""
    if not more:
        return ""
    if not users:
        return " so far; more is still to be checked"
    which = "1 pathway that uses" if len(users) == 1 else f"{len(users)} pathways that use"
    return f" so far; {which} this one {'is' if len(users) == 1 else 'are'} still to be checked"


def summary_of(at_once: Mapping[str, Any], later: Further) -> str:
    """The same when everything is known."""
    if at_once["beyond"]:
        return str(at_once["summary"])
    failing = sum(each.verdict.is_failure for each in (*at_once["attention"], *later.own))
    gone = (*at_once["lost"], *later.lost)
    elsewhere = _beside((*at_once["in_rules"], *later.findings), gone)
    also = f" here, but {elsewhere} in what speaks of it or uses it" if elsewhere else ""
    says = f"{_faults(at_once['faults'])}{also}. {lost_words(gone)}{_broken(failing, ' other' if gone else '')}"
    if later.checked:
        theirs = _broken(later.broken).lower() if later.broken else "none is broken by this change"
        says += f" here, and {theirs} in pathways that use this one"
    return f"{says}."


def _faults(number: int) -> str:
    return f"{number or 'No'} fault{'' if number == 1 else 's'}"


def _broken(number: int, other: str = "") -> str:
    """`No rule is broken`."""
    return f"{number or 'No'}{other} rule{'s are' if number > 1 else ' is'} broken"


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
