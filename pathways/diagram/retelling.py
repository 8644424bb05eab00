"""A story to an overlay: its way in heavy lines, a number wherever a step happens, and the words to the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from pathways.definition.linked import LinkedPathway
from pathways.diagram.model import Diagram
from pathways.diagram.overlay import Badge, Note, Overlay, Sample, Tone
from pathways.diagram.story import Story, Trail
from pathways.diagram.text import clean
from pathways.diagram.ways import Walk, walk

_LETTERS: Final = "AB"
_TONES: Final[tuple[Tone, ...]] = ("strong", "twin")
_AT_ONCE: Final = 3  # numbers on one plate
_SHORT: Final = 4  # fewer paragraphs than this stand in one column


def overlay(story: Story, pathway: LinkedPathway, diagram: Diagram) -> Overlay:
    """The story on a diagram of its pathway."""
    walks = [walk(trail, pathway, diagram) for trail in story.trails]
    edges: dict[int, Tone] = {}
    for way, tone in zip(walks, _TONES):
        edges = {**dict.fromkeys(way.edges, tone), **edges}
    return Overlay(
        name=story.name,
        heading=tuple(Note(clean(words), is_bold=number == 0) for number, words in enumerate(story.heading)),
        columns=tuple(_columns(story.trails)),
        rest="faint",
        nodes={name: "strong" for way in walks for name in way.nodes},
        edges=edges,
        badges={node.id: badges for node in diagram.nodes if (badges := tuple(_badges(story.trails, walks, node.id)))},
        legend=tuple(_legend(story.trails)),
    )


def _badges(trails: Sequence[Trail], walks: Sequence[Walk], node: str) -> Iterator[Badge]:
    """The numbers at a node: those that repeat apart from those that do not, each referral's with its letter."""
    found = [
        [[n for n in walk.numbers.get(node, ()) if _repeats(trail, n) == ringed] for ringed in (False, True)]
        for trail, walk in zip(trails, walks)
    ]
    if len(found) > 1 and found[0] == found[1]:
        yield from (Badge(f"AB {words}", is_ringed=bool(i)) for i, n in enumerate(found[0]) for words in _ranges(n))
        return
    for letter, numbers in zip(_letters(trails), found):
        yield from (_badge(letter, words, bool(i)) for i, n in enumerate(numbers) for words in _ranges(n))


def _badge(letter: str, words: str, ringed: bool) -> Badge:
    return Badge(f"{letter}{words}", is_hollow=letter == "B", is_ringed=ringed)


def _letters(trails: Sequence[Trail]) -> Sequence[str]:
    return _LETTERS if len(trails) > 1 else ("",)


def _repeats(trail: Trail, number: int) -> bool:
    return trail.repeats is not None and number > trail.repeats and bool(trail.sentences[number - 1].hops)


def _ranges(numbers: Sequence[int]) -> list[str]:
    """`3, 7`; three or more in a row as `12–15`; no more at once than fit beside a state."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]
    return [", ".join(parts[n : n + _AT_ONCE]) for n in range(0, len(parts), _AT_ONCE)]


def _columns(trails: Sequence[Trail]) -> Iterator[tuple[Note, ...]]:
    """Two referrals side by side; the words of one in two columns of about the same length."""
    told = [tuple(_notes(letter, trail)) for letter, trail in zip(_letters(trails), trails)]
    yield from in_columns(told[0]) if len(told) == 1 else told


def in_columns(notes: Sequence[Note]) -> Iterator[tuple[Note, ...]]:
    """Paragraphs in two columns of about the same length; a few in one."""
    if len(notes) < _SHORT:
        yield tuple(notes)
        return
    lengths = list(accumulate(len(note.words) + 20 for note in notes))
    half = min(range(1, len(notes)), key=lambda n: (max(lengths[n - 1], lengths[-1] - lengths[n - 1]), n))
    yield tuple(notes[:half])
    yield tuple(notes[half:])


def _notes(letter: str, trail: Trail) -> Iterator[Note]:
    if trail.title:
        yield Note(clean(f"{letter}: {trail.title}" if letter else trail.title), is_bold=True)
    for number, sentence in enumerate(trail.sentences, 1):
        badge = _badge(letter, str(number), _repeats(trail, number))
        yield Note(clean(sentence.words), badge, is_bold=not sentence.hops)


def _legend(trails: Sequence[Trail]) -> Iterator[Sample]:
    if len(trails) > 1:
        yield Sample("strong", "Way of referral A")
        yield Sample("twin", "Way of referral B alone")
        yield Sample(Badge("A1"), "Step of A that happens here")
        yield Sample(_badge("B", "1", False), "Step of B")
    else:
        yield Sample("strong", "Way of this referral")
        yield Sample(Badge("1"), "Step that happens here")
    if any(trail.repeats is not None for trail in trails):
        yield Sample(Badge("1", is_ringed=True), "Step that repeats")
