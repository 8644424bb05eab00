"""A result with one change to its answer: what was asked for first, each figure as it would be beside as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pathways.report.better import better
from pathways.report.digest import Change, Digest, Row
from pathways.report.figure_words import (
    DAYS,
    as_it_is,
    figure,
    is_clear,
    is_new,
    is_small,
    named,
    quoted,
    row_of,
    size_of,
    stands,
    titled,
    word_of,
)
from pathways.report.model import StudyPart
from pathways.report.names import Names
from pathways.simulation.answers.expectations import ExpectationVerdict, a_year

_MOST: Final = 8  # figures with a sentence of their own
_RARE: Final = 100  # years: what comes about less often is not told by how many years there are between two
_ONE: Final = 0.75  # a year: what is told as one a year


def of_one_change(
    part: StudyPart, found: Digest, names: Names, verdicts: Sequence[ExpectationVerdict], about: Sequence[Row]
) -> Iterator[str]:
    """First what was asked for, then the other figures that the study is about: each as it would be, and as it is."""
    (scenario,) = found.scenarios
    later = {_key(v): v for v in part.result.expectations if v.scenario == scenario}
    rows: list[Row] = []
    new = [(row, change) for row in about if is_new(row, change := row.scenarios[0]) and change is not None]
    for each, brought in new:  # what the change brings that was not there
        yield f"{_said_of(each, brought.value)}, and not there as things stand."
    for now in sorted(verdicts, key=lambda verdict: _weight(verdict, found)):
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
    told = [*rows, *(row for row, _ in new)]
    others = [row for row in about if row not in told]
    clear = [(row, change) for row in others if (change := row.scenarios[0]) is not None and is_clear(change)]
    small = [(row, change) for row, change in clear if is_small(change, row.unit)]
    changed = [each for each in clear if each not in small]
    for row, change in changed[:_MOST]:
        yield f"{_said_of(row, change.value)}{_beside(row, change, size=False)}."
    if small:
        yield f"Hardly any change: {'; '.join(_in_short(row, change) for row, change in small)}."
    same = [row for row in others if not is_clear(row.scenarios[0])]
    if same:
        yield f"No clear change: {'; '.join(map(as_it_is, same))}."
    yield from _before(rows, same)


def _weight(verdict: ExpectationVerdict, found: Digest) -> int:
    """What changes comes first, and what cannot be seen to change last."""
    row = row_of(verdict, found)
    change = None if row is None else row.scenarios[0]
    return 0 if row is not None and change is not None and is_clear(change) and not is_small(change, row.unit) else 1


def _in_short(row: Row, change: Change) -> str:
    now = "" if row.baseline is None else figure(row.baseline.value, row)
    return f"{named(row)} ({figure(change.value, row).removesuffix(DAYS)}, instead of {now.removesuffix(DAYS)})"


def _before(asked: Sequence[Row], same: Sequence[Row]) -> Iterator[str]:
    """Where fewer, or more, get somewhere in time though the wait there is as long: that it comes about before."""
    for row in asked:
        state, change = row.name[2].partition(" within ")[0], row.scenarios[0]
        if row.name[0] != "within_target" or change is None or not is_clear(change) or is_small(change, row.unit):
            continue
        if any(other.name[0] == "wait" and other.name[1:3] == (row.name[1], state) for other in same):
            yield (
                f"{row.label}: it is {better(change.says, change.better)} for what comes before that, "
                "as the wait for it shows no clear change."
            )


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
        return f"; that is no {'visible' if word == 'no change' else 'clear'} change from {now}"
    by = size_of(change.difference, row.unit) if size else ""
    note = f"; {change.note}" if size and change.note else ""
    return f", instead of {now.removesuffix(DAYS)} ({word_of(row, change)}{by}{note})"


def _in_cases(now: ExpectationVerdict, then: ExpectationVerdict, change: Change) -> str:
    """`That is about 6 more of about 40 a year. `: a share of few is a small number, and less than one a year is rare.

    Empty where not as many get there as now.  A difference of simulated means counts nobody, so that it is told as it
    is however small.
    """
    if now.value is None or then.value is None or now.reached_per_year is None or then.reached_per_year is None:
        return ""
    if not is_clear(change) or a_year(now.reached_per_year) != a_year(then.reached_per_year):
        return ""
    many = abs(then.value - now.value) * now.reached_per_year
    more = "more" if then.value > now.value else "fewer"
    if many >= _ONE:
        return f"That is about {max(1, round(many)):,} {more} of {a_year(now.reached_per_year)}. "
    if many * _RARE < 1:
        return f"That is less than one {more} in {_RARE} years. "
    years = round(1 / many)
    return f"That is less than one a year: about one {more} in {years if years > 2 else 'two'} years. "


def _met(now: ExpectationVerdict, then: ExpectationVerdict, scenario: str) -> str:
    words = {"met": "met", "unmet": "not met", "undecided": "not clear"}
    if now.verdict == then.verdict:
        return f"{words[now.verdict]}, as things stand and with {quoted(scenario)}"
    return f"{words[now.verdict]} as things stand, {words[then.verdict]} with {quoted(scenario)}"
