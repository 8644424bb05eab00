"""A compiled pathway to its space, breadth first from every start, move by move as the stepper makes them.

Attributes that no longer matter are cleared (see `liveness`), which merges configurations with the same
future and loses nothing. What a marking offers is prepared once for all its configurations.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from pathways.machine import NONE, CompiledPathway, Configuration, starting
from pathways.rules.delay import Privacy
from pathways.rules.liveness import live_attributes, live_in
from pathways.rules.offers import Offers, Row
from pathways.rules.packing import Packing
from pathways.rules.sight import Sight
from pathways.rules.space import Space

LIMIT: Final = 1_000_000  # configurations; beyond it every answer is "undecided"
LARGE: Final = 50_000  # configurations; in a larger space, branches that nobody looks at wait for the others


def explore(
    pathway: CompiledPathway,
    read_on_entry: Mapping[int, int] | None = None,
    *,
    from_anything: bool = False,
    limit: int = LIMIT,
    sight: Sight | None = None,
) -> Space:
    """Find every configuration that can be reached.

    Parameters
    ----------
    read_on_entry
        By state index, the attributes (as bits) that rules read as a referral enters the state; they are kept there.
    from_anything
        Let every attribute start with any of its values, as for a shared piece linted by itself.
    limit
        How many configurations may be kept. Beyond it the space is not `complete`.
    sight
        What the questions look at, to let private branches wait (see `delay`); None for the full space.
    """
    return _Explorer(pathway, read_on_entry or {}, limit, sight).run(from_anything)


class _Explorer:
    """The space while it grows."""

    def __init__(
        self, pathway: CompiledPathway, read_on_entry: Mapping[int, int], limit: int, sight: Sight | None
    ) -> None:
        self.pathway, self.limit = pathway, limit
        self.packing = Packing(pathway)
        self.live = live_attributes(pathway, read_on_entry)
        self.private: frozenset[int] = frozenset()
        if sight is not None:
            self.private = Privacy(pathway).private(sight, read_on_entry)
        self.offers = Offers(pathway, self.packing, self.live, self.private)

    def run(self, from_anything: bool) -> Space:
        codes: list[int] = []
        parents, parent_moves = array("l"), array("l")
        number: dict[int, int] = {}
        starts: dict[int, Configuration] = {}
        for configuration in self.starting(from_anything):
            code = self.packing.code(configuration, live_in(self.live, configuration.marking))
            if code not in number:
                number[code] = len(codes)
                starts[len(codes)] = configuration
                codes.append(code)
                parents.append(NONE)
                parent_moves.append(NONE)
        offsets, edge_moves, edge_targets = array("l", [0]), array("l"), array("l")
        rows: dict[int, Row] = {}
        mask, limit = self.packing.marking_mask, self.limit
        for index, code in enumerate(codes):  # grows while it is read
            if len(codes) > limit:
                break
            marking_code = code & mask
            row = rows.get(marking_code)
            if row is None:
                row = rows[marking_code] = self.offers.row(self.packing.marking(marking_code))
            steps = row.steps
            if row.decision is not None:
                choice = row.decision[0](code)
                steps = () if choice == NONE else (row.decision[1][choice],)
            elif row.guarded:
                steps = [*steps, *(step for step, is_open in row.guarded if is_open(code))]
            for keep, put, adds, move in steps:
                reached = code & keep | put
                for shift, field_mask, table in adds:
                    reached |= table[code >> shift & field_mask]
                target = number.get(reached)
                if target is None:
                    target = number[reached] = len(codes)
                    codes.append(reached)
                    parents.append(index)
                    parent_moves.append(move)
                edge_moves.append(move)
                edge_targets.append(target)
            offsets.append(len(edge_moves))
        while len(offsets) <= len(codes):
            offsets.append(len(edge_moves))
        return Space(
            pathway=self.pathway,
            packing=self.packing,
            codes=codes,
            offsets=offsets,
            edge_moves=edge_moves,
            edge_targets=edge_targets,
            parents=parents,
            parent_moves=parent_moves,
            moves=self.offers.moves,
            markings={code: row.marking for code, row in rows.items()},
            starts=starts,
            free=tuple(self.free(from_anything)),
            live=self.live,
            limit=limit,
            complete=len(codes) <= limit,
            private=self.private,
        )

    def starting(self, from_anything: bool) -> Iterator[Configuration]:
        """Every starting configuration, but one only of those that differ in values that do not matter."""
        pathway = self.pathway
        free = self.free(from_anything)
        for start in pathway.starts:
            first = starting(pathway, start, dict.fromkeys(pathway.arrival, 0))
            live = live_in(self.live, first.marking)
            choices = [range(len(pathway.domains[a])) if live >> a & 1 else range(1) for a in free]
            for combination in product(*choices):
                values = list(first.values)
                for attribute, value in zip(free, combination, strict=True):
                    values[attribute] = value
                yield Configuration(first.marking, tuple(values))

    def free(self, from_anything: bool) -> Sequence[int]:
        return range(len(self.pathway.domains)) if from_anything else self.pathway.arrival
