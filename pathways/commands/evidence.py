"""The studies of a workspace to what rules can weigh: schedules of panels, shares, mean times; and what is wrong there.

Rules know neither calendars nor studies, so everything they need is put in numbers here. What depends on the date at
which something begins becomes bounds that hold at any date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from pathways.commands.flow_bounds import FlowReader
from pathways.commands.meeting_schedules import meeting_schedules
from pathways.commands.pace import Pace
from pathways.errors import Finding, FindingsError, StudyError
from pathways.machine import CompiledPathway
from pathways.rules.evidence import Evidence, Flow, Schedule
from pathways.workspace import Loading, load_study, study_names

if TYPE_CHECKING:
    from pathways.rules import Policy
    from pathways.simulation import Study
    from pathways.simulation.language.arriving import ArrivalSpec
    from pathways.simulation.language.study import Scenario
    from pathways.simulation.model import Model

# The kinds of rule that look at studies. Bank holidays are looked up for these only: that takes a quarter of a second.
WEIGHING: Final = ("share", "expected", "meets_at_least", "within", "reviewed_after")


@dataclass(frozen=True)
class Gathered:
    """What the studies say of each pathway, by its id, and what is wrong with them."""

    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()


def is_needed(policies: Iterable[Policy], pathways: Iterable[str]) -> bool:
    """Whether some rule for these pathways weighs what studies say."""
    ids = set(pathways)
    return any(
        rule.kind.id in WEIGHING and not ids.isdisjoint(rule.applies_to) for policy in policies for rule in policy.rules
    )


def gather(loading: Loading, *, roughly: bool = False, go_on: Callable[[], None] = lambda: None) -> Gathered:
    """Read every study of the workspace. A study that cannot be used is a fault, and evidence of nothing.

    Parameters
    ----------
    roughly
        Look up no bank holidays: for those who only ask what is wrong with the studies.
    go_on
        Called before each study; whatever it raises ends the reading.
    """
    from pathways.simulation.language.unchanged import unchanged

    found: dict[str, list[Evidence]] = {}
    faults: list[Finding] = []
    for name in study_names(loading.workspace):
        go_on()
        try:
            study, _ = load_study(name, loading.workspace.root)
        except FindingsError as error:
            faults += error.findings
            continue
        at_hand = (*loading.pathways, *loading.rest(study.pathways))
        compiled = {pathway.id: pathway.compiled for pathway in at_hand}
        each, wrong = evidence_of(study, compiled, loading.known, roughly=roughly)
        faults += wrong or [finding for _, finding in unchanged(study)]
        for pathway, evidence in each.items():
            found.setdefault(pathway, []).append(evidence)
    return Gathered({pathway: tuple(each) for pathway, each in found.items()}, tuple(dict.fromkeys(faults)))


def evidence_of(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    known: Iterable[str] | None = None,
    *,
    roughly: bool = False,
) -> tuple[dict[str, Evidence], list[Finding]]:
    """What one study says of each of its pathways, and its faults.

    Parameters
    ----------
    pathways
        Compiled pathways by id, as far as they could be loaded.
    known
        The ids of all pathways that exist; by default those at hand.
    roughly
        Look up no bank holidays, and gather no evidence but faults.
    """
    from pathways.calendars import england, weekdays
    from pathways.simulation import unknown_pathways
    from pathways.simulation.run import prepare

    faults = unknown_pathways(study, pathways if known is None else known)
    missing = [name for name in study.pathways if name not in pathways]
    if not faults and missing:
        return _of_no_use(study, f"its pathway '{missing[0]}' has faults"), []
    models: dict[str, Model] = {}
    if not faults:
        try:
            jobs = prepare(study, pathways, None, weekdays if roughly else england, settled=False)
            models = {name: job.model for name, job in jobs.items()}
        except StudyError as error:
            faults = list(error.findings)
    if faults:
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        return _of_no_use(study, f"it has {count} (the first at {faults[0].place})"), faults
    if roughly:
        return {}, []
    for scenario in study.all_scenarios:
        why = _beyond(scenario)
        if why is not None:
            return _of_no_use(study, why), []
    flows: dict[str, dict[str, list[Flow]]] = {}
    schedules: dict[str, dict[str, list[Schedule]]] = {}
    paces: dict[tuple[str, date, int], Pace] = {}
    for scenario in study.all_scenarios:
        model = models[scenario.name]
        key = (model.calendar.name, model.calendar.first, model.end)
        pace = paces.get(key) or paces.setdefault(key, Pace(model.calendar, model.end))
        ids = list(scenario.spec.pathways.values())
        for role, pathway in enumerate(ids):
            by_state = schedules.setdefault(pathway, {})
            for state, schedule in meeting_schedules(scenario, model, role):
                by_state.setdefault(state, []).append(schedule)
            flow = FlowReader(scenario, model, role, pace).flow()
            if ids.count(pathway) > 1:
                flow = replace(flow, role=model.roles[role].name)
            if flow.arrivals:
                flows.setdefault(pathway, {}).setdefault(scenario.name, []).append(flow)
    return {
        pathway: Evidence(
            study.id,
            study.title,
            {state: tuple(each) for state, each in schedules[pathway].items()},
            {scenario: tuple(each) for scenario, each in flows.get(pathway, {}).items()},
        )
        for pathway in schedules
    }, []


def _beyond(scenario: Scenario) -> str | None:
    """What in a scenario rules cannot weigh; None if there is nothing."""
    spec = scenario.spec
    for name, interrupt in spec.interrupts.items():
        if interrupt.rate is None or interrupt.while_ != "any":
            return f"in it '{name}' does not strike at the same rate at all times, and rules can weigh nothing else"
    if spec.returns:
        return "in it referrals come back, which rules cannot weigh"
    streams: dict[str, list[ArrivalSpec]] = {}
    for name, stream in spec.arrivals.items():
        streams.setdefault(stream.pathway or name, []).append(stream)
    for role, each in streams.items():
        if any((s.surge, s.from_, s.until) != (each[0].surge, each[0].from_, each[0].until) for s in each):
            return f"in it the streams of '{role}' do not come at the same dates, and rules weigh them by their rates"
    if spec.changes:
        return "it changes from dates on, which rules cannot weigh"
    for name, panel in spec.panels.items():
        if panel.cancels:
            return f"in it meetings of '{name}' are cancelled at random, which rules cannot weigh"
    return None


def _of_no_use(study: Study, why: str) -> dict[str, Evidence]:
    return {pathway: Evidence(study.id, study.title, fault=why) for pathway in study.pathways}
