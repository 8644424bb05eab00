"""A linked pathway to a `networkx` graph of its states and arrows, for analysts who think in graphs.

The graph says which arrows are written, not which a referral can ever take: guards and findings are not
weighed. For what can happen ask the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathways.definition.linked import DONE, Arrow, LinkedPathway, State

if TYPE_CHECKING:
    import networkx


def state_graph(pathway: LinkedPathway) -> networkx.MultiDiGraph[str]:
    """Every state as a node and every arrow as an edge.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes carry `kind`, `lane`, `title`; edges carry `way`, one of `then`, `after`, `choose`, `otherwise`,
        `interrupt`, `branch` (into the first state of a branch) and `join` (from a branch's last state back to
        its parallel state). The graph carries `starts`.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=pathway.id, starts=pathway.starts)
    for state in pathway.states.values():
        graph.add_node(state.name, kind=state.kind, lane=state.lane, title=state.title)
    for state in pathway.states.values():
        for way, arrow in _arrows(state):
            _add(graph, pathway, state, arrow, way)
        for branch in state.branches:
            graph.add_edge(state.name, pathway.regions[branch].start, way="branch")
    for interrupt in pathway.interrupts.values():
        for name in interrupt.during:
            _add(graph, pathway, pathway.states[name], interrupt.arrow, "interrupt")
    return graph


def _arrows(state: State) -> Iterator[tuple[str, Arrow]]:
    if state.then is not None:
        yield "then", state.then
    if state.after is not None:
        yield "after", state.after[1]
    for branch in state.choose:
        yield ("otherwise" if branch.when is None else "choose"), branch.arrow


def _add(graph: networkx.MultiDiGraph[str], pathway: LinkedPathway, state: State, arrow: Arrow, way: str) -> None:
    if arrow.to != DONE:
        graph.add_edge(state.name, arrow.to, way=way)
        return
    parallel = pathway.regions[state.region].parallel
    if parallel is None:  # link refuses `done` outside a branch
        raise ValueError(f"'{state.name}' is not in a branch, so it cannot be done")
    graph.add_edge(state.name, parallel, way="join")
