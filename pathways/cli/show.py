"""Results of commands to the words printed on the screen."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pathways.commands.check import CheckOutcome, PathwayCheck
from pathways.rules import Verdict, explain_counterexample

WIDTH: Final = 110
_STYLES: Final = {"bad": "\x1b[1;31m", "warn": "\x1b[33m", "good": "\x1b[32m"}
_LATER: Final = "not yet decided"
# In the order they are told: what somebody has to act on comes first.
_WORDS: Final = {
    "broken": ("BROKEN", "bad"),
    "stale departure": ("STALE DEPARTURE", "bad"),
    "undecided": ("UNDECIDED", "bad"),
    "departed": ("departed", "warn"),
}


def check_text(outcome: CheckOutcome, *, strict: bool = False, colour: bool = False) -> str:
    """Findings first (nothing else can be trusted before they are mended), then each pathway's verdicts."""
    blocks = [str(finding) for finding in outcome.all_findings]
    blocks += ["\n".join(_pathway_lines(pathway, colour)) for pathway in outcome.pathways if pathway.fingerprint]
    later = {f"{verdict.rule} ({verdict.kind})": None for verdict in outcome.verdicts if verdict.verdict == _LATER}
    if later:
        reason = f"{_count(len(later), 'rule')} not yet decided, because these kinds of rule cannot be checked yet: "
        blocks.append("\n".join(_wrapped(reason + ", ".join(later), "", "  ")))
    blocks.append(_closing(outcome, strict, colour))
    return "\n\n".join(blocks)


def _pathway_lines(pathway: PathwayCheck, colour: bool) -> Iterator[str]:
    yield f"{pathway.id}  {pathway.title}  ({pathway.file})"
    if not pathway.verdicts:
        yield "  no rule of the policies speaks of it"
        return
    yield f"  {_tally(pathway.verdicts)}"
    for word in _WORDS:
        for verdict in pathway.verdicts:
            if verdict.verdict == word:
                yield ""
                yield from _verdict_lines(verdict, colour)


def _verdict_lines(verdict: Verdict, colour: bool) -> Iterator[str]:
    word, style = _WORDS[verdict.verdict]
    yield f"  {_painted(word, style, colour)} {verdict.rule}: {verdict.says}"
    yield f"    {verdict.hardness}, {verdict.source} ({verdict.place})"
    if verdict.departure is not None:
        yield from _wrapped(f"declared: {verdict.departure.reason}", "    ")
    if verdict.verdict == "departed":
        return
    yield from _wrapped(f"why: {verdict.reason}", "    ")
    for line in explain_counterexample(verdict, places=False).splitlines():
        yield from _wrapped(line, "      ", "         ")


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


def _tally(verdicts: Iterable[Verdict]) -> str:
    counts = Counter(verdict.verdict for verdict in verdicts)
    total = counts.total()
    names = {
        "broken": "broken",
        "stale departure": "declared broken but not",
        "undecided": "undecided",
        "departed": "broken as declared",
        "holds": "hold",
        "not applicable": "do not apply here",
        "not yet decided": "not yet decided",
    }
    parts = [f"{counts[verdict]} {words}" for verdict, words in names.items() if counts[verdict]]
    return f"{_count(total, 'rule')}: {', '.join(parts)}"


def _wrapped(text: str, indent: str, later: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  " if later is None else later,
        break_on_hyphens=False,
    )


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{_STYLES[style]}{text}\x1b[0m" if colour else text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
