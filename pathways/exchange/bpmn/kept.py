"""Our own export to the definition it was written from, with what was changed in it since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pathways.exchange.bpmn.events import told_length
from pathways.exchange.bpmn.model import Flow, Node, Process
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.patching import Path, change, drop
from pathways.exchange.bpmn.structure import Scope, Structurer
from pathways.exchange.bpmn.ways import DONE, Ways
from pathways.exchange.tidy import LONGEST_NOTE, tidy
from pathways.units import DurationError, parse_duration

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
        if node.name != tidy(shown.get("title", "")):
            self.rename(state, node)
        if self.names.lane_of(node) != shown.get("lane"):
            state["lane"] = self.names.lane_of(node)
        self.annotate(state, node, node.called, node.documentation)
        self.tell_unkept(node)
        told = set()
        gone: list[Path] = []
        for path, id_, target in node.ours.get("ways", []):
            flow = self.process.flows.get(id_)
            told.add(id_)
            if flow is None:
                gone.append(tuple(path))
                continue
            if path == ["after"]:
                self.retime(state, "after", self.process.nodes[flow.source])
            if self.flows.settle(flow.target) != target:
                change(state, tuple(path), "then", self.ways.towards(flow.target, here))
            self.rename_way(state, node, tuple(path), flow)
        if node.tag == "intermediateCatchEvent" and isinstance(state.get("for"), str):
            self.retime(state, "for", node)
        for way in reversed(gone):
            self.process.left_out.append(f"a way out of {node.called} whose arrow is gone")
            drop(state, way)
        leaving = (
            self.flows.out[self.found.joins[node.id]] if node.id in self.found.joins else self.flows.leaving(node.id)
        )
        for flow in leaving:
            if flow.id not in told and node.ours.get("ways"):
                self.process.left_out.append(
                    f"the new arrow '{flow.name or flow.id}' out of {node.called}: write it in the definition"
                )
        return state

    def rename(self, state: dict[str, Any], node: Node) -> None:
        if node.name:
            state["title"] = node.name
        else:
            self.process.left_out.append(f"that '{node.ours['shown']['title']}' has no name any more")

    def annotate(self, made: dict[str, Any], said: Node | Process, called: str, lines: tuple[str, ...]) -> None:
        """Take over a changed note. What our export put beside it, in words, cannot be read from the words."""
        facts = [tidy(fact, LONGEST_NOTE) for fact in said.ours.get("facts", ())]
        gone = [fact for fact in facts if fact not in lines]
        note = " ".join(line for line in lines if line not in facts)
        if gone:
            self.process.left_out.append(
                f"what is now written at {called} instead of '{gone[0]}': change it in the definition"
            )
        elif note != tidy(said.ours.get("shown", {}).get("note", ""), LONGEST_NOTE):
            made.pop("note", None)
            made |= {"note": note} if note else {}

    def tell_unkept(self, node: Node) -> None:
        """Tell changes that nothing in the definition can be changed by."""
        shown = node.ours.get("shown", {})
        if node.tag != shown.get("tag", node.tag):
            self.process.left_out.append(f"that {node.called} is now of another kind ({node.tag}): change its 'kind'")
        if node.calls != shown.get("calls", node.calls):
            self.process.left_out.append(f"that {node.called} now calls '{node.calls}'")
        default = self.process.flows.get(node.default or "")
        if (node.default or "") != shown.get("default", node.default or ""):
            towards = f"to {self.process.nodes[default.target].called}" if default else "none"
            self.process.left_out.append(f"that the default way out of {node.called} is now the one {towards}")

    def rename_way(self, state: dict[str, Any], node: Node, path: Path, flow: Flow) -> None:
        """Take over the changed name of an arrow, or of the timer that it leaves, where it shows one way alone."""
        event = self.process.nodes[flow.source]
        shown = self.process.ours.get("arrows", {}).get(flow.id, ("", ""))[0]
        named = [(flow.id, flow.name, shown)]
        if event.tag == "boundaryEvent":
            named.append((event.id, event.name, event.ours.get("shown", {}).get("title", event.name)))
        changed = [(id_, text) for id_, text, before in named if text != tidy(before)]
        is_alone = sum(id_ == flow.id for _, id_, _ in node.ours["ways"]) == 1
        if changed and is_alone and changed[0][1]:
            self.ways.read.add(changed[0])
            change(state, path, "title", changed[0][1])

    def retime(self, state: dict[str, Any], key: str, event: Node) -> None:
        """Let a time be what its timer now says."""
        if event.trigger != "timer":
            self.process.left_out.append(f"that {event.called} is no timer any more")
        now = told_length(event, self.process) if event.trigger == "timer" else None
        if now is None:
            return
        if key == "for":
            state[key] = state[key] if _is_time(state[key], now) else now
        else:
            state[key] = {time if _is_time(time, now) else now: to for time, to in state[key].items()}

    def head(self, ours: Mapping[str, Any]) -> dict[str, Any]:
        """What stands before the states, with the title and the note that the process now has."""
        made, process = dict(ours), self.process
        if process.name != tidy(process.ours.get("shown", {}).get("title", process.name)):
            made["title"] = process.name
        self.annotate(made, process, "the process", process.documentation)
        return made

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
            self.rename_interrupt(made, name, [event for event in events if event.ours["interrupts"] == [name]])
        return made

    def rename_interrupt(self, made: dict[str, Any], name: str, events: list[Node]) -> None:
        """Take over the changed name of an interrupt where all its events have it."""
        titles = {event.name for event in events}
        shown = {tidy(event.ours.get("shown", {}).get("title", event.name)) for event in events}
        if name in made and len(titles) == 1 and "" not in titles and titles != shown:
            self.ways.read |= {(event.id, event.name) for event in events}
            (made[name]["title"],) = titles


def _is_time(written: str, now: str) -> bool:
    try:
        return str(parse_duration(written)) == now
    except DurationError:
        return False
