"""What the kernel reads: a study bound to its pathways, in numbers.

Every draw is a whole number below 2**53; a share is the threshold below which a draw means its value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Final

from pathways.calendars import Calendar, moment_after
from pathways.machine.compiled import CompiledPathway
from pathways.machine.compiled import Table as Guard
from pathways.simulation.distributions import Table
from pathways.simulation.draws import BITS, Purpose
from pathways.simulation.laws import Law
from pathways.units import Duration

CERTAIN: Final = 1 << BITS


class Needs(IntEnum):
    """What a state needs before it can be completed."""

    NOTHING = 0  # decisions, parallel states, ends: the stepper moves on by itself
    TIME = 1
    TEAM = 2
    PANEL = 3


@dataclass(frozen=True)
class TimeTaken:
    """How long something takes: a fixed duration, or a table of working or elapsed seconds."""

    table: Table
    is_working: bool
    duration: Duration | None = None
    law: Law | None = None  # what the table stands for; None for gaps between arrivals

    def end(self, calendar: Calendar, moment: int, draw: int) -> int:
        """When it is over if it begins at `moment`."""
        if self.duration is not None:
            return moment_after(calendar, moment, self.duration)
        seconds = self.table.sample(draw)
        return calendar.add(moment, seconds) if self.is_working else moment + seconds

    @property
    def is_certain(self) -> bool:
        return self.duration is not None


@dataclass(frozen=True)
class Case:
    """Shares that apply where a guard holds (`when` has cells 0 and 1), or always (None)."""

    when: Guard | None
    shares: tuple[tuple[int, int], ...]  # (threshold, value), thresholds rising to CERTAIN
    exact: tuple[tuple[Fraction, int], ...]  # (share, value) as written, of which the thresholds are rounded


@dataclass(frozen=True)
class Finding:
    """How an attribute gets its value: the first case whose conditions hold."""

    attribute: int
    purpose: Purpose
    cases: tuple[Case, ...]

    def value(self, values: Sequence[int], draw: int) -> int:
        for case in self.cases:
            if case.when is None or case.when.at(values):
                return choose(case.shares, draw)
        raise AssertionError("binding refuses shares that leave a case out")


@dataclass(frozen=True)
class StatePlan:
    """What happens to a referral in one state. `resource` numbers a team or a panel."""

    needs: Needs
    resource: int = -1
    time: TimeTaken | None = None
    purpose: Purpose = 0
    finds: tuple[Finding, ...] = ()
    timeout: Duration | None = None
    interrupts: tuple[int, ...] = ()  # those that a study gives a rate and that may strike here


@dataclass(frozen=True)
class InterruptPlan:
    """An exponential clock that runs while the referral stands where the interrupt may happen."""

    interrupt: int
    gap: Table
    purposes: Mapping[int, Purpose]  # by state


@dataclass(frozen=True)
class Role:
    """One pathway of the study, under the name that the study gives it."""

    name: str
    pathway: CompiledPathway
    states: tuple[StatePlan, ...]
    interrupts: tuple[InterruptPlan, ...]


@dataclass(frozen=True)
class Stream:
    """Arrivals at one pathway, each a random time after the one before."""

    name: str
    role: int
    gap: TimeTaken
    starts: tuple[tuple[int, int], ...]  # (threshold, state)
    attributes: tuple[Finding, ...]


@dataclass(frozen=True)
class Team:
    name: str
    staff: int


@dataclass(frozen=True)
class Panel:
    name: str
    slots: int
    meetings: tuple[int, ...]  # moments


@dataclass(frozen=True)
class Model:
    """A scenario ready to run. What happens from `warm_up` to `end` is measured; both are moments."""

    scenario: str
    calendar: Calendar
    warm_up: int
    end: int
    roles: tuple[Role, ...]
    streams: tuple[Stream, ...]
    teams: tuple[Team, ...]
    panels: tuple[Panel, ...]


def choose(shares: Sequence[tuple[int, int]], draw: int) -> int:
    """The value whose share the draw falls in."""
    for threshold, value in shares:
        if draw < threshold:
            return value
    raise AssertionError("shares end at CERTAIN")
