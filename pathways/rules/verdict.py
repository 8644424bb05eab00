"""What a rule turns out to be for a pathway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pathways.definition.linked import Departure, Hardness
from pathways.errors import Place
from pathways.rules.trace import TraceStep

Outcome = Literal[
    "holds", "broken", "departed", "stale departure", "not applicable", "not yet decided", "undecided"
]  # fmt: skip
FAILURES: Final = ("broken", "stale departure", "undecided")


@dataclass(frozen=True)
class Verdict:
    """One rule for one pathway.

    Parameters
    ----------
    certainty
        How sure it is: `surely` (every reachable case was looked at), `vacuously` (the rule's occasion never
        arises), `not yet decided`, or `undecided at limit n`.
    reason
        Why, as one sentence.
    counterexample
        A shortest trace that breaks the rule, as far as the point where it is lost; empty where the rule is
        not broken, or is broken by what the pathway lacks.
    lost
        The words that close the counterexample.
    place
        Where the rule is written.
    departure
        The pathway's own declaration that it breaks the rule.
    """

    rule: str
    policy: str
    pathway: str
    verdict: Outcome
    says: str
    kind: str
    hardness: Hardness
    source: str
    certainty: str
    reason: str
    place: Place
    counterexample: tuple[TraceStep, ...] = ()
    lost: str | None = None
    departure: Departure | None = None

    @property
    def holds(self) -> bool:
        """Whether the rule is kept, if only because its occasion never arises."""
        return self.verdict in ("holds", "not applicable")

    @property
    def is_failure(self) -> bool:
        """Whether somebody has to do something: broken and not declared, declared and not broken, or undecided."""
        return self.verdict in FAILURES


def explain_counterexample(verdict: Verdict, *, places: bool = False) -> str:
    """The counterexample as numbered sentences that can be read aloud; with `places`, each with its line."""
    sentences = [(step.words, step.place) for step in verdict.counterexample]
    lines = [
        f"{number}. {words}{f'  [{place}]' if places else ''}" for number, (words, place) in enumerate(sentences, 1)
    ]
    if verdict.lost and lines:
        lines.append(f"{len(lines) + 1}. {verdict.lost}")
    return "\n".join(lines)
