"""The names by which a study speaks of states to the states themselves.

`child.channel.panel` is one state. A name with `*` (`"*.channel.panel"`) is every state it fits. `lane:mash` is every
task of that lane. Of several entries for one state the most exact counts: a full name before a pattern, the longer
pattern before the shorter, any of them before a lane.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

from pathways.definition.report import Report, nearest, one_of
from pathways.machine.compiled import CompiledPathway, Kind
from pathways.simulation.language.study import Scenario
from pathways.source import Key

LANE: Final = "lane:"


class Lookup:
    """The states of a scenario's pathways by the name that the study gives them."""

    def __init__(
        self,
        scenario: Scenario,
        roles: Mapping[str, CompiledPathway],
        others: Sequence[tuple[str, CompiledPathway]],
        report: Report,
    ) -> None:
        # What the study names of the baseline's pathways, or of those at other dates, is no fault here.
        self.scenario, self.roles, self.others, self.report = scenario, roles, others, report
        self.misnamed: set[str] = set()  # the sections with an entry that names nothing
        self.names = tuple(f"{role}.{state.name}" for role, pathway in roles.items() for state in pathway.states)

    def resolve(
        self, section: str, entries: Iterable[str], kinds: tuple[Kind, ...], does_not: str
    ) -> dict[str, tuple[str, tuple[Key, ...]]]:
        """For each state's full name, the entry that counts and its path. Names that fit nothing are reported.

        Parameters
        ----------
        section
            Where the entries stand.
        kinds
            States of other kinds have no use for such an entry.
        does_not
            What they do not do, for the message: "takes no time".
        """
        return self.named({entry: self._path(section, entry) for entry in entries}, kinds, does_not, section)

    def named(
        self, entries: Mapping[str, tuple[Key, ...]], kinds: tuple[Kind, ...], does_not: str, section: str
    ) -> dict[str, tuple[str, tuple[Key, ...]]]:
        """The same for entries of which each is written at a path of its own."""
        found: dict[str, tuple[tuple[int, int], str]] = {}
        for entry in entries:
            rank = (0, 0) if entry.startswith(LANE) else (1, len(entry)) if "*" in entry else (2, 0)
            fits = list(self._fitting(entry, kinds))
            if not fits and not self.is_left_behind(entry, entries[entry]) and not self._is_helping(entry):
                self.misnamed.add(section)
                self._report_unknown(entry, entries[entry], does_not)
            for name in fits:
                if name not in found or found[name][0] < rank:
                    found[name] = (rank, entry)
        return {name: (entry, entries[entry]) for name, (_, entry) in found.items()}

    def _path(self, section: str, entry: str) -> tuple[Key, ...]:
        if section == "no_time":
            return (section, self.scenario.spec.no_time.index(entry))
        return (section, entry)

    def _fitting(self, entry: str, kinds: tuple[Kind, ...]) -> Iterator[str]:
        for role, pathway in self.roles.items():
            for state in pathway.states:
                name = f"{role}.{state.name}"
                if state.kind not in kinds:
                    continue
                if entry.startswith(LANE):
                    lane = pathway.linked.states[state.name].lane
                    if state.kind is Kind.TASK and lane == entry.removeprefix(LANE):
                        yield name
                elif name == entry or ("*" in entry and fnmatchcase(name, entry)):
                    yield name

    def _is_helping(self, entry: str) -> bool:
        """Whether the entry is for a lane in which no task stands, but with which one is done."""
        states = (state for pathway in self.roles.values() for state in pathway.linked.states.values())
        return entry.startswith(LANE) and any(entry.removeprefix(LANE) in state.with_lanes for state in states)

    def _report_unknown(self, entry: str, path: tuple[Key, ...], does_not: str) -> None:
        place = self.scenario.document.place(path, key=True)
        if entry in self.names:
            self.report.add("study-state", place, f"'{entry}' {does_not}", None, "take this entry out")
            return
        if entry.startswith(LANE):
            lanes = dict.fromkeys(lane for pathway in self.roles.values() for lane in pathway.linked.lanes)
            expected, _ = one_of(entry.removeprefix(LANE), lanes, "lanes")
            self.report.add(
                "study-state",
                place,
                f"no task stands in a lane '{entry.removeprefix(LANE)}'",
                expected,
                "correct the name of the lane",
            )
            return
        expected, _ = one_of(entry, self.names, "states")
        near = nearest(entry, self.names)
        self.report.add(
            "study-state",
            place,
            f"'{entry}' is not a state of this study's pathways",
            expected,
            f"write '{near}'" if near else f"write the pathway's name and the state's, such as '{self.names[0]}'",
        )

    def is_left_behind(self, entry: str, path: tuple[Key, ...]) -> bool:
        """Whether the entry is about a state of the baseline, or of other dates, that no pathway has here.

        The names in a study that this one builds on are held against that study's own pathways.
        """
        if entry in self.names:
            return False
        if self.scenario.is_of_another_study(*path):
            return True
        names = (f"{role}.{state.name}" for role, pathway in self.others for state in pathway.states)
        lanes = (lane for _, pathway in self.others for lane in pathway.linked.lanes)
        if entry.startswith(LANE):
            return entry.removeprefix(LANE) in lanes
        return any(fnmatchcase(name, entry) for name in names)
