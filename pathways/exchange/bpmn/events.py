"""Events on the border of states to time limits and interrupts."""

from __future__ import annotations

from typing import Any

from pathways.exchange.bpmn.model import Flow, Node, Process
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.structure import WHOLE, Scope, Structurer
from pathways.exchange.bpmn.ways import DONE, Ways
from pathways.exchange.tidy import name_of
from pathways.units import DurationError, parse_duration


class Events:
    """`interrupts` are those that no definition of ours has yet."""

    def __init__(self, flows: Structurer, names: Names, ways: Ways) -> None:
        self.process, self.found, self.flows = flows.process, flows.structure, flows
        self.names, self.ways = names, ways
        self.interrupts: dict[str, Any] = {}
        self.alike: dict[tuple[str, str, Scope], str] = {}

    def limit_of(self, node: Node) -> Node | None:
        """The event that is the time limit of a state: the first timer on its border that says how long."""
        for event in self.flows.hosted[node.id]:
            is_timer = event.trigger == "timer" and event.is_interrupting and self.flows.out[event.id]
            if is_timer and length(event) is not None:
                return event
        return None

    def limit(self, node: Node, here: Scope) -> dict[str, Any]:
        event = self.limit_of(node)
        if event is None:
            return {}
        return {"after": {str(length(event)): self.ways.arrow(self.flows.out[event.id][0], here)}}

    def read(self) -> None:
        """Make interrupts of all events on borders but those that our export or a time limit accounts for."""
        for id_ in self.found.states:
            node = self.process.nodes[id_]
            limit = None if "state" in node.ours else self.limit_of(node)
            for event in self.flows.hosted[id_] if node.tag != "exclusiveGateway" else ():
                if event is limit or "interrupts" in event.ours or "timer" in event.ours:
                    continue
                leaving = self.flows.out[event.id]
                if not event.is_interrupting or not leaving:
                    self.process.left_out.append(f"{event.called}, which does not end {node.called}")
                    continue
                if event.trigger == "timer":
                    self.process.left_out.append(f"{_time(event)}; it may happen at any time here")
                self.interrupt(event, id_, leaving[0])

    def interrupt(self, event: Node, id_: str, flow: Flow) -> None:
        """An interrupt of a state, or of the parallel state whose branches it leaves; alike ones are one."""
        here = self.found.scope_of(id_)
        while here != WHOLE and not self.ways.stays(flow.target, here):
            id_ = here[0]
            here = self.found.scope_of(id_)
            self.process.added.append(f"that {event.called} ends all branches of {self.process.nodes[id_].called}")
        local, path = self.ways.towards(flow.target, here), self.names.path(id_)
        to = local if local == DONE else path.rpartition(".")[0] + "." * ("." in path) + local
        alike = (event.name, to, here)
        if event.name and alike in self.alike:
            during = self.interrupts[self.alike[alike]]["during"]
            during += [] if path in during else [path]
            return
        ours = self.process.ours.get("definition", {}).get("interrupts", {})
        called = name_of(event.name or flow.name, f"event_{len(self.interrupts) + 1}", {*self.interrupts, *ours})
        self.alike[alike] = called
        named = event.name or flow.name
        self.ways.read |= {(event.id, event.note), *(() if event.name else [(flow.id, flow.name)])}
        title, note = {"title": named} if named else {}, {"note": event.note} if event.note else {}
        self.interrupts[called] = {**title, "during": [path], "then": to, **note}


def length(event: Node) -> str | None:
    """How long a timer waits; None where it does not say so as a definition could."""
    try:
        return str(parse_duration(event.duration or ""))
    except DurationError:
        return None


def told_length(event: Node, process: Process) -> str | None:
    """The same, and said where it cannot be told."""
    found = length(event)
    if found is None:
        process.left_out.append(_time(event))
    return found


def _time(event: Node) -> str:
    return f"the time of {event.called}" + (f" ('{event.duration}')" if event.duration else "")
