"""A pathway to what its page tells of each state, piece and event: who owns it, targets, sources, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pathways.definition.guards import words
from pathways.definition.linked import Arrow, Interrupt, LinkedPathway, Piece, Standard, State
from pathways.machine import CompiledPathway
from pathways.machine.telling import spelt, title_of
from pathways.report.hardness import plain_hardness
from pathways.rules import Policy, Rule
from pathways.rules.selectors import select
from pathways.web.addresses import event_id, step_id

KINDS: Final = {
    "task": "Something that is done",
    "wait": "Waiting: time passes",
    "panel": "Decided at a meeting",
    "decision": "A decision that follows from what is known; it takes no time",
    "parallel": "Several things side by side",
    "end": "An end",
}


@dataclass(frozen=True)
class Way:
    """Where it goes on: in which case, to what."""

    when: str
    to: str
    link: str | None


@dataclass(frozen=True)
class Part:
    """One state, piece or event of a pathway, as its page tells of it.

    `rows` are terms and what is to be said; `rules` name it, and `more` speak of it among others; `page` is the pathway
    that a piece uses.
    """

    id: str
    title: str
    name: str
    kind: str
    rows: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...] = ()
    note: str | None = None
    is_assumed: bool = False
    rules: tuple[Rule, ...] = ()
    more: tuple[Rule, ...] = ()
    page: str = ""
    parts: tuple[Part, ...] = ()
    place: str = ""


def steps_of(compiled: CompiledPathway, policies: Sequence[Policy]) -> tuple[Part, ...]:
    """Every state in the order of the definition, those of a piece within it; then what may happen at any time."""
    return tuple(_Steps(compiled, policies).parts())


class _Steps:
    def __init__(self, compiled: CompiledPathway, policies: Sequence[Policy]) -> None:
        self.pathway = compiled.linked
        self.rules = _speaking(compiled, policies)

    def parts(self) -> Iterator[Part]:
        told: set[str] = set()
        outermost = sorted(self.pathway.pieces.values(), key=lambda piece: piece.name.count("."))
        for name, state in self.pathway.states.items():
            piece = next((piece for piece in outermost if name in piece.states), None)
            if piece is None:
                yield self.state(state)
            elif piece.name not in told:
                told.add(piece.name)
                yield self.piece(piece)
        yield from map(self.event, self.pathway.interrupts.values())

    def piece(self, piece: Piece) -> Part:
        inside = tuple(self.state(self.pathway.states[name]) for name in piece.states)
        lane = self.pathway.lanes.get(piece.lane or "", "")
        return Part(
            step_id(piece.name),
            piece.title,
            piece.name,
            f"A pathway of its own, '{piece.pathway}', used here",
            tuple(_told(("Who owns it", lane), ("Begins with", self.pathway.states[piece.entry].title))),
            tuple(self.exits(piece)),
            page=piece.pathway,
            parts=inside,
            place=str(piece.origin.place()),
        )

    def exits(self, piece: Piece) -> Iterator[Way]:
        """Where each of its outcomes leads."""
        from pathways.diagram.build import exit_labels

        above = piece.name.rpartition(".")[0]
        for called, to in exit_labels(piece):
            name = f"{above}.{to}" if above else to
            part = self.pathway.pieces.get(name) or self.pathway.states.get(name)
            yield (
                Way(called, part.title, f"#{step_id(name)}") if part else Way(called, title_of(self.pathway, to), None)
            )

    def state(self, state: State) -> Part:
        pathway = self.pathway
        rules = self.rules.get(state.name, ())
        others = ", ".join(pathway.lanes[lane] for lane in state.with_lanes)
        finds = "; ".join(
            f"{pathway.attributes[found.attribute].title} ({', '.join(map(spelt, found.values))})"
            for found in state.finds
        )
        events = [e.title for e in pathway.interrupts.values() if state.name in e.during]
        rows = _told(
            ("Who owns it", pathway.lanes[state.lane]),
            ("Together with", others),
            ("Target", _standard(state.target)),
            ("Lasts", str(state.lasts or "")),
            ("At most", str(state.after[0]) if state.after else ""),
            ("What is found", finds),
            ("Notes down", "; ".join(_effects(pathway, state))),
            ("Outcome", spelt(state.outcome) if state.outcome else ""),
            ("May be interrupted by", ", ".join(events)),
            ("Tags", ", ".join(state.tags)),
            ("Source", _source(state.source, state.hardness)),
        )
        return Part(
            step_id(state.name),
            state.title,
            state.name,
            KINDS[state.kind],
            tuple(rows),
            tuple(self.ways(state)),
            state.note,
            state.hardness == "ASSUMPTION",
            tuple(rule for rule in rules if _names(rule, state.name)),
            tuple(rule for rule in rules if not _names(rule, state.name)),
            place=str(state.origin.place()),
        )

    def event(self, event: Interrupt) -> Part:
        during = ", ".join(self.pathway.states[name].title for name in event.during)
        when = words(event.when) if event.when is not None else ""
        return Part(
            event_id(event.name),
            event.title,
            event.name,
            "Something that may happen at any time while one of these is going on",
            tuple(_told(("During", during), ("Only when", when), ("Source", _source(event.source, event.hardness)))),
            (self.way("", event.arrow),),
            event.note,
            event.hardness == "ASSUMPTION",
            place=str(event.origin.place()),
        )

    def ways(self, state: State) -> Iterator[Way]:
        for region in state.branches:
            start = self.pathway.regions[region].start
            yield Way("side by side", self.pathway.states[start].title, f"#{step_id(start)}")
        for branch in state.choose:
            yield self.way("otherwise" if branch.when is None else f"when {words(branch.when)}", branch.arrow)
        if state.then is not None:
            yield self.way("when all are done" if state.branches else "", state.then)
        if state.after is not None:
            yield self.way(f"after {state.after[0]}", state.after[1])

    def way(self, when: str, arrow: Arrow) -> Way:
        link = f"#{step_id(arrow.to)}" if arrow.to in self.pathway.states else None
        called = f"{arrow.title} ({when})" if when and arrow.title else when or arrow.title or ""
        return Way(called, title_of(self.pathway, arrow.to), link)


def _speaking(compiled: CompiledPathway, policies: Sequence[Policy]) -> Mapping[str, list[Rule]]:
    """The rules that name a state, by the state; those of the whole pathway are on its list of rules."""
    found: dict[str, list[Rule]] = {}
    for policy in policies:
        for rule in policy.rules:
            if compiled.id not in rule.applies_to:
                continue
            named = {
                state for names in rule.spec.selectors().values() for state in select(compiled, names).members
            }  # fmt: skip
            for state in sorted(named):
                found.setdefault(compiled.states[state].name, []).append(rule)
    return found


def _names(rule: Rule, state: str) -> bool:
    """Whether a rule means this very state, and not all of a kind, a tag or a lane."""
    return any(state in names for names in rule.spec.selectors().values())


def _told(*rows: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((term, says) for term, says in rows if says)


def _standard(standard: Standard | None) -> str:
    if standard is None:
        return ""
    within = "none, on purpose" if standard.within is None else f"within {standard.within}"
    source = _source(standard.source, standard.hardness)
    return f"{within} ({source})" if source else within


def _source(source: str | None, hardness: str | None) -> str:
    return ": ".join(filter(None, (plain_hardness(hardness).capitalize() if hardness else "", source)))


def _effects(pathway: LinkedPathway, state: State) -> Iterator[str]:
    for effect in state.effects:
        title = pathway.attributes[effect.attribute].title
        yield f"{title}: {spelt(effect.value)}" if effect.amount is None else f"{title}: {effect.amount:+d}"
