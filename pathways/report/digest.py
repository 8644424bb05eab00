"""A study's result to what a reader wants first: sentences for each scenario, and a few tables in words."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from pathways.definition import LinkedPathway
from pathways.measures import Estimate, Key
from pathways.report.answers import Answers
from pathways.report.names import Name, Names, number, plain
from pathways.simulation import OF_THOSE_REACHED, Contrast, Reached, Result, Study, a_year, share_words
from pathways.simulation.answers.asked import Better, unit_of

Unit = Literal["working days", "%", "a year", "referrals"]

Measured = TypeVar("Measured", Estimate, Contrast)
_STATISTICS: Final = {"mean": "on average", "median": "half within", "p90": "nine in ten within"}
_MOST_ROWS: Final = 12
_BRIEF_DAYS: Final = 0.25  # waits shorter than a quarter of a day are left out, unless a scenario changes them


@dataclass(frozen=True)
class Value:
    """A number with its 95% interval, both in the row's unit."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Change:
    """A scenario's value, and its paired difference from the baseline; `says` is the direction in a word.

    `note` says between which numbers the difference is where these are others, because some replications lack the
    measure on one side; `better` whether less or more of the measure is.
    """

    value: float
    difference: Value | None
    says: str
    note: str = ""
    better: Better | None = None


@dataclass(frozen=True)
class Row:
    """One measure: in words, its unit, the baseline, and each scenario (None where it was not seen).

    `reached` says how many get to the milestone that it is about; empty for all others. `part` says of which referrals
    alone it is (`size=major`); empty for all.
    """

    label: str
    statistic: str
    unit: Unit
    name: Name
    baseline: Value | None
    scenarios: tuple[Change | None, ...]
    reached: str = ""
    part: str = ""


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
        self.wanted = wanted_of(result)
        # What is better for one pathway is so for the others, where the study says it of all its referrals.
        self.better = {
            (e.key.measure, e.key.statistic): e.better for e in result.asked if e.key.pathway and not e.key.of
        }
        self._look_at("")
        measured = {*self.baseline, *(n for other in self.others.values() for n in other)}
        self.measured = sorted(measured, key=self._order)

    def _look_at(self, part: str) -> None:
        """Turn to the figures of all referrals, or of those of one part alone."""
        self.baseline = _by_name(self.result.scenarios[self.study.baseline.name], part)
        self.others = {name: _by_name(self.result.scenarios[name], part) for name in self.scenarios}
        self.differences = {name: _by_name(self.result.comparisons[name].rows, part) for name in self.scenarios}

    def digest(self) -> Digest:
        groups = [
            Group(
                "How long it takes",
                "Referrals still open at the end of the study count for as long as they were seen.",
                self.rows(lambda n: n[0] in ("time_to_milestone", "time_to_end") and n[3] in _STATISTICS),
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
        shown = {row.name for group in groups for row in group.rows}
        answers = Answers(self.names, self.result, self.baseline, self.differences, self.wanted).sentences()
        groups.append(Group("Also asked for", "What else the study says it is about.", tuple(self.asked(shown))))
        return Digest(self.scenarios, answers, tuple(group for group in groups if group.rows))

    def _order(self, name: Name) -> tuple[int, str, int, Name]:
        """Pathways as the study names them; each team's rows together; milestones before the end."""
        roles = list(self.study.baseline.spec.pathways)
        place = roles.index(name[1]) if name[1] in roles else len(roles)
        return place, "" if name[1] else name[2], int(name[0] == "time_to_end"), name

    # --- rows

    def rows(self, wanted: Callable[[Name], bool]) -> tuple[Row, ...]:
        return self._once(self.row(name) for name in self.measured if wanted(name))

    def _once(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Each figure once: two stretches of a pathway may be the same; the one that the study asks for is kept."""
        found: dict[tuple[object, ...], Row] = {}
        for row in rows:
            sides = [None if change is None else number(change.value) for change in row.scenarios]
            now = None if row.baseline is None else number(row.baseline.value)
            same = (row.label, row.statistic, now, *sides)
            if same not in found or row.name in self.wanted:
                found[same] = row
        return tuple(found.values())

    def asked(self, shown: Container[Name]) -> Iterator[Row]:
        """What the study asks for and no other table has, or has for all referrals only."""
        for each in self.result.asked:
            name = each.key[:4]
            if each.key.group or name not in shown:
                self._look_at(each.key.group)
                yield self.row(name, each.key.group)
        self._look_at("")

    def waits(self) -> tuple[Row, ...]:
        means = [n for n in self.measured if n[0] == "wait" and n[1] and n[3] == "mean"]
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
        return self._once(self.row(name) for name in names[:_MOST_ROWS])

    def row(self, name: Name, part: str = "") -> Row:
        unit = _unit(name)
        scale = 100 if unit == "%" else 1
        found = self.baseline.get(name)
        label = self.names.label(name)
        return Row(
            f"{label}, {plain(part.replace('=', ': '))}" if part else label,
            _STATISTICS.get(name[3], "") if unit == "working days" else "",
            unit,
            name,
            None if found is None else _scaled(found.value, found.low, found.high, scale),
            tuple(self._change(name, scenario, scale) for scenario in self.scenarios),
            "" if part else self._reached(name),
            part,
        )

    def _reached(self, name: Name) -> str:
        """`reached by 13% of all, about 8 a year`, and where a scenario differs from that."""
        first = self.result.reached(name[1], name[2], self.study.baseline.name)
        if name[0] not in OF_THOSE_REACHED or first is None:
            return ""
        start, _ = self.names.ends(name)
        words = f"{share_words(first.share)} of {'all' if start is None else 'those that begin it'}"
        told = f"of those that get there: {words}, {a_year(first.per_year)}"
        differing: dict[str, list[str]] = {}
        for scenario in self.scenarios:
            other = self.result.reached(name[1], name[2], scenario)
            if other is not None and _short(other) != _short(first):
                is_as_many = a_year(other.per_year) == a_year(first.per_year)
                words = share_words(other.share) if is_as_many else _short(other)
                differing.setdefault(words, []).append(plain(scenario))
        return told + "".join(f"; {', '.join(where)}: {words}" for words, where in differing.items())

    def _change(self, name: Name, scenario: str, scale: float) -> Change | None:
        found = self.others[scenario].get(name)
        if found is None:
            return None
        row = self.differences[scenario].get(name)
        if row is None:
            return Change(found.value * scale, None, "", "no repetition has both")
        difference = _scaled(row.difference, *row.interval, scale)
        before = self.baseline.get(name)
        paired = number(row.baseline * scale), number(row.value * scale)
        says: str = "cannot tell" if row.says == "the same" else row.says
        beside = None if before is None else number(before.value * scale), number(found.value * scale)
        if _is_nothing(difference) or (says != "cannot tell" and any(len({*pair}) == 1 for pair in (paired, beside))):
            says = "no visible change"
        note = ""
        if beside != paired:
            both = f"{row.replications} of {self.result.replications} repetitions have both"
            note = f"{both}; there {paired[0]}, and {paired[1]} with the change"
        return Change(found.value * scale, difference, says, note, row.better or self._direction(name))

    def _direction(self, name: Name) -> Better | None:
        return self.better.get((name[0], name[3])) if name[1] and not name[2] else None

    def _size(self, name: Name) -> float:
        """How large the measure is anywhere."""
        found = [side[name].value for side in (self.baseline, *self.others.values()) if name in side]
        return max(found) if name[0] == "wait" else min(found)

    def _is_changed(self, name: Name) -> bool:
        return any(
            name in rows and rows[name].says in ("higher", "lower") and abs(rows[name].difference) >= _BRIEF_DAYS / 2
            for rows in self.differences.values()
        )


def wanted_of(result: Result) -> frozenset[Name]:
    """What the study is about: the figures that it names, and those that it expects something of."""
    expected = ((each.measure, each.pathway, each.of, each.statistic) for each in result.expectations)
    return frozenset({*expected, *(each.key[:4] for each in result.asked)})


def _by_name(rows: Iterable[Measured], part: str) -> dict[Name, Measured]:
    return {(row.measure, row.pathway, row.of, row.statistic): row for row in rows if row.group == part}


def _short(reached: Reached) -> str:
    return f"{share_words(reached.share)}, {a_year(reached.per_year)}"


def _unit(name: Name) -> Unit:
    if name[3] == "per_year":
        return "a year"
    units: dict[str, Unit] = {"share": "%", "working days": "working days", "number": "referrals"}
    return units[unit_of(Key(*name))]


def _scaled(value: float, low: float | None, high: float | None, scale: float) -> Value:
    return Value(value * scale, None if low is None else low * scale, None if high is None else high * scale)


def _is_nothing(value: Value) -> bool:
    """Whether a difference and its interval all read 0.0."""
    return all(end is not None and number(end) == "0.0" for end in (value.value, value.low, value.high))
