"""What a process says that a definition has no place for, told in words so that nobody misses it."""

from __future__ import annotations

from collections.abc import Container

from pathways.exchange.bpmn.model import Flow, Node
from pathways.exchange.bpmn.structure import Structurer
from pathways.exchange.tidy import tidy


def tell_overlooked(flows: Structurer, read: Container[tuple[str, str]]) -> None:
    """Tell the texts that are in no state: of arrows, and of gateways and events between states.

    `read` has those that went into the definition all the same, each with the id of what it stands at.
    """
    process = flows.process

    def name(node: Node) -> str:
        shown = node.ours.get("shown", {}).get("title", node.name)
        is_told = node.name == tidy(shown) or (node.id, node.name) in read
        return "" if is_told else f"the name '{node.name}' of what was '{shown}'"

    def texts(flow: Flow) -> list[str]:
        source, target = (process.nodes[end].called for end in (flow.source, flow.target))
        called = f"the arrow '{flow.name}'" if flow.name else f"the arrow from {source} to {target}"
        was = [tidy(text) for text in process.ours.get("arrows", {}).get(flow.id, ("", ""))]
        new = [
            text if text != before and (flow.id, text) not in read else ""
            for text, before in zip((flow.name, flow.condition), was, strict=True)
        ]
        return [
            f"the name '{flow.name}' of the arrow from {source} to {target}" if new[0] else "",
            f"the condition of {called} ('{flow.condition}')" if new[1] else "",
            f"what is written at {called} ('{' '.join(flow.documentation)}')" if flow.documentation else "",
        ]

    told = []
    for node in process.nodes.values():
        if node.id not in flows.structure.states:
            is_read = not node.note or (node.id, node.note) in read
            told += [name(node), "" if is_read else f"what is written at {node.called} ('{node.note}')"]
    for flow in process.flows.values():
        told += texts(flow)
    process.left_out += [each for each in told if each]
