"""What the logs of a study say of a pathway to an overlay: how many referrals take each way in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from pathways.calendars.durations import MEAN_YEAR
from pathways.commands.studied import Studied
from pathways.definition.linked import DONE
from pathways.diagram.lines import WIDEST
from pathways.diagram.names import Names
from pathways.diagram.overlay import Note, Overlay, Sample, Width
from pathways.diagram.story import Hop
from pathways.diagram.text import headed
from pathways.diagram.ways import arrows_of
from pathways.measures.transitions import Way, transitions

if TYPE_CHECKING:
    from pathways.diagram.model import Diagram, Edge
    from pathways.eventlog import EventLog
    from pathways.measures import Setting

_SAMPLES: Final = (1.0, 0.25)


def yearly(found: Studied, logs: Iterable[EventLog], setting: Setting) -> Mapping[Way, float]:
    """How often each way is taken in a year of the time that is measured; the mean of these replications."""
    counted: Counter[Way] = Counter()
    number = 0
    for log in logs:
        counted += transitions(log, found.role, found.pathway, setting.warm_up, setting.end)
        number += 1
    years = (setting.end - setting.warm_up) / float(MEAN_YEAR) * number
    return {way: count / years for way, count in counted.items()}


def flow(found: Studied, diagram: Diagram, ways: Mapping[Way, float]) -> Overlay:
    """The overlay for a diagram of the pathway."""
    names = Names(found.pathway, diagram.opened)
    rates = dict.fromkeys((edge.id for edge in diagram.edges), 0.0)
    for (left, to), rate in ways.items():
        for edge in arrows_of(Hop(event_of(found, left, to), left, to), names, diagram.edges):
            rates[edge.id] += rate
    top = max(rates.values(), default=0.0)
    arrivals = {names.beginning(to): rate for (left, to), rate in ways.items() if left is None}
    doors = {edge.target for edge in diagram.edges if edge.source.startswith("Start ")}
    first, *rest = found.heading("Referrals a year")
    return Overlay(
        name=f"flow {found.outcome.study.id} {found.scenario.name}",
        heading=(Note(first, is_bold=True), *map(Note, rest)),
        columns=(tuple(_words(found, ways)), tuple(found.notes())),
        rest="bare",
        legend=tuple(_legend(top)),
        figures={name: (f"{a_year(rate)} a year",) for name, rate in arrivals.items() if name not in doors},
        widths={number: Width(width(rate, top)) for number, rate in rates.items()},
        counts={edge.id: a_year(rates[edge.id]) for edge in diagram.edges if _is_counted(edge, diagram)},
    )


def event_of(found: Studied, left: str | None, to: str) -> str:
    """By what a way is taken, as a move says it; a log has only its two ends."""
    if left is None:
        return "arrive"
    state = found.pathway.states[left]
    if state.branches and state.then is not None and state.then.to == to:
        return "join"
    if to == DONE or to in {arrow.to for arrow in (state.then, *(b.arrow for b in state.choose)) if arrow is not None}:
        return "decide" if state.choose else "complete"
    if state.after is not None and state.after[1].to == to:
        return "timeout"
    events = found.pathway.interrupts.values()
    return next(event.name for event in events if left in event.during and event.arrow.to == to)


def width(rate: float, top: float) -> float:
    """In proportion to the widest. What would be too thin to be seen is drawn a little wider."""
    return round(WIDEST * rate / top, 2) if top else 0.0


def a_year(rate: float) -> str:
    if rate and rate < 0.05:
        return "<0.1"
    return f"{rate:.0f}" if rate >= 9.95 or not rate else f"{rate:.1f}"


def _is_counted(edge: Edge, diagram: Diagram) -> bool:
    """The ways into a parallel state's branches all carry what the state does; so do those out of them, at the end."""
    kinds = {node.id: node.kind for node in diagram.nodes}
    return bool(edge.label) or (kinds[edge.source] != "fork" and kinds[edge.target] != "join")


def _words(found: Studied, ways: Mapping[Way, float]) -> Iterator[Note]:
    states = found.pathway.states
    ends: dict[str, float] = {}
    for (_, to), rate in ways.items():
        if to != DONE and states[to].kind == "end":
            ends[to] = ends.get(to, 0.0) + rate
    if ends:
        yield Note("How they end", is_bold=True)
    for name, rate in sorted(ends.items(), key=lambda end: (-end[1], end[0])):
        yield Note(headed(states[name].title, f"{a_year(rate)} a year."))


def _legend(top: float) -> Iterator[Sample]:
    for share in _SAMPLES:
        if top * share >= 0.05:
            yield Sample(Width(width(top * share, top)), f"{a_year(top * share)} referrals a year")
