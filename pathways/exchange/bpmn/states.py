"""The nodes of a process to states, each in the flow that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pathways.errors import DefinitionError, Finding
from pathways.exchange.bpmn.events import Events, told_length
from pathways.exchange.bpmn.model import Node
from pathways.exchange.bpmn.naming import Names, spelt
from pathways.exchange.bpmn.questions import Questions
from pathways.exchange.bpmn.structure import WHOLE, Scope, Structurer
from pathways.exchange.bpmn.ways import Ways
from pathways.exchange.tidy import name_of

State = dict[str, Any]


class States:
    """`kept` turns a node of our own export into its state."""

    def __init__(
        self,
        flows: Structurer,
        names: Names,
        questions: Questions,
        ways: Ways,
        events: Events,
        kept: Callable[[Node, Scope], State],
    ) -> None:
        self.process, self.found, self.flows = flows.process, flows.structure, flows
        self.names, self.questions, self.ways, self.events, self.kept = names, questions, ways, events, kept

    def whole(self) -> dict[str, State]:
        states = self.flow(WHOLE)
        return states | self.ways.ends

    def flow(self, here: Scope, start: str = "") -> dict[str, State]:
        """The states of one flow; in a branch the first is its start."""
        states: dict[str, State] = {}
        members = [id_ for id_ in self.found.states if self.found.scope_of(id_) == here]
        for id_ in sorted(members, key=lambda member: member != start):
            node = self.process.nodes[id_]
            if id_ in self.questions.added:
                states[self.questions.added[id_]] = {
                    **({"title": f"Find out: {node.name}"} if node.name else {}),
                    "lane": self.names.lane_of(node),
                    "finds": self.questions.asks[id_],
                    "then": self.names.states[id_],
                }
            state = self.kept(node, here) if "state" in node.ours else self.plain(node, here)
            if node.tag == "parallelGateway":
                state["branches"] = self.branches(node)
            states[self.names.states[id_]] = state
        return states

    def branches(self, fork: Node) -> dict[str, dict[str, State]]:
        made = {}
        is_empty = fork.id not in {known for known, _ in self.found.scope.values()}
        for number, (name, branch) in enumerate(
            zip(self.names.branches(fork.id), self.found.branches[fork.id], strict=True)
        ):
            self.ways.read.add((self.flows.out[fork.id][number].id, branch.name))
            inside = self.flow((fork.id, number), branch.start)
            if inside:
                made[name] = inside
            elif is_empty:
                raise DefinitionError([
                    Finding("bpmn-parallel", fork.place, f"a branch of {fork.called} has nothing in it",
                            "at least one task in each branch", "put a task in it, or take the arrow away")
                ])  # fmt: skip
            else:
                self.process.left_out.append(f"a branch of {fork.called} with nothing in it")
        return made

    def plain(self, node: Node, here: Scope) -> State:
        """A state from what BPMN itself says."""
        common = self.common(node)
        match node.tag:
            case "endEvent":
                self.leave_out_trigger(node)
                return {"kind": "end", **common, "outcome": name_of(node.name, self.names.states[node.id])}
            case "exclusiveGateway":
                return {"kind": "decision", **common, "choose": self.choices(node, here)}
            case "parallelGateway":
                return {"kind": "parallel", **common, "branches": {}, "then": self.ways.onward(node.id, here)}
            case "receiveTask":
                common = {"kind": "wait", **common}
            case "intermediateCatchEvent":
                common = {"kind": "wait", **common, **self.lasts(node)}
            case "intermediateThrowEvent":
                self.leave_out_trigger(node)
            case "callActivity" | "subProcess" | "transaction" | "adHocSubProcess":
                self.process.left_out.append(f"that {node.called} is a process of its own")
        found = self.questions.finders.get(node.id, [])
        finds = {"finds": found[0] if len(found) == 1 else found} if found else {}
        return {**common, **finds, **self.events.limit(node, here), "then": self.ways.onward(node.id, here)}

    def common(self, node: Node) -> State:
        title = {"title": node.name} if node.name and node.name != spelt(self.names.states[node.id]) else {}
        note = {"note": node.note} if node.note else {}
        return {**title, "lane": self.names.lane_of(node), **note}

    def lasts(self, node: Node) -> State:
        if node.trigger == "timer":
            time = told_length(node, self.process)
            return {"for": time} if time else {}
        self.leave_out_trigger(node)
        return {}

    def leave_out_trigger(self, node: Node) -> None:
        if node.trigger:
            self.process.left_out.append(f"what kind of event {node.called} is ({node.trigger})")

    def choices(self, node: Node, here: Scope) -> list[State]:
        """The branches of a decision, the default last."""
        attribute = self.questions.asks[node.id]
        whens, otherwise = [], []
        for flow, value in zip(self.flows.out[node.id], self.questions.values(node.id), strict=True):
            title = {"title": flow.name or flow.condition} if flow.name or flow.condition else {}
            self.ways.read.add((flow.id, flow.name or flow.condition))
            to = self.ways.towards(flow.target, here)
            if flow.id == node.default:
                otherwise.append({"otherwise": to, **title})
            else:
                whens.append({"when": {attribute: value}, "then": to, **title})
        return [*whens, *otherwise]
