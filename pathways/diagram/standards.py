"""A pathway to what can be laid over its drawing without any study: its targets, and what its numbers rest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final, Literal, get_args

from pathways.definition.linked import LinkedPathway, Standard
from pathways.diagram.hardness import LETTERS, WORDS
from pathways.diagram.model import Diagram, Node
from pathways.diagram.names import EVENT, Names
from pathways.diagram.overlay import Badge, Note, Overlay, Sample, Shade
from pathways.diagram.phrases import within
from pathways.diagram.text import clean, headed, stopped

Shown = Literal["targets", "hardness"]
SHOWN: Final[tuple[Shown, ...]] = get_args(Shown)
_LETTER: Final = re.compile(r"\(([A-Z])\)$")
ASSUMED: Final = Shade(2)
ASSUMED_TIME: Final = Shade(1)


def standards(pathway: LinkedPathway, diagram: Diagram, what: Collection[Shown]) -> tuple[Diagram, Overlay]:
    """The diagram with letters at its numbers, and the overlay that says what they mean."""
    return _Standards(pathway, diagram, what).all()


class _Standards:
    def __init__(self, pathway: LinkedPathway, diagram: Diagram, what: Collection[Shown]) -> None:
        self.pathway, self.diagram = pathway, diagram
        self.targets, self.hardness = "targets" in what, "hardness" in what
        self.names = Names(pathway, diagram.opened)
        self.sources: dict[str, str] = {}  # with their letters

    def all(self) -> tuple[Diagram, Overlay]:
        left: list[Note] = []
        badges: dict[str, tuple[Badge, ...]] = {}
        figures: dict[str, tuple[str, ...]] = {}
        nodes = self.diagram.nodes
        if self.targets:
            left += self.between(badges)
            left += self.at_states(figures)
        resting: list[Note] = []
        if self.hardness:
            nodes = tuple(self.lettered(node) for node in nodes)
            resting = list(self.told(nodes))
        right = [*resting, *self.listed()]
        overlay = Overlay(
            name=" ".join(["shows", *(word for word in SHOWN if getattr(self, word))]),
            heading=(Note(self.heading(nodes), is_bold=True),),
            columns=tuple(tuple(column) for column in ([left, right] if left else _halves(right)) if column),
            rest="bare" if self.hardness else "plain",
            badges=badges,
            figures=figures,
            shades=(shades := dict(self.shades(nodes))),
            legend=tuple(self.legend(bool(badges), shades.values())),
        )
        return replace(self.diagram, nodes=nodes), overlay

    # Targets.

    def between(self, badges: dict[str, tuple[Badge, ...]]) -> Iterator[Note]:
        if self.pathway.targets:
            yield Note("Targets between states", is_bold=True)
        for number, target in enumerate(self.pathway.targets.values(), 1):
            name = f"T{number}"
            for state, badge in ((target.start, Badge(name, is_hollow=True)), (target.end, Badge(name))):
                place = self.names.node_of(state)
                badges[place] = (*badges.get(place, ()), badge)
            way = f"from {self.titled(target.start)} to {self.titled(target.end)}"
            yield Note(clean(f"{target.title}: {way}, {self.standard(target.standard)}."), Badge(name))

    def at_states(self, figures: dict[str, tuple[str, ...]]) -> Iterator[Note]:
        """The targets at states; those inside pieces are in the pieces' drawings."""
        shown = [node for node in self.diagram.nodes if node.id in self.pathway.states]
        found = [(node, self.pathway.states[node.id].target) for node in shown]
        notes = []
        for node, standard in found:
            if standard is None or standard.within is None:
                continue
            notes.append(Note(headed(node.title, f"{self.standard(standard)}.")))
            if standard.source:
                figures[node.id] = (f"source {self.letter(standard.source)}",)
        if notes:
            yield Note("Targets at states", is_bold=True)
            yield from notes
        without = [node.title for node, standard in found if standard is not None and standard.within is None]
        if without:
            yield Note("No target, as the definition says", is_bold=True)
            yield Note(f"{'; '.join(without)}.")

    def standard(self, standard: Standard) -> str:
        time = "no time" if standard.within is None else f"within {standard.within}"
        rests = "" if standard.hardness is None else f"; {WORDS[LETTERS[standard.hardness]].lower()}"
        return f"{time}{rests}" + (f"; source {self.letter(standard.source)}" if standard.source else "; no source")

    def letter(self, source: str) -> str:
        return self.sources.setdefault(source, _letters(len(self.sources)))

    def listed(self) -> Iterator[Note]:
        if self.sources:
            yield Note("Sources of the targets", is_bold=True)
        for source, letter in self.sources.items():
            yield Note(clean(f"{letter}: {source}"))

    def titled(self, state: str) -> str:
        piece = self.names.owner.get(state)
        inside = f" in '{piece.title}'" if piece is not None else ""
        return f"'{self.pathway.states[state].title}'{inside}"

    # What numbers rest on.

    def lettered(self, node: Node) -> Node:
        """A node with the letter of what it rests on, and that of each of its times."""
        if node.id.startswith(EVENT):
            event = self.pathway.interrupts[node.id.removeprefix(EVENT)]
            return node if event.hardness is None else replace(node, badge=LETTERS[event.hardness])
        state = self.pathway.states.get(node.id)
        if state is None or node.kind == "piece":
            return node
        own = "" if state.hardness is None else LETTERS[state.hardness]
        target = own if state.target is None or state.target.hardness is None else LETTERS[state.target.hardness]
        standard = within(state.target)
        notes = tuple(_marked(note, target if note in standard else own) for note in node.notes)
        limit = None if node.limit is None else _marked(node.limit, own)
        return replace(node, notes=notes, limit=limit, badge=own or None)

    def told(self, nodes: tuple[Node, ...]) -> Iterator[Note]:
        """By letter, the firmest first, which states rest on it."""
        for letter, words in WORDS.items():
            titles = [node.title for node in nodes if node.badge == letter]
            if titles:
                yield Note(
                    clean(f"{words}, {len(titles)}: {stopped('; '.join(titles))}"),
                    Badge(letter, is_hollow=True, tone="plain"),
                )
        silent = [n.title for n in nodes if n.badge is None and n.kind in ("task", "wait", "panel", "decision", "fork")]
        if silent:
            yield Note(clean(f"Not said, {len(silent)}: {stopped('; '.join(silent))}"))

    def shades(self, nodes: tuple[Node, ...]) -> Iterator[tuple[str, Shade]]:
        """States that rest on an assumption; and those of which only a time does."""
        for node in nodes if self.hardness else ():
            if node.badge == "A":
                yield node.id, ASSUMED
            elif "A" in _times(node):
                yield node.id, ASSUMED_TIME

    # Above and in the legend.

    def heading(self, nodes: tuple[Node, ...]) -> str:
        states = [node.badge for node in nodes if node.badge is not None]
        times = [letter for node in nodes for letter in _times(node)]
        parts = ["Its targets"] if self.targets else []
        if self.hardness:
            parts.append(
                f"what its numbers rest on: {states.count('A')} of {len(states)} states and {times.count('A')} of "
                f"{len(times)} times that are shown are assumed"
            )
        words = ", and ".join(parts)
        return f"{words[:1].upper()}{words[1:]}"

    def legend(self, has_targets: bool, shades: Collection[Shade]) -> Iterator[Sample]:
        if has_targets:
            yield Sample(Badge("T1", is_hollow=True), "A target's time begins")
            yield Sample(Badge("T1"), "and ends")
        for shade, words in ((ASSUMED, "Assumed"), (ASSUMED_TIME, "A time is assumed (A)")):
            if shade in shades:
                yield Sample(shade, words)


def _times(node: Node) -> list[str]:
    """The letters of a node's times."""
    words = (*node.notes, *((node.limit,) if node.limit else ()))
    return [found[1] for found in map(_LETTER.search, words) if found is not None]


def _marked(words: str, letter: str) -> str:
    return f"{words} ({letter})" if letter else words


def _letters(number: int) -> str:
    """a to z, then aa to az, and so on."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("a") + last)


def _halves(notes: list[Note]) -> list[list[Note]]:
    from pathways.diagram.retelling import in_columns

    return [list(column) for column in in_columns(notes)]
