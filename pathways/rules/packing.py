"""Configurations to single integers: attribute fields above region fields."""

from __future__ import annotations

from pathways.machine import DONE, CompiledPathway
from pathways.machine.compiled import Table

Marking = tuple[int, ...]


class Packing:
    """Where each region and each attribute has its bits."""

    def __init__(self, pathway: CompiledPathway) -> None:
        self.width = (len(pathway.states) + 1).bit_length()  # a region is at a state, IDLE or DONE
        self.regions = len(pathway.regions)
        self.marking_mask = (1 << self.width * self.regions) - 1
        shift = self.width * self.regions
        self.shifts: list[int] = []
        self.masks: list[int] = []
        for domain in pathway.domains:
            bits = len(domain).bit_length()  # the index after the last is "unset"
            self.shifts.append(shift)
            self.masks.append((1 << bits) - 1)
            shift += bits

    def marking_code(self, marking: Marking) -> int:
        return sum((at - DONE) << self.width * region for region, at in enumerate(marking))

    def marking(self, code: int) -> Marking:
        one = (1 << self.width) - 1
        return tuple((code >> self.width * region & one) + DONE for region in range(self.regions))

    def value(self, code: int, attribute: int) -> int:
        return code >> self.shifts[attribute] & self.masks[attribute]

    def fields(self, attributes: int) -> int:
        """The bits of a set of attributes."""
        return sum(m << s for a, (s, m) in enumerate(zip(self.shifts, self.masks, strict=True)) if attributes >> a & 1)


class Lookup:
    """A table asked by packed code, remembering its answers."""

    def __init__(self, packing: Packing, table: Table) -> None:
        self.packing, self.table = packing, table
        self.mask = sum(packing.masks[a] << packing.shifts[a] for a in set(table.attributes))
        self.known: dict[int, int] = {}

    def __call__(self, code: int) -> int:
        key = code & self.mask
        answer = self.known.get(key)
        if answer is None:
            total = 0
            for attribute, stride in zip(self.table.attributes, self.table.strides, strict=True):
                total += (code >> self.packing.shifts[attribute] & self.packing.masks[attribute]) * stride
            answer = self.known[key] = self.table.cells[total]
        return answer
