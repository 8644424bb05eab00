"""The atoms of a formula to atoms of one pathway: what is not there is never true."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from pathways.definition.guards import OneOf, words
from pathways.machine.telling import spelt
from pathways.rules.atoms import Atom
from pathways.rules.kinds.base import Scene
from pathways.rules.ltlf.atoms import EVENTS, EventAtom, StateAtom, ValueAtom, WrittenAtom
from pathways.rules.ltlf.formula import FALSE, Formula, Proposition, folded, replaced

Resolve = Callable[[Hashable], Atom | str]


NEVER = Atom(events=frozenset())


@dataclass(frozen=True)
class Linked:
    """A formula on one pathway, whose atoms are numbers.

    Parameters
    ----------
    formula
        The formula; an atom that can never be true here has a number too, and is never true.
    plain
        The same with such atoms taken for false, and what follows from that alone worked out.
    missing
        Why each of them is never true: `nothing in this pathway is 'pcm'`.
    """

    formula: Formula
    plain: Formula
    missing: tuple[str, ...]


class Numbering:
    """The atoms of formulas on one pathway by number, and how each was written."""

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.atoms: list[Atom] = []
        self.written: list[Hashable] = []
        self._numbers: dict[Hashable, int] = {}

    def link(self, formula: Formula) -> Linked:
        missing: dict[str, None] = {}

        def number(written: Hashable) -> Formula:
            found = self.resolve(written)
            if isinstance(found, str):
                missing[found] = None
            key = written if isinstance(found, str) else found
            if key not in self._numbers:
                self._numbers[key] = len(self.atoms)
                self.atoms.append(NEVER if isinstance(found, str) else found)
                self.written.append(written)
            return Proposition(self._numbers[key])

        linked = replaced(formula, number)
        plain = folded(replaced(linked, lambda n: FALSE if self.atoms[int(str(n))] == NEVER else Proposition(n)))
        return Linked(linked, plain, tuple(missing))

    def as_written(self, formula: Formula) -> Formula:
        """A formula over numbers with the atoms as they were written."""
        return replaced(formula, lambda number: Proposition(self.written[int(str(number))]))


def atom_of(written: WrittenAtom, scene: Scene) -> Atom | str:
    """An atom as written on one pathway; why not, where it can never be true there."""
    pathway = scene.pathway
    match written:
        case StateAtom(how, selectors):
            selection = scene.select(tuple(word.text for word in selectors))
            if not selection:
                return f"nothing in this pathway is {selection.text}"
            return Atom(
                entering=selection if how == "enter" else None,
                standing=selection if how == "in" else None,
                leaving=selection if how == "leave" else None,
            )
        case EventAtom(names):
            known = {*EVENTS, *pathway.linked.interrupts}
            events = frozenset(word.text for word in names if word.text in known)
            return (
                Atom(events=events) if events else f"nothing that happens in this pathway is {_or(names_of(written))}"
            )
        case ValueAtom(attribute):
            name = attribute.text
            if name not in pathway.linked.attributes:
                return f"this pathway has no attribute '{name}'"
            if written.is_known:
                return Atom(when=OneOf(name, pathway.linked.attributes[name].values))
            guard = scene.guard(written.spec)
            values = pathway.linked.attributes[name].values
            if not isinstance(guard, OneOf) or not set(guard.values) & set(values):
                return f"'{name}' has no such value in this pathway"
            return Atom(when=guard)


def names_of(written: StateAtom | EventAtom) -> tuple[str, ...]:
    return tuple(word.text for word in (written.selectors if isinstance(written, StateAtom) else written.names))


def atom_words(written: Hashable, affirmed: bool, scene: Scene | None = None) -> str:
    """`it enters 'pcm'`, or `it does not enter 'pcm'`; with a scene, states are called by their titles there."""
    match written:
        case StateAtom(how):
            verb, plain = {"enter": ("enters", "enter"), "in": ("is in", "be in"), "leave": ("leaves", "leave")}[how]
            written_names = names_of(written)
            names = _or(written_names) if scene is None else scene.select(written_names).words
            if how == "in":
                return f"it is {'' if affirmed else 'not '}in {names}"
            return f"it {verb} {names}" if affirmed else f"it does not {plain} {names}"
        case EventAtom():
            return f"what happens is {'' if affirmed else 'not '}{_or(names_of(written))}"
        case ValueAtom(attribute) if written.is_known:
            return f"{spelt(attribute.text)} is {'' if affirmed else 'not '}known"
        case ValueAtom(attribute):
            bound = written.at_least or written.at_most
            if bound is None:
                text = words(OneOf(attribute.text, tuple(value.text for value in written.values)))
            else:
                text = f"{spelt(attribute.text)} is at {'least' if written.at_least else 'most'} {bound.text}"
            return text if affirmed else text.replace(" is ", " is not ", 1)
    raise TypeError(written)


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"'{name}'" for name in names)
