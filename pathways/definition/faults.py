"""Faults of shape, as the model reports them, to findings in plain words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pathways.definition.fields import FIELDS, OTHER_KINDS
from pathways.definition.misspelt import Misspelt, run_together
from pathways.definition.model import FORMS, KINDS
from pathways.definition.report import Report, listed, nearest
from pathways.definition.shape import holder
from pathways.definition.wanted import field_at, field_texts, holds, rewritten, wanted
from pathways.errors import Finding
from pathways.source import Document, Key, Node


def explain(
    error: ValidationError | None, document: Document, excused: Container[tuple[Key, ...]] = ()
) -> list[Finding]:
    """One finding for each fault, none for those that only follow from another or lie in an `excused` path.

    Keys without a value are faults too, though the model takes them for absent ones.
    """
    report = Report()
    faults = [(fault, path_of(fault)) for fault in error.errors(include_url=False)] if error is not None else []
    faults = [(fault, path) for fault, path in faults if not _within(path, excused)]
    misspelt = Misspelt(document, report)
    for fault, path in faults:
        if fault["type"] == "extra_forbidden":
            misspelt.take(path)
    translator = _Translator(document, report, misspelt.meant)
    for fault, path in faults:
        if fault["type"] != "extra_forbidden":
            translator.take(fault, path)
    told = {path[:-1] if path and path[-1] == "[key]" else path for _, path in faults}
    for path in _empty(document.root, ()):
        if path not in told and not _within(path, excused):
            translator.wrong_shape(path, None, "none")
    return list(report.findings)


def _within(path: tuple[Key, ...], excused: Container[tuple[Key, ...]]) -> bool:
    return any(path[:length] in excused for length in range(1, len(path) + 1))


def _empty(node: Node, path: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    """The paths of keys and entries that hold nothing."""
    if node.value is None:
        yield path
    elif isinstance(node.value, Mapping):
        for key, child in node.value.items():
            yield from _empty(child, (*path, key))
    elif isinstance(node.value, list):
        for index, child in enumerate(node.value):
            yield from _empty(child, (*path, index))


def path_of(fault: ErrorDetails) -> tuple[Key, ...]:
    """The place of a fault within the document, without the model's own names for forms."""
    *above, last = fault["loc"] or ("",)
    is_key = fault["type"] == "extra_forbidden"  # the last step is what the author wrote, whatever it looks like
    path = tuple(step for step in above if step not in FORMS)
    return path if not fault["loc"] or (last in FORMS and not is_key) else (*path, last)


class _Translator:
    def __init__(self, document: Document, report: Report, meant: set[tuple[Key, ...]]) -> None:
        self.document = document
        self.plain = document.root.plain
        self.report = report
        self._meant = meant  # fields that a misspelt one was meant to be

    def take(self, fault: ErrorDetails, path: tuple[Key, ...]) -> None:
        """Report one fault."""
        if path and path[-1] == "[key]":
            self._bad_key(fault, path[:-1])
            return
        match fault["type"]:
            case "missing":
                self._missing(path)
            case "union_tag_invalid" | "union_tag_not_found":
                self._unknown_kind(path)
            case "literal_error":
                self._unknown_word(path, fault)
            case "bad_name" | "bad_path" | "reserved_name":
                self._bad_name(path, str(fault["input"]), fault["type"], key=False)
            case "bad_duration":
                self._bad_duration(path, fault)
            case "bad_whole":
                self._bad_whole(path, fault["input"])
            case _:
                self.wrong_shape(path, fault["input"], fault["type"])

    def _missing(self, path: tuple[Key, ...]) -> None:
        *above, last = path
        field = str(last)
        if isinstance(last, int):  # the second number of a range
            self.wrong_shape(tuple(above), self._plain(tuple(above)), "too_short")
            return
        if path in self._meant:
            return
        owner = holder(above, self.plain)
        expected, example = field_texts(field, path)
        called = owner.called.removeprefix("a ").removeprefix("an ")
        is_named = bool(above) and isinstance(above[-1], str) and above[-1] not in FIELDS
        subject = f"the {called} '{above[-1]}'" if is_named else f"{'this' if above else 'the'} {called}"
        fact, remedy = f"{subject} has no '{field}'", f"add a line such as '{example}'"
        if field == "when":
            fact = "this branch does not say when it applies"
            remedy = "add 'when: {...}', or write 'otherwise:' for the default"
        elif field == "otherwise":
            fact = "this branch does not say where it leads"
        elif field == "choose":
            remedy = "add 'choose:' with a list of branches, or remove 'kind: decision'"
        elif field == "outcome":
            remedy = f"add 'outcome: {above[-1] if above else 'closed'}' (or another word)"
        self.report.add("missing-field", self.document.place(tuple(above)), fact, f"'{field}:' with {expected}", remedy)

    def _plain(self, path: tuple[Key, ...]) -> Any:
        node = self.document.node(path)
        return None if node is None else node.plain

    def _unknown_kind(self, path: tuple[Key, ...]) -> None:
        value = self._plain((*path, "kind"))
        word = value if isinstance(value, str) else ""
        near = nearest(word.lower(), KINDS) or OTHER_KINDS.get(word.lower())
        self.report.add(
            "unknown-kind",
            self.document.place((*path, "kind")),
            f"'{word}' is not a kind of state" if word else "the kind of this state is not one word",
            f"{listed(KINDS)}{f'; nearest is {near!r}' if near else ''}",
            f"write 'kind: {near}'" if near else "write one of these, or remove the line: a state is a task by default",
        )

    def _unknown_word(self, path: tuple[Key, ...], fault: ErrorDetails) -> None:
        field = field_at(path, self.document)
        word = fault["input"]
        if not isinstance(word, str):
            self.wrong_shape(path, word, "string_type")
            return
        known = re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))
        near = nearest(word, known) or nearest(word.upper().replace(" ", "_"), known) or nearest(word.lower(), known)
        self.report.add(
            "unknown-word",
            self.document.place(path),
            f"'{word}' is not something that '{field}' can be",
            f"{listed(known)}{f'; nearest is {near!r}' if near and len(known) > 1 else ''}",
            f"write '{field}: {near}'" if near else "write one of these",
        )

    def _bad_key(self, fault: ErrorDetails, path: tuple[Key, ...]) -> None:
        key = str(path[-1])
        if fault["type"] == "bad_duration":
            meant = fault.get("ctx", {}).get("meant") or "10 working days"
            to = self._plain(path)
            self.report.add(
                "bad-duration",
                self.document.place(path, key=True),
                fault["msg"],
                "a duration with its unit, and the state to go to then",
                f"write for instance 'after: {{{meant}: {to if isinstance(to, str) else 'escalation'}}}'",
            )
        else:
            self._bad_name(path, key, fault["type"], key=True)

    def _bad_name(self, path: tuple[Key, ...], name: str, type_: str, *, key: bool) -> None:
        place = self.document.place(path, key=key)
        if type_ == "reserved_name":
            self.report.add(
                "reserved-name",
                place,
                f"'{name}' has a meaning of its own and cannot be the name of anything else",
                "another name",
                f"rename it, for instance to 'is_{name}'",
            )
            return
        node = self.document.node(path)
        if key and node is not None and node.value is None and run_together(name, place, self.report):
            return
        parts = [part.strip() for part in name.split(",")]
        if len(parts) > 1 and not key:
            self.report.add(
                "bad-name",
                place,
                f"'{name}' was read as one name, because the list is not in brackets",
                "a list in brackets",
                f"write [{', '.join(parts)}]",
            )
            return
        dots = "." if type_ == "bad_path" else ""
        cleaned = re.sub(rf"[^a-z0-9{dots}]+", "_", name.lower()).strip("_.") or "a_name"
        self.report.add(
            "bad-name",
            place,
            f"'{name}' cannot be used as a name" if name else "there is no name here",
            "lower-case letters, digits, '_' and '-', beginning with a letter or digit; no spaces",
            f"write '{cleaned}'; put what people should read in a 'title:'",
        )

    def _bad_duration(self, path: tuple[Key, ...], fault: ErrorDetails) -> None:
        field = field_at(path, self.document)
        expected, example = FIELDS.get(field, ("a duration with its unit", "5 working days"))
        meant = fault.get("ctx", {}).get("meant")
        remedy = f"write '{field}: {meant}', if that is what is meant" if meant else f"write for instance '{example}'"
        self.report.add("bad-duration", self.document.place(path), fault["msg"], expected, remedy)

    def _bad_whole(self, path: tuple[Key, ...], value: object) -> None:
        field = field_at(path, self.document)
        _, example = FIELDS.get(field, ("", "3"))
        self.report.add(
            "not-a-number",
            self.document.place(path),
            f"'{value}' is not a whole number",
            "a whole number in at most six digits",
            f"write for instance '{example}'",
        )

    def wrong_shape(self, path: tuple[Key, ...], value: object, type_: str) -> None:
        """Text where entries belong, a list where a name belongs, nothing where something belongs."""
        if not path:
            self._not_a_definition(value)
            return
        key = str(path[-1])
        if value is None and key not in FIELDS and run_together(key, self.document.place(path, key=True), self.report):
            return
        field = field_at(path, self.document)
        expected, example = wanted(path, self.document)
        subject = f"'{path[-1]}'" if isinstance(path[-1], str) else f"an entry of '{field}'"
        fact = holds(subject, value)
        if type_ in ("too_short", "string_too_short"):
            fact = f"{subject} holds {'nothing' if not value else 'too little'}"
        elif type_ == "too_long":
            fact = f"{subject} holds too much"
        remedy = f"write for instance '{example}'"
        if isinstance(value, str) and (meant := rewritten(field, value)) is not None:
            remedy = f"write '{meant}'"
        elif field == "then" and isinstance(value, list):
            remedy = (
                "name one state; to do several things side by side use 'kind: parallel', to choose between them "
                "use 'kind: decision'"
            )
        elif value is None:
            remedy = f"write for instance '{example}', or remove it; what belongs to it must be indented under it"
        self.report.add(
            "wrong-shape" if value is not None else "empty-value", self.document.place(path), fact, expected, remedy
        )

    def _not_a_definition(self, value: object) -> None:
        what = "a list" if isinstance(value, list) else "one piece of text"
        self.report.add(
            "wrong-shape",
            self.document.place(()),
            f"the file holds {what}, not a definition",
            "lines such as 'pathway: child' and 'title: Child referral pathway'",
            "begin with 'pathway:', 'version:', 'status:', 'lanes:', 'start:' and 'states:'",
        )
