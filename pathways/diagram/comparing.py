"""Two versions of a pathway to one diagram of both, and an overlay: what is new, gone or different, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pathways.definition.differences import state_differences
from pathways.definition.linked import LinkedPathway, TargetBetween
from pathways.diagram.build import build
from pathways.diagram.counterparts import Counterparts, counterparts
from pathways.diagram.model import Diagram, Edge
from pathways.diagram.names import Names, join_of
from pathways.diagram.overlay import Badge, Note, Overlay, Sample, Tone
from pathways.diagram.retelling import in_columns
from pathways.diagram.text import clean, headed
from pathways.diagram.union import BEFORE, Union, unite

ADDED: Final = Badge("+", tone="added")
REMOVED: Final = Badge("−", tone="removed")
CHANGED: Final = Badge("▲", tone="changed")
_MOST: Final = 6  # names in one list


def comparison(
    old: LinkedPathway,
    new: LinkedPathway,
    states: Mapping[str, str],
    interrupts: Mapping[str, str],
    opened: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> tuple[Diagram, Diagram, Overlay]:
    """The new diagram, that of both versions, and what marks and tells the differences.

    Parameters
    ----------
    states, interrupts
        The new name of each old state (ends left out) and interrupt that has a counterpart.
    opened
        The pieces of each whose states are shown in place.
    """
    return _Comparing(old, new, states, interrupts, opened).all()


class _Comparing:
    def __init__(
        self,
        old: LinkedPathway,
        new: LinkedPathway,
        states: Mapping[str, str],
        interrupts: Mapping[str, str],
        opened: tuple[frozenset[str], frozenset[str]],
    ) -> None:
        self.old, self.new = old, new
        self.before, self.now = build(old, opened[0]), build(new, opened[1])
        self.match: Counterparts = counterparts(old, new, self.before, self.now, states, interrupts)
        self.union: Union = unite(self.before, self.now, self.match)
        self.diagram = self.union.diagram
        self.titles = {node.id: node.title for node in self.diagram.nodes}
        self.titles |= {join_of(block.id): self.titles[block.fork] for block in self.diagram.blocks}
        self.lanes = {lane.id: lane.title.removeprefix("+ ").removeprefix("− ") for lane in self.diagram.lanes}
        self.out: dict[str, list[Edge]] = {node.id: [] for node in self.diagram.nodes}
        for edge in (*self.diagram.edges, *self.union.hidden):
            self.out[edge.source].append(edge)
        self.found = self.differences()

    def all(self) -> tuple[Diagram, Diagram, Overlay]:
        tones: dict[str, Tone] = {}
        notes: list[Note] = []
        for node in self.diagram.nodes:
            if node.kind == "start":
                if node.id.startswith(BEFORE) or node.id in self.union.new:
                    tones[node.id] = "removed" if node.id.startswith(BEFORE) else "added"
            elif node.kind == "join":
                continue
            elif node.id.startswith(BEFORE):
                tones[node.id] = "removed"
                notes.append(Note(self.told(node.id, ["no longer there", *self.ways(node.id, "led to")]), REMOVED))
            elif node.id in self.union.new:
                tones[node.id] = "added"
                notes.append(Note(self.told(node.id, [f"new, {self.lanes[node.lane]}", *self.ways(node.id, "then")]),
                                  ADDED))  # fmt: skip
            elif words := [*self.found.get(node.id, ()), *self.arrows(node.id)]:
                tones[node.id] = "changed"
                notes.append(Note(self.told(node.id, words), CHANGED))
        doors = {node.id for node in self.diagram.nodes if node.kind == "start"}
        badges = {name: (_BADGES[tone],) for name, tone in tones.items() if name not in doors}
        for block in self.diagram.blocks:
            if block.fork in tones and tones[block.fork] != "changed":
                tones[block.join] = tones[block.fork]
        notes += self.between()
        edges: dict[int, Tone] = {
            **dict.fromkeys(self.union.added, "added"), **dict.fromkeys(self.union.lost, "removed"),
            **dict.fromkeys(self.union.relabelled, "changed"),
        }  # fmt: skip
        # An arrow without words, from or to what has a sign, needs no sign of its own.
        plain = {name for name in self.titles if tones.get(name) not in ("added", "removed")}
        signed = {e.id for e in self.diagram.edges
                  if e.id in edges and (e.label or (e.source in plain and e.target in plain))}  # fmt: skip
        diagram = replace(self.diagram, edges=tuple(
            replace(e, label=f"{_BADGES[edges[e.id]].text} {e.label}".strip()) if e.id in signed else e
            for e in self.diagram.edges
        ))  # fmt: skip
        overlay = Overlay(
            name=f"against {self.old.id} {self.old.version}",
            heading=tuple(self.heading(tones, edges, notes)),
            columns=tuple(in_columns(notes)),
            rest="faint",
            nodes=tones,
            edges=edges,
            badges=badges,
            legend=tuple(self.legend(tones, edges)),
        )
        return self.now, diagram, overlay

    # What differs.

    def differences(self) -> dict[str, list[str]]:
        """By node of the new diagram, what differs in the states that it shows; of a piece, inside it."""
        names = Names(self.new, self.now.opened)
        shown = {node.id: node for node in self.now.nodes}
        found: dict[str, list[str]] = {}
        inside: dict[str, list[str]] = {}
        different = state_differences(self.old, self.new, self.match.states)
        for name, differences in different.items():
            place = names.node_of(name)
            if shown[place].kind == "piece":
                inside.setdefault(place, []).append(self.new.states[name].title)
            else:
                found[place] = [difference.words for difference in differences]
        matched = set(self.match.states.values())
        back = {name: was for was, name in self.match.nodes.items()}
        for piece in self.new.pieces.values():
            was = self.old.pieces.get(back.get(piece.name, ""))
            words: list[str] = []
            if piece.name not in shown:
                continue
            if was is not None:
                if was.title != piece.title:
                    words.append(f"was '{was.title}', is '{piece.title}'")
                if was.pathway != piece.pathway:
                    words.append(f"uses '{piece.pathway}' instead of '{was.pathway}'")
                if (before := self.lane(self.old, was.lane)) != (now := self.lane(self.new, piece.lane)):
                    words.append(f"was done by {before}, is by {now}")
                fresh = [self.new.states[n].title for n in piece.states if n not in matched and self.is_no_end(n)]
                gone = [self.old.states[n].title for n in was.states if n not in self.match.states]
                is_told = shown[piece.name].kind == "piece"  # what is in an opened one has marks of its own
                words += [f"new inside: {_some(fresh)}"] if fresh and is_told else []
                words += [f"no longer inside: {_some(gone)}"] if gone and is_told else []
            if piece.name in self.match.gathered:
                held = [n.title for n in self.before.nodes if n.id in self.match.gathered[piece.name]]
                words.append(f"holds what stood here before: {_some(held)}")
            if piece.name in inside:
                words.append(f"different inside: {_some(inside[piece.name])}")
            if words:
                found[piece.name] = words
        for name, places in self.match.opened.items():
            title = self.old.pieces[name].title
            words = [f"stands here with what was inside '{title}'"]
            found[places[0]] = [*words, *found.get(places[0], [])]
        return found

    def is_no_end(self, name: str) -> bool:
        return self.new.states[name].kind != "end"

    def lane(self, pathway: LinkedPathway, lane: str | None) -> str:
        return "several" if lane is None else pathway.lanes[lane]

    def arrows(self, node: str) -> Iterator[str]:
        """The ways on from a node that both versions have: those that are new, gone or called otherwise."""
        out = self.leaving(node)
        added = [edge for edge in out if edge.id in self.union.added]
        lost = [edge for edge in out if edge in self.union.hidden or edge.id in self.union.lost]
        if len(added) == len(lost) == 1 and added[0].label == lost[0].label:
            label = f"'{added[0].label}' leads" if added[0].label else "goes on"
            yield f"{label} to {self.to(added[0])} instead of {self.to(lost[0])}"
        else:
            yield from (f"new way on: {self.way(edge)}" for edge in added)
            for edge in lost:
                drawn = " (not drawn)" if edge in self.union.hidden else ""
                yield f"way on that is gone{drawn}: {self.way(edge)}"
        for edge in out:
            if edge.id in self.union.relabelled:
                was = self.union.relabelled[edge.id]
                yield f"the way to {self.to(edge)} is called '{edge.label}', was '{was}'"

    def ways(self, node: str, word: str) -> Iterator[str]:
        out = self.leaving(node)
        if out:
            yield f"{word} {'; '.join(self.way(edge) for edge in out)}"

    def leaving(self, node: str) -> list[Edge]:
        """The arrows from a state; from a parallel one also those from its lower bar."""
        join = next((block.join for block in self.diagram.blocks if block.fork == node), "")
        return [*self.out[node], *self.out.get(join, ())]

    def way(self, edge: Edge) -> str:
        return f"{edge.label}: {self.to(edge)}" if edge.label else self.to(edge)

    def to(self, edge: Edge) -> str:
        block = next((block for block in self.diagram.blocks if block.join == edge.target), None)
        return f"'{self.titles[edge.target]}'" if block is None else f"the end of '{self.titles[block.fork]}'"

    def told(self, node: str, words: Sequence[str]) -> str:
        return clean(headed(self.titles[node], f"{'; '.join(words)}."))

    def between(self) -> Iterator[Note]:
        """Targets between states, which are not drawn: of the same name, else of the same title."""
        before = dict(self.old.targets)
        titles = {target.title: name for name, target in before.items() if name not in self.new.targets}
        for name, target in self.new.targets.items():
            was = before.pop(name if name in before else titles.get(target.title, ""), None)
            if was is None:
                yield Note(clean(f"Target '{target.title}': new, {_within(target)}."), ADDED)
            elif _within(was) != _within(target):
                yield Note(clean(f"Target '{target.title}': {_within(target)} instead of {_within(was)}."), CHANGED)
        for was in before.values():
            yield Note(clean(f"Target '{was.title}': no longer there."), REMOVED)

    # Above and below the picture.

    def heading(self, tones: Mapping[str, Tone], edges: Mapping[int, Tone], notes: Sequence[Note]) -> Iterator[Note]:
        old = self.old
        name = old.title if old.title != self.new.title else "its earlier text"
        version = f" (version {old.version})" if name == old.title or old.version != self.new.version else ""
        yield Note(clean(f"What is different from {_quoted(name)}{version}"), is_bold=True)
        if not notes and not edges:
            yield Note("Nothing that is drawn is different.")
            return
        drawn = {node.id for node in self.diagram.nodes if node.kind not in ("join", "start")}
        hidden: list[Tone] = ["removed"] * len(self.union.hidden)
        counts = [
            _counted([tone for name, tone in tones.items() if name in drawn], "state"),
            _counted([*edges.values(), *hidden], "arrow"),
        ]
        yield Note(f"{'. '.join(count for count in counts if count)}. Everything else is drawn thin and grey.")

    def legend(self, tones: Mapping[str, Tone], edges: Mapping[int, Tone]) -> Iterator[Sample]:
        for badge, words in ((ADDED, "New"), (REMOVED, "No longer there"), (CHANGED, "Different")):
            if badge.tone in tones.values():
                yield Sample(badge, words)
            if badge.tone in edges.values():
                yield Sample(
                    badge.tone, {"added": "New way", "removed": "Way that is gone"}.get(badge.tone, "Other words")
                )


_BADGES: Final[Mapping[Tone, Badge]] = {"added": ADDED, "removed": REMOVED, "changed": CHANGED}


def _counted(tones: Sequence[Tone], what: str) -> str:
    words: tuple[tuple[Tone, str], ...] = (("added", "new"), ("removed", "gone"), ("changed", "different"))
    parts = [f"{tones.count(tone)} {word}" for tone, word in words if tone in tones]
    return f"{what.capitalize()}s: {', '.join(parts)}" if parts else ""


def _some(titles: Sequence[str]) -> str:
    shown = [f"'{title}'" for title in titles[:_MOST]]
    more = len(titles) - _MOST
    return ", ".join(shown) if more <= 0 else f"{', '.join(shown)} and {more} more"


def _within(target: TargetBetween) -> str:
    return "without a time" if target.standard.within is None else f"within {target.standard.within}"


def _quoted(name: str) -> str:
    return name if name == "its earlier text" else f"'{name}'"
