"""A scenario of a study to what it changes: `Channel panel: meets every 2 weeks instead of first Wednesday`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pathways.report.basis import SECTIONS
from pathways.report.names import Names
from pathways.simulation import Scenario, Study
from pathways.source import Key

_LABELS: Final = ("title", "note", "hardness", "source")
_ABSENT: Final = object()
_MOST: Final = 6


def changed(study: Study, scenario: Scenario, names: Names) -> tuple[str, ...]:
    """What differs from the study as it stands, a text for each entry that changes."""
    found: dict[str, list[str]] = {}
    whole = study.document.root.plain
    for change in scenario.document.changes:
        if change.path and change.path[-1] not in _LABELS and change.path[0] != "no_time":
            subject, words = _told(change.path, _at(whole, change.path), _at(whole, change.written), names)
            found.setdefault(subject, []).append(words)
    told = [f"{subject}: {'; '.join(dict.fromkeys(words))}" for subject, words in found.items()]
    more = len(told) - _MOST
    return (*told[:_MOST], f"and {more} more, which the study's file has") if more > 1 else tuple(told)


def _told(path: Sequence[Key], before: Any, after: Any, names: Names) -> tuple[str, str]:
    section = str(path[0])
    if section == "pathways":
        role = str(path[-1]) if len(path) > 1 else "pathways"
        return names.role(role).capitalize(), f"on the pathway '{_title(after, names)}'"
    if len(path) == 1:
        return SECTIONS.get(section, section.replace("_", " ").capitalize()), "others than now"
    subject = names.entry(section, str(path[1]))
    field = " ".join(str(part).replace("_", " ") for part in path[2:])
    if before is _ABSENT:
        words = f"{field} {_value(after)}" if field else f"new, with {_value(after)}"
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        words = "; ".join(_differing(before, after))
    else:
        words = f"{field} {_value(after)} instead of {_value(before)}".strip()
    return subject[:1].upper() + subject[1:], words


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The parts of an entry that are written anew."""
    for name, value in after.items():
        if name in _LABELS or before.get(name, _ABSENT) == value:
            continue
        told = f"{str(name).replace('_', ' ')} {_value(value)}"
        yield told if name not in before else f"{told} instead of {_value(before[name])}"
    gone = [str(name).replace("_", " ") for name in before if name not in after and name not in _LABELS]
    if gone:
        yield f"without {' and '.join(gone)}"


def _title(name: Any, names: Names) -> str:
    pathway = names.pathways.get(str(name))
    return str(name) if pathway is None else pathway.title


def _at(whole: Any, path: Sequence[Key]) -> Any:
    """What is written at `path`; the keys of a scenario's differences have dots."""
    found: Any = whole
    for key in path:
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return found


def _value(value: Any) -> str:
    return ", ".join(_words(value)) if isinstance(value, Mapping) else _plain(value)


def _words(value: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in value.items():
        if name not in _LABELS:
            yield f"{str(name).replace('_', ' ')} {_value(inner)}"


def _plain(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(_value, value))
    return str(value).replace("_", " ")
