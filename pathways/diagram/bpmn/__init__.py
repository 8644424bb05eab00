"""A linked pathway to BPMN 2.0 with lanes and diagram interchange."""

from __future__ import annotations

from pathways.definition.linked import LinkedPathway


def to_bpmn(pathway: LinkedPathway) -> str:
    """BPMN 2.0 XML: one process in one pool, with the place of everything.

    The same pathway gives the same bytes on every machine. What BPMN has no word for stands in extension elements,
    so that `pathways import` gives the definition back.
    """
    from pathways.diagram.bpmn.drawing import arrange
    from pathways.diagram.bpmn.graph import to_graph
    from pathways.diagram.bpmn.writing import write

    graph = to_graph(pathway)
    return write(graph, arrange(graph))


__all__ = ["to_bpmn"]
