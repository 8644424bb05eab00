"""What was asked of a study to its answer, its drawings and its documents: what the other process does, as values."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from pathways.errors import PathwaysError
from pathways.web.quantities import panel_time
from pathways.web.shown import picture
from pathways.web.shown import text as filled_in
from pathways.web.study_text import SCENARIO
from pathways.web.trying import Try, offered, standing, work

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.diagram import Drawing
    from pathways.rules import Checked
    from pathways.web.desk import View
    from pathways.web.runs import Run


@dataclass(frozen=True)
class Answer:
    """`values` are what the page shows; `outcome` is the rest, packed until somebody asks for more of it."""

    values: Mapping[str, Any]
    pathways: Mapping[str, str]
    is_changed: bool
    outcome: bytes


@dataclass(frozen=True)
class Ask:
    """Simulate what somebody asked for."""

    wanted: Try

    def do(self, view: View, run: Run) -> Answer:
        found = work(view, self.wanted, run)
        titles = {id_: pathway.title for id_, pathway in found.pathways.items()}
        wanted = self.wanted
        minded = panel_time(offered(view, wanted.study), standing(wanted.study, wanted.start), wanted.changes)
        values = answer(found) | {"minded": tuple(minded)}
        return Answer(values, titles, SCENARIO in found.result.scenarios, pickle.dumps(found))


@dataclass(frozen=True)
class Rehearse:
    """Simulate a little, so that all is loaded when somebody asks."""

    wanted: Try

    def do(self, view: View, run: Run) -> None:
        answer(work(view, self.wanted, run))


@dataclass(frozen=True)
class Lay:
    """Draw one of the pathways with the waits of one side of an answer; and tell the drawing in words."""

    outcome: bytes
    pathway: str
    is_now: bool

    def do(self, view: View, run: Run) -> tuple[Markup, str]:
        outcome = _unpacked(self.outcome)
        side = outcome.study.baseline.name if self.is_now else SCENARIO
        drawing = heat_of(outcome, self.pathway, side)
        return picture(drawing, f"heat-{self.pathway}"), drawing.text


@dataclass(frozen=True)
class Write:
    """Write an answer down for a board, in a few pages. `minded` is what must stand beside it."""

    outcome: bytes
    ending: str
    minded: tuple[str, ...]

    def do(self, view: View, run: Run) -> bytes:
        from pathways.report import to_short, written

        return written(to_short(_unpacked(self.outcome).part, self.minded), self.ending)


@dataclass(frozen=True)
class WriteAll:
    """Write down all that an answer rests on, drawings and rules too. `checked` are the verdicts on the pathways."""

    outcome: bytes
    ending: str
    checked: tuple[Checked, ...]

    def do(self, view: View, run: Run) -> bytes:
        return document_of(view, _unpacked(self.outcome), self.ending, self.checked)


def _unpacked(outcome: bytes) -> StudyOutcome:
    return cast("StudyOutcome", pickle.loads(outcome))


def answer(outcome: StudyOutcome) -> dict[str, Any]:
    """What came of it: words, a table, a chart."""
    from pathways.report.digest import digest
    from pathways.report.reading import SYNTHETIC
    from pathways.report.reading import reading as read
    from pathways.web.charting import bars, chart

    said = read(outcome.part)
    found = digest(outcome.study, outcome.result, outcome.pathways)
    asked = [each.key for each in outcome.part.result.asked]
    about = [(key.measure, key.pathway, key.of, key.statistic) for key in asked]
    drawn = bars([row for group in found.groups for row in group.rows], 0, about)
    title = "How long it takes, in working days" + (", as things stand and what if" if found.scenarios else "")
    return {
        "answer": said,
        "synthetic": SYNTHETIC,
        "chart": Markup(filled_in("chart.html", chart=chart(drawn))) if drawn else None,
        "chart_title": title,
        "pathways": list(_drawable(outcome)),
    }


def _drawable(outcome: StudyOutcome) -> Iterator[tuple[str, str, str]]:
    """The pathways that can be drawn with their waits: side in words, address, title."""
    for scenario in outcome.study.all_scenarios:
        if scenario.name in outcome.result.scenarios:
            is_now = scenario.name == outcome.study.baseline.name
            for id_ in dict.fromkeys(scenario.spec.pathways.values()):
                yield "as things stand" if is_now else "what if", id_ + ("?now=1" * is_now), outcome.pathways[id_].title


def heat_of(outcome: StudyOutcome, name: str, side: str) -> Drawing:
    """The waits that one side of the result tells of, laid over the drawing of one of its pathways."""
    from pathways.commands.heat import heat
    from pathways.commands.studied import Studied, place_of
    from pathways.diagram import lay_over
    from pathways.diagram.build import build
    from pathways.simulation.run import prepare

    pathway = outcome.pathways[name]
    setting = prepare(outcome.study, outcome.compiled, [side], settled=False)[side].setting
    scenario, role, prefix = place_of(outcome.study, side, outcome.pathways, pathway)
    diagram = build(pathway)
    return lay_over(diagram, heat(Studied(outcome, scenario, role, prefix, pathway), diagram, setting))


def document_of(view: View, outcome: StudyOutcome, ending: str, checked: tuple[Checked, ...]) -> bytes:
    """The result with the pathways that it is about, as a document."""
    from pathways.commands.check import CheckOutcome
    from pathways.commands.run import report_of
    from pathways.report import to_document, written

    needed = [pathway for pathway in view.all.pathways if pathway.id in outcome.pathways]
    if not needed:
        raise PathwaysError("the pathways of this study have changed\n    fix: run it again")
    report = report_of(view.all, view.policies[0], CheckOutcome(checked, ()), [outcome], only_theirs=True)
    return written(to_document(report), ending)
