"""Text of pathways and studies to models, the way a workspace does it, for the tests of the simulation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from pathways.calendars import DAY
from pathways.definition import link, parse_pathway
from pathways.definition.report import Report
from pathways.errors import StudyError
from pathways.eventlog import Event, EventLog, Row
from pathways.eventlog.packed import EVENT_BITS, ROW_BITS
from pathways.machine import CompiledPathway, compile_pathway
from pathways.measures import figures, histories
from pathways.measures.compiled import Measurer
from pathways.simulation.binding.bind import Binder
from pathways.simulation.binding.measured import setting_of
from pathways.simulation.draws import draw, stream_key
from pathways.simulation.language.study import Study, parse_study
from pathways.simulation.model import Model
from pathways.simulation.reference.kernel import GAP, GAPS
from pathways.simulation.running.checks import verify
from pathways.simulation.running.kernels import Runner
from pathways.simulation.tally import Tally
from tests.reading import read_document

CLOCK = "clock: {starts: 2018-01-01, warm_up: 100 days, length: 2000 days, calendar: continuous}"


def compiled(*texts: str) -> dict[str, CompiledPathway]:
    """Each pathway by its id, linked against all of them."""
    library = {}
    for number, text in enumerate(texts):
        definition = parse_pathway(read_document(text, f"pathway{number}.yaml"))
        library[definition.pathway] = definition
    return {name: compile_pathway(link(definition, library)) for name, definition in library.items()}


def entries(bound: Model, seed: int, number: int) -> Counter[str]:
    """How often each state is entered in one replication of a model of one pathway, by the compiled kernel."""
    log = Runner(bound).log(seed, number)
    events = log.packed()
    is_entry = events[:, 0] & ((1 << EVENT_BITS) - 1) == Event.ENTER
    names = log.states[0]
    rows, counts = np.unique(events[is_entry, 1] & ((1 << ROW_BITS) - 1), return_counts=True)
    return Counter({names[row]: int(count) for row, count in zip(rows, counts, strict=True)})


def study(text: str) -> Study:
    return parse_study(read_document(text, "study.yaml"))


def model(text: str, pathways: Mapping[str, CompiledPathway], scenario: str = "baseline") -> Model:
    """The model of a scenario."""
    parsed = study(text)
    report = Report()
    bound = Binder({s.name: s for s in parsed.all_scenarios}[scenario], parsed, pathways, report).model()
    if bound is None:
        raise StudyError(report.findings)
    return bound


def one_queue(
    time: str, staff: int = 1, rate: str = "1 per day", clock: str = CLOCK
) -> tuple[str, dict[str, CompiledPathway]]:
    """A single queue: arrivals at random, one task."""
    pathway = """
pathway: q
title: Queue
status: as-is
version: "1"
lanes: {desk: Desk}
start: work
states:
  work: {lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""
    text = f"""
study: queue
title: Queue
pathways: q
{clock}
replications: 20
seed: 7
arrivals: {{q: {{rate: {rate}}}}}
teams: {{desk: {{staff: {staff}}}}}
service_times:
  q.work: {{team: desk, {time}}}
"""
    return text, compiled(pathway)


def on_dates(bound: Model, moments: Mapping[str, int], seed: int = 1, replication: int = 0) -> Model:
    """The model with streams that bring one referral each, at the given moments, in the replication of that seed.

    The number expected rises from 0 to just above the first gap that is drawn, within one second.
    """
    streams = []
    for stream in bound.streams:
        gap = GAPS.sample(draw(stream_key(seed, replication, stream.name), 0, 0, GAP))
        day, clock = divmod(moments[stream.name], DAY)
        expected = (0,) * (day + 1) + (gap + 1,)
        streams.append(replace(stream, expected=expected, opens=clock, hours=1))
    return replace(bound, streams=tuple(streams))


def same_states(log: EventLog, rows: Iterable[Row]) -> EventLog:
    """A log of other rows, with the pathways and states of this one."""
    other = EventLog(log.pathways, log.states)
    for row in rows:
        at = log.pathways.index(row.pathway)
        state = log.states[at].index(row.state)
        other.add(row.replication, row.referral, at, state, row.visit, row.event, row.time)
    return other


def verify_log(bound: Model, tally: Tally, log: EventLog) -> None:
    """Hold what a kernel counted against a log, and the compiled measures of the log against the plain ones."""
    setting = setting_of(bound)
    measurer = Measurer(setting)
    (measured,) = measurer.measure_log(log)
    verify(bound, tally.row(), measured.counters)
    assert measurer.sample([measured]).figures(0) == figures(histories(log), setting)  # to the last bit
