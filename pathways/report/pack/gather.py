"""A study to what its pack is counted from: one replication of one scenario, over whole quarters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pathways.report.pack.cases import cases
from pathways.report.pack.figures import Figures
from pathways.report.pack.periods import Period, end_of, first_quarter, months, quarters
from pathways.simulation.language.asking import MeasuredSpec
from pathways.units import Duration

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway
    from pathways.machine import CompiledPathway
    from pathways.simulation import Scenario, Study

SOURCE, CONSENT, FEEDBACK = "source_sector", "consent", "feedback_given"  # attributes that a pack counts by
_DAY: Final = 86_400


@dataclass(frozen=True)
class Pack:
    """What a pack tells: its figures, the periods that it counts by, and where it is from.

    `places` are, by the name of places, the states that need one; `marks` what it was made from, with fingerprints.
    """

    study: Study
    scenario: str
    seed: int
    replication: int
    pathways: Mapping[str, LinkedPathway]
    figures: Figures
    quarters: tuple[Period, ...]
    months: tuple[Period, ...]
    places: Mapping[str, tuple[tuple[str, str], ...]]
    marks: tuple[tuple[str, str, str], ...]
    version: str


def gather(
    study: Study,
    compiled: Mapping[str, CompiledPathway],
    *,
    scenario: str,
    count: int,
    replication: int,
    seed: int | None,
    marks: tuple[tuple[str, str, str], ...],
    version: str,
) -> Pack:
    """Run one replication for as long as so many quarters need, whatever the study's own length, and count it.

    Raises
    ------
    StudyError
        If the study does not fit its pathways, or has no such scenario.
    """
    from pathways.simulation.language.study import BASELINE
    from pathways.simulation.run import event_log, prepare

    others = [] if scenario == BASELINE else [scenario]
    first_setting = prepare(study, compiled, others)[scenario].setting
    warm_up = -(-first_setting.warm_up // _DAY)
    measured_from = study.baseline.spec.clock.starts + timedelta(days=warm_up)
    first = first_quarter(measured_from)
    asked = _asked(study, compiled, scenario, warm_up, (end_of(first, count) - measured_from).days + 1)
    job = prepare(asked, compiled, others)[scenario]
    log = event_log(asked, compiled, scenario=scenario, replication=replication, seed=seed)
    spec = _scenario(asked, scenario).spec
    pathways = {role: compiled[id_].linked for role, id_ in spec.pathways.items()}
    starts: date = spec.clock.starts
    return Pack(
        study=study,
        scenario=scenario,
        seed=study.seed if seed is None else seed,
        replication=replication,
        pathways=pathways,
        figures=Figures(cases(log, job.setting.whole_from), pathways, job.setting.calendar),
        quarters=quarters(first, count, starts),
        months=months(first, count, starts),
        places={
            places.name: tuple(
                (role.name, role.pathway.states[number].name)
                for role in job.model.roles
                for number, plan in enumerate(role.states)
                if plan.takes == place
            )
            for place, places in enumerate(job.model.places)
        },
        marks=marks,
        version=version,
    )


def _scenario(study: Study, name: str) -> Scenario:
    return next(scenario for scenario in study.all_scenarios if scenario.name == name)


def _asked(study: Study, compiled: Mapping[str, CompiledPathway], scenario: str, warm_up: int, days: int) -> Study:
    """The study as long as the pack needs it, its log telling the attributes that the pack counts by.

    The warm-up is said in days: found anew by pilots of another length, it could end before or after that of the study.
    """

    def longer(side: Scenario) -> Scenario:
        known = {name for id_ in side.spec.pathways.values() for name in compiled[id_].linked.attributes}
        comes = {name for stream in side.spec.arrivals.values() for name in stream.attributes}
        by = [name for name in (SOURCE,) if name in known & comes]
        at_end = [name for name in (CONSENT, FEEDBACK) if name in known]
        measured = MeasuredSpec.model_validate({"by": by, "at_end": at_end})
        lasts = {"warm_up": Duration(Decimal(warm_up), "day"), "length": Duration(Decimal(days), "day")}
        clock = side.spec.clock.model_copy(update=lasts)
        return replace(side, spec=side.spec.model_copy(update={"clock": clock, "measured": measured, "measures": ()}))

    return replace(
        study,
        baseline=longer(study.baseline),
        scenarios={name: longer(side) for name, side in study.scenarios.items() if name == scenario},
    )


def values_of(pack: Pack, attribute: str) -> Iterator[str]:
    """The values of an attribute in any of the pathways, in their order."""
    yield from dict.fromkeys(
        value
        for pathway in pack.pathways.values()
        if attribute in pathway.attributes
        for value in pathway.attributes[attribute].values
    )
