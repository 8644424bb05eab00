"""A scenario of a study to what it changes: `Channel panel: meets every 2 weeks instead of first Wednesday`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pathways.report.basis import SECTIONS
from pathways.report.names import Names
from pathways.simulation import Scenario, Study

_LABELS: Final = ("title", "note", "hardness", "source")
_RESOURCES: Final = ("teams", "places", "panels")
_LENGTHS: Final = (
    "fixed",
    "exponential",
    "lognormal",
    "gamma",
    "weibull",
    "uniform",
    "triangular",
    "empirical",
    "piecewise",
)
_WORKERS: Final = ("team", "teams", "panel")
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
    swapped: set[str] = set()
    for kind in (_LENGTHS, _WORKERS):  # one length for another, or other workers: not one thing more and one less
        now, was = (next((name for name in kind if name in side), None) for side in (after, before))
        if now is not None and was is not None and now != was:
            swapped |= {now, was}
            yield f"{_said(now, after[now], names)} instead of {_said(was, before[was], names)}"
    for name, value in after.items():
        if name in _LABELS or name in swapped or (name in before and before[name] == value):
            continue
        told = _said(name, value, names)
        if name not in before:
            yield told
            continue
        was = _said(name, before[name], names)
        if told == was or not _is_told(name, value):  # what is alike in short is told in full
            told, was = f"{_subject(str(name), names)} {_value(value, names)}", _value(before[name], names)
        yield f"{told} instead of {was}"
    gone = [name for name in before if name not in after and name not in _LABELS and name not in swapped]
    if gone:
        yield f"without {' and '.join(str(name).replace('_', ' ') for name in gone)}"


def _is_told(name: str, value: Any) -> bool:
    """Whether a part has words of its own, in which its name does not stand."""
    is_length = name == "fixed" or (name in _LENGTHS and isinstance(value, Mapping) and "mean" in value)
    return is_length or name in _WORKERS or (name == "surge" and isinstance(value, Mapping))


def _said(name: str, value: Any, names: Names) -> str:
    """`3 hours on average`, `by Prevent team`; `staff 2` of what has no words of its own."""
    if not _is_told(name, value):
        return f"{_subject(str(name), names)} {_value(value, names)}"
    if name == "surge":
        when = ", ".join(f"{part} {value[part]}" for part in ("from", "until", "for") if part in value)
        return f"{value.get('times')} times as many, {when}"
    if name in _WORKERS:
        several = [value] if isinstance(value, str) else value
        return f"by {' and '.join(names.resource(str(each)) for each in several)}"
    return str(value) if name == "fixed" else f"{value['mean']} on average"


def _value(value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_said(str(name), inner, names) for name, inner in value.items() if name not in _LABELS)
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
