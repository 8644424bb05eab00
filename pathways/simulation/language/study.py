"""A document to a study: the baseline and its scenarios, each checked for shape."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from pathways.definition.faults import explain
from pathways.definition.report import Report
from pathways.errors import StudyError
from pathways.simulation.language.asking import UntilSpec
from pathways.simulation.language.built import chain, layer
from pathways.simulation.language.commas import decimal_commas
from pathways.simulation.language.differences import CLOSED, DATED, OPEN, Change, apply_difference, forget_labels
from pathways.simulation.language.fields import FOR_A_TIME
from pathways.simulation.language.grammar import STUDY
from pathways.simulation.language.layered import LayeredDocument
from pathways.simulation.language.rows import Level, steps
from pathways.simulation.language.spec import StudySpec, labelled
from pathways.source import Document, Key

BASELINE: Final = "baseline"
_NONE: Final[Mapping[str, Document]] = {}


@dataclass(frozen=True)
class Scenario:
    """The baseline, or what it becomes by the differences of a scenario; `plain` is its text, differences applied."""

    name: str
    spec: StudySpec
    document: LayeredDocument
    plain: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def later_pathways(self) -> tuple[tuple[tuple[Key, ...], str], ...]:
        """The ids of pathways that dated changes bring in, each with where it is written."""
        found: list[tuple[tuple[Key, ...], str]] = []
        for change, spec in self.spec.changes.items():
            for name, value in spec.differences.items():
                path = ("changes", change, name)
                if name == "pathways" and isinstance(value, Mapping):
                    found += [((*path, role), str(each)) for role, each in value.items()]
                elif name.startswith("pathways."):
                    found.append((path, str(value)))
        return tuple(found)

    def is_inherited(self, *path: Key) -> bool:
        """Whether it takes what stands at `path` from the baseline, or from the study that it builds on."""
        return self.document.is_inherited(path)

    def is_of_another_study(self, *path: Key) -> bool:
        """Whether what stands at `path` is written in the file of a study that this one builds on."""
        return self.document.home(path) != self.document.name


@dataclass(frozen=True)
class Study:
    """A study whose shape is right; its names are checked when it meets its pathways."""

    document: Document
    baseline: Scenario
    scenarios: Mapping[str, Scenario]
    builds_on: tuple[Document, ...] = ()

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
    def text(self) -> str:
        """All that was written for it: its own file, after those of the studies that it builds on."""
        return "\n".join(document.text for document in (*self.builds_on, self.document))

    @property
    def seed(self) -> int:
        return self.baseline.spec.seed

    @property
    def replications(self) -> int:
        """How many it asks for; where it asks for a precision, how many at most."""
        asked = self.baseline.spec.replications
        return asked if isinstance(asked, int) else asked.until.at_most

    @property
    def until(self) -> UntilSpec | None:
        """The precision that it asks for; None where it asks for a number of replications."""
        asked = self.baseline.spec.replications
        return None if isinstance(asked, int) else asked.until

    @property
    def pathways(self) -> tuple[str, ...]:
        """The ids of all pathways that the study needs, its scenarios' included, each once."""
        scenarios = self.all_scenarios
        later = [name for scenario in scenarios for _, name in scenario.later_pathways]
        return tuple(dict.fromkeys((*(i for s in scenarios for i in s.spec.pathways.values()), *later)))

    @property
    def all_scenarios(self) -> tuple[Scenario, ...]:
        """The baseline, then the scenarios as written."""
        return (self.baseline, *self.scenarios.values())


def parse_study(document: Document, library: Mapping[str, Document] = _NONE) -> Study:
    """Check the shape of a study's document and of each of its scenarios.

    Parameters
    ----------
    library
        The documents of other studies by id, for a study that builds on one of them.

    Raises
    ------
    StudyError
        With every fault: unknown, missing or misplaced fields, values that are not what they should be, differences
        that change nothing known. Faults of a study that it builds on are told first, and alone.
    """
    first, *others = files = chain(document, library)
    report = Report()
    plain, read = first.root.plain, LayeredDocument.of(first)
    spec = _validate(plain, read, report)
    levels = [] if spec is None else [Level(spec.study, read, spec.scenarios)]
    for other in others:
        if spec is None or report.faults:
            break
        plain, read = layer(plain, read, other, report)
        spec = _validate(plain, read, report)
        levels += [] if spec is None else [Level(spec.study, read, spec.scenarios)]
    if not isinstance(plain, dict) or spec is None:
        raise StudyError(report.faults)
    scenarios: dict[str, Scenario] = {}
    for name in spec.scenarios:
        changed, moved = copy.deepcopy(plain), read
        for step in steps(name, levels, report):
            moved = _changed(changed, step.differences, moved, step.document, ("scenarios", step.name), read, report)
        scenario = from_plain(name, changed, moved, report)
        if scenario is not None:
            scenarios[name] = scenario
    if BASELINE in spec.scenarios:
        report.add(
            "scenario-name",
            read.place(("scenarios", BASELINE), key=True),
            f"'{BASELINE}' is the study as it stands, and cannot name a scenario",
            "another name",
            "rename the scenario",
        )
    if report.faults:
        raise StudyError(report.faults)
    return Study(read, Scenario(BASELINE, spec, read, plain), scenarios, tuple(files[:-1]))


def vary(
    start: Scenario, name: str, differences: Mapping[str, Any], document: Document, report: Report
) -> Scenario | None:
    """What a scenario becomes by differences; None, with findings, if they change nothing known or do not fit.

    Parameters
    ----------
    name
        Of the new scenario.
    document
        Where the differences are written, for findings: a mapping of dotted names to values.
    """
    plain = copy.deepcopy(start.plain)
    moved = _changed(plain, differences, start.document, document, (), start.document, report)
    return from_plain(name, plain, moved, report)


def in_force(scenario: Scenario, names: Sequence[str], report: Report) -> Scenario | None:
    """What a scenario is while the dated changes of these names are in force; None, with findings, if it cannot be."""
    plain, document = copy.deepcopy(scenario.plain), scenario.document
    for name in names:
        document = _changed(
            plain,
            scenario.spec.changes[name].differences,
            document,
            scenario.document,
            ("changes", name),
            scenario.document,
            report,
            sections=DATED,
            who="a dated change",
            beside=("from", "until", "for"),
        )
    return from_plain(scenario.name, plain, document, report, for_a_time=True)


def _changed(
    plain: dict[str, Any],
    differences: Mapping[str, Any],
    below: LayeredDocument,
    document: Document,
    written: tuple[Key, ...],
    read: LayeredDocument,
    report: Report,
    *,
    sections: Sequence[str] = (*OPEN, *CLOSED),
    who: str = "a scenario",
    beside: Sequence[str] = (),
) -> LayeredDocument:
    """Apply differences to the text of a study; where each value of the outcome is written."""
    changes: list[Change] = []
    for name, value in differences.items():
        changes += apply_difference(
            plain, name, value, written, document, report, sections=sections, who=who, beside=beside
        )
    forget_labels(plain, changes)
    return LayeredDocument.of(below, document, changes, read)


def from_plain(
    name: str, plain: dict[str, Any], document: LayeredDocument, report: Report, *, for_a_time: bool = False
) -> Scenario | None:
    """A scenario from the whole text of a study, differences applied; None, with findings, if it is no study."""
    plain["scenarios"] = {}
    spec = _validate(plain, document, report, for_a_time=for_a_time)
    return None if spec is None else Scenario(name, spec, document, plain)


def _validate(plain: Any, document: Document, report: Report, *, for_a_time: bool = False) -> StudySpec | None:
    spec, fault = None, None
    try:
        spec = StudySpec.model_validate(plain, context={FOR_A_TIME: for_a_time})
    except ValidationError as error:
        fault = error
    commas = list(decimal_commas(document))
    halves = {place for _, places in commas for place in places}
    report.extend(finding for finding, _ in commas)
    report.extend(f for f in explain(fault, document, STUDY, plain=plain) if f.place not in halves)
    if spec is None:
        return None
    for path, entry in labelled(spec):
        if entry.hardness not in (None, "ASSUMPTION") and entry.source is None:
            name = next(step for step in reversed(path) if isinstance(step, str))
            report.add(
                "study-source",
                document.place((*path, "hardness")),
                f"'{name}' is marked {entry.hardness}, but does not say where it is written",
                "a source for every number that is not an assumption",
                "add 'source: ...', or mark it ASSUMPTION",
            )
    return spec
