"""A path to its text, or to the finding that says why it cannot be read. Sizes are checked before anything is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pathways.errors import DefinitionError, Finding, Place, WorkspaceError
from pathways.source.text import MAX_BYTES, decode

FileKind = Literal["pathway", "policy", "study"]
ENDINGS: Final = (".yaml", ".yml")
# A look at the first key that names the file's subject, so that a name can be found without reading every file as YAML.
_SUBJECT: Final = re.compile(r"^(pathway|policy|study)[ \t]*:[ \t]*(['\"]?)([^'\"#\r\n]*)\2", re.MULTILINE)
_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class SourceFile:
    """One file of a workspace: where it is, how messages name it, and what it seems to hold.

    `subject` is the id it seems to declare (its file name where it declares none). Either `text` or
    `fault` is there.
    """

    path: Path
    shown: str
    kind: FileKind
    subject: str
    text: str
    fault: Finding | None = None

    @property
    def declares(self) -> bool:
        """Whether the file itself says what it is about."""
        return _SUBJECT.search(self.text) is not None


def read_text(path: Path, shown: str, *, within: Path | None = None) -> str | Finding:
    """Read one UTF-8 file (with or without the mark that Notepad writes), or say why not.

    Parameters
    ----------
    path : where the file is.
    shown : how messages name it.
    within : a folder the file must not lead out of, as a link could.
    """
    place = Place(shown)
    try:
        real = path.resolve(strict=True)
        if within is not None and not real.is_relative_to(within.resolve()):
            return Finding(
                "outside-workspace", place, "this is a link to a file outside the workspace",
                "a file inside it", "copy the file into the workspace",
            )  # fmt: skip
        if not real.is_file():
            return Finding("unreadable-file", place, "this is not a file", "a text file", "give the path of a file")
        size = real.stat().st_size
        if size > MAX_BYTES:
            return Finding(
                "file-too-large", place, f"the file has {size:,} bytes, which is more than {MAX_BYTES:,}",
                "a pathway, policy or study written by hand, rarely more than 100,000 bytes",
                "split it into pieces and `use` them",
            )  # fmt: skip
        data = real.read_bytes()
    except FileNotFoundError:
        return Finding("no-such-file", place, "there is no such file", None, "correct the path")
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead round in a circle
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Finding(
            "unreadable-file", place, f"the file cannot be read: {reason}", None, "check that you may open it"
        )
    try:
        return decode(data, shown)
    except DefinitionError as error:
        return error.findings[0]


def read_bytes(path: Path, most: int) -> bytes:
    """Read a file of another program, of at most so many bytes.

    Raises
    ------
    WorkspaceError
        If it is not there, is larger, or cannot be read.
    """
    try:
        if not path.is_file():
            raise WorkspaceError(f"there is no file {path}\n    fix: correct the path")
        if path.stat().st_size > most:
            raise WorkspaceError(f"{path} has more than {most:,} bytes\n    fix: export one diagram alone")
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be read: {error.strerror or error}\n    fix: check that you may open it"
        ) from error


def read_source(path: Path, shown: str, kind: FileKind | None = None, *, within: Path | None = None) -> SourceFile:
    """Read a file and see what it seems to hold; `kind` is used where the file itself does not say."""
    text = read_text(path, shown, within=within)
    if isinstance(text, Finding):
        return SourceFile(path, shown, kind or "pathway", path.stem, "", text)
    return _seen(path, shown, kind, text)


def typed_source(file: SourceFile, text: str) -> SourceFile:
    """The file as it would be read if `text` stood in it."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        fault = Finding(
            "file-too-large", Place(file.shown), f"this text has {len(data):,} bytes, which is more than {MAX_BYTES:,}"
        )
        return SourceFile(file.path, file.shown, file.kind, file.subject, "", fault)
    try:
        return _seen(file.path, file.shown, file.kind, decode(data, file.shown))
    except DefinitionError as error:
        return SourceFile(file.path, file.shown, file.kind, file.subject, "", error.findings[0])


def _seen(path: Path, shown: str, kind: FileKind | None, text: str) -> SourceFile:
    """What a text seems to hold."""
    found = _SUBJECT.search(text)
    if found is None:
        return SourceFile(path, shown, kind or "pathway", path.stem, text)
    seen: FileKind = "pathway" if found[1] == "pathway" else "policy" if found[1] == "policy" else "study"
    subject = found[3].strip()  # what is no name cannot be asked for, so that the file goes by its own
    return SourceFile(path, shown, seen, subject if _ID.fullmatch(subject) else path.stem, text)
