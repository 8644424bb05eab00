"""A linked pathway to its role chart: for everything that is done, who answers for it, who helps, who gets it next.

The rows are the states of the pathway's drawing, in the order and with the numbers of its text version; what only
happens (an interrupt) or is over (an end) is nobody's task and has no row.
"""

from __future__ import annotations

from dataclasses import dataclass

from pathways.definition.linked import LinkedPathway
from pathways.diagram.build import build
from pathways.diagram.model import Diagram, Lane, Node
from pathways.diagram.text import stopped
from pathways.diagram.words import numbered

NOBODYS = ("event", "end", "start")


@dataclass(frozen=True)
class Duty:
    """One thing that is done or decided.

    `leads` is the lane that answers for it, `helps` are those it is done with (of a piece: all who do something inside
    it), `next` those that it may be handed on to; `when` says by when. `depth` counts the blocks it stands in.
    """

    number: int
    title: str
    node: Node
    leads: str
    helps: tuple[str, ...]
    next: tuple[str, ...]
    when: str
    depth: int

    @property
    def is_decision(self) -> bool:
        return self.node.kind == "decision"


@dataclass(frozen=True)
class RoleChart:
    """`lanes` are all of the pathway, also one that has nothing to do. Order is that of the drawing."""

    id: str
    title: str
    subtitle: str
    note: str
    lanes: tuple[Lane, ...]
    duties: tuple[Duty, ...]

    def of(self, lane: str) -> tuple[list[Duty], list[Duty], list[Duty]]:
        """What a lane does, decides and helps with."""
        mine = [duty for duty in self.duties if duty.leads == lane]
        return (
            [duty for duty in mine if not duty.is_decision],
            [duty for duty in mine if duty.is_decision],
            [duty for duty in self.duties if lane in duty.helps],
        )

    def describe(self) -> str:
        """The chart in words: a paragraph for each lane."""
        titles = {lane.id: lane.title for lane in self.lanes}
        out = [f"{self.title}: who does what", self.subtitle, ""]
        for lane in self.lanes:
            does, decides, helps = self.of(lane.id)
            hands_to = dict.fromkeys(to for duty in (*does, *decides) for to in duty.next)
            told = [
                _told("Does", [f"{_named(duty)} ({duty.when})" if duty.when else _named(duty) for duty in does]),
                _told("Decides", [_named(duty) for duty in decides]),
                _told("Takes part in", [f"{_named(duty)} ({titles[duty.leads]})" for duty in helps]),
                _told("Hands on to", [titles[to] for to in self.ordered(hands_to)]),
            ]
            out.append(f"{lane.title}. {' '.join(part for part in told if part) or 'Has nothing to do.'}")
        return "\n".join([*out, "", "The numbers are those of the pathway's text version."]) + "\n"

    def ordered(self, lanes: dict[str, None]) -> list[str]:
        return [lane.id for lane in self.lanes if lane.id in lanes]


def role_chart(pathway: LinkedPathway) -> RoleChart:
    """Who does what in a pathway."""
    diagram = build(pathway)
    numbers = numbered(diagram)
    chart = _Reader(pathway, diagram)
    lanes = dict.fromkeys((*pathway.lanes, *(lane.id for lane in diagram.lanes)))
    titles = {lane.id: lane.title for lane in diagram.lanes}
    return RoleChart(
        diagram.id,
        diagram.title,
        diagram.subtitle,
        diagram.note,
        tuple(Lane(lane, titles.get(lane, pathway.lanes.get(lane, lane))) for lane in lanes),
        tuple(
            chart.duty(node, numbers[node.id])
            for node in diagram.nodes
            if node.id in numbers and node.kind not in NOBODYS
        ),
    )


class _Reader:
    def __init__(self, pathway: LinkedPathway, diagram: Diagram) -> None:
        self.pathway = pathway
        self.nodes = {node.id: node for node in diagram.nodes}
        self.parents = {block.id: block.parent for block in diagram.blocks}
        self.joins = {block.id: block.join for block in diagram.blocks}
        self.out: dict[str, list[str]] = {}
        for edge in diagram.edges:
            self.out.setdefault(edge.source, []).append(edge.target)

    def duty(self, node: Node, number: int) -> Duty:
        when = "; ".join((*node.notes, *([node.limit] if node.limit is not None else [])))
        helps = tuple(lane for lane in self.workers(node) if lane != node.lane)
        return Duty(number, node.title, node, node.lane, helps, self.receivers(node), when, self.depth(node))

    def workers(self, node: Node) -> tuple[str, ...]:
        piece = self.pathway.pieces.get(node.id)
        names = [node.id] if piece is None else piece.states
        states = [self.pathway.states[name] for name in names]
        return tuple(dict.fromkeys(lane for state in states if state.kind != "end" for lane in state.lanes))

    def receivers(self, node: Node) -> tuple[str, ...]:
        """Who else has it next; a branch that is done waits for the others, and so hands on to nobody."""
        leaving = [*self.out.get(node.id, ()), *self.out.get(self.joins.get(node.id, ""), ())]
        met = [self.nodes[name] for name in leaving]
        return tuple(
            dict.fromkeys(
                other.lane for other in met if other.kind not in ("join", "end", "event") and other.lane != node.lane
            )
        )

    def depth(self, node: Node) -> int:
        depth, block = 0, node.block
        while block is not None:
            depth, block = depth + 1, self.parents[block]
        return depth


def _named(duty: Duty) -> str:
    return f"{duty.number} {duty.title}"


def _told(what: str, things: list[str]) -> str:
    return f"{what} {stopped('; '.join(things))}" if things else ""
