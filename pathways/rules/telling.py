"""A verdict to what people and programs are told of it: how grave it is, where to look, and all of it in words."""

from __future__ import annotations

from typing import Literal

from pathways.errors import Finding, Place
from pathways.rules.verdict import Verdict, explain_counterexample, witness_lines

Gravity = Literal["error", "warning", "note"]


def gravity(verdict: Verdict, *, strict: bool = False) -> Gravity | None:
    """Whether a verdict asks for something: `error`, `note` for a departure (with `strict` an error), or nothing."""
    if verdict.is_failure:
        return "error"
    if verdict.verdict == "departed":
        return "error" if strict else "note"
    return None


def gravity_of_finding(finding: Finding, *, strict: bool = False) -> Gravity:
    """Errors and warnings as they are; with `strict` warnings count as errors."""
    return "error" if strict else finding.severity


def where(verdict: Verdict) -> Place:
    """The line to look at: what allowed the last step or is at fault, a stale departure, else the rule."""
    if verdict.departure is not None and verdict.verdict == "stale departure":
        return verdict.departure.origin.place("rule")
    if verdict.counterexample:
        return verdict.counterexample[-1].place
    return verdict.at or verdict.place


def skipped(verdict: Verdict) -> str | None:
    """Why a rule is neither kept nor broken: words for a test that is left out; None where it is one of the two."""
    if verdict.verdict == "departed" and verdict.departure is not None:
        source = f" ({verdict.departure.source})" if verdict.departure.source else ""
        return f"known departure: {verdict.departure.reason}{source}"
    return f"{verdict.verdict}: {verdict.reason}" if verdict.verdict == "not applicable" else None


def verdict_text(verdict: Verdict) -> str:
    """All of a verdict as lines of text: what the rule says, why, the counterexample or the witness, where to look."""
    lines = [f"{verdict.verdict}: {verdict.says}  [{verdict.rule} in '{verdict.pathway}']"]
    departed = skipped(verdict) if verdict.verdict == "departed" else None
    lines += [departed] if departed else []
    lines += [f"why: {verdict.reason}"]
    if verdict.counterexample:
        lines.append(explain_counterexample(verdict))
        lines.append(f"the last step is allowed by {verdict.counterexample[-1].place}")
        if verdict.second:
            lines.append(f"the other referral's last step is allowed by {verdict.second[-1].place}")
    elif verdict.at is not None:
        lines.append(f"written at {verdict.at}")
    if verdict.witness and verdict.verdict == "holds":
        lines += ["for example:", *(f"{number}. {line}" for number, line in enumerate(witness_lines(verdict), 1))]
    if verdict.repair:
        lines.append(f"repair: {verdict.repair}")
    return "\n".join([*lines, f"rule: {verdict.hardness}, {verdict.source}  [{verdict.place}]"])
