"""A study and its compiled pathways to a result: every scenario, every replication, on one or more processors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from pathways.calendars import Calendar, england
from pathways.definition.report import Report, one_of
from pathways.errors import Finding, PathwaysError, StudyError
from pathways.eventlog import EventLog
from pathways.machine.compiled import CompiledPathway
from pathways.measures import Setting, estimate, week_figures
from pathways.simulation.answers.asked import Asked, Names, asked_by_default, named_in, parse_measure
from pathways.simulation.answers.expectations import Expectation, judge, parse_expectations
from pathways.simulation.answers.result import Comparison, Result
from pathways.simulation.binding.bind import Binder, report_unknown_pathways
from pathways.simulation.binding.lookup import Lookup
from pathways.simulation.binding.measured import setting_of
from pathways.simulation.binding.wanted import milestones, told_apart
from pathways.simulation.experiments.design import design
from pathways.simulation.experiments.paired import contrasts
from pathways.simulation.experiments.replicating import replicate
from pathways.simulation.experiments.settings import each_alone
from pathways.simulation.language.fields import BY_MSER5
from pathways.simulation.language.inputs import inputs
from pathways.simulation.language.study import BASELINE, Scenario, Study
from pathways.simulation.language.unchanged import unchanged
from pathways.simulation.model import Model
from pathways.simulation.running.checks import Check, number_of_counts
from pathways.simulation.running.kernels import aside, is_compilable, is_compiled
from pathways.simulation.running.load import offered_load
from pathways.simulation.running.pool import Job
from pathways.simulation.running.truncation import WEEK, Truncation, find_truncation
from pathways.simulation.running.watch import Watch
from pathways.simulation.theory.known import beside, known
from pathways.source import Key

Engine = Literal["compiled", "reference"]


def simulate(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    scenarios: Iterable[str] | None = None,
    watch: Watch | None = None,
    engine: Engine = "compiled",
    weekly: bool = False,
) -> Result:
    """Run the baseline and the scenarios of a study on the same random numbers.

    Parameters
    ----------
    pathways
        Compiled pathways by id; at least those of `study.pathways`.
    replications, seed
        Instead of the study's own.
    workers
        Threads to use. The result is the same for any number of them.
    scenarios
        Which of the study's scenarios to run beside the baseline; all, if not given.
    watch
        Is told what is asked of teams and panels before the run, and how far the run has come.
    engine
        The `compiled` kernel, or the `reference`, which is slower by far and says what a simulation means. The result
        is the same.
    weekly
        Count queues, agendas left over, places held and open referrals week by week too, for `Result.series`.

    Returns
    -------
    Result
        If stopped (Ctrl-C) after two replications or more, that of those which were finished.

    Raises
    ------
    StudyError
        If the study does not fit its pathways, with everything that is wrong; or if there is no such scenario.
    PathwaysError
        If there is no replication to run, or a referral goes round in circles without time passing.
    KeyboardInterrupt
        If stopped before.
    """
    watch = Watch() if watch is None else watch
    until = study.until if replications is None else None
    replications = study.replications if replications is None else replications
    seed = study.seed if seed is None else seed
    if replications < 1:
        raise PathwaysError(f"{replications} replications give no answer\n    fix: ask for at least 1")
    jobs = prepare(study, pathways, scenarios, watch=watch)
    baseline = jobs[BASELINE]
    least, most = (replications, replications) if until is None else (until.at_least, until.at_most)
    watch.begin(len(jobs), least, most, seed)
    if weekly:
        jobs = {name: replace(job, is_weekly=True) for name, job in jobs.items()}
    if engine == "reference":
        jobs = {name: replace(job, by_reference=True) for name, job in jobs.items()}
    else:
        _say_what_is_compiled(jobs, watch)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        loads = [pool.submit(offered_load, job.model, seed, by_reference=job.by_reference) for job in jobs.values()]
        checks = [check for load in loads for check in load.result()]
    checks += [check for job in jobs.values() for check in _silent_interrupts(job.model)]
    checks += [check for job in jobs.values() for check in _lanes_without_team(job.model)]
    checks += [check for job in jobs.values() for check in _left_out(job)]
    checks += [
        Check("scenario_changes_nothing", name, "", False, f"This scenario changes nothing ({finding.place}).")
        for name, finding in unchanged(study)
        if name in jobs
    ]
    watch.before(checks)
    replicated = replicate(jobs, seed, replications, until, workers, watch)
    found, is_stopped = replicated.found, replicated.is_stopped
    finished = len(found[BASELINE])
    others = {name: sample for name, sample in found.items() if name != BASELINE}
    estimates = {name: tuple(estimate(found[name])) for name in jobs}
    for name, job in jobs.items():
        compared = finished * number_of_counts(job.model)
        says = (
            f"{compared:,} counts of the simulation equal those of its event logs: no referral was lost, "
            "and by Little's law none waited unseen."
        )
        checks.append(Check("conservation", name, "", True, says))
    # Where a queue grows without limit, what comes behind it gets less than arrives: theory speaks of the long run.
    too_much = {check.scenario for check in checks if check.name == "offered_load" and (check.value or 0) >= 1}
    settled = {name: job.model for name, job in jobs.items() if name not in too_much}
    by_week = {name: (job.setting, found[name].weekly) for name, job in jobs.items()}
    return Result(
        study=study.id,
        title=study.title,
        question=study.question,
        seed=seed,
        replications=finished,
        stopped_of=replications if is_stopped else None,
        scenarios=estimates,
        comparisons={
            name: Comparison(name, rows) for name, rows in contrasts(found[BASELINE], others, baseline.asked).items()
        },
        expectations=tuple(judge(e, name, estimates[name]) for name, job in jobs.items() for e in job.expectations),
        checks=tuple(checks),
        inputs=inputs(study.baseline),
        asked=baseline.asked,
        precision=replicated.precision,
        half_width=None if until is None else float(until.half_width),
        truncations={name: job.truncation for name, job in jobs.items() if job.truncation is not None},
        measured_from=_measured_from(baseline.model),
        weekly={name: week_figures(at, counted) for name, (at, counted) in by_week.items() if counted is not None},
        known=tuple(row for name, model in settled.items() for row in beside(name, known(model), estimates[name])),
    )


def check_study(
    study: Study, pathways: Mapping[str, CompiledPathway], *, working_days: Callable[[date], Calendar] = england
) -> list[Finding]:
    """Everything in a study that does not fit its pathways; empty, or nothing but warnings, if it can be run.

    With `weekdays` for `working_days` bank holidays are not looked up, which is quicker; what only they bring about
    (a panel whose every meeting falls on one) is then found when the study is run.
    """
    try:
        prepare(study, pathways, None, working_days, settled=False)
    except StudyError as error:
        return list(error.findings)
    return [finding for _, finding in unchanged(study)]


def unknown_pathways(study: Study, known: Iterable[str]) -> list[Finding]:
    """The pathways of a study and its scenarios that are not among the known ones, each once."""
    report, ids = Report(), list(known)
    for scenario in study.all_scenarios:
        report_unknown_pathways(scenario, ids, report)
    return list(report.findings)


def event_log(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    *,
    scenario: str = BASELINE,
    replication: int = 0,
    seed: int | None = None,
) -> EventLog:
    """What happened in one replication of one scenario, event by event."""
    job = prepare(study, pathways, [scenario] if scenario != BASELINE else [])[scenario]
    return _log(job, study.seed if seed is None else seed, replication)


def event_logs(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    *,
    scenarios: Iterable[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
) -> Iterator[tuple[str, EventLog]]:
    """The name of a scenario and what happened in it, for each replication of the baseline and of each scenario.

    See `simulate` for what may be asked for and what is raised.
    """
    numbers = range(study.replications if replications is None else replications)
    for name, job in prepare(study, pathways, scenarios).items():
        for number in numbers:
            yield name, _log(job, study.seed if seed is None else seed, number)


def _log(job: Job, seed: int, replication: int) -> EventLog:
    log = job.runner.log(seed, replication)
    log.known, log.told = job.setting.groups, job.setting.told
    return log


def prepare(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    scenarios: Iterable[str] | None,
    working_days: Callable[[date], Calendar] = england,
    *,
    settled: bool = True,
    watch: Watch | None = None,
) -> dict[str, Job]:
    """The baseline and the named scenarios, ready to run.

    Parameters
    ----------
    settled
        Run pilot replications to find the warm-up, where the study leaves it to MSER-5; if not, there is none.
    watch
        Is told if these have to be compiled first.

    Raises
    ------
    StudyError
        See `simulate`.
    """
    report = Report()
    chosen = [study.baseline]
    for name in study.scenarios if scenarios is None else scenarios:
        if name in study.scenarios:
            chosen.append(study.scenarios[name])
        elif name != BASELINE:
            expected, _ = one_of(name, study.scenarios, "scenarios")
            report.add(
                "study-name",
                study.document.place(("scenarios",), key=True),
                f"there is no scenario '{name}'",
                expected,
                "correct the name",
            )
    jobs = _jobs(chosen, study, pathways, report, working_days)
    if not settled:
        _check_sweeps(study, pathways, report, working_days)
    if not settled or study.baseline.spec.clock.warm_up != BY_MSER5:
        return jobs
    if watch is not None:
        _say_what_is_compiled(jobs, watch)
    found = {name: find_truncation(job.model, study.seed) for name, job in jobs.items()}
    if any(truncation is not None and not truncation.is_sure for truncation in found.values()):
        # What is measured may be too short to see it settle; pilots are not measured, and may be twice as long.
        longer = _jobs(chosen, study, pathways, report, working_days, jobs[BASELINE].model.end)
        found = {name: find_truncation(job.model, study.seed) for name, job in longer.items()}
    for name, truncation in found.items():
        _refuse(study, name, truncation, report)
    if report.faults:
        raise StudyError(report.faults)
    # All scenarios are compared over the same dates, so the one that takes longest to settle decides.
    weeks = max(truncation.weeks for truncation in found.values() if truncation is not None)
    jobs = _jobs(chosen, study, pathways, report, working_days, weeks * WEEK)
    return {name: replace(job, truncation=found[name]) for name, job in jobs.items()}


def _check_sweeps(
    study: Study, pathways: Mapping[str, CompiledPathway], report: Report, working_days: Callable[[date], Calendar]
) -> None:
    """See that each sweep of a study without faults varies what there is."""
    for sweep, spec in study.baseline.spec.sweeps.items():
        planned = design(spec, study.seed, study.baseline.document, ("sweeps", sweep), report)
        for scenario in () if planned is None else each_alone(planned, sweep, study.baseline, report):
            _job(scenario, study, pathways, report, working_days, 0)
    if report.faults:
        raise StudyError(report.faults)


def _say_what_is_compiled(jobs: Mapping[str, Job], watch: Watch) -> None:
    if any(is_compilable(job.model) for job in jobs.values()) and not aside(is_compiled):
        watch.compile()


def _jobs(
    chosen: Sequence[Scenario],
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    report: Report,
    working_days: Callable[[date], Calendar],
    left_out: int = 0,
) -> dict[str, Job]:
    jobs = {}
    for scenario in chosen:
        job = _job(scenario, study, pathways, report, working_days, left_out)
        if job is not None:
            jobs[scenario.name] = job
    if report.faults:
        raise StudyError(report.faults)
    return jobs


def _refuse(study: Study, scenario: str, found: Truncation | None, report: Report) -> None:
    """A finding, if it cannot be told how much of a scenario MSER-5 leaves out."""
    if found is not None and found.is_sure:
        return
    length = study.baseline.spec.clock.length
    says = f"the study measures {length}: too short for MSER-5 to find a warm-up"
    expected = "at least 50 weeks"
    if found is not None:
        says = f"in '{scenario}' the number of open referrals has not settled within {length}, nor within twice as long"
        says += f": MSER-5 would leave out {found.weeks} weeks"
        expected = "a study of which, at twice its length, at most half is left out"
    remedy = "lengthen it, write the warm-up yourself, or start from an open caseload"
    report.add("study-clock", study.document.place(("clock", "length"), key=True), says, expected, remedy)


def _job(
    scenario: Scenario,
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    report: Report,
    working_days: Callable[[date], Calendar],
    left_out: int,
) -> Job | None:
    binder = Binder(scenario, study, pathways, report, working_days, left_out)
    model = binder.model()
    expectations = (
        tuple(parse_expectations(scenario, binder.lookup, binder.calendar, report)) if binder.is_complete else ()
    )
    if model is None:
        return None
    model = told_apart(model, scenario, report)
    stretches = [*milestones(scenario, binder.lookup, report), *(e.milestone for e in expectations if e.milestone)]
    setting = setting_of(model, stretches, scenario.spec.measured)
    elsewhere = [named_in(other.spec, pathways) for other in study.scenarios.values()]
    asked, precise = _asked(scenario, Names(binder.lookup, elsewhere), binder.lookup, setting, expectations, report)
    return Job(model, setting, expectations, asked, precise)


def _asked(
    scenario: Scenario,
    anywhere: Names,
    lookup: Lookup,
    setting: Setting,
    expectations: Sequence[Expectation],
    report: Report,
) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """The figures that a study is about, and those that its replications are to be precise about."""
    if scenario.name != BASELINE:  # all are compared by what the study asks for
        return (), ()
    for sweep, spec in scenario.spec.sweeps.items():  # only whether it can be: whoever runs it says which seed
        design(spec, 0, scenario.document, ("sweeps", sweep), report)
    names, replications = Names(lookup), scenario.spec.replications
    asked = _measures(scenario.spec.measures, ("measures",), scenario, anywhere, report)
    asked = asked or asked_by_default(setting, [expectation.asked for expectation in expectations])
    if isinstance(replications, int):
        return asked, ()
    until = replications.until
    if until.at_most < until.at_least:
        report.add(
            "study-precision",
            scenario.document.place(("replications", "until", "at_most")),
            f"at most {until.at_most} replications are fewer than at least {until.at_least}",
            "a number that is not smaller",
            "raise it, or lower 'at_least'",
        )
    if not until.half_width:
        report.add(
            "study-precision",
            scenario.document.place(("replications", "until", "half_width")),
            "no number of replications makes a figure known exactly",
            "a share of the figure that is more than 0",
            "write for instance 'half_width: 5%'",
        )
    return asked, _measures(until.of, ("replications", "until", "of"), scenario, names, report) or asked


def _measures(
    sentences: Sequence[str], path: tuple[Key, ...], scenario: Scenario, names: Names, report: Report
) -> tuple[Asked, ...]:
    found = []
    for number, sentence in enumerate(sentences):
        found.append(parse_measure(sentence, names, scenario.document.place((*path, number)), report))
    return tuple(dict.fromkeys(asked for asked in found if asked is not None))


def _measured_from(model: Model) -> date:
    return model.calendar.first + timedelta(seconds=model.warm_up)


def _left_out(job: Job) -> list[Check]:
    """A word on the warm-up, where MSER-5 found it."""
    if job.truncation is None:
        return []
    chosen, model = job.truncation, job.model
    says = (
        f"By MSER-5 the first {chosen.weeks} weeks of {chosen.pilots} pilot replications are left out; "
        f"every scenario warms up for {model.warm_up // WEEK} weeks."
    )
    return [Check("warm_up", model.scenario, "", True, says)]


def _silent_interrupts(model: Model) -> list[Check]:
    """A word on each interrupt that the study gives no rate."""
    found = []
    for role in model.roles:
        rated = {plan.interrupt for plan in role.interrupts}
        for number, interrupt in enumerate(role.pathway.interrupts):
            if number not in rated:
                name = f"{role.name}.{interrupt.name}"
                says = f"'{name}' has no rate under 'interrupts', so it never happens in this study."
                found.append(Check("interrupt_without_rate", model.scenario, name, False, says))
    return found


def _lanes_without_team(model: Model) -> list[Check]:
    """A word on each lane that has a part in a team's work, but no team in the study."""
    return [
        Check(
            "lane_without_team",
            model.scenario,
            lane,
            False,
            f"'{lane}' share in some of the work; the study has no team for them, so their own time is not counted.",
        )
        for lane in model.unstaffed
    ]
