"""What a kernel counts by itself while it runs, so that the event log can be held against it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pathways.simulation.model import Model


class Layout(NamedTuple):
    """Where each count of a replication stands in one flat row of whole numbers, whichever kernel made it.

    Attributes
    ----------
    arrived, ended
        Referrals from the very start, by role.
    present
        Referrals in each state, added up over time in seconds since the warm-up, by flat row: role after role, as the
        event log numbers them. Final states stay at 0.
    waiting, busy
        Referrals in the queue of each team, in seconds; its staff in work, in seconds of the team's own working time.
    heard, used
        Referrals that each panel heard since the warm-up, and how much of its agendas they took (slots or seconds).
    held, awaiting
        Places that are held, and visits that wait for one, in seconds.
    """

    arrived: slice
    ended: slice
    present: slice
    waiting: slice
    busy: slice
    heard: slice
    used: slice
    held: slice
    awaiting: slice

    @property
    def size(self) -> int:
        """How many numbers there are in all."""
        return int(self[-1].stop)


def layout(model: Model) -> Layout:
    """The layout of a model's counts: one after the other, in the order of the fields."""
    roles, states = len(model.roles), sum(len(role.states) for role in model.roles)
    parts, start = [], 0
    teams, panels, places = len(model.teams), len(model.panels), len(model.places)
    for size in (roles, roles, states, teams, teams, panels, panels, places, places):
        parts.append(slice(start, start + size))
        start += size
    return Layout(*parts)


@dataclass
class Count:
    """How many are there now, and the sum over time of how many were there since the warm-up."""

    start: int
    number: int = 0
    area: int = 0
    since: int = 0

    def change(self, by: int, now: int) -> None:
        """`by` more are there from `now` on."""
        if now > self.start:
            self.area += self.number * (now - max(self.since, self.start))
        self.since = now
        self.number += by


@dataclass
class Tally:
    """Counts of one replication of the reference kernel, by number of role, state, team and panel.

    Attributes
    ----------
    present
        Referrals in each state of each role; areas in seconds.
    waiting
        Referrals in the queue of each team; areas in seconds.
    busy
        Staff of each team in work; areas in seconds of the team's working time.
    heard, used
        Referrals that each panel heard since the warm-up, and how much of its agendas they took.
    held, awaiting
        Places that are held, and visits that wait for one; areas in seconds.
    """

    arrived: list[int]
    ended: list[int]
    present: list[list[Count]]
    waiting: list[Count]
    busy: list[Count]
    heard: list[int]
    used: list[int]
    held: list[Count]
    awaiting: list[Count]

    @classmethod
    def of(cls, model: Model) -> Tally:
        """A tally with nothing counted yet."""
        start = model.warm_up
        return cls(
            arrived=[0] * len(model.roles),
            ended=[0] * len(model.roles),
            present=[[Count(start) for _ in role.states] for role in model.roles],
            waiting=[Count(start) for _ in model.teams],
            busy=[Count(model.hours[team.hours].worked(start)) for team in model.teams],
            heard=[0] * len(model.panels),
            used=[0] * len(model.panels),
            held=[Count(start) for _ in model.places],
            awaiting=[Count(start) for _ in model.places],
        )

    def close(self, model: Model) -> None:
        """Bring every area up to the end of the study."""
        for counts in (*self.present, self.waiting, self.held, self.awaiting):
            for count in counts:
                count.change(0, model.end)
        for team, count in zip(model.teams, self.busy, strict=True):
            count.change(0, model.hours[team.hours].worked(model.end))

    def row(self) -> Sequence[int]:
        """Everything as one flat row, see `Layout`; after `close`."""
        areas = (count.area for counts in (*self.present, self.waiting, self.busy) for count in counts)
        places = (count.area for counts in (self.held, self.awaiting) for count in counts)
        return [*self.arrived, *self.ended, *areas, *self.heard, *self.used, *places]
