"""The answers of a walk as a small YAML file, read with places and written so that it can be read again.

```yaml
walk: child                              # the pathway; may be left out
start: referral                          # only where there are several front doors
arrival: {source_sector: education}      # only where something comes with a referral
answers:
  - referral: complete                   # state: what happens there
  - gateway_assessment: radicalisation   # the one value that the state finds,
  - consent: {consent: granted, giver: individual}   # or several by name
  - channel.support: consent_withdrawn   # an interrupt; the last part of a dotted name is enough if only one has it
  - wait: timeout
  - complete                             # the state may be left out where only one is running
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pathways.errors import DefinitionError, Finding, Place
from pathways.machine.steps import Possible
from pathways.source import Document, Node

KEYS: Final = ("walk", "start", "arrival", "answers")
_STEP: Final = "'state: what happens there', such as '- referral: complete'"


@dataclass(frozen=True)
class Answer:
    """One line of the file: `word` for an event or a single value, else `found` by attribute."""

    place: Place
    at: str | None
    word: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.word or ", ".join(f"{name} {value}" for name, value in self.found.items())


@dataclass(frozen=True)
class Answers:
    """A whole file. `places` says where each of its keys stands."""

    walk: str | None
    start: str | None
    arrival: Mapping[str, str]
    answers: tuple[Answer, ...]
    places: Mapping[str, Place]


@dataclass(frozen=True)
class Happened:
    """An event that was chosen: what, where, and what it found."""

    event: str
    at: str
    found: tuple[tuple[str, str], ...] = ()


def read_answers(document: Document) -> Answers:
    """Read a file of answers, or a bare list of them.

    Raises
    ------
    DefinitionError
        With every entry that has not the right shape.
    """
    reader = _Reader()
    root = document.root
    if isinstance(root.value, Mapping):
        for key in root.value:
            if key not in KEYS:
                reader.fault(root.keys[key], f"'{key}' is no part of a file of answers", f"one of {', '.join(KEYS)}")
        items = reader.listed(root.child("answers"), root.place)
        answers = Answers(
            reader.text(root.child("walk")),
            reader.text(root.child("start")),
            reader.texts(root.child("arrival")),
            tuple(items),
            {key: node.place for key, node in root.value.items()},
        )
    else:
        answers = Answers(None, None, {}, tuple(reader.listed(root, root.place)), {})
    if reader.faults:
        raise DefinitionError(reader.faults)
    return answers


def possible_answers(offers: Iterable[Possible]) -> list[str]:
    """Every entry that the file could hold at this point; where several things are found, with their first values."""
    entries = []
    for offer in offers:
        if len(offer.finds) == 1:
            entries += [f"{offer.at}: {value}" for value in offer.finds[0][1]]
        elif offer.finds:
            entries.append(f"{offer.at}: {_flow({name: values[0] for name, values in offer.finds})}")
        else:
            entries.append(f"{offer.at}: {offer.event}")
    return entries


def wrong_answer(place: Place, message: str, expected: str | None = None, remedy: str | None = None) -> DefinitionError:
    return DefinitionError([Finding("wrong-answer", place, message, expected, remedy or "correct this answer")])


def write_answers(walk: str, start: str | None, arrival: Mapping[str, str], happened: Iterable[Happened]) -> str:
    """The YAML text that replays a walk."""
    lines = [f"walk: {walk}"]
    lines += [f"start: {start}"] if start is not None else []
    lines += [f"arrival: {_flow(arrival)}"] if arrival else []
    steps = [f"  - {one.at}: {_flow(dict(one.found)) if one.found else one.event}" for one in happened]
    lines += ["answers:", *steps] if steps else ["answers: []"]
    return "\n".join(lines) + "\n"


def _flow(texts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in texts.items())}}}"


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Finding] = []

    def fault(self, place: Place, message: str, expected: str) -> None:
        self.faults.append(Finding("wrong-answer", place, message, expected, "correct this answer"))

    def listed(self, node: Node | None, place: Place) -> Iterable[Answer]:
        if node is None or node.value is None or isinstance(node.value, str | Mapping):
            self.fault(node.place if node else place, "there is no list of answers here", f"a list of {_STEP}")
            return
        for item in node.value:
            answer = self.answer(item)
            if answer is not None:
                yield answer

    def answer(self, node: Node) -> Answer | None:
        if isinstance(node.value, str):
            return Answer(node.place, None, node.value)
        if isinstance(node.value, Mapping) and len(node.value) == 1:
            ((at, said),) = node.value.items()
            if isinstance(said.value, str):
                return Answer(node.keys[at], at, said.value)
            if isinstance(said.value, Mapping) and said.value:
                return Answer(node.keys[at], at, None, self.texts(said))
        self.fault(node.place, "this is not an answer", _STEP)
        return None

    def text(self, node: Node | None) -> str | None:
        if node is None:
            return None
        if isinstance(node.value, str):
            return node.value
        self.fault(node.place, "this is not a name", "one name")
        return None

    def texts(self, node: Node | None) -> dict[str, str]:
        if node is None:
            return {}
        if not isinstance(node.value, Mapping):
            self.fault(node.place, "this does not say what has which value", "'{attribute: value}'")
            return {}
        texts = {name: self.text(child) for name, child in node.value.items()}
        return {name: text for name, text in texts.items() if text is not None}
