"""A study to the data pack that boards have every quarter, as a page or for Word, Excel and PowerPoint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.commands.report_files import ending_of, report_paths, template_bytes
from pathways.commands.simulate import study_and_pathways
from pathways.commands.write import check_place, write_file
from pathways.workspace import LoadedPathway, SourceFile, load_study, workspace_of

if TYPE_CHECKING:
    from pathways.report.document import Document
    from pathways.simulation import Study


def write_pack(
    name: str,
    start: Path,
    *,
    scenario: str = "baseline",
    quarters: int = 12,
    replication: int = 0,
    seed: int | None = None,
    to: Path | None = None,
    formats: Sequence[str] = (),
    template: Path | None = None,
) -> tuple[Path, ...]:
    """Count one simulated history of a study by quarter and write it down; the files written.

    Parameters
    ----------
    scenario, replication : whose history it is.
    quarters : how many are counted, from the first whole one after the warm-up on.
    to, formats, template : as of a report.

    Raises
    ------
    WorkspaceError, DefinitionError, StudyError
    """
    from pathways.report.formats import written

    files = report_paths(workspace_of(start).reports, to, formats, name=file_name(_id_of(name, start), scenario))
    template_text = template_bytes(template, files)
    for path in files:
        check_place(path)
    document = pack_of(name, start, scenario=scenario, quarters=quarters, replication=replication, seed=seed)
    for path in files:
        write_file(path, written(document, ending_of(path), template_text))
    return files


def file_name(study: str, scenario: str) -> str:
    """What the file of a pack is called by default, without its ending."""
    return f"pack-{study}" if scenario == "baseline" else f"pack-{study}-{scenario}"


def _id_of(name: str, start: Path) -> str:
    return load_study(name, start)[0].id


def pack_of(
    name: str, start: Path, *, scenario: str, quarters: int, replication: int = 0, seed: int | None = None
) -> Document:
    """What the pack says; see `write_pack`."""
    study, file, loaded = study_and_pathways(name, start)
    return pack_of_loaded(study, file, loaded, scenario=scenario, quarters=quarters, replication=replication, seed=seed)


def pack_of_loaded(
    study: Study,
    file: SourceFile,
    loaded: Sequence[LoadedPathway],
    *,
    scenario: str,
    quarters: int,
    replication: int = 0,
    seed: int | None = None,
    title: str | None = None,
) -> Document:
    """The same for a study and pathways already loaded; `title` is what the pack is of, if not a scenario by name."""
    from pathways.report.pack.contents import pack_document
    from pathways.report.pack.gather import gather
    from pathways.report.versions import fingerprint
    from pathways.version import __version__

    marks = [(f"Study {study.id}", file.shown, fingerprint(study.text))]
    marks += [(f"Pathway {each.id}", each.file.shown, each.compiled.fingerprint[:16]) for each in loaded]
    pack = gather(
        study,
        {each.id: each.compiled for each in loaded},
        scenario=scenario,
        count=quarters,
        replication=replication,
        seed=seed,
        marks=tuple(marks),
        version=__version__,
    )
    return pack_document(pack, title)
