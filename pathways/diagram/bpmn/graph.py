"""A linked pathway to BPMN elements: a gateway for every split and join, a boundary event for every time limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pathways.definition.guards import words
from pathways.definition.linked import LinkedPathway, State
from pathways.diagram.bpmn.facts import About, about_pathway, about_state
from pathways.diagram.bpmn.model import ACTIVITIES, Element, Flow, Graph, Lane, Tag, Trigger
from pathways.diagram.bpmn.written import definition_written, state_written
from pathways.diagram.build import build
from pathways.diagram.model import Diagram, Edge, Node
from pathways.diagram.names import EVENT, JOIN, Names
from pathways.exchange.bpmn.words import PROCESS

TAGS: Final[Mapping[str, Tag]] = {
    "start": "startEvent", "task": "task", "wait": "receiveTask", "panel": "userTask", "decision": "exclusiveGateway",
    "piece": "callActivity", "end": "endEvent", "fork": "parallelGateway", "join": "parallelGateway",
}  # fmt: skip


def to_graph(pathway: LinkedPathway) -> Graph:
    """The elements of a pathway in the order of its definition."""
    return _Builder(pathway, build(pathway)).graph()


def element_id(name: str, kind: str) -> str:
    """The id of the element that shows a node of the diagram."""
    if kind in ("fork", "join"):
        return f"{kind}_{name.removesuffix(JOIN)}"
    return f"start_{name.split()[1]}" if kind == "start" else f"state_{name}"


class _Builder:
    def __init__(self, pathway: LinkedPathway, diagram: Diagram) -> None:
        self.pathway = pathway
        self.diagram = diagram
        self.nodes = {node.id: node for node in diagram.nodes}
        self.ids = {node.id: element_id(node.id, node.kind) for node in diagram.nodes}
        self.names = Names(pathway)
        self.elements: dict[str, Element] = {}
        self.flows: list[Flow] = []
        self.branches: dict[tuple[str, str], list[str]] = {}  # flows into a parallel join, by branch

    def graph(self) -> Graph:
        for node in self.diagram.nodes:
            if node.kind != "event":
                self.add(node)
        for edge in self.diagram.edges:
            self.connect(edge)
        for node in self.diagram.nodes:
            if node.limit is not None:
                self.add_limit(node)
        self.split_exits()
        self.join()
        self.settle_waits()
        self.mark_defaults()
        lanes = tuple(Lane(lane.id, lane.title, {"lane": lane.id, "title": lane.title}) for lane in self.diagram.lanes)
        starts = [flow.target for flow in self.flows if self.elements[flow.source].tag == "startEvent"]
        about = about_pathway(self.pathway)
        written = {
            **definition_written(self.pathway, self.ids, self.named(starts)),
            "arrows": {flow.id: [flow.name, flow.condition] for flow in self.flows if flow.name or flow.condition},
            "shown": {"title": self.diagram.title, "note": about.note},
            "facts": list(about.facts),
        }
        elements = tuple(self.with_written(element) for element in self.elements.values())
        return Graph(PROCESS + self.pathway.id, self.diagram.title, about, lanes, elements, tuple(self.flows), written)

    # Elements.

    def add(self, node: Node) -> None:
        id_ = self.ids[node.id]
        state = self.pathway.states.get(node.id)
        about = about_state(state, self.pathway) if state is not None and node.kind != "piece" else About()
        calls = PROCESS + self.pathway.pieces[node.id].pathway if node.kind == "piece" else None
        if node.is_start and node.kind != "start":
            number = self.pathway.starts.index(node.id)
            self.put(Element(f"start_{number}", "startEvent", "", node.lane, on_default_route=node.on_default_route))
            self.flow(f"start_{number}", id_, default=number == 0)
        self.put(
            Element(
                id_, TAGS[node.kind], node.title, node.lane, about, calls=calls,
                on_default_route=node.on_default_route,
            )
        )  # fmt: skip
        if len(self.pathway.starts) > 1 and (node.is_start or node.kind == "start"):
            # Several front doors: BPMN allows one start event that waits for nothing.
            name = node.title if node.kind != "start" else self.door_title(node)
            key = f"start_{self.pathway.starts.index(node.id)}" if node.kind != "start" else id_
            self.elements[key] = replace(self.elements[key], name=name, trigger="message")
        elif node.is_start or node.kind == "start":
            key = "start_0"
            self.elements[key] = replace(self.elements[key], name="Start")

    def door_title(self, door: Node) -> str:
        return next(self.nodes[edge.target].title for edge in self.diagram.edges if edge.source == door.id)

    def put(self, element: Element) -> None:
        self.elements[element.id] = element

    def put_before(self, id_: str, element: Element) -> None:
        items = list(self.elements.items())
        position = list(self.elements).index(id_)
        self.elements = dict([*items[:position], (element.id, element), *items[position:]])

    def put_after(self, id_: str, element: Element) -> None:
        items = list(self.elements.items())
        position = list(self.elements).index(id_) + 1
        self.elements = dict([*items[:position], (element.id, element), *items[position:]])

    # Flows.

    def flow(self, source: str, target: str, name: str = "", condition: str = "", *, default: bool = False) -> str:
        self.flows.append(Flow(f"flow_{len(self.flows)}", source, target, name, condition, default))
        return self.flows[-1].id

    def connect(self, edge: Edge) -> None:
        target = self.ids[edge.target]
        if edge.kind == "interrupt":
            for host in self.hosts(edge.source):
                self.boundary(host, target, edge.label or self.nodes[edge.source].title, "conditional", edge)
            return
        state = self.pathway.states.get(edge.source)
        if edge.kind == "timeout" and state is not None and state.after is not None and state.then is not None:
            self.boundary(self.ids[edge.source], target, edge.label, "timer", edge, str(state.after[0]))
            return
        condition = self.condition(edge, state) if self.nodes[edge.source].kind == "decision" else ""
        made = self.flow(self.ids[edge.source], target, edge.label, condition, default=edge.kind == "default")
        self.note_branch(edge, edge.source, made)

    def condition(self, edge: Edge, state: State | None) -> str:
        """What must hold on this way out of a decision, in words; empty for its default."""
        if state is None or edge.otherwise:
            return ""
        whens = [b.when for b in state.choose if self.names.entering(state.name, b.arrow.to) == edge.target]
        return " or ".join(words(when) for when in whens if when is not None)

    def note_branch(self, edge: Edge, source: str, flow: str) -> None:
        """Which branch of a parallel state this flow finishes."""
        if self.nodes[edge.target].kind == "join":
            branch = self.nodes[source].branch
            self.branches.setdefault((self.ids[edge.target], str(branch)), []).append(flow)

    def hosts(self, name: str) -> Iterator[str]:
        """The activities in which an event may happen; a parallel state is left from each of those inside."""
        node = self.nodes[name]
        if node.kind == "event":
            for inner in node.where:
                yield from self.hosts(inner)
        elif node.kind == "fork":
            block = next(block for block in self.diagram.blocks if block.id == name)
            for inner in block.members:
                if TAGS.get(self.nodes[inner].kind) in ACTIVITIES:
                    yield self.ids[inner]
        elif TAGS.get(node.kind) in ACTIVITIES:
            yield self.ids[name]

    def boundary(self, host: str, target: str, name: str, trigger: Trigger, edge: Edge, waits_for: str = "") -> None:
        kind = "timer" if trigger == "timer" else "event"
        number = sum(e.host == host for e in self.elements.values())
        id_ = f"{kind}_{number}_{host.removeprefix('state_')}"
        if any(
            e.host == host and e.name == name and any(f.source == e.id and f.target == target for f in self.flows)
            for e in self.elements.values()
        ):
            return
        lane = self.elements[host].lane
        source = next(node for node, known in self.ids.items() if known == host)
        written: dict[str, Any] = {"timer": True}
        if trigger == "conditional":
            written = {"interrupts": self.interrupts(edge), "leaves_branch": self.left(source, edge.target)}
        shown = Element(id_, "boundaryEvent", name, lane, About(), trigger, waits_for or name, host, written=written)
        self.put_after(host, shown)
        made = self.flow(id_, target)
        self.note_branch(edge, source, made)

    def interrupts(self, edge: Edge) -> list[str]:
        """The interrupts that an arrow shows."""
        if edge.source.startswith(EVENT):
            return [edge.source.removeprefix(EVENT)]
        return [
            name
            for name, interrupt in self.pathway.interrupts.items()
            if self.names.entering(interrupt.during[0], interrupt.arrow.to) == edge.target
            and edge.source in map(self.names.node_of, interrupt.during)
        ]

    def left(self, source: str, target: str) -> list[str]:
        """The parallel states that are left on the way from one node to another, the innermost first."""
        blocks = {block.id: block for block in self.diagram.blocks}
        around = {block.id for block in self.diagram.blocks if target in (*block.members, block.join)}
        found, block = [], self.nodes[source].block
        while block is not None:
            if block not in around:
                found.append(self.ids[block])
            block = blocks[block].parent
        return found

    def add_limit(self, node: Node) -> None:
        """A time limit after which the referral goes on the same way."""
        state = self.pathway.states[node.id]
        assert state.after is not None
        edge = next(e for e in self.diagram.edges if e.source == node.id and e.kind != "interrupt")
        self.boundary(
            self.ids[node.id], self.ids[edge.target], f"after {state.after[0]}", "timer", edge, str(state.after[0])
        )

    # Gateways.

    def split_exits(self) -> None:
        """A gateway after every piece that is left in several ways."""
        for element in tuple(self.elements.values()):
            leaving = [flow for flow in self.flows if flow.source == element.id]
            if element.tag != "callActivity" or len(leaving) < 2:
                continue
            gateway = f"exits_{element.id.removeprefix('state_')}"
            name = f"How did it end? ({element.name})"
            shown = Element(gateway, "exclusiveGateway", name, element.lane, on_default_route=element.on_default_route)
            self.put_after(element.id, replace(shown, written={"exits_of": element.id}))
            self.flows = [replace(f, source=gateway) if f.source == element.id else f for f in self.flows]
            self.flow(element.id, gateway, default=any(flow.is_default_route for flow in leaving))

    def join(self) -> None:
        """A gateway before everything that several flows lead to."""
        for (join, branch), flows in self.branches.items():
            if len(flows) > 1:
                self.merge(join, f"merge_{join}_{branch}", flows)
        for element in tuple(self.elements.values()):
            if element.tag == "parallelGateway" and element.id.startswith("join_"):
                continue
            flows = [flow.id for flow in self.flows if flow.target == element.id]
            if len(flows) > 1 and not element.id.startswith("merge_"):
                self.merge(element.id, f"merge_{element.id}", flows)

    def merge(self, target: str, gateway: str, flows: list[str]) -> None:
        shown = self.elements[target]
        written = {"merges_into": target}
        route = shown.on_default_route
        self.put_before(target, Element(gateway, "exclusiveGateway", "", shown.lane, written=written,
                                        on_default_route=route))  # fmt: skip
        default = any(flow.is_default_route for flow in self.flows if flow.id in flows)
        self.flows = [replace(flow, target=gateway) if flow.id in flows else flow for flow in self.flows]
        self.flow(gateway, target, default=default)

    def settle_waits(self) -> None:
        """A wait of fixed length that nothing cuts short is a timer."""
        hosts = {element.host for element in self.elements.values()}
        for name, state in self.pathway.states.items():
            id_ = self.ids.get(name)
            if id_ in self.elements and state.lasts is not None and id_ not in hosts:
                shown = self.elements[id_]
                waits_for = str(state.lasts)
                self.elements[id_] = replace(shown, tag="intermediateCatchEvent", trigger="timer", waits_for=waits_for)

    def mark_defaults(self) -> None:
        for edge in self.diagram.edges:
            if edge.otherwise:
                source = self.elements[self.ids[edge.source]]
                flow = next(f for f in self.flows if f.source == source.id and self.settled(f) == self.ids[edge.target])
                self.elements[source.id] = replace(source, default=flow.id)

    def settled(self, flow: Flow) -> str:
        """What a flow leads to, past the gateways in which flows only meet."""
        target = flow.target
        while (written := self.elements[target].written) is not None and "merges_into" in written:
            target = str(written["merges_into"])
        return target

    def named(self, targets: list[str]) -> list[str]:
        return [
            self.settled(flow) for flow in self.flows if flow.target in targets and flow.source.startswith("start_")
        ]

    # What the definition says.

    def with_written(self, element: Element) -> Element:
        """The element with what the definition says of it, and what of that is shown where a modeller may change it."""
        name = next((node for node, id_ in self.ids.items() if id_ == element.id), None)
        if name is None or self.nodes[name].kind in ("start", "join"):
            return replace(element, written={**(element.written or {}), "shown": {"title": element.name}})
        found = state_written(self.pathway, name, self.ids)
        ways: list[Any] = []
        for path, target in found.ways:
            flow = self.flow_of(element, path, target)
            if flow is not None:
                ways.append([list(path), flow, target])
        shown = {
            "tag": element.tag, "title": element.name, "lane": element.lane, "note": element.about.note,
            "calls": element.calls or "", "default": element.default or "",
        }  # fmt: skip
        facts = list(element.about.facts)
        return replace(
            element, written={"state": name, "shown": shown, "facts": facts, "written": found.plain, "ways": ways}
        )

    def flow_of(self, element: Element, path: tuple[Any, ...], target: str) -> str | None:
        """The flow that shows one way out of a state."""
        timed = [e.id for e in self.elements.values() if e.host == element.id and e.trigger == "timer"]
        sources = [element.id, f"exits_{element.id.removeprefix('state_')}"]
        if element.id.startswith("fork_"):
            sources = [f"join_{element.id.removeprefix('fork_')}"]
        if path[0] == "after":
            sources = timed or sources
        leaving = [flow for flow in self.flows if flow.source in sources and self.settled(flow) == target]
        return leaving[0].id if leaving else None
