"""A stream of arrivals to how often each state is visited and how referrals end: an absorbing chain, followed exactly.

A referral that is drawn on as the study says, and that no queue can divert, moves as a Markov chain over its
configurations. All that arrive are followed at once: the share in each configuration moves on until no more than one
part in 10**12 is left on the way. Source: Kemeny and Snell (1960), Finite Markov Chains, chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pathways.machine.compiled import DONE, CompiledPathway, Kind
from pathways.machine.stepper import Configuration, Move, MoveKind, apply, automatic, is_ended, starting
from pathways.simulation.model import CERTAIN, Finding, Role, Stream

_ON_THE_WAY: Final = 1e-12
_MOST_CONFIGURATIONS: Final = 10_000  # takes about a second
_MOST_ROUNDS: Final = 100_000
_TIMED: Final = (Kind.TASK, Kind.WAIT, Kind.PANEL)
_Step = tuple[float, tuple[int, ...], Configuration]  # with what chance, entering which states, to where


class InexactError(Exception):
    """How referrals move depends on more than shares, so that it cannot be told without simulating. Says why."""


@dataclass(frozen=True)
class Flow:
    """What becomes of a referral.

    Attributes
    ----------
    visits
        By state: how often it is entered on average.
    ends
        By final state: the share that ends there.
    """

    visits: tuple[float, ...]
    ends: dict[int, float] = field(default_factory=dict)


def flow(role: Role, stream: Stream) -> Flow:
    """What becomes of the referrals of a stream.

    Raises
    ------
    InexactError
        If timeouts, interrupts, returns or dates have a say, or branches that run together look at each other.
    """
    if role.later or len(stream.entering) > 1:
        raise InexactError("something changes at a date")
    if stream.entering[0].returns is not None:
        raise InexactError("some come back")
    return _Chain(role, stream).followed()


class _Chain:
    """The configurations in which only time brings a referral on, numbered as they are met, and the ways from each."""

    def __init__(self, role: Role, stream: Stream) -> None:
        self.role, self.pathway, self.stream = role, role.pathway, stream
        self.number: dict[Configuration, int] = {}
        self.ways: list[tuple[int, _Step]] = []

    def followed(self) -> Flow:
        arriving = tuple(self._arriving())
        self._explore(arriving)
        taken, ended = self._taken(arriving)
        entries = [(share, entered) for share, entered, _ in arriving]
        entries += [(share, entered) for share, (_, (_, entered, _)) in zip(taken, self.ways, strict=True)]
        visits = [0.0] * len(self.pathway.states)
        for share, entered in entries:
            for state in entered:
                visits[state] += share
        ends: dict[int, float] = {}
        for configuration, share in zip(self.number, ended, strict=True):
            if is_ended(self.pathway, configuration):
                at = configuration.marking[0]
                ends[at] = ends.get(at, 0.0) + share
        return Flow(tuple(visits), ends)

    def _explore(self, arriving: tuple[_Step, ...]) -> None:
        """Meet every configuration that can arise."""
        unseen = [configuration for _, _, configuration in arriving]
        while unseen:
            configuration = unseen.pop()
            if configuration in self.number:
                continue
            if len(self.number) >= _MOST_CONFIGURATIONS:
                raise InexactError("too much can happen to follow all of it")
            at = self.number[configuration] = len(self.number)
            if not is_ended(self.pathway, configuration):
                for step in self._completing(configuration):
                    self.ways.append((at, step))
                    unseen.append(step[2])

    def _taken(self, arriving: tuple[_Step, ...]) -> tuple[list[float], list[float]]:
        """How often each way is taken, and what share ends in each configuration."""
        import numpy as np

        size = len(self.number)
        is_end = np.array([is_ended(self.pathway, configuration) for configuration in self.number])
        source = np.array([before for before, _ in self.ways], np.int64)
        target = np.array([self.number[after] for _, (_, _, after) in self.ways], np.int64)
        chance = np.array([chance for _, (chance, _, _) in self.ways], np.float64)
        there, ended, taken = np.zeros(size), np.zeros(size), np.zeros(len(self.ways))
        for share, _, configuration in arriving:
            there[self.number[configuration]] += share
        for _ in range(_MOST_ROUNDS):
            ended[is_end] += there[is_end]
            there[is_end] = 0.0
            if there.sum() <= _ON_THE_WAY:
                return taken.tolist(), ended.tolist()
            moving = there[source] * chance
            taken += moving
            there = np.bincount(target, moving, size).astype(np.float64)
        raise InexactError("referrals stay too long")

    def _arriving(self) -> Iterator[_Step]:
        below = 0
        for threshold, start in self.stream.starts:
            chance, below = (threshold - below) / CERTAIN, threshold
            for found, values in _drawn(self.stream.attributes, list(self.pathway.initial)):
                at = starting(self.pathway, start, {a: values[a] for a in self.pathway.arrival})
                yield self._settled(chance * found, _entered(self.pathway, start), at)

    def _completing(self, configuration: Configuration) -> Iterator[_Step]:
        pathway = self.pathway
        standing = [at for at in configuration.marking if at >= 0]
        for at in standing:
            plan = self.role.states[at]
            if plan.timeout is not None:
                raise InexactError(f"'{self.role.name}.{pathway.states[at].name}' may time out")
            if plan.interrupts or plan.work_interrupts:
                raise InexactError(f"'{self.role.name}.{pathway.states[at].name}' may be interrupted")
            if pathway.states[at].kind is Kind.PARALLEL:
                _see_apart(self.role, at)
        at = next(at for at in standing if pathway.states[at].kind in _TIMED)
        state, plan = pathway.states[at], self.role.states[at]
        for chance, values in _drawn(plan.finds, list(configuration.values)):
            found = tuple((attribute, values[attribute]) for attribute, _ in state.finds)
            move = Move(MoveKind.COMPLETE, state.region, at, state.complete, found)
            yield self._moved(chance, configuration, move)

    def _moved(self, chance: float, configuration: Configuration, move: Move) -> _Step:
        target = self.pathway.arrows[move.arrow].target
        entered = () if target == DONE else _entered(self.pathway, target)
        return self._settled(chance, entered, apply(self.pathway, configuration, move))

    def _settled(self, chance: float, entered: tuple[int, ...], configuration: Configuration) -> _Step:
        """On through what takes no time."""
        for _ in range(_MOST_ROUNDS):
            move = automatic(self.pathway, configuration)
            if move is None:
                return chance, entered, configuration
            target = self.pathway.arrows[move.arrow].target
            entered += () if target == DONE else _entered(self.pathway, target)
            configuration = apply(self.pathway, configuration, move)
        raise InexactError("it goes round without time passing")


def _drawn(findings: tuple[Finding, ...], values: list[int]) -> Iterator[tuple[float, list[int]]]:
    """Every combination of values that may be found, each after those written before it, with its chance."""
    if not findings:
        yield 1.0, values
        return
    first, *rest = findings
    case = next(case for case in first.cases if case.when is None or case.when.at(values))
    for share, value in case.exact:
        told = list(values)
        told[first.attribute] = value
        for chance, whole in _drawn(tuple(rest), told):
            yield float(share) * chance, whole


def _entered(pathway: CompiledPathway, at: int) -> tuple[int, ...]:
    """A state and those in which its branches begin."""
    found = [at]
    for branch in pathway.states[at].branches:
        found += _entered(pathway, pathway.regions[branch].start)
    return tuple(found)


def _see_apart(role: Role, at: int) -> None:
    """Whether it is the same in which order the branches of a parallel state go on.

    Raises
    ------
    InexactError
        If one of them sets what another sets or looks at.
    """
    looks = [_looks(role, branch) for branch in role.pathway.states[at].branches]
    for number, (_, sets) in enumerate(looks):
        for other, (reads, written) in enumerate(looks):
            if number != other and sets & (reads | written):
                raise InexactError(f"branches of '{role.name}.{role.pathway.states[at].name}' look at each other")


def _looks(role: Role, branch: int) -> tuple[set[int], set[int]]:
    """The attributes that a branch, and what is within it, looks at, and those that it sets."""
    pathway = role.pathway
    reads: set[int] = set()
    sets: set[int] = set()
    for state, plan in zip(pathway.states, role.states, strict=True):
        if state.region != branch:
            continue
        if state.decide is not None:
            reads.update(state.decide.attributes)
        for finding in plan.finds:
            sets.add(finding.attribute)
            reads.update(a for case in finding.cases if case.when is not None for a in case.when.attributes)
        for arrow in (state.complete, *state.choices):
            if arrow >= 0:
                sets.update(effect.attribute for effect in pathway.arrows[arrow].effects)
        for inner in state.branches:
            more, written = _looks(role, inner)
            reads |= more
            sets |= written
    return reads, sets
