"""A broken rule to the nearest change of the definition that mends it, tried before it is told.

A repair is one edit after which the rule holds, every rule that held still holds, none newly fails, and the checks of
the definition find no new error. Nothing is suggested that was not tried so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pathways.definition.linked import Branch
from pathways.errors import DefinitionError, Place
from pathways.machine import CompiledPathway, MoveKind, compile_pathway
from pathways.rules.checking import check
from pathways.rules.edits.base import Make
from pathways.rules.exploration import explore
from pathways.rules.linting import lint
from pathways.rules.policy import Policy, Rule, rules_for
from pathways.rules.repair.bench import Candidate, bench
from pathways.rules.repair.candidates import candidates
from pathways.rules.space import Space
from pathways.rules.verdict import Verdict

MOST: Final = 400  # candidates tried for one rule


@dataclass(frozen=True)
class Repair:
    """A change that mends a rule: what to do, the line to do it in, and the edit itself."""

    words: str
    place: Place
    make: Make

    def __str__(self) -> str:
        return f"{self.words}  [{self.place}]"


def nearest_repair(
    compiled: CompiledPathway, rule: str, policies: Sequence[Policy], verdict: Verdict, **more: Any
) -> Repair | None:
    """The smallest verified change that mends one broken rule; None where no single change of those known does.

    Of several, that which leaves fewest rules failing; then the one by which most states are reached again that nothing
    led to any more; then the one that changes least, nearest to where the counterexample ends, that changes fewest
    verdicts, and that takes fewest words.

    Parameters
    ----------
    rule
        Its id.
    verdict
        What `check` said of it, counterexample included.
    more
        What else `check` is to be given (`others`, `evidence`).
    """
    return _Workshop(compiled, policies, more).mend(rule, verdict) if verdict.verdict == "broken" else None


def with_repairs(
    compiled: CompiledPathway, policies: Sequence[Policy], verdicts: Sequence[Verdict], **more: Any
) -> list[Verdict]:
    """The verdicts, each broken one with its nearest repair in words and the line to change, where there is one."""
    if not any(verdict.verdict == "broken" for verdict in verdicts):
        return list(verdicts)
    workshop = _Workshop(compiled, policies, more)
    return [_repaired(verdict, workshop) if verdict.verdict == "broken" else verdict for verdict in verdicts]


def _repaired(verdict: Verdict, workshop: _Workshop) -> Verdict:
    repair = workshop.mend(verdict.rule, verdict)
    return verdict if repair is None else replace(verdict, repair=str(repair))


class _Workshop:
    """A pathway, its rules, and how it stands with them."""

    def __init__(self, compiled: CompiledPathway, policies: Sequence[Policy], more: dict[str, Any]) -> None:
        self.compiled, self.policies, self.more = compiled, policies, more
        self.rules = {rule.id: rule for rule in rules_for(compiled.id, policies)}
        self.before = {v.rule: v for v in check(compiled, policies, **more)}
        self.space = explore(compiled)
        self.errors = {(f.id, f.message) for f in lint(compiled)}

    def mend(self, rule: str, verdict: Verdict) -> Repair | None:
        own = self.rules[rule]
        alone = [replace(p, rules=(own,)) for p in self.policies if p.id == own.policy]
        others = [other for other in self.rules.values() if other is not own]
        tried = sorted(candidates(bench(self.compiled, own, others, verdict)), key=lambda c: (c.cost, c.distance))[
            :MOST
        ]
        seen = {self.compiled.fingerprint}
        dead = len(self.compiled.states) - len(_visited(self.space))
        best: tuple[tuple[int, ...], Candidate] | None = None
        for candidate in tried:
            # Once nothing fails any more and all states live, only what changes as little and lies as near is better.
            if (
                best is not None
                and best[0][:3] == (0, 0, -dead)
                and best[0][3:5] < (candidate.cost, candidate.distance)
            ):
                break
            rank = self.rank(candidate, own, alone, seen)
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, candidate)
        return None if best is None else Repair(best[1].edit.words, best[1].edit.place, best[1].edit.make)

    def rank(self, candidate: Candidate, rule: Rule, alone: Sequence[Policy], seen: set[str]) -> tuple[int, ...] | None:
        """How good a repair it is, the lowest the best; None if it is none."""
        try:
            edited = compile_pathway(candidate.edit.make(self.compiled.linked))
        except DefinitionError:
            return None
        if edited.fingerprint in seen:
            return None
        seen.add(edited.fingerprint)
        if any(v.verdict != "holds" for v in check(edited, alone, **self.more)):
            return None
        space = explore(edited)
        if not self.keeps_ways_open(space, candidate.edit.at):
            return None
        new = [f for f in lint(edited) if (f.id, f.message) not in self.errors]
        if any(finding.severity == "error" for finding in new):
            return None
        after = {v.rule: v for v in check(edited, self.policies, **self.more)}
        changed = [id_ for id_, v in after.items() if v.verdict != self.before[id_].verdict]
        if any(self.before[id_].holds or after[id_].is_failure for id_ in changed) or not after[rule.id].holds:
            return None
        failing = sum(v.is_failure for v in after.values())
        revived = len(_visited(space) - _visited(self.space))
        return failing, len(new), -revived, candidate.cost, candidate.distance, len(changed), len(candidate.edit.words)

    def keeps_ways_open(self, space: Space, at: str) -> bool:
        """Whether no state is cut off, and no branch or interrupt that was changed dies: that would be no repair."""
        if not _visited(self.space) <= _visited(space):
            return False
        before = {(branch.when, branch.arrow.to) for branch in _idle(self.space, at)}
        after = {(branch.when, branch.arrow.to) for branch in _idle(space, at)}
        return after <= before and self.happens(space, at)

    def happens(self, space: Space, at: str) -> bool:
        """Whether an interrupt of that name, if there is one, still can happen."""
        events = [number for number, i in enumerate(space.pathway.interrupts) if i.name == at]
        used = {space.moves[number].interrupt for number in space.used_moves}
        return all(number in used for number in events)


def _visited(space: Space) -> set[str]:
    return {space.pathway.states[index].name for index in space.visited}


def _idle(space: Space, at: str) -> list[Branch]:
    """The branches of a decision that no referral takes."""
    pathway = space.pathway
    if at not in pathway.index:
        return []
    used = {space.moves[number].arrow for number in space.used_moves if space.moves[number].kind is MoveKind.DECIDE}
    choices = pathway.states[pathway.index[at]].choices
    return [
        branch for choice, branch in zip(choices, pathway.linked.states[at].choose, strict=True) if choice not in used
    ]
