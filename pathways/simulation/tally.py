"""What the kernel counts by itself while it runs, so that the event log can be held against it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.simulation.model import Model


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
    """Counts of one replication, by number of role, state, team and panel.

    Attributes
    ----------
    present
        Referrals in each state of each role; areas in seconds.
    waiting
        Referrals in the queue of each team; areas in seconds.
    busy
        Staff of each team in work; areas in working seconds.
    heard
        Referrals that each panel heard since the warm-up.
    """

    arrived: list[int]
    ended: list[int]
    present: list[list[Count]]
    waiting: list[Count]
    busy: list[Count]
    heard: list[int]

    @classmethod
    def of(cls, model: Model) -> Tally:
        """A tally with nothing counted yet."""
        start, worked = model.warm_up, model.calendar.worked(model.warm_up)
        return cls(
            arrived=[0] * len(model.roles),
            ended=[0] * len(model.roles),
            present=[[Count(start) for _ in role.states] for role in model.roles],
            waiting=[Count(start) for _ in model.teams],
            busy=[Count(worked) for _ in model.teams],
            heard=[0] * len(model.panels),
        )

    def close(self, model: Model) -> None:
        """Bring every area up to the end of the study."""
        for counts in (*self.present, self.waiting):
            for count in counts:
                count.change(0, model.end)
        for count in self.busy:
            count.change(0, model.calendar.worked(model.end))
