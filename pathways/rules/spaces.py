"""Questions about one pathway to the spaces that they are decided on: one for all, or smaller ones by what they see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pathways.machine import CompiledPathway
from pathways.rules.atoms import reads_of_atoms
from pathways.rules.delay import Privacy
from pathways.rules.exploration import explore
from pathways.rules.kinds.base import GraphQuestion, RunQuestion, TraceQuestion
from pathways.rules.liveness import merged
from pathways.rules.monitor import Monitor, reads_on_entry
from pathways.rules.sight import Sight, sight_of_monitors, sight_of_run
from pathways.rules.space import Space

Asking = TraceQuestion | RunQuestion | GraphQuestion


def spaces_for(
    pathway: CompiledPathway, questions: Sequence[Asking], *, limit: int, large: int
) -> Iterator[tuple[Space, list[int]]]:
    """The spaces one after another, each with the numbers of the questions to be decided on it.

    Parameters
    ----------
    limit
        How many configurations each space may have. One that needs more is not `complete`.
    large
        Up to so many configurations all questions share the full space. Beyond it, those for which the same
        branches are private share a space in which these wait, and the others the full one.
    """
    is_single = len(pathway.regions) == 1
    if large > 0 or is_single:
        full = explore(pathway, _reads(pathway, questions), limit=limit if is_single else min(limit, large))
        if full.complete or is_single:
            yield full, list(range(len(questions)))
            return
        del full  # one space at a time fills the memory
    groups: dict[frozenset[int], list[int]] = {}
    privacy = Privacy(pathway)
    for number, question in enumerate(questions):
        sight = sight_of(pathway, question)
        private = frozenset[int]() if sight is None else privacy.private(sight, _reads(pathway, [question]))
        groups.setdefault(private, []).append(number)
    for private, members in groups.items():
        asked = [questions[number] for number in members]
        sight = _common([sight_of(pathway, question) for question in asked]) if private else None
        yield explore(pathway, _reads(pathway, asked), limit=limit, sight=sight), members


def sight_of(pathway: CompiledPathway, question: Asking) -> Sight | None:
    """What a question looks at; None if it takes the whole space."""
    if isinstance(question, GraphQuestion):
        return question.sight() if callable(question.sight) else question.sight
    sight = sight_of_monitors(pathway, question.monitors)
    if isinstance(question, TraceQuestion):
        return sight
    automata = [question.automaton]
    if question.matters is not None and not isinstance(question.matters, Monitor):
        automata.append(question.matters)
    for automaton in automata:
        run = sight_of_run(pathway, question.atoms, automaton)
        if run is None:
            return None
        sight |= run
    return sight


def _common(sights: Sequence[Sight | None]) -> Sight:
    common = Sight()
    for sight in sights:
        assert sight is not None
        common |= sight
    return common


def _reads(pathway: CompiledPathway, questions: Sequence[Asking]) -> dict[int, int]:
    """The attributes that the questions look at, as bits, by the states in which they must be kept."""
    runs = [question for question in questions if isinstance(question, TraceQuestion | RunQuestion)]
    parts: list[Mapping[int, int]] = [reads_on_entry(pathway, [m for question in runs for m in question.monitors])]
    for question in questions:
        if isinstance(question, RunQuestion):
            parts.append(reads_of_atoms(pathway, question.atoms))
        elif isinstance(question, GraphQuestion):
            parts.append(question.reads)
    return merged(parts)
