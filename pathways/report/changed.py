"""A scenario of a study to what it changes: `Channel panel: meets every 2 weeks instead of first Wednesday`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pathways.report.basis import SECTIONS
from pathways.report.names import Names
from pathways.simulation import Scenario, Study

_LABELS: Final = ("title", "note", "hardness", "source")
_RESOURCES: Final = ("teams", "places", "panels")
_MOST: Final = 12


def changed(study: Study, scenario: Scenario, names: Names) -> tuple[str, ...]:
    """What differs from the study as it stands, a text for each entry that changes."""
    told = [*_pathways(study, scenario, names), *_entries(study.baseline.plain, scenario.plain, names)]
    more = len(told) - _MOST
    return (*told[:_MOST], f"and {more} more, which the study's file has") if more > 1 else tuple(told)


def _pathways(study: Study, scenario: Scenario, names: Names) -> Iterator[str]:
    before = study.baseline.spec.pathways
    for role, name in scenario.spec.pathways.items():
        if before.get(role) != name:
            title = names.pathways[name].title if name in names.pathways else name
            yield f"{names.role(role).capitalize()}: on the pathway '{title}'"


def _entries(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[str]:
    for section in SECTIONS:
        was, now = (side.get(section) or {} for side in (before, after))
        if not isinstance(was, Mapping) or not isinstance(now, Mapping) or section == "clock":
            continue
        for name in dict.fromkeys((*was, *now)):
            if name not in now:
                words = "taken out"
            elif name not in was:
                words = f"new, {_value(now[name], names)}"
            else:
                words = "; ".join(_differing(was[name], now[name], names))
            if words:
                subject = names.entry(section, str(name))
                subject = f"Arrivals, {subject}" if section == "arrivals" else subject[:1].upper() + subject[1:]
                yield f"{subject}: {words}"


def _differing(before: Any, after: Any, names: Names) -> Iterator[str]:
    """The parts of an entry that are not as they were."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        if before != after:
            yield f"{_value(after, names)} instead of {_value(before, names)}"
        return
    for name, value in after.items():
        if name in _LABELS or (name in before and before[name] == value):
            continue
        told = _rise(value, names) if name == "surge" else f"{_subject(str(name), names)} {_value(value, names)}"
        yield f"{told} instead of {_value(before[name], names)}" if name in before else told
    gone = [str(name).replace("_", " ") for name in before if name not in after and name not in _LABELS]
    if gone:
        yield f"without {' and '.join(gone)}"


def _rise(value: Any, names: Names) -> str:
    """`1.8 times as many, from 2020-03-30, for 13 weeks`."""
    if not isinstance(value, Mapping):
        return f"surge {_value(value, names)}"
    when = ", ".join(f"{name} {value[name]}" for name in ("from", "until", "for") if name in value)
    return f"{value.get('times')} times as many, {when}"


def _value(value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{_subject(str(name), names)} {_value(inner, names)}"
            for name, inner in value.items()
            if name not in _LABELS
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_value(each, names) for each in value)
    return str(value).replace("_", " ")


def _subject(name: str, names: Names) -> str:
    """What an entry says something of; of a team, places or a panel elsewhere (`teams.so15.staff`) with its title."""
    section, _, rest = name.partition(".")
    whose, _, what = rest.partition(".")
    if section in _RESOURCES and what:
        return f"{names.resource(whose)}: {what.replace('_', ' ')}"
    return name.replace("_", " ")
