"""A study's result and a pathway to what the study says of the pathway's states, by the names that the pathway has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from pathways.definition.report import listed
from pathways.errors import WorkspaceError

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.definition.linked import LinkedPathway
    from pathways.diagram.overlay import Note
    from pathways.measures import Estimate
    from pathways.report.names import Names
    from pathways.simulation import Scenario, Study


@dataclass(frozen=True)
class Studied:
    """What one scenario says of one pathway.

    Attributes
    ----------
    role
        What the study calls the pathway, or the one of which it is a piece.
    prefix
        What the names of its states begin with there; empty where it is no piece.
    """

    outcome: StudyOutcome
    scenario: Scenario
    role: str
    prefix: str
    pathway: LinkedPathway

    @cached_property
    def names(self) -> Names:
        from pathways.report.names import Names

        return Names(self.outcome.study, self.outcome.pathways)

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, str, str], Estimate]:
        found = self.outcome.result.scenarios[self.scenario.name]
        return {(e.measure, e.pathway, e.of, e.statistic): e for e in found if not e.group and not isnan(e.value)}

    def of(self, measure: str, state: str, statistic: str) -> Estimate | None:
        """A figure of a state of the pathway; None where nothing was seen."""
        return self._found.get((measure, self.role, f"{self.prefix}{state}", statistic))

    def of_resource(self, measure: str, name: str, statistic: str) -> float | None:
        """A figure of a team, of places or of a panel."""
        found = self._found.get((measure, "", name, statistic))
        return None if found is None else found.value

    def heading(self, what: str) -> Iterator[str]:
        """What it is, what it rests on, and what the scenario changes."""
        from pathways.report.changed import changed
        from pathways.report.names import plain
        from pathways.report.reading import SYNTHETIC

        study, result = self.outcome.study, self.outcome.result
        base = self.scenario.name == study.baseline.name
        side = "as it stands" if base else f"scenario '{plain(self.scenario.name)}'"
        yield f"{what} in the study '{study.title}', {side}: {result.replications} replications"
        assumed = sum(entry.hardness == "ASSUMPTION" for entry in result.inputs)
        yield f"{SYNTHETIC} {assumed} of the {len(result.inputs)} entries that went in are assumed."
        if not base:
            yield f"The scenario: {'; '.join(changed(study, self.scenario, self.names))}."
        if self.prefix:
            yield f"As part of '{self.outcome.pathways[self.scenario.spec.pathways[self.role]].title}'."
        if self.outcome.is_quick:
            yield f"A rough run: the study asks for {study.replications} replications."

    def notes(self) -> Iterator[Note]:
        """What the study says about itself."""
        from pathways.diagram.overlay import Note

        note = " ".join((self.outcome.study.baseline.spec.note or "").split())
        if note:
            yield Note("What the study says of itself", is_bold=True)
            yield Note(note)


def place_of(
    study: Study, scenario: str, pathways: Mapping[str, LinkedPathway], pathway: LinkedPathway
) -> tuple[Scenario, str, str]:
    """The scenario, what it calls the pathway or the one of which it is a piece, and the prefix of a piece's states.

    Raises
    ------
    WorkspaceError
        If the study runs neither the pathway nor one that it is a piece of.
    """
    chosen = next(each for each in study.all_scenarios if each.name == scenario)
    for role, id_ in chosen.spec.pathways.items():
        if id_ == pathway.id:
            return chosen, role, ""
    for role, id_ in chosen.spec.pathways.items():
        for piece in pathways[id_].pieces.values():
            if piece.pathway == pathway.id:
                return chosen, role, f"{piece.name}."
    raise WorkspaceError(
        f"the study '{study.id}' does not run '{pathway.id}' in '{scenario}'\n"
        f"    fix: draw {listed(chosen.spec.pathways.values())}, or a piece of it"
    )
