"""A document to a study: the baseline and its scenarios, each checked for shape."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from pathways.definition.faults import explain
from pathways.definition.report import Report
from pathways.errors import Place, StudyError
from pathways.simulation.commas import decimal_commas
from pathways.simulation.differences import Change, apply_difference
from pathways.simulation.grammar import STUDY
from pathways.simulation.spec import SECTIONS, Entry, StudySpec
from pathways.source import Document, Key, Node

BASELINE: Final = "baseline"


@dataclass(frozen=True)
class ScenarioDocument(Document):
    """A study's document as a scenario reads it: what a difference changed is found where the difference is written."""

    changes: tuple[Change, ...] = ()

    def locate(self, path: Sequence[Key]) -> tuple[Key, ...]:
        """Where the value at `path` of the study is written."""
        for change in reversed(self.changes):
            if tuple(path[: len(change.path)]) == change.path:
                return (*change.written, *path[len(change.path) :])
        return tuple(path)

    def place(self, path: Sequence[Key], *, key: bool = False) -> Place:
        return super().place(self.locate(path), key=key)

    def node(self, path: Sequence[Key]) -> Node | None:
        return super().node(self.locate(path))


@dataclass(frozen=True)
class Scenario:
    """The baseline, or what it becomes by the differences of a scenario."""

    name: str
    spec: StudySpec
    document: ScenarioDocument

    def is_inherited(self, *path: Key) -> bool:
        """Whether a scenario takes what stands at `path` from the baseline."""
        return self.name != BASELINE and self.document.locate(path) == path


@dataclass(frozen=True)
class Study:
    """A study whose shape is right; its names are checked when it meets its pathways."""

    document: Document
    baseline: Scenario
    scenarios: Mapping[str, Scenario]

    @property
    def id(self) -> str:
        return self.baseline.spec.study

    @property
    def title(self) -> str:
        return self.baseline.spec.title

    @property
    def question(self) -> str | None:
        return self.baseline.spec.question

    @property
    def seed(self) -> int:
        return self.baseline.spec.seed

    @property
    def replications(self) -> int:
        return self.baseline.spec.replications

    @property
    def pathways(self) -> tuple[str, ...]:
        """The ids of all pathways that the study needs, its scenarios' included, each once."""
        return tuple(dict.fromkeys(i for s in self.all_scenarios for i in s.spec.pathways.values()))

    @property
    def all_scenarios(self) -> tuple[Scenario, ...]:
        """The baseline, then the scenarios as written."""
        return (self.baseline, *self.scenarios.values())


def parse_study(document: Document) -> Study:
    """Check the shape of a study's document and of each of its scenarios.

    Raises
    ------
    StudyError
        With every fault: unknown, missing or misplaced fields, values that are not what they should be, differences
        that change nothing known.
    """
    report = Report()
    plain = document.root.plain
    spec = _validate(plain, document, report)
    if not isinstance(plain, dict) or spec is None:
        raise StudyError(report.findings)
    scenarios: dict[str, Scenario] = {}
    for name, differences in spec.scenarios.items():
        changed: Any = copy.deepcopy(plain)
        changes: list[Change] = []
        for written, value in differences.items():
            changes += apply_difference(changed, written, value, ("scenarios", name), document, report)
        changed["scenarios"] = {}
        moved = ScenarioDocument(document.name, document.text, document.root, changes=tuple(changes))
        scenario_spec = _validate(changed, moved, report)
        if scenario_spec is not None:
            scenarios[name] = Scenario(name, scenario_spec, moved)
    if BASELINE in spec.scenarios:
        report.add(
            "scenario-name",
            document.place(("scenarios", BASELINE), key=True),
            f"'{BASELINE}' is the study as it stands, and cannot name a scenario",
            "another name",
            "rename the scenario",
        )
    if report.findings:
        raise StudyError(report.findings)
    own = ScenarioDocument(document.name, document.text, document.root)
    return Study(document, Scenario(BASELINE, spec, own), scenarios)


def _validate(plain: Any, document: Document, report: Report) -> StudySpec | None:
    spec, fault = None, None
    try:
        spec = StudySpec.model_validate(plain)
    except ValidationError as error:
        fault = error
    commas = list(decimal_commas(document))
    halves = {place for _, places in commas for place in places}
    report.extend(finding for finding, _ in commas)
    report.extend(f for f in explain(fault, document, STUDY, plain=plain) if f.place not in halves)
    if spec is None:
        return None
    for section in SECTIONS:
        entries: Mapping[str, Entry] = getattr(spec, section)
        for name, entry in entries.items():
            if entry.hardness not in (None, "ASSUMPTION") and entry.source is None:
                report.add(
                    "study-source",
                    document.place((section, name, "hardness")),
                    f"'{name}' is marked {entry.hardness}, but does not say where it is written",
                    "a source for every number that is not an assumption",
                    "add 'source: ...', or mark it ASSUMPTION",
                )
    return spec
