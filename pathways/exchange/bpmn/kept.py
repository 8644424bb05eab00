"""Our own export to the definition it was written from, with what was changed in it since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pathways.exchange.bpmn.events import told_length
from pathways.exchange.bpmn.model import Node
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.structure import Scope, Structurer
from pathways.exchange.bpmn.ways import DONE, Ways
from pathways.units import DurationError, parse_duration

Path = tuple[Any, ...]
_HOSTS: Final = ("task", "userTask", "receiveTask", "callActivity")  # as our export writes them


class Kept:
    """What an extension element of ours says, patched."""

    def __init__(self, flows: Structurer, names: Names, ways: Ways) -> None:
        self.process, self.found, self.flows = flows.process, flows.structure, flows
        self.names, self.ways = names, ways

    def state(self, node: Node, here: Scope) -> dict[str, Any]:
        """A state as it was written, without its branches."""
        state = dict(node.ours.get("written", {}))
        shown = node.ours.get("shown", {})
        if node.name and node.name != shown.get("title"):
            state["title"] = node.name
        if self.names.lane_of(node) != shown.get("lane"):
            state["lane"] = self.names.lane_of(node)
        told = set()
        gone: list[Path] = []
        for path, id_, target in node.ours.get("ways", []):
            flow = self.process.flows.get(id_)
            told.add(id_)
            if flow is not None and path == ["after"]:
                self.retime(state, "after", self.process.nodes[flow.source])
            if flow is None:
                gone.append(tuple(path))
            elif self.flows.settle(flow.target) != target:
                _lead(state, tuple(path), self.ways.towards(flow.target, here))
        if node.tag == "intermediateCatchEvent" and isinstance(state.get("for"), str):
            self.retime(state, "for", node)
        for way in reversed(gone):
            self.process.left_out.append(f"a way out of {node.called} whose arrow is gone")
            _drop(state, way)
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
        now = told_length(event, self.process) if event.trigger == "timer" else None
        if now is None:
            return
        if key == "for":
            state[key] = state[key] if _is_time(state[key], now) else now
        else:
            state[key] = {time if _is_time(time, now) else now: to for time, to in state[key].items()}

    def lanes(self, lanes: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(lanes)
        for name, title in self.names.lanes.items():
            known = made.get(name)
            if known is None:
                made[name] = title
            elif (known.get("title") if isinstance(known, dict) else known) not in (title, None):
                made[name] = {**known, "title": title} if isinstance(known, dict) else title
        return made

    def interrupts(self, interrupts: Mapping[str, Any]) -> dict[str, Any]:
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
                made[name]["then"] = DONE if is_join else self.names.path(target)
        return made


def _is_time(written: str, now: str) -> bool:
    try:
        return str(parse_duration(written)) == now
    except DurationError:
        return False


def _lead(state: dict[str, Any], path: Path, to: str) -> None:
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


def _drop(state: dict[str, Any], path: Path) -> None:
    if path[0] == "choose":
        state["choose"] = [branch for i, branch in enumerate(state.get("choose", [])) if i != path[1]]
    elif path[0] == "exits":
        state["exits"] = {key: value for key, value in state.get("exits", {}).items() if key != path[1]}
    else:
        state.pop(path[0], None)
