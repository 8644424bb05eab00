"""`set` and `add` as written to effects in the order they happen."""

from __future__ import annotations

from collections.abc import Mapping

from pathways.definition.attributes import arrival_changed, known_attribute, unknown_value
from pathways.definition.linked import Attribute, Effect, Origin
from pathways.definition.report import Report, listed
from pathways.source import Key


def resolve_effects(
    set_: Mapping[str, str],
    add: Mapping[str, int],
    attributes: Mapping[str, Attribute],
    origin: Origin,
    report: Report,
) -> tuple[Effect, ...]:
    """Effects in the order they happen: `set`, then `add`."""
    effects: list[Effect] = []
    for name, value in set_.items():
        attribute = known_attribute(name, attributes, origin, ("set", name), report, key=True)
        if attribute is None or not _may_change(attribute, origin, ("set", name), report):
            continue
        if value not in attribute.values:
            unknown_value(name, value, attribute.values, attribute.is_range, origin, ("set", name), report)
        effects.append(Effect(name, value=value))
    for name, amount in add.items():
        attribute = known_attribute(name, attributes, origin, ("add", name), report, key=True)
        if attribute is None or not _may_change(attribute, origin, ("add", name), report):
            continue
        if not attribute.is_range:
            report.add(
                "add-needs-range",
                origin.place("add", name, key=True),
                f"'{name}' is not a whole number, so nothing can be added to it",
                f"an attribute with a range; '{name}' has the values {listed(attribute.values, last='and')}",
                f"write 'set: {{{name}: ...}}', or declare '{name}' with 'range: [0, 12]'",
            )
        effects.append(Effect(name, amount=amount))
    return tuple(effects)


def _may_change(attribute: Attribute, origin: Origin, path: tuple[Key, ...], report: Report) -> bool:
    if attribute.from_arrival:
        arrival_changed(attribute, origin, path, report, key=True)
    return not attribute.from_arrival
