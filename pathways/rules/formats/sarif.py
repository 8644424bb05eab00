"""Findings and verdicts to SARIF 2.1.0 (OASIS, 2020), which code-scanning services and editors read.

Results are what asks for something: findings, broken rules, stale departures, what is undecided, and declared
departures as suppressed results. What is kept or does not apply is no result, since some readers show every result
as an alarm. Braces in messages stand as they are written: no message has `arguments` that could replace them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from pathways.errors import Place
from pathways.rules.formats.results import Results
from pathways.rules.telling import Gravity, gravity, gravity_of_finding, skipped, verdict_text, where
from pathways.rules.trace import TraceStep
from pathways.rules.verdict import OTHER, Verdict

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "pathways/v1"
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def render_sarif(results: Results) -> str:
    """One SARIF log with one run."""
    return json.dumps(_Log(results).document(), ensure_ascii=False, indent=2)


class _Log:
    def __init__(self, results: Results) -> None:
        self.results = results
        self.findings = [*results.findings, *(f for item in results.pathways for f in item.findings)]
        self.verdicts = [verdict for item in results.pathways for verdict in item.verdicts]
        self.rules = {rule["id"]: rule for rule in (*self._rules_of_policies(), *self._rules_of_findings())}
        self.numbers = {id: number for number, id in enumerate(self.rules)}

    def document(self) -> dict[str, Any]:
        driver = {"name": "pathways", "rules": list(self.rules.values())}
        if self.results.version:
            driver["version"] = self.results.version
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "results": [*self._of_findings(), *self._of_verdicts()],
        }
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}

    def _rules_of_policies(self) -> Iterator[dict[str, Any]]:
        """Every rule that was asked, kept or not, so that a reader sees which alarms are over."""
        for verdict in self.verdicts:
            text = f"{verdict.says}.\n\nHow binding: {verdict.hardness}. Source: {verdict.source}."
            kind = self.results.explain(verdict.kind)
            yield _rule(verdict.rule, verdict.says, f"{text}\n\n{kind}" if kind else text, "error", {
                "policy": verdict.policy, "kind": verdict.kind, "hardness": verdict.hardness,
                "source": verdict.source, "tags": ["rule", verdict.policy, verdict.hardness],
            })  # fmt: skip

    def _rules_of_findings(self) -> Iterator[dict[str, Any]]:
        for finding in self.findings:
            text = self.results.explain(finding.id) or finding.message
            title = text.split("\n")[0].removesuffix(f"[{finding.id}]").strip()
            yield _rule(finding.id, title, text, gravity_of_finding(finding), {"tags": ["definition"]})

    def _of_findings(self) -> Iterator[dict[str, Any]]:
        seen: dict[str, int] = {}
        for finding in self.findings:
            parts = [finding.message]
            parts += [f"expected {finding.expected}"] if finding.expected else []
            parts += [f"fix: {finding.remedy}"] if finding.remedy else []
            # The line's text and not its number, so that a line put in above leaves the fingerprint as it is.
            what = f"{finding.id}\n{finding.place.file}\n{finding.place.text.strip()}"
            number = seen[what] = seen.get(what, 0) + 1
            grave = gravity_of_finding(finding, strict=self.results.strict)
            yield self._result(finding.id, grave, "\n".join(parts), finding.place, f"{what}\n{number}")

    def _of_verdicts(self) -> Iterator[dict[str, Any]]:
        for verdict in self.verdicts:
            grave = gravity(verdict, strict=self.results.strict)
            if grave is None:
                continue
            what = f"{verdict.pathway}\n{verdict.policy}\n{verdict.rule}"
            result = self._result(verdict.rule, grave, verdict_text(verdict), where(verdict), what)
            if verdict.verdict == "undecided":  # "open": evaluated, and the information was not enough
                result |= {"kind": "open", "level": "none"}
            result["relatedLocations"] = [self._location(verdict.place, f"the rule '{verdict.rule}'") | {"id": 1}]
            closing = [] if verdict.loop is None else [f"From here it can go on at step {verdict.loop + 1} again."]
            closing += [verdict.lost] if verdict.lost else []
            flows = [self._flow(verdict.counterexample, closing, f"{verdict.verdict}: {verdict.says}")]
            flows += [self._flow(verdict.second, filter(None, [verdict.second_lost]), OTHER)] if verdict.second else []
            if verdict.counterexample:
                result["codeFlows"] = flows
            if verdict.verdict == "departed":
                result["suppressions"] = [self._suppression(verdict)]
            result["properties"] = {"pathway": verdict.pathway, "verdict": verdict.verdict}
            yield result

    def _result(self, rule: str, level: Gravity, text: str, place: Place, what: str) -> dict[str, Any]:
        return {
            "ruleId": rule,
            "ruleIndex": self.numbers[rule],
            "level": level,
            "message": {"text": text},
            "locations": [self._location(place)],
            "partialFingerprints": {FINGERPRINT: sha256(what.encode()).hexdigest()},
        }

    def _location(self, place: Place, words: str = "") -> dict[str, Any]:
        region: dict[str, Any] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.width,
        }
        if place.text:
            region["snippet"] = {"text": place.text}
        location: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": {"uri": as_uri(self.results.path(place))}, "region": region}
        }
        return location | ({"message": {"text": words}} if words else {})

    def _flow(self, steps: Sequence[TraceStep], closing: Iterable[str], words: str) -> dict[str, Any]:
        """A trace as a code flow: a location for each step, and the closing words with the last of them."""
        told = [step.words for step in steps]
        if told:
            told[-1] = " ".join([told[-1], *closing])
        return {
            "message": {"text": words},
            "threadFlows": [
                {
                    "locations": [
                        {
                            "location": self._location(step.place, text),
                            "executionOrder": number,
                            "state": {name: {"text": "not known" if v is None else v} for name, v in step.values},
                        }
                        for number, (step, text) in enumerate(zip(steps, told, strict=True), 1)
                    ]
                }
            ],
        }

    def _suppression(self, verdict: Verdict) -> dict[str, Any]:
        """The declared departure; where departures count as errors, one that is not accepted."""
        assert verdict.departure is not None
        return {
            "kind": "inSource",
            "status": "rejected" if self.results.strict else "accepted",
            "justification": skipped(verdict),
            "location": self._location(verdict.departure.origin.place("rule")),
        }


def _rule(id: str, title: str, text: str, level: Gravity, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": text, "markdown": f"```\n{text}\n```"},
        "defaultConfiguration": {"level": level},
        "properties": properties,
    }


def as_uri(path: str) -> str:
    """A path with `/` as a relative reference (RFC 3986): every byte but letters, digits and `-._~/` as `%XX`."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in path.encode())
