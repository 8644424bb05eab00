"""Faults of a study's shape, as the model reports them, to findings in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pathways.definition.report import Report, listed, nearest
from pathways.errors import Finding
from pathways.simulation import spec
from pathways.source import Document, Key

# What an entry of each part of a study is made of, and what one looks like.
_ENTRIES: Final[Mapping[str, tuple[type[BaseModel], str]]] = {
    "arrivals": (spec.ArrivalSpec, "child: {rate: 40 per year}"),
    "teams": (spec.TeamSpec, "mash: {staff: 2}"),
    "panels": (spec.PanelSpec, "channel_panel: {meets: first Wednesday, slots: 12}"),
    "service_times": (spec.TimeSpec, "child.mash_check: {team: mash, lognormal: {mean: 3 hours, cv: 1}}"),
    "findings": (spec.FindingSpec, "child.triage: {concern: {none: 0.4, radicalisation: 0.6}}"),
    "interrupts": (spec.InterruptSpec, "child.consent_withdrawn: {rate: 1 per year}"),
}
_FAMILIES: Final[Mapping[str, type[BaseModel]]] = {
    "exponential": spec.Mean,
    "lognormal": spec.MeanSpread,
    "gamma": spec.MeanSpread,
    "uniform": spec.LowHigh,
    "triangular": spec.LowModeHigh,
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "study": "study: panel-frequency",
    "title": "title: What if the panel met fortnightly?",
    "pathways": "pathways: [child, adult]",
    "clock": "clock: {starts: 2018-04-02, warm_up: 26 weeks, length: 104 weeks}",
    "starts": "starts: 2018-04-02",
    "length": "length: 104 weeks",
    "arrivals": "arrivals: {child: {rate: 40 per year}}",
    "rate": "rate: 40 per year",
    "staff": "staff: 2",
    "meets": "meets: first Wednesday",
    "slots": "slots: 12",
    "mean": "mean: 3 hours",
    "cv": "cv: 1",
    "low": "low: 1 hour",
    "mode": "mode: 2 hours",
    "high": "high: 4 hours",
    "scenarios": "scenarios: {fortnightly: {panels.channel_panel.meets: every 2 weeks on Wednesday}}",
    "expect": "expect: [90% of child referrals end within 6 months]",
}
_TAGS: Final = ("<list>", "<mapping>", "<text>", "[key]")


def explain(error: ValidationError, document: Document) -> list[Finding]:
    """One finding for each fault."""
    report = Report()
    faults = [(fault, tuple(s for s in fault["loc"] if s not in _TAGS)) for fault in error.errors(include_url=False)]
    # A field that is missing because its name is misspelt is one fault, not two.
    meant = {
        (*path[:-1], nearest(str(path[-1]), _fields(path[:-1])))
        for fault, path in faults
        if fault["type"] == "extra_forbidden"
    }
    for fault, path in faults:
        if fault["type"] != "missing" or path not in meant:
            _explain(fault, path, document, report)
    return list(report.findings)


def _explain(fault: ErrorDetails, path: tuple[Key, ...], document: Document, report: Report) -> None:
    last = path[-1] if path else ""
    example = _EXAMPLES.get(str(last)) or _ENTRIES.get(str(path[0]) if path else "", (None, None))[1]
    remedy = f"write for example '{example}'" if example else None
    if "[key]" in fault["loc"] and fault["type"] in ("bad_name", "bad_path", "reserved_name"):
        _bad_name(path, document, report, key=True)
        return
    match fault["type"]:
        case "extra_forbidden":
            fields = _fields(path[:-1])
            near = nearest(str(last), fields)
            expected = f"{listed(fields)}{f'; nearest is {near!r}' if near else ''}"
            fix = f"write '{near}'" if near else "take it out, or correct its name"
            place = document.place(path, key=True)
            report.add("study-field", place, f"'{last}' means nothing here", expected, fix)
        case "missing":
            where = f"'{path[-2]}'" if len(path) > 1 else "the study"
            place = document.place(path[:-1], key=True)
            report.add("study-missing", place, f"{where} lacks '{last}'", f"a line such as '{example}'", "add it")
        case "literal_error":
            expected = str(fault.get("ctx", {}).get("expected", ""))
            place = document.place(path)
            report.add(
                "study-value", place, f"'{fault['input']}' is not something that '{last}' can be", expected, None
            )
        case "bad_name" | "bad_path" | "reserved_name":
            _bad_name(path, document, report, key=False)
        case "bad_value" | "bad_duration":
            report.add("study-value", document.place(path), str(fault["msg"]), None, remedy)
        case kind if kind.startswith("date"):
            words = "a date with year, month and day, such as 2018-04-02"
            report.add("study-value", document.place(path), f"'{fault['input']}' is not a date", words, remedy)
        case "bad_whole":
            expected = "a whole number in digits"
            report.add(
                "study-value", document.place(path), f"'{fault['input']}' is not a whole number", expected, remedy
            )
        case _:
            report.add(
                "study-shape", document.place(path), _shape(last, fault["input"]), _wanted(fault["type"]), remedy
            )


def _bad_name(path: tuple[Key, ...], document: Document, report: Report, *, key: bool) -> None:
    node = document.node(path)
    name = path[-1] if key or node is None or not isinstance(node.value, str) else node.value
    expected = "lower-case letters, digits, '_' and '-', beginning with a letter or digit"
    report.add(
        "study-name", document.place(path, key=key), f"'{name}' cannot be a name", expected, "choose such a name"
    )


def _shape(last: Key, value: Any) -> str:
    what = {type(None): "nothing", str: f"plain text ('{str(value)[:40]}')", list: "a list", dict: "entries of its own"}
    name = f"'{last}'" if isinstance(last, str) and last else "this" if last != "" else "the file"
    return f"{name} holds {what.get(type(value), 'something else')}"


def _wanted(kind: str) -> str:
    if kind.startswith(("dict", "model", "mapping")):
        return "entries, each with its name and a colon"
    if kind.startswith(("tuple", "list")):
        return "a list"
    return "a single word, number or sentence"


def _fields(path: Sequence[Key]) -> list[str]:
    """The fields that may stand at a path."""
    model: type[BaseModel] = spec.StudySpec
    if path and path[0] == "clock":
        model = spec.ClockSpec
    elif path and path[0] in _ENTRIES:
        model = _ENTRIES[str(path[0])][0]
        if any(isinstance(step, int) for step in path):
            model = spec.CaseSpec
        elif len(path) > 2:
            model = _FAMILIES.get(str(path[2]), model)
    return list(model.model_fields)
