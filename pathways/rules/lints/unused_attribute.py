"""`unused-attribute` and `unused-value`: what is declared and has no part in anything. Warnings."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.definition.guards import AllOf, AnyOf, Guard, Not, OneOf
from pathways.definition.linked import Effect, LinkedPathway
from pathways.definition.states import ways_out
from pathways.errors import Finding
from pathways.rules.lints.base import Ground, Lint, quoted


def find_attributes(ground: Ground) -> Iterator[Finding]:
    if ground.is_shared:
        return
    used = _used(ground.pathway.linked)
    for attribute in ground.pathway.linked.attributes.values():
        # What has a value from the start may be there to be counted, or for a rule of a policy to ask about.
        is_known = attribute.from_arrival or attribute.starts is not None
        if attribute.name in used or is_known or not ground.is_own(attribute.origin):
            continue
        yield Finding(
            "unused-attribute",
            attribute.origin.place(key=True),
            f"nothing finds, sets or asks about '{attribute.name}'",
            None,
            "take it out, or let something find or ask about it",
            severity="warning",
        )


def find_values(ground: Ground) -> Iterator[Finding]:
    if ground.is_shared:
        return  # those who use the piece may set what it does not
    used = _used(ground.pathway.linked)
    for attribute in ground.pathway.linked.attributes.values():
        mentioned = used.get(attribute.name)
        if attribute.is_range or attribute.from_arrival or not mentioned or not ground.is_own(attribute.origin):
            continue
        unused = [v for v in attribute.values if v not in mentioned and v != attribute.starts]
        if unused:
            yield Finding(
                "unused-value",
                attribute.origin.place("values", attribute.values.index(unused[0])),
                f"nothing finds, sets or asks whether '{attribute.name}' is {quoted(unused, 'or')}",
                None,
                "take the value out, or let something find it",
                severity="warning",
            )


def _used(linked: LinkedPathway) -> dict[str, set[str]]:
    """Every attribute that a finding, an effect or a condition names, with the values named."""
    used: dict[str, set[str]] = {}
    guards: list[Guard] = [i.when for i in linked.interrupts.values() if i.when is not None]
    arrows = [i.arrow for i in linked.interrupts.values()]
    effects: list[Effect] = []
    for state in linked.states.values():
        for found in state.finds:
            used.setdefault(found.attribute, set()).update(found.values)
        guards += [branch.when for branch in state.choose if branch.when is not None]
        arrows += ways_out(state)
        effects += state.effects
    for effect in [*effects, *(e for arrow in arrows for e in arrow.effects)]:
        used.setdefault(effect.attribute, set()).update([effect.value] if effect.value is not None else [])
    for guard in guards:
        for name, values in _asked(guard):
            used.setdefault(name, set()).update(values)
    return used


def _asked(guard: Guard) -> Iterator[tuple[str, tuple[str, ...]]]:
    match guard:
        case OneOf(attribute, values):
            yield attribute, values
        case Not(part):
            yield from _asked(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked(part)


ATTRIBUTES = Lint(
    id="unused-attribute",
    title="An attribute that nothing uses",
    why="It is never known and nothing depends on it. Attributes 'from: arrival' or with 'starts' are left alone: they "
    "may be there to be counted, or for a rule to ask about; so are those of shared pieces.",
    good="""attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: closed}""",
    bad="""attributes: {consent: {values: [granted, refused]}, risk: {values: [low, high]}}
states:
  talk: {lane: prevent, finds: consent, then: closed}      # no finds, set or when names the risk""",
    find=find_attributes,
)

VALUES = Lint(
    id="unused-value",
    title="A value that nothing uses",
    why="No finding gives it, no effect sets it and no condition asks for it, so no referral ever has it.",
    good="""attributes: {consent: {values: [granted, refused]}}
states:
  talk: {lane: prevent, finds: consent, then: closed}""",
    bad="""attributes: {consent: {values: [granted, refused, withdrawn]}}
states:
  talk: {lane: prevent, finds: {consent: [granted, refused]}, then: closed}      # nothing mentions 'withdrawn'""",
    find=find_values,
)
