"""A report to one HTML text: no script, no address that anything is loaded from, the same bytes every time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pathways.report.hardness import plain_hardness
from pathways.report.inline import inline_svg
from pathways.report.model import PathwayPart, Report
from pathways.report.names import plain
from pathways.report.slices import slices
from pathways.rules import Policy, Verdict, told

# Word, sign and look of every verdict: never colour alone.
_LOOKS: Final = {
    "holds": ("kept", "\u2713", "holds"),
    "broken": ("broken", "\u2717", "broken"),
    "stale departure": ("declared broken, but is not", "\u2717", "broken"),
    "undecided": ("undecided", "?", "undecided"),
    "departed": ("broken as declared", "\u26a0", "departed"),
    "not applicable": ("does not apply", "\u2013", "none"),
}
_SIZE: Final = re.compile(r' (?:viewBox|width|height)="[^"]*"')
_SMALL: Final = 0.6  # height over width of a drawing that leaves room on the page for another
_STATUS: Final = {"as-is": "as it is", "proposed": "proposed", "shared": "a piece that others use"}


@dataclass(frozen=True)
class Cell:
    """A verdict in a table."""

    word: str
    sign: str
    look: str


def render(report: Report) -> str:
    """The whole document as HTML."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from pathways.report.studies import study_view

    environment = Environment(
        loader=PackageLoader("pathways.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    titles = {part.linked.id: part.linked.title for part in report.pathways}
    sources = dict.fromkeys(source for part in report.pathways for source in part.linked.sources)
    verdicts = [verdict for part in report.pathways for verdict in part.verdicts]
    return environment.get_template("page.html").render(
        workspace=report.workspace,
        version=report.version,
        style=_safe(environment.get_template("style.css").render()),
        pathways=[_pathway_view(part, sources) for part in report.pathways],
        rule_words=_rule_words(verdicts),
        shared_only=all(part.linked.status == "shared" for part in report.pathways if not part.verdicts),
        policies=[_policy_view(policy, report.pathways) for policy in report.policies],
        broken=[_told(verdict, titles) for verdict in verdicts if verdict.is_broken],
        undecided=[_told(verdict, titles) for verdict in verdicts if verdict.verdict == "undecided"],
        departed=[_told(verdict, titles) for verdict in verdicts if verdict.verdict == "departed"],
        studies=[study_view(part) for part in report.studies],
        manifest=_manifest(report),
    )


def _rule_words(verdicts: Sequence[Verdict]) -> str:
    """`76 rules, held against 3 pathways`: a rule counts once, however many pathways it is held against."""
    rules = len({(verdict.policy, verdict.rule) for verdict in verdicts})
    pathways = len({verdict.pathway for verdict in verdicts})
    return (
        f"{rules} rule{'' if rules == 1 else 's'}, held against {pathways} pathway{'' if pathways == 1 else 's'}: "
        "how many each pathway keeps"
    )


def _guidance(name: str | None, sources: Iterable[str]) -> str:
    """`cdg_2015` as the source that it is short for, of any pathway; or in plain words."""
    if name is None:
        return ""
    letters, _, year = name.replace("-", "_").partition("_")
    for source in sources:
        words = re.findall(r"[A-Za-z]+|[0-9]{4}", source)
        initials = "".join(word[0] for word in words if word.isalpha()).lower()
        if year in words and initials == letters.lower():
            return source
    return f"guidance {plain(name)}"


def _pathway_view(part: PathwayPart, sources: Iterable[str]) -> dict[str, Any]:
    linked = part.linked
    counts = Counter(verdict.verdict for verdict in part.verdicts)
    assumed = [s for s in linked.states.values() if s.hardness == "ASSUMPTION" and s.origin.pathway == linked.id]
    return {
        "id": linked.id,
        "title": linked.title,
        "status": _STATUS[linked.status],
        "version": linked.version,
        "guidance": _guidance(linked.guidance, sources),
        "note": linked.note,
        "file": part.file,
        "svg": _safe(_drawing(part)),
        "slices": _slice_views(part),
        "is_small": part.drawing.height_pt < _SMALL * part.drawing.width_pt,
        "text": part.drawing.text,
        "sources": linked.sources,
        "counts": (
            sum(verdict.is_broken for verdict in part.verdicts),
            counts["departed"],
            counts["holds"],
            counts["not applicable"],
            counts["undecided"],
        ),
        "has_rules": bool(part.verdicts),
        "assumptions": [(state.title, state.note) for state in assumed if state.note],
        "bare": [state.title for state in assumed if not state.note],
        "warnings": [f"{finding.message} ({finding.place})" for finding in part.warnings],
    }


def _drawing(part: PathwayPart) -> str:
    """The picture without its title, which stands above it already."""
    drawing = part.drawing
    width, height = f"{drawing.width_pt:.2f}", f"{drawing.height_pt - drawing.heading_pt:.2f}"
    shown = f'viewBox="0 {drawing.heading_pt:.2f} {width} {height}" width="{width}pt" height="{height}pt"'
    svg = inline_svg(drawing.svg, f"pathway-{part.linked.id}")
    opening, _, rest = svg.partition(">")
    return f"{_SIZE.sub('', opening)} {shown}>{rest}"


def _slice_views(part: PathwayPart) -> list[dict[str, Any]]:
    """The drawing in pieces for print, where it is too tall for a page."""
    return [
        {
            "width": f"{part.drawing.width_pt:.2f}",
            "height": f"{piece.height + piece.header:.2f}",
            "top": f"{piece.top:.2f}",
            "shown": f"{piece.height:.2f}",
            "header": f"{piece.header:.2f}",
            "header_top": f"{part.drawing.heading_pt:.2f}",
            "number": number,
        }
        for number, piece in enumerate(slices(part.drawing), 1)
    ]


def _policy_view(policy: Policy, pathways: Sequence[PathwayPart]) -> dict[str, Any]:
    columns = [part for part in pathways if any(verdict.policy == policy.id for verdict in part.verdicts)]
    by_rule = {(part.linked.id, v.rule): v for part in columns for v in part.verdicts if v.policy == policy.id}
    return {
        "title": policy.title,
        "note": policy.note,
        "columns": [part.linked.title for part in columns],
        "rows": [
            {
                "id": rule.id,
                "says": rule.spec.says,
                "hardness": plain_hardness(rule.spec.hardness),
                "source": rule.spec.source,
                "cells": [_cell(by_rule.get((part.linked.id, rule.id))) for part in columns],
            }
            for rule in policy.rules
        ],
    }


def _cell(verdict: Verdict | None) -> Cell | None:
    return None if verdict is None else Cell(*_LOOKS[verdict.verdict])


def _told(verdict: Verdict, titles: dict[str, str]) -> dict[str, Any]:
    """A verdict with its counterexample as sentences, without the numbers that the list gives them."""
    departure = verdict.departure
    return {
        "cell": _cell(verdict),
        "pathway": verdict.pathway,
        "pathway_title": titles[verdict.pathway],
        "says": verdict.says,
        "reason": verdict.reason[:1].upper() + verdict.reason[1:] + ".",
        "steps": [sentence.words for sentence in told(verdict.counterexample, verdict.loop, verdict.lost)],
        "second": [sentence.words for sentence in told(verdict.second, None, verdict.second_lost)],
        "rule": verdict.rule,
        "hardness": plain_hardness(verdict.hardness),
        "source": verdict.source,
        "departure": departure and departure.reason,
        "departure_source": departure and departure.source,
    }


def _manifest(report: Report) -> list[dict[str, str]]:
    rows = [
        {"what": f"Pathway {part.linked.id}", "file": part.file, "mark": part.fingerprint[:16]}
        for part in report.pathways
    ]
    rows += [
        {"what": f"Policy {policy.id}", "file": policy.document.name, "mark": _fingerprint(policy.document.text)}
        for policy in report.policies
    ]
    return rows + [
        {
            "what": f"Study {part.study.id}",
            "file": part.file,
            "mark": f"{_fingerprint(part.study.text)}, seed {part.result.seed}, "
            f"{part.result.replications} replications",
        }
        for part in report.studies
    ]


def _fingerprint(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:16]


def _safe(text: str) -> Any:
    """Text that this program made itself and that is HTML already."""
    from markupsafe import Markup

    return Markup(text)
