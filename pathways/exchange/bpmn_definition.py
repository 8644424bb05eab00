"""A BPMN process to a definition as plain data, and in words what it had to leave out or add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathways.errors import DefinitionError, Finding
from pathways.exchange.bpmn_model import Node, Process
from pathways.exchange.bpmn_reading import read_bpmn
from pathways.exchange.bpmn_structure import Structure, Structurer
from pathways.exchange.bpmn_words import PROCESS
from pathways.exchange.tidy import name_of
from pathways.exchange.yaml_writing import write_yaml
from pathways.units import DurationError, parse_duration

DONE: Final = "done"
_HOSTS: Final = ("task", "userTask", "receiveTask", "callActivity")  # as our export writes them


@dataclass(frozen=True)
class Imported:
    """A definition, its YAML, and in words what the file had and the definition has not, or the other way round."""

    id: str
    definition: Mapping[str, Any]
    yaml: str
    left_out: tuple[str, ...]
    added: tuple[str, ...]


def import_bpmn(data: bytes, name: str, process: str | None = None) -> Imported:
    """Read a BPMN file; `process` says which of several is meant.

    Raises
    ------
    DefinitionError
        With the place in the file, and what to change there.
    """
    read = read_bpmn(data, name, process)
    structurer = Structurer(read)
    structure = structurer.find()
    made = _Maker(read, structure, structurer, name)
    definition = made.definition()
    left_out = tuple(dict.fromkeys(read.left_out))
    return Imported(
        definition["pathway"], definition, write_yaml(definition), left_out, tuple(dict.fromkeys(made.added))
    )


class _Maker:
    def __init__(self, process: Process, structure: Structure, structurer: Structurer, file: str) -> None:
        self.process, self.found, self.flows, self.file = process, structure, structurer, file
        self.added: list[str] = []
        self.attributes: dict[str, Any] = {}
        self.interrupts: dict[str, Any] = {}
        self.alike: dict[tuple[str, str, tuple[str, int]], str] = {}
        self.ends: dict[str, Any] = {}
        self.lanes: dict[str, str] = {}
        self.lane_names: dict[str, str] = {}
        self.names: dict[str, str] = {}  # node -> its name in its flow
        self.asked: dict[str, tuple[str, Node]] = {}  # decision -> name and node of the step added before it
        self.finders: dict[str, list[str]] = {}
        if not structure.states:
            raise DefinitionError([
                Finding("bpmn-flow", process.place, "there is nothing in the process that could be a state",
                        "a start, tasks and an end", "draw at least one task")
            ])  # fmt: skip

    def definition(self) -> dict[str, Any]:
        self.name_lanes()
        self.name_states()
        self.ask_questions()
        states = self.scope(("", 0), [name for name in self.found.states if name not in self.found.scope])
        states |= self.ends
        for name in self.found.states:
            self.read_events(self.process.nodes[name])
        return self.whole(states)

    # Names.

    def name_lanes(self) -> None:
        ours = self.process.ours.get("definition", {}).get("lanes", {})
        for id_, title in self.process.lanes.items():
            name = id_ if id_ in ours else name_of(title, "lane", {*self.lane_names.values(), *ours})
            self.lane_names[id_] = name
            self.lanes[name] = title
        used = [node for node in map(self.process.nodes.get, self.found.states) if node is not None]
        if not self.lanes or any(node.lane is None for node in used):
            title = self.process.name or "Team"
            name = name_of(title, "team", {*self.lanes, *ours})
            self.lane_names[""] = name
            self.lanes[name] = title
            if self.process.lanes:
                self.added.append(f"a lane '{title}' for what stands in no lane")

    def lane_of(self, node: Node) -> str:
        return self.lane_names[node.lane if node.lane is not None else ""]

    def name_states(self) -> None:
        taken: dict[tuple[str, int], set[str]] = {}
        for own in (True, False):
            for name in self.found.states:
                node = self.process.nodes[name]
                if ("state" in node.ours) != own:
                    continue
                here = taken.setdefault(self.found.scope.get(name, ("", 0)), set())
                local = str(node.ours.get("state", "")).rpartition(".")[2]
                if local and local not in here:
                    self.names[name] = local
                else:
                    self.names[name] = name_of(node.name or node.id, "state", here)
                here.add(self.names[name])

    def path(self, name: str) -> str:
        """The dotted name of a node."""
        scope = self.found.scope.get(name)
        if scope is None:
            return self.names[name]
        fork, number = scope
        return f"{self.path(fork)}.{self.branch_names(fork)[number]}.{self.names[name]}"

    def branch_names(self, fork: str) -> list[str]:
        made: list[str] = []
        prefix = f"{self.process.nodes[fork].ours.get('state', '')}."
        for number, branch in enumerate(self.found.branches[fork], 1):
            own = [str(self.process.nodes[member].ours.get("state", "")) for member in branch.members]
            known = next(
                (n.removeprefix(prefix).split(".")[0] for n in own if len(prefix) > 1 and n.startswith(prefix)), ""
            )
            named = known if known and known not in made else name_of(branch.name, f"branch_{number}", made)
            made.append(named)
        return made

    # Where a way leads.

    def towards(self, target: str, here: tuple[str, int]) -> str:
        """How a way out of something in the flow `here` names what it leads to."""
        target = self.flows.settle(target)
        node = self.process.nodes[target]
        if self.flows.is_join(node):
            if here[0] and self.found.joins[here[0]] == target:
                return DONE
            raise self.crossing(node, "leads into the joining gateway of branches that it does not stand in")
        if target not in self.names:
            raise DefinitionError([
                Finding("bpmn-flow", node.place, f"an arrow leads to {node.called}, which is no state of a pathway",
                        "a task, an end, or a gateway that leads on", "lead the arrow to what follows")
            ])  # fmt: skip
        if target in self.asked:
            return self.asked[target][0]
        if self.found.scope.get(target, ("", 0)) != here:
            raise self.crossing(node, "is led to from outside its branch, or from inside another")
        return self.names[target]

    def crossing(self, node: Node, fact: str) -> DefinitionError:
        return DefinitionError([
            Finding("bpmn-parallel", node.place, f"{node.called} {fact}", "ways that stay within their branch",
                    "lead the way to the gateway where the branches meet")
        ])  # fmt: skip

    # Questions: a BPMN gateway asks something that nobody is said to find out.

    def ask_questions(self) -> None:
        for name in self.found.states:
            node = self.process.nodes[name]
            if node.tag != "exclusiveGateway" or "state" in node.ours:
                continue
            attribute = name_of(node.name, "choice", self.all_attributes())
            values: list[str] = []
            for flow in self.flows.out[name]:
                says = flow.name or flow.condition or self.process.nodes[flow.target].name
                values.append(name_of(says, "way", values))
            self.attributes[attribute] = {"title": node.name, "values": values} if node.name else {"values": values}
            self.finders[name] = [attribute]
            before = self.before(name)
            if before and all(self.can_find(known) for known in before):
                for known in before:
                    self.finders.setdefault(known, []).append(attribute)
                continue
            here = self.found.scope.get(name, ("", 0))
            taken = {self.names[other] for other in self.found.states if self.found.scope.get(other, ("", 0)) == here}
            taken |= {local for local, _ in self.asked.values()}
            self.asked[name] = (name_of(f"find {self.names[name]}", "find", taken), node)
            self.added.append(f"a step before {node.called} in which it is found out which way to take")

    def all_attributes(self) -> set[str]:
        return {*self.attributes, *self.process.ours.get("definition", {}).get("attributes", {})}

    def before(self, name: str) -> list[str]:
        """What leads straight to a node; empty where a start, an event or a gateway does so too."""
        found: list[str] = []
        waiting, seen = [name], {name}
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

    def can_find(self, name: str) -> bool:
        node = self.process.nodes[name]
        return node.tag not in ("exclusiveGateway", "parallelGateway") and "state" not in node.ours

    # States.

    def scope(self, here: tuple[str, int], members: list[str], start: str = "") -> dict[str, Any]:
        """The states of one flow; in a branch the first is its start."""
        states: dict[str, Any] = {}
        for name in sorted(members, key=lambda member: member != start):
            node = self.process.nodes[name]
            if name in self.asked:
                local, _ = self.asked[name]
                title = {"title": f"Find out: {node.name}"} if node.name else {}
                states[local] = {
                    **title,
                    "lane": self.lane_of(node),
                    "finds": self.finders[name][0],
                    "then": self.names[name],
                }
            states[self.names[name]] = self.ours(node, here) if "state" in node.ours else self.plain(node, here)
        return states

    def branches(self, fork: str) -> dict[str, Any]:
        made = {}
        for number, (name, branch) in enumerate(zip(self.branch_names(fork), self.found.branches[fork], strict=True)):
            own = [m for m in self.found.states if self.found.scope.get(m) == (fork, number)]
            node = self.process.nodes[fork]
            if not own and any(known[0] == fork for known in self.found.scope.values()):
                self.process.left_out.append(f"a branch of {node.called} with nothing in it")
                continue
            if not own:
                raise DefinitionError([
                    Finding("bpmn-parallel", node.place, f"a branch of {node.called} has nothing in it",
                            "at least one task in each branch", "put a task in it, or take the arrow away")
                ])  # fmt: skip
            made[name] = self.scope((fork, number), own, branch.start)
        return made

    def plain(self, node: Node, here: tuple[str, int]) -> dict[str, Any]:
        """A state from what BPMN itself says."""
        state: dict[str, Any] = {}
        leaving = self.flows.leaving(node.id)
        if node.tag in ("endEvent", "intermediateThrowEvent") and node.trigger:
            self.process.left_out.append(f"what kind of event {node.called} is ({node.trigger})")
        if node.tag == "endEvent":
            outcome = name_of(node.name, self.names[node.id])
            return {"kind": "end", **self.common(node), "outcome": outcome}
        if node.tag == "exclusiveGateway":
            return {"kind": "decision", **self.common(node), "choose": self.choices(node, here)}
        if node.tag == "parallelGateway":
            onward = self.flows.out[self.found.joins[node.id]]
            return {
                "kind": "parallel", **self.common(node), "branches": self.branches(node.id),
                "then": self.towards(onward[0].target, here) if onward else self.end_after(node, here),
            }  # fmt: skip
        if node.tag in ("intermediateCatchEvent", "receiveTask"):
            state["kind"] = "wait"
        state |= self.common(node)
        if node.tag == "intermediateCatchEvent":
            if node.trigger == "timer":
                lasts = self.duration(node)
                state |= {"for": lasts} if lasts else {}
            elif node.trigger:
                self.process.left_out.append(f"what kind of event {node.called} is ({node.trigger})")
        if node.tag in ("callActivity", "subProcess", "transaction", "adHocSubProcess"):
            self.process.left_out.append(f"that {node.called} is a process of its own")
        found = self.finders.get(node.id, [])
        state |= {"finds": found[0] if len(found) == 1 else found} if found else {}
        state |= self.limit(node, here)
        state["then"] = self.towards(leaving[0].target, here) if leaving else self.end_after(node, here)
        return state

    def end_after(self, node: Node, here: tuple[str, int]) -> str:
        """An end after something from which nothing leads on."""
        own = {self.names[name] for name in self.found.states if self.found.scope.get(name, ("", 0)) == here}
        local = name_of(f"{self.names[node.id]} end", "end", {*own, *self.ends})
        self.ends[local] = {"kind": "end", "title": "End", "lane": self.lane_of(node), "outcome": local}
        self.added.append(f"an end after {node.called}, from which nothing leads on")
        return local

    def common(self, node: Node) -> dict[str, Any]:
        title = {"title": node.name} if node.name and node.name != _spelt(self.names[node.id]) else {}
        return {**title, "lane": self.lane_of(node), **({"note": node.documentation} if node.documentation else {})}

    def choices(self, node: Node, here: tuple[str, int]) -> list[dict[str, Any]]:
        (attribute,) = self.finders[node.id][:1]
        whens, otherwise = [], []
        for flow, value in zip(self.flows.out[node.id], self.attributes[attribute]["values"], strict=True):
            if flow.condition and flow.name:
                self.process.left_out.append(f"the condition of the arrow '{flow.name}' ('{flow.condition}')")
            title = {"title": flow.name or flow.condition} if flow.name or flow.condition else {}
            to = self.towards(flow.target, here)
            if flow.id == node.default:
                otherwise.append({"otherwise": to, **title})
            else:
                whens.append({"when": {attribute: value}, "then": to, **title})
        return [*whens, *otherwise]

    def limit(self, node: Node, here: tuple[str, int]) -> dict[str, Any]:
        """The time limit of a state: the first timer on its border that says how long."""
        for event in self.flows.hosted[node.id]:
            leaving = self.flows.out[event.id]
            if event.trigger == "timer" and event.is_interrupting and leaving and self.fits(event):
                return {"after": {str(self.duration(event)): self.towards(leaving[0].target, here)}}
        return {}

    def duration(self, node: Node) -> str | None:
        try:
            return str(parse_duration(node.duration or ""))
        except DurationError:
            self.process.left_out.append(
                f"the time of {node.called}" + (f" ('{node.duration}')" if node.duration else "")
            )
            return None

    def read_events(self, node: Node) -> None:
        """Interrupts from the events on the border of a state, but for the timer that is its time limit."""
        if node.tag == "exclusiveGateway":
            return
        has_limit = "state" in node.ours
        for event in self.flows.hosted[node.id]:
            leaving = self.flows.out[event.id]
            if "interrupts" in event.ours or "timer" in event.ours:
                continue
            if event.trigger == "timer" and event.is_interrupting and not has_limit and leaving and self.fits(event):
                has_limit = True
                continue
            if not event.is_interrupting or not leaving:
                self.process.left_out.append(f"{event.called}, which does not end {node.called}")
                continue
            if event.trigger == "timer":
                self.process.left_out.append(f"the time of {event.called}; it may happen at any time here")
            self.interrupt(event, node.id, leaving[0].target)

    def interrupt(self, event: Node, name: str, target: str) -> None:
        """An interrupt of a state, or of the parallel state whose branches it leaves; alike ones are one."""
        here, settled = self.found.scope.get(name, ("", 0)), self.flows.settle(target)
        while here[0] and self.found.joins[here[0]] != settled and self.found.scope.get(settled, ("", 0)) != here:
            name = here[0]
            here = self.found.scope.get(name, ("", 0))
            self.added.append(f"that {event.called} ends all branches of {self.process.nodes[name].called}")
        local, path = self.towards(target, here), self.path(name)
        to = local if local == DONE else path.rpartition(".")[0] + "." * ("." in path) + local
        title = {"title": event.name} if event.name else {}
        alike = (event.name, to, here)
        if event.name and alike in self.alike:
            during = self.interrupts[self.alike[alike]]["during"]
            during += [] if path in during else [path]
            return
        called = name_of(event.name, f"event_{len(self.interrupts) + 1}", {*self.interrupts, *self.own_interrupts()})
        self.alike[alike] = called
        self.interrupts[called] = {**title, "during": [path], "then": to}

    def fits(self, event: Node) -> bool:
        try:
            parse_duration(event.duration or "")
        except DurationError:
            return False
        return True

    def own_interrupts(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.process.ours.get("definition", {}).get("interrupts", {})
        return found

    # Our own export.

    def ours(self, node: Node, here: tuple[str, int]) -> dict[str, Any]:
        """A state as it was written, with what has been moved in the file since."""
        state = dict(node.ours.get("written", {}))
        shown = node.ours.get("shown", {})
        if node.name and node.name != shown.get("title"):
            state["title"] = node.name
        if self.lane_of(node) != shown.get("lane"):
            state["lane"] = self.lane_of(node)
        if node.tag == "parallelGateway":
            state["branches"] = self.branches(node.id)
        told = set()
        gone: list[tuple[Any, ...]] = []
        for path, id_, target in node.ours.get("ways", []):
            flow = self.process.flows.get(id_)
            told.add(id_)
            if flow is not None and path == ["after"]:
                self.retime(state, "after", self.process.nodes[flow.source])
            if flow is None:
                gone.append(tuple(path))
            elif self.flows.settle(flow.target) != target:
                _lead(state, tuple(path), self.towards(flow.target, here))
        if node.tag == "intermediateCatchEvent" and isinstance(state.get("for"), str):
            self.retime(state, "for", node)
        for path in reversed(gone):
            self.process.left_out.append(f"a way out of {node.called} whose arrow is gone")
            _drop(state, path)
        leaving = (
            self.flows.out[self.found.joins[node.id]] if node.id in self.found.joins else self.flows.leaving(node.id)
        )
        for flow in leaving:
            if flow.id not in told and node.ours.get("ways"):
                self.process.left_out.append(
                    f"the new arrow '{flow.name or flow.id}' out of {node.called}: write it in the definition"
                )
        return state

    def retime(self, state: dict[str, Any], key: str, event: Node) -> None:
        """Let a time be what its timer now says."""
        now = self.duration(event) if event.trigger == "timer" else None
        if now is None:
            return
        if key == "for":
            state[key] = state[key] if _is_time(state[key], now) else now
        else:
            state[key] = {time if _is_time(time, now) else now: to for time, to in state[key].items()}

    # The whole.

    def whole(self, states: dict[str, Any]) -> dict[str, Any]:
        ours = self.process.ours.get("definition")
        starts = self.starts(states)
        if not isinstance(ours, dict):
            id_ = name_of(self.process.name, "", ())
            id_ = id_ or name_of(self.process.id.removeprefix(PROCESS), "imported")
            head: dict[str, Any] = {"pathway": id_, "version": "1", "status": "proposed"}
            if self.process.name:
                head["title"] = self.process.name
            if self.process.documentation:
                head["note"] = self.process.documentation
            attributes = {"attributes": self.attributes} if self.attributes else {}
            interrupts = {"interrupts": self.interrupts} if self.interrupts else {}
            start = starts[0] if len(starts) == 1 else starts
            return {**head, "lanes": self.lanes, **attributes, "start": start, "states": states, **interrupts}
        made: dict[str, Any] = {}
        for key, value in ours.items():
            made[key] = value
            if key == "lanes":
                made[key] = self.patched_lanes(value)
            if key == "start":
                if [self.flows.settle(flow.target) for flow in self.found.starts] != self.process.ours.get("starts"):
                    made[key] = starts[0] if len(starts) == 1 else starts
                made["states"] = states
            if key == "interrupts":
                made[key] = self.patched_interrupts(value)
        made.setdefault("states", states)
        if self.attributes:
            made["attributes"] = {**made.get("attributes", {}), **self.attributes}
        if self.interrupts:
            made["interrupts"] = {**made.get("interrupts", {}), **self.interrupts}
        return made

    def starts(self, states: dict[str, Any]) -> list[str]:
        for node in self.process.nodes.values() if not self.process.ours else ():
            if node.tag == "startEvent" and node.trigger:
                self.process.left_out.append(f"what kind of start {node.called} is ({node.trigger})")
            if node.tag == "startEvent" and node.documentation:
                self.process.left_out.append(f"what is written at {node.called}")
        targets = [flow.target for flow in self.found.starts]
        if not targets:
            targets = [n for n in self.found.states if not self.flows.into[n] and n not in self.found.scope]
            self.added.append("a start at everything that nothing leads to")
        if not targets:
            raise DefinitionError([
                Finding("bpmn-flow", self.process.place, "the process has no start", "a start event",
                        "draw a start event, and an arrow from it to the first task")
            ])  # fmt: skip
        first = list(dict.fromkeys(self.flows.settle(target) for target in targets))
        return [self.begin(name, states) if self.is_end(name) else self.towards(name, ("", 0)) for name in first]

    def is_end(self, name: str) -> bool:
        return self.process.nodes[name].tag == "endEvent" and "state" not in self.process.nodes[name].ours

    def begin(self, end: str, states: dict[str, Any]) -> str:
        """A step between a start and the end that it leads straight to."""
        local = name_of("begin", "begin", states)
        states[local] = {"lane": self.lane_of(self.process.nodes[end]), "then": self.names[end]}
        self.added.append(f"a step before {self.process.nodes[end].called}, to which a start leads straight")
        return local

    def patched_lanes(self, lanes: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(lanes)
        for name, title in self.lanes.items():
            known = made.get(name)
            if known is None:
                made[name] = title
            elif (known.get("title") if isinstance(known, dict) else known) not in (title, None):
                made[name] = {**known, "title": title} if isinstance(known, dict) else title
        return made

    def patched_interrupts(self, interrupts: Mapping[str, Any]) -> dict[str, Any]:
        """Interrupts as they were written, with new targets where all their arrows now lead elsewhere."""
        made = {name: dict(value) for name, value in interrupts.items()}
        hosts = [n for n in self.process.nodes.values() if n.tag in _HOSTS and "state" in n.ours]
        for name in [name for name in made if name in self.process.ours.get("interrupts", {})]:
            during = made[name].get("during")
            for host in hosts:
                where = host.ours["state"]
                is_meant = where in ([during] if isinstance(during, str) else during or ())
                if is_meant and not any(name in e.ours.get("interrupts", ()) for e in self.flows.hosted[host.id]):
                    self.process.left_out.append(
                        f"that '{name}' no longer happens in {host.called}: take it out of the interrupt"
                    )
        for name, to in self.process.ours.get("interrupts", {}).items():
            events = [n for n in self.process.nodes.values() if name in n.ours.get("interrupts", ())]
            now = {self.flows.settle(flow.target) for event in events for flow in self.flows.out[event.id]}
            if name in made and len(now) == 1 and now != {to}:
                (target,) = now
                is_join = self.flows.is_join(self.process.nodes[target])
                made[name]["then"] = DONE if is_join else self.path(target)
        return made


def _is_time(written: str, now: str) -> bool:
    try:
        return str(parse_duration(written)) == now
    except DurationError:
        return False


def _lead(state: dict[str, Any], path: tuple[Any, ...], to: str) -> None:
    """Let a way lead elsewhere."""
    if path[0] == "choose":
        branches = [dict(branch) for branch in state.get("choose", [])]
        if path[1] < len(branches):
            branches[path[1]]["otherwise" if "otherwise" in branches[path[1]] else "then"] = to
        state["choose"] = branches
        return
    if path[0] in ("after", "exits"):
        inner = dict(state.get(path[0], {}))
        key = path[1] if len(path) > 1 else next(iter(inner), None)
        if key in inner:
            inner[key] = {**inner[key], "then": to} if isinstance(inner[key], dict) else to
        state[path[0]] = inner
        return
    known = state.get("then")
    state["then"] = {**known, "then": to} if isinstance(known, dict) else to


def _drop(state: dict[str, Any], path: tuple[Any, ...]) -> None:
    if path[0] == "choose":
        state["choose"] = [branch for i, branch in enumerate(state.get("choose", [])) if i != path[1]]
    elif path[0] == "exits":
        state["exits"] = {key: value for key, value in state.get("exits", {}).items() if key != path[1]}
    else:
        state.pop(path[0], None)


def _spelt(name: str) -> str:
    text = name.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]
