"""A file of another program to a definition in the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pathways.commands.write import write_file
from pathways.errors import Finding, WorkspaceError
from pathways.exchange.bpmn.definition import import_bpmn
from pathways.exchange.xml_reading import LARGEST
from pathways.workspace import load_pathways, read_bytes, workspace_of

HEAD: Final = "# yaml-language-server: $schema=../pathways.schema.json\n"


@dataclass(frozen=True)
class ImportOutcome:
    """The file written, and in words what was left out and what was added.

    `faults` is what `check` finds wrong with the definition; empty where it can be used as it is.
    """

    id: str
    path: Path
    changed: bool
    left_out: tuple[str, ...]
    added: tuple[str, ...]
    faults: tuple[Finding, ...]


def import_file(source: Path, start: Path, *, to: Path | None = None, process: str | None = None) -> ImportOutcome:
    """Write a BPMN file as a definition.

    Parameters
    ----------
    source : the file.
    start : where the workspace is looked for; its `definitions/` gets the file unless `to` says another.
    to : a file.
    process : the name or id of the process, where the file holds several.

    Raises
    ------
    DefinitionError
        If the file cannot be read as one pathway, with the place in it.
    WorkspaceError
        If there is no such file, or another definition would be overwritten.
    """
    made = import_bpmn(read_bytes(source, LARGEST), str(source), process)
    path = to or workspace_of(start).definitions / f"{made.id}.yaml"
    text = HEAD + made.yaml
    if path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") != text.encode():
        raise WorkspaceError(
            f"{path} is there already and says something else; nothing was written\n"
            f"    fix: write to another file with -o, compare the two (pathways check {made.id} --against FILE), "
            "and keep one"
        )
    changed = write_file(path, text)
    faults = load_pathways([str(path)], start).errors
    return ImportOutcome(made.id, path, changed, made.left_out, made.added, faults)
