"""Random pathways with every construct through the kernel: only moves that the stepper offers, and every self-check."""

from __future__ import annotations

from collections import Counter

from pathways.machine import CompiledPathway, Kind
from pathways.measures import histories
from pathways.simulation.checks import verify
from pathways.simulation.kernel import Kernel
from pathways.simulation.pool import Job
from pathways.simulation.run import prepare
from tests.testing.corpus import gather

from .building import study

PATHWAYS = 120


def shares(values: list[str]) -> str:
    """About equal shares that add up to exactly 1."""
    each = 1000 // len(values)
    last = 1000 - each * (len(values) - 1)
    written = [f'"{value}": {each / 1000}' for value in values[:-1]] + [f'"{values[-1]}": {last / 1000}']
    return f"{{{', '.join(written)}}}"


def any_study(pathway: CompiledPathway) -> str:
    """A study of any pathway: one team does all tasks, one panel hears all, half of the interrupts strike."""
    findings, times = [], []
    for state in pathway.states:
        name = f"p.{state.name}"
        if state.kind is Kind.PANEL:
            times.append(f"  {name}: {{panel: board}}")
        elif state.kind is Kind.TASK and len(times) % 3:
            times.append(f"  {name}: {{team: desk, exponential: {{mean: 3 hours}}}}")
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
    return (
        f"""
study: random
title: Random
pathways: {{p: {pathway.id}}}
clock: {{starts: 2018-03-19, warm_up: 2 weeks, length: 8 weeks}}
arrivals: {{p: {{rate: 1 per day, starts: {starts}, attributes: {{{", ".join(arrival)}}}}}}}
teams: {{desk: {{staff: 2}}}}
panels: {{board: {{meets: every Wednesday, slots: 6}}}}
service_times: {{}}
findings: {{}}
interrupts: {{}}
""".replace("service_times: {}", "service_times:\n" + "\n".join(times) if times else "service_times: {}")
        .replace("findings: {}", "findings:\n" + "\n".join(findings) if findings else "findings: {}")
        .replace("interrupts: {}", "interrupts:\n" + "\n".join(interrupts) if interrupts else "interrupts: {}")
    )


def prepared(pathway: CompiledPathway) -> Job:
    return prepare(study(any_study(pathway)), {pathway.id: pathway}, [])["baseline"]


def test_kernel_moves_as_the_stepper_allows_and_its_checks_hold_on_random_pathways() -> None:
    """Oracle: the stepper's list of moves at every single move; and the log against the kernel's own counts."""
    seen: Counter[str] = Counter()
    for written in gather(PATHWAYS):
        pathway = written.compiled
        job = prepared(pathway)
        kernel = Kernel(job.model, 1, 0, is_checked=True)
        found = histories(kernel.run())
        assert verify(job.model, kernel.tally, found) > 2
        assert kernel.tally.arrived[0] > 20
        seen["ended"] += kernel.tally.ended[0]
        seen["parallel"] += any(state.kind is Kind.PARALLEL for state in pathway.states)
        seen["interrupts"] += bool(pathway.interrupts)
        seen["timeouts"] += any(state.timeout >= 0 for state in pathway.states)
        seen["panels"] += any(state.kind is Kind.PANEL for state in pathway.states)
    print(seen)
    assert seen["ended"] > 20 * PATHWAYS
    assert min(seen["parallel"], seen["interrupts"], seen["timeouts"], seen["panels"]) > PATHWAYS // 10
