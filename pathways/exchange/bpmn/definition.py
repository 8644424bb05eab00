"""A BPMN file to a definition as plain data, and in words what it had to leave out or add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pathways.errors import DefinitionError, Finding
from pathways.exchange.bpmn.events import Events
from pathways.exchange.bpmn.kept import Kept
from pathways.exchange.bpmn.links import join_links
from pathways.exchange.bpmn.naming import Names
from pathways.exchange.bpmn.overlooked import tell_overlooked
from pathways.exchange.bpmn.questions import Questions
from pathways.exchange.bpmn.reading import read_bpmn
from pathways.exchange.bpmn.states import States
from pathways.exchange.bpmn.structure import WHOLE, Structurer
from pathways.exchange.bpmn.unreached import leave_out_unreached
from pathways.exchange.bpmn.ways import Ways
from pathways.exchange.bpmn.words import PROCESS
from pathways.exchange.tidy import name_of
from pathways.exchange.yaml_writing import write_yaml


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
    join_links(read)
    leave_out_unreached(read)
    flows = Structurer(read)
    found = flows.find()
    if not found.states:
        raise DefinitionError([
            Finding("bpmn-flow", read.place, "there is nothing in the process that could be a state",
                    "a start, tasks and an end", "draw at least one task")
        ])  # fmt: skip
    definition = _Maker(flows).definition()
    left_out, added = (tuple(dict.fromkeys(told)) for told in (read.left_out, read.added))
    return Imported(definition["pathway"], definition, write_yaml(definition), left_out, added)


class _Maker:
    def __init__(self, flows: Structurer) -> None:
        self.process, self.flows = flows.process, flows
        self.names = Names(flows)
        self.questions = Questions(flows, self.names)
        self.ways = Ways(flows, self.names, self.questions)
        self.events = Events(flows, self.names, self.ways)
        self.kept = Kept(flows, self.names, self.ways)
        self.states = States(flows, self.names, self.questions, self.ways, self.events, self.kept.state)

    def definition(self) -> dict[str, Any]:
        states = self.states.whole()
        self.events.read()
        starts = self.starts(states)
        start = starts[0] if len(starts) == 1 else starts
        ours = self.process.ours.get("definition")
        made = self.fresh(start, states) if ours is None else self.patched(ours, start, states)
        tell_overlooked(self.flows, self.ways.read)
        return made

    def fresh(self, start: str | list[str], states: dict[str, Any]) -> dict[str, Any]:
        """A definition of what another program wrote."""
        id_ = name_of(self.process.name, "") or name_of(self.process.id.removeprefix(PROCESS), "imported")
        told = {"title": self.process.name, "note": " ".join(self.process.documentation)}
        later = {"attributes": self.questions.attributes, "interrupts": self.events.interrupts}
        attributes, interrupts = ({key: value} if value else {} for key, value in later.items())
        return {
            "pathway": id_, "version": "1", "status": "proposed", **{key: text for key, text in told.items() if text},
            "lanes": self.names.lanes, **attributes, "start": start, "states": states, **interrupts,
        }  # fmt: skip

    def patched(self, ours: Mapping[str, Any], start: str | list[str], states: dict[str, Any]) -> dict[str, Any]:
        """The definition that was exported, in its own order, with what changed in the file since."""
        made: dict[str, Any] = {}
        for key, value in self.kept.head(ours).items():
            made[key] = value
            if key == "lanes":
                made[key] = self.kept.lanes(value)
            if key == "start":
                now = [self.flows.settle(flow.target) for flow in self.flows.structure.starts]
                if now != self.process.ours.get("starts"):
                    made[key] = start
                made["states"] = states
            if key == "interrupts":
                made[key] = self.kept.interrupts(value)
        made.setdefault("states", states)
        for key, more in (("attributes", self.questions.attributes), ("interrupts", self.events.interrupts)):
            if more:
                made[key] = {**made.get(key, {}), **more}
        return made

    def starts(self, states: dict[str, Any]) -> list[str]:
        """Where referrals begin, in the order of the file."""
        for node in self.process.nodes.values() if not self.process.ours else ():
            if node.tag == "startEvent" and node.trigger:
                self.process.left_out.append(f"what kind of start {node.called} is ({node.trigger})")
        found = self.flows.structure
        targets = [flow.target for flow in found.starts]
        if not targets:
            targets = [id_ for id_ in found.states if not self.flows.into[id_] and found.scope_of(id_) == WHOLE]
            self.process.added.append("a start at everything that nothing leads to")
        if not targets:
            raise DefinitionError([
                Finding("bpmn-flow", self.process.place, "the process has no start", "a start event",
                        "draw a start event, and an arrow from it to the first task")
            ])  # fmt: skip
        first = list(dict.fromkeys(self.flows.settle(target) for target in targets))
        return [self.begin(id_, states) if self.is_end(id_) else self.ways.towards(id_, WHOLE) for id_ in first]

    def is_end(self, id_: str) -> bool:
        return self.process.nodes[id_].tag == "endEvent" and "state" not in self.process.nodes[id_].ours

    def begin(self, end: str, states: dict[str, Any]) -> str:
        """A step between a start and the end that it leads straight to."""
        local, node = name_of("begin", "begin", states), self.process.nodes[end]
        states[local] = {"lane": self.names.lane_of(node), "then": self.names.states[end]}
        self.process.added.append(f"a step before {node.called}, to which a start leads straight")
        return local
