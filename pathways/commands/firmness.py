"""The numbers that go into a study to an overlay: at each state, which of them are measured, published or assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pathways.definition.report import Report
from pathways.diagram.names import EVENT
from pathways.diagram.overlay import Gauge, Note, Overlay, Sample, Shade
from pathways.machine.compiled import CompiledPathway, Kind
from pathways.report.basis import Standing, standing
from pathways.report.names import plain
from pathways.simulation.binding.lookup import LANE, Lookup

if TYPE_CHECKING:
    from pathways.definition.linked import LinkedPathway
    from pathways.diagram.model import Diagram, Node
    from pathways.simulation import Scenario, Study
    from pathways.simulation.language.entries import Entry

LETTERS: Final[Mapping[Standing, str]] = {"measured": "M", "published": "P", "assumed": "A"}
_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)
_ASSUMED: Final = Shade(2)


@dataclass(frozen=True)
class Number:
    """One number of a study, or a few that belong together: what it is, and the entry that has it."""

    what: str
    entry: Entry

    @property
    def standing(self) -> Standing:
        return standing(self.entry.hardness, self.entry.source)

    @property
    def words(self) -> str:
        return f"{self.what} {LETTERS[self.standing]}"


class Firmness:
    """The numbers that one scenario has for the states of one pathway."""

    def __init__(
        self,
        study: Study,
        scenario: Scenario,
        role: str,
        prefix: str,
        pathway: LinkedPathway,
        compiled: Mapping[str, CompiledPathway],
    ) -> None:
        self.study, self.scenario, self.role, self.prefix, self.pathway = study, scenario, role, prefix, pathway
        spec = self.spec = scenario.spec
        roles = {name: compiled[id_] for name, id_ in spec.pathways.items()}
        lookup = Lookup(scenario, roles, (), Report())
        self.times = lookup.resolve("service_times", spec.service_times, _TIMED, "")
        self.findings = lookup.resolve("findings", spec.findings, tuple(Kind), "")
        self.timeless = lookup.resolve("no_time", spec.no_time, _TIMED, "")

    def at(self, state: str) -> Iterator[Number]:
        """The numbers of a state."""
        name = f"{self.role}.{self.prefix}{state}"
        if not self.prefix and state in self.pathway.starts:
            for stream, arrival in self.spec.arrivals.items():
                if (arrival.pathway or stream) == self.role:
                    yield Number("arrivals", arrival)
        if name in self.times and name not in self.timeless:
            time = self.spec.service_times[self.times[name][0]]
            panel = None if time.panel is None else self.spec.panels.get(time.panel)
            yield Number("time", time) if panel is None else Number("meetings", panel)
        if name in self.findings:
            yield Number("finds", self.spec.findings[self.findings[name][0]])

    def of_event(self, name: str) -> Iterator[Number]:
        """The numbers of an interrupt."""
        entry = self.spec.interrupts.get(f"{self.role}.{self.prefix}{name}")
        if entry is not None:
            yield Number("rate", entry)

    def of_lane(self, lane: str) -> Iterator[Number]:
        """How many people there are in a lane."""
        entry = self.spec.service_times.get(f"{LANE}{lane}")
        for team in () if entry is None else entry.worked_by:
            if team in self.spec.teams:
                yield Number("staff", self.spec.teams[team])


def firmness(found: Firmness, diagram: Diagram) -> tuple[Diagram, Overlay]:
    """The diagram without letters of its own, and the overlay with those of the study's numbers."""
    numbers = {node.id: tuple(_of(found, node)) for node in diagram.nodes}
    lanes = {lane.id: tuple(found.of_lane(lane.id)) for lane in diagram.lanes}
    heading = f"What goes into the study '{found.study.title}'"
    side = "" if found.scenario.name == found.study.baseline.name else f", scenario '{plain(found.scenario.name)}'"
    every = [number for group in (*numbers.values(), *lanes.values()) for number in group]
    counts: dict[str, int] = {kind: sum(number.standing == kind for number in every) for kind in LETTERS}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "none"
    overlay = Overlay(
        name=f"hardness {found.study.id} {found.scenario.name}",
        heading=(
            Note(f"{heading}{side}", is_bold=True),
            Note(f"What comes out of a study is synthetic. Of the numbers shown, which go into it: {told}."),
        ),
        columns=_columns(found, diagram, numbers),
        rest="bare",
        legend=tuple(_legend(counts)),
        shades={name: _ASSUMED for name, group in numbers.items() if any(each.standing == "assumed" for each in group)},
        gauges={lane: (Gauge(None, _words(group)),) for lane, group in lanes.items() if group},
        figures={node.id: _figures(node, numbers[node.id]) for node in diagram.nodes if numbers[node.id]},
    )
    # The letter of a state's own standing would be taken for one of the study's numbers.
    return replace(diagram, nodes=tuple(replace(node, badge=None) for node in diagram.nodes)), overlay


def _of(found: Firmness, node: Node) -> Iterator[Number]:
    if node.id.startswith(EVENT):
        yield from found.of_event(node.id.removeprefix(EVENT))
    elif node.kind == "piece":
        for state in found.pathway.pieces[node.id].states:
            yield from found.at(state)
    elif node.kind not in ("join", "start"):
        yield from found.at(node.id)


def _figures(node: Node, numbers: tuple[Number, ...]) -> tuple[str, ...]:
    if node.kind != "piece":
        return tuple(dict.fromkeys(number.words for number in numbers))
    kinds = [number.standing for number in numbers]
    return tuple(f"{kinds.count(kind)} {letter}" for kind, letter in LETTERS.items() if kind in kinds)


def _words(numbers: tuple[Number, ...]) -> str:
    return ", ".join(dict.fromkeys(number.words for number in numbers))


def _columns(
    found: Firmness, diagram: Diagram, numbers: Mapping[str, tuple[Number, ...]]
) -> tuple[tuple[Note, ...], ...]:
    """Where the numbers that are not assumed come from, and the reasons that are given for the others."""
    columns: dict[bool, list[Note]] = {False: [], True: []}
    for node in diagram.nodes:
        if node.kind == "piece":
            continue
        for number in numbers[node.id]:
            source = " ".join((number.entry.source or number.entry.note or "").split())
            if source:
                words = f"{node.title}, {number.what}: {source.rstrip('.')}."
                columns[number.standing == "assumed"].append(Note(words))
    titles = {False: "Where they come from", True: "Assumed, and why so"}
    return tuple((Note(titles[side], is_bold=True), *notes) for side, notes in columns.items() if notes)


def _legend(counts: Mapping[str, int]) -> Iterator[Sample]:
    for kind, words in (("assumed", "assumed"), ("published", "published or agreed"), ("measured", "measured")):
        if counts.get(kind):
            yield Sample(_ASSUMED if kind == "assumed" else Shade(0), f"{words[0].upper()}: {words}")
