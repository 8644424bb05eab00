"""Files to linked pathways, policies and studies: every fault of every file is gathered before anything is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pathways.errors import DefinitionError, Finding, FindingsError, StudyError, WorkspaceError
from pathways.workspace.find import Workspace, find_workspace, workspace_of
from pathways.workspace.naming import as_path, of_kind, one_of_each, unknown
from pathways.workspace.read import SourceFile, read_source, typed_source
from pathways.workspace.shelf import LoadedPathway, Shelf, document_of

if TYPE_CHECKING:
    from pathways.rules import Policy
    from pathways.simulation import Study
    from pathways.source import Document

_NOTHING_TYPED: Final[Mapping[Path, str]] = {}


@dataclass(frozen=True)
class Loading:
    """What was asked for: the pathways that could be loaded, and everything found wrong on the way.

    `asked` holds the file of every pathway asked for, loaded or not; `policy_files` those that may hold rules
    for them; `known` the ids of all pathways there are; `pieces` what each file asked for is made of.
    """

    workspace: Workspace
    asked: tuple[SourceFile, ...]
    pathways: tuple[LoadedPathway, ...]
    findings: tuple[Finding, ...]
    policy_files: tuple[SourceFile, ...]
    known: tuple[str, ...]
    pieces: Mapping[Path, tuple[SourceFile, ...]]
    shelves: tuple[Shelf, ...]

    def rest(self, ids: Iterable[str]) -> tuple[LoadedPathway, ...]:
        """The pathways of these ids that were not asked for, where nothing is wrong with them."""
        wanted = dict.fromkeys(id_ for id_ in ids if id_ not in {pathway.id for pathway in self.pathways})
        found = ((shelf.quietly(id_) for shelf in self.shelves) for id_ in wanted)
        return tuple(pathway for each in found if (pathway := next(filter(None, each), None)) is not None)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def require(self) -> tuple[LoadedPathway, ...]:
        """The pathways, if nothing was wrong; else `DefinitionError` with everything that was."""
        if self.errors:
            raise DefinitionError(self.errors)
        return self.pathways


def load_pathways(names: Sequence[str], start: Path, typed: Mapping[Path, str] = _NOTHING_TYPED) -> Loading:
    """Load pathways by id or by path; every one of the workspace when `names` is empty.

    Parameters
    ----------
    typed : by the path of a file of the workspace, the text to read instead of what stands in it.

    Raises
    ------
    WorkspaceError
        If there is no workspace, or no pathway of that name.
    """
    paths = {name: as_path(name, start) for name in names}
    here = workspace_of(start) if not all(paths.values()) or not names else find_workspace(start)
    shelves: dict[Path, Shelf] = {}
    if here is not None:
        files = here.sources()
        files = [typed_source(file, typed[file.path]) if file.path in typed else file for file in files]
        shelves[here.root] = Shelf(here, files)
    jobs: list[tuple[Shelf, SourceFile]] = []
    if not names:
        assert here is not None
        shelf = shelves[here.root]
        if not shelf.pathway_files:
            raise WorkspaceError(
                f"{here.definitions} holds no pathway\n    fix: put a definition there, such as first.yaml"
            )
        jobs = [(shelf, file) for file in shelf.pathway_files]
    for name, path in paths.items():
        jobs.append(_job(name, path, here, shelves, start))
    findings: list[Finding] = []
    if not names:
        findings += shelves[jobs[0][0].workspace.root].naming_findings()
    loaded = [item for shelf, file in jobs if (item := shelf.load(file)) is not None]
    used = list({id(shelf): shelf for shelf, _ in jobs}.values())
    for shelf in used:
        findings += shelf.findings()
    policy_files = {file.path: file for shelf in used for file in shelf.policies()}
    return Loading(
        workspace=here or used[0].workspace,
        asked=tuple(file for _, file in jobs),
        pathways=tuple(loaded),
        findings=tuple(dict.fromkeys(findings)),
        policy_files=tuple(policy_files.values()),
        known=tuple(dict.fromkeys(name for shelf in used for name in shelf.known())),
        pieces={file.path: tuple(shelf.pieces(file)) for shelf, file in jobs},
        shelves=tuple(used),
    )


def pathway_ids(start: Path) -> list[str]:
    """The ids of all pathways of the workspace that `start` lies in."""
    here = workspace_of(start)
    return Shelf(here, here.sources()).known()


def load_policies(files: Sequence[SourceFile], names: Sequence[str] = ()) -> tuple[list[Policy], list[Finding]]:
    """The policies in `files`, or those of them named, without their faulty rules; and all their faults."""
    from pathways.rules import read_policy
    from pathways.workspace.kinds import installed_kinds

    kinds = installed_kinds()
    files, twins = one_of_each(files)
    if names:
        known = {file.subject: file for file in files}
        for name in names:
            if name not in known:
                raise WorkspaceError(unknown("policy", name, files))
        files = [known[name] for name in dict.fromkeys(names)]
    policies: list[Policy] = []
    findings = [finding for file in files for finding in twins.get((file.kind, file.subject), [])]
    for file in files:
        try:
            policy, faults = read_policy(document_of(file), kinds)
        except FindingsError as error:
            policy, faults = None, list(error.findings)
        findings += faults
        if policy is not None:
            policies.append(policy)
    return policies, findings


def study_names(workspace: Workspace) -> list[str]:
    """Ids of the workspace's studies, in order of file name."""
    return list(dict.fromkeys(file.subject for file in workspace.studies()))


def load_study(name: str, start: Path) -> tuple[Study, SourceFile]:
    """One study by id or path.

    Raises
    ------
    WorkspaceError
        If there is no such study.
    StudyError
        With every fault of its file, or of those that it builds on.
    """
    from pathways.simulation import parse_study

    path = as_path(name, start)
    if path is not None:
        here = find_workspace(start)
        file = of_kind("study", read_source(path, here.shown(path) if here else path.name, "study"))
        home = find_workspace(path.parent) or Workspace(path.parent, path.parent.name, loose=True)
        files, _ = one_of_each([file, *(other for other in home.studies() if other.path != path)])
    else:
        here = workspace_of(start)
        files, twins = one_of_each(here.studies())
        found = next((file for file in files if file.subject == name), None)
        if found is None:
            raise WorkspaceError(unknown("study", name, files, here, start))
        file = of_kind("study", found)
        if twins.get((file.kind, name)):
            raise StudyError(twins[file.kind, name])
    return parse_study(document_of(file), StudyLibrary(files)), file


class StudyLibrary(Mapping[str, "Document"]):
    """The documents of studies by id; each is read as YAML only when it is asked for."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._files = {file.subject: file for file in files}

    def __getitem__(self, name: str) -> Document:
        return document_of(self._files[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files


def _job(
    name: str, path: Path | None, here: Workspace | None, shelves: dict[Path, Shelf], start: Path
) -> tuple[Shelf, SourceFile]:
    """The shelf and file that `name` means."""
    if path is None:
        assert here is not None
        shelf = shelves[here.root]
        file = shelf.find(name)
        if file is None:
            raise WorkspaceError(unknown("pathway", name, shelf.pathway_files, here, start))
        return shelf, file
    if here is not None:
        for file in shelves[here.root].all_files:
            if file.path == path:
                return shelves[here.root], of_kind("pathway", file)
    home = find_workspace(path.parent)
    if home is not None and home.root not in shelves:
        shelf = Shelf(home, home.sources())
        if any(file.path == path for file in shelf.all_files):
            shelves[home.root] = shelf
            return _job(name, path, home, shelves, start)
    # A file of its own: the files beside it are its library, then those of the workspace one stands in.
    loose = Workspace(path.parent, path.parent.name, loose=True)
    shown = here.shown(path) if here is not None else path.name
    own = of_kind("pathway", read_source(path, shown, "pathway"))
    beside = [file for file in loose.sources() if (file.kind, file.subject) != (own.kind, own.subject)]
    shelf = Shelf(loose, [own, *beside], shelves.get(here.root) if here is not None else None)
    shelves[path] = shelf
    return shelf, own
