"""A process to names: of its lanes, its states and its branches, as our own export had them or made from titles."""

from __future__ import annotations

from typing import Final

from pathways.exchange.bpmn.model import Node
from pathways.exchange.bpmn.structure import WHOLE, Scope, Structurer
from pathways.exchange.tidy import name_of

_UNNAMED: Final = {
    "exclusiveGateway": "decision", "parallelGateway": "side_by_side", "endEvent": "end", "receiveTask": "wait",
    "intermediateCatchEvent": "wait",
}  # fmt: skip


class Names:
    """`lanes` maps names to titles, `states` the id of each node that is a state to its name in its flow."""

    def __init__(self, flows: Structurer) -> None:
        self.process, self.found = flows.process, flows.structure
        self.lanes: dict[str, str] = {}
        self.lane_names: dict[str | None, str] = {}  # by the id of the lane; by None for what stands in none
        self.states: dict[str, str] = {}
        self.name_lanes()
        self.name_states()

    def name_lanes(self) -> None:
        ours = self.process.ours.get("definition", {}).get("lanes", {})
        for id_, title in self.process.lanes.items():
            name = id_ if id_ in ours else name_of(title, "lane", {*self.lane_names.values(), *ours})
            self.lane_names[id_] = name
            self.lanes[name] = title
        used = [self.process.nodes[name] for name in self.found.states]
        if not self.lanes or any(node.lane is None for node in used):
            title = self.process.name or "Team"
            name = name_of(title, "team", {*self.lanes, *ours})
            self.lane_names[None] = name
            self.lanes[name] = title
            if self.process.lanes:
                self.process.added.append(f"a lane '{title}' for what stands in no lane")

    def lane_of(self, node: Node) -> str:
        return self.lane_names[node.lane]

    def name_states(self) -> None:
        taken: dict[Scope, set[str]] = {}
        for own in (True, False):  # names from our own export stay, whatever else is in the file
            for id_ in self.found.states:
                node = self.process.nodes[id_]
                if ("state" in node.ours) != own:
                    continue
                here = taken.setdefault(self.found.scope_of(id_), set())
                local = str(node.ours.get("state", "")).rpartition(".")[2]
                if local and local not in here:
                    self.states[id_] = local
                else:
                    self.states[id_] = name_of(node.name, _UNNAMED.get(node.tag, "step"), here)
                here.add(self.states[id_])

    def within(self, here: Scope) -> set[str]:
        """The names of the states of one flow."""
        return {self.states[id_] for id_ in self.found.states if self.found.scope_of(id_) == here}

    def path(self, id_: str) -> str:
        """The dotted name of a state."""
        here = self.found.scope_of(id_)
        if here == WHOLE:
            return self.states[id_]
        fork, number = here
        return f"{self.path(fork)}.{self.branches(fork)[number]}.{self.states[id_]}"

    def branches(self, fork: str) -> list[str]:
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


def spelt(name: str) -> str:
    """A name as a title, which a state of that name has unless it is given another."""
    text = name.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]
