"""A name in a rule that none of its pathways has to the finding about it; and all such names in its formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pathways.definition.conditions import resolve_guard
from pathways.definition.linked import Attribute, Origin
from pathways.definition.report import Report, listed, nearest
from pathways.errors import Finding, Place
from pathways.machine import CompiledPathway
from pathways.rules.ltlf.atoms import EVENTS, EventAtom, StateAtom, Word, atoms_of
from pathways.rules.ltlf.written import in_formula
from pathways.rules.policy import Rule
from pathways.rules.selectors import known_selectors, select


def unknown_selector(rule: Rule, selector: str, place: Place, concerned: Sequence[CompiledPathway]) -> Finding:
    """The finding for a selector that stands for nothing in any of the pathways."""
    candidates = dict.fromkeys(known for pathway in concerned for known in known_selectors(pathway))
    # A bare name is meant for a state, so that a tag which is spelt the same is no advice.
    bare = [] if selector.startswith("#") or ":" in selector else [c for c in candidates if c[0] != "#"]
    near = nearest(selector, [c for c in bare if ":" not in c]) or nearest(selector, bare or candidates)
    return Finding(
        "unknown-in-rule",
        place,
        f"the rule '{rule.id}' names '{selector}', which is nothing in {listed([p.id for p in concerned])}",
        f"a state, '#tag', 'lane:...', 'outcome:...', 'kind:...' or 'pathway:...' {of_these(concerned)}"
        f"{f'; nearest is {near!r}' if near else ''}",
        f"write '{near}'" if near else "correct the name, or narrow the rule with 'applies_to'",
    )


def of_these(concerned: Sequence[CompiledPathway]) -> str:
    """Whose names are meant: `of 'child'`, where a rule speaks of one pathway alone."""
    return f"of '{concerned[0].id}'" if len(concerned) == 1 else "of one of these pathways"


def all_attributes(concerned: Sequence[CompiledPathway]) -> dict[str, Attribute]:
    """Every attribute that some of the pathways have, with every value it has in any of them."""
    attributes: dict[str, Attribute] = {}
    for pathway in concerned:
        for name, attribute in pathway.linked.attributes.items():
            known = attributes.setdefault(name, attribute)
            if not set(known.values).issuperset(attribute.values):
                attributes[name] = replace(known, values=tuple(dict.fromkeys((*known.values, *attribute.values))))
    return attributes


def origin_of(rule: Rule, concerned: Sequence[CompiledPathway]) -> Origin:
    """Where a rule is written, as what speaks of all these pathways at once."""
    return Origin(rule.document, "' or '".join(pathway.id for pathway in concerned), ("rules", rule.number))


def unknown_in_formulas(rule: Rule, concerned: Sequence[CompiledPathway]) -> Iterator[Finding]:
    """What the formulas of a rule name that none of the pathways has, each at its word."""
    attributes, origin = all_attributes(concerned), origin_of(rule, concerned)
    for field, written in rule.spec.formulas().items():

        def place(word: Word, field: str = field) -> Place:
            return rule.document.part(("rules", rule.number, field), word.start, word.end)

        for atom in atoms_of(written.formula):
            if isinstance(atom, StateAtom):
                for word in atom.selectors:
                    if not any(select(pathway, (word.text,)) for pathway in concerned):
                        yield unknown_selector(rule, word.text, place(word), concerned)
            elif isinstance(atom, EventAtom):
                events = [*EVENTS, *dict.fromkeys(name for p in concerned for name in p.linked.interrupts)]
                for word in atom.names:
                    if word.text not in events:
                        yield _unknown_event(rule, word.text, place(word), events, concerned)
            else:
                report = Report()
                resolve_guard(atom.spec, attributes, origin, (field, ""), report)  # no path of its own in the file
                for finding in report.findings:
                    yield in_formula(replace(finding, place=place(atom.wrong_word(finding.message))))


def _unknown_event(
    rule: Rule, name: str, place: Place, events: Sequence[str], concerned: Sequence[CompiledPathway]
) -> Finding:
    near = nearest(name, events)
    return Finding(
        "unknown-in-rule",
        place,
        f"the rule '{rule.id}' names the event '{name}', which never happens in {listed([p.id for p in concerned])}",
        listed(events),
        f"write '{near}'" if near else "correct the name, or narrow the rule with 'applies_to'",
    )
