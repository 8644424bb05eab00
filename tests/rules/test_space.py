"""The space against plain exploration of full configurations by the stepper."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways.machine import CompiledPathway, Configuration, all_starting, apply, moves
from pathways.rules.exploration import explore
from pathways.rules.space import Space
from pathways.testing import pathways
from tests.rules.build import compiled
from tests.rules.oracle import Full, full

FEW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
LOOP = """
attributes:
  reviews: {range: [0, 12], starts: 0}
  view: {values: [more, enough], starts: more}
start: support
states:
  support: {lane: team, then: review}
  review: {lane: team, kind: panel, finds: view, add: {reviews: 1}, then: on}
  on:
    kind: decision
    lane: team
    choose:
      - {when: {view: enough}, then: closed}
      - {when: {reviews: {at_least: 12}}, then: closed}
      - {otherwise: support}
    order: matters
  closed: {kind: end, lane: team, outcome: closed}
"""


def code(space: Space, configuration: Configuration) -> int:
    """A full configuration's code, by forgetting what the space says does not matter."""
    pathway, packing = space.pathway, space.packing
    matters = 0
    for at in configuration.marking:
        if at >= 0:
            matters |= space.live[at]
    shown = [v if matters >> a & 1 else 0 for a, v in enumerate(configuration.values)]
    packed = packing.marking_code(configuration.marking)
    return packed + sum(v << packing.shifts[a] for a, v in enumerate(shown) if a < len(pathway.attributes))


@FEW
@given(pathways(states=4, pieces=1, nesting=2), st.data())
def test_space_is_the_full_space_with_what_does_not_matter_forgotten(
    pathway: CompiledPathway, data: st.DataObject
) -> None:
    """Oracle: the stepper on full configurations. Codes and moves must agree for every one (a bisimulation).

    What rules read on entry is drawn at random, as attributes kept in some states.
    """
    whole = full(pathway, 4_000)
    assume(whole is not None)
    assert isinstance(whole, Full)
    kept = data.draw(
        st.dictionaries(
            st.integers(0, len(pathway.states) - 1), st.integers(0, 2 ** len(pathway.attributes) - 1), max_size=2
        )
    )
    space = explore(pathway, kept)
    assert space.complete
    number = {c: i for i, c in enumerate(space.codes)}
    assert len(number) == len(space)
    assert set(number) == {code(space, c) for c in whole.onward}
    for here, ways in whole.onward.items():
        index = number[code(space, here)]
        expected = {(m.kind, m.state, m.arrow, m.interrupt, number[code(space, target)]) for m, target in ways}
        found = {
            (m.kind, m.state, m.arrow, m.interrupt, target)
            for m, target in ((space.moves[number_], target) for number_, target in space.out(index))
        }
        assert found == expected
        for state, mask in kept.items():
            if state in here.marking:
                for attribute, value in enumerate(here.values):
                    assert not mask >> attribute & 1 or space.packing.value(space.codes[index], attribute) == value


@FEW
@given(pathways(states=4, pieces=1, nesting=1))
def test_way_to_a_configuration_is_a_legal_trace_and_a_shortest_one(pathway: CompiledPathway) -> None:
    """Oracle: distances by layers of full configurations."""
    whole = full(pathway, 2_000)
    assume(whole is not None)
    assert isinstance(whole, Full)
    space = explore(pathway)
    distance: dict[int, int] = {}
    layer, seen, steps = list(dict.fromkeys(all_starting(pathway))), set(all_starting(pathway)), 0
    while layer:
        for c in layer:
            distance.setdefault(code(space, c), steps)
        layer = list(dict.fromkeys(t for c in layer for _, t in whole.onward[c] if t not in seen))
        seen.update(layer)
        steps += 1
    for index in range(len(space)):
        way = space.way_to(index)
        assert len(way.steps) == distance[space.codes[index]]
        here = space.starts[way.start]
        for number, reached in way.steps:
            move = space.moves[number]
            assert move in moves(pathway, here)
            here = apply(pathway, here, move)
            assert code(space, here) == space.codes[reached]


def test_values_that_nothing_asks_about_again_are_forgotten() -> None:
    """Counted by hand: support with 12 counts, review 12 counts, the decision 'more' with 1..12 and 'enough'
    with 1..12 (which view it is and how many reviews there were both matter there), closed once."""
    space = explore(compiled(LOOP))
    assert len(space) == 12 + 12 + 24 + 1


def test_rules_that_ask_about_a_value_keep_it() -> None:
    """By hand: with 'reviews' read on entering the end, the end is 12 configurations, not one."""
    pathway = compiled(LOOP)
    kept = explore(pathway, {pathway.index["closed"]: 1 << pathway.attribute_index("reviews")})
    assert len(kept) == 12 + 12 + 24 + 12


def test_beyond_the_limit_the_space_says_that_it_is_not_complete() -> None:
    pathway = compiled(LOOP)
    assert explore(pathway, limit=49).complete
    assert not explore(pathway, limit=48).complete


def test_from_anything_starts_with_every_value_that_matters() -> None:
    """By hand: 'support' is entered with any of 13 counts, 'view' does not matter before it is found."""
    space = explore(compiled(LOOP, status="shared"), from_anything=True)
    assert len(space.starts) == 13


def test_arrival_values_that_nothing_asks_about_are_not_tried_one_by_one() -> None:
    body = LOOP.replace("attributes:", "attributes:\n  sector: {values: [a, b, c], from: arrival}")
    pathway = compiled(body)
    assert len(list(all_starting(pathway))) == 3
    assert len(explore(pathway).starts) == 1
    assert len(explore(pathway, {pathway.index["support"]: 1}).starts) == 3


def test_effects_of_one_move_happen_in_their_order() -> None:
    """By hand: n is found 1, set to 0, 2 added, set to 1 by the arrow, 1 added: 2. m: 3, 2, 1, then 3, set to 0."""
    body = """
    attributes:
      n: {range: [0, 3], starts: 0}
      m: {range: [0, 3], starts: 3}
    start: a
    states:
      a:
        lane: team
        finds: {n: [1]}
        set: {n: 0}
        add: {n: 2, m: -1}
        then: {then: b, set: {n: 1}, add: {n: 1, m: -1}}
      b: {lane: team, add: {m: 2}, then: {then: c, set: {m: 0}}}
      c:
        kind: decision
        lane: team
        choose: [{when: {n: 2, m: 0}, then: right}, {otherwise: wrong}]
      right: {kind: end, lane: team, outcome: right}
      wrong: {kind: end, lane: team, outcome: wrong}
    """
    pathway = compiled(body)
    space = explore(pathway)
    assert pathway.index["right"] in space.visited
    assert pathway.index["wrong"] not in space.visited
    assert [space.value_text(2, a) for a in range(2)] == ["2", "0"]
