"""A study's result to the sentences at the top of its page: what it is about, whether what was asked for is met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pathways.measures import Key
from pathways.report.better import better
from pathways.report.digest import Change, Digest, Row, Value
from pathways.report.model import StudyPart
from pathways.report.names import Names, capital, number, plain
from pathways.simulation.answers.expectations import SHOWN, ExpectationVerdict, a_year

DAYS: Final = " working days"
_MOST: Final = 4  # figures with a sentence of their own
_MOST_OF_ONE: Final = 8  # the same where there is but one change
_HALF: Final = 50.0  # percent
_CLEAR: Final = {"working days": 0.25, "%": 0.5}  # what is worth a sentence that nobody asked for


def answer(part: StudyPart, found: Digest, names: Names) -> Iterator[str]:
    """What the study is about, with each change; then what was asked for, and which changes meet it."""
    baseline = part.study.baseline.name
    verdicts = [verdict for verdict in part.result.expectations if verdict.scenario == baseline]
    about = _about(part, found)
    if len(found.scenarios) == 1 and about:
        yield from _of_one_change(part, found, names, verdicts, about)
        return
    # What is not met matters most, then what cannot be told.
    verdict = min(verdicts, key=lambda v: ("unmet", "undecided", "met").index(v.verdict), default=None)
    row = None if verdict is None else _row_of(verdict, found)
    if found.scenarios:
        yield from _figures([each for each in about if each is not row], found.scenarios)
    if verdict is None:
        if not (found.scenarios and about):
            yield from map(capital, found.answers)
        return
    met = sum(v.verdict == "met" for v in verdicts)
    if len(verdicts) > 1:
        yield f"As things stand, {_how_many(met, len(verdicts))} met. {capital(_stands(verdict, names))}"
    else:
        yield f"As things stand, {_stands(verdict, names)}"
    if row is not None and found.scenarios:
        yield from _of_changes(row, found, is_all=not about)
    turned = "; ".join(_turned(part.result.expectations, verdicts, found.scenarios))
    if turned:
        yield f"{capital(turned)}."
    yield from _least_kept(found, [*about, *([] if row is None else [row])])


# --- one change beside things as they stand


def _of_one_change(
    part: StudyPart, found: Digest, names: Names, verdicts: Sequence[ExpectationVerdict], about: Sequence[Row]
) -> Iterator[str]:
    """First what was asked for, then the other figures that the study is about: each as it would be, and as it is."""
    (scenario,) = found.scenarios
    later = {_key(v): v for v in part.result.expectations if v.scenario == scenario}
    rows = []
    for now in verdicts:
        then, row = later[_key(now)], _row_of(now, found)
        change = None if row is None else row.scenarios[0]
        if row is None or change is None or now.value is None or then.value is None:
            yield f"As things stand, {_stands(now, names)}"
            continue
        rows.append(row)
        sentence, _, asked = titled(then.finding, then, names).rpartition("; ")
        yield (
            f"With {_quoted(scenario)}, {sentence}{_beside(row, change)}. {_in_cases(now, then, change)}"
            f"The study asks for {asked.removeprefix('asked for ')}: {_met(now, then, scenario)}."
        )
    others = [row for row in about if row not in rows]
    changed = [(row, change) for row in others if (change := row.scenarios[0]) is not None and _is_clear(change)]
    for row, change in changed[:_MOST_OF_ONE]:
        yield f"{_said_of(row, change.value)}{_beside(row, change, size=False)}."
    told = [row for row, _ in changed]
    same = [_named(row) for row in others if row not in told]
    if same:
        yield f"No clear change: {'; '.join(same)}."


def _said_of(row: Row, value: float) -> str:
    """`Wait for Review (child): 7.8 working days on average`."""
    head = f"{'Wait for ' if row.name[0] == 'wait' else ''}{row.label}".replace(": ", ", ")
    figure = _figure(value, row) + {"referrals": " referrals", "a year": " a year"}.get(row.unit, "")
    if row.statistic.endswith("within"):
        return f"{head}: {row.statistic} {figure}"
    return f"{head}: {figure} {row.statistic}".rstrip()


def _key(verdict: ExpectationVerdict) -> tuple[str, ...]:
    return verdict.says, verdict.measure, verdict.pathway, verdict.of


def _beside(row: Row, change: Change, *, size: bool = True) -> str:
    """`, instead of 84.6% (better by 10.6 to 14.4 percentage points)`."""
    now = "" if row.baseline is None else _figure(row.baseline.value, row)
    word = better(change.says, change.better)
    if word in ("no change", "cannot tell"):
        return f"; that is {'no' if word == 'no change' else 'no clear'} change from {now}"
    if now == _figure(change.value, row):
        return "; that is hardly any change"
    return f", instead of {now.removesuffix(DAYS)} ({word}{_size(change.difference, row.unit) if size else ''})"


def _in_cases(now: ExpectationVerdict, then: ExpectationVerdict, change: Change) -> str:
    """`That is about 1 more of about 8 a year. `: a share of few is a small number.

    Empty where not as many get there as now.
    """
    if now.reached_per_year is None or then.reached_per_year is None or change.difference is None:
        return ""
    if not _is_clear(change) or a_year(now.reached_per_year) != a_year(then.reached_per_year):
        return ""
    many = round(abs(change.difference.value) / 100 * now.reached_per_year)
    if many < SHOWN:
        return f"That is a difference of fewer than {SHOWN} referrals a year. "
    more = "more" if change.difference.value > 0 else "fewer"
    return f"That is about {many:,} {more} of {a_year(now.reached_per_year)}. "


def _met(now: ExpectationVerdict, then: ExpectationVerdict, scenario: str) -> str:
    words = {"met": "met", "unmet": "not met", "undecided": "not clear"}
    if now.verdict == then.verdict:
        return f"{words[now.verdict]}, as things stand and with {_quoted(scenario)}"
    return f"{words[now.verdict]} as things stand, {words[then.verdict]} with {_quoted(scenario)}"


# --- what the study is about


def _about(part: StudyPart, found: Digest) -> list[Row]:
    """The figures that the study's file says it is about, in its order."""
    if not part.study.baseline.spec.measures:
        return []
    rows = {Key(*row.name, row.part): row for group in found.groups for row in group.rows}
    return [rows[each.key] for each in part.result.asked if each.key in rows]


def _figures(rows: Sequence[Row], scenarios: Sequence[str]) -> Iterator[str]:
    """`Coming to 'Check', a year: 4.7 as things stand, 23.0 with 'half' (higher); no clear change with 'none'.`"""
    changed = [row for row in rows if any(_is_clear(change) for change in row.scenarios)]
    for row in changed[:_MOST]:
        now = "not seen" if row.baseline is None else _figure(row.baseline.value, row)
        parts = [f"{now} as things stand"]
        rest = []
        for name, change in zip(map(_quoted, scenarios), row.scenarios, strict=True):
            value = "" if change is None else _figure(change.value, row)
            if change is not None and _is_clear(change) and value != now:
                parts.append(f"{value.removesuffix(DAYS)} with {name} ({better(change.says, change.better)})")
            else:
                rest.append(name)
        besides = f"; no clear change with {_and(rest)}" if rest else ""
        reached = f" ({row.reached})" if row.reached else ""
        yield f"{_named(row)}{reached}: {', '.join(parts)}{besides}."
    same = [_named(row) for row in rows if row not in changed]
    if same:
        yield f"No clear change: {'; '.join(same)}."


def _named(row: Row) -> str:
    return label(row).replace(": ", ", ")


def _figure(value: float, row: Row) -> str:
    return f"{number(value)}{'%' if row.unit == '%' else DAYS if row.unit == 'working days' else ''}"


def _is_clear(change: Change | None) -> bool:
    return change is not None and change.says in ("higher", "lower")


# --- what was asked for


def _turned(
    verdicts: Sequence[ExpectationVerdict], now: Sequence[ExpectationVerdict], scenarios: Sequence[str]
) -> Iterator[str]:
    """`with 'fortnightly' it is met`, for each scenario in which another verdict is given than as things stand."""
    stands = [verdict.verdict for verdict in now]
    same: dict[str, list[str]] = {}
    for scenario in scenarios:
        found = [verdict.verdict for verdict in verdicts if verdict.scenario == scenario]
        if found != stands:
            says = _how_many(found.count("met"), len(found)) + " met"
            if len(found) == 1:
                says = {"met": "it is met", "unmet": "it is not met"}.get(found[0], "whether it is met cannot be told")
            same.setdefault(says, []).append(f"'{plain(scenario)}'")
    for says, names in same.items():
        yield f"with {_and(names)} {says}"


def _how_many(met: int, asked: int) -> str:
    if met == asked:
        return "both things asked for are" if asked == 2 else f"all {asked} things asked for are"
    return f"{met or 'none'} of the {asked} things asked for {'is' if met < 2 else 'are'}"


def _stands(verdict: ExpectationVerdict, names: Names) -> str:
    sentence, _, asked = titled(verdict.finding, verdict, names).rpartition("; ")
    sure = ""
    if verdict.low is not None and verdict.high is not None:
        sure = f" (95% interval: {told(verdict.low, verdict)} to {told(verdict.high, verdict)})"
        sure = sure.replace(f"{DAYS} to ", " to ")
    end = {
        "met": f"{asked}, which is met.",
        "unmet": f"{asked}, which is not met.",
        "undecided": f"{asked}, and whether that is met cannot be told from this many replications.",
    }[verdict.verdict]
    return f"{sentence}{sure}; {end}"


def _row_of(verdict: ExpectationVerdict, found: Digest) -> Row | None:
    """The row of the table that has what the expectation asks for."""
    rows = (row for group in found.groups for row in group.rows if not row.part)
    wanted = (verdict.measure, verdict.pathway, verdict.of, verdict.statistic)
    return next((row for row in rows if row.name == wanted), None)


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
            what = f"{_figure(change.value, row)}, {word}{_size(change.difference, row.unit)}"
            parts.append(f"with {_quoted(scenario)} it is {what}")
        else:
            (even if word == "no change" else open_).append(scenario)
    if even:
        parts.append(
            f"{_and(list(map(_quoted, even)))} make{'s' if len(even) == 1 else ''} no visible difference to it"
        )
    if open_:
        change_it = "changes it" if len(open_) == 1 else "change it"
        parts.append(f"whether {_and(list(map(_quoted, open_)))} {change_it} cannot be told")
    if parts:
        yield f"{capital('; '.join(parts))}."
    for scenario in [*even, *open_] if is_all else ():
        most = _most_changed(found, found.scenarios.index(scenario))
        if most is not None:
            yield f"What {_quoted(scenario)} changes most: {most}."


def _most_changed(found: Digest, place: int) -> str | None:
    """The figure that one change makes better or worse by the greatest share of what it was."""
    size: dict[str, float] = {}
    for row in (row for group in found.groups for row in group.rows if row.baseline is not None):
        change = row.scenarios[place]
        if change is None or change.difference is None or row.baseline is None or not row.baseline.value:
            continue
        word, difference = better(change.says, change.better), abs(change.difference.value)
        if word in ("better", "worse") and difference >= _CLEAR.get(row.unit, 0.0):
            was, now = _figure(row.baseline.value, row), _figure(change.value, row)
            size[f"{label(row)}, {now} instead of {was} ({word})"] = difference / row.baseline.value
    return max(size, key=lambda text: (size[text], text), default=None)


def _size(difference: Value | None, unit: str) -> str:
    if difference is None or difference.low is None or difference.high is None:
        return ""
    low, high = sorted((abs(difference.low), abs(difference.high)))
    span = number(low) if number(low) == number(high) else f"{number(low)} to {number(high)}"
    return f" by {span} {'percentage points' if unit == '%' else unit}".rstrip()


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


# --- words


def titled(text: str, verdict: ExpectationVerdict, names: Names) -> str:
    """A sentence about an expectation, with titles in place of ids."""
    state = verdict.of.partition(" within ")[0].removesuffix(" at all")
    where = f" ({names.role(verdict.pathway)})" if names.has_roles else ""
    if not verdict.of or (verdict.measure in ("within_target", "reached") and state == "end"):
        return text
    if not verdict.pathway:
        id_, title = verdict.of, f"'{names.resource(verdict.of)}'"
    elif state != verdict.of:  # an expectation's, which names the pathway besides
        id_, title = state, f"'{names.state(verdict.pathway, state)}'"
    elif verdict.measure == "outcome":
        id_, title = f"{verdict.pathway}.{verdict.of}", f"'{names.outcome(verdict.pathway, verdict.of)}'{where}"
    else:
        id_, title = f"{verdict.pathway}.{verdict.of}", f"'{names.state(verdict.pathway, verdict.of)}'{where}"
    return re.sub(rf"(?<![\w.'-]){re.escape(id_)}(?![\w.'-])", lambda _: title, text)


def told(value: float, verdict: ExpectationVerdict) -> str:
    """A figure in the unit of what was asked for."""
    if verdict.unit == "share":
        return f"{100 * value:.1f}%" if 0 < value < 1 else f"{100 * value:.0f}%"
    return f"{number(value)}{DAYS}" if verdict.unit == "working days" else number(value)


def label(row: Row) -> str:
    """`Wait for Review, on average`: what a row of a table is about."""
    head = "Wait for " if row.name[0] == "wait" else ""
    return f"{head}{row.label}, {'a year' if row.unit == 'a year' else row.statistic}".rstrip(", ")


def _quoted(scenario: str) -> str:
    return f"'{plain(scenario)}'"


def _and(words: Sequence[str]) -> str:
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"
