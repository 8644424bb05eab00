"""A policy's document to a `Policy`: rules with checked parameters, or every fault at once with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pathways.definition.faults import empty_paths, explain, path_of
from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf
from pathways.definition.linked import Attribute
from pathways.definition.model import Bounds, GuardSpec
from pathways.errors import DefinitionError, Finding, Place
from pathways.rules.kinds.base import RuleKind, RuleModel
from pathways.rules.registry import BUILT_IN, Kinds
from pathways.source import Document, Key


@dataclass(frozen=True)
class Rule:
    """One rule of a policy: its parameters, its kind, and where it is written."""

    spec: RuleModel
    kind: RuleKind
    policy: str
    applies_to: tuple[str, ...]
    document: Document
    number: int

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def place(self) -> Place:
        return self.place_of("id")

    def place_of(self, *path: Key, key: bool = False) -> Place:
        return self.document.place(("rules", self.number, *path), key=key)


@dataclass(frozen=True)
class Policy:
    """A set of rules for several pathways. `unread` holds the ids of rules that were left out for a fault."""

    id: str
    title: str
    note: str | None
    sources: tuple[str, ...]
    applies_to: tuple[str, ...]
    rules: tuple[Rule, ...]
    document: Document
    unread: tuple[str, ...] = ()


def parse_policy(document: Document, kinds: Kinds = BUILT_IN) -> Policy:
    """Check the shape of a policy's document.

    Parameters
    ----------
    kinds
        The kinds its rules may be of; those of extensions are among them only if they are passed.

    Raises
    ------
    DefinitionError
        With every fault: unknown or missing fields, unknown kinds, parameters that a kind does not have.
    """
    policy, findings = read_policy(document, kinds)
    if findings or policy is None:
        raise DefinitionError(findings)
    return policy


def read_policy(document: Document, kinds: Kinds = BUILT_IN) -> tuple[Policy | None, list[Finding]]:
    """The policy with those of its rules that have no fault, and every fault; None where more than rules is wrong."""
    plain = document.root.plain
    error = None
    try:
        kinds.form.policy.model_validate(plain)
    except ValidationError as fault:
        error = fault
    findings = explain(error, document, kinds.grammar)
    paths = {path[:2] for path in (*empty_paths(plain), *(path_of(e) for e in (error.errors() if error else ())))}
    if any(len(path) < 2 or path[0] != "rules" for path in paths):
        return None, findings
    lost = {path[1] for path in paths}
    written = plain["rules"]
    for number, finding in _repeated_ids(document, lost):
        lost.add(number)
        findings.append(finding)
    sound = [number for number in range(len(written)) if number not in lost]
    if not sound:
        return None, findings
    model = kinds.form.policy.model_validate({**plain, "rules": [written[number] for number in sound]})
    rules = tuple(
        Rule(spec, kinds[spec.kind], model.policy, spec.applies_to or model.applies_to, document, number)
        for number, spec in zip(sound, model.rules, strict=True)
    )
    unread = tuple(_id_of(written[number]) for number in range(len(written)) if number in lost)
    title = model.title or model.policy.replace("_", " ").capitalize()
    return Policy(model.policy, title, model.note, model.sources, model.applies_to, rules, document, unread), findings


def _repeated_ids(document: Document, lost: Iterable[Key]) -> Iterator[tuple[int, Finding]]:
    """The rules whose id an earlier one has, among those without other faults."""
    first: dict[str, int] = {}
    others = set(lost)
    for number, rule in enumerate(_rules(document)):
        if number not in others and first.setdefault(_id_of(rule), number) != number:
            earlier = document.place(("rules", first[_id_of(rule)], "id"))
            yield (
                number,
                Finding(
                    "duplicate-rule",
                    document.place(("rules", number, "id")),
                    f"the rule '{_id_of(rule)}' is written twice; first at {earlier}",
                    "one rule for each id, because departures name rules by their id",
                    "rename one of them",
                ),
            )


def _rules(document: Document) -> list[Any]:
    """The rules as written, whatever they are."""
    plain = document.root.plain
    rules = plain.get("rules") if isinstance(plain, Mapping) else None
    return rules if isinstance(rules, list) else []


def _id_of(rule: Any) -> str:
    id_ = rule.get("id") if isinstance(rule, Mapping) else None
    return id_ if isinstance(id_, str) else ""


def link_guard(spec: GuardSpec, attributes: Mapping[str, Attribute]) -> Guard:
    """A rule's condition as a guard on one pathway.

    A policy serves several pathways, so attributes and values that this one does not have are no faults here
    (`policy_findings` reports those that none of them has): such an attribute is simply never set.
    """
    parts: list[Guard] = [OneOf(name, _allowed(name, allowed, attributes)) for name, allowed in spec.tests.items()]
    if spec.all_ is not None:
        parts.append(AllOf(tuple(link_guard(part, attributes) for part in spec.all_)))
    if spec.any_ is not None:
        parts.append(AnyOf(tuple(link_guard(part, attributes) for part in spec.any_)))
    if spec.not_ is not None:
        parts.append(Not(link_guard(spec.not_, attributes)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _allowed(name: str, allowed: tuple[str, ...] | Bounds, attributes: Mapping[str, Attribute]) -> tuple[str, ...]:
    if not isinstance(allowed, Bounds):
        return allowed
    attribute = attributes.get(name)
    if attribute is None or not attribute.is_range:
        return ()
    low = int(attribute.values[0]) if allowed.at_least is None else allowed.at_least
    high = int(attribute.values[-1]) if allowed.at_most is None else allowed.at_most
    return tuple(value for value in attribute.values if low <= int(value) <= high)


def rules_for(pathway: str, policies: Sequence[Policy]) -> list[Rule]:
    """The rules that speak of a pathway, in order."""
    return [rule for policy in policies for rule in policy.rules if pathway in rule.applies_to]


def spoken_of(policies: Sequence[Policy]) -> list[str]:
    """The ids of every pathway that a policy applies to or a rule names."""
    named = [name for policy in policies for rule in policy.rules for name in rule.spec.pathway_names().values()]
    return [*(id_ for policy in policies for id_ in policy.applies_to), *named]
