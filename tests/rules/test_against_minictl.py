"""Rules about where ways lead against an independent checker of branching time, minictl, as far as it is installed.

It gets a Kripke structure of full configurations, each with the move that led to it, as the stepper makes them,
and the CTL formula of the kind. A way that has ended goes on to `closed` for ever, one that is stuck to `stuck`.
Verdicts are compared, not traces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from pathways.definition.guards import holds
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, Configuration, Move, MoveKind, all_starting, compile_pathway, is_ended
from pathways.rules import check
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES, Drawing, read_rules
from tests.rules.damage import damaged, forgetful, labelled
from tests.rules.oracle import Full, Position, enters, full, position, stands

minictl: Any = pytest.importorskip("minictl", reason="minictl is not installed: pip install 'minictl>=0.1.9,<0.2'")

Node = tuple[Move | None, Configuration]
Says = Callable[[Position], bool]


@dataclass
class Kripke:
    """Every configuration with the move that led to it; `labels` name what is true of these positions."""

    whole: Full
    labels: dict[str, Says]
    without_interrupts: bool = False

    def __post_init__(self) -> None:
        self.numbers: dict[Node, str] = {}
        for start in all_starting(self.whole.pathway):
            self.numbers.setdefault((None, start), f"s{len(self.numbers)}")
        self.starts = list(self.numbers.values())
        edges: dict[str, list[str]] = {"closed": ["closed"], "stuck": ["stuck"]}
        nodes = list(self.numbers)
        for node in nodes:  # grows while it is read
            onward = []
            for move, target in self.whole.onward[node[1]]:
                if (move, target) not in self.numbers:
                    self.numbers[move, target] = f"s{len(self.numbers)}"
                    nodes.append((move, target))
                if not (self.without_interrupts and move.kind is MoveKind.INTERRUPT):
                    onward.append(self.numbers[move, target])
            edges[self.numbers[node]] = onward or ["closed" if is_ended(self.whole.pathway, node[1]) else "stuck"]
        states = [
            *(minictl.State(name, {name}) for name in ("closed", "stuck")),
            *(minictl.State(n, self._true_of(node)) for node, n in self.numbers.items()),
        ]
        self.checker = minictl.CTLChecker(minictl.Model(states, edges))

    def _true_of(self, node: Node) -> set[str]:
        here = position(self.whole.pathway, *node)
        return {name for name, says in self.labels.items() if says(here)}

    def where(self, formula: str) -> set[str]:
        """The positions of which the formula is true. Read to its last word: the parser stops where it likes."""
        parsed = minictl.CTLFormula.parse(formula)
        note(f"{formula}, read as {parsed}")
        assert re.findall(r"\w+", str(parsed)) == [
            word for word in re.findall(r"\w+", formula) if word not in ("and", "or")
        ]
        return set(self.checker.check(parsed))

    def holds(self, formula: str) -> bool:
        return set(self.starts) <= self.where(formula)


def questions(drawing: Drawing, whole: Full) -> Iterator[tuple[dict[str, Any], bool]]:
    """Rules, each with whether its formula is true, whether or not its occasion arises."""
    pathway = drawing.pathway
    a, b, c = (drawing.selectors() for _ in range(3))
    guard: Says = lambda at: True  # noqa: E731
    when: dict[str, Any] = {}
    if drawing.has_attributes and drawing.perhaps():
        written, linked = drawing.guard()
        when, guard = {"when": written}, lambda at: holds(linked, at.values)
    labels: dict[str, Says] = {
        "ended": lambda at: at.ended,
        "passing": lambda at: not at.settled,
        "a": lambda at: enters(pathway, a, at),
        "b": lambda at: enters(pathway, b, at),
        "c": lambda at: enters(pathway, c, at),
        "in_a": lambda at: stands(pathway, a, at),
        "given": lambda at: guard(at),
    }
    kripke = Kripke(whole, labels)
    yield {"kind": "can_always_end"}, kripke.holds("AG(EF(closed))")
    yield {"kind": "no_dead_end"}, kripke.holds("AG(stuck or EX(!stuck))")
    yield {"kind": "no_livelock"}, kripke.holds("AG(EF(closed or stuck))")
    yield {"kind": "no_livelock", "forbids": "loops"}, kripke.holds("AF(closed or stuck)")
    yield {"kind": "no_livelock", "forbids": "timeless_loops"}, kripke.holds("AG(!EG(passing))")
    yield {"kind": "never", "state": a, **when}, kripke.holds("!EF((a and given) and EF(ended))")
    yield {"kind": "never", "state": b, "after": a}, kripke.holds("!EF(a and EX(EF(b and EF(ended))))")
    yield {"kind": "precedes", "first": a, "then": b}, kripke.holds("!E[!a U ((b and !a) and EF(ended))]")
    yield {"kind": "always_through", "state": a}, kripke.holds("!E[!a U (ended and !a)]")
    yield (
        {"kind": "always_through", "state": b, "from": a, "to": c, **when},
        kripke.holds("!EF(((a and given) and !b) and EX(E[(!b and !c) U ((c and !b) and EF(ended))]))"),
    )
    yield {"kind": "followed_by", "state": a, "by": b}, kripke.holds("!EF(a and E[!b U (ended and !b)])")
    if when:
        kept = kripke.holds("AG(((in_a and !passing) and EF(ended)) -> given)")
        yield {"kind": "kept", "state": a, **when}, kept
    if not kripke.where("EG(passing)"):  # where decisions go round for ever, more is resting than what is settled
        resting = "(in_a and (!ended and (!passing or AX(stuck))))"
        at_hand = "EX(E[passing U b])"
        yield (
            {"kind": "standing_option", "to": b, "state": a, **when},
            kripke.holds(f"AG(({resting} and given) -> {at_hand})"),
        )
    for name in (s.name for s in pathway.linked.states.values() if s.kind == "parallel"):
        yield {"kind": "joins_complete", "state": name}, _joins(whole, name)


def _joins(whole: Full, name: str) -> bool:
    inside: Says = lambda at: name in at.standing  # noqa: E731
    joined: Says = lambda at: at.event == "join" and at.left == name  # noqa: E731
    kripke = Kripke(whole, {"inside": inside, "joined": joined}, without_interrupts=True)
    return kripke.where("inside") <= kripke.where("EX(E[(inside and !joined) U joined])")


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32), st.data())
def test_verdicts_are_those_of_a_checker_of_branching_time(
    written: WrittenPathway, seed: int, data: st.DataObject
) -> None:
    pathway = _pathway(written, Random(seed))
    whole = full(pathway, 300)
    assume(whole is not None)
    assert whole is not None
    asked = list(questions(Drawing(data.draw, pathway), whole))
    rules = [{"id": f"r{number}", **rule} for number, (rule, _) in enumerate(asked)]
    verdicts = check(pathway, [read_rules(pathway, rules)])
    for (rule, is_true), verdict in zip(asked, verdicts, strict=True):
        note(f"{rule}: {is_true}, {verdict.verdict}: {verdict.reason}")
        assert (verdict.verdict == "broken") == (not is_true)
        assert verdict.verdict != "undecided"


def _pathway(written: WrittenPathway, dice: Random) -> CompiledPathway:
    try:
        linked = labelled(written.compiled.linked, dice)
        for done in (damaged, forgetful):
            linked = done(linked, dice) if dice.random() < 0.5 else linked
        return compile_pathway(linked)
    except DefinitionError:
        assume(False)
        raise
