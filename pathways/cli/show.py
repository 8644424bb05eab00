"""Results of commands to the words printed on the screen."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pathways.commands.check import CheckOutcome
from pathways.rules import render_text

if TYPE_CHECKING:
    from pathways.commands.run import RunOutcome
    from pathways.commands.simulate import StudyOutcome
    from pathways.report.digest import Digest, Value
    from pathways.simulation.expectations import ExpectationVerdict

WIDTH: Final = 110
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


def study_text(outcome: StudyOutcome) -> str:
    """The answers of a study, then its tables."""
    from pathways.report.digest import digest
    from pathways.report.names import Names

    study, result = outcome.study, outcome.result
    found = digest(study, result, outcome.pathways)
    blocks = [f"{study.title}  ({outcome.file.shown})\nsynthetic: simulated, not observed; times in working days"]
    blocks += [_wrapped(answer) for answer in found.answers]
    names = Names(study, outcome.pathways)
    blocks += [_wrapped(f"note: {names.told(check.of, check.says)}") for check in result.checks if not check.holds]
    for scenario in (study.baseline.name, *found.scenarios):
        blocks.append("\n".join(_study_lines(found, scenario)))
    if result.expectations:
        blocks.append("\n".join(_wrapped(f"{v.scenario}: {_expected(v)}") for v in result.expectations))
    blocks.append(f"seed {result.seed}, {_count(result.replications, 'replication')}, intervals of 95%")
    return "\n\n".join(blocks)


def _expected(verdict: ExpectationVerdict) -> str:
    """Whether an expectation is met, and what was found, of whom, for what was asked."""
    return f"{verdict.verdict}: {verdict.finding}"


def _study_lines(found: Digest, scenario: str) -> Iterator[str]:
    """One side of a study: every row that has a number there."""
    from pathways.report.names import number

    yield scenario.replace("_", " ")
    for group in found.groups:
        yield f"  {group.title}"
        for row in group.rows:
            label = f"{row.label}, {row.statistic}".rstrip(", ")
            unit = "" if row.unit == "working days" else f" {row.unit}"
            if scenario not in found.scenarios:
                value = row.baseline
                if value is not None:
                    yield f"    {label:<72.72} {number(value.value):>8}{unit}{_between(value)}"
                    if row.reached:
                        yield f"      {row.reached}"
                continue
            change = row.scenarios[found.scenarios.index(scenario)]
            if change is not None and change.difference is not None:
                sign = "+" if change.difference.value > 0 else ""
                difference = f"{sign}{number(change.difference.value)}"
                change_words = f"{difference}{_between(change.difference)} {change.says}"
                yield f"    {label:<72.72} {number(change.value):>8}{unit}  {change_words}"
                if change.note:
                    yield f"      {change.note}"


def _between(value: Value) -> str:
    from pathways.report.names import number

    return "" if value.low is None or value.high is None else f" ({number(value.low)} to {number(value.high)})"


def run_text(outcome: RunOutcome) -> str:
    """What the main job found, in a few lines, and where the report is."""
    checked = outcome.checked
    if outcome.report is None:
        return check_text(checked) + "\n\nNothing was drawn or simulated: mend the faults first."
    lines = [_wrapped(f"{_count(len(checked.pathways), 'pathway')} checked; {_rules_text(checked)}")]
    lines += [
        _wrapped(
            f"  broken: {v.rule} in {v.pathway}: {v.says}. {v.reason.rstrip('.:;')}; see `pathways check {v.pathway}`"
        )
        for v in checked.verdicts
        if v.is_failure
    ]
    lines += [_wrapped(f"  warning: {f.place} {f.message}") for f in checked.all_findings]
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
    lines.append(f"report: {outcome.report}")
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


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{_STYLES[style]}{text}\x1b[0m" if colour else text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
