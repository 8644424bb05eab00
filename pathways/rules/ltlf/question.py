"""A formula on a pathway to the question whether it is true of every complete trace, and to its answer.

It is broken by a shortest trace of which it is false. If there is none, each of its occasions must arise on some
complete trace, or it does not apply: see `without_demands`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pathways.definition.guards import reads
from pathways.machine import CompiledPathway
from pathways.rules.atoms import Atom, Letters, reads_of_atoms
from pathways.rules.automaton import shortest_refusal
from pathways.rules.kinds.base import Answer, GraphQuestion, Scene
from pathways.rules.ltlf.alternatives import MOST_ALTERNATIVES, TooIntricateError
from pathways.rules.ltlf.formula import FALSE, TRUE, Formula, Unary, propositions
from pathways.rules.ltlf.linking import Numbering, Resolve
from pathways.rules.ltlf.obligations import FormulaAutomaton
from pathways.rules.sight import Sight, sight_of_run
from pathways.rules.space import Space, Way

_EMPTY: Final = "what it asks is true whatever happens, so it says nothing of the pathway"


@dataclass(frozen=True)
class Occasion:
    """What must happen on some complete trace for a rule to matter.

    `otherwise` says why the rule does not apply if it never does, and `rest` what is still so of the rest of it.
    """

    formula: Formula
    otherwise: str
    rest: str = ""


@dataclass(frozen=True)
class Offence:
    """Where a shortest trace that breaks the formula has come to."""

    entered: str
    outcome: str | None
    opened: tuple[Formula, ...]  # it ends, and these must still have come true
    failed: tuple[Formula, ...]  # what its last step made impossible
    values: tuple[str, ...]  # what is known at its last step, of the attributes that these speak of

    @property
    def arrival_there(self) -> str:
        """`It ends as 'closed'` or `It comes to 'Panel'`."""
        return f"It comes to '{self.entered}'" if self.outcome is None else f"It ends as '{self.outcome}'"


def question(
    formula: Formula,
    occasions: Sequence[Occasion],
    resolve: Resolve,
    scene: Scene,
    lost: Callable[[Offence], str],
) -> GraphQuestion | Answer:
    """Ask whether a formula is true of every complete trace.

    Parameters
    ----------
    formula
        Over atoms that `resolve` knows.
    occasions
        What must be possible for the rule to apply; over the same atoms.
    resolve
        An atom of the formula to that of the pathway, or to the reason why it is never true there.
    lost
        The words that close a counterexample.
    """
    numbering = Numbering(resolve)
    linked = numbering.link(formula)
    arises = [(numbering.link(each.formula), each) for each in occasions]
    matters = [(linked, occasion) for linked, occasion in arises if linked.plain != TRUE]
    missing = "; ".join(linked.missing)
    if linked.plain == TRUE:
        idle = next((each.missing for each, _ in matters if each.plain == FALSE), linked.missing)
        return Answer("not applicable", "; ".join(idle) or _EMPTY)

    def decide(space: Space) -> Answer:
        try:
            return _decide(space)
        except TooIntricateError:
            reason = (
                f"the formula leaves more than {MOST_ALTERNATIVES:,} alternatives open, too many to follow them all"
            )
            return Answer("undecided", reason, certainty=f"undecided at limit {MOST_ALTERNATIVES}")

    def _decide(space: Space) -> Answer:
        if not any(space.can_end[start] for start in space.starts):
            return Answer("not applicable", "no referral can ever be closed, and the rule speaks of closed ones")
        if FormulaAutomaton(Unary("not", linked.formula)).refuses_all():
            return Answer("not applicable", _EMPTY)
        letters, automaton = Letters(space, numbering.atoms), FormulaAutomaton(linked.formula)
        way = shortest_refusal(space, letters, automaton)
        if way is not None:
            last = lost(_offence(space, letters, automaton, way, numbering))
            reason = "not every case that can occur keeps it; this is the shortest that does not"
            return Answer("broken", reason, way, f"{last[:-1]}; {missing}." if missing else last)
        witness: Way | None = None
        for occasion, told in matters:
            way = shortest_refusal(space, letters, FormulaAutomaton(Unary("not", occasion.formula)))
            if way is None:
                trapped = " and can still be closed" if space.can_end.find(0) >= 0 else ""
                why = "; ".join(occasion.missing) if occasion.plain == FALSE else f"{told.otherwise}{trapped}"
                return Answer("not applicable", f"{why}{told.rest}")
            witness = witness or way
        return Answer("holds", "every case that can occur keeps it", witness=witness)

    asked = [linked.formula, *(Unary("not", occasion.formula) for occasion, _ in matters)]
    sight = cache(lambda: _sight(scene.pathway, numbering.atoms, asked))  # seldom asked for, and long to find
    return GraphQuestion(decide, reads_of_atoms(scene.pathway, numbering.atoms), sight)


def _sight(pathway: CompiledPathway, atoms: Sequence[Atom], formulas: Sequence[Formula]) -> Sight | None:
    """What some formulas look at together; None if one of them counts positions, or is too intricate to tell."""
    common = Sight()
    for formula in formulas:
        try:
            sight = sight_of_run(pathway, atoms, FormulaAutomaton(formula))
        except TooIntricateError:
            return None
        if sight is None:
            return None
        common |= sight
    return common


def _offence(space: Space, letters: Letters, automaton: FormulaAutomaton, way: Way, numbering: Numbering) -> Offence:
    read = [letters.at_start(way.start), *(letters.of(move, reached) for move, reached in way.steps)]
    before = automaton.start
    for letter in read[:-1]:
        before = automaton.step(before, letter)
    after = automaton.step(before, read[-1])
    state = space.pathway.linked.states[_entered(space.pathway, space, way)]
    opened = automaton.open_obligations(after) if space.is_ended(way.last) else []
    failed = automaton.failed_obligations(before, read[-1])
    return Offence(
        state.title,
        state.outcome,
        tuple(map(numbering.as_written, opened)),
        tuple(map(numbering.as_written, failed)),
        tuple(_values(space, way.last, [*opened, *failed], numbering)),
    )


def _values(space: Space, index: int, formulas: Sequence[Formula], numbering: Numbering) -> Iterator[str]:
    """The values, at the last step, of the attributes that formulas speak of: `consent is granted`."""
    known: dict[str, None] = {}
    for formula in formulas:
        for number in propositions(formula):
            atom = numbering.atoms[int(str(number))]
            if atom.when is not None and atom == Atom(when=atom.when):  # a value that is kept at every step
                known.update(dict.fromkeys(reads(atom.when)))
    for name in known:
        if name in space.pathway.attributes:
            value = space.value_text(index, space.pathway.attribute_index(name))
            yield f"{name.replace('_', ' ')} is {'not known' if value is None else value.replace('_', ' ')}"


def _entered(pathway: CompiledPathway, space: Space, way: Way) -> str:
    """The state that the last move led to; where a branch was done, the state it was done in."""
    if not way.steps:
        return pathway.states[space.marking(way.start)[0]].name
    move = space.moves[way.steps[-1][0]]
    target = pathway.arrows[move.arrow].target
    return pathway.states[move.state if target < 0 else target].name
