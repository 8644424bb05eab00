"""Gateways to attributes: what each asks, its answers, and the states that find the answer.

A BPMN gateway asks something that nobody is said to find out; a decision of a pathway asks what a state has found.
"""

from __future__ import annotations

from typing import Any

from pathways.exchange.bpmn.model import Node
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.structure import Structurer
from pathways.exchange.tidy import name_of


class Questions:
    """`asks` maps a gateway to its attribute, `finders` a state to what it finds, `added` a gateway to a state
    that had to be put before it.
    """

    def __init__(self, flows: Structurer, names: Names) -> None:
        self.process, self.found, self.flows, self.names = flows.process, flows.structure, flows, names
        self.attributes: dict[str, Any] = {}
        self.asks: dict[str, str] = {}
        self.finders: dict[str, list[str]] = {}
        self.added: dict[str, str] = {}
        for id_ in self.found.states:
            node = self.process.nodes[id_]
            if node.tag == "exclusiveGateway" and "state" not in node.ours:
                self.ask(node)

    def ask(self, gateway: Node) -> None:
        ours = self.process.ours.get("definition", {}).get("attributes", {})
        attribute = name_of(gateway.name, "choice", {*self.attributes, *ours})
        values: list[str] = []
        for flow in self.flows.out[gateway.id]:
            says = flow.name or flow.condition or self.process.nodes[flow.target].name
            values.append(name_of(says, "way", values))
        self.attributes[attribute] = {"title": gateway.name, "values": values} if gateway.name else {"values": values}
        self.asks[gateway.id] = attribute
        before = self.before(gateway.id)
        if before and all(self.can_find(id_) for id_ in before):
            for id_ in before:
                self.finders.setdefault(id_, []).append(attribute)
            return
        taken = self.names.within(self.found.scope_of(gateway.id)) | {*self.added.values()}
        self.added[gateway.id] = name_of(f"find {self.names.states[gateway.id]}", "find", taken)
        self.process.added.append(f"a step before {gateway.called} in which it is found out which way to take")

    def values(self, gateway: str) -> list[str]:
        """A value for each arrow out of a gateway, in their order."""
        found: list[str] = self.attributes[self.asks[gateway]]["values"]
        return found

    def before(self, id_: str) -> list[str]:
        """The states that lead straight to a node; none where a start or an event does so too."""
        found: list[str] = []
        waiting, seen = [id_], {id_}
        while waiting:
            for flow in self.flows.into[waiting.pop()]:
                source = self.process.nodes[flow.source]
                if self.flows.is_passage(source) and len(self.flows.out[source.id]) == 1:
                    if source.id not in seen:
                        seen.add(source.id)
                        waiting.append(source.id)
                elif source.id not in self.found.states:
                    return []
                else:
                    found.append(source.id)
        return list(dict.fromkeys(found))

    def can_find(self, id_: str) -> bool:
        node = self.process.nodes[id_]
        return node.tag not in ("exclusiveGateway", "parallelGateway") and "state" not in node.ours
