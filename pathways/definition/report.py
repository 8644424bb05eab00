"""Faults to a list of findings, each once; and the nearest known name to a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pathways.errors import Finding, Place, Severity


class Report:
    """Gathers findings, so that all faults are told at once.

    `excused` holds the names of attributes whose declaration is at fault: what else goes wrong with
    them only follows from that, and is not told.
    """

    def __init__(self) -> None:
        self.excused: set[str] = set()
        self._findings: dict[Finding, None] = {}

    def add(
        self,
        id: str,
        place: Place,
        message: str,
        expected: str | None = None,
        remedy: str | None = None,
        *,
        severity: Severity = "error",
    ) -> None:
        self._findings[Finding(id, place, message, expected, remedy, severity)] = None

    def extend(self, findings: Iterable[Finding]) -> None:
        self._findings.update(dict.fromkeys(findings))

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self._findings)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like `word`; None if none is like it."""
    names = list(known)
    close = get_close_matches(word, names, 1, 0.6)
    if close:
        return close[0]
    last = word.rsplit(".", 1)[-1]
    return next((name for name in names if name.rsplit(".", 1)[-1] == last), None)


def listed(names: Iterable[str], *, limit: int = 12, last: str = "or") -> str:
    """Names in quotes, as a sentence lists them; beyond `limit`, how many more there are."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > limit:
        return f"{', '.join(quoted[:limit])} {last} one of {len(quoted) - limit} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def one_of(word: str, known: Iterable[str], what: str) -> tuple[str, str]:
    """What was expected instead of `word`, and the remedy, for a name that is not among the known ones."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        expected = f"one of its {len(names)} {what}; nearest is '{near}'" if len(names) > 1 else f"'{near}'"
        return expected, f"write '{near}', or add '{word}'"
    return (listed(names) if names else f"no {what} at all: there are none"), f"correct the name, or add '{word}'"
