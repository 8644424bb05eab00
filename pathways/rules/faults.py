"""Faults of a policy's shape, as the models report them, to findings in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pathways.definition.report import Report, listed, nearest
from pathways.errors import Finding
from pathways.rules.kinds import KINDS
from pathways.rules.kinds.base import RuleModel
from pathways.source import Document, Key, Node

_EXAMPLES = {
    "policy": "a name, such as 'policy: peer_review_2018'",
    "applies_to": "the ids of pathways, such as '[child, adult]'",
    "rules": "a list of rules, each beginning with '- id: ...'",
    "id": "a word, such as 'TH-50-default'",
    "says": "the rule in plain English",
    "kind": f"one of {', '.join(KINDS)}",
    "source": "where the rule is written down",
    "when": "attributes and the values they must have, such as '{consent: [refused, unlikely]}'",
    "unless": "attributes and the values they must have, such as '{consent: refused}'",
}
_STATES = "a state or a list of states; '#tag', 'lane:...', 'outcome:...', 'kind:...' and 'pathway:...' are states too"


def explain(error: ValidationError, document: Document, policy: type[BaseModel]) -> list[Finding]:
    """One finding for each fault that is no mere consequence of another.

    Parameters
    ----------
    policy
        The model of the whole file, for the fields it knows.
    """
    translator = _Translator(document, policy)
    faults = [(fault, tuple(s for s in fault["loc"] if not str(s).startswith("<"))) for fault in error.errors()]
    for fault, path in faults:
        if fault["type"] == "extra_forbidden":
            translator.unknown_field(path)
    for fault, path in faults:
        if fault["type"] != "extra_forbidden":
            translator.take(fault, path)
    return list(translator.report.findings)


def empty_faults(document: Document) -> Iterator[tuple[tuple[Key, ...], Finding]]:
    """Fields without a value, which the models would take for absent ones: their paths, and what to say of each."""
    for path in _empty(document.root, ()):
        if path:
            place = document.place(path, key=True)
            yield path, Finding("no-value", place, f"'{path[-1]}' has no value", None, "write its value, or remove it")


def _empty(node: Node, path: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    if node.value is None:
        yield path
    elif isinstance(node.value, Mapping):
        for key, child in node.value.items():
            yield from _empty(child, (*path, key))
    elif not isinstance(node.value, str):
        for index, child in enumerate(node.value):
            yield from _empty(child, (*path, index))


class _Translator:
    def __init__(self, document: Document, policy: type[BaseModel]) -> None:
        self.document, self.policy, self.report = document, policy, Report()
        self.meant: set[tuple[Key, ...]] = set()  # fields that a misspelt one was meant to be

    def take(self, fault: ErrorDetails, path: tuple[Key, ...]) -> None:
        if path in self.meant:
            return
        match fault["type"]:
            case "too_short" if fault["input"]:
                return  # its members are at fault, and so not counted
            case "missing":
                self.missing(path)
            case "literal_error" if path[-1] == "hardness":
                self.unknown_word(path, str(fault["input"]), fault)
            case "bad_name":
                self.report.add(
                    "bad-name", self.document.place(path), f"'{fault['input']}' cannot be a name",
                    "lower-case letters, digits, '-' and '_', beginning with a letter or digit", "rename it",
                )  # fmt: skip
            case "bad_whole":
                self.report.add(
                    "bad-number", self.document.place(path), f"'{fault['input']}' is not a whole number",
                    "a whole number, such as 3", "write the number in digits",
                )  # fmt: skip
            case _:
                self.wrong_shape(path, fault["input"])

    def model(self, path: tuple[Key, ...]) -> type[BaseModel]:
        """The model of what a path leads into: a rule of some kind, or the policy."""
        if len(path) < 2 or path[0] != "rules":
            return self.policy
        written = self.document.node((*path[:2], "kind"))
        kind = written.value if written is not None else None
        return KINDS[kind].model if isinstance(kind, str) and kind in KINDS else RuleModel

    def called(self, path: tuple[Key, ...]) -> str:
        if len(path) < 2 or path[0] != "rules":
            return "the policy"
        written = self.document.node((*path[:2], "id"))
        name = written.value if written is not None else None
        return f"the rule '{name}'" if isinstance(name, str) else "this rule"

    def fields(self, path: tuple[Key, ...]) -> dict[str, str]:
        """What may stand beside the last step of a path, with what it means."""
        if len(path) > 3 and path[0] == "rules":
            return {"at_least": "a whole number", "at_most": "a whole number"}
        model = self.model(path)
        return {info.alias or name: info.description or "" for name, info in model.model_fields.items()}

    def unknown_field(self, path: tuple[Key, ...]) -> None:
        fields = self.fields(path)
        near = nearest(str(path[-1]), fields)
        if near is not None:
            self.meant.add((*path[:-1], near))
        self.report.add(
            "unknown-field",
            self.document.place(path, key=True),
            f"'{path[-1]}' is not a field of {self.owner(path)}",
            f"{listed(fields, limit=20)}{f'; nearest is {near!r}' if near else ''}",
            f"write '{near}'" if near else "correct the word, or remove it; for a remark write 'note: ...'",
        )

    def owner(self, path: tuple[Key, ...]) -> str:
        if len(path) > 3:
            return "a test of a number"
        written = self.document.node((*path[:2], "kind")) if path[0] == "rules" else None
        return "a policy" if written is None else f"a rule of the kind '{written.value}'"

    def expected(self, path: tuple[Key, ...]) -> str:
        field = str(path[-1])
        model = self.model(path)
        if issubclass(model, RuleModel) and field in map(model.written_name, model.selector_fields()):
            return _STATES
        return _EXAMPLES.get(field) or self.fields(path).get(field) or "something else"

    def missing(self, path: tuple[Key, ...]) -> None:
        field = path[-1]
        what = "" if field in ("id", "kind") else f": {self.fields(path).get(str(field), '')}"
        self.report.add(
            "missing-field",
            self.document.place(path[:-1]),
            f"{self.called(path)} has no '{field}'",
            f"'{field}:' with {self.expected(path)}",
            f"add '{field}: ...'{what}",
        )

    def unknown_word(self, path: tuple[Key, ...], word: str, fault: ErrorDetails) -> None:
        known = [
            part.strip("'") for part in str(fault.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
        ]
        near = nearest(word.upper(), known)
        self.report.add(
            "unknown-word", self.document.place(path), f"'{word}' is not a '{path[-1]}'", listed(known),
            f"write '{near}'" if near else "write one of these",
        )  # fmt: skip

    def wrong_shape(self, path: tuple[Key, ...], value: Any) -> None:
        if not path:
            self.report.add(
                "wrong-shape", self.document.place(()), f"the file holds {_shape(value)}, not a policy",
                "lines such as 'policy: peer_review_2018', 'applies_to: [child]' and 'rules:'",
                "begin with 'policy:', 'applies_to:' and 'rules:'",
            )  # fmt: skip
            return
        if isinstance(path[-1], int) and path[:-1] == ("rules",):
            fact, expected = (
                f"this rule is {_shape(value)}",
                "'id:', 'says:', 'kind:', 'hardness:', 'source:' and its parameters",
            )
        else:
            field = next((step for step in reversed(path) if isinstance(step, str)), path[-1])
            where = path[: path.index(field) + 1]
            fact, expected = f"'{field}' holds {_shape(value)}", self.expected(where)
        self.report.add("wrong-shape", self.document.place(path), fact, expected, "write it so")


def _shape(value: Any) -> str:
    if isinstance(value, Mapping):
        return "names with values of their own"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return f"the text '{value}'" if value else "nothing"
