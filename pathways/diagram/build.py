"""A linked pathway to a diagram: pieces closed to one box each, parallel states opened to blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pathways.definition.linked import DONE, Arrow, LinkedPathway, Piece, State
from pathways.diagram.default_route import default_hops
from pathways.diagram.model import Block, Diagram, Edge, EdgeKind, Lane, Node
from pathways.diagram.names import EVENT, JOIN, START, Names, join_of
from pathways.diagram.phrases import branch_label, spelt, within
from pathways.diagram.returns import mark_returns
from pathways.diagram.text import clean

MOST_INTERRUPT_SOURCES = 3  # above this an interrupt gets a shape of its own, not an arrow from every state
ASSUMED = "A"  # the badge of a state that rests on an assumption
STATUS = {
    "as-is": "As-is, version {}",
    "proposed": "Proposed, version {}: not in force",
    "shared": "Shared piece, version {}: used inside other pathways",
}


def build(pathway: LinkedPathway, opened: frozenset[str] = frozenset()) -> Diagram:
    """The diagram of a pathway, in definition order; `opened` names the pieces whose states are shown."""
    return _Builder(pathway, opened).diagram()


class _Builder:
    def __init__(self, pathway: LinkedPathway, opened: frozenset[str]) -> None:
        self.pathway = pathway
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.blocks: list[Block] = []
        self.names = Names(pathway, opened)
        hops = default_hops(pathway)
        self.default = {(self.names.leaving(a), self.names.entering(a, b)) for a, b in hops}
        self.default |= {
            (state.name, self.names.node_of(pathway.regions[region].start))
            for state in pathway.states.values()
            for region in state.branches
            if state.name in {a for a, _ in hops}
        }
        for piece in self.names.opened:
            if any(piece.name == to for _, to in self.default) or piece.entry == pathway.starts[0]:
                self.default.add((piece.name, self.names.below(piece)))
        self.on_route = {name for pair in self.default for name in pair}

    # Building.

    def diagram(self) -> Diagram:
        pathway = self.pathway
        self.add_nodes()
        for name, node in tuple(self.nodes.items()):
            self.add_edges(name, node)
        self.add_interrupts()
        self.add_starts()
        used = {node.lane for node in self.nodes.values()}
        edges = mark_returns(tuple(self.nodes), _merged(self.edges), [self.names.beginning(s) for s in pathway.starts])
        assumed = sum(node.badge is not None for node in self.nodes.values())
        return Diagram(
            id=pathway.id,
            title=clean(pathway.title),
            subtitle=clean(STATUS[pathway.status].format(pathway.version)),
            note=clean(" ".join(_notes(pathway, assumed))),
            lanes=tuple(Lane(lane, clean(title)) for lane, title in pathway.lanes.items() if lane in used),
            nodes=tuple(self.nodes.values()),
            edges=edges,
            blocks=tuple(self.blocks),
        )

    def add_nodes(self) -> None:
        """Nodes in definition order; a block's join comes after the last of its members."""
        opened: list[State | Piece] = []
        for state in self.pathway.states.values():
            while opened and not state.name.startswith(f"{opened[-1].name}."):
                self.close(opened)
            for new in self.names.opened:
                if state.name in new.states and new.name not in self.nodes:
                    around = opened[-1].name if opened else None
                    lane = new.lane or self.pathway.states[new.entry].lane
                    branch = new.region if opened else None
                    self.put(Node(new.name, "opened", clean(new.title), lane, block=around, branch=branch))
                    opened.append(new)
            piece = self.names.owner.get(state.name)
            if piece is not None and piece.name in self.nodes:
                continue
            block = opened[-1].name if opened else None
            branch = (state.region if piece is None else piece.region) if opened else None
            badge = ASSUMED if state.hardness == "ASSUMPTION" else None
            if piece is not None:
                self.put(
                    Node(piece.name, "piece", clean(piece.title), piece.lane or state.lane, block=block, branch=branch)
                )
            elif state.kind == "parallel":
                self.put(
                    Node(
                        state.name,
                        "fork",
                        clean(state.title),
                        state.lane,
                        within(state.target),
                        block=block,
                        branch=branch,
                        badge=badge,
                    )
                )
                opened.append(state)
            else:
                self.put(replace(self.plain_node(state, block, branch), badge=badge))
        while opened:
            self.close(opened)

    def plain_node(self, state: State, block: str | None, branch: int | None) -> Node:
        limit = None
        if state.after is not None and state.then is not None and state.after[1].to == state.then.to:
            limit = f"at most {state.after[0]}"
        notes = (f"for {state.lasts}",) if state.lasts is not None else ()
        assert state.kind != "parallel"
        return Node(
            state.name, state.kind, clean(state.title), state.lane, (*notes, *within(state.target)), limit,
            block=block, branch=branch,
        )  # fmt: skip

    def put(self, node: Node) -> None:
        self.nodes[node.id] = replace(node, on_default_route=node.id in self.on_route)

    def close(self, opened: list[State | Piece]) -> None:
        state = opened.pop()
        fork = self.nodes[state.name]
        members = tuple(name for name in self.nodes if name.startswith(f"{state.name}."))
        if isinstance(state, Piece):
            self.blocks.append(Block(state.name, state.name, "", members, fork.block))
            return
        self.put(Node(join_of(state.name), "join", "", fork.lane, block=fork.block, branch=fork.branch))
        self.blocks.append(Block(state.name, state.name, join_of(state.name), members, fork.block))

    def add_edges(self, name: str, node: Node) -> None:
        if node.kind == "piece":
            self.add_exits(self.pathway.pieces[name])
            return
        if node.kind == "opened":
            self.connect(name, self.names.below(self.pathway.pieces[name]), "")
            return
        if node.kind == "join":
            state = self.pathway.states[name.removesuffix(JOIN)]
            if state.then is not None:
                self.connect(name, self.names.entering(state.name, state.then.to), state.then.title or "")
            return
        state = self.pathway.states[name]
        for region in state.branches:
            self.connect(name, self.names.node_of(self.pathway.regions[region].start), "")
        for branch in state.choose:
            label = branch_label(branch, self.pathway.attributes)
            self.connect(name, self.names.entering(name, branch.arrow.to), label, otherwise=branch.when is None)
        if state.then is not None and not state.branches:
            self.connect(name, self.names.entering(name, state.then.to), state.then.title or "")
        if state.after is not None and node.limit is None:
            label = state.after[1].title or f"after {state.after[0]}"
            self.connect(name, self.names.entering(name, state.after[1].to), label, "timeout")

    def add_exits(self, piece: Piece) -> None:
        """One arrow for each place that a piece leads to, labelled with the outcomes that lead there."""
        reached: dict[str, None] = {}
        for inner in piece.states:
            for arrow in _arrows(self.pathway.states[inner]):
                if self.names.owner.get(arrow.to) is not piece and (
                    arrow.to != DONE or self.pathway.states[inner].region == piece.region
                ):
                    reached.setdefault(self.names.entering(inner, arrow.to))
        labels = exit_labels(piece)
        prefix = piece.name[: len(piece.name) - len(piece.name.rpartition(".")[2])]
        for target in reached:
            to = (DONE, join_of(target)) if target.endswith(JOIN) else (target.removeprefix(prefix),)
            label = " or ".join(text for text, where in labels if where in to or target == where)
            self.connect(piece.name, target, label if len(reached) > 1 else "")

    def add_interrupts(self) -> None:
        """Dashed arrows from where an interrupt may happen; from a shape of its own where that is in many states."""
        for interrupt in self.pathway.interrupts.values():
            target = self.names.entering(interrupt.during[0], interrupt.arrow.to)
            own = interrupt.origin.pathway == self.pathway.id
            sources = dict.fromkeys(self.names.node_of(name) for name in interrupt.during if self.is_left(name))
            # What a piece does when its own interrupt happens is shown in the piece's drawing.
            shown = [name for name in sources if name != target or own or name in self.pathway.states]
            if len(shown) <= MOST_INTERRUPT_SOURCES:
                for source in shown:
                    self.connect(source, target, interrupt.title, "interrupt")
                continue
            block, branch = self.place_of_event(shown[0], target)
            note = f"in any of {len(shown)} states"
            node = Node(
                f"{EVENT}{interrupt.name}", "event", clean(interrupt.title), self.nodes[target].lane, (note,),
                block=block, branch=branch, where=tuple(shown),
            )  # fmt: skip
            self.insert_before(target, node)
            self.connect(node.id, target, "", "interrupt")

    def place_of_event(self, first: str, target: str) -> tuple[str | None, int | None]:
        """The block and branch that an event's shape stands in: where it may happen, or above what it leads to."""
        node = self.nodes[first]
        if not self.names.opened:
            return node.block, node.branch
        if self.nodes[target].kind == "join":
            return target.removesuffix(JOIN), None
        return self.nodes[target].block, self.nodes[target].branch

    def is_left(self, name: str) -> bool:
        return self.pathway.states[name].kind not in ("end", "decision")

    def insert_before(self, name: str, node: Node) -> None:
        items = list(self.nodes.items())
        position = list(self.nodes).index(name)
        self.nodes = dict([*items[:position], (node.id, node), *items[position:]])
        self.blocks = [
            replace(b, members=(*b.members, node.id))
            if node.block is not None and (b.id == node.block or node.block.startswith(f"{b.id}."))
            else b
            for b in self.blocks
        ]

    def add_starts(self) -> None:
        for number, start in enumerate(self.pathway.starts):
            node = self.nodes[self.names.beginning(start)]
            if node.kind in ("task", "wait", "panel"):
                self.nodes[node.id] = replace(node, is_start=True)
                continue
            door = Node(f"{START}{number}", "start", "Start", node.lane, is_start=True, on_default_route=number == 0)
            self.insert_before(node.id, door)
            self.connect(door.id, node.id, "", "default" if number == 0 else "normal")

    def connect(
        self, source: str, target: str, label: str, kind: EdgeKind = "normal", *, otherwise: bool = False
    ) -> None:
        if kind == "normal" and (source, target) in self.default:
            kind = "default"
        self.edges.append(Edge(len(self.edges), source, target, kind, clean(label), otherwise=otherwise))


def _notes(pathway: LinkedPathway, assumed: int) -> Iterator[str]:
    """What is to be known of the drawing as a whole; a target between two states has no place in one of them."""
    yield "A model of how referrals may move; no real case is shown."
    if assumed:
        rest = "rests" if assumed == 1 else "rest"
        yield f"{assumed} of the states shown {rest} on an assumption, not on a source."
    for target in pathway.targets.values():
        start, end = (pathway.states[name].title for name in (target.start, target.end))
        for words in within(target.standard):
            yield f"To be kept: {words} from '{start}' to '{end}'."


def _arrows(state: State) -> list[Arrow]:
    after = [] if state.after is None else [state.after[1]]
    return [*(branch.arrow for branch in state.choose), *([state.then] if state.then else []), *after]


def exit_labels(piece: Piece) -> list[tuple[str, str]]:
    """(words, target as written) for each exit of the `use`; the author's title, else the outcome's name."""
    exits = piece.origin.document.node((*piece.origin.path, "exits"))
    plain = None if exits is None else exits.plain
    labels = []
    for outcome, to in plain.items() if isinstance(plain, dict) else ():
        written = to if isinstance(to, dict) else {"then": to}
        labels.append((written.get("title") or spelt(outcome), str(written.get("then"))))
    return labels


def _merged(edges: list[Edge]) -> tuple[Edge, ...]:
    """Arrows of one kind between the same two nodes become one, with all their labels."""
    merged: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        key = (edge.source, edge.target, edge.kind if edge.kind in ("timeout", "interrupt") else "flow")
        first = merged.get(key)
        if first is None:
            merged[key] = edge
            continue
        labels = dict.fromkeys(label for label in (first.label, edge.label) if label)
        merged[key] = replace(first, label=" / ".join(labels), otherwise=first.otherwise or edge.otherwise)
    return tuple(replace(edge, id=number) for number, edge in enumerate(merged.values()))
