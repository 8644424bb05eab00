"""Faults to a list of findings, each once; and the nearest known name to a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from pathways.errors import Finding, Place, Severity

MANY: Final = 12  # names that one still reads one by one
_DIGITS: Final = re.compile("[0-9]")


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

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Those that leave something unusable: all but warnings."""
        return tuple(finding for finding in self._findings if finding.severity == "error")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like `word`; None if none is like it.

    Names that differ in nothing but their digits, such as `s17` and `s47`, are not alike: each is meant.
    """
    letters = _DIGITS.sub("", word)
    names = [name for name in known if name == word or letters == word or _DIGITS.sub("", name) != letters]
    close = get_close_matches(word, names, 1, 0.6)
    if close:
        return close[0]
    last = word.rsplit(".", 1)[-1]
    return next((name for name in names if name.rsplit(".", 1)[-1] == last), None)


def listed(names: Iterable[str], *, limit: int = MANY, last: str = "or") -> str:
    """Names in quotes, as a sentence lists them; beyond `limit`, how many more there are."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > limit:
        more = f"{'one of ' if last == 'or' else ''}{len(quoted) - limit} more"
        return f"{', '.join(quoted[:limit])} {last} {more}"
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
    if len(names) > MANY:
        return f"one of its {len(names)} {what}", f"correct the name, or add '{word}'"
    return (listed(names) if names else f"no {what} at all: there are none"), f"correct the name, or add '{word}'"


def bounds(sign: str, value: str) -> str:
    """What stands after the ':' instead of a sign of mathematics and a value."""
    if sign in ("=", "=="):
        return value
    number = int(value) + {">": 1, "<": -1}.get(sign, 0) if value.isdecimal() else value
    bound = "at_least" if sign[0] in (">", "\u2265") else "at_most"
    return f"{{{bound}: {number}}}"
