"""Attributes with the shares of their values, as a study writes them, to how referrals get their values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pathways.definition.report import Report, one_of
from pathways.machine.compiled import NONE, CompiledPathway
from pathways.simulation.binding.shares import finding
from pathways.simulation.draws import purpose_words
from pathways.simulation.model import CERTAIN, Case, Finding
from pathways.source import Document, Key


class Attributes:
    """The attributes of one pathway in one scenario. Faults go to the report."""

    def __init__(self, pathway: CompiledPathway, document: Document, report: Report) -> None:
        self.pathway, self.document, self.report = pathway, document, report
        self.on_arrival = [pathway.attributes[index] for index in pathway.arrival]

    def drawn(self, written: Mapping[str, Any], path: tuple[Key, ...]) -> tuple[Finding, ...] | None:
        """Those that are known on arrival, in the order they are written; None, with findings, if there are others."""
        found: list[Finding] = []
        for name, shares in written.items():
            if name not in self.on_arrival:
                expected, _ = one_of(name, self.on_arrival, "attributes known on arrival")
                message = f"'{name}' is not known when a referral arrives"
                self.add("study-value", (*path, name), message, expected, "take it out")
                return None
            each = self.one(name, shares, (*path, name))
            if each is None:
                return None
            found.append(each)
        return tuple(found)

    def one(self, name: str, shares: Any, path: tuple[Key, ...]) -> Finding | None:
        """How one attribute, of whatever kind, gets its value; None, with findings, if that cannot be told."""
        domain = self.pathway.domains[self.pathway.attribute_index(name)]
        purpose = purpose_words("arrival", "attribute", name)
        return finding(name, shares, domain, purpose, self.pathway, self.document, path, self.report)

    def certain(self, name: str, value: int) -> Finding:
        """An attribute that always has the value of that number."""
        case = Case(None, ((CERTAIN, value),), ((Fraction(1), value),))
        return Finding(self.pathway.attribute_index(name), purpose_words("arrival", "attribute", name), (case,))

    def number(self, name: str, path: tuple[Key, ...]) -> int:
        """The number of one that is known on arrival; NONE, with a finding, if it is not."""
        if name in self.on_arrival:
            return self.pathway.attribute_index(name)
        expected, _ = one_of(name, self.on_arrival, "attributes known on arrival")
        message = f"'{name}' is not known when a referral arrives"
        self.add("study-value", path, message, expected, "give it 'from: arrival' in the pathway, or name another")
        return NONE

    def add(self, id: str, path: tuple[Key, ...], message: str, expected: str | None, remedy: str) -> None:
        """Report a fault at a path of the scenario."""
        self.report.add(id, self.document.place(path, key=True), message, expected, remedy)
