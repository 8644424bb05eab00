"""What can go wrong, as values: places in files, findings, and one tree of exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

Severity = Literal["error", "warning"]
_LONGEST_LINE: Final = 120


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file. `line` and `column` count from 1; `width` is how much of the line is meant."""

    file: str
    line: int = 1
    column: int = 1
    text: str = ""
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def on(self, word: str) -> Place:
        """Where a word stands in what is meant; the whole of it where the word is not on its line."""
        at = self.text.find(word, self.column - 1)
        return self if at < 0 or not word else replace(self, column=at + 1, width=len(word))


@dataclass(frozen=True)
class Finding:
    """One fault in a definition, study or log: what is wrong, what was expected, what to do.

    `id` names the kind of fault (`pathways explain ID` tells more). `message` is the fact,
    `expected` what would have been right, `remedy` the smallest edit that mends it.
    """

    id: str
    place: Place
    message: str
    expected: str | None = None
    remedy: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        """The finding as the command line prints it: place, fact, source line, caret, advice."""
        lines = [f"{self.place}  {self.message}  [{self.id}]"]
        if self.place.text.strip():
            lines += _shown(self.place)
        if self.expected:
            lines.append(f"    expected {self.expected}")
        if self.remedy:
            lines.append(f"    fix: {self.remedy}")
        return "\n".join(lines)


def _shown(place: Place) -> list[str]:
    """The source line with a caret under what is meant; only the part around it when the line is long."""
    start = max(0, place.column - 61) if len(place.text) > _LONGEST_LINE else 0
    text, mark = place.text[start : start + _LONGEST_LINE], place.column - 1 - start
    if start > 0:
        text = f"...{text[3:]}"
    if start + _LONGEST_LINE < len(place.text):
        text = f"{text[:-3]}..."
    number = str(place.line)
    width = max(1, min(place.width, len(text) - mark))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * mark}{'^' * width}"]


class PathwaysError(Exception):
    """Anything the user can put right. Its text is fit to be shown as it stands."""


class FindingsError(PathwaysError):
    """An input with faults: all of them, in order of place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(findings, key=lambda f: (f.place, f.id, f.message)))
        super().__init__("\n\n".join(map(str, self.findings)))


class DefinitionError(FindingsError):
    """A pathway or policy that cannot be used as it stands."""


class StudyError(FindingsError):
    """A study that cannot be run as it stands."""


class WorkspaceError(PathwaysError):
    """A folder or name that is not there, or is there twice."""


class ExtensionError(PathwaysError):
    """An installed extension that cannot be used: which package brings it, what is wrong, what to do."""


class RefusedError(PathwaysError):
    """An event that the pathway does not allow where the referral now stands: why not, and what it does allow."""

    def __init__(self, reason: str, possible: str = "") -> None:
        self.reason = reason
        self.possible = possible
        super().__init__(f"{reason}. Possible now: {possible}" if possible else reason)
