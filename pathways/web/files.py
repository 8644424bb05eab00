"""A definition's file to the text that is edited, and the text back to the file, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from pathways.commands.write import write_file
from pathways.errors import WorkspaceError
from pathways.web.drafts import Draft, Drafts
from pathways.workspace import SourceFile

_BOM: Final = b"\xef\xbb\xbf"
_AROUND: Final = 3  # lines that are shown before and after a difference
_SAVING: Final = Lock()


class ChangedError(Exception):
    """The file is not as it was when typing began."""


@dataclass(frozen=True)
class OnDisk:
    """A file as it is now: its text with plain line ends, and a mark by which a change is noticed."""

    path: Path
    text: str
    mark: str
    data: bytes

    def bytes_of(self, text: str) -> bytes:
        """The text as this file writes it: its kind of line ends, and the mark that some editors put first."""
        ends = "\r\n" if self.data.count(b"\r\n") * 2 > self.data.count(b"\n") else "\n"
        return (_BOM if self.data.startswith(_BOM) else b"") + text.replace("\n", ends).encode("utf-8")


def on_disk(file: SourceFile) -> OnDisk:
    """A file that may be edited.

    Raises
    ------
    WorkspaceError
        If it leads out of the workspace, cannot be read, or is no text.
    """
    if file.fault is not None and file.fault.id in ("outside-workspace", "unreadable-file", "file-too-large"):
        raise WorkspaceError(str(file.fault))
    try:
        data = file.path.read_bytes()
        text = _text(data)
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{file.shown} cannot be edited here: {error}\n    fix: save it as UTF-8 text") from error
    return OnDisk(file.path, text, mark_of(data), data)


def holds(path: Path, text: str) -> bool:
    """Whether that is what stands in a file."""
    try:
        return _text(path.read_bytes()) == text
    except (OSError, UnicodeDecodeError):
        return False


def _text(data: bytes) -> str:
    return plain(data.removeprefix(_BOM).decode("utf-8"))


def mark_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def plain(text: str) -> str:
    """The text with plain line ends: forms and some editors write others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def save(file: SourceFile, text: str, mark: str, drafts: Drafts) -> None:
    """Write what was typed, if the file is still as it was then.

    Raises
    ------
    ChangedError
        If it is not; nothing has been written.
    WorkspaceError
        If it cannot be written.
    """
    with _SAVING:
        now = on_disk(file)
        if now.mark != mark:
            raise ChangedError
        data = now.bytes_of(text)
        if write_file(file.path, data):
            drafts.saved(file.path, mark_of(data), now.data, text)
        drafts.drop(file.path)


def undo(file: SourceFile, drafts: Drafts) -> bool:
    """Put back what the last save of these pages replaced, but so that it can be brought back; False if there is none.

    Raises
    ------
    ChangedError
        If the file is not as that save left it.
    """
    with _SAVING:
        last = drafts.last(file.path)
        if last is None:
            return False
        now = on_disk(file)
        if now.mark != last[0]:
            raise ChangedError
        write_file(file.path, last[1])
        drafts.undone(file.path, Draft(now.text, mark_of(last[1])))
        return True


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison: as it was, as it will be, or the same in both; `gap` where lines are left out."""

    kind: Literal["old", "new", "same", "gap"]
    number: int
    text: str


def differences(old: str, new: str) -> list[DiffLine]:
    """What changes, with a few lines around it."""
    return list(_differences(old.split("\n"), new.split("\n")))


def _differences(old: list[str], new: list[str]) -> Iterator[DiffLine]:
    for number, group in enumerate(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND)):
        if number:
            yield DiffLine("gap", 0, "")
        for what, a, b, c, d in group:
            if what == "equal":
                yield from (DiffLine("same", c + i + 1, line) for i, line in enumerate(new[c:d]))
                continue
            yield from (DiffLine("old", a + i + 1, line) for i, line in enumerate(old[a:b]))
            yield from (DiffLine("new", c + i + 1, line) for i, line in enumerate(new[c:d]))
