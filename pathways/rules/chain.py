"""A space and what a study says of it to a chain: where a referral may be, how likely each way on is, what it counts.

Shares of what arrives and of what is found are probabilities. What a study does not fix is left open, as a choice
among several ways on (a Markov decision process; Puterman 1994): which of the branches that run side by side moves
next, and whether a time limit strikes first where that depends on the calendar or on what went before. The best and
the worst over all such choices are bounds on the truth, for findings do not depend on how long anything takes, so that
the process itself is one of the ways of choosing.

An interrupt comes at random with a rate. A stay that lasts `m` on average is cut short with a chance of at most
rate * m (for 1 - exp(-x) <= x). So one stay in so many, drawn as it begins, leaves its interrupts open to choice at
any moment, and all others are never interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Protocol

from pathways.machine import NONE, CompiledPathway, Configuration, Move, MoveKind, apply, starting
from pathways.rules.atoms import Letters
from pathways.rules.evidence import Flow, Shares
from pathways.rules.lengths import longest_stay
from pathways.rules.liveness import live_in
from pathways.rules.space import Space

OVER: Final = -1  # the node of referrals of which nothing more will be counted
Gains = tuple[Fraction | int, ...]


class Counter(Protocol):
    """What is counted along a referral's way, and what it has to remember for that."""

    @property
    def start(self) -> int:
        """What it remembers before arrival."""
        ...

    def step(self, memory: int, letter: int, stay: int) -> tuple[int, Gains]:
        """What it remembers and counts as a move makes these atoms true and begins this stay (NONE if it does not)."""
        ...

    def is_settled(self, memory: int) -> bool:
        """Whether nothing more will be counted."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What may come of an action: how likely, at which node, by which move to which configuration, what it counts.

    `stay` is the state outside all branches in which a stay begins, NONE where none does.
    """

    chance: Fraction
    node: int
    move: int
    reached: int
    gains: Gains
    stay: int = NONE


Action = tuple[Outcome, ...]


@dataclass
class Chain:
    """Every node with its actions, one of which is taken; `initial` says how referrals arrive."""

    nodes: list[tuple[int, int, bool]] = field(default_factory=list)  # configuration, memory, open to interrupts
    actions: list[list[Action]] = field(default_factory=list)
    initial: Action = ()

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Everything that may come of arriving or of any action."""
        yield from self.initial
        for actions in self.actions:
            for action in actions:
                yield from action

    @property
    def has_choices(self) -> bool:
        return any(len(actions) > 1 for actions in self.actions)


def arriving_at(chain: Chain, nodes: Sequence[int]) -> Chain:
    """The same chain, but all that is counted is whether a referral gets to one of these nodes, once."""
    goals = frozenset(nodes)

    def told(outcomes: Action) -> Action:
        return tuple(
            Outcome(o.chance, OVER if o.node in goals else o.node, o.move, o.reached, (int(o.node in goals),))
            for o in outcomes
        )

    actions = [[told(action) for action in actions] for actions in chain.actions]
    return Chain(chain.nodes, actions, told(chain.initial))


class TooLongError(Exception):
    """The chain has more nodes than can be weighed."""


LIMIT: Final = 200_000


def chain_of(space: Space, flow: Flow, letters: Letters, counter: Counter) -> Chain:
    """All that can happen to a referral, with its probability, as far as there is something to count.

    The space must be full: in one where branches wait, not everything happens that may (see `delay`).
    """
    assert not space.private
    return _Builder(space, flow, letters, counter).run()


def reads_of_flow(pathway: CompiledPathway, flow: Flow) -> dict[int, int]:
    """The attributes (as bits) that shares depend on, by the states in which they must be kept."""
    reads = {state: sum_of(stay.finds) for state, stay in enumerate(flow.stays) if sum_of(stay.finds)}
    return {state: mask for state, mask in reads.items() if state < len(pathway.states)}


def sum_of(shares: tuple[Shares, ...]) -> int:
    mask = 0
    for each in shares:
        mask |= each.reads
    return mask


class _Builder:
    def __init__(self, space: Space, flow: Flow, letters: Letters, counter: Counter) -> None:
        self.space, self.flow, self.letters, self.counter = space, flow, letters, counter
        self.pathway = space.pathway
        self.chain = Chain()
        self.numbers: dict[tuple[int, int, bool], int] = {}
        self.open = [self._open_to_interrupts(state) for state in range(len(self.pathway.states))]
        self.ways: dict[int, list[list[tuple[Fraction, int, int]]]] = {}

    def run(self) -> Chain:
        chain = self.chain
        arriving: list[Outcome] = []
        for index, chance in self._arrivals().items():
            stay = self.space.marking(index)[0]
            arriving += self._outcomes(
                chance, NONE, index, self.counter.start, self.letters.at_start(index), stay, False
            )
        chain.initial = tuple(arriving)
        node = 0
        while node < len(chain.nodes):
            if node > LIMIT:
                raise TooLongError(f"there are more than {LIMIT:,} different situations to weigh")
            chain.actions.append(list(self._actions(*chain.nodes[node])))
            node += 1
        return chain

    # --- arrival

    def _arrivals(self) -> dict[int, Fraction]:
        """The share of referrals that begins in each starting configuration."""
        total = sum((stream.weight for stream in self.flow.arrivals), Fraction(0))
        found: dict[int, Fraction] = {}
        for stream in self.flow.arrivals:
            for door, share in stream.doors:
                for values, chance in self._drawn(door, stream.attributes):
                    arrival = {attribute: values[attribute] for attribute in self.pathway.arrival}
                    index = self.space.number(starting(self.pathway, door, arrival))
                    found[index] = found.get(index, Fraction(0)) + stream.weight / total * share * chance
        return {index: chance for index, chance in found.items() if chance}

    def _drawn(self, door: int, attributes: tuple[Shares, ...]) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        """What comes with a referral at this door; attributes that nobody will ask about are not told apart."""
        first = starting(self.pathway, door, dict.fromkeys(self.pathway.arrival, 0))
        live = live_in(self.space.live, first.marking)
        cases = {self.pathway.initial: Fraction(1)}
        for number, shares in enumerate(attributes):
            matters = live | sum_of(attributes[number + 1 :])
            drawn: dict[tuple[int, ...], Fraction] = {}
            for values, chance in cases.items():
                for value, share in shares.at(values):
                    then = list(values)
                    then[shares.attribute] = value if matters >> shares.attribute & 1 else 0
                    drawn[tuple(then)] = drawn.get(tuple(then), Fraction(0)) + chance * share
            cases = drawn
        return iter(cases.items())

    # --- movement

    def _outcomes(
        self, chance: Fraction, move: int, reached: int, memory: int, letter: int, stay: int, is_open: bool
    ) -> Iterator[Outcome]:
        """Where a move leads: two nodes where the stay that begins may be interrupted, else one."""
        memory, gains = self.counter.step(memory, letter, stay)
        if self.counter.is_settled(memory) or self.space.is_ended(reached):
            yield Outcome(chance, OVER, move, reached, gains, stay)
            return
        if stay == NONE:
            yield Outcome(chance, self._node(reached, memory, is_open), move, reached, gains)
            return
        struck = self.open[stay]
        for part, now_open in ((1 - struck, False), (struck, True)):
            if part:
                yield Outcome(chance * part, self._node(reached, memory, now_open), move, reached, gains, stay)

    def _node(self, index: int, memory: int, is_open: bool) -> int:
        key = (index, memory, is_open)
        node = self.numbers.get(key)
        if node is None:
            node = self.numbers[key] = len(self.chain.nodes)
            self.chain.nodes.append(key)
        return node

    def _actions(self, index: int, memory: int, is_open: bool) -> Iterator[Action]:
        found: dict[Action, None] = {}
        for way in self._ways(index, is_open):
            outcomes: list[Outcome] = []
            for chance, move, reached in way:
                region = self.space.moves[move].region
                stay = self.space.marking(reached)[0] if region == 0 else NONE
                letter = self.letters.of(move, reached)
                outcomes += self._outcomes(chance, move, reached, memory, letter, stay, is_open)
            found[tuple(outcomes)] = None
        yield from found

    def _ways(self, index: int, is_open: bool) -> Iterator[list[tuple[Fraction, int, int]]]:
        """The ways on from a configuration, one of which is taken: each (probability, move, configuration reached)."""
        space, marking = self.space, self.space.marking(index)
        edges = list(space.out(index))
        moves = [space.moves[move] for move, _ in edges]
        if not moves or moves[0].kind in (MoveKind.DECIDE, MoveKind.JOIN):
            yield from ([(Fraction(1), move, reached)] for move, reached in edges[:1])
            return
        late = {move.region: edge for move, edge in zip(moves, edges, strict=True) if move.kind is MoveKind.TIMEOUT}
        alone = all(at < 0 for at in marking[1:])
        for region in dict.fromkeys(move.region for move in moves if move.kind is not MoveKind.INTERRUPT):
            done = self._completions(index, region)
            over = [(Fraction(1), *late[region])] if region in late else []
            if not done or not over:
                yield done or over
                continue
            least, most = self.flow.stays[marking[region]].late
            struck = self.open[marking[region]] if region == 0 else Fraction(0)
            if least == most and least in (0, 1) and not struck:
                yield over if least else done
            elif alone and region == 0 and not is_open:
                # The stays that stay closed to interrupts are not any stays, but all except a share of `struck`.
                low, high = max((least - struck) / (1 - struck), Fraction(0)), min(most / (1 - struck), Fraction(1))
                for limit in {low: None, high: None}:
                    mixed = [(c * (1 - limit), m, r) for c, m, r in done] + [(c * limit, m, r) for c, m, r in over]
                    yield [way for way in mixed if way[0]]
            else:
                yield done
                yield over
        for move, edge in zip(moves, edges, strict=True):
            is_rated = move.kind is MoveKind.INTERRUPT and self.flow.rates.get(move.interrupt)
            if is_rated and (is_open or move.region != 0):
                yield [(Fraction(1), *edge)]

    def _completions(self, index: int, region: int) -> list[tuple[Fraction, int, int]]:
        """What comes of completing the state of a region, by what it may find."""
        space, pathway = self.space, self.pathway
        edges = {
            reached: move
            for move, reached in space.out(index)
            if space.moves[move].kind is MoveKind.COMPLETE and space.moves[move].region == region
        }
        if len(edges) <= 1:
            return [(Fraction(1), move, reached) for reached, move in edges.items()]
        here = Configuration(space.marking(index), space.values(index))
        at = here.marking[region]
        state = pathway.states[at]
        cases = {here.values: Fraction(1)}
        for shares in self.flow.stays[at].finds:
            drawn: dict[tuple[int, ...], Fraction] = {}
            for values, chance in cases.items():
                for value, share in shares.at(values):
                    then = (*values[: shares.attribute], value, *values[shares.attribute + 1 :])
                    drawn[then] = drawn.get(then, Fraction(0)) + chance * share
            cases = drawn
        found: dict[int, Fraction] = {}
        for values, chance in cases.items():
            seen = tuple((attribute, values[attribute]) for attribute, _ in state.finds)
            move = Move(MoveKind.COMPLETE, region, at, state.complete, seen)
            reached = space.number(apply(pathway, here, move))
            found[reached] = found.get(reached, Fraction(0)) + chance
        return [(chance, edges[reached], reached) for reached, chance in found.items() if chance]

    # --- interrupts

    def _open_to_interrupts(self, state: int) -> Fraction:
        """A bound on the chance that a stay in a state outside all branches is cut short."""
        rate = sum(
            (self.flow.rates.get(n, Fraction(0)) for n, i in enumerate(self.pathway.interrupts) if state in i.during),
            Fraction(0),
        )
        if not rate or self.pathway.states[state].region != 0:
            return Fraction(0)
        longest = longest_stay(self.pathway, self.flow, state)
        return Fraction(1) if longest is None else min(rate * longest, Fraction(1))
