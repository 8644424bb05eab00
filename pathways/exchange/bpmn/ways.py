"""Arrows to what a definition says of them: the name, in its own flow, of the state that they lead to."""

from __future__ import annotations

from typing import Any, Final

from pathways.errors import DefinitionError, Finding
from pathways.exchange.bpmn.model import Flow, Node
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.questions import Questions
from pathways.exchange.bpmn.structure import WHOLE, Scope, Structurer
from pathways.exchange.tidy import name_of

Arrow = str | dict[str, Any]
DONE: Final = "done"


class Ways:
    """`ends` are the ends that had to be added; `read` the texts of arrows that went into the definition."""

    def __init__(self, flows: Structurer, names: Names, questions: Questions) -> None:
        self.process, self.found, self.flows = flows.process, flows.structure, flows
        self.names, self.questions = names, questions
        self.ends: dict[str, Any] = {}
        self.read: set[tuple[str, str]] = set()  # the id of an arrow, and its name or condition

    def towards(self, target: str, here: Scope) -> str:
        """How a way out of something in the flow `here` names what it leads to."""
        target = self.flows.settle(target)
        node = self.process.nodes[target]
        if self.flows.is_join(node):
            if here != WHOLE and self.found.joins[here[0]] == target:
                return DONE
            raise _crossing(node, "leads into the joining gateway of branches that it does not stand in")
        if target not in self.names.states:
            raise DefinitionError([
                Finding("bpmn-flow", node.place, f"an arrow leads to {node.called}, which is no state of a pathway",
                        "a task, an end, or a gateway that leads on", "lead the arrow to what follows")
            ])  # fmt: skip
        if self.found.scope_of(target) != here:
            raise _crossing(node, "is led to from outside its branch, or from inside another")
        return self.questions.added.get(target, self.names.states[target])

    def arrow(self, flow: Flow, here: Scope) -> Arrow:
        """What a way says of its arrow: where it leads, with its name if it has one."""
        to = self.towards(flow.target, here)
        if not flow.name:
            return to
        self.read.add((flow.id, flow.name))
        return {"then": to, "title": flow.name}

    def onward(self, id_: str, here: Scope) -> Arrow:
        """Where the one way out of a state leads, or an end that is added after it."""
        leaving = self.flows.leaving(self.found.joins.get(id_, id_))
        if leaving:
            return self.arrow(leaving[0], here)
        node = self.process.nodes[id_]
        local = name_of(f"{self.names.states[id_]} end", "end", {*self.names.within(here), *self.ends})
        self.ends[local] = {"kind": "end", "title": "End", "lane": self.names.lane_of(node), "outcome": local}
        self.process.added.append(f"an end after {node.called}, from which nothing leads on")
        return local

    def stays(self, target: str, here: Scope) -> bool:
        """Whether an arrow leads to the join of the branch `here`, or to something in the same flow."""
        node = self.flows.settle(target)
        return self.found.joins[here[0]] == node or self.found.scope_of(node) == here


def _crossing(node: Node, fact: str) -> DefinitionError:
    return DefinitionError([
        Finding("bpmn-parallel", node.place, f"{node.called} {fact}", "ways that stay within their branch",
                "lead the way to the gateway where the branches meet")
    ])  # fmt: skip
