"""Lints against plain exploration of full configurations, on random pathways damaged at random."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pathways.definition.guards import holds, reads
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, Configuration, MoveKind, compile_pathway, is_ended, unsettled_region
from pathways.rules import check, lint
from pathways.rules.exploration import explore
from pathways.rules.lints.base import Ground
from pathways.rules.lints.no_way_to_end import find_no_end, find_traps
from pathways.rules.rest import rounds
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.build import policy
from tests.rules.damage import damaged, forgetful
from tests.rules.oracle import Full, full


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(written_pathways(states=4, pieces=0, nesting=1), st.integers(0, 2**32))
def test_lints_agree_with_plain_exploration(written: WrittenPathway, seed: int) -> None:
    """Oracle: every full configuration by the stepper, and each fault by its definition."""
    try:
        pathway = compile_pathway(damaged(written.compiled.linked, Random(seed)))
    except DefinitionError:
        assume(False)
        raise
    whole = full(pathway, 2_000)
    assume(whole is not None)
    assert isinstance(whole, Full)
    found = lint(pathway, whole=True)
    by_id: dict[str, list[str]] = {}
    for finding in found:
        by_id.setdefault(finding.id, []).append(finding.message)

    stuck = {c for c, ways in whole.onward.items() if not ways and not is_ended(pathway, c)}
    stuck_names = {
        pathway.states[c.marking[region]].name for c in stuck if (region := unsettled_region(pathway, c)) is not None
    }
    told = {name for name in stuck_names for m in by_id.get("incomplete-decision", []) if m.startswith(f"at '{name}' ")}
    unset = {name for name in stuck_names for m in by_id.get("read-before-set", []) if f"decision '{name}' asks" in m}
    assert stuck_names == told | unset
    assert len(by_id.get("incomplete-decision", [])) == len(told)

    endless = _endless(whole)
    assert bool(endless) == bool(by_id.get("endless-decisions"))
    assert bool(endless) == any(rounds(explore(pathway)))

    good = _can_reach(whole, {c for c in whole.onward if is_ended(pathway, c)} | stuck | endless)
    is_trap = len(good) < len(whole.onward)
    assert is_trap == bool(by_id.get("no-way-to-end") or by_id.get("no-end"))
    ends = any(is_ended(pathway, c) for c in whole.onward)
    assert bool(by_id.get("no-end")) == (not ends and not stuck and not endless)

    visited = {pathway.states[at].name for c in whole.onward for at in c.marking if at >= 0}
    for message in by_id.get("unreachable-state", []):
        assert message.split("'")[1] not in visited
    if not stuck:
        assert bool(by_id.get("unreachable-state")) == (len(visited) < len(pathway.states))

    taken = {(m.state, m.arrow) for ways in whole.onward.values() for m, _ in ways if m.kind is MoveKind.DECIDE}
    # A decision beside another that holds everything up has its turn never, and nothing is said of it.
    turns = {c.marking[region] for c in whole.onward if (region := unsettled_region(pathway, c)) is not None}
    rows = [
        (index, arrow, branch)
        for index in turns
        for arrow, branch in zip(
            pathway.states[index].choices, pathway.linked.states[pathway.states[index].name].choose, strict=True
        )
    ]
    # Without places in a file, two branches that read the same are one finding.
    never = {(index, branch.arrow.to, branch.when) for index, arrow, branch in rows if (index, arrow) not in taken}
    assert len(by_id.get("branch-never-taken", [])) == len(never)
    assert bool(by_id.get("overlapping-branches")) == _overlaps(pathway, whole, taken)

    (verdict,) = check(pathway, [policy("id: r, says: s, kind: can_always_end", applies_to="[main]")])
    assert (verdict.verdict == "holds") == (
        len(_can_reach(whole, {c for c in whole.onward if is_ended(pathway, c)})) == len(whole.onward)
    )
    ground = Ground(explore(pathway))
    assert len([*find_no_end(ground), *find_traps(ground)]) == sum(
        len(by_id.get(i, [])) for i in ("no-end", "no-way-to-end")
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(written_pathways(states=3, pieces=0, nesting=1), st.integers(0, 2**32))
def test_what_is_needed_before_it_is_set_agrees_with_plain_exploration(written: WrittenPathway, seed: int) -> None:
    """Oracle: every full configuration by the stepper, with every value that something unset might have had."""
    pathway = compile_pathway(forgetful(written.compiled.linked, Random(seed)))
    whole = full(pathway, 2_000)
    assume(whole is not None)
    assert isinstance(whole, Full)
    told = {f.message.split(", but")[0] for f in lint(pathway, whole=True) if f.id == "read-before-set"}
    assert {message for message in told if " adds to " in message} == _added_too_early(pathway, whole)
    hanging = {message.split("'")[1] for message in told if message.startswith("the interrupt") and " asks " in message}
    assert _asking_too_early(pathway, whole) <= hanging


def _added_too_early(pathway: CompiledPathway, whole: Full) -> set[str]:
    """Who adds to something unset."""
    found = set()
    for here, ways in whole.onward.items():
        for move, _ in ways:
            known = {attribute for attribute, _ in move.found}
            who = f"'{pathway.states[move.state].name}'"
            if move.kind is MoveKind.INTERRUPT:
                who = f"the interrupt '{pathway.interrupts[move.interrupt].name}'"
            for effect in pathway.arrows[move.arrow].effects:
                unset = pathway.value_text(effect.attribute, here.values[effect.attribute]) is None
                if effect.adds and unset and effect.attribute not in known:
                    found.add(f"{who} adds to '{pathway.attributes[effect.attribute]}'")
                known.add(effect.attribute)
    return found


def _asking_too_early(pathway: CompiledPathway, whole: Full) -> set[str]:
    """The interrupts whose guard would be true for some values of what is unset, and false for others."""
    found = set()
    for here in whole.onward:
        values = {name: pathway.value_text(a, here.values[a]) for a, name in enumerate(pathway.attributes)}
        for row in pathway.interrupts:
            when = pathway.linked.interrupts[row.name].when
            if (
                when is None
                or here.marking[row.region] not in row.during
                or unsettled_region(pathway, here) is not None
            ):
                continue
            unset = [name for name in dict.fromkeys(reads(when)) if values[name] is None]
            tries = product(*(pathway.linked.attributes[name].values for name in unset))
            if len({holds(when, {**values, **dict(zip(unset, each, strict=True))}) for each in tries}) == 2:
                found.add(row.name)
    return found


def _endless(whole: Full) -> set[Configuration]:
    """Configurations that stay unsettled for ever: after as many moves as there are of them."""
    unsettled = {c for c in whole.onward if unsettled_region(whole.pathway, c) is not None}
    endless = set()
    for start in unsettled:
        here = start
        for _ in range(len(unsettled) + 1):
            if here not in unsettled or not whole.onward[here]:
                break
            here = whole.onward[here][0][1]
        else:
            endless.add(start)
    return endless


def _can_reach(whole: Full, goals: set[Configuration]) -> set[Configuration]:
    good = set(goals)
    growing = True
    while growing:
        more = {c for c, ways in whole.onward.items() if c not in good and any(t in good for _, t in ways)}
        good |= more
        growing = bool(more)
    return good


def _overlaps(pathway: CompiledPathway, whole: Full, taken: set[tuple[int, int]]) -> bool:
    """Whether a branch that is taken elsewhere also applies where an earlier, different one wins."""
    for c, ways in whole.onward.items():
        for move, _ in ways:
            if move.kind is not MoveKind.DECIDE:
                continue
            state = pathway.states[move.state]
            choose = pathway.linked.states[state.name].choose
            winner = state.choices.index(move.arrow)
            values = {name: pathway.value_text(i, c.values[i]) for i, name in enumerate(pathway.attributes)}
            for number in range(winner + 1, len(choose)):
                branch = choose[number]
                if branch.when is None or (move.state, state.choices[number]) not in taken:
                    continue
                one, other = choose[winner].arrow, branch.arrow
                if holds(branch.when, values) and (one.to, one.effects) != (other.to, other.effects):
                    return True
    return False
