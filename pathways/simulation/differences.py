"""One line of a scenario, such as `panels.channel_panel.meets: every Wednesday`, applied to the text of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pathways.definition.report import Report, one_of
from pathways.source import Document, Key

# Entries are named by the author; a new one may be added.
_OPEN: Final = ("arrivals", "teams", "panels", "service_times", "findings", "interrupts", "pathways")
_STATES: Final = ("service_times", "findings", "interrupts")  # their entries' names have dots
_CLOSED: Final = ("no_time",)


@dataclass(frozen=True)
class Change:
    """What a difference changed: the path in the study, and where the new value is written."""

    path: tuple[Key, ...]
    written: tuple[Key, ...]


def apply_difference(
    plain: dict[str, Any], name: str, value: Any, scenario: tuple[Key, ...], document: Document, report: Report
) -> list[Change]:
    """Write the value at the dotted name; a `*` stands for every entry. Faults go to the report."""
    section, _, rest = name.partition(".")
    written = (*scenario, name)
    if section not in (*_OPEN, *_CLOSED):
        expected, _ = one_of(section, (*_OPEN, *_CLOSED), "parts")
        report.add(
            "unknown-difference",
            document.place(written, key=True),
            f"a scenario cannot change '{section}'",
            expected,
            "begin with the part of the study that changes, such as 'panels.channel_panel.meets'",
        )
        return []
    if not rest:
        if section in _CLOSED or not isinstance(value, dict):
            plain[section] = value
            return [Change((section,), written)]
        if isinstance(plain.get(section), list):  # pathways: [child, adult]
            plain[section] = {role: role for role in plain[section]}
        elif isinstance(plain.get(section), str):
            plain[section] = {plain[section]: plain[section]}
        plain.setdefault(section, {}).update(value)
        return [Change((section, key), (*written, key)) for key in value]
    if section == "pathways" and not isinstance(plain.get(section), dict):
        roles = plain.get(section)
        plain[section] = {role: role for role in (roles if isinstance(roles, list) else [roles])}
    found: list[Change] = []
    _write(plain.setdefault(section, {}), rest, value, (section,), found, written, document, report)
    return found


def _write(
    node: Any,
    rest: str,
    value: Any,
    path: tuple[Key, ...],
    found: list[Change],
    written: tuple[Key, ...],
    document: Document,
    report: Report,
) -> None:
    parts = rest.split(".")
    if isinstance(node, dict):
        if parts[0] == "*":
            for key in node:
                _step(node, key, ".".join(parts[1:]), value, path, found, written, document, report)
            return
        for length in range(len(parts), 0, -1):  # the longest known name first: names of states have dots
            key = ".".join(parts[:length])
            if key in node:
                _step(node, key, ".".join(parts[length:]), value, path, found, written, document, report)
                return
        is_new_entry = len(path) == 1 and (path[0] in _STATES or len(parts) == 1)
        if is_new_entry or (len(path) > 1 and len(parts) == 1):
            node[rest] = value
            found.append(Change((*path, rest), written))
            return
        expected, remedy = one_of(parts[0], map(str, node), "names")
    else:
        expected, remedy = f"'{'.'.join(map(str, path))}', which holds no '{parts[0]}'", "shorten the name"
    report.add(
        "unknown-difference",
        document.place(written, key=True),
        f"the study has no '{'.'.join(map(str, (*path, parts[0])))}' to change",
        expected,
        remedy,
    )


def _step(
    node: dict[str, Any],
    key: str,
    rest: str,
    value: Any,
    path: tuple[Key, ...],
    found: list[Change],
    written: tuple[Key, ...],
    document: Document,
    report: Report,
) -> None:
    if rest:
        _write(node[key], rest, value, (*path, key), found, written, document, report)
    else:
        node[key] = value
        found.append(Change((*path, key), written))
