"""Hypothesis strategies to random pathways with every construct of the definition language.

What they promise: every pathway parses, links and compiles; every decision ends in `otherwise` or
covers all values; decisions never lead round in a circle; no guard or addition reads an attribute
that may be unset; every state can be reached along its arrows, and from every state an end can
(guards may still close a way: a random guard can be one that never holds).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hypothesis import note
from hypothesis import strategies as st

from pathways.machine import CompiledPathway
from pathways.testing.vocabulary import Attribute, Vocabulary
from pathways.testing.written import Plain, WrittenPathway

_WORKING: Final = ("task", "wait", "panel")
_DURATIONS: Final = ("5 working days", "3 hours", "6 months", "2 weeks")
_LANES: Final = {"team": "Team", "police": "Police"}


def pathways(*, states: int = 6, pieces: int = 2, nesting: int = 2) -> st.SearchStrategy[CompiledPathway]:
    """Random compiled pathways.

    Parameters
    ----------
    states
        At most so many states in one flow (the pathway, a piece, or a branch), ends not counted; at least 1.
    pieces
        At most so many shared pieces (a later one may be used by an earlier one).
    nesting
        At most so many parallel states inside each other; 0 for none.

    Examples
    --------
    @given(pathways())
    def test_my_rule_gives_a_verdict_on_any_pathway(pathway): ...
    """
    return written_pathways(states=states, pieces=pieces, nesting=nesting).map(_compiled)


def _compiled(written: WrittenPathway) -> CompiledPathway:
    note(written)  # so that the YAML stands above what Hypothesis says of a failure
    return written.compiled


def pathway_texts(*, states: int = 6, pieces: int = 2, nesting: int = 2) -> st.SearchStrategy[Mapping[str, str]]:
    """Random pathways as YAML text by id: the pathway itself first, then the pieces it uses (see `pathways`)."""
    return written_pathways(states=states, pieces=pieces, nesting=nesting).map(lambda written: written.texts)


@st.composite
def written_pathways(draw: st.DrawFn, *, states: int = 6, pieces: int = 2, nesting: int = 2) -> WrittenPathway:
    """Random pathways as plain data, which become text or compiled pathways as needed (see `pathways`)."""
    author = _Author(draw, states, nesting)
    names = [f"piece{number}" for number in range(1, author.upto(pieces) + 1)]
    # The last piece first: what a piece uses must be there already.
    written = {name: author.definition(name, is_piece=True) for name in reversed(names)}
    main = author.definition("main", is_piece=False)
    return WrittenPathway({"main": main, **{name: written[name] for name in names}})


@dataclass
class _Flow:
    """States in order; arrows may lead forward to any, back only to states where time passes."""

    prefix: str
    depth: int
    names: list[str]
    kinds: list[str]
    exits: list[str]  # where the flow may finish: ends, or `done`
    targeted: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Piece:
    """What a user of a piece must know of it.

    `lasting` are its tasks, waits and panels; `takes_time` says whether it has any state that can be interrupted.
    """

    outcomes: tuple[str, ...]
    starts: tuple[str, ...]
    lasting: tuple[str, ...]
    takes_time: bool


class _Author(Vocabulary):
    """Writes definitions, drawing every choice from Hypothesis."""

    def __init__(self, draw: st.DrawFn, states: int, nesting: int) -> None:
        super().__init__(draw)
        self.states = states
        self.nesting = nesting
        self.pieces: dict[str, _Piece] = {}
        self.places: list[tuple[str, _Flow]] = []  # of the definition being written: where interrupts may happen

    def definition(self, name: str, *, is_piece: bool) -> Plain:
        self.places = []
        ends = [f"end{number}" for number in range(1 + self.upto(2))]
        flow = self.flow("", 0, ends)
        starts = [0]
        if not is_piece and self.first:
            flow.kinds[0], flow.names[0] = "task", "task0"
        if len(flow.names) > 1 and self.perhaps(3):
            starts.append(1)
            if not is_piece and self.first:
                flow.kinds[1], flow.names[1] = "task", "task1"
        flow.targeted |= set(starts)
        states: dict[str, Plain] = {}
        for index, state in enumerate(flow.names):
            opening = not is_piece and index in starts
            states[state] = self.state(flow, index, opening)
        used = [end for number, end in enumerate(ends) if len(flow.names) + number in flow.targeted]
        # Two ends may share an outcome.
        outcomes = {end: self.one_of(("closed", end)) for end in used}
        states |= {end: {"kind": "end", "outcome": outcomes[end], "lane": "team"} for end in used}
        front = [flow.names[index] for index in starts]
        lasting = tuple(name for name, kind in zip(flow.names, flow.kinds, strict=True) if kind in _WORKING)
        self.pieces[name] = _Piece(tuple(dict.fromkeys(outcomes.values())), tuple(front), lasting, bool(self.places))
        plain: dict[str, Plain] = {
            "pathway": name,
            "version": "1",
            "status": "shared" if is_piece else "proposed",
            "lanes": _LANES,
            "attributes": {attribute.name: attribute.plain for attribute in self.attributes},
            "start": front[0] if len(front) == 1 else front,
            "states": states,
        }
        interrupts = self.interrupts(flow, starts if not is_piece else [], used)
        if interrupts:
            plain["interrupts"] = interrupts
        if not is_piece and self.perhaps(3):
            plain["targets"] = {"swift": {"from": front[0], "to": used[0], "within": self.one_of(_DURATIONS)}}
        return plain

    def flow(self, prefix: str, depth: int, exits: list[str]) -> _Flow:
        kinds = ["task", "task", "decision", "wait", "panel", "decision"]
        kinds += ["parallel", "parallel"] if depth < self.nesting else []
        kinds += ["use", "use"] if self.pieces else []
        most = self.states if depth == 0 else min(self.states, 3)
        chosen = [self.one_of(kinds) for _ in range(1 + self.upto(most - 1))]
        if depth and self.perhaps(3):
            # Branches that decide as they are entered are where the order of regions shows.
            chosen[0] = "decision"
        return _Flow(prefix, depth, [f"{kind}{i}" for i, kind in enumerate(chosen)], chosen, exits)

    def forward(self, flow: _Flow, index: int) -> str:
        """A later state or exit: the next one, if nothing leads to it yet."""
        names = [*flow.names, *flow.exits]
        following = index + 1
        last = len(names) - 1
        chosen = following if following not in flow.targeted else following + self.upto(last - following)
        flow.targeted.add(chosen)
        return names[chosen]

    def anywhere(self, flow: _Flow, index: int) -> str:
        """A later state or exit, or an earlier one where time passes."""
        back = [name for name, kind in zip(flow.names[: index + 1], flow.kinds, strict=False) if kind in _WORKING]
        if back and self.perhaps(3):
            return self.one_of(back)
        return self.forward(flow, index)

    def arrow(self, to: str, settled: Sequence[Attribute] = ()) -> Plain:
        effects = self.effects(4, settled)
        return {"then": to, **effects} if effects else to

    def state(self, flow: _Flow, index: int, opening: bool = False) -> Plain:
        """The state itself; an opening one makes known what must be known from then on."""
        kind = flow.kinds[index]
        lane = {"lane": self.one_of(("team", "police"))}
        if kind == "decision":
            return {"kind": kind, **lane, **self.decision(flow, index)}
        if kind == "use":
            return {"kind": kind, **lane, **self.use(flow, index)}
        self.places.append((flow.names[index], flow))
        if kind == "parallel":
            branches = {f"b{number}": self.branch(flow, index, number) for number in range(self.one_of((1, 2, 2, 3)))}
            way = self.arrow(self.forward(flow, index))
            return {"kind": kind, **lane, "branches": branches, **self.effects(3), "then": way}
        return {**({} if kind == "task" else {"kind": kind}), **lane, **self.work(flow, index, opening)}

    def work(self, flow: _Flow, index: int, opening: bool) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        settled = self.first if opening else []
        if settled and self.perhaps():
            plain["finds"] = [attribute.name for attribute in settled]
            plain |= self.effects(3)
        else:
            if any(a.may_change for a in self.attributes) and self.perhaps():
                plain["finds"] = self.finds()
            plain |= self.effects(3, settled)
        if self.perhaps(4):
            plain["target"] = self.one_of(("none", *_DURATIONS))
        plain["then"] = self.arrow(self.forward(flow, index))
        if flow.kinds[index] != "panel" and self.perhaps(4):
            plain["after"] = {self.one_of(_DURATIONS): self.arrow(self.anywhere(flow, index), settled)}
        return plain

    def decision(self, flow: _Flow, index: int) -> dict[str, Plain]:
        readable = [a for a in self.attributes if a.known != "never"]
        if readable and self.perhaps(4):
            attribute = self.one_of(readable)
            ways = [self.forward(flow, index), *(self.anywhere(flow, index) for _ in attribute.values[1:])]
            return {
                "choose": [
                    {"when": {attribute.name: value}, "then": way, **self.effects(4)}
                    for value, way in zip(attribute.values, ways, strict=True)
                ]
            }
        branches = []
        for _ in range(self.upto(2)):
            guard = self.guard()
            if guard is not None:
                branches.append({"when": guard, "then": self.anywhere(flow, index), **self.effects(4)})
        last = {"otherwise": self.forward(flow, index), **self.effects(4)}
        return {"choose": [*branches, last], **({"order": "matters"} if branches else {})}

    def use(self, flow: _Flow, index: int) -> dict[str, Plain]:
        name = self.one_of(list(self.pieces))
        piece = self.pieces[name]
        names = [flow.names[index], *(f"{flow.names[index]}.{state}" for state in piece.lasting)]
        self.places += [(name, flow) for name in names if piece.takes_time]
        enter = {"enter": self.one_of(piece.starts)} if len(piece.starts) > 1 else {}
        ways: list[Callable[[_Flow, int], str]] = [self.forward, *[self.anywhere] * (len(piece.outcomes) - 1)]
        exits = {o: self.arrow(way(flow, index)) for o, way in zip(piece.outcomes, ways, strict=True)}
        return {"pathway": name, **enter, "exits": exits}

    def branch(self, outer: _Flow, index: int, number: int) -> Plain:
        prefix = f"{outer.prefix}{outer.names[index]}.b{number}."
        flow = self.flow(prefix, outer.depth + 1, ["done"])
        return {name: self.state(flow, position) for position, name in enumerate(flow.names)}

    # Interrupts

    def interrupts(self, main: _Flow, openings: Sequence[int], ends: Sequence[str]) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        opening = {main.names[index] for index in openings}
        for number in range(self.upto(2) if self.places else 0):
            everywhere = self.perhaps(4) and any(flow is main for _, flow in self.places)
            place, flow = (main.names[0], main) if everywhere else self.one_of(self.places)
            alike = [name for name, other in self.places if other is flow]
            during = [place] if everywhere else self.some(alike)
            if flow.depth and self.perhaps(4):
                during = [""]  # the branch itself
            to = self.one_of([*flow.names, *(ends if flow is main else ["done"])])
            early = everywhere or (flow is main and bool(opening & set(during)))
            guard = None if early and self.first else self.guard() if self.perhaps() else None
            plain[f"event{number}"] = {
                "during": "anywhere" if everywhere else [(flow.prefix + name).removesuffix(".") for name in during],
                **({} if guard is None else {"when": guard}),
                "then": to if to == "done" else flow.prefix + to,
                **self.effects(3, self.first if early else ()),
            }
        return plain
