"""A study's result to the sentences that answer its question: standards and queues first, then times and waits."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final

from pathways.measures import Estimate
from pathways.report.names import Name, Names, capital, number, plain
from pathways.simulation import Contrast, Result, a_year, share_words

_BRIEF_DAYS: Final = 0.25  # waits shorter than a quarter of a day are not worth a sentence
_CLEAR_SHARE: Final = 0.005  # nor is a change of less than half a percent


class Answers:
    """The sentences of one study.

    Parameters
    ----------
    baseline : its estimates by name.
    differences : for each scenario, its differences from the baseline by name.
    wanted : what the study is about, which is told of first.
    """

    def __init__(
        self,
        names: Names,
        result: Result,
        baseline: Mapping[Name, Estimate],
        differences: Mapping[str, Mapping[Name, Contrast]],
        wanted: Container[Name] = (),
    ) -> None:
        self.names, self.result = names, result
        self.baseline, self.differences, self.wanted = baseline, differences, wanted
        self.values = {
            name: {(e.measure, e.pathway, e.of, e.statistic): e.value for e in rows if not e.group}
            for name, rows in result.scenarios.items()
        }
        self.standard = self._chosen(lambda n: n[0] == "within_target", _CLEAR_SHARE)
        self.milestone = self._milestone()

    def sentences(self) -> tuple[str, ...]:
        """One text for each scenario, or one for the baseline alone."""
        if not self.differences:
            return (_joined(self._of_baseline()) or "Nothing was measured.",)
        nothing = "nothing changes by more than chance could explain."
        return tuple(
            f"{capital(plain(name))}: {_joined(self._of_scenario(name)) or nothing}" for name in self.differences
        )

    # --- which measures

    def _chosen(self, wanted: Callable[[Name], bool], least: float) -> Name | None:
        """The measure that changes most in all scenarios together; first what the study is about, then milestones."""
        size: dict[Name, float] = {}
        for rows in self.differences.values():
            for name, row in rows.items():
                if wanted(name) and _is_clear(row, least):
                    size[name] = size.get(name, 0.0) + abs(row.difference)
        return max(size, key=lambda n: (n in self.wanted, self._is_milestone(n), size[n], n), default=None)

    def _milestone(self) -> Name | None:
        """The milestone whose time is told in every scenario: that of the standard, if there is one."""
        if self.standard is not None and self._is_milestone(self.standard):
            return ("time_to_milestone", *self.standard[1:3], "median")
        found = self._chosen(lambda n: n[0] == "time_to_milestone" and n[3] == "median", _BRIEF_DAYS / 2)
        return found or self._chosen(lambda n: n[0] == "time_to_end" and n[3] == "median", _BRIEF_DAYS / 2)

    def _is_milestone(self, name: Name) -> bool:
        return self.result.reached(name[1], name[2]) is not None

    # --- the sentences

    def _of_scenario(self, scenario: str) -> Iterable[str]:
        rows = self.differences[scenario]
        told = False
        if self.standard is not None and self.standard in rows:
            yield self._standard(self.standard, rows[self.standard], scenario)
            told = True
        queues = [n for n, row in rows.items() if n[0] in ("queue", "left_over") and _is_clear(row, 0.05)]
        if queues:
            name = max(queues, key=lambda n: (abs(rows[n].difference), n))
            yield self._queue(name, rows[name], scenario)
        if self.milestone is not None and self.milestone in rows:
            yield self._time(self.milestone, rows[self.milestone], scenario, is_told=told)
        waits = [
            n
            for n, row in rows.items()
            if n[1] and (n[0], n[3]) == ("wait", "mean") and _is_clear(row, _BRIEF_DAYS / 2)
        ]
        if waits:
            name = max(waits, key=lambda n: (abs(rows[n].difference) * self._visits(n), n))
            row = rows[name]
            yield (
                f"the average wait for {self._quoted(name)} {_verb(row)} from {number(self.baseline[name].value)} "
                f"to {number(self.values[scenario][name])} working days ({_doubt(row)})"
            )

    def _of_baseline(self) -> Iterable[str]:
        for name, row in self.baseline.items():
            if name[0] == "within_target" and self._is_milestone(name):
                yield f"{self.who(name)}, {row.value:.1%} do so within {self.names.within(name)}"
        queues = [n for n in self.baseline if n[0] in ("queue", "left_over") and self.baseline[n].value >= 1]
        if queues:
            name = max(queues, key=lambda n: (self.baseline[n].value, n))
            yield self._queue(name, None)
        for name, row in self.baseline.items():
            if name[0] == "time_to_end" and name[3] == "median":
                yield f"{self.who(name)}, half end within {number(row.value)} working days"
        waits = [n for n in self.baseline if n[1] and (n[0], n[3]) == ("wait", "mean")]
        longest = max(waits, key=lambda n: (self.baseline[n].value, n), default=None)
        if longest is not None and self.baseline[longest].value >= _BRIEF_DAYS:
            days = number(self.baseline[longest].value)
            yield f"the longest wait is for {self._quoted(longest)}, {days} working days on average"

    def who(self, name: Name, scenario: str | None = None) -> str:
        """Of whom a measure speaks, and how many these are."""
        role = f"{self.names.role(name[1])} referrals" if self.names.has_roles else "referrals"
        reached = self.result.reached(name[1], name[2], *([] if scenario is None else [scenario]))
        if reached is None:
            return f"of the {role}"
        start, end = self.names.ends(name)
        way = f"reach {end}" if start is None else f"get from {start} to {end}"
        base = "all" if start is None else f"those that come to {start}"
        return f"of the {role} that {way} ({share_words(reached.share)} of {base}, {a_year(reached.per_year)})"

    def _standard(self, name: Name, row: Contrast, scenario: str) -> str:
        value = self.values[scenario][name]
        if self._is_milestone(name):
            subject = f"{self.who(name, scenario)}, {value:.1%} do so within {self.names.within(name)}"
        elif self.names.is_end(name):
            subject = f"{self.who(name)}, {value:.1%} end within {self.names.within(name)}"
        else:
            subject = f"{self._quoted(name)} is done within {self.names.within(name)} in {value:.1%} of cases"
        if not _is_clear(row, 0):
            return f"{subject}; that is no clear change from {self.baseline[name].value:.1%}"
        return f"{subject} instead of {self.baseline[name].value:.1%} ({_doubt(row, 100, ' points')})"

    def _time(self, name: Name, row: Contrast, scenario: str, *, is_told: bool) -> str:
        same = is_told and self.standard is not None and self.standard[1:3] == name[1:3]
        who = "of the same referrals" if same else self.who(name, scenario)
        do = "end" if name[0] == "time_to_end" or self.names.is_end(name) else "do so"
        subject = f"{who}, half {do} within {number(self.values[scenario][name])} working days"
        if not _is_clear(row, 0):
            return f"{subject}; that is no clear change from {number(self.baseline[name].value)}"
        return f"{subject} instead of {number(self.baseline[name].value)} ({_doubt(row)})"

    def _queue(self, name: Name, row: Contrast | None, scenario: str = "") -> str:
        what = self.names.resource(name[2])
        where = f"still waiting after a meeting of {what}"
        if name[0] == "queue":
            is_places = any(name[2] in scenario.spec.places for scenario in self.names.study.all_scenarios)
            where = f"waiting for a place ({what})" if is_places else f"waiting for work by {what}"
        if row is None:
            return f"on average {number(self.baseline[name].value)} referrals are {where}"
        now, was = number(self.values[scenario][name]), number(self.baseline[name].value)
        return f"on average {now} referrals are {where} instead of {was} ({_doubt(row)})"

    def _visits(self, name: Name) -> float:
        """How many a year wait there, so that a wait of many counts for more than a wait of few."""
        found = self.baseline.get(("visits", name[1], name[2], "per_year"))
        return 0.0 if found is None else found.value

    def _quoted(self, name: Name) -> str:
        """`'Home assessment' (child)`: the title in quotes, what stands behind it not."""
        where = f" ({self.names.role(name[1])})" if self.names.has_roles else ""
        return f"'{self.names.state(name[1], name[2])}'{where}"


def _is_clear(row: Contrast, least: float) -> bool:
    return row.says in ("higher", "lower") and abs(row.difference) >= least


def _verb(row: Contrast) -> str:
    return "falls" if row.says == "lower" else "rises"


def _doubt(row: Contrast, scale: float = 1, unit: str = "") -> str:
    """How much fewer or more, as far as chance lets one say."""
    ends = [(end or 0.0) * scale for end in row.interval]
    # Of a family of differences, a direction may be claimed where the interval of all at once just reaches 0.
    low = 0.0 if ends[0] < 0 < ends[1] else min(map(abs, ends))
    high = max(map(abs, ends))
    return f"{number(low)} to {number(high)}{unit} {'fewer' if row.says == 'lower' else 'more'}, with 95% confidence"


def _joined(parts: Iterable[str]) -> str:
    """The first goes on after a colon; the others begin a sentence."""
    return " ".join(f"{part if place == 0 else capital(part)}." for place, part in enumerate(parts))
