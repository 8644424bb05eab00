"""Policies and the pathways they speak of to what is wrong between them: names and departures that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pathways.definition.conditions import resolve_guard
from pathways.definition.linked import Attribute, Origin
from pathways.definition.report import Report, listed, nearest, one_of
from pathways.errors import Finding, Place
from pathways.machine import CompiledPathway
from pathways.rules.policy import Policy, Rule
from pathways.rules.selectors import known_selectors, select


def policy_findings(
    policies: Sequence[Policy], pathways: Sequence[CompiledPathway], known: Iterable[str] | None = None
) -> list[Finding]:
    """Find what policies and pathways say of each other that means nothing.

    Parameters
    ----------
    policies
        All policies that there are, so that departures can be held against every rule.
    pathways
        The pathways at hand. A rule's names are checked when every pathway it applies to is among them.
    known
        The ids of all pathways that exist; by default those at hand. None of them is loaded here.

    Returns
    -------
    list of Finding
        In order of place.
    """
    at_hand = {pathway.id: pathway for pathway in pathways}
    ids = list(dict.fromkeys(at_hand if known is None else known))
    findings = [*_repeated(policies)]
    for policy in policies:
        findings += _applies_to(policy, ids)
        for rule in policy.rules:
            if rule.kind.is_decided and all(name in at_hand for name in rule.applies_to):
                concerned = [at_hand[name] for name in rule.applies_to]
                findings += _selectors(rule, concerned)
                findings += _guards(rule, concerned)
    for pathway in pathways:
        findings += _departures(pathway, policies)
    return sorted(dict.fromkeys(findings), key=lambda f: (f.place, f.id, f.message))


def _repeated(policies: Sequence[Policy]) -> Iterator[Finding]:
    first: dict[str, Rule] = {}
    for rule in (rule for policy in policies for rule in policy.rules):
        earlier = first.setdefault(rule.id, rule)
        if earlier is not rule:
            yield Finding(
                "duplicate-rule",
                rule.place,
                f"the policy '{earlier.policy}' already has a rule '{rule.id}' ({earlier.place})",
                "one rule for each id, because departures name rules by their id",
                "rename one of them",
            )


def _applies_to(policy: Policy, ids: Sequence[str]) -> Iterator[Finding]:
    for number, name in enumerate(policy.applies_to):
        if name not in ids:
            yield _unknown_pathway(name, ids, policy.id, policy.document.place(("applies_to", number)))
    for rule in policy.rules:
        for number, name in enumerate(rule.spec.applies_to or ()):
            place = rule.place_of("applies_to", number)
            if name not in ids:
                yield _unknown_pathway(name, ids, policy.id, place)
            elif name not in policy.applies_to:
                yield Finding(
                    "applies-to-wider",
                    place,
                    f"the rule '{rule.id}' applies to '{name}', but its policy does not",
                    f"one of the policy's pathways: {listed(policy.applies_to)}",
                    f"add '{name}' to the 'applies_to' of the policy, or take it out here",
                )


def _unknown_pathway(name: str, ids: Sequence[str], policy: str, place: Place) -> Finding:
    expected, _ = one_of(name, ids, "pathways")
    near = nearest(name, ids)
    remedy = f"write '{near}'" if near else "correct the name, or add a definition for it"
    return Finding(
        "unknown-pathway", place, f"'{name}' is not a pathway that '{policy}' could apply to", expected, remedy
    )


def _selectors(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Names of states that exist in none of the pathways the rule applies to."""
    for field, selectors in rule.spec.selectors().items():
        key = rule.spec.written_name(field)
        written = rule.document.node(("rules", rule.number, key))
        is_list = written is not None and isinstance(written.value, list)
        for number, selector in enumerate(selectors):
            if any(select(pathway, (selector,)) for pathway in concerned):
                continue
            candidates = dict.fromkeys(known for pathway in concerned for known in known_selectors(pathway))
            near = nearest(selector, candidates)
            yield Finding(
                "unknown-in-rule",
                rule.place_of(key, number) if is_list else rule.place_of(key),
                f"the rule '{rule.id}' names '{selector}', which is nothing in {listed([p.id for p in concerned])}",
                f"a state, '#tag', 'lane:...', 'outcome:...', 'kind:...' or 'pathway:...' of one of them"
                f"{f'; nearest is {near!r}' if near else ''}",
                f"write '{near}'" if near else "correct the name, or narrow the rule with 'applies_to'",
            )


def _guards(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Attributes and values that none of the pathways has."""
    attributes: dict[str, Attribute] = {}
    for pathway in concerned:
        for name, attribute in pathway.linked.attributes.items():
            known = attributes.setdefault(name, attribute)
            attributes[name] = replace(known, values=tuple(dict.fromkeys((*known.values, *attribute.values))))
    report = Report()
    names = "' or '".join(pathway.id for pathway in concerned)
    for field, guard in rule.spec.guards().items():
        resolve_guard(guard, attributes, Origin(rule.document, names, ("rules", rule.number)), (field,), report)
    yield from report.findings


def _departures(pathway: CompiledPathway, policies: Sequence[Policy]) -> Iterator[Finding]:
    """Departures from rules that no policy has, or that do not speak of the pathway."""
    rules = {rule.id: rule for policy in policies for rule in policy.rules}
    seen: set[str] = set()
    for departure in pathway.linked.departures:
        place = departure.origin.place("rule")
        rule = rules.get(departure.rule)
        if departure.rule in seen:
            yield Finding(
                "duplicate-departure", place, f"the departure from '{departure.rule}' is declared twice",
                "one departure for each rule", "take one of the two out",
            )  # fmt: skip
        elif rule is None:
            expected, _ = one_of(departure.rule, rules, "rules")
            near = nearest(departure.rule, rules)
            yield Finding(
                "unknown-departure", place, f"no policy has a rule '{departure.rule}'", expected,
                f"write '{near}'" if near else "correct the id, or take the departure out",
            )  # fmt: skip
        elif pathway.id not in rule.applies_to:
            yield Finding(
                "unknown-departure", place,
                f"the rule '{departure.rule}' does not apply to '{pathway.id}', so there is nothing to depart from",
                f"a rule that applies to '{pathway.id}'", "take the departure out",
            )  # fmt: skip
        seen.add(departure.rule)
