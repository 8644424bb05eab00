"""What the kernel counted by itself held, exactly, against what its event log says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.machine.compiled import Kind
from pathways.simulation.model import Model
from pathways.simulation.tally import layout

if TYPE_CHECKING:
    from pathways.measures.compiled.tables import Ints


@dataclass(frozen=True)
class Check:
    """A check of a scenario, in words. One that does not hold warns about the study.

    `value` is the number it is about, if there is one: of an offered load the share of what there is.
    """

    name: str
    scenario: str
    of: str
    holds: bool
    says: str
    value: float | None = None


class CheckFailedError(Exception):
    """The simulation contradicts itself: a fault of the program, never of the study."""


def number_of_counts(model: Model) -> int:
    """How many counts `verify` compares."""
    finals = sum(state.kind is Kind.END for role in model.roles for state in role.pathway.states)
    return layout(model).size - finals + len(model.roles)


def verify(model: Model, counted: Sequence[int], logged: Ints) -> None:
    """Hold what a kernel counted, laid out as `Layout`, against what was counted from its log.

    Conservation: as many referrals arrived and ended as the log shows, and each that has not ended stands somewhere.
    Little's law, exact over the measured period: the referrals in a state, added up over time, are the times of all
    visits added up. The same for queues, for the time that staff are in work, and for places: what is held is what was
    taken and not yet given back.

    Parameters
    ----------
    logged
        The counters of the compiled measures, of which the first are laid out alike, and the next say how many open
        referrals stand nowhere.

    Raises
    ------
    CheckFailedError
        With the first that differs.
    """
    size = layout(model).size
    for number, (one, other) in enumerate(zip(counted, logged[:size].tolist(), strict=True)):
        if one != other:
            what = _names(model)[number]
            raise CheckFailedError(f"{what}: the simulation counted {one:,}, its log shows {other:,}")
    for role, lost in zip(model.roles, logged[size : size + len(model.roles)].tolist(), strict=True):
        if lost:
            raise CheckFailedError(f"referrals on '{role.name}' that have not ended and stand nowhere: {lost:,}")


def _names(model: Model) -> list[str]:
    """What each count is of, in the order of `Layout`."""
    return [
        *(f"referrals that arrived on '{role.name}'" for role in model.roles),
        *(f"referrals that ended on '{role.name}'" for role in model.roles),
        *(
            f"time spent in '{role.name}.{state.name}' (Little's law)"
            for role in model.roles
            for state in role.pathway.states
        ),
        *(f"time spent in the queue of '{team.name}' (Little's law)" for team in model.teams),
        *(f"time that '{team.name}' was in work" for team in model.teams),
        *(f"hearings of '{panel.name}'" for panel in model.panels),
        *(f"what hearings took of the agendas of '{panel.name}'" for panel in model.panels),
        *(f"time for which places of '{places.name}' were held" for places in model.places),
        *(f"time spent waiting for '{places.name}' (Little's law)" for places in model.places),
    ]
