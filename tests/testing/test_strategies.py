"""What the strategies promise: every construct occurs, every pathway is sound, text and plain data mean the same."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, seed, settings

from pathways.definition import link, parse_pathway
from pathways.machine import NONE, CompiledPathway, Configuration, Kind, MoveKind, compile_pathway, stepper
from pathways.rules import lint
from pathways.source import read_document
from pathways.testing import WrittenPathway, pathway_texts, pathways
from tests.testing.corpus import gather


@pytest.fixture(scope="module")
def many() -> tuple[WrittenPathway, ...]:
    return gather(150)


def walked(pathway: CompiledPathway, seed: int) -> list[Configuration]:
    """Every configuration of a random walk, unsettled ones included."""
    choices = Random(seed)
    now = choices.choice(list(stepper.all_starting(pathway)))
    seen = [now]
    for _ in range(30):
        possible = stepper.moves(pathway, now)
        if not possible:
            break
        now = stepper.apply(pathway, now, choices.choice(possible))
        seen.append(now)
    return seen


def test_every_construct_occurs(many: tuple[WrittenPathway, ...]) -> None:
    """Each at least in one pathway of 25; counted on the linked pathways, not on what was meant to be written."""
    count: Counter[str] = Counter()
    for written in many:
        compiled = written.compiled
        linked = compiled.linked
        states = list(linked.states.values())
        regions = linked.regions
        inside = {region.index for region in regions if region.index and linked.states[str(region.parallel)].region}
        effects = [
            e for s in states for a in (s.then, *(b.arrow for b in s.choose)) if a for e in (*s.effects, *a.effects)
        ]
        count.update(
            {
                **{
                    kind: any(s.kind == kind for s in states)
                    for kind in ("task", "wait", "panel", "decision", "parallel")
                },
                "nested parallel": bool(inside),
                "piece": bool(linked.pieces),
                "piece inside a piece": any("." in name for name in linked.pieces),
                "piece inside a branch": any(piece.region for piece in linked.pieces.values()),
                "interrupt": bool(linked.interrupts),
                "interrupt with a guard": any(i.when for i in linked.interrupts.values()),
                "interrupt inside a branch": any(i.region for i in linked.interrupts.values()),
                "interrupt of a parallel state": any(
                    linked.states[name].kind == "parallel" for i in linked.interrupts.values() for name in i.during
                ),
                "timeout": any(s.after for s in states),
                "finding narrowed": any(
                    found.values != linked.attributes[found.attribute].values for s in states for found in s.finds
                ),
                "several findings": any(len(s.finds) > 1 for s in states),
                "order matters": any(s.order_matters for s in states),
                "decision without otherwise": any(s.choose and s.choose[-1].when for s in states),
                "set": any(e.value is not None for e in effects),
                "add": any(e.amount for e in effects),
                "several starts": len(linked.starts) > 1,
                "arrival": bool(compiled.arrival),
                "unset": any(a.starts is None and not a.from_arrival for a in linked.attributes.values()),
                "target between states": bool(linked.targets),
                "back to an earlier state": any(
                    (s.then and s.then.to in linked.states and list(linked.states).index(s.then.to) < place)
                    or (s.after and s.after[1].to in list(linked.states)[: place + 1])
                    or any(b.arrow.to in list(linked.states)[:place] for b in s.choose)
                    for place, s in enumerate(states)
                ),
            }
        )
    assert {construct: n for construct, n in count.items() if n < len(many) / 25} == {}


def test_walks_reach_every_kind_of_move_saturation_and_every_kind_of_end(many: tuple[WrittenPathway, ...]) -> None:
    moves: Counter[str] = Counter()
    for number, written in enumerate(many):
        pathway = written.compiled
        for configuration in walked(pathway, number):
            possible = stepper.moves(pathway, configuration)
            moves.update({move.kind.name for move in possible} or {"END"})
            for move in possible:
                for effect in pathway.arrows[move.arrow].effects:
                    now = configuration.values[effect.attribute] + effect.operand
                    if effect.adds and not 0 <= now < len(pathway.domains[effect.attribute]):
                        moves["SATURATED"] += 1
    assert set(moves) == {*(kind.name for kind in MoveKind), "END", "SATURATED"}
    assert min(moves.values()) >= 20


def test_no_guard_or_addition_reads_what_may_be_unset(many: tuple[WrittenPathway, ...]) -> None:
    """At every configuration of random walks, whatever could be read there has a value."""
    for number, written in enumerate(many):
        pathway = written.compiled
        for configuration in walked(pathway, number):
            for at in configuration.marking:
                table = pathway.states[at].decide if at >= 0 else None
                for attribute in table.attributes if table else ():
                    assert configuration.values[attribute] < len(pathway.domains[attribute]), written
            for interrupt in pathway.interrupts:
                if configuration.marking[interrupt.region] in interrupt.during and interrupt.when:
                    for attribute in interrupt.when.attributes:
                        assert configuration.values[attribute] < len(pathway.domains[attribute]), written


def test_no_walk_is_stuck_or_turns_for_ever(many: tuple[WrittenPathway, ...]) -> None:
    """A decision always has a way, and as many moves without time as there are states always settle."""
    for number, written in enumerate(many):
        pathway = written.compiled
        for configuration in walked(pathway, number):
            for _ in range(len(pathway.states) + 1):
                if stepper.unsettled_region(pathway, configuration) is None:
                    break
                move = stepper.automatic(pathway, configuration)
                assert move is not None, written
                configuration = stepper.apply(pathway, configuration, move)
            else:
                pytest.fail(f"never settles\n{written}")


def test_every_state_can_be_reached_and_left_along_its_arrows(many: tuple[WrittenPathway, ...]) -> None:
    for written in many:
        pathway = written.compiled
        onward = {
            at: {pathway.arrows[a].target for a in (state.complete, state.timeout, *state.choices) if a != NONE}
            | {pathway.regions[branch].start for branch in state.branches}
            for at, state in enumerate(pathway.states)
        }
        reached, waiting = set[int](), list(pathway.starts)
        while waiting:
            at = waiting.pop()
            if at >= 0 and at not in reached:
                reached.add(at)
                waiting += onward[at]
        unused = {name for piece in pathway.linked.pieces.values() for name in piece.states}
        names = {pathway.states[at].name for at in range(len(pathway.states)) if at not in reached}
        # A piece with two starts is entered at one of them: what only the other leads to stays out of reach.
        assert names <= unused, written
        for region in range(len(pathway.regions)):
            leading = {
                at
                for at, state in enumerate(pathway.states)
                if state.region == region and (state.kind is Kind.END or -2 in onward[at])
            }
            for _ in pathway.states:
                leading |= {at for at in onward if pathway.states[at].region == region and onward[at] & leading}
            assert leading == {at for at, state in enumerate(pathway.states) if state.region == region}, written


def test_text_and_plain_data_compile_to_the_same_pathway(many: tuple[WrittenPathway, ...]) -> None:
    """The YAML text, read as a file would be, has the same fingerprint as the shorter way."""
    for written in many[::10]:
        library = {name: parse_pathway(read_document(text, f"{name}.yaml")) for name, text in written.texts.items()}
        assert compile_pathway(link(library[written.id], library)).fingerprint == written.compiled.fingerprint


@settings(max_examples=10, deadline=None)
@given(pathways(states=1, pieces=0, nesting=0))
def test_sizes_are_kept(pathway: CompiledPathway) -> None:
    assert sum(state.kind is not Kind.END for state in pathway.states) == 1
    assert len(pathway.regions) == 1


@settings(max_examples=10, deadline=None)
@given(pathway_texts())
def test_texts_begin_with_the_pathway_itself(texts: dict[str, str]) -> None:
    assert next(iter(texts)) == "main"
    assert all(text.startswith(f"pathway: {name}\n") for name, text in texts.items())


def test_the_exact_lints_find_none_of_the_faults_that_are_promised_not_to_occur(
    many: tuple[WrittenPathway, ...],
) -> None:
    """Oracle: the lints, which look at every reachable configuration; what random guards close is allowed."""
    found = {finding.id for written in many for finding in lint(written.compiled)}
    closed = {"branch-never-taken", "interrupt-never", "timeout-never", "unreachable-state", "no-way-to-end", "no-end"}
    assert found <= closed | {"unused-attribute", "unused-value", "too-large-to-lint"}


def test_a_failing_pathway_is_shown_as_yaml_however_it_was_asked_for() -> None:
    """The shortest pathway with two states in its flow, as Hypothesis prints it."""

    @seed(1)
    @settings(max_examples=200, database=None, deadline=None)
    @given(pathways(pieces=0, nesting=0))
    def short(pathway: CompiledPathway) -> None:
        assert len(pathway.states) < 3

    with pytest.raises(AssertionError) as caught:
        short()
    notes = "\n".join(caught.value.__notes__)
    assert "states:\n  task0: {lane: team, then: task1}\n  task1: {lane: team, then: end0}" in notes
    assert "CompiledPathway main: 3 states" in notes
