"""Faults of shape, as a model of pydantic reports them, to findings in plain words; for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pathways.definition.misspelt import Misspelt, run_together
from pathways.definition.report import Report, listed, nearest
from pathways.definition.shape import MISSING, Grammar, value_at
from pathways.errors import Finding
from pathways.source import Document, Key

_LONG_DASH: Final = re.compile("[\u2010-\u2015\u2212]\\s*([0-9]{1,6})")


def explain(
    error: ValidationError | None,
    document: Document,
    grammar: Grammar,
    *,
    plain: Any = MISSING,
    excused: Container[tuple[Key, ...]] = (),
) -> list[Finding]:
    """One finding for each fault, none for those that only follow from another.

    Keys without a value are faults too, though the models take them for absent ones.

    Parameters
    ----------
    plain
        What was validated, where that is not the document as it stands.
    excused
        Paths in which all that is wrong has been told.
    """
    report = Report()
    if plain is MISSING:
        plain = document.root.plain
    faults = [(fault, path_of(fault)) for fault in error.errors(include_url=False)] if error is not None else []
    faults = [(fault, path) for fault, path in faults if not _within(path, excused)]
    misspelt = Misspelt(document, grammar, plain, report)
    for fault, path in faults:
        if fault["type"] == "extra_forbidden":
            misspelt.take(path)
    told = {path[:-1] if path and path[-1] == "[key]" else path for _, path in faults}
    translator = _Translator(document, grammar, plain, report)
    for fault, path in faults:
        follows = fault["type"] == "too_short" and any(p[: len(path)] == path != p for p in told)  # faulty, not absent
        if fault["type"] != "extra_forbidden" and path not in misspelt.meant and not follows:
            translator.take(fault, path)
    for path in empty_paths(plain):
        if path not in told and not _within(path, excused):
            translator.wrong_shape(path, None, "none")
    return list(report.findings)


def _within(path: tuple[Key, ...], excused: Container[tuple[Key, ...]]) -> bool:
    return any(path[:length] in excused for length in range(1, len(path) + 1))


def empty_paths(plain: Any, path: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """The paths of keys and entries that hold nothing."""
    if plain is None:
        yield path
    elif isinstance(plain, dict | list):
        for step, child in plain.items() if isinstance(plain, dict) else enumerate(plain):
            yield from empty_paths(child, (*path, step))


def path_of(fault: ErrorDetails) -> tuple[Key, ...]:
    """The place of a fault within the document, without the models' own names for forms."""
    steps = fault["loc"]
    written = len(steps) - 1 if fault["type"] == "extra_forbidden" else None  # what the author wrote, whatever it is
    return tuple(s for n, s in enumerate(steps) if n == written or not re.fullmatch("<.*>", str(s)))


_ALIKE: Final = str.maketrans("01", "ol")


class _Translator:
    def __init__(self, document: Document, grammar: Grammar, plain: Any, report: Report) -> None:
        self.document, self.grammar, self.plain, self.report = document, grammar, plain, report

    def take(self, fault: ErrorDetails, path: tuple[Key, ...]) -> None:
        """Report one fault."""
        if path and path[-1] == "[key]":
            self._bad_key(fault, path[:-1])
            return
        match fault["type"]:
            case "missing":
                self._missing(path)
            case "union_tag_invalid" | "union_tag_not_found":
                kind = (*path, "kind")
                self._unknown_word(kind, value_at(self.plain, kind), self.grammar.kinds)
            case "literal_error":
                known = re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))
                self._unknown_word(path, fault["input"], known)
            case "bad_name" | "bad_path" | "reserved_name":
                self._bad_name(path, str(fault["input"]), fault["type"], key=False)
            case "bad_duration":
                self._bad_duration(path, fault)
            case "bad_whole":
                self._bad_whole(path, str(fault["input"]))
            case "told":
                self._told(path, fault.get("ctx", {}))
            case "bad_value":
                told = fault.get("ctx", {})
                self._bad_value("bad-value", path, fault["msg"], told.get("expected"), told.get("remedy"))
            case _:
                self.wrong_shape(path, fault["input"], fault["type"])

    def _missing(self, path: tuple[Key, ...]) -> None:
        *above, last = path
        field = str(last)
        if isinstance(last, int):  # the second number of a range
            self.wrong_shape(tuple(above), value_at(self.plain, above), "too_short")
            return
        owner = self.grammar.at(above, self.plain)
        expected, example = self.grammar.field_texts(path, self.plain)
        called = owner.called.removeprefix("a ").removeprefix("an ")
        name = above[-1] if above and owner.entry else None
        if isinstance(name, int):
            name = value_at(self.plain, (*above, "id"))
        subject = f"the {called} '{name}'" if isinstance(name, str) else f"{'this' if above else 'the'} {called}"
        fact = self.grammar.facts.get((field, "missing"), f"{subject} has no '{field}'")
        remedy = self.grammar.remedies.get((field, "missing"), f"add a line such as '{example}'")
        remedy = remedy.replace("{}", str(above[-1] if above else ""))
        self.report.add("missing-field", self.document.place(above), fact, f"'{field}:' with {expected}", remedy)

    def _field(self, path: tuple[Key, ...]) -> str:
        """The last field on the way to a path."""
        return self.grammar.at(path, self.plain).field

    def _written(self, path: tuple[Key, ...]) -> tuple[Key, ...]:
        """The part of a path that is written: a short form has not all the steps of the long one."""
        while len(path) > 1 and value_at(self.plain, path) is MISSING:
            path = path[:-1]
        return path

    def _unknown_word(self, path: tuple[Key, ...], word: object, known: Sequence[str]) -> None:
        field = self._field(self._written(path))
        if not isinstance(word, str):
            self.wrong_shape(path, word, "string_type")
            return
        near = next(
            filter(None, (nearest(w, known) for w in (word, word.upper().replace(" ", "_"), word.lower()))), None
        )
        near = near or (self.grammar.other_kinds.get(word.lower()) if field == "kind" else None)
        fact = self.grammar.facts.get((field, "word"), f"'{{}}' is not something that '{field}' can be")
        self.report.add(
            "unknown-kind" if field == "kind" else "unknown-word",
            self.document.place(path),
            fact.replace("{}", word),
            f"{listed(known, limit=40)}{f'; nearest is {near!r}' if near and len(known) > 1 else ''}",
            f"write '{field}: {near}'" if near else self.grammar.remedies.get((field, "word"), "write one of these"),
        )

    def _bad_key(self, fault: ErrorDetails, path: tuple[Key, ...]) -> None:
        key = str(path[-1])
        if fault["type"] == "bad_duration":
            meant = fault.get("ctx", {}).get("meant") or "10 working days"
            to = value_at(self.plain, path)
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
        key = key and value_at(self.plain, path) is not MISSING  # in a short form, a key may be written as a value
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
        if key and value_at(self.plain, path) is None and run_together(name, place, self.report):
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
        parts = [part.strip() for part in name.split(";") if part.strip()]
        if len(parts) > 1 and not key:
            self.report.add(
                "bad-name",
                place,
                f"'{name}' was read as one name, because ';' does not keep the entries of a list apart",
                "a ',' between the entries of a list",
                f"write '{', '.join(parts)}'" if self.document.node(path) else f"write [{', '.join(parts)}]",
            )
            return
        dots = "." if type_ == "bad_path" else ""
        cleaned = re.sub(rf"[^a-z0-9{dots}]+", "_", name.lower()).strip("_.") or "a_name"
        meant = None if key or "lane" not in path[-1:] else self._lane_like(cleaned)
        self.report.add(
            "bad-name",
            place,
            f"'{name}' cannot be used as a name" if name else "there is no name here",
            f"a lane; nearest is '{meant}'"
            if meant
            else "lower-case letters, digits, '_' and '-', beginning with a letter or digit; no spaces",
            f"write '{meant}'" if meant else f"write '{cleaned}'; put what people should read in a 'title:'",
        )

    def _lane_like(self, word: str) -> str | None:
        """The lane that a word looks like, though a nought may stand for an o and a one for an l."""
        lanes = value_at(self.plain, ("lanes",))
        names = [str(lane) for lane in lanes] if isinstance(lanes, dict) else []
        return next((name for name in names if name.translate(_ALIKE) == word.translate(_ALIKE)), None)

    def _bad_duration(self, path: tuple[Key, ...], fault: ErrorDetails) -> None:
        path = self._written(path)
        meant = fault.get("ctx", {}).get("meant")
        remedy = f"write '{self._field(path)}: {meant}', if that is what is meant" if meant else None
        self._bad_value("bad-duration", path, fault["msg"], remedy=remedy)

    def _told(self, path: tuple[Key, ...], told: dict[str, Any]) -> None:
        """Report what a model has put in words itself; `start` and `end` say which part of the text is meant."""
        written = self._written(path)
        place = self.document.place(written)
        if "start" in told:
            place = self.document.part(written, told["start"], told["end"])
        self.report.add(told["id"], place, told["fact"], told["expected"], told["remedy"])

    def _bad_whole(self, path: tuple[Key, ...], text: str) -> None:
        fact, remedy = f"'{text}' is not a whole number", None
        dashed = _LONG_DASH.fullmatch(text)
        if dashed is not None:
            fact = f"'{text}' begins with a long dash, not with the plain '-' of the keyboard"
            remedy = f"write '-{dashed[1]}'"
        self._bad_value("not-a-number", path, fact, "a whole number in at most six digits", remedy)

    def _bad_value(
        self, id_: str, path: tuple[Key, ...], fact: str, expected: str | None = None, remedy: str | None = None
    ) -> None:
        path = self._written(path)
        wanted, example = self.grammar.wanted(path, self.plain)
        place, remedy = self.document.place(path), remedy or f"write for instance '{example}'"
        self.report.add(id_, place, fact, expected or wanted, remedy)

    def wrong_shape(self, path: tuple[Key, ...], value: object, type_: str) -> None:
        """Text where entries belong, a list where a name belongs, nothing where something belongs."""
        if not path:
            what = "a list" if isinstance(value, list) else "one piece of text"
            fact = f"the file holds {what}, not {self.grammar.file}"
            self.report.add("wrong-shape", self.document.place(()), fact, *self.grammar.begins)
            return
        at = self._written(path)
        field = self._field(at)
        key = str(path[-1])
        if value is None and key != field and run_together(key, self.document.place(path, key=True), self.report):
            return
        expected, example = self.grammar.wanted(at, self.plain)
        subject = f"'{path[-1]}'" if isinstance(path[-1], str) else f"an entry of '{field}'"
        fact = holds(subject, value)
        if type_ in ("too_short", "string_too_short"):
            fact = f"{subject} holds {'too little' if value else 'an empty list' if value == [] else 'nothing'}"
        elif type_ == "too_long":
            fact = f"{subject} holds too much"
        remedy = f"write for instance '{example}'"
        if isinstance(value, str) and (meant := rewritten(field, value)) is not None:
            remedy = f"write '{meant}'"
        elif isinstance(value, list) and (field, "list") in self.grammar.remedies:
            remedy = self.grammar.remedies[field, "list"]
        elif value is None:
            remedy = f"write for instance '{example}', or remove it; what belongs to it must be indented under it"
        self.report.add(
            "wrong-shape" if value is not None else "empty-value", self.document.place(path), fact, expected, remedy
        )


def rewritten(field: str, text: str) -> str | None:
    """A mapping or list that was written as a sentence, as it should be written; None if there is no telling."""
    if field == "range" and len(ends := re.findall(r"[0-9]+", text)) == 2:
        return f"range: [{ends[0]}, {ends[1]}]"
    sentence = re.fullmatch(r"([a-z0-9_-]+)\s*(?:=|==|is|to|:)\s*([a-z0-9_-]+)", text)
    if field in ("when", "unless", "set", "not") and sentence is not None:
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
