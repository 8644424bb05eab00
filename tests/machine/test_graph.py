"""The graph of a pathway against a hand count and against the moves of the stepper."""

from __future__ import annotations

from hypothesis import given, settings

from pathways.definition import link, parse_pathway
from pathways.machine import DONE, CompiledPathway, all_starting, apply, moves
from pathways.machine.graph import state_graph
from pathways.source import read_document
from pathways.testing import pathways

TEXT = """\
pathway: small
title: Small
version: "1"
status: as-is
lanes: {desk: Desk}
attributes: {answer: {values: [yes, no]}}
start: ask
states:
  ask: {lane: desk, finds: answer, after: {5 days: closed}, then: choice}
  choice:
    kind: decision
    lane: desk
    choose: [{when: {answer: no}, then: closed}, {otherwise: both}]
  both:
    kind: parallel
    lane: desk
    branches: {one: {first: {lane: desk, then: done}}, two: {second: {lane: desk, then: done}}}
    then: closed
  closed: {kind: end, lane: desk, outcome: closed}
interrupts: {withdrawn: {during: [both], then: closed}}
"""


def test_graph_of_a_small_pathway_has_the_arrows_counted_by_hand():
    definition = parse_pathway(read_document(TEXT, "small.yaml"))
    graph = state_graph(link(definition, {"small": definition}))
    assert sorted(graph.edges(data="way")) == [
        ("ask", "choice", "then"),
        ("ask", "closed", "after"),
        ("both", "both.one.first", "branch"),
        ("both", "both.two.second", "branch"),
        ("both", "closed", "interrupt"),
        ("both", "closed", "then"),
        ("both.one.first", "both", "join"),
        ("both.two.second", "both", "join"),
        ("choice", "both", "otherwise"),
        ("choice", "closed", "choose"),
    ]
    assert graph.graph["starts"] == ("ask",)
    assert graph.nodes["both"] == {"kind": "parallel", "lane": "desk", "title": "Both"}


@settings(max_examples=30, deadline=None)
@given(pathway=pathways())
def test_every_move_of_a_referral_is_an_arrow_of_the_graph(pathway: CompiledPathway):
    """Oracle: the stepper, over the first few hundred configurations."""
    graph = state_graph(pathway.linked)
    name = [state.name for state in pathway.states]
    seen = list(dict.fromkeys(all_starting(pathway)))[:50]
    for configuration in seen:
        for move in moves(pathway, configuration):
            target = pathway.arrows[move.arrow].target
            region = pathway.regions[move.region]
            assert graph.has_edge(name[move.state], name[region.parallel if target == DONE else target])
            reached = apply(pathway, configuration, move)
            if len(seen) < 300 and reached not in seen:
                seen.append(reached)
