"""A study's result to what the screen shows: question, answer, what was asked for, what changes; more on request."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.report.digest import Digest, Value
    from pathways.report.reading import Line, Reading

WIDTH: Final = 110
_LABEL: Final = 42
_FOUND: Final = 23
_SIDE: Final = 22
_MOST_KNOWN: Final = 6  # figures from theory that are shown unasked
_AT_ONCE: Final = 2  # scenarios beside each other


def study_text(outcome: StudyOutcome, *, whole: bool = False) -> str:
    """What a reading says, for a screen.

    Parameters
    ----------
    whole : every measure that the report has, side by side, after it.
    """
    from pathways.report.reading import reading

    found = reading(outcome.part)
    blocks = [f"{found.title}  ({found.file})\nsynthetic: simulated, not observed; times in working days"]
    if found.question:
        blocks.append(_paragraph("Question", found.question))
    blocks.append(_paragraph("Answer", *found.answer))
    if found.warnings:
        blocks.append(_paragraph("Mind", *found.warnings))
    if found.asked:
        blocks.append("\n".join(_asked(found)))
    for start in range(0, max(1, len(found.scenarios)), _AT_ONCE):
        blocks.append("\n".join(_table(found, start)))
    if found.theory:
        blocks.append("\n".join(_theory(found, whole)))
    if whole:
        blocks += _whole(outcome)
    blocks.append(_closing(outcome, whole))
    return "\n\n".join(blocks)


def wrapped(text: str) -> str:
    """Text broken at the width of the screen, its second line set in."""
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _paragraph(head: str, *texts: str) -> str:
    indent = " " * 10
    return "\n".join(
        textwrap.fill(text, WIDTH, initial_indent=f"{head if n == 0 else '':10}", subsequent_indent=indent,
                      break_on_hyphens=False)
        for n, text in enumerate(texts)
    )  # fmt: skip


def _asked(found: Reading) -> Iterator[str]:
    """Each sentence once, with its verdict in every scenario."""
    yield "Asked for"
    width = max(_FOUND, 2 + max(len(asked.found) for asked in found.asked))
    for says in dict.fromkeys(asked.says for asked in found.asked):
        yield textwrap.fill(says, WIDTH, initial_indent="  ", subsequent_indent="    ")
        for asked in found.asked:
            if asked.says == says:
                yield f"    {asked.scenario:<{_LABEL - 4}.{_LABEL - 5}}{asked.found:<{width}}{asked.verdict}"


def _table(found: Reading, start: int) -> Iterator[str]:
    """The main figures as things stand and in a few scenarios."""
    names = found.scenarios[start : start + _AT_ONCE]
    yield _row("", "as things stand", [f"'{name}'" for name in names])
    for line in found.lines:
        yield from _line(line, start)


def _line(line: Line, start: int) -> Iterator[str]:
    sides = []
    for side in line.sides[start : start + _AT_ONCE]:
        sides.append("not seen" if side is None else f"{side.value.removesuffix(' days'):<8} {side.word}")
    first, *more = textwrap.wrap(line.label, _LABEL - 2, subsequent_indent="  ", break_on_hyphens=False)
    yield _row(first, line.baseline.removesuffix(" days"), sides)
    yield from more


def _row(label: str, baseline: str, sides: Sequence[str]) -> str:
    return f"{label:<{_LABEL}}{baseline:<{_FOUND}}{''.join(f'{side:<{_SIDE}}' for side in sides)}".rstrip()


def _theory(found: Reading, whole: bool) -> Iterator[str]:
    """Figures that are known without simulating, beside the simulated ones."""
    from pathways.report.theory import FAR

    yield _row("Held against theory", "by theory", ["simulated", "apart by"])
    rows = found.theory if whole else found.theory[:_MOST_KNOWN]
    for row in rows:
        first, *more = textwrap.wrap(row.label, _LABEL - 4, subsequent_indent="    ", break_on_hyphens=False)
        yield _row(f"  {first}", row.exact, [row.simulated, row.apart])
        yield from (f"  {text}" for text in more)
    if len(rows) < len(found.theory):
        yield f"  and {len(found.theory) - len(rows)} more with --all"
    if any(row.is_far for row in rows):
        yield wrapped(f"  {FAR}")


def _closing(outcome: StudyOutcome, whole: bool) -> str:
    result = outcome.result
    count = f"{result.replications} replication{'' if result.replications == 1 else 's'}"
    more = "" if whole else "; --all shows every measure, -o DIR writes the page and the data"
    stopped = ""
    if result.stopped_of is not None:
        stopped = wrapped(
            f"Stopped after {result.replications} of {result.stopped_of} replications: this is what the finished ones "
            "say, and their intervals are wider than those of the whole would be."
        )
    return (f"{stopped}\n" if stopped else "") + f"seed {result.seed}, {count}, intervals of 95%{more}"


# --- everything


def _whole(outcome: StudyOutcome) -> Iterator[str]:
    from pathways.report.digest import digest

    found = digest(outcome.study, outcome.result, outcome.pathways)
    for answer in found.answers:
        yield wrapped(answer)
    for scenario in (outcome.study.baseline.name, *found.scenarios):
        yield "\n".join(_side_lines(found, scenario))


def _side_lines(found: Digest, scenario: str) -> Iterator[str]:
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
