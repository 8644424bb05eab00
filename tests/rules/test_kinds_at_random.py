"""Every kind of rule against brute force: random pathways, random rules, each kind by its own definition."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import compile_pathway
from pathways.rules import check
from pathways.rules.exploration import LARGE
from pathways.testing import WrittenPathway, written_pathways
from tests.rules import oracles
from tests.rules.at_random import EXAMPLES, Brute, Drawing, read_rules
from tests.rules.damage import damaged, forgetful, labelled
from tests.rules.oracle import full

# Shrinking traces of random pathways takes minutes; a failure prints the pathway as YAML as it was drawn.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
ORACLES = {found.name: import_module(f"tests.rules.oracles.{found.name}") for found in iter_modules(oracles.__path__)}
# `PATHWAYS_KINDS=never,precedes` for a campaign on a few kinds.
ASKED = [name for name in os.environ.get("PATHWAYS_KINDS", "").split(",") if name] or list(ORACLES)


def agree(written: WrittenPathway, is_damaged: bool, is_forgetful: bool, seed: int, data: st.DataObject) -> None:
    """Oracle: each kind's own definition (see `oracles`), on full configurations and traces one by one.

    All kinds at once, because they share an exploration and the bits of one analysis. Every other time branches
    that nobody looks at wait for the others.
    """
    dice = Random(seed)
    try:
        linked = labelled(written.compiled.linked, dice)
        if is_damaged:  # traps and stuck decisions: traces that can never be complete
            linked = damaged(linked, dice)
        if is_forgetful:  # decisions and interrupts that ask about what nobody has set
            linked = forgetful(linked, dice)
        pathway = compile_pathway(linked)
    except DefinitionError:
        assume(False)
        raise
    whole = full(pathway, 2_000)
    assume(whole is not None)
    assert whole is not None
    drawing = Drawing(data.draw, pathway)
    drawn = [(kind, rule) for kind in ASKED if (rule := ORACLES[kind].rule(drawing)) is not None]
    rules = [{"id": f"r{number}", "kind": kind, **rule[0]} for number, (kind, rule) in enumerate(drawn)]
    assume(rules)
    verdicts = check(pathway, [read_rules(pathway, rules)], large=data.draw(st.sampled_from([0, LARGE])))
    brute = Brute.of(whole)
    for (_, (_, judge)), rule, verdict in zip(drawn, rules, verdicts, strict=True):
        note(str(rule))
        judge(brute, verdict)


TRIED = given(written_pathways(states=4, pieces=1, nesting=1), *[st.booleans()] * 2, st.integers(0, 2**32), st.data())
MANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
test_verdicts_agree_with_brute_force = settings(MANY, max_examples=max(EXAMPLES // 4, 1))(TRIED(agree))
test_verdicts_on_more_pathways_agree_with_brute_force = pytest.mark.slow(MANY(TRIED(agree)))
