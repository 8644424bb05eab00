"""Findings and verdicts to JUnit XML, which most CI systems read: a suite for each pathway, a case for each rule.

The form is the common part of what Jenkins, GitLab, Azure DevOps and GitHub's reporters read: `testsuites`,
`testsuite`, `testcase`, and in a case at most one of `failure`, `error` and `skipped`. There are no times or dates,
so that the same files give the same document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pathways.errors import Finding, Place
from pathways.rules.formats.results import Results
from pathways.rules.render import Checked, summary
from pathways.rules.telling import gravity, gravity_of_finding, skipped, verdict_text, where
from pathways.rules.verdict import Verdict

OTHERS: Final = "other files"
# What XML 1.0 cannot hold, however it is escaped (section 2.2 of the recommendation).
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Case:
    """One test case; `result` is its one child: `failure`, `error` or `skipped`, its type, a line, and a text."""

    group: str
    name: str
    place: Place
    result: tuple[str, str, str, str] | None = None
    output: str = ""


def render_junit(results: Results) -> str:
    """One XML document. Departed and not applicable rules are skipped, each with its reason."""
    suites = [(item.id, item.file, [_definition(item, results), *_rules(item, results)]) for item in results.pathways]
    if results.findings:
        files = dict.fromkeys(finding.place.file for finding in results.findings)
        suites.append((OTHERS, "", [_file(name, results) for name in files]))
    root = Element("testsuites", {"name": "pathways", **_counts([case for _, _, cases in suites for case in cases])})
    for name, file, cases in suites:
        attributes = {"name": _clean(name), **_counts(cases)}
        if file:
            attributes["file"] = _clean(results.path(Place(file)))
        suite = SubElement(root, "testsuite", attributes)
        for case in cases:
            _add(suite, case, results)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}'


def _definition(item: Checked, results: Results) -> _Case:
    """The pathway's own faults, as one case, so that its name is the same whatever is wrong."""
    if item.fingerprint is None:
        text = "\n\n".join([summary(item), *map(str, item.findings)])
        return _Case(item.id, "lint", Place(item.file), ("error", "not checked", summary(item), text))
    return _faults(item.id, "lint", item.file, item.findings, results)


def _file(name: str, results: Results) -> _Case:
    return _faults(OTHERS, name, name, [f for f in results.findings if f.place.file == name], results)


def _faults(group: str, name: str, file: str, findings: Sequence[Finding], results: Results) -> _Case:
    """What is wrong with one file: a failure for its errors; its warnings are output only, unless strict."""
    grave = [f for f in findings if gravity_of_finding(f, strict=results.strict) == "error"]
    output = "\n\n".join(str(f) for f in findings if f not in grave)
    place = grave[0].place if grave else Place(file)
    if not grave:
        return _Case(group, name, place, None, output)
    message = grave[0].message if len(grave) == 1 else f"{len(grave)} faults, the first: {grave[0].message}"
    return _Case(group, name, place, ("failure", grave[0].id, message, "\n\n".join(map(str, grave))), output)


def _rules(item: Checked, results: Results) -> list[_Case]:
    return [_rule(verdict, results) for verdict in item.verdicts]


def _rule(verdict: Verdict, results: Results) -> _Case:
    group = f"{verdict.pathway}.{verdict.policy}"
    if gravity(verdict, strict=results.strict) == "error":
        tag = "error" if verdict.verdict == "undecided" else "failure"
        told = (tag, verdict.verdict, f"{verdict.says}: {verdict.reason}", verdict_text(verdict))
        return _Case(group, verdict.rule, where(verdict), told)
    reason = skipped(verdict)
    return _Case(group, verdict.rule, where(verdict), None if reason is None else ("skipped", "", reason, ""))


def _counts(cases: Sequence[_Case]) -> dict[str, str]:
    made = [case.result[0] for case in cases if case.result is not None]
    return {
        "tests": str(len(cases)),
        "failures": str(made.count("failure")),
        "errors": str(made.count("error")),
        "skipped": str(made.count("skipped")),
    }


def _add(suite: Element, case: _Case, results: Results) -> None:
    file = results.path(case.place)
    attributes = {"classname": case.group, "name": case.name, "file": file, "line": str(case.place.line)}
    element = SubElement(suite, "testcase", {key: _clean(value) for key, value in attributes.items()})
    if case.result is not None:
        tag, kind, message, text = case.result
        child = SubElement(element, tag, {"message": _clean(message), **({"type": kind} if kind else {})})
        child.text = _clean(text) or None
    if case.output:
        SubElement(element, "system-out").text = _clean(case.output)


def _clean(text: str) -> str:
    """Text that XML can hold; the rest of the escaping is the library's."""
    return _UNSPEAKABLE.sub("\ufffd", text)
