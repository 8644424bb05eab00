"""A surge or a dated change to how large the backlog gets, and when it is over, in words; and the chart of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import fsum
from typing import Final

from pathways.measures import WeekFigure
from pathways.report.names import Names, number, plain
from pathways.simulation import Result, Scenario, Study
from pathways.simulation.answers.weekly import Weekly

_MOST: Final = 3  # series that are told
_MEASURES: Final = ("queue", "left_over", "held", "open")
Name = tuple[str, str, str]  # measure, pathway, and team, panel or places


def is_dated(study: Study) -> bool:
    """Whether anything in the study begins or ends on a date: a surge, or a change."""
    return any(_dates(scenario) for scenario in study.all_scenarios)


def backlog(study: Study, result: Result) -> Weekly | None:
    """What to draw: the series that the study asks for, or else its open referrals, where something has a date."""
    if not result.weekly or not is_dated(study):
        return None
    base = study.baseline.name
    shown = [base, *(name for name in result.weekly if name != base and _dates(study.scenarios[name]))]
    names = dict.fromkeys((r.measure, r.pathway, r.of) for r in result.weekly[base])
    asked = [each.key[:3] for each in result.asked if each.key[0] in _MEASURES and each.key[:3] in names]
    wanted = (list(dict.fromkeys(asked)) or [name for name in names if name[0] == "open"])[:_MOST]
    rows = {
        name: tuple(row for each in wanted for row in result.weekly[name] if (row.measure, row.pathway, row.of) == each)
        for name in shown
    }
    return Weekly(result.title, result.replications, rows)


def labels(found: Weekly, names: Names) -> Mapping[Name, str]:
    """What each series is called."""
    keys = dict.fromkeys((row.measure, row.pathway, row.of) for rows in found.scenarios.values() for row in rows)
    return {key: _label(key, names) for key in keys}


def recovery(study: Study, result: Result, names: Names) -> tuple[str, ...]:
    """For each series, and each scenario with a date: the most there is, and from which week on it is as it was."""
    found = backlog(study, result)
    return () if found is None else tuple(_told(study, result, found, names))


def _told(study: Study, result: Result, found: Weekly, names: Names) -> Iterator[str]:
    base = study.baseline.name
    starts = _dates(study.baseline)
    for key, label in labels(found, names).items():
        series = {
            name: [row for row in rows if (row.measure, row.pathway, row.of) == key]
            for name, rows in found.scenarios.items()
        }
        if starts:
            yield from _against_before(label, series[base], starts, result.measured_from)
            continue
        for name, rows in series.items():
            if name != base:
                yield from _against_baseline(label, plain(name), rows, series[base])


def _against_baseline(
    label: str, scenario: str, rows: Sequence[WeekFigure], stands: Sequence[WeekFigure]
) -> Iterator[str]:
    """A scenario with a date against the study as it stands, in the same weeks; a panel may meet in others."""
    usual = {row.week: row for row in stands}
    rows = [row for row in rows if row.week in usual]
    if not rows:
        return
    over = [row.mean > usual[row.week].p95 for row in rows]
    most = max(range(len(rows)), key=lambda at: rows[at].mean)
    says = (
        f"{label}, '{scenario}': at most {number(rows[most].mean)} on average, in week {rows[most].week + 1}, "
        f"against {number(usual[rows[most].week].mean)} as things stand"
    )
    yield f"{says}; {_recovered(rows, over, 'in nineteen of twenty replications as things stand')}."


def _against_before(
    label: str, rows: Sequence[WeekFigure], starts: Sequence[date | None], measured_from: date | None
) -> Iterator[str]:
    """The study as it stands, which has a date itself, against the weeks before it."""
    first = min((start for start in starts if start is not None), default=None)
    if not rows:
        return
    days = 0 if first is None or measured_from is None else (first - measured_from).days
    before = [row for row in rows if 7 * (row.week + 1) <= days]
    after = [row for row in rows if 7 * (row.week + 1) > days]
    if not before or not after:
        yield f"{label}: nothing is measured before the first date, so when it is as before cannot be told."
        return
    usual, limit = (fsum(values) / len(before) for values in ([r.mean for r in before], [r.p95 for r in before]))
    most = max(after, key=lambda row: row.mean)
    over = [row.mean > limit for row in after]
    yield (
        f"{label}: at most {number(most.mean)} on average, in week {most.week + 1}, against {number(usual)} before; "
        f"{_recovered(after, over, 'in nineteen of twenty replications before')}."
    )


def _recovered(rows: Sequence[WeekFigure], over: Sequence[bool], usual: str) -> str:
    """`from week 20 on it is no higher than ...`: after the last week in which the mean is over it."""
    if not any(over):
        return f"it is never higher than {usual}"
    last = max(at for at, is_over in enumerate(over) if is_over)
    if last + 1 == len(rows):
        return f"at the end, after {rows[-1].week + 1} weeks, it is still higher than {usual}"
    return f"from week {rows[last + 1].week + 1} on it stays no higher than {usual}"


def _dates(scenario: Scenario) -> list[date | None]:
    """When each surge and each dated change begins; None for one that holds from the first date on."""
    found: list[date | None] = [change.from_ for change in scenario.spec.changes.values()]
    for stream in scenario.spec.arrivals.values():
        surges = stream.surge if isinstance(stream.surge, tuple) else (stream.surge,)
        found += [surge.from_ for surge in surges]
    return found


def _label(key: Name, names: Names) -> str:
    measure, role, of = key
    if measure == "open":
        return f"Open referrals ({names.role(role)})" if names.has_roles else "Open referrals"
    words = {"queue": "waiting", "left_over": "still waiting after a meeting", "held": "places held"}
    return f"{names.resource(of)}: {words[measure]}"
