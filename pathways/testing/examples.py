"""The good and bad examples of kinds of rules to pathways and policies, so that they are tried and not only read.

An example is YAML: the rule under `rule:`, and as much of a pathway as it takes to see the point. What every file has
to say is filled in, so that an author writes no more than that:

- of the rule its `id`, `says`, `hardness` and `source`;
- of the pathway its name, version, status and `lanes`; `start` is the first state;
- a state without a lane stands in the first of `lanes`, or in `team`;
- a name that something leads to and that is no state is an end, whose outcome is that name;
- under `others:` stand more pathways by id, filled in likewise: pieces that it uses, or those it is compared with;
- under `study:` stands what a study says of it, the pathway being called `example`; its name, title and clock are
  filled in, and arrivals where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pathways.commands.evidence import evidence_of
from pathways.definition import link, parse_pathway
from pathways.errors import StudyError
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import Kinds, Policy, Verdict, check, parse_policy
from pathways.rules.evidence import Evidence
from pathways.simulation import parse_study
from pathways.source import read_document
from pathways.testing.written import to_document

_NAME: Final = "example"
_CLOCK: Final = {"starts": "2018-01-01", "length": "104 weeks", "calendar": "england"}
_ARRIVALS: Final = {_NAME: {"rate": "1 per week"}}
_LANES: Final = {"mash": "MASH", "so15": "Police SO15", "pcm": "PCM"}  # called otherwise than their names suggest
_LEFT_OUT: Final = "..."  # as in `rule: {kind: never, state: attic, ...}`


@dataclass(frozen=True)
class Example:
    """An example that has been read."""

    pathway: CompiledPathway
    others: tuple[CompiledPathway, ...]
    policy: Policy | None
    evidence: tuple[Evidence, ...] = ()

    def verdict(self) -> Verdict:
        """What the example's rule turns out to be."""
        assert self.policy is not None, "the example has no rule"
        (verdict,) = check(self.pathway, [self.policy], others=self.others, evidence=self.evidence)
        return verdict


def read_example(text: str, kinds: Kinds) -> Example:
    """Fill in what an example leaves out, and read it.

    Raises
    ------
    DefinitionError, StudyError
        If it is no rule, no pathway or no study even so; its places are of no file.
    """
    plain = dict(read_document(text, _NAME).root.plain)
    rule, others, study = plain.pop("rule", None), plain.pop("others", {}), plain.pop("study", None)
    whole = {_NAME: _pathway(_NAME, plain), **{name: _pathway(name, other) for name, other in others.items()}}
    library = {name: parse_pathway(to_document(definition, name)) for name, definition in whole.items()}
    compiled = {name: compile_pathway(link(definition, library)) for name, definition in library.items()}
    evidence = () if study is None else _evidence(study, compiled)
    pathway = compiled.pop(_NAME)
    if rule is None:
        return Example(pathway, tuple(compiled.values()), None)
    shared = {"id": _NAME, "says": "as in the example", "hardness": "ASSUMPTION", "source": "an example"}
    given = {key: value for key, value in rule.items() if key != _LEFT_OUT}
    policy = {"policy": _NAME, "applies_to": list(whole), "rules": [{**shared, **given}]}
    return Example(pathway, tuple(compiled.values()), parse_policy(to_document(policy, _NAME), kinds), evidence)


def _evidence(plain: Mapping[str, Any], pathways: Mapping[str, CompiledPathway]) -> tuple[Evidence, ...]:
    """What the example's study says of its pathway."""
    head = {"study": _NAME, "title": "Example", "clock": _CLOCK, "pathways": {_NAME: _NAME}, "arrivals": _ARRIVALS}
    found, faults = evidence_of(parse_study(to_document({**head, **plain}, _NAME)), pathways)
    if faults:
        raise StudyError(faults)
    return (found[_NAME],)


def _pathway(name: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A whole definition from the part of one that an example shows."""
    states = {state: dict(body or {}) for state, body in plain.get("states", {}).items()}
    targets = [target for state in states.values() for target in _targets(state)]
    targets += [target for each in plain.get("interrupts", {}).values() for target in _targets(each)]
    for target in targets:
        if target.partition(".")[0] not in states:
            states[target] = {"kind": "end", "outcome": target}
    lanes: dict[str, Any] = dict(plain.get("lanes", {}))
    usual = next(iter(lanes), "team")
    for state in states.values():
        if state.get("kind") != "use":
            state.setdefault("lane", usual)
    for each in _all_states(states):
        for lane in (each.get("lane"), *_listed(each.get("with"))):
            if isinstance(lane, str):
                lanes.setdefault(lane, _LANES.get(lane, lane.replace("_", " ").capitalize()))
    head = {"pathway": name, "version": "1", "status": "proposed", "start": next(iter(states), name)}
    return {**head, **plain, "lanes": lanes, "states": states}


def _targets(state: Mapping[str, Any]) -> Iterator[str]:
    """What a state, or an interrupt, leads to, as written in it."""
    ways = [state, *state.get("choose", [])]
    arrows = [way.get(key) for way in ways for key in ("then", "otherwise")] + [*state.get("after", {}).values()]
    for arrow in arrows:
        to = arrow.get("then") if isinstance(arrow, Mapping) else arrow
        if isinstance(to, str):
            yield to


def _all_states(states: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The states and those inside their branches."""
    for state in states.values():
        yield state
        for branch in (state.get("branches") or {}).values():
            yield from _all_states(branch)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
