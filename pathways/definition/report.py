"""Faults to a list of findings, each once; and the nearest known name to a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pathways.errors import Finding, Place, Severity

MANY: Final = 12  # names that one still reads one by one
_DIGITS: Final = re.compile("[0-9]")
_FAR: Final = 1000  # more slips than anybody makes


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
    """The known name that `word` is a slip of; else one with the same last part; None if there is none.

    Names that differ in nothing but their digits, such as `s17` and `s47`, are not alike: each is meant.
    """
    letters = _DIGITS.sub("", word)
    names = [name for name in known if name == word or letters == word or _DIGITS.sub("", name) != letters]
    near = min(((slips(word, name), name) for name in names), default=(_FAR, ""))[1]
    if near and slips(word, near) < _FAR:
        return near
    last = word.rsplit(".", 1)[-1]
    return next((name for name in names if name.rsplit(".", 1)[-1] == last), None)


def slips(word: str, name: str) -> int:
    """How many slips of the keyboard lie between two words: a letter too many, too few, wrong, or two exchanged.

    Many where more than a third of the letters would be wrong: then something else is meant. What both have before
    the last dot says nothing.
    """
    shared = 0
    while (dot := word.find(".", shared) + 1) and name.startswith(word[:dot]):
        shared = dot
    word, name = word[shared:], name[shared:]
    most = max(1, max(len(word), len(name)) // 3)
    if abs(len(word) - len(name)) > most:
        return _FAR
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, other in enumerate(name, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other)))
            if i > 1 and j > 1 and word[i - 2 : i] == other + name[j - 2]:
                row[-1] = min(row[-1], last[j - 2] + 1)
    return row[-1] if row[-1] <= most else _FAR


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
