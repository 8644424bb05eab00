"""A diagram to its text version: a numbered list that says everything the picture says."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pathways.diagram.hardness import WORDS
from pathways.diagram.model import Diagram, Edge, Node
from pathways.diagram.text import stopped

KIND = {
    "start": "start", "wait": "waiting", "panel": "meeting", "decision": "decision", "end": "end",
    "piece": "has its own drawing", "opened": "a piece, opened here", "fork": "side by side",
    "event": "may happen in many states",
}  # fmt: skip


def describe(diagram: Diagram, counts: Mapping[int, str] | None = None, *, only: Collection[str] | None = None) -> str:
    """The text version, one paragraph for each state; `counts` are how many take an arrow in a year.

    With `only`, it is that of a part of the picture: the paragraphs of these nodes.
    """
    counted = counts or {}
    lanes = {lane.id: lane.title for lane in diagram.lanes}
    number = numbered(diagram)
    nodes = {node.id: node for node in diagram.nodes}
    shown = [nodes[name] for name in number]
    block_of = {block.join: block.id for block in diagram.blocks}
    out: dict[str, list[Edge]] = {node.id: [] for node in diagram.nodes}
    for edge in diagram.edges:
        out[edge.source].append(edge)
    teams = ", ".join(lanes.values())
    lines = [
        diagram.title,
        f"{diagram.subtitle}. {diagram.note}",
        f"{len(shown)} states in {len(lanes)} lane{'' if len(lanes) == 1 else 's'}: {teams}.",
        "",
    ]

    def named(name: str) -> str:
        return f"{number[name]} {nodes[name].title}"

    def step(edge: Edge) -> str:
        if edge.target in block_of:
            place = f"its branch of {named(block_of[edge.target])} is done"
        else:
            place = f"{'back to ' if edge.returns else ''}{named(edge.target)}"
        marks = [mark for mark, holds in (("default", edge.kind == "default"), ("otherwise", edge.otherwise)) if holds]
        marks += [f"{counted[edge.id]} a year"] if edge.id in counted else []
        event = "at any time, " if edge.kind == "interrupt" and edge.label else ""
        label = edge.label
        return f"{event}{label + ': ' if label else ''}{place}{' (' + ', '.join(marks) + ')' if marks else ''}"

    def onward(node: Node) -> str:
        edges = out[node.id]
        if node.kind == "event":
            where = f"May happen at any time in {stopped(', '.join(map(named, node.where)))}"
            return f"{where} Then {stopped('; '.join(map(step, edges)))}"
        if node.kind == "end":
            return "The pathway ends here."
        if node.kind == "fork":
            branches = [e for e in edges if e.kind != "interrupt"]
            events = [e for e in edges if e.kind == "interrupt"]
            join = next(block.join for block in diagram.blocks if block.id == node.id)
            text = f"Begins side by side: {stopped('; '.join(named(e.target) for e in branches))} When all are done: "
            text += stopped("; ".join(step(e) for e in out[join]))
            return text + (f" {stopped(_capital('; '.join(step(e) for e in events)))}" if events else "")
        return f"Then {stopped('; '.join(step(e) for e in edges))}" if edges else "Nothing follows."

    for node in shown:
        if only is not None and node.id not in only:
            continue
        facts = [lanes[node.lane]]
        facts += (
            ["start"]
            if node.is_start or any(e.source.startswith("Start ") and e.target == node.id for e in diagram.edges)
            else []
        )
        facts += [KIND[node.kind]] if node.kind in KIND else []
        facts += [*node.notes, *([node.limit] if node.limit else []), *node.figures]
        facts += ["rests on an assumption"] if node.badge == "A" else []
        facts += [f"rests on {WORDS[node.badge].lower()}"] if node.badge in WORDS and node.badge != "A" else []
        inside = f" Inside {stopped(named(node.block))}" if node.block is not None else ""
        lines.append(f"{number[node.id]}. {node.title} ({'; '.join(facts)}).{inside} {onward(node)}")
    return "\n".join(lines) + "\n"


def numbered(diagram: Diagram) -> dict[str, int]:
    """The numbers by which texts call the states that are shown."""
    shown = [node.id for node in diagram.nodes if node.kind not in ("join", "start")]
    return {name: number for number, name in enumerate(shown, 1)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
