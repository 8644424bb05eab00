"""What a study wants measured beside what always is: stretches of the way, and figures told apart by attributes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pathways.definition.report import Report, nearest, one_of
from pathways.errors import Place
from pathways.eventlog.packed import VISIT_BITS
from pathways.machine.compiled import CompiledPathway
from pathways.measures import Milestone
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.language.study import Scenario
from pathways.simulation.model import Model, Role, Told

UNSET: Final = "unset"
_MOST: Final = (1 << VISIT_BITS) - 1  # what a log can tell in one number


def milestones(scenario: Scenario, lookup: Lookup, report: Report) -> list[Milestone]:
    """The stretches that a study names; what cannot be one is reported."""
    found = []
    for name, spec in scenario.spec.milestones.items():
        path = ("milestones", name)
        if spec.pathway not in lookup.roles:
            _unknown(spec.pathway, lookup.roles, "pathways", scenario.document.place((*path, "pathway")), report)
            continue
        linked = lookup.roles[spec.pathway].linked
        for key, state in (("from", spec.from_), ("to", spec.to)):
            if state is not None and state not in linked.states:
                what, place = f"states of '{spec.pathway}'", scenario.document.place((*path, key))
                _unknown(state, linked.states, what, place, report)
        if spec.from_ is None and spec.to is None and spec.within is None:
            report.add(
                "study-milestone", scenario.document.place(path, key=True),
                f"'{name}' is the whole way from arrival to the end", "a stretch with 'from:' or 'to:'",
                "take it out: 'time_to_end' is always measured",
            )  # fmt: skip
        if name in linked.targets or name in linked.states:
            report.add(
                "study-milestone", scenario.document.place(path, key=True),
                f"'{name}' is already the name of a target or a state of '{spec.pathway}'", "a name of its own",
                "give it another name",
            )  # fmt: skip
        found.append(Milestone(name, spec.pathway, spec.from_, spec.to, spec.within))
    return found


def told_apart(model: Model, scenario: Scenario, report: Report) -> Model:
    """The model with what its logs are to tell of the attributes by which figures are told apart."""
    measured, names = scenario.spec.measured, [name for role in model.roles for name in role.pathway.attributes]
    if measured is None:
        return model
    for key, attributes in (("by", measured.by), ("at_end", measured.at_end)):
        for number, name in enumerate(attributes):
            if name not in names:
                place = scenario.document.place(("measured", key, number))
                _unknown(name, dict.fromkeys(names), "attributes of the study's pathways", place, report)
            elif key == "by" and not any(_comes_with(role, name) for role in model.roles):
                report.add(
                    "study-measured", scenario.document.place(("measured", key, number)),
                    f"'{name}' is not known on arrival", "an attribute with 'from: arrival'",
                    f"name another, or say how referrals end: 'at_end: [{name}]'",
                )  # fmt: skip
    roles = tuple(
        replace(role, known=_weights(role, measured.by, scenario, "by", report),
                told=_weights(role, measured.at_end, scenario, "at_end", report))
        for role in model.roles
    )  # fmt: skip
    return replace(model, roles=roles)


def _comes_with(role: Role, name: str) -> bool:
    """Whether referrals bring the attribute's value with them."""
    pathway = role.pathway
    return name in pathway.attributes and pathway.attribute_index(name) in pathway.arrival


def values_of(pathway: CompiledPathway, attribute: int) -> tuple[str, ...]:
    """The values that an attribute may have; `unset` is one where it may not have been set."""
    domain = pathway.domains[attribute]
    may_be_unset = pathway.initial[attribute] == len(domain) and attribute not in pathway.arrival
    return (*domain, UNSET) if may_be_unset else domain


def _weights(role: Role, names: Iterable[str], scenario: Scenario, key: str, report: Report) -> Told:
    """Each attribute of the pathway with its weight: the values of all together make one number."""
    found, weight = [], 1
    for name in dict.fromkeys(names):
        if name in role.pathway.attributes:
            attribute = role.pathway.attribute_index(name)
            found.append((attribute, weight))
            weight *= len(values_of(role.pathway, attribute))
    if weight > _MOST:
        report.add(
            "study-measured", scenario.document.place(("measured", key)),
            f"these attributes of '{role.name}' have {weight:,} combinations of values", f"at most {_MOST:,}",
            "name fewer of them",
        )  # fmt: skip
    return tuple(found)


def _unknown(name: str, known: Iterable[str], what: str, place: Place, report: Report) -> None:
    names = list(known)
    expected, _ = one_of(name, names, what)
    near = nearest(name, names)
    report.add(
        "study-measured", place.on(name), f"'{name}' is none of the {what}", expected,
        f"write '{near}'" if near else "correct the name",
    )  # fmt: skip
