"""Link events to arrows: what leads to one goes on from the other of its name, as if it were drawn through."""

from __future__ import annotations

from typing import Final

from pathways.exchange.bpmn.model import Flow, Node, Process

LINK: Final = "link"  # the tag of an event that is joined to its other half


def join_links(process: Process) -> None:
    """Add an arrow from each link to where it goes on; what has no other half stays an event, and is told."""
    links = [node for node in process.nodes.values() if node.trigger == "link"]
    onward = [node for node in links if node.tag == "intermediateCatchEvent"]
    into = [node for node in links if node.tag != "intermediateCatchEvent"]
    for node in links:
        node.trigger = None
    for node in into:
        found = [other for other in onward if _key(other) == _key(node)]
        if len(found) == 1:
            node.tag = found[0].tag = LINK
            process.flows[f"link {node.id}"] = Flow(f"link {node.id}", node.id, found[0].id, "", node.place)
        else:
            process.left_out.append(f"where {node.called} leads: {len(found) or 'no'} links of that name go on")
    for node in onward:
        if _key(node) not in map(_key, into):
            process.left_out.append(f"what leads to {node.called}: no other link has that name")


def _key(node: Node) -> str:
    return (node.link or node.name or node.id).casefold()
