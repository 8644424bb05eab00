"""A study's result to what a reader wants first: a sentence for each scenario, and a few tables in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from pathways.definition import LinkedPathway
from pathways.measures import Difference, Estimate
from pathways.report.names import Name, Names, plain
from pathways.simulation import Result, Study

Unit = Literal["working days", "%", "a year", "referrals"]

Measured = TypeVar("Measured", Estimate, Difference)
_STATISTICS: Final = {"mean": "on average", "median": "half within", "p90": "nine in ten within"}
_MOST_ROWS: Final = 12
_NOTHING: Final = 1e-9  # what is left of sums of fractions when nothing has changed
_BRIEF_DAYS: Final = 0.25  # waits shorter than a quarter of a day are left out, unless a scenario changes them


@dataclass(frozen=True)
class Value:
    """A number with its 95% interval, both in the row's unit."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Change:
    """A scenario's value, and its paired difference from the baseline; `says` is the direction in a word."""

    value: float
    difference: Value | None
    says: str


@dataclass(frozen=True)
class Row:
    """One measure: in words, its unit, the baseline, and each scenario (None where it was not seen)."""

    label: str
    statistic: str
    unit: Unit
    name: Name
    baseline: Value | None
    scenarios: tuple[Change | None, ...]


@dataclass(frozen=True)
class Group:
    """Rows that answer one question."""

    title: str
    explains: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Digest:
    """A study in short. `answers` has a sentence for each scenario, or one for the baseline alone."""

    scenarios: tuple[str, ...]
    answers: tuple[str, ...]
    groups: tuple[Group, ...]


def digest(study: Study, result: Result, pathways: Mapping[str, LinkedPathway]) -> Digest:
    """Choose, name and order what matters of a result."""
    return _Digester(study, result, pathways).digest()


class _Digester:
    def __init__(self, study: Study, result: Result, pathways: Mapping[str, LinkedPathway]) -> None:
        self.study, self.result = study, result
        self.names = Names(study, pathways)
        self.scenarios = tuple(name for name in result.scenarios if name != study.baseline.name)
        self.baseline = _by_name(result.scenarios[study.baseline.name])
        self.others = {name: _by_name(result.scenarios[name]) for name in self.scenarios}
        self.differences = {name: _by_name(result.comparisons[name].rows) for name in self.scenarios}
        measured = {*self.baseline, *(n for other in self.others.values() for n in other)}
        self.measured = sorted(measured, key=self._order)

    def digest(self) -> Digest:
        groups = [
            Group(
                "How long it takes",
                "Referrals still open at the end of the study count for as long as they were seen.",
                self.rows(lambda n: n[0] in ("time_to_milestone", "time_to_end")),
            ),
            Group(
                "Waiting",
                "From being ready for a piece of work, or a meeting, until it begins. The longest come first.",
                self.waits(),
            ),
            Group(
                "Standards kept",
                "The share that is done within its time standard. The least kept come first.",
                self.standards(),
            ),
            Group(
                "Teams and panels",
                "How much of the staff's time and of the meetings' slots is used, and how much is left waiting.",
                self.rows(lambda n: n[0] in ("utilisation", "slots_used", "queue", "left_over")),
            ),
            Group(
                "Referrals",
                "How many come, and how many are open at the same time.",
                self.rows(lambda n: n[0] in ("arrivals", "open")),
            ),
        ]
        return Digest(self.scenarios, self.answers(), tuple(group for group in groups if group.rows))

    def _order(self, name: Name) -> tuple[int, str, int, Name]:
        """Pathways as the study names them; each team's rows together; milestones before the end."""
        roles = list(self.study.baseline.spec.pathways)
        place = roles.index(name[1]) if name[1] in roles else len(roles)
        return place, "" if name[1] else name[2], int(name[0] == "time_to_end"), name

    # --- rows

    def rows(self, wanted: Callable[[Name], bool]) -> tuple[Row, ...]:
        return tuple(self.row(name) for name in self.measured if wanted(name))

    def waits(self) -> tuple[Row, ...]:
        means = [n for n in self.measured if n[0] == "wait" and n[3] == "mean"]
        means = [n for n in means if self._size(n) >= _BRIEF_DAYS or self._is_changed(n)]
        means.sort(key=lambda n: (-self._size(n), n))
        chosen = means[:_MOST_ROWS]
        return tuple(
            self.row(name)
            for mean in chosen
            for name in (mean, (*mean[:3], "p90"))
            if name in self.baseline or any(name in other for other in self.others.values())
        )

    def standards(self) -> tuple[Row, ...]:
        names = [n for n in self.measured if n[0] == "within_target"]
        names.sort(key=lambda n: (self._size(n), n))
        return tuple(self.row(name) for name in names[:_MOST_ROWS])

    def row(self, name: Name) -> Row:
        unit = _unit(name)
        scale = 100 if unit == "%" else 1
        found = self.baseline.get(name)
        return Row(
            self.names.label(name),
            _STATISTICS.get(name[3], "") if unit == "working days" else "",
            unit,
            name,
            None if found is None else _scaled(found.value, found.low, found.high, scale),
            tuple(self._change(name, scenario, scale) for scenario in self.scenarios),
        )

    def _change(self, name: Name, scenario: str, scale: float) -> Change | None:
        found = self.others[scenario].get(name)
        if found is None:
            return None
        row = self.differences[scenario].get(name)
        if row is None:
            return Change(found.value * scale, None, "")
        says = row.says
        if row.low is not None and row.high is not None and max(abs(row.low), abs(row.high)) < _NOTHING:
            says = "the same"
        return Change(row.value * scale, _scaled(row.difference, row.low, row.high, scale), says)

    def _size(self, name: Name) -> float:
        """How large the measure is anywhere."""
        found = [side[name].value for side in (self.baseline, *self.others.values()) if name in side]
        return max(found) if name[0] == "wait" else min(found)

    def _visits(self, name: Name) -> float:
        """How many a year wait there, so that a wait of many counts for more than a wait of few."""
        found = self.baseline.get(("visits", name[1], name[2], "per_year"))
        return 0.0 if found is None else found.value

    def _is_changed(self, name: Name) -> bool:
        return any(
            name in rows and rows[name].says in ("higher", "lower") and abs(rows[name].difference) >= _BRIEF_DAYS / 2
            for rows in self.differences.values()
        )

    # --- sentences

    def answers(self) -> tuple[str, ...]:
        if not self.scenarios:
            return (self._baseline_sentence(),)
        return tuple(self._scenario_sentence(name) for name in self.scenarios)

    def _baseline_sentence(self) -> str:
        ends = [n for n in self.measured if n[0] == "time_to_end" and n[3] == "median" and n in self.baseline]
        parts = [f"half get {_lower(self.names.label(n))} within {_days(self.baseline[n].value)}" for n in ends]
        waits = sorted((n for n in self.baseline if n[0] == "wait" and n[3] == "mean"), key=self._size, reverse=True)
        if waits and self._size(waits[0]) >= _BRIEF_DAYS:
            wait = self.baseline[waits[0]]
            parts.append(
                f"the longest wait is for {_quoted(self.names.label(waits[0]))}, {_days(wait.value)} on average"
            )
        return _sentence("; ".join(parts) or "nothing was measured")

    def _scenario_sentence(self, scenario: str) -> str:
        rows = self.differences[scenario]
        clear = [n for n in rows if rows[n].says in ("higher", "lower")]
        parts = []
        whole = [n for n in clear if n[0] == "time_to_milestone" and n[3] == "median"]
        whole = whole or [n for n in clear if n[0] == "time_to_end" and n[3] == "median"]
        if whole:
            name = max(whole, key=lambda n: (abs(rows[n].difference), n))
            row = rows[name]
            parts.append(
                f"half of the referrals get {_lower(self.names.label(name))} within {number(row.value)} working days "
                f"instead of {number(row.baseline)} ({_doubt(row)})"
            )
        waits = [n for n in clear if n[0] == "wait" and n[3] == "mean"]
        if waits:
            name = max(waits, key=lambda n: (abs(rows[n].difference) * self._visits(n), n))
            row = rows[name]
            verb = "falls" if row.says == "lower" else "rises"
            parts.append(
                f"the average wait for {_quoted(self.names.label(name))} {verb} from {number(row.baseline)} "
                f"to {number(row.value)} working days ({_doubt(row)})"
            )
        if not parts:
            return f"{_title(scenario)}: no wait changes by more than chance could explain."
        return f"{_title(scenario)}: {'; '.join(parts)}."


def _by_name(rows: Iterable[Measured]) -> dict[Name, Measured]:
    return {(row.measure, row.pathway, row.of, row.statistic): row for row in rows}


def _unit(name: Name) -> Unit:
    if name[3] == "share" or name[0] == "utilisation":
        return "%"
    if name[3] == "per_year":
        return "a year"
    return "referrals" if name[0] in ("open", "queue", "left_over") else "working days"


def _scaled(value: float, low: float | None, high: float | None, scale: float) -> Value:
    return Value(value * scale, None if low is None else low * scale, None if high is None else high * scale)


def _doubt(row: Difference) -> str:
    """How much fewer or more, as far as chance lets one say."""
    low, high = sorted((abs(row.low or 0.0), abs(row.high or 0.0)))
    return f"{number(low)} to {number(high)} {'fewer' if row.says == 'lower' else 'more'}, with 95% confidence"


def _quoted(label: str) -> str:
    """`'Home assessment' (child)`: the title in quotes, what stands behind it not."""
    title, bracket, rest = label.partition(" (")
    return f"'{title}'{bracket}{rest}"


def _title(name: str) -> str:
    words = plain(name)
    return words[:1].upper() + words[1:]


def number(value: float) -> str:
    """A number with as many digits as its size deserves."""
    size = abs(value)
    text = f"{value:.0f}" if size >= 100 else f"{value:.1f}" if size >= 1 or size < 0.005 else f"{value:.2f}"
    return "0.0" if text in ("-0.0", "-0.00", "0.00") else text


def _days(value: float) -> str:
    return f"{number(value)} working days"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
