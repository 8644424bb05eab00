"""What happened to one referral, or to two to be compared: moves between states, and sentences that tell of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hop:
    """One move.

    Parameters
    ----------
    event
        `complete`, `timeout`, `decide`, `join`, or the name of an interrupt; on arrival it does not matter.
    left
        The state it happened in; None on arrival.
    to
        The state it led to, or `done`.
    """

    event: str
    left: str | None
    to: str


@dataclass(frozen=True)
class Sentence:
    """What is told under one number: the moves it tells of; none where it only says where the story stands."""

    words: str
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True)
class Trail:
    """One referral's way. Its sentences from `repeats` on (0 is the first) tell what goes round for ever."""

    sentences: tuple[Sentence, ...]
    title: str = ""
    repeats: int | None = None


@dataclass(frozen=True)
class Story:
    """One trail, or two to be compared. `heading` is told first, its first line bold."""

    name: str
    heading: tuple[str, ...]
    trails: tuple[Trail, ...]
