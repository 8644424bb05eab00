"""A verdict to the story that a drawing shows: its counterexample, or a case that keeps the rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pathways.rules import Verdict, told
from pathways.rules.verdict import Sentence

if TYPE_CHECKING:
    from pathways.diagram.story import Sentence as Shown
    from pathways.diagram.story import Story

# How the verdict is said on the picture, after the rule's id.
_SAID: Final = {"broken": "broken", "departed": "broken, as declared", "holds": "holds; a referral that shows it"}
_KEPT: Final = "Here the rule asks something, and every case that can occur keeps it."


def story_of(verdict: Verdict) -> Story | None:
    """The story of a verdict; None where there is no trace to show."""
    from pathways.diagram.story import Story, Trail

    kept = verdict.verdict == "holds"
    first = told(verdict.witness, None, _KEPT) if kept else told(verdict.counterexample, verdict.loop, verdict.lost)
    if not first:
        return None
    trails = [Trail(_shown(first), repeats=_repeats(verdict, first))]
    if verdict.second and not kept:
        trails.append(Trail(_shown(told(verdict.second, None, verdict.second_lost)), "another referral"))
        trails[0] = Trail(trails[0].sentences, "one referral", trails[0].repeats)
    return Story(verdict.rule, tuple(_heading(verdict, first)), tuple(trails))


def _heading(verdict: Verdict, sentences: Sequence[Sentence]) -> list[str]:
    lines = [f"{verdict.rule}, {_SAID.get(verdict.verdict, verdict.verdict)}: {verdict.says}"]
    if verdict.verdict == "holds":
        return lines
    lines.append(f"{verdict.reason[:1].upper()}{verdict.reason[1:]}.")
    if verdict.loop is not None:
        lines.append(f"From step {1 + (_repeats(verdict, sentences) or 0)} on this repeats, and need never end.")
    if verdict.second and verdict.lost and verdict.second_lost:
        lines.append(f"Referral A: {verdict.lost} Referral B: {verdict.second_lost}")
    elif verdict.lost:
        lines.append(f"Step {len(sentences)}: {verdict.lost}")
    lines.append(f"Source of the rule: {verdict.source}")
    if verdict.departure is not None:
        source = f" ({verdict.departure.source})" if verdict.departure.source else ""
        lines.append(f"Known departure: {verdict.departure.reason}{source}")
    return lines


def _repeats(verdict: Verdict, sentences: Sequence[Sentence]) -> int | None:
    """The place of the first sentence that tells of the loop."""
    if verdict.loop is None:
        return None
    before = 0
    for number, sentence in enumerate(sentences):
        if before >= verdict.loop:
            return number
        before += len(sentence.steps)
    return None


def _shown(sentences: Sequence[Sentence]) -> tuple[Shown, ...]:
    from pathways.definition.linked import DONE
    from pathways.diagram.story import Hop
    from pathways.diagram.story import Sentence as Shown

    return tuple(
        Shown(s.words, tuple(Hop(step.event, step.left, DONE if step.finishes else step.state) for step in s.steps))
        for s in sentences
    )
