"""A path within a definition to what belongs there: in words, and as an author would write it."""

from __future__ import annotations

import re
from typing import Any, Final

from pathways.definition.fields import FIELDS
from pathways.definition.shape import holder
from pathways.source import Document, Key

# Entries that the author names: what belongs under the name, and how that is written.
_NAMED: Final = {
    "lanes": ("the name to show", "{}: Safeguarding hub"),
    "attributes": ("its values or its range", "{}: {{values: [granted, refused]}}"),
    "states": ("the fields of a state", "{}: {{lane: mash, then: triage}}"),
    "branches": ("states by name", "{}: {{ask: {{then: done}}}}"),
    "interrupts": ("when it may happen and where it leads", "{}: {{during: [support], then: closed}}"),
    "targets": ("two states and a duration", "{}: {{from: referral, to: panel, within: 5 working days}}"),
    "after": ("the state to go to then", "{}: escalation"),
    "exits": ("a state here", "{}: feedback"),
    "set": ("one value", "{}: refused"),
    "add": ("a whole number", "{}: 1"),
    "finds": ("a list of the values that may be found", "{}: [granted, refused]"),
    "when": ("one or more of its values", "{}: [refused, unlikely]"),
}
# Entries of lists: what one entry should be.
_LISTED: Final = {
    "choose": (
        "a branch with 'when:' and 'then:', or with 'otherwise:'",
        "- {{when: {{concern: none}}, then: closed}}",
    ),
    "departures": ("the id of a rule and the reason", "- {rule: TH-43-entry, reason: ...}"),
    "any": ("a condition", "- {concern: none}"),
    "all": ("a condition", "- {concern: none}"),
    "range": ("a whole number", "range: [0, 12]"),
    "sources": ("a few words", "sources: [Peer review 2018]"),
}


def field_at(path: tuple[Key, ...], document: Document) -> str:
    """The field that a path leads into: a field of the language, not a name of the author's."""
    while len(path) > 1 and document.node(path) is None:
        path = path[:-1]  # the long form of something that is written in its short form
    names = [step for step in path if isinstance(step, str)]
    return next((name for name in reversed(names) if name in FIELDS), names[-1] if names else "pathway")


def wanted(path: tuple[Key, ...], document: Document) -> tuple[str, str]:
    """What belongs at a path, and how it is written."""
    field = field_at(path, document)
    above = path[-2] if len(path) > 1 else None
    last = path[-1] if path else None
    if isinstance(last, int):
        return _LISTED.get(field, ("one name", field_texts(field, path)[1]))
    if isinstance(last, str) and isinstance(above, str) and above in _NAMED and not _is_field(path, document):
        expected, example = _NAMED[above]
        return expected, example.format(last)
    if isinstance(last, str) and len(path) > 2 and path[-3] == "branches" and not _is_field(path, document):
        expected, example = _NAMED["states"]
        return expected, example.format(last)
    if isinstance(last, str) and last not in FIELDS and field in ("any", "all", "not"):
        expected, example = _NAMED["when"]
        return expected, example.format(last)
    return field_texts(field, path)


def field_texts(field: str, path: tuple[Key, ...]) -> tuple[str, str]:
    """What belongs under a field of the language, and how it is written; `path` says where it stands."""
    if field == "from" and path[0] == "targets":
        return "the name of one state", "from: referral"
    return FIELDS.get(field, ("something else", f"{field}: ..."))


def _is_field(path: tuple[Key, ...], document: Document) -> bool:
    """Whether the last step is a field of what holds it, not a name that the author chose."""
    return path[-1] in holder(path[:-1], document.root.plain).fields


def rewritten(field: str, text: str) -> str | None:
    """A mapping or list that was written as a sentence, as it should be written; None if there is no telling."""
    if field == "range" and len(ends := re.findall(r"[0-9]+", text)) == 2:
        return f"range: [{ends[0]}, {ends[1]}]"
    sentence = re.fullmatch(r"([a-z0-9_-]+)\s*(?:=|==|is|to|:)\s*([a-z0-9_-]+)", text)
    if field in ("when", "set", "not") and sentence is not None:
        return f"{field}: {{{sentence[1]}: {sentence[2]}}}"
    if field in ("values", "choose", "range") and "," in text:
        return f"{field}: [{text}]"
    return None


def holds(subject: str, value: Any) -> str:
    """What was found instead, as a sentence."""
    if value is None:
        return f"{subject} holds nothing"
    if isinstance(value, str):
        return f"{subject} holds plain text ('{value if len(value) <= 40 else f'{value[:37]}...'}')"
    return f"{subject} holds {'a list' if isinstance(value, list) else 'names with values of their own'}"
