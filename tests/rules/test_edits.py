"""Slips of a pen: every one leaves a pathway that could have been written, and they are those that one would expect."""

from __future__ import annotations

from collections import Counter

import pytest

from pathways.definition.guards import Guard
from pathways.definition.linked import DONE, LinkedPathway
from pathways.errors import DefinitionError
from pathways.machine import compile_pathway
from pathways.rules.edits import plausible_edits
from pathways.rules.edits.base import arrows, firsts, scope_of, twins
from pathways.rules.exploration import explore
from tests.rules.build import compiled
from tests.testing.corpus import gather


def _within(linked: LinkedPathway, name: str) -> list[tuple[object, Guard | None, str | None]]:
    """Where a state goes inside its piece, by the names that the piece has for it; None for a way out."""
    state, scope = linked.states[name], scope_of(linked, name)
    conditions = dict(enumerate(branch.when for branch in state.choose))
    return [
        (slot, conditions.get(slot) if isinstance(slot, int) else None, arrow.to[len(scope) :])
        if arrow.to.startswith(scope)
        else (slot, None, None)
        for slot, arrow in arrows(state)
    ]


def assert_could_be_written(linked: LinkedPathway) -> None:
    """By the definition language: every name is there, arrows stay in their flow, branches belong to their parallel."""
    states = linked.states
    assert linked.starts
    assert linked.regions[0].start == linked.starts[0]
    for number, region in enumerate(linked.regions):
        assert region.index == number
        assert states[region.start].region == number
        assert (region.parallel is None) == (number == 0)
        if region.parallel is not None:
            assert number in states[region.parallel].branches
    for state in states.values():
        for _, arrow in arrows(state):
            assert state.region != 0 if arrow.to == DONE else states[arrow.to].region == state.region
        assert all(linked.regions[branch].parallel == state.name for branch in state.branches)
        assert all(found.values for found in state.finds)
    for twin in firsts(linked) if linked.pieces else ():
        uses = [_within(linked, name) for name in twins(linked, twin.name)]
        assert all(use == uses[0] for use in uses), f"'{twin.name}' is written once, and goes different ways"
    for interrupt in linked.interrupts.values():
        assert interrupt.during
        assert {states[name].region for name in interrupt.during} == {interrupt.region}
        if interrupt.arrow.to != DONE:
            assert states[interrupt.arrow.to].region == interrupt.region
    for piece in linked.pieces.values():
        assert piece.entry in states
        assert set(piece.states) <= set(states)
    for target in linked.targets.values():
        assert {target.start, target.end} <= set(states)


@pytest.mark.parametrize("first", [0, pytest.param(5, marks=pytest.mark.slow)])
def test_every_edit_of_random_pathways_could_be_written_and_changes_something(first: int) -> None:
    """Every edit compiles, or is refused because a decision would weigh too much at once."""
    tried: Counter[str] = Counter()
    for written in gather(150)[first::10]:
        before = written.compiled
        assert_could_be_written(before.linked)
        for edit in plausible_edits(before):
            after = edit.make(before.linked)
            assert after != before.linked, edit.words
            assert_could_be_written(after)
            refusals: set[str] = set()
            try:
                assert explore(compile_pathway(after), limit=2_000).codes
            except DefinitionError as error:
                refusals = {finding.id for finding in error.findings}
            assert refusals <= {"guard-too-large"}
            tried[edit.operator] += 1
    # Nothing that an operator is for is missing from the random pathways.
    assert len(tried) >= 20, sorted(tried)


SMALL = """
attributes:
  age:     {values: [child, adult], from: arrival}
  consent: {values: [granted, refused, unlikely]}
start: [talk, desk]
states:
  desk: {lane: team, then: talk}
  talk: {lane: team, finds: {consent: [granted, refused]}, tags: [consent], then: route}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}
  pcm: {lane: team, set: {consent: unlikely}, then: closed}
  channel: {lane: mash, with: [team], then: closed, after: {2 weeks: pcm}}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  refusal: {during: [talk, channel], when: {age: adult}, then: pcm}
"""


def test_edits_of_a_small_pathway_are_as_one_would_list_them() -> None:
    """By hand, line by line: only 'granted' and 'refused' come to the decision."""
    found = [edit.words for edit in plausible_edits(compiled(SMALL)) if not edit.is_record]
    assert found == [
        "no referral starts at 'talk' any more",
        "no referral starts at 'desk' any more",
        "referrals can also start at 'pcm'",
        "referrals can also start at 'channel'",
        "'desk' is left out: what led to it goes on to where it led",
        "at 'desk', the way on leads to 'route' instead of 'talk'",
        "'talk' is left out: what led to it goes on to where it led",
        "'talk' can also find that consent is unlikely",
        "'talk' no longer finds consent",
        "at 'talk', the way on leads to 'pcm' instead of 'route'",
        "at 'route', branch 1 no longer takes consent refused",
        "at 'route', branch 1 (consent is refused or unlikely) is gone",
        "at 'route', branch 1 (to 'pcm') and the default (to 'channel') are swapped",
        "at 'route', branch 1 leads to 'channel' instead of 'pcm'",
        "at 'route', the default leads to 'pcm' instead of 'channel'",
        "'pcm' is left out: what led to it goes on to where it led",
        "'pcm' no longer sets consent to unlikely",
        "'pcm' sets consent to granted instead of unlikely",
        "'channel' is left out: what led to it goes on to where it led",
        "at 'channel', the time limit of 2 weeks is gone",
        "at 'channel', the time limit leads to 'route' instead of 'pcm'",
        "the interrupt 'refusal' is gone",
        "the interrupt 'refusal' can no longer happen during 'talk'",
        "the interrupt 'refusal' can no longer happen during 'channel'",
        "the interrupt 'refusal' has no condition any more",
        "the interrupt 'refusal' leads to 'route' instead of 'pcm'",
        "the interrupt 'refusal' leads to 'channel' instead of 'pcm'",
    ]


PIECE = """
attributes: {well: {values: [good, bad, unsure]}}
start: look
states:
  look: {lane: team, finds: well, then: judge}
  judge:
    kind: decision
    lane: team
    choose: [{when: {well: [bad, unsure]}, then: help}, {otherwise: ok}]
  help: {lane: team, then: look}
  ok: {kind: end, lane: team, outcome: ok}
"""
TWICE = """
start: first
states:
  first: {kind: use, pathway: piece, exits: {ok: second}}
  second: {kind: use, pathway: piece, exits: {ok: closed}}
  closed: {kind: end, lane: team, outcome: closed}
"""


@pytest.mark.parametrize(
    ("words", "name", "shown"),
    [
        ("at 'first.judge', branch 1 no longer takes well unsure", "judge", "OneOf(attribute='well', values=('bad',))"),
        ("at 'first.look', the way on leads to 'first.help' instead of 'first.judge'", "look", "help"),
        ("'first.help' is left out: what led to it goes on to where it led", "judge", "look"),
    ],
)
def test_what_is_written_once_and_used_twice_is_changed_twice(words: str, name: str, shown: str) -> None:
    before = compiled(TWICE, pieces={"piece": PIECE})
    edits = {edit.words: edit for edit in plausible_edits(before)}
    after = edits[words].make(before.linked)
    for use in ("first", "second"):
        state = after.states[f"{use}.{name}"]
        told = f"{state.then.to if state.then else ''} {[(b.when, b.arrow.to) for b in state.choose]}"
        assert (f"{use}.{shown}" if shown in ("help", "look") else shown) in told
    assert (
        len([edit for edit in edits.values() if edit.at.endswith(".judge") and edit.operator == "drop a branch"]) == 1
    )
