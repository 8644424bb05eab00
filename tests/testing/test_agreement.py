"""The stepper and the `transitions` case agree on random pathways, and a fault in either is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from pathways.definition import link, parse_pathway
from pathways.definition.linked import LinkedPathway
from pathways.machine import Case, CompiledPathway, Configuration, Move, MoveKind, adapter, compile, stepper
from pathways.machine.compiled import Arrow, Effect, Table
from pathways.source import read_document
from pathways.testing import WrittenPathway, written_pathways
from pathways.testing.agreement import DisagreementError, check_agreement
from tests.testing.corpus import gather

DEFINITIONS = Path(__file__).parents[2] / "definitions"
PARTS = 8
WALKS = 2


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))])
def test_stepper_and_case_agree_on_states_refusals_and_values(part: int) -> None:
    """Oracle: the other executor. Eight parts of 250 different pathways each: 2,000, two walks on each."""
    different: set[str] = set()
    happened = 0

    @seed(1000 + part)
    @settings(max_examples=460, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(written_pathways(), st.integers(0, 2**30))
    def agree(written: WrittenPathway, choices: int) -> None:
        nonlocal happened
        if str(written.plain) in different or len(different) == 250:
            return
        pathway = written.compiled
        case = None if pathway.arrival or len(pathway.starts) > 1 else Case(pathway)
        for walk in range(WALKS):
            happened += check_agreement(pathway, choices + walk, case=case)
        different.add(str(written.plain))

    agree()
    assert len(different) == 250
    assert happened > WALKS * 250


@pytest.fixture(scope="module")
def many() -> list[LinkedPathway]:
    return [written.compiled.linked for written in gather(150)]


def disagreements(pathways: list[LinkedPathway]) -> Iterator[str]:
    for number, linked in enumerate(pathways):
        try:
            for walk in range(3):
                check_agreement(compile.compile_pathway(linked), number + walk)
        except DisagreementError as error:
            yield str(error)
        except (IndexError, KeyError) as error:  # a faulty table may lead out of the pathway altogether
            yield repr(error)


@pytest.mark.parametrize("file", sorted(DEFINITIONS.glob("*.yaml")), ids=lambda file: file.stem)
def test_stepper_and_case_agree_on_the_definitions_of_this_workspace(file: Path) -> None:
    library = {
        other.stem: parse_pathway(read_document(other.read_text(encoding="utf-8"), other.name))
        for other in DEFINITIONS.glob("*.yaml")
    }
    pathway = compile.compile_pathway(link(library[file.stem], library))
    happened = sum(check_agreement(pathway, number, steps=60) for number in range(10))
    assert happened > 10


def test_sound_executors_agree_on_the_pathways_used_for_planting_faults(many: list[LinkedPathway]) -> None:
    assert list(disagreements(many)) == []


def saturation_one_short(pathway: CompiledPathway, value: int, effect: Effect) -> int:
    highest = len(pathway.domains[effect.attribute]) - 1
    if not effect.adds:
        return effect.operand
    return min(max(min(value, highest) + effect.operand, 0), highest - 1)


def no_saturation_below(pathway: CompiledPathway, value: int, effect: Effect) -> int:
    highest = len(pathway.domains[effect.attribute]) - 1
    return min(value + effect.operand, highest) % (highest + 1) if effect.adds else effect.operand


def branches_left_running(pathway: CompiledPathway, marking: list[int], at: int) -> None:
    return None


def highest_region_first(pathway: CompiledPathway, configuration: Configuration) -> int | None:
    regions = [
        r
        for r, at in enumerate(configuration.marking)
        if at >= 0
        and (
            pathway.states[at].decide is not None
            or (
                pathway.states[at].branches and all(configuration.marking[b] == -2 for b in pathway.states[at].branches)
            )
        )
    ]
    return max(regions, default=None)


SOUND_APPLY, SOUND_MOVES = stepper.apply, stepper.moves


def findings_after_effects(pathway: CompiledPathway, configuration: Configuration, move: Move) -> Configuration:
    after = SOUND_APPLY(pathway, configuration, move)
    values = list(after.values)
    for attribute, value in move.found:
        values[attribute] = value
    return Configuration(after.marking, tuple(values))


def interrupts_without_guard(pathway: CompiledPathway, configuration: Configuration) -> tuple[Move, ...]:
    sound = SOUND_MOVES(pathway, configuration)
    if (
        any(move.kind >= MoveKind.DECIDE for move in sound)
        or stepper.unsettled_region(pathway, configuration) is not None
    ):
        return sound
    extra = []
    for number, interrupt in enumerate(pathway.interrupts):
        at = configuration.marking[interrupt.region]
        if at in interrupt.during and all(move.interrupt != number for move in sound):
            extra.append(Move(MoveKind.INTERRUPT, interrupt.region, at, interrupt.arrow, (), number))
    return (*sound, *extra)


def no_timeouts(pathway: CompiledPathway, configuration: Configuration) -> tuple[Move, ...]:
    return tuple(move for move in SOUND_MOVES(pathway, configuration) if move.kind is not MoveKind.TIMEOUT)


SOUND_TABLE, SOUND_ARROW = compile._Compiler.table, compile._Compiler.arrow


def last_branch_wins(self: Any, choices: list[Any], origin: Any) -> Table:
    table = SOUND_TABLE(self, choices[::-1], origin)
    return Table(table.attributes, table.strides, tuple(c if c < 0 else len(choices) - 1 - c for c in table.cells))


def arrow_effects_first(self: Any, arrow: Any, before: Any = ()) -> int:
    number = SOUND_ARROW(self, arrow, before)
    made: Arrow = self.arrows[number]
    self.arrows[number] = Arrow(made.target, made.effects[::-1])
    return number


def timeouts_with_the_states_effects(self: Any, state: Any) -> Any:
    made = SOUND_STATE(self, state)
    if state.after is not None:
        arrow = self.arrows[made.timeout]
        own = tuple(self.effect(effect) for effect in state.effects)
        self.arrows[made.timeout] = Arrow(arrow.target, own + arrow.effects)
    return made


SOUND_STATE = compile._Compiler.state


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (stepper, "affected", saturation_one_short),
        (stepper, "affected", no_saturation_below),
        (stepper, "_leave", branches_left_running),
        (stepper, "unsettled_region", highest_region_first),
        (stepper, "apply", findings_after_effects),
        (stepper, "moves", interrupts_without_guard),
        (stepper, "moves", no_timeouts),
        (compile._Compiler, "table", last_branch_wins),
        (compile._Compiler, "arrow", arrow_effects_first),
        (compile._Compiler, "state", timeouts_with_the_states_effects),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_fault_in_the_stepper_is_noticed(
    many: list[LinkedPathway], monkeypatch: pytest.MonkeyPatch, owner: object, name: str, fault: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, fault)
    assert next(disagreements(many), None) is not None


SOUND_ADD, SOUND_WAYS, SOUND_TRIGGER = adapter.Machinery._add, adapter.Machinery._add_ways, adapter.Machinery.trigger


def case_saturation_one_over(self: Any, effect: Any, now: str | None) -> str:
    if effect.value is not None:
        return str(effect.value)
    numbers = [int(value) for value in self.pathway.attributes[effect.attribute].values]
    return str(max(numbers[0], min(numbers[-1] + 1, int(now or numbers[0]) + effect.amount)))


def case_effects_backwards(
    self: Any, machine: Any, trigger: str, sources: Any, arrow: Any, conditions: Any, before: Any = ()
) -> None:
    machine_add = machine.add_transition

    def backwards(*arguments: Any, before: list[Any]) -> None:
        machine_add(*arguments, before=before[::-1])

    machine.add_transition = backwards
    SOUND_ADD(self, machine, trigger, sources, arrow, conditions, before)
    del machine.add_transition


def case_leaves_branches_running(self: Any, region: int, name: str, standing: Any, found: Any = None) -> bool:
    return name != adapter.LEAVE and SOUND_TRIGGER(self, region, name, standing, found)


def case_last_branch_wins(self: Any, machine: Any, state: Any) -> None:
    from dataclasses import replace

    SOUND_WAYS(self, machine, replace(state, choose=state.choose[::-1]))


def case_takes_any_finding(allowed: Any) -> Callable[[Any], bool]:
    return lambda event: True


def case_timeouts_only_by_completion(self: Any, machine: Any, state: Any) -> None:
    from dataclasses import replace

    SOUND_WAYS(self, machine, replace(state, after=None))


def case_highest_region_first(self: Any) -> tuple[int, str] | None:
    waiting = None
    for region, name in self._running().items():
        state = self._pathway.states[name]
        if state.kind == "decision":
            waiting = region, adapter.DECIDE
        elif state.kind == "parallel" and self._machinery.all_done(state, self._standing):
            waiting = region, adapter.JOIN
    return waiting


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (adapter.Machinery, "_affected", case_saturation_one_over),
        (adapter.Machinery, "_add", case_effects_backwards),
        (adapter.Machinery, "trigger", case_leaves_branches_running),
        (adapter.Machinery, "_add_ways", case_last_branch_wins),
        (adapter.Machinery, "_add_ways", case_timeouts_only_by_completion),
        (adapter, "_finds", case_takes_any_finding),
        (Case, "_unsettled", case_highest_region_first),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_fault_in_the_case_is_noticed(
    many: list[LinkedPathway], monkeypatch: pytest.MonkeyPatch, owner: object, name: str, fault: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, fault)
    assert next(disagreements(many), None) is not None
