"""What differs between two versions of a pathway, as values."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.machine import CompiledPathway
from pathways.rules.behaviour.matching import Matching
from pathways.rules.trace import TraceStep
from pathways.rules.verdict import Verdict


@dataclass(frozen=True)
class Difference:
    """One step that only one of the versions allows.

    Parameters
    ----------
    words
        The step, as a sentence about a referral.
    instead
        What the other version allows at that moment, after the same answers; empty where nothing compares.
    steps
        A shortest trace of the version that allows it, up to the step.
    only_order
        It is one only by the order, or the combination, in which branches that run side by side take their steps.
    """

    words: str
    instead: str
    steps: tuple[TraceStep, ...]
    only_order: bool = False


@dataclass(frozen=True)
class Turned:
    """The same answers and events, and another outcome: a trace of each version."""

    before: str
    now: str
    old_steps: tuple[TraceStep, ...]
    new_steps: tuple[TraceStep, ...]


@dataclass(frozen=True)
class Change:
    """A rule whose verdict differs; None where it does not speak of that version."""

    rule: str
    says: str
    before: Verdict | None
    now: Verdict | None

    @property
    def is_newly_broken(self) -> bool:
        return self.now is not None and self.now.is_failure and (self.before is None or not self.before.is_failure)


@dataclass(frozen=True)
class Comparison:
    """All that differs between an old version and a new one.

    `possible` and `gone` are None where the comparison was too large (`undecided`). `is_same` says that every referral
    can go exactly the same ways.
    """

    old: CompiledPathway
    new: CompiledPathway
    matching: Matching
    possible: tuple[Difference, ...] | None
    gone: tuple[Difference, ...] | None
    turned: tuple[Turned, ...]
    changes: tuple[Change, ...]
    is_same: bool

    @property
    def only_order(self) -> bool:
        """Whether nothing differs but how branches that run side by side interleave."""
        found = [*(self.possible or ()), *(self.gone or ())]
        return bool(found) and all(difference.only_order for difference in found)

    @property
    def is_undecided(self) -> bool:
        return self.possible is None

    @property
    def newly_broken(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_newly_broken)
