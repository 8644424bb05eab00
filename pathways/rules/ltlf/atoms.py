"""The atoms of a formula as written: each name in them knows where it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from pathways.definition.model import Bounds, GuardSpec
from pathways.rules.ltlf.formula import Formula, propositions

How = Literal["enter", "in", "leave"]
EVENTS: Final = ("arrive", "complete", "timeout", "decide", "join")  # the others are the names of interrupts


@dataclass(frozen=True)
class Word:
    """A name or value and where it stands in the text, counted from 0."""

    text: str
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True)
class StateAtom:
    """`enter(a, b)`, `in(a)` or `leave(a)`: any of the selectors."""

    how: How
    selectors: tuple[Word, ...]


@dataclass(frozen=True)
class EventAtom:
    """`event(timeout)`: the move is any of these."""

    names: tuple[Word, ...]


@dataclass(frozen=True)
class ValueAtom:
    """`consent in [refused, unlikely]`, `reviews >= 2`, or `consent known` (with neither values nor bounds)."""

    attribute: Word
    values: tuple[Word, ...] = ()
    at_least: Word | None = None
    at_most: Word | None = None

    @property
    def is_known(self) -> bool:
        """Whether it asks only that there be a value."""
        return not self.values and self.at_least is None and self.at_most is None

    @property
    def spec(self) -> GuardSpec:
        """The condition as a rule's `when` would write it; of `known`, the attribute with no value named."""
        if self.at_least is not None or self.at_most is not None:
            bounds = Bounds(
                at_least=None if self.at_least is None else int(self.at_least.text),
                at_most=None if self.at_most is None else int(self.at_most.text),
            )
            return GuardSpec.model_validate({self.attribute.text: bounds})
        return GuardSpec.model_validate({self.attribute.text: [value.text for value in self.values]})

    def wrong_word(self, message: str) -> Word:
        """The word of it that a message is about: the last one that it quotes, else the attribute."""
        words = [self.attribute, *self.values, *(b for b in (self.at_least, self.at_most) if b is not None)]
        return next((word for word in reversed(words) if f"'{word.text}'" in message), self.attribute)


WrittenAtom = StateAtom | EventAtom | ValueAtom


def atoms_of(formula: Formula) -> list[WrittenAtom]:
    """The atoms of a formula as written, in order, as often as they stand there."""
    return [atom for atom in propositions(formula) if isinstance(atom, StateAtom | EventAtom | ValueAtom)]
