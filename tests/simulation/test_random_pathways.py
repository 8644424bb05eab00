"""Random pathways with every construct through the kernel: only moves that the stepper offers, and every self-check."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from pathways.eventlog import Event
from pathways.machine import CompiledPathway, Kind
from pathways.measures import figures, histories
from pathways.simulation.binding.places import reachable
from pathways.simulation.compiled.run import Compiled, Workspace
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import prepare
from pathways.simulation.running.checks import verify
from pathways.simulation.running.pool import Job
from tests.testing.corpus import gather

from .building import study

PATHWAYS = 60  # in each of two parts
SPACE = Workspace()


def shares(values: list[str]) -> str:
    """About equal shares that add up to exactly 1."""
    each = 1000 // len(values)
    last = 1000 - each * (len(values) - 1)
    written = [f'"{value}": {each / 1000}' for value in values[:-1]] + [f'"{values[-1]}": {last / 1000}']
    return f"{{{', '.join(written)}}}"


PLAIN = """
teams: {desk: {staff: 2}}
panels: {board: {meets: every Wednesday, slots: 6}}
"""
# Two teams, of which the second helps with half of the tasks; a place for every second state that takes time.
FULL = """
teams:
  desk: {staff: 2, hours: "Mon-Thu 08:30-17:00, Fri 08:30-12:00", at_closing: POLICY, order: due_date}
  other: {staff: 1, hours: Mon-Sun 07:00-11:30, availability: 60%, closed: 2018-03-28, order: longest_wait}
panels:
  board:
    {meets: every Wednesday, agenda: 1 hour, new_case: 20 minutes, review: 10 minutes, reviews: [REVIEW], fill: "FILL",
     papers_due: 1 working day, cancels: 20%, order: reviews_first}
"""


def any_study(pathway: CompiledPathway, number: int | None = None) -> str:
    """A study of any pathway: one team does all tasks, one panel hears all, half of the interrupts strike.

    With a number, by which it differs, there are two teams with hours of their own, places, and an agenda.
    """
    findings, times, timed, heard = [], [], [], []
    for state in pathway.states:
        name = f"p.{state.name}"
        if state.kind in (Kind.TASK, Kind.WAIT, Kind.PANEL):
            timed.append(name)
        if state.kind is Kind.PANEL:
            heard.append(name)
        if state.kind is Kind.PANEL:
            times.append(f"  {name}: {{panel: board}}")
        elif state.kind is Kind.TASK and len(times) % 3:
            who = "team: desk" if number is None or len(times) % 2 else "teams: [desk, other]"
            times.append(f"  {name}: {{{who}, exponential: {{mean: 3 hours}}}}")
        elif state.kind is Kind.TASK or (state.kind is Kind.WAIT and pathway.linked.states[state.name].lasts is None):
            times.append(f"  {name}: {{exponential: {{mean: 2 days}}}}")
        found = [
            f"{pathway.attributes[a]}: {shares([pathway.domains[a][v] for v in values])}" for a, values in state.finds
        ]
        if found:
            findings.append(f"  {name}: {{{', '.join(found)}}}")
    arrival = [f"{pathway.attributes[a]}: {shares(list(pathway.domains[a]))}" for a in pathway.arrival]
    starts = shares([pathway.states[start].name for start in pathway.starts])
    interrupts = [f"  p.{interrupt.name}: {{rate: 1 per week}}" for interrupt in pathway.interrupts[::2]]
    capacity = PLAIN
    if number is not None:
        capacity = FULL.replace("POLICY", ("suspend", "finish", "do_not_start")[number % 3])
        capacity = capacity.replace("FILL", ("yes", "no")[number % 2]).replace("REVIEW", heard[0] if heard else "")
        if not heard:
            capacity = capacity.replace("review: 10 minutes, reviews: [], ", "").replace(", order: reviews_first", "")
        needing = timed[number % 2 :: 2]
        if needing:
            way = ", ".join(f'"{name}"' for name in needing)
            way = f"from: [{way}]{until(pathway, needing, timed)}"
            capacity += f"places: {{provider: {{places: 3, held: {{{way}}}}}}}\n"
    return (
        f"""
study: random
title: Random
pathways: {{p: {pathway.id}}}
clock: {{starts: 2018-03-19, warm_up: 2 weeks, length: 8 weeks}}
arrivals: {{p: {{rate: 1 per day, starts: {starts}, attributes: {{{", ".join(arrival)}}}}}}}
{capacity}
service_times: {{}}
findings: {{}}
interrupts: {{}}
""".replace("service_times: {}", "service_times:\n" + "\n".join(times) if times else "service_times: {}")
        .replace("findings: {}", "findings:\n" + "\n".join(findings) if findings else "findings: {}")
        .replace("interrupts: {}", "interrupts:\n" + "\n".join(interrupts) if interrupts else "interrupts: {}")
    )


def until(pathway: CompiledPathway, needing: list[str], timed: list[str]) -> str:
    """Give back at the states in which nobody needs a place, if any comes after one in which somebody does."""
    after = reachable(pathway, {pathway.index[name.removeprefix("p.")] for name in needing})
    names = [f'"{name}"' for name in timed if name not in needing and pathway.index[name.removeprefix("p.")] in after]
    return f", until: [{', '.join(names)}]" if names else ""


def prepared(pathway: CompiledPathway, number: int | None = None) -> Job:
    return prepare(study(any_study(pathway, number)), {pathway.id: pathway}, [])["baseline"]


@pytest.mark.parametrize("part", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("has_capacity", [False, True])
def test_kernel_moves_as_the_stepper_allows_and_checks_hold_on_random_pathways(has_capacity: bool, part: int) -> None:
    """Oracle: the stepper's list of moves at every single move; the log against the kernel's own counts.

    And with teams, places and agendas of every kind the compiled kernel writes the same log.
    """
    seen: Counter[str] = Counter()
    first = part * PATHWAYS
    for number, written in enumerate(gather(150)[first : first + PATHWAYS], first):
        pathway = written.compiled
        job = prepared(pathway, number if has_capacity else None)
        kernel = Kernel(job.model, 1, 0, is_checked=True)
        log = kernel.run()
        if has_capacity:
            assert np.array_equal(Compiled(job.model).run(1, 0, SPACE).log, log.packed())
        (measured,) = job.measurer.measure_log(log)
        verify(job.model, kernel.tally.row(), measured.counters)
        assert job.measurer.sample([measured]).figures(0) == figures(histories(kernel.log), job.setting)
        assert kernel.tally.arrived[0] > 20
        events = kernel.log.columns()[5]
        for event in (Event.START, Event.TAKE, Event.RETURN):
            seen[event.name] += int((events == event).sum())
        works = [plan.work for plan in job.model.roles[0].states if plan.work is not None]
        seen["together"] += any(len(work.teams) > 1 for work in works)
        seen["ended"] += kernel.tally.ended[0]
        seen["parallel"] += any(state.kind is Kind.PARALLEL for state in pathway.states)
        seen["interrupts"] += bool(pathway.interrupts)
        seen["timeouts"] += any(state.timeout >= 0 for state in pathway.states)
        seen["panels"] += any(state.kind is Kind.PANEL for state in pathway.states)
    print(seen)
    assert seen["ended"] > (10 if has_capacity else 20) * PATHWAYS
    assert seen["START"] > 10 * PATHWAYS
    assert min(seen["TAKE"], seen["RETURN"]) > (10 * PATHWAYS if has_capacity else -1)
    assert seen["together"] > (PATHWAYS // 8 if has_capacity else -1)
    assert min(seen["parallel"], seen["interrupts"], seen["timeouts"], seen["panels"]) > PATHWAYS // 10
