"""Each sentence of a story leads to where on the drawing it happens."""

from __future__ import annotations

from pathlib import Path

from pathways.definition.linked import DONE
from pathways.diagram.story import Hop, Sentence, Story, Trail
from pathways.web.playing import moments
from pathways.workspace import load_pathways
from tests.web.small import SMALL, small_workspace

SIDE_BY_SIDE = SMALL.replace(
    "  visit:   {lane: team, target: none, source: House rules, then: closed}",
    """  visit:
    kind: parallel
    lane: team
    branches:
      one: {see: {lane: team, target: none, source: House rules, then: done}}
      two: {note: {lane: desk, target: none, source: House rules, then: done}}
    then: closed""",
)
HOPS = (
    (Hop("arrive", None, "call"),),
    (Hop("complete", "call", "sort"), Hop("decide", "sort", "visit")),
    (Hop("complete", "visit.one.see", DONE),),
    (Hop("complete", "visit.two.note", DONE),),
    (Hop("join", "visit", "closed"),),
    (),
)


def test_every_sentence_has_its_places_a_join_that_of_its_fork_and_the_last_where_it_stands(tmp_path: Path) -> None:
    (pathway,) = load_pathways(["help"], small_workspace(tmp_path, SIDE_BY_SIDE)).require()
    trail = Trail(tuple(Sentence(f"Sentence {number}.", hops) for number, hops in enumerate(HOPS)))
    first, second = moments(Story("two", ("Two",), (trail, trail)), pathway.linked)
    assert first == second
    assert [moment.words for moment in first] == [sentence.words for sentence in trail.sentences]
    assert [set(moment.at) for moment in first] == [
        {"step-call"}, {"step-call", "step-sort"}, {"step-visit.one.see"}, {"step-visit.two.note"}, {"step-visit"},
        {"step-closed"},
    ]  # fmt: skip
