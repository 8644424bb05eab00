"""How much of a study is left out until it has settled."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pathways.errors import StudyError
from pathways.eventlog import Event
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study, prepare, simulate
from pathways.simulation.running.truncation import WEEK, find_truncation, mser5

from .building import compiled, model, study

PATHWAYS = compiled("""
pathway: q
title: Support
status: as-is
version: "1"
lanes: {desk: Desk}
start: support
states:
  support: {kind: wait, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
""")


def text(length: str, *, mean: str = "15 weeks", rate: str = "10 per week", more: str = "") -> str:
    return f"""
study: s
title: S
pathways: q
clock: {{starts: 2018-01-01, warm_up: by MSER-5, length: {length}, calendar: continuous}}
replications: 2
arrivals: {{q: {{rate: {rate}}}}}
service_times: {{q.support: {{exponential: {{mean: {mean}}}}}}}
{more}
"""


def test_mser5_of_a_series_is_as_worked_out_from_its_definition() -> None:
    """Oracle: the definition (White, Cobb and Spratt 2000) with numpy: z_d = sum of squares / (m - d)**2."""
    series = [100 - 80 * math.exp(-week / 8) + 5 * math.sin(week) for week in range(103)]
    batches = np.array(series[:100]).reshape(20, 5).mean(axis=1)
    expected = [((batches[d:] - batches[d:].mean()) ** 2).sum() / (20 - d) ** 2 for d in range(15)]
    weeks, statistic = mser5(series)
    assert statistic == pytest.approx(expected, rel=1e-12)
    assert weeks == 5 * int(np.argmin(expected))
    assert 10 <= weeks <= 30


def test_steady_series_leaves_nothing_out_and_a_short_one_is_refused() -> None:
    assert mser5([7.0] * 50)[0] == 0
    with pytest.raises(ValueError, match="49 values are too few"):
        mser5([7.0] * 49)


def test_open_referrals_by_week_are_those_of_infinitely_many_servers() -> None:
    """Oracle: M/M/infinity from empty, load * (1 - exp(-t / mean)), averaged over each week."""
    found = find_truncation(model(text("200 weeks"), PATHWAYS), 1)
    assert found is not None
    for week in (0, 3, 20, 60, 150):
        mean = 150 * (1 - 15 * (math.exp(-week / 15) - math.exp(-(week + 1) / 15)))
        assert abs(found.open_by_week[week] - mean) <= 4.5 * math.sqrt(mean / found.pilots)
    assert 20 <= found.weeks <= 80
    assert found.is_sure


def test_area_by_week_is_that_of_a_log_counted_second_by_second() -> None:
    """Hand count on one pilot: the sum over referrals of the time they were open in a week."""
    bound = model(text("60 weeks", mean="1 week", rate="30 per week"), PATHWAYS)
    found = find_truncation(bound, 3)
    assert found is not None
    assert found == find_truncation(bound, 3, by_reference=True)
    spans: dict[int, list[int]] = {}
    total = [0.0] * 60
    for pilot in range(found.pilots):
        spans.clear()
        for row in Kernel(bound, 3, (1 << 30) + pilot).run().rows():
            if row.event in (Event.ARRIVE, Event.END):
                spans.setdefault(row.referral, []).append(row.time)
        for start, *end in spans.values():
            for week in range(60):
                until = end[0] if end else bound.end
                total[week] += max(0, min(until, (week + 1) * WEEK) - max(start, week * WEEK)) / WEEK / found.pilots
    assert found.open_by_week == pytest.approx(total, rel=1e-9)


def test_study_is_warmed_up_for_as_long_as_its_slowest_scenario_needs() -> None:
    more = "scenarios: {longer: {service_times.q.support.exponential.mean: 25 weeks}}"
    written = study(text("200 weeks", rate="2 per week", more=more))
    jobs = prepare(written, PATHWAYS, None)
    found = {name: job.truncation.weeks for name, job in jobs.items() if job.truncation is not None}
    assert set(found) == {"baseline", "longer"}
    assert {job.model.warm_up for job in jobs.values()} == {max(found.values()) * WEEK}
    assert {job.model.end - job.model.warm_up for job in jobs.values()} == {200 * WEEK}
    says = [check.says for check in simulate(written, PATHWAYS).checks if check.name == "warm_up"]
    assert says[0].startswith(f"By MSER-5 the first {found['baseline']} weeks of")


def test_what_settles_late_in_the_study_is_seen_by_pilots_of_twice_its_length() -> None:
    """By the time constant of 15 weeks, 60 weeks are too few to see it settle, and 120 are enough."""
    written = study(text("60 weeks"))
    job = prepare(written, PATHWAYS, None)["baseline"]
    assert job.truncation is not None
    assert len(job.truncation.open_by_week) == 120
    assert job.model.warm_up == job.truncation.weeks * WEEK <= 60 * WEEK
    assert job.model.end == job.model.warm_up + 60 * WEEK


@pytest.mark.parametrize(
    ("length", "mean", "expected"),
    [
        ("40 weeks", "15 weeks", "the study measures 40 weeks: too short for MSER-5 to find a warm-up"),
        ("60 weeks", "400 weeks", "in 'baseline' the number of open referrals has not settled within 60 weeks"),
    ],
)
def test_study_too_short_to_settle_is_refused_with_advice(length: str, mean: str, expected: str) -> None:
    written = study(text(length, mean=mean))
    assert check_study(written, PATHWAYS) == []  # no pilots are run only to look
    with pytest.raises(StudyError) as caught:
        prepare(written, PATHWAYS, None)
    (found,) = caught.value.findings
    assert found.message.startswith(expected)
    assert found.place.line == 5
    assert "lengthen it" in (found.remedy or "")


def test_other_words_for_a_warm_up_are_told() -> None:
    with pytest.raises(StudyError, match="or write 'by MSER-5'"):
        study(text("60 weeks").replace("by MSER-5", "as needed"))
