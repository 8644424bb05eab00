"""Results of commands to the words printed on the screen."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Final

from pathways.cli.study_text import WIDTH, wrapped
from pathways.commands.check import CheckOutcome
from pathways.rules import render_text

if TYPE_CHECKING:
    from pathways.commands.run import RunOutcome
    from pathways.simulation.answers.expectations import ExpectationVerdict

_STYLES: Final = {"bad": "\x1b[1;31m", "warn": "\x1b[33m", "good": "\x1b[32m"}


def check_text(
    outcome: CheckOutcome, *, strict: bool = False, explain: bool = False, colour: bool = False, unicode: bool = True
) -> str:
    """Findings and broken rules of every pathway, and the whole in one line.

    With `explain` also each rule that holds or does not apply, and why.
    """
    blocks = [str(finding) for finding in outcome.findings]
    shown = render_text(outcome.pathways, colour=colour, unicode=unicode, brief=not explain, explain=explain)
    blocks.append(shown.rstrip())
    blocks.append(_closing(outcome, strict, colour))
    return "\n\n".join(blocks)


def _expected(verdict: ExpectationVerdict) -> str:
    """Whether an expectation is met, and what was found, of whom, for what was asked."""
    return f"{verdict.verdict}: {verdict.finding}"


def run_text(outcome: RunOutcome) -> str:
    """What the main job found, in a few lines, and where the report is."""
    checked = outcome.checked
    if outcome.report is None:
        return check_text(checked) + "\n\nNothing was drawn or simulated: mend the faults first."
    lines = [wrapped(f"{_count(len(checked.pathways), 'pathway')} checked; {_rules_text(checked)}")]
    lines += [
        wrapped(
            f"  broken: {v.rule} in {v.pathway}: {v.says}. {v.reason.rstrip('.:;')}; see `pathways check {v.pathway}`"
        )
        for v in checked.verdicts
        if v.is_failure
    ]
    lines += [wrapped(f"  warning: {f.place} {f.message}") for f in checked.all_findings]
    if outcome.drawn:
        changed = sum(drawn.changed for drawn in outcome.drawn)
        lines.append(f"{_count(len(outcome.drawn), 'drawing')} in diagrams, {changed or 'none'} of them new or changed")
    for study in outcome.studies:
        from pathways.report.digest import digest

        rough = " (a rough run)" if study.is_quick else ""
        lines.append(f"study {study.study.id}, seed {study.result.seed}{rough}, synthetic:")
        lines += [
            textwrap.fill(answer, WIDTH, initial_indent="  ", subsequent_indent="  ")
            for answer in digest(study.study, study.result, study.pathways).answers
        ]
        lines += [
            textwrap.fill(_expected(verdict), WIDTH, initial_indent="  ", subsequent_indent="    ")
            for verdict in study.result.expectations
            if verdict.scenario == study.study.baseline.name
        ]
    lines += [str(fault) for fault in outcome.study_faults]
    lines += [f"report: {file}" for file in outcome.reports]
    return "\n".join(lines)


def _rules_text(outcome: CheckOutcome) -> str:
    """`76 rules against 3 pathways: ...`; each rule counts once, and a verdict is one rule for one pathway."""
    verdicts = outcome.verdicts
    rules = len({(verdict.policy, verdict.rule) for verdict in verdicts})
    pathways = len({verdict.pathway for verdict in verdicts})
    counts = Counter(verdict.verdict for verdict in verdicts)
    told = [f"{times} {'kept' if verdict == 'holds' else verdict}" for verdict, times in counts.most_common()]
    head = f"{_count(rules, 'rule')} against {_count(pathways, 'pathway')}"
    return f"{head}, {_count(len(verdicts), 'verdict')}: {', '.join(told)}" if told else "no rules"


def _closing(outcome: CheckOutcome, strict: bool, colour: bool) -> str:
    errors = sum(finding.severity == "error" for finding in outcome.all_findings)
    warnings = len(outcome.all_findings) - errors
    broken = {(verdict.policy, verdict.rule) for verdict in outcome.verdicts if verdict.is_broken}
    undecided = {(verdict.policy, verdict.rule) for verdict in outcome.verdicts if verdict.verdict == "undecided"}
    departed = sum(verdict.verdict == "departed" for verdict in outcome.verdicts)
    parts = []
    if errors:
        parts.append(_count(errors, "fault") + " to mend in the files")
    if warnings:
        parts.append(_count(warnings, "warning"))
    if broken:
        parts.append(f"{_count(len(broken), 'rule')} broken")
    if undecided:
        parts.append(f"{_count(len(undecided), 'rule')} undecided")
    if not outcome.is_whole:
        parts.append("too much can happen to look at all of it: --limit allows for more")
    if departed and strict:
        parts.append(_count(departed, "declared departure"))
    if parts:
        return _painted("; ".join(parts), "warn" if outcome.exit_code(strict=strict) == 0 else "bad", colour)
    return _painted("no faults, and every decided rule is kept or its departure declared", "good", colour)


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{_STYLES[style]}{text}\x1b[0m" if colour else text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
