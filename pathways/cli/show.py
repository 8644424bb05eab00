"""Results of commands to the words printed on the screen."""

from __future__ import annotations

import textwrap
from typing import Final

from pathways.commands.check import CheckOutcome
from pathways.rules import render_text

WIDTH: Final = 110
_STYLES: Final = {"bad": "\x1b[1;31m", "warn": "\x1b[33m", "good": "\x1b[32m"}


def check_text(outcome: CheckOutcome, *, strict: bool = False, colour: bool = False, unicode: bool = True) -> str:
    """Findings and broken rules of every pathway, what cannot be decided yet, and the whole in one line."""
    blocks = [str(finding) for finding in outcome.findings]
    blocks.append(render_text(outcome.pathways, colour=colour, unicode=unicode, brief=True).rstrip())
    later = {f"{v.rule} ({v.kind})": None for v in outcome.verdicts if v.verdict == "not yet decided"}
    if later:
        reason = f"{_count(len(later), 'rule')} not yet decided, because these kinds of rule cannot be checked yet: "
        blocks.append(_wrapped(reason + ", ".join(later)))
    blocks.append(_closing(outcome, strict, colour))
    return "\n\n".join(blocks)


def _closing(outcome: CheckOutcome, strict: bool, colour: bool) -> str:
    errors = sum(finding.severity == "error" for finding in outcome.all_findings)
    warnings = len(outcome.all_findings) - errors
    failures = sum(verdict.is_failure for verdict in outcome.verdicts)
    departed = sum(verdict.verdict == "departed" for verdict in outcome.verdicts)
    parts = []
    if errors:
        parts.append(_count(errors, "fault") + " to mend in the files")
    if warnings:
        parts.append(_count(warnings, "warning"))
    if failures:
        parts.append(f"{_count(failures, 'rule')} broken")
    if departed and strict:
        parts.append(_count(departed, "declared departure"))
    if parts:
        return _painted("; ".join(parts), "warn" if outcome.exit_code(strict=strict) == 0 else "bad", colour)
    return _painted("no faults, and every decided rule is kept or its departure declared", "good", colour)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{_STYLES[style]}{text}\x1b[0m" if colour else text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
