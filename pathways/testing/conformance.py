"""A kind of rule to whether it does what a kind has to do: for whoever adds one, here or in a package of their own.

from pathways.testing import check_rule_kind
from our_package.our_kind import KIND

def test_our_kind_conforms():
    check_rule_kind(KIND)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final, get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway
from pathways.rules import BUILT_IN, Kinds, Policy, RuleKind, Verdict, check, parse_policy
from pathways.rules.kinds.base import RuleModel
from pathways.rules.registry import faults_of
from pathways.rules.telling import verdict_text
from pathways.rules.verdict import Outcome
from pathways.testing.examples import read_example
from pathways.testing.histories import Everything, History, replayed
from pathways.testing.rules_at_random import random_parameters
from pathways.testing.strategies import written_pathways
from pathways.testing.written import WrittenPathway, to_document

Says = Callable[[Any, History], bool]
Writes = Callable[[CompiledPathway, Random], Mapping[str, Any] | None]

_CONFIGURATIONS: Final = 2_000  # of a pathway that is looked at history by history
_HISTORIES: Final = 1_500
_RULES: Final = 3  # for each pathway
_DRAWS: Final = 100  # of parameters for a rule: where some depend on others, a model refuses most combinations


class NonconformingError(AssertionError):
    """The kind does not do what a kind has to do: what it did, and for which pathway and rule."""


def check_rule_kind(
    kind: RuleKind,
    *,
    parameters: Writes | None = None,
    offends: Says | None = None,
    matters: Says | None = None,
    pathways: int = 100,
) -> Mapping[Outcome, int]:
    """Hold a kind of rule against its examples and against random pathways.

    - It has an id, a title, a meaning, a formal meaning, and a model that says which kind it is.
    - Its good example holds and its bad example is broken (see `pathways.testing.read_example` for their form).
    - On random pathways, with random parameters, there is always a verdict, with a reason.
    - Every step of a counterexample, a second trace or a witness is one that the stepper makes.
    - With `offends`: what is broken ends where it is first lost, no history is lost sooner, and of what is not broken
      none is lost at all, as far as histories are looked at one by one.
    - With `matters`: a rule that holds has an occasion somewhere, and one that is not applicable has none.

    Parameters
    ----------
    parameters
        The parameters of a rule for a pathway (or None where none fits), where they cannot be made from the model:
        states, conditions, whole numbers, words of a list, and what may be left out can.
    offends
        The definition of the rule, over one history: whether it is lost at the last moment, or was before.
    matters
        Whether the last moment of a history gives the rule its occasion.
    pathways
        How many random pathways.

    Returns
    -------
    mapping
        How often each verdict came out on random pathways; a kind that never comes out broken was hardly tried.

    Raises
    ------
    NonconformingError
        At the first thing that is not as it should be.
    """
    for fact, expected, remedy in faults_of(kind):
        raise NonconformingError(f"{fact}\n    expected {expected}\n    fix: {remedy}")
    kinds = Kinds({**BUILT_IN.by_id, kind.id: kind})
    for text, expected_verdict in ((kind.good, "holds"), (kind.bad, "broken")):
        _try_example(kind, kinds, text, expected_verdict)
    seen: Counter[Outcome] = Counter()
    write = parameters or (lambda pathway, random: random_parameters(kind, pathway, random))

    @settings(
        max_examples=pathways, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32))
    def on_random_pathways(written: WrittenPathway, seed: int) -> None:
        pathway, random = written.compiled, Random(seed)
        everything = Everything.of(pathway, _CONFIGURATIONS) if offends or matters else None
        for _ in range(_RULES):
            drawn = (write(pathway, random) for _ in range(_DRAWS))
            fitting = (
                (one, policy) for one in drawn if one is not None and (policy := _policy(kind, kinds, pathway, one))
            )
            given_parameters, policy = next(fitting, (None, None))
            if policy is None:
                continue
            about = f"\n    rule: {given_parameters}\n{written}"
            verdict = _verdict(pathway, policy, about)
            seen[verdict.verdict] += 1
            history = _replay(pathway, verdict, about)
            if everything is not None:
                _compare(everything, policy.rules[0].spec, verdict, history, offends, matters, about)

    on_random_pathways()
    if not seen:
        raise NonconformingError(
            f"no rule of the kind '{kind.id}' could be made for any of {pathways} random pathways\n"
            "    expected parameters that its model accepts\n    fix: pass `parameters`, which writes them"
        )
    return seen


def _try_example(kind: RuleKind, kinds: Kinds, text: str, expected: str) -> None:
    which = "good" if expected == "holds" else "bad"
    try:
        example = read_example(text, kinds)
    except Exception as error:
        raise NonconformingError(f"the {which} example of '{kind.id}' cannot be read: {error}\n{text}") from error
    if example.policy is None or example.policy.rules[0].kind.id != kind.id:
        raise NonconformingError(f"the {which} example of '{kind.id}' has no rule of that kind under `rule:`\n{text}")
    verdict = example.verdict()
    if verdict.verdict != expected:
        raise NonconformingError(
            f"the {which} example of '{kind.id}' should come out as '{expected}'\n{verdict_text(verdict)}\n{text}"
        )
    _replay(example.pathway, verdict, f"\n{text}")


def _policy(kind: RuleKind, kinds: Kinds, pathway: CompiledPathway, given: Mapping[str, Any]) -> Policy | None:
    """A policy of one rule; None where the model refuses the parameters, as it may those that do not go together."""
    rule = {"id": "r", "says": "s", "hardness": "ASSUMPTION", "source": "random", "kind": kind.id, **given}
    try:
        return parse_policy(to_document({"policy": "p", "applies_to": [pathway.id], "rules": [rule]}, "p"), kinds)
    except DefinitionError:
        return None


def _verdict(pathway: CompiledPathway, policy: Policy, about: str) -> Verdict:
    try:
        (verdict,) = check(pathway, [policy], witnesses=True)
    except Exception as error:
        raise NonconformingError(f"the kind gave no verdict but {type(error).__name__}: {error}{about}") from error
    if verdict.verdict not in get_args(Outcome) or not verdict.reason:
        raise NonconformingError(f"a verdict needs a known outcome and a reason, not {verdict!r}{about}")
    return verdict


def _replay(pathway: CompiledPathway, verdict: Verdict, about: str) -> History | None:
    """The counterexample as a history; every trace is replayed."""
    found = []
    for steps in (verdict.counterexample, verdict.second, verdict.witness):
        try:
            found.append(replayed(pathway, steps) if steps else None)
        except AssertionError as error:
            raise NonconformingError(f"{error}\n{verdict_text(verdict)}{about}") from error
    return found[0]


def _compare(
    everything: Everything,
    rule: RuleModel,
    verdict: Verdict,
    history: History | None,
    offends: Says | None,
    matters: Says | None,
    about: str,
) -> None:
    """Hold a verdict against all histories, one by one, as far as there are not too many."""
    layers = list(everything.histories(_HISTORIES))

    def first(says: Says) -> int | None:
        return next((n for n, layer in enumerate(layers, 1) if any(says(rule, each) for each in layer)), None)

    is_all = not layers or all(each.now.is_ended for each in layers[-1])

    def fail(fact: str) -> None:
        raise NonconformingError(f"{fact}\n{verdict_text(verdict)}{about}")

    if offends is not None and verdict.verdict in ("holds", "broken", "not applicable"):
        lost = first(offends)
        if verdict.verdict != "broken" and lost is not None:
            fail(f"it is '{verdict.verdict}', but a history of {lost} steps breaks the rule by its definition")
        if verdict.verdict == "broken" and history is not None:
            length = len(history.moments)
            if not offends(rule, history):
                fail("the counterexample does not break the rule by its definition")
            if lost is not None and lost < length:
                fail(f"the counterexample has {length} steps, but a history of {lost} breaks the rule")
        if verdict.verdict == "broken" and lost is None and is_all:
            fail("it is 'broken', but no history breaks the rule by its definition")
    if matters is not None:
        occasion = first(matters)
        if verdict.verdict == "holds" and occasion is None and is_all:
            fail("it 'holds', but its occasion never arises: it is 'not applicable'")
        if verdict.verdict == "not applicable" and occasion is not None:
            fail(f"it is 'not applicable', but its occasion arises in a history of {occasion} steps")
