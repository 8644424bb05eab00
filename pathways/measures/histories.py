"""An event log to the stays of its referrals in states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pathways.eventlog import Event, EventLog


@dataclass(slots=True)
class Stay:
    """One visit of a referral to a state. A time is None if it did not come before the log ended.

    `take` is when it took a place itself; `entered` and `left` say where in the log the visit began and ended.
    """

    referral: int
    enter: int
    take: int | None = None
    start: int | None = None
    finish: int | None = None
    leave: int | None = None
    entered: int = -1
    left: int | None = None


@dataclass(slots=True)
class Case:
    """One referral: when it arrived, when and in which final state it ended.

    Attributes
    ----------
    known, told
        What the log tells of its attributes on arrival and at the end: see `Attribute`.
    steps
        In the order of the log: each state that it entered, or whose work or hearing began; when; and when it had
        entered it.
    """

    pathway: str
    arrive: int
    end: int | None = None
    final: str | None = None
    known: int = 1
    told: int = 1
    steps: list[tuple[Event, str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Holding:
    """A place that a referral took in a state that it had entered before, and gave back (None: it still holds it).

    `taken` and `given` say where in the log.
    """

    state: str
    enter: int
    take: int
    taken: int
    give: int | None = None
    given: int | None = None


@dataclass(frozen=True)
class Histories:
    """All stays by (pathway, state), in order of entering; all referrals, and the places that they took, by number."""

    stays: Mapping[tuple[str, str], list[Stay]]
    cases: Mapping[int, Case]
    held: Mapping[int, list[Holding]]

    def taken_at(self, pathway: str, state: str) -> Iterator[Holding]:
        """The places that were taken in a state."""
        for referral, found in self.held.items():
            if self.cases[referral].pathway == pathway:
                yield from (holding for holding in found if holding.state == state)


def histories(log: EventLog) -> Histories:
    """Put the events of one replication together.

    Raises
    ------
    ValueError
        If an event does not follow from those before it: left without having entered, and the like.
    """
    stays: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    held: dict[int, list[Holding]] = defaultdict(list)
    at: dict[tuple[int, str], Stay] = {}
    holds: dict[tuple[int, str], Holding] = {}
    cases: dict[int, Case] = {}
    try:
        for row, (_, referral, pathway, state, visit, event, time) in enumerate(log.rows()):
            here = referral, state
            if event is Event.ARRIVE:
                cases[referral] = Case(pathway, time, known=visit)
                continue
            case = cases[referral]
            if event is Event.ENTER:
                if here in at:
                    raise KeyError(here)
                stay = at[here] = Stay(referral, time, entered=row)
                stays[pathway, state].append(stay)
                case.steps.append((event, state, time, time))
            elif event is Event.LEAVE:
                stay = at.pop(here)
                stay.leave, stay.left = time, row
            elif event is Event.START:
                at[here].start = time
                case.steps.append((event, state, time, at[here].enter))
            elif event is Event.FINISH:
                at[here].finish = time
            elif event is Event.END:
                case.end, case.final, case.told = time, state, visit
                del at[here]
            elif event is Event.TAKE:
                at[here].take = time
                holding = holds[here] = Holding(state, at[here].enter, time, row)
                held[referral].append(holding)
            else:
                holding = holds.pop(here)
                holding.give, holding.given = time, row
    except KeyError as error:
        raise ValueError(f"the log has an event without the one that must come before it: {error}") from error
    return Histories(dict(stays), cases, dict(held))
