"""A study that builds on another: the files of both to the one study that they amount to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pathways.definition.report import Report, nearest, one_of
from pathways.errors import StudyError
from pathways.simulation.language.differences import CLOSED, OPEN, Change, apply_difference, forget_labels
from pathways.simulation.language.layered import LayeredDocument
from pathways.source import Document

BUILDS_ON: Final = "builds_on"
# What each study says for itself; everything else is taken over.
OWN: Final = (
    "study",
    "builds_on",
    "title",
    "question",
    "note",
    "hardness",
    "source",
    "scenarios",
    "expect",
    "measures",
    "sweeps",
)
_WORLD: Final = (*OPEN, *CLOSED, "clock")  # what may change in part
_DEEPEST: Final = 3


def chain(document: Document, library: Mapping[str, Document]) -> list[Document]:
    """A study's document, after those that it builds on: the one that builds on none comes first.

    Parameters
    ----------
    library
        The documents of other studies by id; only those that are needed are looked up.

    Raises
    ------
    StudyError
        If one of them is not there, if they build on each other in a circle, or are more than three.
    """
    found = [document]
    names = [_text(document, "study") or "this study"]
    while (base := _text(found[0], BUILDS_ON)) is not None:
        report = Report()
        place = found[0].place((BUILDS_ON,))
        if base in names:
            circle = (*names[names.index(base) :], base)
            report.add(
                "study-base",
                place,
                f"the studies go round in a circle: {in_a_row(circle)}",
                "one that builds on no other",
                f"take '{BUILDS_ON}' out of one of them, and write there what it takes over",
            )
        elif base not in library:
            expected, _ = one_of(base, [name for name in library if name not in names], "studies")
            near = nearest(base, library)
            remedy = f"write '{near}'" if near is not None and near not in names else "correct the name"
            report.add("study-base", place, f"there is no study '{base}' to build on", expected, remedy)
        elif len(found) == _DEEPEST:
            report.add(
                "study-base",
                place,
                f"{in_a_row((*names, base))}: {len(found) + 1} studies in a row",
                f"at most {_DEEPEST}, so that a reader can still tell where a number comes from",
                f"let one of them build on '{base}', and repeat what it then lacks",
            )
        if report.faults:
            raise StudyError(report.faults)
        found.insert(0, library[base])
        names.append(base)
    return found


def layer(plain: Any, below: LayeredDocument, document: Document, report: Report) -> tuple[Any, LayeredDocument]:
    """The differences of `document` laid over the study that it builds on; faults go to the report.

    Parameters
    ----------
    plain, below
        The study it builds on: its plain value, and where that is written.
    """
    own = document.root.plain
    built: dict[str, Any] = {key: copy.deepcopy(value) for key, value in plain.items() if key not in OWN}
    # What is not taken over is looked for here, even where it is missing.
    changes = [Change((name,), (name,)) for name in OWN]
    for name, value in own.items():
        section = name.partition(".")[0]
        if section in _WORLD or section != name:
            changes += apply_difference(
                built, name, value, (), document, report, sections=_WORLD, who="a study that builds on another"
            )
        else:
            built[name] = value
            changes.append(Change((name,), (name,)))
    forget_labels(built, changes)
    return built, LayeredDocument.of(below, document, changes)


def in_a_row(names: Iterable[str]) -> str:
    """The names in words: 'a' builds on 'b', which builds on 'c'."""
    first, second, *others = (f"'{name}'" for name in names)
    return "".join((f"{first} builds on {second}", *(f", which builds on {name}" for name in others)))


def _text(document: Document, name: str) -> str | None:
    node = document.root.child(name)
    return node.value if node is not None and isinstance(node.value, str) else None
