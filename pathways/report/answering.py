"""A study's result to the sentences at the top of its page: what it is about, whether what was asked for is met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pathways.measures import Key
from pathways.report.better import better
from pathways.report.digest import Digest, Row
from pathways.report.figure_words import (
    DAYS,
    as_it_is,
    figure,
    in_a_row,
    is_clear,
    is_new,
    is_small,
    label,
    named,
    quoted,
    row_of,
    size_of,
    stands,
    word_of,
)
from pathways.report.model import StudyPart
from pathways.report.names import Names, capital, number, plain
from pathways.report.one_change import of_one_change
from pathways.simulation.answers.expectations import ExpectationVerdict

_MOST: Final = 4  # figures with a sentence of their own
_HALF: Final = 50.0  # percent
_CLEAR: Final = {"working days": 0.25, "%": 0.5}  # what is worth a sentence that nobody asked for


def answer(part: StudyPart, found: Digest, names: Names) -> Iterator[str]:
    """What the study is about, with each change; then what was asked for, and which changes meet it."""
    baseline = part.study.baseline.name
    verdicts = [verdict for verdict in part.result.expectations if verdict.scenario == baseline]
    about = _about(part, found)
    if len(found.scenarios) == 1 and about:
        yield from of_one_change(part, found, names, verdicts, about)
        return
    # What is not met matters most, then what cannot be told.
    verdict = min(verdicts, key=lambda v: ("unmet", "undecided", "met").index(v.verdict), default=None)
    row = None if verdict is None else row_of(verdict, found)
    if found.scenarios:
        yield from _figures([each for each in about if each is not row], found.scenarios)
    if verdict is None:
        if not (found.scenarios and about):
            yield from map(capital, found.answers)
        return
    met = sum(v.verdict == "met" for v in verdicts)
    if len(verdicts) > 1:
        yield f"As things stand, {_how_many(met, len(verdicts))} met. {capital(stands(verdict, names))}"
    else:
        yield f"As things stand, {stands(verdict, names)}"
    if row is not None and found.scenarios:
        yield from _of_changes(row, found, is_all=not about)
    turned = "; ".join(_turned(part.result.expectations, verdicts, found.scenarios))
    if turned:
        yield f"{capital(turned)}."
    yield from _least_kept(found, [*about, *([] if row is None else [row])])


# --- what the study is about


def _about(part: StudyPart, found: Digest) -> list[Row]:
    """The figures that the study's file says it is about, in its order."""
    if not part.study.baseline.spec.measures:
        return []
    rows = {Key(*row.name, row.part): row for group in found.groups for row in group.rows}
    return [rows[each.key] for each in part.result.asked if each.key in rows]


def _figures(rows: Sequence[Row], scenarios: Sequence[str]) -> Iterator[str]:
    """`Coming to 'Check', a year: 4.7 as things stand, 23.0 with 'half' (higher); no clear change with 'none'.`"""
    changed = [
        row
        for row in rows
        if any(
            is_new(row, each) or (each and is_clear(each) and not is_small(each, row.unit)) for each in row.scenarios
        )
    ]
    for row in changed[:_MOST]:
        now = "not there" if row.baseline is None else figure(row.baseline.value, row)
        parts = [f"{now} as things stand"]
        rest = []
        for name, change in zip(map(quoted, scenarios), row.scenarios, strict=True):
            if change is not None and (is_clear(change) or is_new(row, change)):
                word = "" if row.baseline is None else f" ({word_of(row, change)})"
                parts.append(f"{figure(change.value, row).removesuffix(DAYS)} with {name}{word}")
            elif row.baseline is None:
                continue
            else:
                rest.append(name)
        besides = f"; no clear change with {in_a_row(rest)}" if rest else ""
        reached = f" ({row.reached})" if row.reached else ""
        yield f"{named(row)}{reached}: {', '.join(parts)}{besides}."
    small = [row for row in rows if row not in changed and any(map(is_clear, row.scenarios))]
    if small:
        yield f"Hardly any change: {'; '.join(map(named, small))}."
    same = [as_it_is(row) for row in rows if row not in changed and row not in small]
    if same:
        yield f"No clear change: {'; '.join(same)}."


# --- what was asked for


def _turned(
    verdicts: Sequence[ExpectationVerdict], now: Sequence[ExpectationVerdict], scenarios: Sequence[str]
) -> Iterator[str]:
    """`with 'fortnightly' it is met`, for each scenario in which another verdict is given than as things stand."""
    before = [verdict.verdict for verdict in now]
    same: dict[str, list[str]] = {}
    for scenario in scenarios:
        found = [verdict.verdict for verdict in verdicts if verdict.scenario == scenario]
        if found != before:
            says = _how_many(found.count("met"), len(found)) + " met"
            if len(found) == 1:
                says = {"met": "it is met", "unmet": "it is not met"}.get(found[0], "whether it is met cannot be told")
            same.setdefault(says, []).append(f"'{plain(scenario)}'")
    for says, names in same.items():
        yield f"with {in_a_row(names)} {says}"


def _how_many(met: int, asked: int) -> str:
    if met == asked:
        return "both things asked for are" if asked == 2 else f"all {asked} things asked for are"
    return f"{met or 'none'} of the {asked} things asked for {'is' if met < 2 else 'are'}"


def _of_changes(row: Row, found: Digest, *, is_all: bool) -> Iterator[str]:
    """`With 'twice' it is 97.1%, better by 19 to 27 percentage points; whether 'surge' changes it cannot be told.`

    Parameters
    ----------
    is_all : nothing else is said of the changes, so that what one does elsewhere must be.
    """
    parts: list[str] = []
    even: list[str] = []
    open_: list[str] = []
    for scenario, change in zip(found.scenarios, row.scenarios, strict=True):
        if change is None:
            continue
        word = better(change.says, change.better)
        if word in ("better", "worse", "higher", "lower"):
            note = f" ({change.note})" if change.note else ""
            what = f"{figure(change.value, row)}, {word}{size_of(change.difference, row.unit)}{note}"
            parts.append(f"with {quoted(scenario)} it is {what}")
        else:
            (even if word == "no change" else open_).append(scenario)
    if even:
        parts.append(
            f"{in_a_row(list(map(quoted, even)))} make{'s' if len(even) == 1 else ''} no visible difference to it"
        )
    if open_:
        change_it = "changes it" if len(open_) == 1 else "change it"
        parts.append(f"whether {in_a_row(list(map(quoted, open_)))} {change_it} cannot be told")
    if parts:
        yield f"{capital('; '.join(parts))}."
    for scenario in [*even, *open_] if is_all else ():
        most = _most_changed(found, found.scenarios.index(scenario))
        if most is not None:
            yield f"What {quoted(scenario)} changes most: {most}."


def _most_changed(found: Digest, place: int) -> str | None:
    """The figure that one change makes better or worse by the greatest share of what it was."""
    size: dict[str, float] = {}
    for row in (row for group in found.groups for row in group.rows if row.baseline is not None):
        change = row.scenarios[place]
        if change is None or change.difference is None or row.baseline is None or not row.baseline.value:
            continue
        word, difference = better(change.says, change.better), abs(change.difference.value)
        if word in ("better", "worse") and difference >= _CLEAR.get(row.unit, 0.0):
            was, now = figure(row.baseline.value, row), figure(change.value, row)
            size[f"{label(row)}, {now} instead of {was} ({word})"] = difference / row.baseline.value
    return max(size, key=lambda text: (size[text], text), default=None)


def _least_kept(found: Digest, known: Sequence[Row]) -> Iterator[str]:
    """The standards that are missed more often than kept, of which nothing has been said."""
    missed = [
        f"{label(row)}, {number(row.baseline.value)}%"
        for group in found.groups
        for row in group.rows
        if row.name[0] == "within_target" and row not in known and row.baseline is not None
        if row.baseline.value < _HALF
    ]
    if missed:
        more = f"; and {len(missed) - _MOST} more" if len(missed) > _MOST else ""
        yield f"Standards missed more often than kept, as things stand: {'; '.join(missed[:_MOST])}{more}."
