"""Formulas with names standing for `entering these states`: what the tables of templates are made of."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from pathways.definition.guards import words
from pathways.definition.model import GuardSpec
from pathways.rules.atoms import Atom
from pathways.rules.kinds.base import Answer, GraphQuestion, Scene
from pathways.rules.ltlf.formula import FALSE, Binary, Formula, Proposition, Unary
from pathways.rules.ltlf.parser import parse
from pathways.rules.ltlf.question import Occasion, Offence, question


@dataclass(frozen=True)
class Entry:
    """A rule's parameter as a proposition: the move enters one of the states, and the condition holds just after it.

    Without states it is the condition alone, at every step.
    """

    parameter: str
    states: tuple[str, ...] | None
    when: GuardSpec | None = None

    def atom(self, scene: Scene) -> Atom | str:
        """The atom on one pathway; why not, where nothing there can be entered."""
        if self.states is None:
            return Atom(when=scene.guard(self.when))
        selection = scene.select(self.states)
        if not selection:
            return f"nothing in this pathway is {selection.text}"
        return Atom(entering=selection, when=scene.guard(self.when))

    def words(self, scene: Scene) -> str:
        """`'Channel' (while consent is granted)`."""
        guard = scene.guard(self.when)
        condition = "" if guard is None else words(guard)
        if self.states is None:
            return condition
        return f"{scene.select(self.states).words}{f' (while {condition})' if condition else ''}"


@dataclass(frozen=True)
class Template:
    """One line of a table: a formula over the letters that stand for entries.

    Parameters
    ----------
    formula
        True of the traces that keep the rule.
    matters
        Formulas that must each be true of some complete trace, or the rule does not apply; each with the words for
        what never happens otherwise, in which `{a}` stands for the words of the entry `a`.
    unfinished
        How a counterexample ends whose duty is still open at its end, after `It ends as 'closed', `.
    lost
        How any other counterexample ends; the same unless given.
    meaning
        What the template asks, in plain words.
    """

    formula: str
    meaning: str
    unfinished: str
    lost: str = ""
    matters: tuple[tuple[str, str], ...] = ()


def ask_template(
    template: Template,
    entries: Mapping[str, Entry],
    scene: Scene,
    *,
    counts: Mapping[str, Formula] | None = None,
    named: Mapping[str, str] | None = None,
) -> GraphQuestion | Answer:
    """The question of a template.

    Parameters
    ----------
    entries
        What its letters stand for.
    counts
        More letters, that stand for formulas about how often something happens.
    named
        More words for its sentences.
    """
    letters = {**letters_of(entries), **(counts or {})}
    told = {**{letter: entry.words(scene) for letter, entry in entries.items()}, **(named or {})}
    occasions = [
        Occasion(parse(formula, letters), f"no referral ever {never.format(**told)}")
        for formula, never in template.matters
    ]

    def resolve(entry: Hashable) -> Atom | str:
        assert isinstance(entry, Entry)
        return entry.atom(scene)

    def lost(offence: Offence) -> str:
        text = template.unfinished if offence.opened else template.lost or template.unfinished
        return f"{offence.arrival_there}, {text.format(**told)}."

    return question(parse(template.formula, letters), occasions, resolve, scene, lost)


def letters_of(entries: Mapping[str, Entry]) -> dict[str, Formula]:
    """Each letter with the proposition it stands for."""
    return {letter: Proposition(entry) for letter, entry in entries.items()}


def at_least(times: int, what: Formula) -> Formula:
    """That something is true at so many steps (at least one)."""
    formula: Formula = Unary("eventually", what)
    for _ in range(times - 1):
        formula = Unary("eventually", Binary("and", what, Unary("next", formula)))
    return formula


def at_most(times: int, what: Formula, end: Formula = FALSE) -> Formula:
    """That something is true at no more than so many steps, counted up to the first at which `end` is."""
    formula: Formula = Binary("weak until", Unary("not", what), end)
    for _ in range(times):
        again = Binary("and", what, Unary("weak next", formula))
        formula = Binary("weak until", Unary("not", what), Binary("or", end, again))
    return formula
