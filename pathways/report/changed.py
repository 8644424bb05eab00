"""A scenario of a study to what it changes: `Channel panel: meets every 2 weeks instead of first Wednesday`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pathways.report.basis import SECTIONS
from pathways.report.clock import in_words
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
_SAID: Final = {"rate": "{}", "availability": "at work {} of the time"}  # what has words of its own
_DATE: Final = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")
_SECTION: Final = re.compile(r"s(?=[0-9]+$)")  # of an act: s17
_SAME: Final = 1e-9
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
                words = "; ".join(_differing({}, now[name], names)) if section == "findings" else ""
                # A task's time may have been that of its lane; it is no new thing.
                words = words or f"{'new, ' if section in _RESOURCES else ''}{_value(now[name], names)}"
            else:
                words = "; ".join(_differing(was[name], now[name], names))
            if words:
                subject = names.entry(section, str(name))
                subject = f"Referrals, {subject}" if section == "arrivals" else subject[:1].upper() + subject[1:]
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
        shares = _shares(before.get(name, {}), value)
        if shares:
            yield f"{names.attribute(str(name))}, {', '.join(shares)}"
            continue
        told = _said(name, value, names)
        if name not in before:
            yield told
            continue
        was = _said(name, before[name], names)
        if told == was or not _is_told(name, value):  # what is alike in short is told in full
            told, was = f"{_subject(str(name), names)} {_value(value, names)}", _value(before[name], names)
        yield f"{told} instead of {was}"
    # Where referrals begin is the pathway's doing, and is told with it.
    known = {*after, *_LABELS, *swapped, "starts"}
    gone = [name for name in before if name not in known]
    if gone:
        words = ("anybody's time" if name in _WORKERS else str(name).replace("_", " ") for name in gone)
        yield f"without {' and '.join(words)}"


def _shares(before: Any, after: Any) -> list[str]:
    """`early help 20% instead of 30%`, of each finding that is not as often as it was; of two, of the last alone."""
    was, now = _percent(before), _percent(after)
    if was is None or not now:
        return []
    names = dict.fromkeys((*was, *now))
    differing = [name for name in names if abs(was.get(name, 0.0) - now.get(name, 0.0)) > _SAME]
    if len(differing) == 2 and len(names) == 2:
        differing = differing[1:]
    beside = (f" instead of {was.get(name, 0.0):.3g}%" if was else "" for name in differing)
    return [f"{_finding(name)} {now.get(name, 0.0):.3g}%{end}" for name, end in zip(differing, beside, strict=True)]


def _percent(shares: Any) -> dict[str, float] | None:
    """The shares of findings, in percent; None where it is anything else."""
    if not isinstance(shares, Mapping):
        return None
    try:
        found = {
            str(name): float(text.removesuffix("%")) * (1 if text.endswith("%") else 100)
            for name, text in ((name, str(value)) for name, value in shares.items())
        }
    except ValueError:
        return None
    return found if not found or abs(sum(found.values()) - 100) < 1 else None


def _finding(name: str) -> str:
    return _SECTION.sub("section ", name).replace("_", " ")


def _is_told(name: str, value: Any) -> bool:
    """Whether a part has words of its own, in which its name does not stand."""
    is_length = name == "fixed" or (name in _LENGTHS and isinstance(value, Mapping) and "mean" in value)
    return is_length or name in _WORKERS or name in _SAID or (name == "surge" and isinstance(value, Mapping))


def _said(name: str, value: Any, names: Names) -> str:
    """`3 hours on average`, `by Prevent team`; `staff 2` of what has no words of its own."""
    if not _is_told(name, value):
        return f"{_subject(str(name), names)} {_value(value, names)}"
    if name == "surge":
        when = ", ".join(f"{part} {_value(value[part], names)}" for part in ("from", "until", "for") if part in value)
        return f"{value.get('times')} times as many, {when}"
    if name in _SAID:
        return _SAID[name].format(str(value).replace(" per ", " a "))
    if name in _WORKERS:
        several = [value] if isinstance(value, str) else value
        return f"by {' and '.join(names.resource(str(each)) for each in several)}"
    return str(value) if name == "fixed" else f"{value['mean']} on average"


def _value(value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_said(str(name), inner, names) for name, inner in value.items() if name not in _LABELS)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_value(each, names) for each in value)
    return _DATE.sub(lambda found: in_words(date.fromisoformat(found[0])), str(value)).replace("_", " ")


def _subject(name: str, names: Names) -> str:
    """What an entry says something of; of a team, places or a panel elsewhere (`teams.so15.staff`) with its title."""
    section, _, rest = name.partition(".")
    whose, _, what = rest.partition(".")
    if section in _RESOURCES and what:
        return f"{names.resource(whose)}: {what.replace('_', ' ')}"
    return name.replace("_", " ")
