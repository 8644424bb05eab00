"""A scenario and other values for some of its numbers to the scenario that this makes, ready to run."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pathways.definition.report import Report, nearest, one_of
from pathways.errors import StudyError, WorkspaceError
from pathways.machine.compiled import CompiledPathway
from pathways.simulation.experiments.settings import Places, Settings, as_document
from pathways.simulation.language.study import BASELINE, Scenario, Study, from_plain, vary
from pathways.simulation.run import prepare
from pathways.simulation.running.pool import Job
from pathways.source import Key


def starting_from(study: Study, scenario: str | None) -> Study:
    """The study with one of its scenarios in the place of the baseline, and no others.

    Raises
    ------
    WorkspaceError
        If it has no such scenario; names the nearest.
    """
    if scenario in (None, BASELINE):
        return replace(study, scenarios={})
    if scenario not in study.scenarios:
        expected, _ = one_of(scenario, study.scenarios, "scenarios")
        near = nearest(scenario, study.scenarios)
        raise WorkspaceError(
            f"'{study.id}' has no scenario '{scenario}'\n    expected {expected}\n"
            f"    fix: {f'write {near!r}' if near else 'correct the name, or leave it out'}"
        )
    return replace(study, baseline=replace(study.scenarios[scenario], name=BASELINE), scenarios={})


def with_settings(
    study: Study, settings: Mapping[str, Settings], pathways: Mapping[str, CompiledPathway], places: Places
) -> dict[str, Job]:
    """The baseline and, under the name of each, what it becomes by other values; ready to run.

    Parameters
    ----------
    places
        For findings: where each dotted name stands, and where its values do.

    Raises
    ------
    StudyError
        If a name is none of the study's, or a value cannot stand there.
    """
    report = Report()
    made: dict[str, Scenario] = {}
    for name, values in settings.items():
        scenario = vary(study.baseline, name, values, as_document(values, places), report)
        if scenario is not None:
            made[name] = scenario
    return _prepared(study, made, pathways, report)


def with_changes(
    study: Study, changes: Mapping[str, Mapping[tuple[Key, ...], Any]], pathways: Mapping[str, CompiledPathway]
) -> dict[str, Job]:
    """The same for values by their path in the study, such as `("teams", "mash", "staff")`."""
    report = Report()
    made: dict[str, Scenario] = {}
    for name, values in changes.items():
        plain = copy.deepcopy(study.baseline.plain)
        for path, value in values.items():
            _write(plain, path, value)
        scenario = from_plain(name, plain, study.baseline.document, report)
        if scenario is not None:
            made[name] = scenario
    return _prepared(study, made, pathways, report)


def _prepared(
    study: Study, scenarios: dict[str, Scenario], pathways: Mapping[str, CompiledPathway], report: Report
) -> dict[str, Job]:
    if report.faults:
        raise StudyError(report.faults)
    return prepare(replace(study, scenarios=scenarios), pathways, None)


def _write(plain: Any, path: Sequence[Key], value: Any) -> None:
    for step in path[:-1]:
        plain = plain[step]
    plain[path[-1]] = value
