"""A model to what its event logs are held against when they are measured."""

from __future__ import annotations

from collections.abc import Iterable

from pathways.calendars import DAY, moment_after
from pathways.measures import Attribute, Milestone, Setting, Working
from pathways.measures.setting import PERCENTILES, Cancelled, State
from pathways.simulation.binding.wanted import values_of
from pathways.simulation.draws import draw, stream_key
from pathways.simulation.language.asking import MeasuredSpec
from pathways.simulation.model import Model, Needs, Panel, Role, Told


def setting_of(model: Model, milestones: Iterable[Milestone] = (), measured: MeasuredSpec | None = None) -> Setting:
    """The setting of a model; the pathways' own targets are milestones too."""
    horizon = None
    if measured is not None and measured.horizon is not None:
        until = moment_after(model.calendar, model.warm_up, measured.horizon)
        horizon = model.calendar.between(model.warm_up, until)
    targets = [
        Milestone(name, role.name, target.start, target.end, target.standard.within)
        for role in model.roles
        for name, target in role.pathway.linked.targets.items()
    ]
    epochs = range(1 + len(model.later))
    return Setting(
        calendar=model.calendar,
        warm_up=model.warm_up,
        end=model.end,
        pathways={role.name: role.pathway for role in model.roles},
        working=tuple(_working(model, epoch) for epoch in epochs),
        staff=dict(zip((team.name for team in model.teams), model.steps(model.staff), strict=True)),
        places=dict(zip((places.name for places in model.places), model.steps(model.capacity), strict=True)),
        slots=dict(zip((panel.name for panel in model.panels), model.steps(model.slots), strict=True)),
        meetings={panel.name: panel.meetings for panel in model.panels},
        calendars={team.name: model.hours[team.hours] for team in model.teams},
        milestones=(*targets, *milestones),
        percentiles=PERCENTILES if measured is None else measured.percentiles,
        horizon=horizon,
        groups={role.name: _attributes(role, role.known) for role in model.roles},
        told={role.name: _attributes(role, role.told) for role in model.roles},
        has_standing=any(stream.stand is not None for stream in model.streams),
    )


def cancelled_meetings(model: Model, seed: int, replication: int) -> Cancelled:
    """The meetings that a replication cancels at random: by the draws of the kernels, which are keyed by date."""
    return {
        panel.name: _cancelled(panel, stream_key(seed, replication, f"panel {panel.name}"))
        for panel in model.panels
        if panel.cancels
    }


def _cancelled(panel: Panel, key: int) -> frozenset[int]:
    return frozenset(at for at in panel.meetings if draw(key, at // DAY, 0, panel.purpose) < panel.cancels)


def _attributes(role: Role, told: Told) -> tuple[Attribute, ...]:
    pathway = role.pathway
    return tuple(Attribute(pathway.attributes[at], values_of(pathway, at), weight) for at, weight in told)


def _working(model: Model, epoch: int) -> Working:
    """Who has to do with which state in an epoch."""
    teams: dict[State, tuple[str, ...]] = {}
    panels: dict[State, str] = {}
    holds: dict[State, str] = {}
    takes: dict[State, int] = {}
    for role in model.roles:
        for at, state in enumerate(role.pathway.states):
            here, plan = (role.name, state.name), role.plan(at, epoch)
            if plan.work is not None:
                teams[here] = tuple(model.teams[team].name for team in plan.work.teams)
            elif plan.needs is Needs.PANEL:
                panels[here], takes[here] = model.panels[plan.resource].name, plan.room
            if plan.takes >= 0:
                holds[here] = model.places[plan.takes].name
    return Working(teams, panels, holds, takes, model.later[epoch - 1].starts if epoch else 0)
