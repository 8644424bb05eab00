"""Keys that do not belong where they stand to findings: misspelt, run together with their value, or unknown."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final

from pathways.definition.report import Report, bounds, listed
from pathways.definition.shape import Grammar, Holder, Stray, value_at
from pathways.errors import Place
from pathways.source import Document, Key

_COMPARED: Final = re.compile("([a-z0-9_-]+)\\s*(==?|[<>]=?|[\u2264\u2265])\\s*(\\S.*)")


class Misspelt:
    """Reports keys that do not belong, and remembers which fields they were meant to be."""

    def __init__(self, document: Document, grammar: Grammar, plain: Any, report: Report) -> None:
        self.document, self.grammar, self.plain, self.report = document, grammar, plain, report
        self.meant: set[tuple[Key, ...]] = set()

    def take(self, path: tuple[Key, ...]) -> None:
        """Report the key at the end of `path`."""
        above, key = path[:-1], str(path[-1])
        owner = self.grammar.at(above, self.plain)
        place = self.document.place(path, key=True)
        value = value_at(self.plain, path)
        if value is None and run_together(key, place, self.report, owner.fields):
            self.meant.add((*above, key.partition(":")[0].partition(" ")[0]))
            return
        near = misspelt_field(key, owner, self.grammar)
        stray = self.grammar.stray(path, owner, self.plain, is_misspelt=near is not None)
        stray = stray or near or unknown_field(key, owner)
        if stray.meant is not None:
            self.meant.add((*above, stray.meant))
        self.report.add(stray.id, place, stray.message, stray.expected, stray.remedy)


def misspelt_field(key: str, owner: Holder, grammar: Grammar) -> Stray | None:
    """A key that is like a field of its owner; None if there is none."""
    meant = meant_field(key, owner.fields, grammar)
    if meant is None:
        return None
    expected = f"one of its {len(owner.fields)} fields; nearest is '{meant}'"
    return Stray("unknown-field", f"{owner.called} has no '{key}'", expected, f"write '{meant}:'", meant)


def unknown_field(key: str, owner: Holder, fact: str = "", remedy: str = "") -> Stray:
    """A key that is like no field of its owner."""
    return Stray(
        "unknown-field",
        fact or f"{owner.called} has no '{key}'",
        f"one of {listed(owner.fields, limit=20)}",
        remedy or "correct the word, or remove it; for a remark write 'note: ...' or begin the line with '#'",
    )


def meant_field(key: str, fields: tuple[str, ...], grammar: Grammar) -> str | None:
    """The field that a wrong word stands for; None where the word is a field of something else."""
    word = key.lower()
    if grammar.synonyms.get(word) in fields:
        return grammar.synonyms[word]
    close = get_close_matches(word, fields, 1, 0.8 if word in grammar.fields else 0.65)
    return close[0] if close else None


def run_together(key: str, place: Place, report: Report, fields: tuple[str, ...] = ()) -> bool:
    """Report a key without a value that seems to hold its value, as in `then:triage` or `then triage`."""
    head, colon, tail = key.partition(":")
    if colon and head and tail:
        report.add(
            "no-space-after-colon",
            place,
            f"'{key}' has no space after its ':', so it was read as one word",
            "a space between the ':' and the value",
            f"write '{head}: {tail.strip()}'",
        )
        return True
    compared = _COMPARED.fullmatch(key)
    if compared is not None:
        name, sign, value = compared.groups()
        report.add(
            "comparison",
            place,
            f"'{sign}' cannot be used here, so '{key}' was read as one name without a value",
            "':' between a name and its value; for numbers 'at_least:' or 'at_most:'",
            f"write '{name}: {bounds(sign, value)}'",
        )
        return True
    first, _, rest = key.partition(" ")
    if rest and (not fields or first in fields):
        report.add(
            "missing-colon",
            place,
            f"there is no ':' in '{key}', so it was read as one name without a value",
            "a name, then ':', then its value",
            f"write '{first}: {rest.strip()}'",
        )
        return True
    return False
