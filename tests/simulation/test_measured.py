"""What a study asks to have measured beside what always is, against counts of its event log."""

from __future__ import annotations

from collections import Counter

import pytest

from pathways.errors import StudyError
from pathways.eventlog import Event
from pathways.measures import Key
from pathways.simulation import event_log, simulate
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study, prepare

from .building import compiled, study, verify_log

DAY = 86_400
PATHWAY = """
pathway: p
title: P
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
attributes:
  sector: {values: [school, police], from: arrival}
  concern: {values: [none, real]}
  feedback: {values: [given, withheld], starts: given}
start: check
states:
  check: {lane: desk, finds: concern, then: next}
  next:
    kind: decision
    lane: desk
    choose: [{when: {concern: real}, then: wait}, {otherwise: closed}]
  wait: {kind: wait, lane: desk, finds: feedback, then: closed}
  closed: {kind: end, lane: desk, outcome: closed}
"""
STUDY = """
study: told
title: Told apart
pathways: p
clock: {starts: 2018-01-01, warm_up: 100 days, length: 400 days, calendar: continuous}
replications: 3
seed: 5
arrivals: {p: {rate: 1 per day, attributes: {sector: {school: 60%, police: 40%}}}}
service_times: {p.check: {exponential: {mean: 3 days}}, p.wait: {exponential: {mean: 20 days}}}
findings:
  p.check: {concern: [{when: {sector: school}, shares: {none: 75%, real: 25%}}, {otherwise: {none: 25%, real: 75%}}]}
  p.wait: {feedback: {given: 80%, withheld: 20%}}
milestones:
  check_to_end: {pathway: p, from: check}
  to_wait: {pathway: p, to: wait, within: 3 days}
measured: {by: [sector], at_end: [feedback, concern], percentiles: [25, 90], horizon: 30 days}
"""


def test_figures_are_told_apart_by_what_is_known_on_arrival() -> None:
    """Oracle: the shares that the study gives; three in four of the police's are real, one in four of a school's."""
    pathways = compiled(PATHWAY)
    text = STUDY.replace("length: 400 days", "length: 4000 days")
    job = prepare(study(text), pathways, [])["baseline"]
    kernel = Kernel(job.model, 5, 0)
    (measured,) = job.measurer.measure_log(kernel.run())
    found = job.measurer.sample([measured]).figures(0)
    arrived = Counter(row.visit for row in kernel.log.rows() if row.event is Event.ARRIVE and row.time >= 100 * DAY)
    assert set(arrived) == {1, 2}
    for number, (value, share) in enumerate((("school", 0.25), ("police", 0.75))):
        group = f"sector={value}"
        assert found[Key("arrivals", "p", "", "per_year", group)].n == arrived[1 + number]
        reached, n = found[Key("reached", "p", "to_wait", "share", group)]
        assert n == arrived[1 + number]
        assert abs(reached - share) < 4.5 * (share * (1 - share) / n) ** 0.5
        assert Key("time_to_end", "p", "", "p25", group) in found
        assert Key("within_target", "p", "to_wait", "share", group) in found
    assert found[Key("arrivals", "p", "", "per_year")].n == sum(arrived.values())


def test_values_at_the_end_are_those_that_referrals_end_with() -> None:
    job = prepare(study(STUDY), compiled(PATHWAY), [])["baseline"]
    kernel = Kernel(job.model, 5, 1)
    (measured,) = job.measurer.measure_log(kernel.run())
    found = job.measurer.sample([measured]).figures(0)
    ended = [row for row in kernel.log.rows() if row.event is Event.END and row.time >= 100 * DAY]
    # By hand: feedback (two values) counts one, concern (two values, and unset) two.
    feedback = Counter((row.visit - 1) % 2 for row in ended)
    concern = Counter((row.visit - 1) // 2 for row in ended)
    for number, value in enumerate(("given", "withheld")):
        figure = found[Key("ended_with", "p", f"feedback={value}", "share")]
        assert figure == (feedback[number] / len(ended), len(ended))
    assert found[Key("ended_with", "p", "concern=unset", "share")].value == 0
    assert found[Key("ended_with", "p", "concern=real", "share")].value == concern[1] / len(ended) > 0.2
    # Nobody who was not found to be of concern waits, so all of them end with what feedback was at the start.
    waited = {row.referral for row in kernel.log.rows() if row.state == "wait"}
    assert {(row.visit - 1) // 2 for row in ended if row.referral in waited} == {1}


def test_milestones_percentiles_and_horizon_are_the_study_s() -> None:
    result = simulate(study(STUDY), compiled(PATHWAY))
    told = {(row.measure, row.of, row.statistic) for row in result.to_rows() if not row.group}
    assert {("time_to_milestone", "check_to_end", s) for s in ("p25", "p90", "restricted_mean")} <= told
    assert {("reached", "to_wait", "share"), ("breached", "to_wait", "share")} <= told
    assert not {statistic for *_, statistic in told} & {"median", "p95"}
    mean = result.estimate("time_to_milestone", "p", "check_to_end", "restricted_mean")
    assert mean is not None
    assert 5 < mean.value < 30  # a check of 3 days on average, and for 45% of referrals 20 days more, 30 at most
    groups = {row.group for row in result.to_rows()}
    assert groups == {"", "sector=school", "sector=police"}
    rows = result.as_document()["scenarios"]["baseline"]["measures"]
    assert {row.get("group") for row in rows} == {None, "sector=school", "sector=police"}


def test_log_tells_the_values_on_arrival_and_at_the_end() -> None:
    frame = event_log(study(STUDY), compiled(PATHWAY)).to_frame()
    assert list(frame.columns)[-3:] == ["sector", "feedback", "concern"]
    arrived, ended = frame[frame["event"] == "arrive"], frame[frame["event"] == "end"]
    assert set(arrived["sector"]) == {"school", "police"}
    assert set(arrived["feedback"]) == {""}
    assert set(ended["feedback"]) == {"given", "withheld"}
    assert set(ended["concern"]) == {"none", "real"}
    assert set(arrived["visit"]) == set(ended["visit"]) == {1}
    waited = ended[ended["referral"].isin(frame[frame["state"] == "wait"]["referral"])]
    assert set(waited["concern"]) == {"real"}


def test_what_is_told_changes_nothing_that_happens() -> None:
    """Every event but what it tells, and the kernel's own counts against the log."""
    plain = STUDY[: STUDY.index("milestones:")]
    logs = []
    for text in (plain, STUDY):
        job = prepare(study(text), compiled(PATHWAY), [])["baseline"]
        kernel = Kernel(job.model, 5, 0)
        logs.append([row._replace(visit=0) for row in kernel.run().rows()])
    assert logs[0] == logs[1]
    verify_log(job.model, kernel.tally, kernel.log)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: wait", "to: wiat", "'wiat' is none of the states of 'p'"),
        ("pathway: p, from", "pathway: q, from", "'q' is none of the pathways"),
        ("{pathway: p, from: check}", "{pathway: p}", "'check_to_end' is the whole way from arrival to the end"),
        ("check_to_end: {", "closed: {", "'closed' is already the name of a target or a state of 'p'"),
        ("by: [sector]", "by: [sectro]", "'sectro' is none of the attributes of the study's pathways"),
        ("percentiles: [25, 90]", "percentiles: [0, 90]", "'0' is not a whole percentage from 1 to 99"),
        ("horizon: 30 days", "horizon: 30", "30"),
    ],
)
def test_what_cannot_be_measured_is_located(old: str, new: str, message: str) -> None:
    text = STUDY.replace(old, new)
    assert text != STUDY
    try:
        found = check_study(study(text), compiled(PATHWAY))
    except StudyError as error:
        found = list(error.findings)
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].remedy
    line = next(number for number, row in enumerate(text.splitlines(), 1) if new in row)
    assert found[0].place.line == line
