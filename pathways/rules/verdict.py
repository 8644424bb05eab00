"""What a rule turns out to be for a pathway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
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
    def holds(self) -> bool | None:
        """Whether the rule is kept.

        True for `holds`; False for `broken`, `departed` and `stale departure`. None where nothing was weighed:
        `not applicable`, `not yet decided`, `undecided`. So ask `is_broken`, not `not holds`, for what to mend.
        """
        if self.verdict in ("not applicable", "not yet decided", "undecided"):
            return None
        return self.verdict == "holds"

    @property
    def is_broken(self) -> bool:
        """Whether the pathway or its departures have to change: `broken` and not declared, or `stale departure`."""
        return self.verdict in ("broken", "stale departure")

    @property
    def is_failure(self) -> bool:
        """Whether somebody has to do something: broken and not declared, declared and not broken, or undecided."""
        return self.verdict in FAILURES


def explain_counterexample(verdict: Verdict, *, places: bool = False) -> str:
    """The counterexample as numbered sentences that can be read aloud.

    Parameters
    ----------
    places
        End each sentence with the line of the definition that allows it.
    """
    return "\n".join(f"{number}. {line}" for number, line in enumerate(counterexample_lines(verdict, places=places), 1))


def counterexample_lines(verdict: Verdict, *, places: bool = False) -> list[str]:
    """The same sentences without their numbers; empty where there is no counterexample."""
    lines = [f"{words}{f'  [{place}]' if places else ''}" for words, place in _sentences(verdict.counterexample)]
    if verdict.lost and lines:
        lines.append(verdict.lost)
    return lines


def _sentences(steps: Sequence[TraceStep]) -> Iterator[tuple[str, Place]]:
    """One sentence a step, but one only for states that were passed one after another with nothing to tell."""
    for passing, group in groupby(steps, key=lambda step: step.passed is not None):
        members = list(group)
        if not passing or len(members) == 1:
            yield from ((step.words, step.place) for step in members)
            continue
        names = [f"'{step.passed}'" for step in members if step.passed]
        listed = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
        yield f"{listed} done; {members[-1].onward}.", members[-1].place
