"""What the studies of a workspace say about a pathway, for the rules that weigh it: when panels meet, shares, times.

Made by `pathways.commands`, since a study is read by another layer. Numbers are exact fractions; where a study
does not fix a number, there are bounds on it. Nobody waits for a free team here: a study's queues come of its
simulation, not of its figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from pathways.errors import Place
from pathways.machine.compiled import Table

BASELINE = "baseline"


@dataclass(frozen=True)
class Schedule:
    """When a panel meets in a study, and the longest time between two of its meetings.

    Attributes
    ----------
    panel, says
        The panel's name in the study, and its schedule in words, such as `first Wednesday`.
    scenario
        None for the baseline.
    gap
        Calendar days between the two meetings that lie furthest apart.
    between
        Their dates, as `5 December 2018`.
    place
        Where the study says so.
    months
        How many whole calendar months in a row pass without a meeting, at most; None where it was not counted.
    without
        The first of those months, as `August 2018`.
    whole
        How many whole calendar months were looked at.
    """

    panel: str
    says: str
    scenario: str | None
    gap: int
    between: tuple[str, str]
    place: Place
    months: int | None = None
    without: str | None = None
    whole: int = 0


@dataclass(frozen=True)
class Shares:
    """How often an attribute gets each of its values (their indices): the shares of the first case that holds."""

    attribute: int
    cases: tuple[tuple[Table | None, tuple[tuple[int, Fraction], ...]], ...]

    def at(self, values: Sequence[int]) -> tuple[tuple[int, Fraction], ...]:
        """Each value that it may get, with its share, where the attributes have these values."""
        return next(shares for when, shares in self.cases if when is None or when.at(values))

    @property
    def reads(self) -> int:
        """The attributes that the conditions read, as bits."""
        return sum({1 << a for when, _ in self.cases if when is not None for a in when.attributes})


@dataclass(frozen=True)
class Arrivals:
    """A stream of referrals: how much of all arrivals it is, its front doors (state indices), what comes with it."""

    weight: Fraction
    doors: tuple[tuple[int, Fraction], ...]
    attributes: tuple[Shares, ...]


Bounds = tuple[Fraction, Fraction | None]  # at least, at most (None: no bound is known)


@dataclass(frozen=True)
class Stay:
    """What happens in one state.

    Attributes
    ----------
    finds
        In the order in which the findings are made; a later one may depend on an earlier one.
    working, elapsed
        Bounds on the mean length of a stay that nothing cuts short, in working seconds and in seconds by the clock.
    late
        Bounds on the chance that the time limit strikes before the state is done.
    """

    finds: tuple[Shares, ...] = ()
    working: Bounds = (Fraction(0), Fraction(0))
    elapsed: Bounds = (Fraction(0), Fraction(0))
    late: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))


@dataclass(frozen=True)
class Flow:
    """What a scenario says about a pathway's referrals: who arrives, and what happens to them in each state.

    Attributes
    ----------
    stays
        By state index.
    rates
        By interrupt number, how often it strikes in a second by the clock; those left out never strike.
    working_day
        Working seconds in a working day.
    role
        The name that the study gives the pathway, where it gives it several.
    fingerprint
        Of the pathway whose states are numbered here; None if that need not be checked.
    """

    arrivals: tuple[Arrivals, ...]
    stays: tuple[Stay, ...]
    rates: Mapping[int, Fraction]
    working_day: int
    role: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What one study says about one pathway.

    Attributes
    ----------
    study, title
        The study's id and title.
    schedules
        By the name of a panel state, the schedules under which it is heard, the baseline's first.
    flows
        By scenario, what a Markov chain needs; several where the study runs the pathway under several names.
    fault
        Why the study cannot be relied on; None if it can.
    """

    study: str
    title: str
    schedules: Mapping[str, tuple[Schedule, ...]] = field(default_factory=dict)
    flows: Mapping[str, tuple[Flow, ...]] = field(default_factory=dict)
    fault: str | None = None
