"""Arrows to the same arrows with those marked that lead back to something already passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pathways.diagram.model import Edge


def mark_returns(nodes: Sequence[str], edges: Sequence[Edge], starts: Sequence[str]) -> tuple[Edge, ...]:
    """Mark every arrow that closes a circle when the picture is walked through depth first.

    The walk begins at the starts, takes default arrows first and interrupts last, and otherwise keeps
    the order given.
    """
    rank = {"default": 0, "normal": 1, "timeout": 2, "interrupt": 3, "back": 4}
    leaving: dict[str, list[Edge]] = {name: [] for name in nodes}
    for edge in sorted(edges, key=lambda e: (rank[e.kind], e.id)):
        leaving[edge.source].append(edge)
    entered: dict[str, bool] = {}  # name -> whether it is still open, that is, on the way to where the walk stands
    returning: set[int] = set()
    for start in (*starts, *nodes):
        if start in entered:
            continue
        entered[start] = True
        way = [(start, iter(leaving[start]))]
        while way:
            name, rest = way[-1]
            onward = next(rest, None)
            if onward is None:
                entered[name] = False
                way.pop()
            elif onward.target not in entered:
                entered[onward.target] = True
                way.append((onward.target, iter(leaving[onward.target])))
            elif entered[onward.target]:
                returning.add(onward.id)
    return tuple(_marked(edge) if edge.id in returning else edge for edge in edges)


def _marked(edge: Edge) -> Edge:
    return replace(edge, returns=True, kind="back" if edge.kind == "normal" else edge.kind)
