"""The edits that were made of a pathway and what became of each, as values; and how often each rule noticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pathways.machine import CompiledPathway
from pathways.rules.behaviour.alike import Reach
from pathways.rules.edits import Edit
from pathways.rules.verdict import Outcome

Fate = Literal["noticed", "unnoticed", "refused", "no difference"]


@dataclass(frozen=True)
class Mutant:
    """One edit and what became of it.

    Parameters
    ----------
    by
        The rules that became failures.
    silenced
        The rules that held and have no occasion any more; nobody has to do anything about those.
    findings
        The ids of new findings: what refuses it, or (warnings) what notices it.
    reach
        How far it goes; asked only of edits of behaviour that no rule notices. None also where that is undecided.
    """

    edit: Edit
    fate: Fate
    by: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    reach: Reach | None = None


@dataclass(frozen=True)
class Mutation:
    """Every edit that was made of one pathway.

    `known` is the number of edits that the operators know; fewer were made where that is more than the limit.
    `rules` holds the rules by policy, `before` the verdict on each as the pathway is.
    """

    compiled: CompiledPathway
    mutants: tuple[Mutant, ...]
    known: int
    rules: Mapping[str, tuple[str, ...]]
    before: Mapping[str, Outcome]

    def of(self, *fates: Fate) -> list[Mutant]:
        return [mutant for mutant in self.mutants if mutant.fate in fates]

    @property
    def counted(self) -> list[Mutant]:
        """The edits that should be noticed."""
        return self.of("noticed", "unnoticed")

    def noticed_by(self, rules: Sequence[str]) -> list[Mutant]:
        return [mutant for mutant in self.mutants if any(rule in mutant.by for rule in rules)]

    def alone(self, rules: Sequence[str]) -> list[Mutant]:
        """The edits that only these rules notice."""
        return [m for m in self.noticed_by(rules) if not m.findings and all(rule in rules for rule in m.by)]

    def standing(self, policy: str, *verdicts: Outcome) -> list[str]:
        """The rules of a policy that have one of these verdicts on the pathway as it is."""
        return [rule for rule in self.rules[policy] if self.before[rule] in verdicts]

    def never_noticing(self, policy: str) -> list[str]:
        """The rules that hold and went on holding, whatever was edited."""
        return [rule for rule in self.standing(policy, "holds") if not self.noticed_by([rule])]

    def never_alone(self, policy: str) -> list[str]:
        """The rules that notice something, but nothing that another rule would not notice too."""
        return [rule for rule in self.rules[policy] if self.noticed_by([rule]) and not self.alone([rule])]
