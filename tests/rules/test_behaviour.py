"""Comparing what two pathways can show: against every word that either can show, and on pathways seen by eye."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules.behaviour import Lens, Surplus, UndecidedError, are_equal, automaton, surpluses
from pathways.rules.behaviour.alike import Original, Reach
from pathways.rules.edits import plausible_edits
from pathways.rules.exploration import explore
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES
from tests.rules.build import compiled
from tests.rules.oracle import Full, full
from tests.rules.planted import plant
from tests.rules.seen import Sight, Word, words

LONGEST: Final = 7  # letters
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
SEARCH = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)


def edited_pair(written: WrittenPathway, seed: int) -> tuple[CompiledPathway, CompiledPathway, tuple[str, ...]]:
    """A random pathway, the same after one or two plausible edits, and the attributes whose values they change."""
    dice = Random(seed)
    pathway = other = written.compiled
    watched: set[str] = set()
    for _ in range(dice.choice((1, 1, 2))):
        edits = [edit for edit in plausible_edits(other) if not edit.is_record]
        assume(edits)
        edit = dice.choice(edits)
        watched |= set(edit.watched)
        other = compile_pathway(edit.make(other.linked))
    return pathway, other, tuple(sorted(watched))


Words = dict[Word, int]


def both_words(one: CompiledPathway, other: CompiledPathway, sights: tuple[Sight, Sight]) -> tuple[Words, Words]:
    spaces = full(one, 1_500), full(other, 1_500)
    assume(None not in spaces)
    assert isinstance(spaces[0], Full)
    assert isinstance(spaces[1], Full)
    found = words(spaces[0], sights[0], LONGEST), words(spaces[1], sights[1], LONGEST)
    assume(None not in found)
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


def agrees(one: Words, other: Words, found: list[Surplus]) -> None:
    """The surpluses are words of the first alone, each by its last letter; none is nearer than the nearest of them."""
    only = {word: made for word, made in one.items() if word not in other}
    for surplus in found:
        if len(surplus.word) <= LONGEST:
            assert surplus.word in only
            assert surplus.word[:-1] in other
            assert surplus.moves >= only[surplus.word]
    if only:
        assert found
        assert min(surplus.moves for surplus in found) <= min(only.values())
    nearest = min(found, key=lambda surplus: surplus.moves, default=None)
    if nearest is not None and len(nearest.word) <= LONGEST:
        assert nearest.moves == min(only.values())


@SEARCH
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32))
def test_what_an_edit_makes_possible_and_impossible_agrees_with_all_words(written: WrittenPathway, seed: int) -> None:
    """Oracle: every word of at most seven letters, from full configurations by the stepper; everything is seen."""
    try:
        one, other, watched = edited_pair(written, seed)
    except DefinitionError:
        assume(False)
        raise
    arrival = tuple(sorted(one.attributes[a] for a in one.arrival))
    seen = both_words(one, other, (Sight(arrival, watched=watched), Sight(arrival, watched=watched)))
    lens = Lens(arrival, whole=True, watched=watched)
    kept = [
        dict.fromkeys(range(len(p.states)), sum(1 << p.attribute_index(name) for name in watched)) for p in (one, other)
    ]
    first, second = automaton(explore(one, kept[0]), lens), automaton(explore(other, kept[1]), lens)
    agrees(seen[0], seen[1], surpluses(first, second))
    agrees(seen[1], seen[0], surpluses(second, first))
    if are_equal(first, second):
        assert seen[0].keys() == seen[1].keys()
    # The question that the mutation score asks. It sees arrival values only where they matter, which is no difference.
    reach = Original(one).difference(other, watched)
    assert (reach is Reach.NOTHING) == are_equal(first, second)


@SEARCH
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32))
def test_differences_behind_states_that_are_not_seen_agree_with_all_words(written: WrittenPathway, seed: int) -> None:
    """Oracle: the same, with some states and findings hidden, so that one word can be shown in many ways."""
    try:
        one, other, _ = edited_pair(written, seed)
    except DefinitionError:
        assume(False)
        raise
    dice = Random(seed)
    both = [name for name in one.index if name in other.index]
    names = {name: f"#{name}" for name in both if dice.random() < 0.7}
    finds = {
        f"#{name}": frozenset(f.attribute for f in one.linked.states[name].finds if dice.random() < 0.6)
        for name in names
    }
    sight = Sight((), names, finds)
    seen = both_words(one, other, (sight, sight))
    lens = Lens((), names, finds)
    first, second = automaton(explore(one), lens), automaton(explore(other), lens)
    agrees(seen[0], seen[1], surpluses(first, second))
    agrees(seen[1], seen[0], surpluses(second, first))


# By hand

ROUTE = """
attributes:
  source:  {values: [school, police], from: arrival}
  consent: {values: [granted, refused, unlikely]}
  note:    {values: [none, kept], starts: none}
start: talk
states:
  talk: {lane: team, finds: consent, then: route, set: {note: kept}}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}
  pcm: {lane: team, then: closed}
  channel: {lane: team, then: closed, after: {2 weeks: pcm}}
  closed: {kind: end, lane: team, outcome: closed}
"""

# An edit of the text, and how far it goes, by eye.
REACHES = [
    ("- {when: {consent: [refused, unlikely]}, then: pcm}", "- {when: {consent: [unlikely, refused]}, then: pcm}",
     Reach.NOTHING),
    ("- {when: {consent: [refused, unlikely]}, then: pcm}", "- {when: {consent: unlikely}, then: pcm}", Reach.STEPS),
    (", after: {2 weeks: pcm}", "", Reach.STEPS),
    (", set: {note: kept}", "", Reach.VALUES),
    ("pcm: {lane: team, then: closed}", "pcm: {lane: team, then: sent}\n  sent: {kind: end, lane: team, outcome: sent}",
     Reach.OUTCOME),
    ("values: [school, police]", "values: [police, school]", Reach.NOTHING),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "reach"), REACHES)
def test_how_far_an_edit_goes_is_as_seen_by_eye(old: str, new: str, reach: Reach) -> None:
    assert ROUTE.count(old) == 1
    assert Original(compiled(ROUTE)).difference(compiled(ROUTE.replace(old, new)), ("note",)) is reach


def test_beyond_its_budget_a_comparison_claims_nothing() -> None:
    one = automaton(explore(compiled(ROUTE)), Lens())
    assert are_equal(one, one)
    with pytest.raises(UndecidedError):
        are_equal(one, one, budget=3)


EXCEPTION = "      - {when: {consent: [refused, unlikely]}, then: pcm}\n"
READS = ROUTE.replace("{otherwise: channel}", "{otherwise: pcm}").replace("  channel:", "  attic:")
READS_NOTHING = READS.replace(EXCEPTION, "")  # the same, since the exception led where the default leads


def test_asking_for_what_makes_no_difference_is_no_difference() -> None:
    """One of the two keeps apart what is found, the other does not: whoever watches sees the same of both."""
    assert Original(compiled(READS)).difference(compiled(READS_NOTHING)) is Reach.NOTHING
    assert Original(compiled(READS_NOTHING)).difference(compiled(READS)) is Reach.NOTHING


# A fault planted in the comparison, and two pathways of which it then says something else.
LIMIT = ROUTE.replace(", after: {2 weeks: pcm}", "")
FAULTS = [
    # findings that make no difference to one pathway are not spread out again
    ("pathways.rules.behaviour.automaton", "return known", "return [move]", READS, READS_NOTHING),
    # of a move that is seen as several letters only the last is kept
    ("pathways.rules.behaviour.automaton", "for letter in letters[:-1]:", "for letter in letters[:0]:",
     READS_NOTHING, READS_NOTHING.replace("finds: consent", "finds: {consent: [granted, refused]}")),
    # the other side is followed whatever is seen
    ("pathways.rules.behaviour.compare", "if e.letter == letter}", "if e.letter is not None}", ROUTE, LIMIT),
    # one direction only
    ("pathways.rules.behaviour.compare", "other, one, budget=budget, first_only=True",
     "one, one, budget=budget, first_only=True", LIMIT, ROUTE),
    # values are not watched
    ("pathways.rules.behaviour.lens", "if after:", "if not after:", ROUTE, ROUTE.replace(", set: {note: kept}", "")),
]  # fmt: skip


@pytest.mark.parametrize(("module", "text", "fault", "one", "other"), FAULTS)
def test_a_planted_fault_of_the_comparison_is_seen(
    monkeypatch: pytest.MonkeyPatch, module: str, text: str, fault: str, one: str, other: str
) -> None:
    def asked() -> list[Reach]:
        pair = compiled(one), compiled(other)
        return [Original(pair[0]).difference(pair[1], ("note",)), Original(pair[1]).difference(pair[0], ("note",))]

    before = asked()
    plant(monkeypatch, module, text, fault)
    assert asked() != before
