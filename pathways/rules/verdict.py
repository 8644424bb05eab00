"""What a rule turns out to be for a pathway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from pathways.definition.linked import Departure, Hardness
from pathways.errors import Place
from pathways.rules.trace import TraceStep

Outcome = Literal["holds", "broken", "departed", "stale departure", "not applicable", "undecided"]
FAILURES: Final = ("broken", "stale departure", "undecided")


@dataclass(frozen=True)
class Verdict:
    """One rule for one pathway.

    Parameters
    ----------
    certainty
        How sure it is: `surely` (every reachable case was looked at), `almost surely`, `in 12.5 % of referrals`,
        `vacuously` (the rule's occasion never arises), `no study`, `undecided`, or `undecided at limit n`.
    reason
        Why, as one sentence.
    counterexample
        A shortest trace that breaks the rule, as far as the point where it is lost; empty where the rule is
        not broken, or is broken by what the pathway lacks.
    lost
        The words that close the counterexample.
    loop
        Where the counterexample never ends: its steps from this one on (0 is the arrival) repeat for ever.
    second, second_lost
        Another referral that is treated differently, where it takes two to break the rule, and the closing words.
    witness
        A shortest trace in which the rule's occasion arises and the rule is kept; only if it was asked for.
    at
        The line of the definition at fault, where no trace shows it.
    repair
        The nearest change of the definition that would mend it, in words; only if it was asked for.
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
    loop: int | None = None
    second: tuple[TraceStep, ...] = ()
    second_lost: str | None = None
    witness: tuple[TraceStep, ...] = ()
    at: Place | None = None
    repair: str | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the rule is kept.

        True for `holds`; False for `broken`, `departed` and `stale departure`. None where nothing was weighed:
        `not applicable`, `undecided`. So ask `is_broken`, not `not holds`, for what to mend.
        """
        if self.verdict in ("not applicable", "undecided"):
            return None
        return self.verdict == "holds"

    @property
    def is_broken(self) -> bool:
        """Whether the pathway or its departures have to change: `broken` and not declared, or `stale departure`."""
        return self.verdict in ("broken", "stale departure")

    @property
    def is_too_large(self) -> bool:
        """Whether it is undecided because more can happen than was looked at."""
        return self.verdict == "undecided" and self.certainty.startswith("undecided at limit")

    @property
    def is_failure(self) -> bool:
        """Whether somebody has to do something: broken and not declared, declared and not broken, or undecided."""
        return self.verdict in FAILURES


def explain_counterexample(verdict: Verdict, *, places: bool = False) -> str:
    """The counterexample as numbered sentences that can be read aloud, and after it that of the other referral.

    Parameters
    ----------
    places
        End each sentence with the line of the definition that allows it.
    """
    text = _numbered(counterexample_lines(verdict, places=places))
    if verdict.second:
        text += f"\n{OTHER}\n{_numbered(second_lines(verdict, places=places))}"
    return text


OTHER: Final = "Another referral:"


def _numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


@dataclass(frozen=True)
class Sentence:
    """What is told under one number, and the steps it tells of; none where it only says what has come of them."""

    words: str
    steps: tuple[TraceStep, ...] = ()

    def line(self, *, places: bool) -> str:
        return f"{self.words}  [{self.steps[-1].place}]" if places and self.steps else self.words


def counterexample_lines(verdict: Verdict, *, places: bool = False) -> list[str]:
    """The same sentences without their numbers; empty where there is no counterexample."""
    return [sentence.line(places=places) for sentence in told(verdict.counterexample, verdict.loop, verdict.lost)]


def second_lines(verdict: Verdict, *, places: bool = False) -> list[str]:
    """The sentences of the other referral."""
    return [sentence.line(places=places) for sentence in told(verdict.second, None, verdict.second_lost)]


def witness_lines(verdict: Verdict, *, places: bool = False) -> list[str]:
    """The sentences of the witness."""
    return [sentence.line(places=places) for sentence in told(verdict.witness)]


def told(steps: Sequence[TraceStep], loop: int | None = None, lost: str | None = None) -> tuple[Sentence, ...]:
    """The sentences of a trace, in the order of their numbers: its steps, where it goes round, and what is lost."""
    first, again = (steps, ()) if loop is None else (steps[:loop], steps[loop:])
    sentences = [*_sentences(first)]
    if again:
        start = len(sentences) + 1
        sentences += [*_sentences(again), Sentence(f"From here step {start} can follow again, and so for ever.")]
    if lost and sentences:
        sentences.append(Sentence(lost))
    return tuple(sentences)


def _sentences(steps: Sequence[TraceStep]) -> Iterator[Sentence]:
    """One sentence a step, but one only for states that were passed one after another with nothing to tell."""
    for passing, group in groupby(steps, key=lambda step: step.passed is not None):
        members = tuple(group)
        if not passing or len(members) == 1:
            yield from (Sentence(step.words, (step,)) for step in members)
            continue
        names = [f"'{step.passed}'" for step in members if step.passed]
        listed = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
        yield Sentence(f"{listed} done; {members[-1].onward}.", members)
