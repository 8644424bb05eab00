"""A result with one change to its answer: what was asked for first, each figure as it would be beside as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pathways.report.better import better
from pathways.report.digest import Change, Digest, Row
from pathways.report.figure_words import DAYS, figure, is_clear, named, quoted, row_of, size_of, stands, titled
from pathways.report.model import StudyPart
from pathways.report.names import Names
from pathways.simulation.answers.expectations import SHOWN, ExpectationVerdict, a_year

_MOST: Final = 8  # figures with a sentence of their own


def of_one_change(
    part: StudyPart, found: Digest, names: Names, verdicts: Sequence[ExpectationVerdict], about: Sequence[Row]
) -> Iterator[str]:
    """First what was asked for, then the other figures that the study is about: each as it would be, and as it is."""
    (scenario,) = found.scenarios
    later = {_key(v): v for v in part.result.expectations if v.scenario == scenario}
    rows = []
    for now in verdicts:
        then, row = later[_key(now)], row_of(now, found)
        change = None if row is None else row.scenarios[0]
        if row is None or change is None or now.value is None or then.value is None:
            yield f"As things stand, {stands(now, names)}"
            continue
        rows.append(row)
        sentence, _, asked = titled(then.finding, then, names).rpartition("; ")
        yield (
            f"With {quoted(scenario)}, {sentence}{_beside(row, change)}. {_in_cases(now, then, change)}"
            f"The study asks for {asked.removeprefix('asked for ')}: {_met(now, then, scenario)}."
        )
    others = [row for row in about if row not in rows]
    changed = [(row, change) for row in others if (change := row.scenarios[0]) is not None and is_clear(change)]
    for row, change in changed[:_MOST]:
        yield f"{_said_of(row, change.value)}{_beside(row, change, size=False)}."
    told = [row for row, _ in changed]
    same = [named(row) for row in others if row not in told]
    if same:
        yield f"No clear change: {'; '.join(same)}."


def _said_of(row: Row, value: float) -> str:
    """`Wait for Review (child): 7.8 working days on average`."""
    head = f"{'Wait for ' if row.name[0] == 'wait' else ''}{row.label}".replace(": ", ", ")
    much = figure(value, row) + {"referrals": " referrals", "a year": " a year"}.get(row.unit, "")
    if row.statistic.endswith("within"):
        return f"{head}: {row.statistic} {much}"
    return f"{head}: {much} {row.statistic}".rstrip()


def _key(verdict: ExpectationVerdict) -> tuple[str, ...]:
    return verdict.says, verdict.measure, verdict.pathway, verdict.of


def _beside(row: Row, change: Change, *, size: bool = True) -> str:
    """`, instead of 84.6% (better by 10.6 to 14.4 percentage points)`."""
    now = "" if row.baseline is None else figure(row.baseline.value, row)
    word = better(change.says, change.better)
    if word in ("no change", "cannot tell"):
        return f"; that is {'no' if word == 'no change' else 'no clear'} change from {now}"
    if now == figure(change.value, row):
        return "; that is hardly any change"
    return f", instead of {now.removesuffix(DAYS)} ({word}{size_of(change.difference, row.unit) if size else ''})"


def _in_cases(now: ExpectationVerdict, then: ExpectationVerdict, change: Change) -> str:
    """`That is about 1 more of about 8 a year. `: a share of few is a small number.

    Empty where not as many get there as now.
    """
    if now.reached_per_year is None or then.reached_per_year is None or change.difference is None:
        return ""
    if not is_clear(change) or a_year(now.reached_per_year) != a_year(then.reached_per_year):
        return ""
    many = round(abs(change.difference.value) / 100 * now.reached_per_year)
    if many < SHOWN:
        return f"That is a difference of fewer than {SHOWN} referrals a year. "
    more = "more" if change.difference.value > 0 else "fewer"
    return f"That is about {many:,} {more} of {a_year(now.reached_per_year)}. "


def _met(now: ExpectationVerdict, then: ExpectationVerdict, scenario: str) -> str:
    words = {"met": "met", "unmet": "not met", "undecided": "not clear"}
    if now.verdict == then.verdict:
        return f"{words[now.verdict]}, as things stand and with {quoted(scenario)}"
    return f"{words[now.verdict]} as things stand, {words[then.verdict]} with {quoted(scenario)}"
