"""A process to its structure: gateways where ways only meet taken out, parallel gateways paired, branches found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pathways.errors import DefinitionError, Finding
from pathways.exchange.bpmn.links import LINK
from pathways.exchange.bpmn.model import Flow, Node, Process

Scope = tuple[str, int]  # a fork, and the number of its branch
WHOLE: Final[Scope] = ("", 0)  # what stands in no branch


@dataclass
class Branch:
    """One branch of a fork: its first node, and all that belong to it alone."""

    start: str
    members: list[str]
    name: str = ""


@dataclass
class Structure:
    """`states` are the nodes that become states; `scope` the innermost branch each stands in."""

    states: list[str] = field(default_factory=list)
    starts: list[Flow] = field(default_factory=list)
    joins: dict[str, str] = field(default_factory=dict)  # fork -> its join
    branches: dict[str, list[Branch]] = field(default_factory=dict)
    scope: dict[str, Scope] = field(default_factory=dict)

    def scope_of(self, name: str) -> Scope:
        return self.scope.get(name, WHOLE)


class Structurer:
    """Find the structure of a process.

    Raises
    ------
    DefinitionError
        For flows that lead nowhere, splits without a gateway, and parallel gateways without their match.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.nodes = process.nodes
        self.out: dict[str, list[Flow]] = {name: [] for name in self.nodes}
        self.into: dict[str, list[Flow]] = {name: [] for name in self.nodes}
        self.faults: list[Finding] = []
        for flow in tuple(process.flows.values()):
            if flow.source in self.nodes and self.is_entered(flow.target):
                self.out[flow.source].append(flow)
                self.into[flow.target].append(flow)
            else:
                del process.flows[flow.id]
                process.left_out.append(f"an arrow that leads to or from something left out ('{flow.name or flow.id}')")
        self.hosted: dict[str, list[Node]] = {name: [] for name in self.nodes}
        for node in self.nodes.values():
            if node.tag == "boundaryEvent" and node.host in self.hosted:
                self.hosted[node.host].append(node)
            elif node.tag == "boundaryEvent":
                process.left_out.append(f"{node.called}, which is on the border of nothing")
        self.structure = Structure()

    def find(self) -> Structure:
        found = self.structure
        for node in self.nodes.values():
            if node.tag == "startEvent":
                found.starts += self.out[node.id]
            elif node.tag != "boundaryEvent" and not self.is_passage(node) and not self.is_join(node):
                found.states.append(node.id)
        for name in found.states:
            self.check_splits(self.nodes[name])
        self.stop_on_faults()
        for name in found.states:
            if self.is_fork(self.nodes[name]):
                self.pair(name, ())
        self.stop_on_faults()
        for fork in found.branches:
            for number, branch in enumerate(found.branches[fork]):
                for member in branch.members:
                    # The innermost branch has the fewest members.
                    known = found.scope.get(member)
                    if known is None or len(branch.members) < len(found.branches[known[0]][known[1]].members):
                        found.scope[member] = (fork, number)
        return found

    def stop_on_faults(self) -> None:
        if self.faults:
            raise DefinitionError(dict.fromkeys(self.faults))

    # What a node is.

    def is_entered(self, name: str) -> bool:
        """Whether an arrow can lead to it."""
        return name in self.nodes and self.nodes[name].tag not in ("startEvent", "boundaryEvent")

    def is_fork(self, node: Node) -> bool:
        return node.tag == "parallelGateway" and (len(self.out[node.id]) > 1 or "state" in node.ours)

    def is_join(self, node: Node) -> bool:
        return node.tag == "parallelGateway" and not self.is_fork(node)

    def is_passage(self, node: Node) -> bool:
        """An exclusive gateway in which ways only meet or that only tells the exits of a piece apart; a link."""
        if node.tag == LINK:
            return len(self.out[node.id]) == 1
        if node.tag != "exclusiveGateway" or "state" in node.ours:
            return False
        return len(self.out[node.id]) == 1 or self.exits_of(node) is not None

    def exits_of(self, node: Node) -> Node | None:
        """The piece whose exits this gateway tells apart, in an export of this program."""
        before = [self.nodes[flow.source] for flow in self.into[node.id]]
        is_ours = "exits_of" in node.ours and len(before) == 1 and len(self.out[node.id]) > 1
        is_ours = is_ours and before[0].tag == "callActivity" and "exits" in before[0].ours.get("written", {})
        return before[0] if is_ours else None

    # Following flows.

    def settle(self, name: str) -> str:
        """What a flow to a node leads to, past gateways in which ways only meet."""
        seen = {name}
        while self.is_passage(self.nodes[name]) and len(self.out[name]) == 1:
            name = self.out[name][0].target
            if name in seen:
                node = self.nodes[name]
                self.fault("bpmn-flow", node, f"from {node.called} the way leads only round in a circle",
                           "a way that leads on", "lead one of the arrows to a task or an end")  # fmt: skip
                self.stop_on_faults()
            seen.add(name)
        return name

    def leaving(self, name: str) -> list[Flow]:
        """The flows out of a state, those of a piece past the gateway that tells its exits apart."""
        flows = list(self.out[name])
        if len(flows) == 1 and self.exits_of(self.nodes[flows[0].target]) is self.nodes[name]:
            return self.out[flows[0].target]
        return flows

    def onward(self, name: str) -> Iterator[Flow]:
        """The flows out of a node, of its timers, and of the events of ours that do not end the branches around it.

        An event of another program's file may end them: where it leads does not say what belongs to a branch.
        """
        yield from self.leaving(name)
        for event in self.hosted[name]:
            if event.trigger == "timer" or ("interrupts" in event.ours and not event.ours.get("leaves_branch")):
                yield from self.out[event.id]

    # Parallel gateways.

    def pair(self, fork: str, around: tuple[str, ...]) -> str | None:
        """The join of a fork, once its branches are found."""
        found = self.structure
        if fork in found.joins:
            return found.joins[fork]
        node = self.nodes[fork]
        if fork in around:
            return None
        branches, joins = [], dict[str, None]()
        for flow in self.out[fork]:
            start = self.settle(flow.target)
            members, reached = self.walk(start, (*around, fork))
            branches.append(Branch(start, members, flow.name))
            joins |= dict.fromkeys(reached)
        for member in dict.fromkeys(member for branch in branches for member in branch.members) if joins else ():
            nested = self.is_fork(self.nodes[member])
            leaving = self.out[found.joins[member]] if nested and member in found.joins else self.out[member]
            if self.nodes[member].tag == "endEvent" or not (leaving or "state" in self.nodes[member].ours):
                self.fault("bpmn-parallel", self.nodes[member],
                           f"{self.nodes[member].called} is an end inside a branch of {node.called}",
                           "all branches of a parallel gateway to meet again in a parallel gateway",
                           "lead the branch to the joining gateway instead")  # fmt: skip
        shared = {m for i, one in enumerate(branches) for m in one.members for two in branches[:i] if m in two.members}
        if len(joins) != 1 or shared:
            names = ", ".join(self.nodes[name].called for name in (sorted(shared) or joins)) or "nothing"
            fact = "share " + names if shared else "meet in " + names
            self.fault("bpmn-parallel", node, f"the branches of {node.called} {fact}",
                       "branches that have nothing in common and meet in one parallel gateway",
                       "draw one joining parallel gateway for each splitting one")  # fmt: skip
            return None
        (join,) = joins
        for branch in branches:
            self.take_in(branch, join, (*around, fork))
        found.joins[fork] = join
        found.branches[fork] = branches
        return found.joins[fork]

    def take_in(self, branch: Branch, join: str, around: tuple[str, ...]) -> None:
        """Add what events inside a branch lead to, where it comes back to the branch or to its join."""
        for member in branch.members:  # grows as we go
            for event in self.hosted[member]:
                for flow in self.out[event.id] if "interrupts" not in event.ours else ():
                    reached, joins = self.walk(self.settle(flow.target), around)
                    if joins == [join] and not any(self.nodes[name].tag == "endEvent" for name in reached):
                        branch.members += [name for name in reached if name not in branch.members]

    def walk(self, start: str, around: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """All that can be reached without passing a join of one's own, and the joins reached."""
        seen, joins, waiting = dict[str, None](), dict[str, None](), [start]
        while waiting:
            name = waiting.pop(0)
            if self.is_join(self.nodes[name]):
                joins[name] = None
                continue
            if name in seen:
                continue
            seen[name] = None
            if self.is_fork(self.nodes[name]):
                join = self.pair(name, around)
                if join is None:
                    continue
                for branch in self.structure.branches[name]:
                    seen |= dict.fromkeys(branch.members)
                    for member in branch.members:
                        waiting += self.ends_of_branches(member, name)
                waiting += [self.settle(flow.target) for flow in self.out[join]]
            else:
                waiting += [self.settle(flow.target) for flow in self.onward(name)]
        return list(seen), list(joins)

    def ends_of_branches(self, member: str, fork: str) -> list[str]:
        """Where events inside a parallel state lead that end all of it, if that is not outside everything."""
        found = []
        for event in self.hosted[member]:
            if (event.ours.get("leaves_branch") or [""])[-1] == fork:
                found += [self.settle(flow.target) for flow in self.out[event.id]]
        return found

    # Faults.

    def check_splits(self, node: Node) -> None:
        leaving = self.out[node.id]
        if node.tag == "exclusiveGateway" and not leaving and "state" not in node.ours:
            self.fault("bpmn-split", node, f"no arrow leaves the gateway {node.called}", "a way on from it",
                       "lead it to a task or an end")  # fmt: skip
        if node.tag not in ("exclusiveGateway", "parallelGateway", "startEvent") and len(leaving) > 1:
            self.fault("bpmn-split", node,
                       f"{len(leaving)} arrows leave {node.called}, which does not say whether one is taken or all",
                       "one arrow, or a gateway",
                       "put an exclusive gateway (one is taken) or a parallel one (all are) after it")  # fmt: skip

    def fault(self, id_: str, node: Node, message: str, expected: str, remedy: str) -> None:
        self.faults.append(Finding(id_, node.place, message, expected, remedy))
