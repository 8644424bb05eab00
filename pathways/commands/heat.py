"""What a study says of a pathway to an overlay: waits and shares in time at states, use of teams at lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from pathways.commands.studied import Studied
from pathways.diagram.overlay import Gauge, Note, Overlay, Sample, Shade
from pathways.diagram.text import headed
from pathways.report.names import number

if TYPE_CHECKING:
    from pathways.diagram.model import Diagram, Node
    from pathways.measures import Setting

STEPS: Final = (1.0, 5.0, 10.0)  # working days from which on a state is darker
_WORDS: Final = ("Waits under 1 working day", "1 to 5", "5 to 10", "10 or more")
_COLOUR: Final = "Colour shows waiting for somebody; the work itself is not coloured."
_LONGEST: Final = 5  # waits told in words
_HARDLY: Final = 0.05


def heat(found: Studied, diagram: Diagram, setting: Setting) -> Overlay:
    """The overlay for a diagram of the pathway. Times are in working days."""
    return _Heat(found, diagram, setting).overlay()


class _Heat:
    def __init__(self, found: Studied, diagram: Diagram, setting: Setting) -> None:
        self.found, self.diagram = found, diagram
        self.working = setting.working[0]

    def overlay(self) -> Overlay:
        waits = {n.id: wait for n in self.diagram.nodes if (wait := self.wait(n)) is not None}
        figures = {n.id: lines for n in self.diagram.nodes if (lines := tuple(self.figures(n, waits)))}
        gauges = {lane.id: found for lane in self.diagram.lanes if (found := tuple(self.gauges(lane.id)))}
        first, *rest = self.found.heading("Mean waits in working days (d)")
        return Overlay(
            name=f"study {self.found.outcome.study.id} {self.found.scenario.name}",
            heading=(Note(first, is_bold=True), *map(Note, (_COLOUR, *rest))),
            columns=(tuple(self.longest()), tuple(self.found.notes())),
            rest="bare",
            legend=tuple(self.legend(waits, gauges)),
            shades={name: Shade(level(wait)) for name, wait in waits.items()},
            figures=figures,
            gauges=gauges,
        )

    # States.

    def states(self, node: Node) -> tuple[str, ...]:
        """The states that a node shows; those of an opened piece are nodes of their own."""
        if node.kind == "opened":
            return ()
        piece = self.found.pathway.pieces.get(node.id)
        return piece.states if piece is not None else (node.id,)

    def wait(self, node: Node) -> float | None:
        """The mean wait at a state; of a used piece the longest of those inside it."""
        return max((wait for _, wait in self.waits(node)), default=None)

    def waits(self, node: Node) -> list[tuple[str, float]]:
        """The states that a node shows, each with its mean wait."""
        found = ((name, self.found.of("wait", name, "mean")) for name in self.states(node))
        return [(name, estimate.value) for name, estimate in found if estimate is not None]

    def figures(self, node: Node, waits: Mapping[str, float]) -> Iterator[str]:
        if node.id in waits:
            if node.kind == "piece" and waits[node.id] >= _HARDLY:
                name = max(self.waits(node), key=lambda pair: pair[1])[0]
                yield f"waits up to {days(waits[node.id])}"
                yield f"({self.found.pathway.states[name].title})"
            else:
                yield f"waits {days(waits[node.id])}"
        elif (time := self.found.of("time_in_state", node.id, "mean")) is not None and time.value >= _HARDLY:
            yield f"takes {days(time.value)}"
        within = self.found.of("within_target", node.id, "share")
        if within is not None:
            yield f"{percent(within.value)} in time"

    def longest(self) -> Iterator[Note]:
        """The longest waits and the worst shares in words, those inside pieces too."""
        pathway = self.found.pathway
        shown = [n for node in self.diagram.nodes for n in self.states(node) if n in pathway.states]
        means = [(self.found.of("wait", name, "mean"), name) for name in shown]
        waits = [(mean, name) for mean, name in means if mean is not None and mean.value >= _HARDLY]
        waits.sort(key=lambda pair: (-pair[0].value, pair[1]))
        if waits:
            yield Note("Where referrals wait longest", is_bold=True)
        for estimate, name in waits[:_LONGEST]:
            words = f"{estimate.value:.1f} working days"
            if estimate.low is not None and estimate.high is not None:
                words += f" (95% interval {max(estimate.low, 0.0):.1f} to {estimate.high:.1f})"
            median = self.found.of("wait", name, "median")
            if median is not None:
                words += f", half of the waits at most {median.value:.1f}"
            visits = self.found.of("visits", name, "per_year")
            words += "" if visits is None else f"; referrals get there {number(visits.value)} times a year"
            yield Note(headed(pathway.states[name].title, f"{words}."))
        standards = [(name, pathway.states[name].title, pathway.states[name].target) for name in shown]
        for target in pathway.targets.values():
            start, end = (pathway.states[name].title for name in (target.start, target.end))
            standards.append((target.name, f"From '{start}' to '{end}'", target.standard))
        shares = [
            (told.value, title, "" if standard is None else f" within {standard.within}")
            for name, title, standard in standards
            if (told := self.found.of("within_target", name, "share")) is not None
        ]
        if shares:
            yield Note("Least often in time", is_bold=True)
        for share, title, within in sorted(shares)[:_LONGEST]:
            yield Note(headed(title, f"{percent(share)}{within}."))

    # Lanes.

    def gauges(self, lane: str) -> Iterator[Gauge]:
        """How much the teams, panels and places of a lane are in use."""
        pathway, names = self.found.pathway, self.found.names
        own = [n for node in self.diagram.nodes for n in self.states(node)
               if n in pathway.states and self.lane(n, node) == lane]  # fmt: skip
        keys = [(self.found.role, f"{self.found.prefix}{name}") for name in own]
        teams = dict.fromkeys(found[0] for key in keys if (found := self.working.teams.get(key)))
        for team in teams:
            if (share := self.found.of_resource("utilisation", team, "mean")) is not None:
                who = f"{names.resource(team)} " if len(teams) > 1 else ""
                yield Gauge(share, f"{who}{percent(share)} busy")
        for panel in dict.fromkeys(name for key in keys if (name := self.working.panels.get(key))):
            if (share := self.found.of_resource("slots_used", panel, "share")) is not None:
                spec = self.found.scenario.spec.panels.get(panel)
                what = "slots" if spec is None or spec.agenda is None else "agenda"
                yield Gauge(share, f"{what} {percent(share)} full")
        for places in dict.fromkeys(name for key in keys if (name := self.working.holds.get(key))):
            if (share := self.found.of_resource("places_used", places, "share")) is not None:
                yield Gauge(share, f"places {percent(share)} used")

    def lane(self, name: str, node: Node) -> str:
        """Where a state is drawn: one inside a piece in its own lane where the drawing has that, else the piece's."""
        own = self.found.pathway.states[name].lane
        return own if any(lane.id == own for lane in self.diagram.lanes) else node.lane

    def legend(self, waits: Mapping[str, float], gauges: Mapping[str, tuple[Gauge, ...]]) -> Iterator[Sample]:
        if waits:
            yield from (Sample(Shade(step), words) for step, words in enumerate(_WORDS))
        if gauges:
            yield Sample(Gauge(0.6, ""), "Share of time, of meetings or of places in use")


def level(wait: float) -> int:
    """The step of heat of a wait in working days."""
    return sum(wait >= step for step in STEPS)


def days(value: float) -> str:
    """In working days, as short as a narrow column needs it; the heading says what `d` is."""
    return "<0.1 d" if value < _HARDLY else f"{value:.1f} d"


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"
