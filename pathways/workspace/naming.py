"""A name that somebody typed, or that two files claim, to the one file that is meant, or to why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pathways.errors import Finding, Place, WorkspaceError
from pathways.workspace.find import Workspace
from pathways.workspace.read import ENDINGS, FileKind, SourceFile

Twins = dict[tuple[FileKind, str], list[Finding]]
_USES: Final = {
    "pathway": "pathways check {0} checks it, pathways draw {0} draws it",
    "policy": "pathways check --policy {0} holds the pathways against it",
    "study": "pathways simulate {0} runs it",
}


def one_of_each(files: Iterable[SourceFile]) -> tuple[list[SourceFile], Twins]:
    """The files without those whose id another file has; and, by kind and id, a finding for each left out.

    The file that is named after its id stays; a copy, which is named otherwise, goes.
    """
    claims: dict[tuple[FileKind, str], list[SourceFile]] = {}
    for file in files:
        claims.setdefault((file.kind, file.subject), []).append(file)
    twins: Twins = {}
    kept = []
    for key, claimants in claims.items():
        first, *others = sorted(claimants, key=lambda file: (file.path.stem != file.subject, len(file.path.parts)))
        kept.append(first)
        if others:
            twins[key] = [_twin(other, first) for other in others]
    return kept, twins


def _twin(file: SourceFile, first: SourceFile) -> Finding:
    return Finding(
        "duplicate-id",
        declaration(file),
        f"the {file.kind} '{file.subject}' is declared twice",
        f"one file for it; {declaration(first)} has it already",
        "if this is a spare copy, delete it or move it out of the workspace; else give it an id of its own",
    )


def declaration(file: SourceFile) -> Place:
    """Where the file says what it holds."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        key, colon, _ = line.partition(":")
        if colon and key.rstrip() == file.kind:
            column = line.find(file.subject, len(key)) + 1 or 1
            return Place(file.shown, number, column, line, len(file.subject))
    return Place(file.shown)


def as_path(name: str, start: Path) -> Path | None:
    """The file that `name` means if it is a path and not an id.

    Raises
    ------
    WorkspaceError
        If it is a path, but not that of a YAML file.
    """
    path = start / name
    if "/" not in name and "\\" not in name and not name.lower().endswith(ENDINGS):
        return None
    if not path.exists():
        raise WorkspaceError(
            f"there is no file '{name}'\n    fix: correct the path, or give the id of a pathway or study"
        )
    if path.is_dir() or not name.lower().endswith(ENDINGS):
        raise WorkspaceError(_no_yaml(name, path))
    return path.parent.resolve() / path.name


def _no_yaml(name: str, path: Path) -> str:
    """What to say of a path that is none of a YAML file."""
    if path.is_dir():
        fact, remedy = "is a folder", "name one file in it, or leave the name out where all are meant"
    else:
        fact, remedy = "is not a YAML file", f"give a file whose name ends in {ENDINGS[0]}, or an id"
    return f"'{name}' {fact}\n    expected the id of a pathway or study, or the path of its file\n    fix: {remedy}"


def of_kind(kind: FileKind, file: SourceFile) -> SourceFile:
    """The file, if it holds what is wanted.

    Raises
    ------
    WorkspaceError
        If it holds something else; says which command is for that.
    """
    if file.kind != kind:
        use = _USES[file.kind].format(file.subject)
        raise WorkspaceError(f"{file.shown} holds a {file.kind}, not a {kind}\n    fix: {use}")
    return file


def unknown(
    kind: FileKind,
    name: str,
    files: Sequence[SourceFile],
    workspace: Workspace | None = None,
    start: Path | None = None,
) -> str:
    """What to say of an id that no file has.

    Parameters
    ----------
    files : those in which it was looked for.
    workspace, start : where to look for what else may be meant.
    """
    from difflib import get_close_matches

    names = sorted({file.subject for file in files})
    lines = [f"there is no {kind} '{name}' here"]
    if workspace is not None:
        for file in (*workspace.sources(), *workspace.studies()):
            if file.subject == name and file.kind != kind:
                return f"'{name}' is a {file.kind}, not a {kind}\n    fix: {_USES[file.kind].format(name)}"
            if file.path.stem == name and file.kind == kind:
                lines.append(f"    {declaration(file)} calls itself '{file.subject}'")
                lines.append(f"    fix: use that id, or write '{kind}: {name}' there")
                return "\n".join(lines)
        for path in workspace.unread():
            if path.name.startswith(f"{name}."):
                lines.append(f"    {workspace.shown(path)} is not read, because its name does not end in .yaml")
                lines.append(f"    fix: rename it to {name}.yaml")
                return "\n".join(lines)
    if start is not None and (start / name).exists():
        return _no_yaml(name, start / name)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    lines.append(f"    expected one of: {', '.join(names)}" if names else f"    this workspace has no {kind} at all")
    if near:
        lines.append(f"    fix: did you mean '{near[0]}'?")
    return "\n".join(lines)
