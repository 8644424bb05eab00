"""Configurations to single integers: attribute fields above region fields.

A region's field numbers its own states only. Branches of different parallel states of one region never run at
the same time, so their fields share their place: whatever runs is known from the state of the region around it.
"""

from __future__ import annotations

from typing import Final

from pathways.machine import DONE, IDLE, CompiledPathway, Configuration
from pathways.machine.compiled import Table

Marking = tuple[int, ...]

_DONE: Final = 1  # in a region's field; 0 is idle, and its states follow


class Packing:
    """Where each region and each attribute has its bits."""

    def __init__(self, pathway: CompiledPathway) -> None:
        self.pathway = pathway
        self.members: list[list[int]] = [[] for _ in pathway.regions]
        self.numbers: list[int] = []
        for index, state in enumerate(pathway.states):
            self.numbers.append(len(self.members[state.region]) + _DONE + 1)
            self.members[state.region].append(index)
        self.places = [0] * len(pathway.regions)
        self.widths = [(len(own) + _DONE).bit_length() for own in self.members]
        self.areas = [0] * len(pathway.regions)  # the bits of a region and of all regions inside it
        shift = self._lay_out(0, 0)
        self.marking_mask = (1 << shift) - 1
        self.shifts: list[int] = []
        self.masks: list[int] = []
        for domain in pathway.domains:
            bits = len(domain).bit_length()  # the index after the last is "unset"
            self.shifts.append(shift)
            self.masks.append((1 << bits) - 1)
            shift += bits
        self._fields: dict[int, int] = {}

    def _lay_out(self, region: int, shift: int) -> int:
        """Give a region and those inside it their places from `shift` on; return where they end."""
        self.places[region] = shift
        inside = end = shift + self.widths[region]
        for at in self.members[region]:
            place = inside
            for branch in self.pathway.states[at].branches:
                place = self._lay_out(branch, place)
            end = max(end, place)
        self.areas[region] = (1 << end) - (1 << shift)
        return end

    def at(self, state: int) -> int:
        """A region's field while it stands at one of its states."""
        return self.numbers[state] << self.places[self.pathway.states[state].region]

    def done(self, region: int) -> int:
        """A region's field when it has finished."""
        return _DONE << self.places[region]

    def marking_code(self, marking: Marking) -> int:
        running = sum(self.at(at) for at in marking if at >= 0)
        return running + sum(self.done(region) for region, at in enumerate(marking) if at == DONE)

    def code(self, configuration: Configuration, live: int) -> int:
        """A configuration with the attributes that matter (as bits); the others are 0."""
        code = self.marking_code(configuration.marking)
        for attribute, value in enumerate(configuration.values):
            if live >> attribute & 1:
                code |= value << self.shifts[attribute]
        return code

    def marking(self, code: int) -> Marking:
        marking = [IDLE] * len(self.places)
        todo = [0]
        while todo:
            region = todo.pop()
            number = code >> self.places[region] & (1 << self.widths[region]) - 1
            if number > _DONE:
                at = marking[region] = self.members[region][number - _DONE - 1]
                todo += self.pathway.states[at].branches
            elif number == _DONE:
                marking[region] = DONE
        return tuple(marking)

    def value(self, code: int, attribute: int) -> int:
        return code >> self.shifts[attribute] & self.masks[attribute]

    def fields(self, attributes: int) -> int:
        """The bits of a set of attributes."""
        fields = self._fields.get(attributes)
        if fields is None:
            each = enumerate(zip(self.shifts, self.masks, strict=True))
            fields = self._fields[attributes] = sum(mask << shift for a, (shift, mask) in each if attributes >> a & 1)
        return fields


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
