"""A diagram to Mermaid text, for wikis and GitHub: a flowchart whose lanes are boxes; Mermaid lays it out itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from pathways.diagram.model import Diagram, Edge, Node
from pathways.diagram.shapes import look
from pathways.diagram.style import DEFAULT, EVENT, INK, PAINTS, TINT
from pathways.diagram.text import clean

SHAPES: Final = {
    "start": ("([", "])"), "task": ("[", "]"), "wait": ("[", "]"), "panel": ("[", "]"), "decision": ("{{", "}}"),
    "piece": ("[[", "]]"), "end": ("([", "])"), "event": ("([", "])"), "fork": ("[", "]"), "join": ("([", "])"),
    "opened": ("[[", "]]"),
}  # fmt: skip
SAID: Final = {
    "wait": "waiting", "panel": "meeting", "fork": "side by side", "piece": "has its own drawing", "opened": "opened",
}  # fmt: skip


def to_mermaid(diagram: Diagram) -> str:
    """The diagram as text that Mermaid 10 and later, and GitHub, draw."""
    return "\n".join(_lines(diagram)) + "\n"


def _lines(diagram: Diagram) -> Iterator[str]:
    ids = {node.id: f"n{number}" for number, node in enumerate(diagram.nodes)}
    yield from ("---", f"title: {json.dumps(clean(diagram.title))}", "---", "flowchart TB")
    yield f"  accTitle: {_bare(diagram.title)}"
    yield f"  accDescr: {_bare(f'{diagram.subtitle}. {diagram.note}')}"
    for number, lane in enumerate(diagram.lanes):
        yield f'  subgraph lane{number}["{_safe(lane.title)}"]'
        for node in diagram.nodes:
            if node.lane == lane.id:
                opening, closing = SHAPES[look(node)]
                yield f'    {ids[node.id]}{opening}"{_label(node)}"{closing}:::{look(node)}_'
        yield "  end"
    for edge in diagram.edges:
        label = f'|"{_safe(edge.label)}"|' if edge.label else ""
        yield f"  {ids[edge.source]} {_arrow(edge)}{label} {ids[edge.target]}"
    for name, paint in PAINTS.items():
        dashes = ",stroke-dasharray:4 2" if name == "event" else ""
        colour = "#ffffff" if name == "join" else INK
        look_ = f"fill:{paint.fill},stroke:{paint.stroke},stroke-width:{paint.width}px,color:{colour}{dashes}"
        yield f"  classDef {name}_ {look_}"  # a class called `end` would end the lane
    for colour, width, edges in (
        (DEFAULT, 3, [edge for edge in diagram.edges if edge.kind == "default"]),
        (EVENT, 1.5, [edge for edge in diagram.edges if edge.kind == "interrupt"]),
    ):
        if edges:
            yield f"  linkStyle {','.join(str(edge.id) for edge in edges)} stroke:{colour},stroke-width:{width}px"
    lanes = ",".join(f"lane{number}" for number in range(len(diagram.lanes)))
    yield f"  classDef lane fill:{TINT},stroke:#b4bfc8,color:{INK}"
    yield f"  class {lanes} lane"


def _arrow(edge: Edge) -> str:
    if edge.kind == "default":
        return "==>"
    return "-.->" if edge.returns or edge.kind in ("timeout", "interrupt") else "-->"


def _label(node: Node) -> str:
    """Title and facts; what SVG shows as a sign is said in words."""
    facts = [*node.notes, *([node.limit] if node.limit else []), *([SAID[node.kind]] if node.kind in SAID else [])]
    facts += ["assumption"] if node.badge else []
    lines = [node.title or "all are done"] + ([f"({', '.join(facts)})"] if facts else [])
    return "<br/>".join(map(_safe, lines))


def _safe(text: str) -> str:
    """Text of which Mermaid makes nothing but text: all but letters, digits and spaces as its own entities.

    Nothing is left that could end the label, be markup, or be Markdown (a label `1. Call` would be a list).
    """
    return "".join(c if c == " " or c.isalnum() else f"#{ord(c)};" for c in clean(text)) or " "


def _bare(text: str) -> str:
    """Text for a line that knows no entities: signs with a meaning of their own become spaces."""
    kept = "".join(" " if c in '#{}<>"`%&|[]()\\' else c for c in clean(text).replace(";", ","))
    return " ".join(kept.split()) or "pathway"
