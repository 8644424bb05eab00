"""Hypothesis strategies to random studies of random pathways: every way of arriving, waiting, working and meeting.

What they promise: every study can be prepared, with one pathway or two that share teams, places and panels. They are
short (some weeks), so that many can be run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from pathways.machine import CompiledPathway, Kind
from pathways.simulation.language.study import Study, parse_study
from pathways.testing.strategies import written_pathways
from pathways.testing.written import Plain, WrittenPathway, to_document, to_yaml

T = TypeVar("T")
_ORDERS: Final = ("first_come", "first_come", "longest_wait", "due_date", "priority")
_PANEL_ORDERS: Final = (*_ORDERS, "reviews_first", "new_first")
_HOURS: Final = (
    "Mon-Fri 09:00-17:00",
    "Mon-Thu 08:30-17:00, Fri 08:30-12:30",
    "Tue 10:00-20:00",
    "always",
    "Sat 00:00-24:00",
)
_MEETS: Final = ("every Wednesday", "every Monday", "every Thursday", "every 3 days")
_WORK: Final[tuple[Plain, ...]] = (
    {"exponential": {"mean": "3 hours"}},
    {"lognormal": {"mean": "2 hours", "cv": "1.5"}},
    {"fixed": "90 minutes"},
    {"triangular": {"low": "10 minutes", "mode": "1 hours", "high": "30 hours"}},
    {"empirical": {"values": ["1 hours", "4 hours", "11 hours"], "weights": ["3", "2", "1"]}},
)
_TIMES: Final[tuple[Plain, ...]] = (
    *_WORK,
    {"exponential": {"mean": "2 days"}},
    {"gamma": {"mean": "2 working days", "cv": "0.5"}},
    {"uniform": {"low": "1 minutes", "high": "30 hours"}},
    {"fixed": "1 month"},
    {"fixed": "2 working days"},
    {"piecewise": [{"until": "1 days", "share": "40%"}, {"until": "9 days", "share": "60%"}]},
    {"weibull": {"mean": "30 hours", "cv": "0.7"}},
)


@dataclass(frozen=True, repr=False)
class WrittenStudy:
    """A random study and its pathways as an author would have written them; `str()` is all their YAML."""

    plain: Plain
    pathways: Mapping[str, WrittenPathway]  # by the name under which each runs

    @property
    def study(self) -> Study:
        return parse_study(to_document(self.plain, "study.yaml"))

    @property
    def compiled(self) -> Mapping[str, CompiledPathway]:
        """The pathways by the ids that the study gives them."""
        return {f"pathway-{role}": written.compiled for role, written in self.pathways.items()}

    def __str__(self) -> str:
        return "\n".join([to_yaml(self.plain), *map(str, self.pathways.values())])

    def __repr__(self) -> str:
        return f"WrittenStudy(\n{self})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@st.composite
def written_studies(draw: st.DrawFn, *, states: int = 5, pathways: int = 2) -> WrittenStudy:
    """Random studies as plain data.

    Parameters
    ----------
    states
        See `pathways.testing.pathways`.
    pathways
        At most so many, which share teams, places and panels.
    """
    names = ["p", "q", "r"][: 1 + draw(st.integers(0, pathways - 1))]
    written = {name: draw(written_pathways(states=states, pieces=1)) for name in names}
    return WrittenStudy(_Author(draw, {name: each.compiled for name, each in written.items()}).study(), written)


def shares(values: Sequence[str]) -> Plain:
    """About equal shares that add up to exactly 1."""
    each = 1000 // len(values)
    rest = 1000 - each * (len(values) - 1)
    return dict.fromkeys(values[:-1], f"{each / 1000}") | {values[-1]: f"{rest / 1000}"}


class _Author:
    """Writes a study, drawing every choice from Hypothesis."""

    def __init__(self, draw: st.DrawFn, pathways: Mapping[str, CompiledPathway]) -> None:
        self.draw, self.pathways = draw, pathways

    def upto(self, highest: int) -> int:
        return self.draw(st.integers(0, highest))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.upto(len(choices) - 1)]

    def perhaps(self, one_in: int = 2) -> bool:
        return self.upto(one_in - 1) == one_in - 1

    def study(self) -> Plain:
        continuous = self.perhaps(4)
        self.teams = [f"team{number}" for number in range(1 + self.upto(2))]
        self.panels = [f"panel{number}" for number in range(1 + self.upto(1))]
        states = [
            (f"{role}.{state.name}", state, pathway)
            for role, pathway in self.pathways.items()
            for state in pathway.states
        ]
        panels = {name: self.panel() for name in self.panels}
        starts = self.one_of(("2018-03-19", "2018-12-14", "2020-02-24"))
        weeks = 2 + self.upto(4)
        places = self.places(states)
        times = {name: time for name, state, p in states if (time := self.time(name, state, p, panels))}
        findings = {name: found for name, state, p in states if (found := self.findings(state, p))}
        return {
            "study": "random",
            "title": "Random",
            "pathways": {role: f"pathway-{role}" for role in self.pathways},
            "clock": {
                "starts": starts,
                **({"warm_up": "9 days"} if self.perhaps() else {}),
                "length": f"{weeks} weeks",
                "calendar": "continuous" if continuous else "england",
            },
            "seed": str(1 + self.upto(1_000)),
            "arrivals": self.arrivals(),
            "teams": {name: self.team() for name in self.teams},
            "panels": panels,
            **places,
            "service_times": times,
            "findings": findings,
            "interrupts": {
                f"{role}.{interrupt.name}": self.interrupt()
                for role, pathway in self.pathways.items()
                for interrupt in pathway.interrupts
                if self.perhaps()
            },
            "returns": {role: self.returns(pathway) for role, pathway in self.pathways.items() if self.perhaps(3)},
            **self.start(),
            "changes": self.changes(date.fromisoformat(starts), 7 * weeks, panels, places, times, states),
        }

    def changes(
        self,
        starts: date,
        days: int,
        panels: Mapping[str, Plain],
        places: Mapping[str, Plain],
        times: Mapping[str, Plain],
        states: Sequence[tuple[str, Any, CompiledPathway]],
    ) -> Plain:
        """Staff, slots, places, times, findings and rates that are others from a date on, some of them for a while."""
        found: dict[str, Plain] = {}
        for number in range(self.upto(2)):
            first = 1 + self.upto(days - 3)
            change: dict[str, Plain] = {"from": str(starts + timedelta(days=first))}
            if self.perhaps():
                change["until"] = str(starts + timedelta(days=first + 1 + self.upto(9)))
            if self.perhaps():
                change[f"teams.{self.one_of(self.teams)}.staff"] = str(1 + self.upto(3))
            panel = self.one_of(self.panels)
            if "slots" in panels[panel] and self.perhaps():
                change[f"panels.{panel}.slots"] = str(2 + self.upto(3))
            if places and self.perhaps():
                change[f"places.{self.one_of(list(places['places']))}.places"] = str(1 + self.upto(3))
            if self.perhaps():
                change[f"arrivals.{self.one_of(list(self.pathways))}.rate"] = "2 per day"
            name, state, pathway = self.one_of(states)
            if name in times and "panel" not in times[name] and self.perhaps():
                who = {key: value for key, value in times[name].items() if key in ("team", "teams")}
                change[f"service_times.{name}"] = {**who, **self.one_of(_WORK)}
            if state.finds and self.perhaps():
                change[f"findings.{name}"] = self.findings(state, pathway)
            if len(change) > 1 + ("until" in change):
                found[f"change{number}"] = change
        return found

    def interrupt(self) -> Plain:
        when: Plain = {"rate": self.one_of(("1 per week", "3 per day", "20 per year"))}
        if self.perhaps(3):
            when = {"time": self.one_of(_TIMES)}
        return {**when, **({"while": self.one_of(("waiting", "working"))} if self.perhaps() else {})}

    # --- arrivals

    def returns(self, pathway: CompiledPathway) -> Plain:
        """Who comes back: with a count and a mark of how recent, if the pathway has attributes for them."""
        ends = [state.name for state in pathway.states if state.kind is Kind.END]
        arrival = {pathway.attributes[a]: list(pathway.domains[a]) for a in pathway.arrival}
        counts = next((name for name in arrival if pathway.linked.attributes[name].is_range), None)
        anew = {name: self.value(values) for name, values in arrival.items() if name != counts and self.perhaps()}
        rest = [name for name in arrival if name != counts and name not in anew]
        found: dict[str, Plain] = {
            "after": {self.one_of(ends): "60%"},
            "delay": self.one_of(_TIMES),
            **({"attributes": anew} if anew else {}),
            **({"counts": counts} if counts is not None and self.perhaps() else {}),
        }
        if rest and self.perhaps():
            values = arrival[rest[0]]
            recent = {"attribute": rest[0], "value": values[0], "otherwise": values[-1]}
            found["recent"] = {**recent, "within": self.one_of(("3 days", "1 month", "4 working days"))}
        return found

    def start(self) -> Plain:
        """Some stand there as the study begins."""
        found: dict[str, Plain] = {}
        for role, pathway in self.pathways.items():
            states = [s.name for s in pathway.states if s.kind in (Kind.TASK, Kind.WAIT, Kind.PANEL)]
            values = {name: list(values) for name, values in zip(pathway.attributes, pathway.domains, strict=True)}
            stands = [
                {
                    "state": self.one_of(states),
                    "count": str(1 + self.upto(2)),
                    **({"age": self.one_of(_TIMES)} if self.perhaps() else {}),
                    "attributes": {name: self.value(known) for name, known in values.items()},
                }
                for _ in range(self.upto(2) if states else 0)
            ]
            if stands:
                found[role] = stands
        return {"start": {"open_caseload": found}} if found and self.perhaps() else {}

    def arrivals(self) -> Plain:
        return {role: self.stream(pathway) for role, pathway in self.pathways.items()}

    def stream(self, pathway: CompiledPathway) -> Plain:
        profile = {"weekdays": {"monday": "2.5", "tuesday": "0"}, "months": {"march": "0.5"}}
        return {
            "rate": self.one_of(("1 per day", "3 per day", "1 per week")),
            **({"come": "working time"} if self.perhaps() else {}),
            **({"profile": profile} if self.perhaps(4) else {}),
            "starts": shares([pathway.states[start].name for start in pathway.starts]),
            "attributes": {pathway.attributes[a]: self.value(list(pathway.domains[a])) for a in pathway.arrival},
        }

    def value(self, values: list[str]) -> Plain:
        """Shares of values; sometimes one is certain."""
        return {self.one_of(values): "1"} if self.perhaps(5) else shares(values)

    # --- capacity

    def order(self, orders: Sequence[str]) -> Plain:
        order = self.one_of(orders)
        if order != "priority":
            return {"order": order}
        classes = [guard for _ in range(1 + self.upto(1)) if (guard := self.condition())]
        return {"order": order, "first": [{"when": guard} for guard in classes]} if classes else {}

    def condition(self) -> Plain:
        """A value of some attribute of some pathway; none if there is no attribute."""
        known = [(p, a) for p in self.pathways.values() for a in range(len(p.attributes))]
        if not known:
            return None
        pathway, attribute = self.one_of(known)
        return {pathway.attributes[attribute]: self.one_of(pathway.domains[attribute])}

    def team(self) -> Plain:
        team: dict[str, Plain] = {"staff": str(1 + self.upto(2)), **self.order(_ORDERS)}
        if self.perhaps():
            team["hours"] = self.one_of(_HOURS)
        if self.perhaps(4):
            team["closed"] = ["2018-03-27..2018-03-29"]
        if self.perhaps(4) and team.get("hours") != "always":
            team["bank_holidays"] = "worked"
        if self.perhaps(3):
            team["availability"] = self.one_of(("15%", "1/3", "70%")).replace("1/3", "33%")
        if self.perhaps():
            team["at_closing"] = self.one_of(("finish", "do_not_start"))
        return team

    def panel(self) -> Plain:
        panel: dict[str, Plain] = {"meets": self.one_of(_MEETS), **self.order(_PANEL_ORDERS)}
        reviews = [
            f"{role}.{state.name}"
            for role, pathway in self.pathways.items()
            for state in pathway.states
            if state.kind is Kind.PANEL
        ]
        by_review = panel.get("order") in ("reviews_first", "new_first")
        if by_review and not reviews:
            panel["order"], by_review = "first_come", False
        is_timed = self.perhaps()
        if is_timed:
            panel |= {"agenda": "2 hours", "new_case": "25 minutes"}
        else:
            panel["slots"] = str(1 + self.upto(4))
        if by_review or (is_timed and reviews and self.perhaps()):
            panel["reviews"] = [self.one_of(reviews)]
            panel |= {"review": "10 minutes"} if is_timed else {}
        if self.perhaps(3):
            panel["papers_due"] = self.one_of(("2 working days", "3 days"))
        if self.perhaps(3):
            panel["fill"] = "yes"
        if self.perhaps(3):
            panel["cancels"] = "40%"
        if self.perhaps(3) and (condition := self.condition()):
            panel["urgent"] = {"reserve": "30 minutes" if is_timed else "1", "when": condition}
        return panel

    def places(self, states: Sequence[tuple[str, Any, CompiledPathway]]) -> Plain:
        free = [name for name, state, _ in states if state.kind in (Kind.TASK, Kind.WAIT, Kind.PANEL)]
        found: dict[str, Plain] = {}
        for number in range(self.upto(2)):
            if free:
                takes = self.one_of(free)
                free.remove(takes)
                held: dict[str, Plain] = {"from": [takes]}
                role, state = takes.split(".", 1)
                after = self.after(self.pathways[role], state)
                if after and self.perhaps():
                    held["until"] = [f"{role}.{self.one_of(after)}"]
                found[f"places{number}"] = {"places": str(1 + self.upto(2)), "held": held, **self.order(_ORDERS)}
        return {"places": found} if found else {}

    def after(self, pathway: CompiledPathway, name: str) -> list[str]:
        """States that come right after a state."""
        state = pathway.states[pathway.index[name]]
        arrows = [arrow for arrow in (state.complete, state.timeout) if arrow >= 0]
        targets = {pathway.arrows[arrow].target for arrow in arrows} - {pathway.index[name]}
        return [pathway.states[target].name for target in sorted(targets) if target >= 0]

    # --- states

    def time(self, name: str, state: Any, pathway: CompiledPathway, panels: Mapping[str, Plain]) -> Plain:
        if state.kind is Kind.PANEL:
            panel = self.one_of(self.panels)
            takes = {"takes": "45 minutes"} if "agenda" in panels[panel] and self.perhaps(4) else {}
            return {"panel": panel, **takes}
        if state.kind is Kind.TASK and not self.perhaps(4):
            team: Plain = {"team": self.one_of(self.teams)}
            if len(self.teams) > 1 and self.perhaps(4):
                team = {"teams": self.teams[:2]}
            return {**team, **self.one_of(_WORK)}
        if state.kind is Kind.TASK or (state.kind is Kind.WAIT and pathway.linked.states[state.name].lasts is None):
            return self.one_of(_TIMES)
        return None

    def findings(self, state: Any, pathway: CompiledPathway) -> Plain:
        found: dict[str, Plain] = {}
        for attribute, values in state.finds:
            allowed = [pathway.domains[attribute][value] for value in values]
            shared = self.value(allowed)
            readable = [a for a in pathway.arrival if a != attribute]
            if readable and self.perhaps(3):
                read = self.one_of(readable)
                when = {pathway.attributes[read]: self.one_of(pathway.domains[read])}
                shared = [{"when": when, "shares": self.value(allowed)}, {"otherwise": shared}]
            found[pathway.attributes[attribute]] = shared
        return found
