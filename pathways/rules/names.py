"""Policies and the pathways they speak of to what is wrong between them: names and departures that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pathways.definition.conditions import resolve_guard
from pathways.definition.report import Report, listed, nearest, one_of
from pathways.errors import Finding, Place
from pathways.machine import CompiledPathway
from pathways.rules.policy import Policy, Rule
from pathways.rules.selectors import known_selectors, select
from pathways.rules.unknown import all_attributes, of_these, origin_of, unknown_in_formulas, unknown_selector


def policy_findings(
    policies: Sequence[Policy],
    pathways: Sequence[CompiledPathway],
    known: Iterable[str] | None = None,
    *,
    others: Sequence[CompiledPathway] = (),
    is_all: bool = True,
) -> list[Finding]:
    """Find what policies and pathways say of each other that means nothing.

    Parameters
    ----------
    policies
        All policies that could be read, so that departures can be held against every rule.
    pathways
        Those whose departures are looked at.
    known
        The ids of all pathways that exist; by default those at hand. None of them is loaded here.
    others
        More pathways at hand. A rule's names are checked when every pathway it applies to is at hand.
    is_all
        Whether `policies` are all that there are; if not, a departure may be from a rule of another.

    Returns
    -------
    list of Finding
        In order of place.
    """
    at_hand = {pathway.id: pathway for pathway in (*others, *pathways)}
    ids = list(dict.fromkeys(at_hand if known is None else known))
    findings = [*_repeated(policies), *_unknown_pathways(policies, ids)]
    for policy in policies:
        findings += policy.document.warnings
        if _is_certain(policy, ids):
            findings += _wider(policy, ids)
        for rule in policy.rules:
            findings += _unknown_names(rule, at_hand) or _kept_anyway(rule, at_hand)
    for pathway in pathways:
        findings += _departures(pathway, policies, ids, is_all=is_all)
    return sorted(dict.fromkeys(findings), key=lambda f: (f.place, f.id, f.message))


def decidable(policies: Sequence[Policy], pathways: Sequence[CompiledPathway]) -> list[Policy]:
    """The policies without the rules in which `policy_findings` finds a name that none of their pathways has.

    A verdict on such a rule would speak of a slip of the pen, not of the pathway.

    Parameters
    ----------
    pathways
        All that are at hand; a rule that also applies to others stays.
    """
    at_hand = {pathway.id: pathway for pathway in pathways}
    return [
        replace(policy, rules=tuple(rule for rule in policy.rules if not _has_unknown_name(rule, at_hand)))
        for policy in policies
    ]


def _has_unknown_name(rule: Rule, at_hand: Mapping[str, CompiledPathway]) -> bool:
    return any(finding.severity == "error" for finding in _unknown_names(rule, at_hand))


def _unknown_names(rule: Rule, at_hand: Mapping[str, CompiledPathway]) -> list[Finding]:
    """What a rule names that none of its pathways has; nothing is said unless all of these are at hand."""
    if any(name not in at_hand for name in rule.applies_to):
        return []
    concerned = [at_hand[name] for name in rule.applies_to]
    return [
        *_selectors(rule, concerned),
        *_guards(rule, concerned),
        *_names(rule, concerned),
        *_values(rule, concerned),
        *_elsewhere(rule, at_hand),
        *unknown_in_formulas(rule, concerned),
    ]


def _kept_anyway(rule: Rule, at_hand: Mapping[str, CompiledPathway]) -> Iterator[Finding]:
    """A rule that no pathway can break, since what it asks for is there by itself wherever it asks."""
    written = rule.spec.selectors()
    for asked, by in rule.spec.kept_anyway():
        concerned = [at_hand[name] for name in rule.applies_to if name in at_hand]
        if asked in written and concerned and all(_is_within(p, written[asked], written[by]) for p in concerned):
            first, second = rule.spec.written_name(asked), rule.spec.written_name(by)
            yield Finding(
                "rule-always-kept",
                rule.place_of(second),
                f"the rule '{rule.id}' can never be broken: whatever '{first}' names, '{second}' names too",
                f"'{second}' to name something else than '{first}'",
                f"name in '{second}' what is really asked for, or take the rule out",
                severity="warning",
            )


def _is_within(pathway: CompiledPathway, names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether everything that some selectors stand for is entered only where others are."""
    one, other = select(pathway, names), select(pathway, others)
    return one.states <= other.states and set(one.pieces) <= set(other.pieces)


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


def _is_certain(policy: Policy, ids: Sequence[str]) -> bool:
    """Whether it is clear which pathways the policy applies to; an unknown name among them may stand for any."""
    return all(name in ids for name in policy.applies_to)


def _unknown_pathways(policies: Sequence[Policy], ids: Sequence[str]) -> Iterator[Finding]:
    """Each name that is no pathway, once: where it stands first, and in how many places more."""
    places: dict[str, list[tuple[Policy, Place]]] = {}
    for policy in policies:
        for number, name in enumerate(policy.applies_to):
            places.setdefault(name, []).append((policy, policy.document.place(("applies_to", number))))
        for rule in policy.rules:
            for number, name in enumerate(rule.spec.applies_to or ()):
                places.setdefault(name, []).append((policy, rule.place_of("applies_to", number)))
            for field, name in rule.spec.pathway_names().items():
                places.setdefault(name, []).append((policy, rule.place_of(rule.spec.written_name(field))))
    for name, spoken in places.items():
        if name in ids:
            continue
        policy, place = spoken[0]
        expected, _ = one_of(name, ids, "pathways")
        near = nearest(name, ids)
        more = len(spoken) - 1
        also = f" (it stands in {more} more place{'s' if more > 1 else ''} of the policies)" if more else ""
        remedy = (
            f"write '{near}'" if near else f"correct the name, or give the definition that is meant the id '{name}'"
        )
        yield Finding(
            "unknown-pathway",
            place,
            f"'{name}' is not a pathway that '{policy.id}' could apply to{also}",
            expected,
            remedy,
        )


def _wider(policy: Policy, ids: Sequence[str]) -> Iterator[Finding]:
    for rule in policy.rules:
        for number, name in enumerate(rule.spec.applies_to or ()):
            if name in ids and name not in policy.applies_to:
                yield Finding(
                    "applies-to-wider",
                    rule.place_of("applies_to", number),
                    f"the rule '{rule.id}' applies to '{name}', but its policy does not",
                    f"one of the policy's pathways: {listed(policy.applies_to)}",
                    f"add '{name}' to the 'applies_to' of the policy, or take it out here",
                )


def _selectors(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Names of states that exist in none of the pathways the rule applies to."""
    for field, selectors in rule.spec.selectors().items():
        key = rule.spec.written_name(field)
        written = rule.document.node(("rules", rule.number, key))
        parts = None if written is None else written.value
        for number, selector in enumerate(selectors):
            if any(select(pathway, (selector,)) for pathway in concerned):
                continue
            yield unknown_selector(
                rule,
                selector,
                rule.place_of(key, number)
                if isinstance(parts, list)
                else rule.place_of(key, selector, key=True)
                if isinstance(parts, Mapping)
                else rule.place_of(key),
                concerned,
            )


def _guards(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Attributes and values that none of the pathways has."""
    report = Report()
    attributes, origin = all_attributes(concerned), origin_of(rule, concerned)
    for field, guard in rule.spec.guards().items():
        resolve_guard(guard, attributes, origin, (field,), report)
    yield from report.findings


def _names(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Attributes and lanes that exist in none of the pathways."""
    spec = rule.spec
    attributes = [name for pathway in concerned for name in pathway.attributes]
    lanes = [name for pathway in concerned for name in pathway.linked.lanes]
    for what, fields, known in (("attribute", spec.attribute_names(), attributes), ("lane", spec.lane_names(), lanes)):
        for field, names in fields.items():
            key = spec.written_name(field)
            written = rule.document.node(("rules", rule.number, key))
            for number, name in enumerate(names):
                if name in known:
                    continue
                is_list = written is not None and isinstance(written.value, list)
                near = nearest(name, known)
                article = "an" if what == "attribute" else "a"
                yield Finding(
                    "unknown-in-rule",
                    rule.place_of(key, number) if is_list else rule.place_of(key),
                    f"the rule '{rule.id}' names '{name}', which is no {what} in {listed([p.id for p in concerned])}",
                    f"{article} {what} {of_these(concerned)}{f'; nearest is {near!r}' if near else ''}",
                    f"write '{near}'" if near else "correct the name, or narrow the rule with 'applies_to'",
                )


def _values(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """Values that an attribute can have in none of the pathways that have it."""
    for field, (attribute, values) in rule.spec.value_names().items():
        having = [p.linked.attributes[attribute] for p in concerned if attribute in p.linked.attributes]
        known = list(dict.fromkeys(value for each in having for value in each.values))
        for value in values:
            if having and value not in known:
                near = nearest(value, known)
                yield Finding(
                    "unknown-in-rule",
                    rule.place_of(rule.spec.written_name(field)),
                    f"the rule '{rule.id}' names '{value}', which is no value of '{attribute}'",
                    f"{listed(known)}{f'; nearest is {near!r}' if near else ''}",
                    f"write '{near}'" if near else "correct the value, or take it out",
                )


def _elsewhere(rule: Rule, at_hand: Mapping[str, CompiledPathway]) -> Iterator[Finding]:
    """Names of states that another pathway should have, and has not."""
    for path, pathway, name in rule.spec.names_elsewhere():
        other = at_hand.get(pathway)
        if other is not None and not select(other, (name,)):
            near = nearest(name, known_selectors(other))
            yield Finding(
                "unknown-in-rule",
                rule.place_of(*path, key=len(path) > 1),
                f"the rule '{rule.id}' names '{name}', which is nothing in '{pathway}'",
                f"a state, '#tag', 'lane:...' or the like of '{pathway}'{f'; nearest is {near!r}' if near else ''}",
                f"write '{near}'" if near else "correct the name",
            )


def _departures(
    pathway: CompiledPathway, policies: Sequence[Policy], ids: Sequence[str], *, is_all: bool
) -> Iterator[Finding]:
    """Departures from rules that no policy has, or that do not speak of the pathway."""
    unread = {id_ for policy in policies for id_ in policy.unread}
    uncertain = {rule.id for policy in policies if not _is_certain(policy, ids) for rule in policy.rules}
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
        elif rule is None and (not is_all or departure.rule in unread):
            pass  # its policy or the rule itself has a fault, which is told
        elif rule is None:
            expected, _ = one_of(departure.rule, rules, "rules")
            near = nearest(departure.rule, rules)
            yield Finding(
                "unknown-departure", place, f"no policy has a rule '{departure.rule}'", expected,
                f"write '{near}'" if near else "correct the id, or take the departure out",
            )  # fmt: skip
        elif pathway.id not in rule.applies_to and rule.id not in uncertain:
            yield Finding(
                "unknown-departure", place,
                f"the rule '{departure.rule}' does not apply to '{pathway.id}', so there is nothing to depart from",
                f"a rule that applies to '{pathway.id}'", "take the departure out",
            )  # fmt: skip
        seen.add(departure.rule)
