"""The main job on a workspace: check everything, draw everything, simulate everything, and write one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.commands.check import CheckOutcome, check_loaded
from pathways.commands.draw import Drawn, draw_loaded
from pathways.commands.schema import write_schema
from pathways.commands.simulate import StudyOutcome, save_reading, simulate_loaded
from pathways.commands.write import check_place, write_file
from pathways.errors import FindingsError
from pathways.workspace import Loading, load_pathways, load_policies, load_study, study_names, workspace_of

if TYPE_CHECKING:
    from pathways.report import Report
    from pathways.rules import Policy

QUICK_REPLICATIONS: Final = 10
_STATUSES: Final = ("as-is", "proposed", "shared")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class RunOutcome:
    """What the main job found and wrote. Without a report where the files had faults."""

    checked: CheckOutcome
    drawn: tuple[Drawn, ...] = ()
    studies: tuple[StudyOutcome, ...] = ()
    study_faults: tuple[FindingsError, ...] = field(default=())
    reports: tuple[Path, ...] = ()

    @property
    def report(self) -> Path | None:
        """The report, or the first of several."""
        return self.reports[0] if self.reports else None

    @property
    def exit_code(self) -> int:
        """2 for faults in the files or what is too large, 1 for broken rules or unmet expectations, else 0."""
        if self.study_faults:
            return 2
        return max((self.checked.exit_code(), *(study.exit_code for study in self.studies)))


def run(start: Path, *, quick: bool = False, tell: Tell = lambda text: None) -> RunOutcome:
    """Do the main job on the workspace that `start` lies in.

    Parameters
    ----------
    quick : run every study with few replications.
    tell : takes words about progress.

    Raises
    ------
    WorkspaceError
        If there is no workspace, or a file cannot be written. Faults in files are part of the outcome.
    """
    workspace = workspace_of(start)
    wanted = Wanted((workspace.reports / "report.html",))
    return _run(start, wanted, quick=quick, tell=tell, with_drawings=True)


def write_report(
    start: Path,
    *,
    to: Path | None = None,
    formats: Sequence[str] = (),
    template: Path | None = None,
    studies: Sequence[str] = (),
    quick: bool = False,
    tell: Tell = lambda text: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> RunOutcome:
    """The same without touching `diagrams/`.

    Parameters
    ----------
    to : a file, whose ending says the format; with `formats`, also a folder. `reports/` when None.
    formats : of `html`, `docx`, `xlsx` and `pptx`.
    template : a Word file whose page, header, footer and styles the Word report takes.
    studies : ids or paths of those to tell of; all of the workspace when empty.
    progress : takes how many studies are done, of how many.
    """
    from pathways.commands.report_files import report_paths, template_bytes

    files = report_paths(workspace_of(start).reports, to, formats)
    wanted = Wanted(files, template_bytes(template, files), tuple(studies))
    return _run(start, wanted, quick=quick, tell=tell, progress=progress, with_drawings=False)


@dataclass(frozen=True)
class Wanted:
    """The files that are to be written, the template of those for Word, and the studies that they tell of."""

    files: tuple[Path, ...]
    template: bytes | None = None
    studies: tuple[str, ...] = ()


def _run(
    start: Path,
    wanted: Wanted,
    *,
    quick: bool,
    tell: Tell,
    progress: Callable[[int, int], None] = lambda done, of: None,
    with_drawings: bool,
) -> RunOutcome:
    workspace = workspace_of(start)
    for place in wanted.files:
        check_place(place)
    if with_drawings:
        check_place(workspace.diagrams / "x.svg")
    tell(f"checking {workspace.name}")
    loading = load_pathways([], start)
    policies, faults = load_policies(loading.policy_files)
    checked = check_loaded(loading, policies, faults)
    if checked.has_faults:
        return RunOutcome(checked)
    tell(f"drawing {len(loading.pathways)} pathway{'' if len(loading.pathways) == 1 else 's'}")
    drawn = draw_loaded(loading.pathways, workspace.diagrams) if with_drawings else ()
    if with_drawings:
        write_schema(workspace.root / "pathways.schema.json")
        write_schema(workspace.root / "study.schema.json", "study")
    studies: list[StudyOutcome] = []
    study_faults: list[FindingsError] = []
    names = wanted.studies or study_names(workspace)
    for at, name in enumerate(names):
        progress(at, len(names))
        try:
            study, file = load_study(name, start)
            number = min(QUICK_REPLICATIONS, study.replications) if quick else None
            studies.append(simulate_loaded(study, file, loading.pathways, replications=number, tell=tell))
        except FindingsError as error:
            study_faults.append(error)
    progress(len(names), len(names))
    tell("writing the report")
    _write(wanted, report_of(loading, policies, checked, studies, only_theirs=bool(wanted.studies)))
    for outcome in studies if with_drawings else ():
        save_reading(outcome, workspace.reports)
    return RunOutcome(checked, tuple(drawn), tuple(studies), tuple(study_faults), wanted.files)


def _write(wanted: Wanted, report: Report) -> None:
    from pathways.commands.report_files import ending_of
    from pathways.report import to_document, written

    said = to_document(report)
    for file in wanted.files:
        write_file(file, written(said, ending_of(file), wanted.template))


def report_of(
    loading: Loading,
    policies: list[Policy],
    checked: CheckOutcome,
    studies: list[StudyOutcome],
    *,
    only_theirs: bool = False,
) -> Report:
    """What is told; with `only_theirs` of no more pathways than the studies use, and the pieces of these."""
    from pathways.diagram import draw, roles
    from pathways.report import PathwayPart, Report
    from pathways.version import __version__

    results = {item.id: item for item in checked.pathways}
    parts = []
    used = {name for outcome in studies for name in outcome.study.pathways}
    used |= {s.origin.pathway for p in loading.pathways if p.id in used for s in p.linked.states.values()}
    for pathway in loading.pathways:
        if only_theirs and pathway.id not in used:
            continue
        item = results[pathway.id]
        parts.append(
            PathwayPart(
                linked=pathway.linked,
                file=item.file,
                fingerprint=pathway.compiled.fingerprint,
                drawing=draw(pathway.linked),
                verdicts=item.verdicts,
                warnings=item.findings,
                roles=roles(pathway.linked),
            )
        )
    # In the order that the policies speak of them: as it is, then as proposed, then the pieces that both are made of.
    spoken = list(dict.fromkeys(id_ for policy in policies for id_ in policy.applies_to))
    parts.sort(key=lambda part: (_STATUSES.index(part.linked.status), *_place(part.linked.id, spoken)))
    return Report(
        workspace=loading.workspace.name,
        pathways=parts,
        policies=policies,
        studies=[study.part for study in studies],
        version=__version__,
    )


def _place(id_: str, order: list[str]) -> tuple[int, str]:
    return (order.index(id_) if id_ in order else len(order), id_)
