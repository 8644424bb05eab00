"""A process to the part of it that its starts lead to; the rest is told, as a pathway has no place for it."""

from __future__ import annotations

from collections import defaultdict

from pathways.exchange.bpmn.model import Node, Process


def leave_out_unreached(process: Process) -> None:
    """Take out what only an event leads to that ends nothing, or nothing at all, as in compensation.

    Our own export stays whole: what lost its arrow there is a mistake, which `check` tells.
    """
    nodes = process.nodes
    waiting = [node.id for node in nodes.values() if node.tag == "startEvent"]
    leads = defaultdict(list)
    for flow in process.flows.values():
        leads[flow.source].append(flow.target)
    if process.ours or not waiting or not all(leads[start] for start in waiting):
        return  # where a start leads nowhere, nobody knows what was meant to begin
    for node in nodes.values():
        if node.host is not None and node.is_interrupting:
            leads[node.host].append(node.id)
    reached = set(waiting)
    while waiting:
        new = [target for target in leads[waiting.pop()] if target not in reached]
        reached.update(new)
        waiting += new

    def is_stray(node: Node) -> bool:
        return node.tag == "boundaryEvent" and node.host not in nodes  # told elsewhere

    gone = {
        node.id: node
        for node in nodes.values()
        if (node.host if node.host in nodes else node.id) not in reached and not is_stray(node)
    }
    for node in gone.values():
        del nodes[node.id]
        if node.tag != "boundaryEvent":
            process.left_out.append(f"{node.called}, to which nothing leads that a pathway has")
    for flow in list(process.flows.values()):
        if flow.source in gone or flow.target in gone:
            del process.flows[flow.id]
