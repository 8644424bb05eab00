"""Fields that read as something else than was meant: not indented, a branch without states, a list without brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pathways.definition.checks import states_maps
from pathways.definition.fields import FIELDS
from pathways.definition.model import KINDS
from pathways.definition.report import listed
from pathways.errors import Finding
from pathways.source import Document, Key, Node

Path = tuple[Key, ...]
_STATE_FIELDS: Final = frozenset(field.alias or name for m in KINDS.values() for name, field in m.model_fields.items())
_LISTS: Final = ("values", "range", "with", "tags", "finds", "during", "sources", "start")


def misread(document: Document) -> tuple[list[Finding], frozenset[Path]]:
    """One finding for each misreading, and the paths that need no other finding because of it."""
    findings: list[Finding] = []
    excused: set[Path] = set()
    for found, paths in (*_not_indented(document), *_stateless_branches(document), *_unbracketed(document.root, ())):
        place = document.place(found.path, key=found.at_key)
        findings.append(Finding(found.id, place, found.message, found.expected, found.remedy))
        excused.update(paths)
    return findings, frozenset(excused)


@dataclass(frozen=True)
class _Found:
    """A finding before its place is known."""

    id: str
    path: Path
    message: str
    expected: str
    remedy: str
    at_key: bool = True


def _not_indented(document: Document) -> Iterator[tuple[_Found, list[Path]]]:
    """Each empty state that is followed by keys which are names of fields."""
    for path, states in states_maps(document):
        names = list(states)
        for number, name in enumerate(names):
            if states[name].value is not None:
                continue
            fields: list[str] = []
            for other in names[number + 1 :]:
                if other not in _STATE_FIELDS:
                    break
                fields.append(other)
            if not fields:
                continue
            found = _Found(
                "not-indented",
                (*path, name),
                f"'{name}' holds nothing, because what belongs to it begins in the same column",
                "the fields of a state to begin two columns further right than its name",
                f"indent {listed(fields, last='and')} by two spaces more",
            )
            yield found, [(*path, name), *((*path, field) for field in fields)]


def _stateless_branches(document: Document) -> Iterator[tuple[_Found, list[Path]]]:
    """Each branch that holds the fields of a state instead of states by name."""
    for path, states in states_maps(document):
        fields = [name for name, state in states.items() if name in _STATE_FIELDS and isinstance(state.value, str)]
        if "branches" not in path or "then" not in fields:
            continue
        found = _Found(
            "branch-without-states",
            path,
            f"the branch '{path[-1]}' holds the fields of a state ({listed(fields, last='and')}) itself",
            "a branch that holds one or more states by name",
            f"put the name of a state between: '{path[-1]}: {{ask: {{...}}}}'",
        )
        yield found, [path]


def _unbracketed(node: Node, path: Path) -> Iterator[tuple[_Found, list[Path]]]:
    """Each list in a line that has no brackets: all but its first entry were read as keys."""
    if isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from _unbracketed(item, (*path, index))
    if not isinstance(node.value, Mapping):
        return
    names = list(node.value)
    for number, name in enumerate(names):
        child = node.value[name]
        yield from _unbracketed(child, (*path, name))
        if name not in _LISTS or not isinstance(child.value, str):
            continue
        rest: list[str] = []
        for other in names[number + 1 :]:
            if node.value[other].value is not None or other in FIELDS or not other.isidentifier():
                break
            rest.append(other)
        if rest:
            found = _Found(
                "list-without-brackets",
                (*path, name),
                f"the list of '{name}' is not in brackets, so only '{child.value}' was read as part of it",
                "a list in brackets",
                f"write '{name}: [{', '.join([child.value, *rest])}]'",
                at_key=False,
            )
            yield found, [(*path, name), *((*path, other) for other in rest)]
