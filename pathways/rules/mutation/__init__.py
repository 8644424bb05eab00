"""A pathway and policies to the edits that no rule would notice: the mutation score of the policies.

Every plausible edit is made, compiled, linted and held against every rule, one by one. An edit is noticed when a rule
that was no failure becomes one, or the checks of the definition find something new. What the checks refuse outright
nobody could commit, and what changes nothing that can happen (decided by comparing languages) is no fault: neither
counts. DeMillo, Lipton and Sayward, Hints on test data selection, 1978.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from pathways.errors import DefinitionError, Finding
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules.behaviour.alike import Original, Reach
from pathways.rules.behaviour.compare import UndecidedError
from pathways.rules.checking import check
from pathways.rules.edits import Edit, plausible_edits
from pathways.rules.linting import lint
from pathways.rules.mutation.made import Mutant, Mutation
from pathways.rules.policy import Policy, rules_for
from pathways.rules.verdict import Outcome

__all__ = ["MOST", "Mutant", "Mutation", "mutate"]

MOST: Final = 1_500  # edits made of one pathway; of more, evenly spread ones


def mutate(
    compiled: CompiledPathway,
    policies: Sequence[Policy],
    *,
    most: int = MOST,
    tell: Callable[[int, int], None] | None = None,
    **more: Any,
) -> Mutation:
    """Make every plausible edit of a pathway and see who notices.

    Parameters
    ----------
    most
        How many edits are made; of more, this many are taken, evenly spread over the definition's lines.
    tell
        Told before each edit how many are done, and of how many.
    more
        What else `check` is to be given (`others`, `evidence`).
    """
    edits = plausible_edits(compiled)
    chosen = edits if len(edits) <= most else [edits[number * len(edits) // most] for number in range(most)]
    jury = _Jury(compiled, policies, more)
    if "undecided" in jury.before.values():
        chosen = []  # what cannot be decided of the pathway itself, no edit of it can show
    mutants: list[Mutant] = []
    seen = {compiled.fingerprint}
    for number, edit in enumerate(chosen):
        if tell is not None:
            tell(number, len(chosen))
        mutant = jury.judge(edit, seen)
        if mutant is not None:
            mutants.append(mutant)
    speaking = rules_for(compiled.id, policies)
    rules = {p.id: tuple(rule.id for rule in speaking if rule.policy == p.id) for p in policies}
    rules = {id_: own for id_, own in rules.items() if own}
    return Mutation(compiled, tuple(mutants), len(edits), rules, jury.before)


class _Jury:
    """The pathway as it stands, and all that is known of it."""

    def __init__(self, compiled: CompiledPathway, policies: Sequence[Policy], more: dict[str, Any]) -> None:
        self.compiled, self.more = compiled, more
        self.original = Original(compiled)
        self.findings = {_what(finding) for finding in lint(compiled)}
        verdicts = check(compiled, policies, **more)
        self.before: dict[str, Outcome] = {v.rule: v.verdict for v in verdicts}
        deaf = {v.rule for v in verdicts if v.is_failure}  # what fails already cannot begin to
        self.policies = [replace(p, rules=tuple(rule for rule in p.rules if rule.id not in deaf)) for p in policies]

    def judge(self, edit: Edit, seen: set[str]) -> Mutant | None:
        """What becomes of an edit; None if it makes the same pathway as an earlier one."""
        try:
            edited = compile_pathway(edit.make(self.compiled.linked))
        except DefinitionError as error:
            return Mutant(edit, "refused", findings=tuple(f.id for f in error.findings))
        if edited.fingerprint in seen and not edit.is_record:  # a source is no part of the fingerprint
            return None
        seen.add(edited.fingerprint)
        # What is only written about a state is looked at by no lint, but for how long it lasts.
        looked_at = not edit.is_record or edit.operator == "lengthen a wait"
        new = [f for f in (lint(edited) if looked_at else []) if _what(f) not in self.findings]
        if any(finding.severity == "error" for finding in new):
            return Mutant(edit, "refused", findings=tuple(dict.fromkeys(f.id for f in new if f.severity == "error")))
        verdicts = check(edited, self.policies, **self.more)
        by = tuple(v.rule for v in verdicts if v.is_failure)
        silenced = tuple(v.rule for v in verdicts if v.verdict == "not applicable" and self.before[v.rule] == "holds")
        warnings = tuple(dict.fromkeys(finding.id for finding in new))
        if by or (warnings and edit.is_record):
            return Mutant(edit, "noticed", by, silenced, warnings)
        if edit.is_record:
            return Mutant(edit, "unnoticed", silenced=silenced)
        try:
            reach = self.original.difference(edited, edit.watched)
        except UndecidedError:
            return Mutant(edit, "noticed" if warnings else "unnoticed", (), silenced, warnings)
        if reach is Reach.NOTHING and not silenced:
            return Mutant(edit, "no difference", findings=warnings, reach=reach)
        return Mutant(edit, "noticed" if warnings else "unnoticed", (), silenced, warnings, reach)


def _what(finding: Finding) -> tuple[str, str]:
    """What a finding says, wherever."""
    return finding.id, finding.message
