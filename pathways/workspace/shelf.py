"""The files of one folder to linked pathways, each read once and only when it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.errors import DefinitionError, Finding, Place
from pathways.workspace.find import Workspace
from pathways.workspace.naming import declaration, one_of_each
from pathways.workspace.read import FileKind, SourceFile

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway, PathwayDefinition
    from pathways.machine import CompiledPathway
    from pathways.source import Document, Node


@dataclass(frozen=True)
class LoadedPathway:
    """A pathway without faults, and the file it comes from."""

    file: SourceFile
    compiled: CompiledPathway

    @property
    def id(self) -> str:
        return self.compiled.id

    @property
    def linked(self) -> LinkedPathway:
        return self.compiled.linked


class Shelf:
    """The files of one folder, parsed when first needed. Where two have one id, that is told when it is looked up."""

    def __init__(self, workspace: Workspace, files: Sequence[SourceFile], fallback: Shelf | None = None) -> None:
        self.workspace = workspace
        self._files = files
        self._kept, self._twins = one_of_each(files)
        self._fallback = fallback
        self._parsed: dict[Path, PathwayDefinition | None] = {}
        self._used: dict[Path, tuple[str, ...]] = {}
        self._found: list[Finding] = []

    @property
    def pathway_files(self) -> list[SourceFile]:
        """The files of pathways, one for each id."""
        return [file for file in self._kept if file.kind == "pathway"]

    @property
    def all_files(self) -> Sequence[SourceFile]:
        return self._files

    def policies(self) -> list[SourceFile]:
        """The files that may hold rules, every copy of a policy included."""
        own = [file for file in self._files if file.kind == "policy"]
        names = {file.subject for file in own}
        return own + [
            file for file in (self._fallback.policies() if self._fallback else []) if file.subject not in names
        ]

    def known(self) -> list[str]:
        """The ids of all pathways here, and of those that fill in for what is not here."""
        return [file.subject for file in self.pathway_files] + (self._fallback.known() if self._fallback else [])

    def find(self, name: str) -> SourceFile | None:
        return next((file for file in self.pathway_files if file.subject == name), None)

    def findings(self) -> list[Finding]:
        return self._found + (self._fallback.findings() if self._fallback else [])

    def naming_findings(self) -> list[Finding]:
        """Ids that two files declare, and files not named after what they hold."""
        found = [finding for (kind, _), twins in self._twins.items() if kind == "pathway" for finding in twins]
        for file in self._kept:
            if file.fault or not file.declares or file.path.stem == file.subject:
                continue
            found.append(
                Finding(
                    "file-name",
                    declaration(file),
                    f"the file holds the {file.kind} '{file.subject}' but is named '{file.path.name}'",
                    f"'{file.subject}{file.path.suffix}'",
                    "rename the file, or change the id",
                    severity="warning",
                )
            )
        for path in self.workspace.unread():
            found.append(
                Finding(
                    "file-name",
                    Place(self.workspace.shown(path)),
                    "this file is not read, because its name does not end in .yaml",
                    f"'{path.stem}'",
                    "rename the file, or move it out of this folder",
                    severity="warning",
                )
            )
        return found

    def load(self, file: SourceFile) -> LoadedPathway | None:
        """One pathway, with the pieces it uses; None, and findings, when something is wrong with either."""
        from pathways.definition import link
        from pathways.machine import compile_pathway

        self._found += self._twins.get((file.kind, file.subject), [])
        definition = self._parse(file)
        library, whole = self._library(file)
        if definition is None and whole:
            self._found += self._name_faults(file, library)
        if definition is None or not whole:
            return None
        try:
            return LoadedPathway(file, compile_pathway(link(definition, library)))
        except DefinitionError as error:
            self._found += self._as_told_by_pieces(file, error.findings)
            return None

    def _as_told_by_pieces(self, file: SourceFile, findings: Sequence[Finding]) -> list[Finding]:
        """Findings, those that a piece has by itself in the words of its own file: the same whoever uses it."""
        from pathways.definition import link

        told: dict[tuple[str, Place], Finding] = {}
        faulty = {finding.place.file for finding in findings} - {file.shown}
        for piece in self.pieces(file):
            definition = self._parse(piece) if piece.shown in faulty else None
            if definition is not None:
                try:
                    link(definition, self._library(piece)[0])
                except DefinitionError as error:
                    told.update(((finding.id, finding.place), finding) for finding in error.findings)
        return [told.get((finding.id, finding.place), finding) for finding in findings]

    def _library(self, file: SourceFile) -> tuple[dict[str, PathwayDefinition], bool]:
        """The pathway of `file` and every piece that it uses, however deep, and whether all pieces could be read.

        A name that no file declares brings in every pathway, so that `link` can say what is nearest to it.
        """
        library: dict[str, PathwayDefinition] = {}
        whole, todo, seen = True, [file], {file.path}
        while todo:
            current = todo.pop()
            definition = self._parse(current)
            if definition is None:
                whole = whole and current is file
            else:
                library.setdefault(current.subject, definition)
            for name in self._used[current.path]:
                piece = self._piece(name)
                pieces = [piece] if piece is not None else self.pathway_files
                for other in pieces:
                    if other.path in seen or (piece is None and self._parse_quietly(other) is None):
                        continue
                    seen.add(other.path)
                    todo.append(other)
        return library, whole

    def pieces(self, file: SourceFile) -> list[SourceFile]:
        """The files of the pieces that a loaded pathway uses, however deep."""
        found: dict[Path, SourceFile] = {}
        todo = list(self._used.get(file.path, ()))
        while todo:
            name = todo.pop()
            piece = self.find(name) or (self._fallback.find(name) if self._fallback else None)
            if piece is not None and piece.path not in found and piece.path != file.path:
                found[piece.path] = piece
                todo += self._used.get(piece.path, ())
        return list(found.values())

    def quietly(self, name: str) -> LoadedPathway | None:
        """The pathway with that id, if nothing is wrong with it; what is wrong is for others to tell."""
        file, before = self.find(name), list(self._found)
        if file is None:
            return self._fallback.quietly(name) if self._fallback else None
        loaded = self.load(file)
        self._found[:] = before
        return loaded

    def _name_faults(self, file: SourceFile, library: Mapping[str, PathwayDefinition]) -> list[Finding]:
        """The faults of names in a pathway whose shape is at fault too; none if its text cannot be read."""
        from pathways.definition import name_faults

        try:
            return name_faults(document_of(file), library)
        except DefinitionError:
            return []

    def _piece(self, name: str) -> SourceFile | None:
        file = self.find(name)
        if file is None:
            return self._fallback._piece(name) if self._fallback else None
        self._found += self._twins.get((file.kind, name), [])
        return file

    def _parse_quietly(self, file: SourceFile) -> PathwayDefinition | None:
        before = list(self._found)
        definition = self._parse(file)
        if definition is None and self._found != before:
            self._found[:] = before
            del self._parsed[file.path]
        return definition

    def _parse(self, file: SourceFile) -> PathwayDefinition | None:
        if file.path not in self._parsed:
            self._parsed[file.path] = None
            self._used[file.path] = ()
            try:
                from pathways.definition import parse_pathway

                document = document_of(file)
                self._used[file.path] = tuple(dict.fromkeys(_uses(document.root)))
                self._parsed[file.path] = parse_pathway(document)
            except DefinitionError as error:
                self._found += error.findings
        return self._parsed[file.path]


def document_of(file: SourceFile) -> Document:
    """The file as a tree; a text that was read before is not read again, for documents never change."""
    if file.fault is not None:
        raise DefinitionError([file.fault])
    return _document(file.text, file.shown, file.kind)


@lru_cache(maxsize=64)
def _document(text: str, name: str, kind: FileKind) -> Document:
    from pathways.source import read_document

    return read_document(text, name, kind)


def _uses(node: Node) -> Iterator[str]:
    """The names of the pathways that states of kind `use` put in."""
    if isinstance(node.value, str) or node.value is None:
        return
    if not isinstance(node.value, Mapping):
        for child in node.value:
            yield from _uses(child)
        return
    kind, pathway = node.value.get("kind"), node.value.get("pathway")
    if kind is not None and kind.value == "use" and pathway is not None and isinstance(pathway.value, str):
        yield pathway.value
    for child in node.value.values():
        yield from _uses(child)
