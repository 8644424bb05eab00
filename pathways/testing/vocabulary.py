"""Random attributes, and random effects, findings and conditions over them, drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from pathways.testing.written import Plain

T = TypeVar("T")


@dataclass(frozen=True)
class Attribute:
    """`known` is how it comes to be known: `starts`, `arrival`, `first` (found before anything else), `never`."""

    name: str
    values: tuple[str, ...]
    is_range: bool
    known: str

    @property
    def plain(self) -> Plain:
        shape = {"range": [self.values[0], self.values[-1]]} if self.is_range else {"values": [*self.values]}
        how = {"arrival": {"from": "arrival"}, "starts": {"starts": self.values[len(self.values) // 2]}}
        return {**shape, **how.get(self.known, {})}

    @property
    def may_change(self) -> bool:
        return self.known != "arrival"


class Vocabulary:
    """What a pathway can speak of: its attributes. Every choice is drawn from Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.attributes: tuple[Attribute, ...] = self._choose_attributes()

    # Choices. Smaller is simpler, so that Hypothesis shrinks towards short, plain pathways.

    def upto(self, highest: int) -> int:
        return self.draw(_upto(highest))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.upto(len(choices) - 1)]

    def perhaps(self, one_in: int = 2) -> bool:
        return self.upto(one_in - 1) == one_in - 1

    def some(self, choices: Sequence[T]) -> list[T]:
        """At least one of them, not all if there are several, in their order."""
        most = max(1, len(choices) - 1)
        first = self.upto(len(choices) - 1)
        count = 1 + self.upto(most - 1)
        return sorted(([*choices, *choices][first : first + count]), key=list(choices).index)

    # Attributes, effects, guards

    def _choose_attributes(self) -> tuple[Attribute, ...]:
        known: list[Attribute] = []
        for number in range(1 + self.upto(3)):
            how = self.one_of(("starts", "first", "arrival", "never"))
            if self.perhaps():
                low = self.upto(3) - 2
                values = tuple(str(n) for n in range(low, low + 2 + self.upto(2)))
                known.append(Attribute(f"n{number}", values, True, how))
            else:
                values = ("yes", "no", "unknown", "other")[: 2 + self.upto(2)]
                known.append(Attribute(f"a{number}", values, False, how))
        return tuple(known)

    @property
    def first(self) -> list[Attribute]:
        return [a for a in self.attributes if a.known == "first"]

    def effects(self, one_in: int, settled: Sequence[Attribute] = ()) -> dict[str, Plain]:
        """`set` and `add`, perhaps neither; `settled` are set in any case."""
        sets = {attribute.name: self.one_of(attribute.values) for attribute in settled}
        adds = {}
        changing = [a for a in self.attributes if a.may_change]
        if changing and self.perhaps(one_in):
            attribute = self.one_of(changing)
            sets.setdefault(attribute.name, self.one_of(attribute.values))
        counters = [a for a in changing if a.is_range and a.known == "starts"]
        if counters and self.perhaps(one_in):
            adds[self.one_of(counters).name] = str(self.one_of((1, -1, 2, -3, 9)))
        return {**({"set": sets} if sets else {}), **({"add": adds} if adds else {})}

    def finds(self) -> Plain:
        """A name, a list of names, or values narrowed."""
        changing = [a for a in self.attributes if a.may_change]
        chosen = self.some(changing)
        form = self.upto(2)
        if form == 0 and len(chosen) == 1:
            return chosen[0].name
        if form <= 1:
            return [a.name for a in chosen]
        return {a.name: self.some(a.values) for a in chosen}

    def guard(self) -> Plain | None:
        """A condition on what is always known, true for some values of it; None if nothing is known."""
        readable = [a for a in self.attributes if a.known != "never"]
        if not readable:
            return None
        return self._condition(readable, {}, 2, True)

    def _condition(
        self, readable: Sequence[Attribute], witness: dict[str, str], depth: int, truth: bool
    ) -> dict[str, Plain]:
        """A condition that is `truth` for the values of the witness, which are chosen as they are first needed."""
        form = self.upto(5) if depth else 0
        if form <= 1:
            return self._tests(readable, witness, 1 + form if truth else 1, truth)

        def part(truth: bool) -> dict[str, Plain]:
            return self._condition(readable, witness, depth - 1, truth)

        if form == 2:
            return {"not": part(not truth)}
        if form == 3:
            return {"all": [part(truth), part(truth or self.perhaps())]}
        any_of = [part(truth), part(truth and self.perhaps())]
        if form == 4:
            return {"any": any_of}
        return {**self._tests(readable, witness, 1, True), "any": any_of}

    def _tests(
        self, readable: Sequence[Attribute], witness: dict[str, str], count: int, truth: bool
    ) -> dict[str, Plain]:
        tests: dict[str, Plain] = {}
        for _ in range(count):
            attribute = self.one_of(readable)
            values = attribute.values
            true = witness.setdefault(attribute.name, self.one_of(values))
            if attribute.is_range and self.perhaps():
                tests[attribute.name] = self._bounds(values, values.index(true), truth)
            else:
                others = [value for value in values if value != true]
                chosen = set(self.some(others)) if not truth or self.perhaps() else set()
                ordered = [value for value in values if value in chosen or (truth and value == true)]
                tests[attribute.name] = ordered[0] if len(ordered) == 1 else ordered
        return tests

    def _bounds(self, values: Sequence[str], true: int, truth: bool) -> dict[str, str]:
        """Bounds that the value number `true` keeps, or not."""
        if not truth:
            return {"at_least": values[true + 1]} if true == 0 else {"at_most": values[true - 1]}
        low, high = values[self.upto(true)], values[true + self.upto(len(values) - 1 - true)]
        return self.one_of(({"at_least": low}, {"at_most": high}, {"at_least": low, "at_most": high}))


_STRATEGIES: dict[int, st.SearchStrategy[int]] = {}


def _upto(highest: int) -> st.SearchStrategy[int]:
    """Whole numbers from 0; kept, because making a strategy costs more than drawing from it."""
    if highest not in _STRATEGIES:
        _STRATEGIES[highest] = st.integers(0, highest)
    return _STRATEGIES[highest]
