"""One line of a scenario, such as `panels.channel_panel.meets: every Wednesday`, applied to the text of a study."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from pathways.definition.report import Report, listed, nearest, one_of
from pathways.simulation.language.arriving import ArrivalSpec
from pathways.simulation.language.lasting import InterruptSpec
from pathways.simulation.language.relative import is_relative, number_after
from pathways.simulation.language.resources import PanelSpec, PlacesSpec, TeamSpec
from pathways.source import Document, Key

# Entries are named by the author; a new one may be added.
OPEN: Final = (
    "arrivals", "teams", "places", "panels", "service_times", "findings", "interrupts", "pathways", "returns", "start",
    "changes",
)  # fmt: skip
_STATES: Final = ("service_times", "findings", "interrupts")  # their entries' names have dots
CLOSED: Final = ("no_time", "school_terms")
# What may be different from a date on; the others hold for all of a study.
DATED: Final = tuple(name for name in (*OPEN, *CLOSED) if name not in ("start", "changes", "school_terms"))
_LABELS: Final = ("hardness", "source")
_MODELS: Final[dict[str, type[BaseModel]]] = {
    "arrivals": ArrivalSpec,
    "teams": TeamSpec,
    "places": PlacesSpec,
    "panels": PanelSpec,
    "interrupts": InterruptSpec,
}


@dataclass(frozen=True)
class Change:
    """What a difference changed: the path in the study, and where the new value is written."""

    path: tuple[Key, ...]
    written: tuple[Key, ...]


def apply_difference(
    plain: dict[str, Any],
    name: str,
    value: Any,
    above: tuple[Key, ...],
    document: Document,
    report: Report,
    *,
    sections: Sequence[str] = (*OPEN, *CLOSED),
    who: str = "a scenario",
    beside: Sequence[str] = (),
) -> list[Change]:
    """Write the value at the dotted name; a `*` stands for every entry. Faults go to the report.

    Parameters
    ----------
    above : under what the difference is written.
    sections : the parts of the study that may change.
    who : who changes them, for messages.
    beside : what else may stand there, and may have been meant.
    """
    section, _, rest = name.partition(".")
    written = (*above, name)
    value = copy.deepcopy(value)  # a scenario that builds on this one may change a part of it
    if section not in sections:
        expected, _ = one_of(section, (*sections, *beside), "parts")
        report.add(
            "unknown-difference",
            document.place(written, key=True),
            f"{who} cannot change '{section}'",
            expected,
            "begin with the part of the study that changes, such as 'panels.channel_panel.meets'",
        )
        return []
    if not rest:
        if section in CLOSED or not isinstance(value, dict):
            plain[section] = value
            return [Change((section,), written)]
        if isinstance(plain.get(section), list):  # pathways: [child, adult]
            plain[section] = {role: role for role in plain[section]}
        elif isinstance(plain.get(section), str):
            plain[section] = {plain[section]: plain[section]}
        entries = plain.setdefault(section, {})
        whole = {key: entry for key, entry in value.items() if not _is_part(section, entries.get(key), entry)}
        for key in value.keys() - whole.keys():
            part = next(iter(value[key]))
            report.add(
                "nested-difference",
                document.place((*written, key), key=True),
                f"this would leave '{key}' with nothing but {listed(value[key], last='and')}: an entry that is written "
                "under its part is replaced as a whole",
                "the whole entry, or a dotted name for each thing that changes",
                f"write '{section}.{key}.{part}: ...' in one line",
            )
        entries.update(whole)
        return [Change((section, key), (*written, key)) for key in whole]
    if section == "pathways" and not isinstance(plain.get(section), dict):
        roles = plain.get(section)
        plain[section] = {role: role for role in (roles if isinstance(roles, list) else [roles])}
    writing = _Writing(value, written, document, report)
    writing.into(plain.setdefault(section, {}), rest, (section,))
    return writing.changes


def forget_labels(plain: dict[str, Any], changes: Sequence[Change]) -> None:
    """A number that has changed is an assumption: its hardness and source were those of the number before it.

    They stay only where the differences write them too.
    """
    entries: dict[tuple[Key, ...], set[Key]] = {}
    for change in changes:
        depth = 1 if change.path[0] == "clock" else 2
        if len(change.path) > depth and not _has_own_label(plain, change.path):
            entries.setdefault(change.path[:depth], set()).add(change.path[depth])
    for path, changed in entries.items():
        entry: Any = plain
        for step in path:
            entry = entry[step]
        if changed - {"title", "note", *_LABELS}:
            for label in _LABELS:
                if label not in changed:
                    entry.pop(label, None)


def _has_own_label(plain: Any, path: tuple[Key, ...]) -> bool:
    """Whether what stands there says itself how far it may be relied on."""
    for step in path:
        plain = plain[step]
    return isinstance(plain, dict) and "hardness" in plain


def _is_part(section: str, before: Any, after: Any) -> bool:
    """Whether an entry lacks what it must have and had before, so that only a part of it was meant to change."""
    if section not in _MODELS or not isinstance(before, dict) or not isinstance(after, dict) or not after:
        return False
    required = {name for name, field in _MODELS[section].model_fields.items() if field.is_required()}
    return bool(required & before.keys() - after.keys())


def _is_like_one(start: str, names: Iterable[str]) -> bool:
    """Whether one of the names is like this, and of as many parts."""
    return nearest(start, [name for name in names if name.count(".") == start.count(".")]) is not None


@dataclass
class _Writing:
    """A value on its way to the place, or places, that a dotted name stands for."""

    value: Any
    written: tuple[Key, ...]
    document: Document
    report: Report
    changes: list[Change] = field(default_factory=list)

    def into(self, node: Any, name: str, path: tuple[Key, ...]) -> None:
        """Write to what `name` means within `node`, which stands at `path`."""
        parts = name.split(".")
        if isinstance(node, dict):
            for length in range(len(parts), 0, -1):  # the longest known name first: states have dots, patterns stars
                key = ".".join(parts[:length])
                if key in node:
                    self._step(node, key, ".".join(parts[length:]), path)
                    return
            if parts[0] == "*":
                for key in node:
                    self._step(node, key, ".".join(parts[1:]), path)
                return
            is_of_state = len(path) == 1 and path[0] in _STATES
            # No entry of a state is a text: it was meant to change one that is there.
            is_new_entry = isinstance(self.value, dict) if is_of_state else len(path) == 1 and len(parts) == 1
            if is_new_entry or (len(path) > 1 and len(parts) == 1):
                self._step(node, name, "", path)
                return
            if is_of_state:
                starts = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
                parts = [next((start for start in starts if _is_like_one(start, node)), name)]
            expected, remedy = one_of(parts[0], map(str, node), "names")
        else:
            expected, remedy = f"'{'.'.join(map(str, path))}', which holds no '{parts[0]}'", "shorten the name"
        self.report.add(
            "unknown-difference",
            self.document.place(self.written, key=True),
            f"the study has no '{'.'.join(map(str, (*path, parts[0])))}' to change",
            expected,
            remedy,
        )

    def _step(self, node: dict[str, Any], key: str, rest: str, path: tuple[Key, ...]) -> None:
        if rest:
            self.into(node[key], rest, (*path, key))
            return
        value, before = self.value, node.get(key)
        if is_relative(before, value):
            try:
                value = number_after(str(before), value)
            except ValueError as error:
                self.report.add(
                    "bad-difference",
                    self.document.place(self.written),
                    str(error),
                    "a number that grows or falls: '{times: 1.8}' or '{plus: 1}'",
                    "correct it, or write the new value",
                )
                return
        node[key] = value
        self.changes.append(Change((*path, key), self.written))
