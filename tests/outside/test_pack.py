"""The boards' data pack: limits as published, small numbers hidden, and figures that can be counted in the log."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pathways as pw
from pathways.calendars import england
from pathways.commands.pack import write_pack
from pathways.commands.simulate import study_and_pathways
from pathways.eventlog import Event, EventLog, Row
from pathways.report.document import Facts, RunChart, Table, plain_words
from pathways.report.pack.cases import cases
from pathways.report.pack.contents import pack_document
from pathways.report.pack.figures import Figures
from pathways.report.pack.gather import Pack, gather
from pathways.report.pack.periods import first_quarter, months, quarters
from pathways.report.pack.xmr import NEAR, OUTSIDE, SHIFT, TREND, xmr
from pathways.report.suppress import shown_table
from tests.outside.conftest import Invoke
from tests.simulation.building import one_queue, study

ROOT = Path(__file__).parents[2]
HOUR, DAY = 3600, 86_400

# --- process limits, against published examples

# NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2: flow rates of ten batches.
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
# The test series of NHSRplotthedots (ptd_spc_standard, screening outliers), to the digits that its snapshot shows.
NHS = (
    -0.560, -0.230, 1.56, 0.0705, 0.129, 1.72, 0.461, -1.27, -0.687, -0.446,
    1.22, 0.360, 0.401, 0.111, -0.556, 1.79, 0.498, -1.97, 0.701, -0.473,
)  # fmt: skip


def test_limits_are_those_of_the_handbook_of_nist():
    """Published: mean 50.81, average range 1.8778, limits 45.8159 and 55.8041, for which it divides 3 by 1.128."""
    found = xmr(FLOW)
    assert found.mean == pytest.approx(50.81, abs=5e-3)
    assert found.average_range == pytest.approx(1.8778, abs=5e-5)
    assert found.lower == pytest.approx(45.8159, abs=0.001)
    assert found.upper == pytest.approx(55.8041, abs=0.001)
    assert set(found.causes) == {()}


def test_limits_are_those_of_the_package_that_draws_the_charts_of_the_nhs():
    """Published: mean 0.142, limits -3.01 and 3.29."""
    found = xmr(NHS)
    assert (found.mean, found.lower, found.upper) == pytest.approx((0.142, -3.01, 3.29), abs=0.015)  # of rounded values


def test_a_single_leap_is_left_out_of_the_limits_and_found_outside():
    """By hand: steps of 1 but for one point at 100; 17 ranges of 1 and two of about 90, beyond 3.267 times 10.4."""
    values = [10.0 + n % 2 for n in range(10)] + [100.0] + [10.0 + n % 2 for n in range(9)]
    found = xmr(values)
    assert found.average_range == 1.0
    assert found.upper == pytest.approx(found.mean + 2.66)
    assert found.causes[10] == (OUTSIDE,)


@pytest.mark.parametrize(
    ("values", "name", "members"),
    [
        ([1, 2, 3, 4, 5, 6, 7], TREND, range(7)),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], TREND, range(1, 8)),
        ([7, 6, 5, 4, 3, 2, 1], TREND, range(7)),
        ([1, 2, 3, 3, 4, 5, 6], TREND, ()),  # two are alike
        ([1, 2, 3, 4, 5, 6], TREND, ()),  # only six
        ([0, 1, 0, 1, 0, 1, 0, 8, 9, 8, 9, 8, 9, 8], SHIFT, range(14)),
        ([9, 8, 9, 8, 9, 8, 0, 0, 1, 0, 1, 0], SHIFT, ()),  # six on each side
    ],
)
def test_runs_and_trends_are_of_seven(values, name, members):
    """The series of the published tests of NHSRplotthedots, and the same idea for sides."""
    found = xmr([float(value) for value in values])
    assert [place for place, causes in enumerate(found.causes) if name in causes] == list(members)


def test_two_of_three_near_a_limit_count_only_on_one_side():
    """By hand: mean 0, ranges of 2 but for the last; limits about 6.5, the outer third beginning at about 4.4."""
    base = [1.0, -1.0] * 7
    apart = xmr([*base, 5.5, -5.5])  # the published example: no special cause
    assert set(apart.causes) == {()}
    together = xmr([*base, 5.0, 5.5, 0.8])
    assert [causes for causes in together.causes if causes] == [(NEAR,), (NEAR,)]


def test_no_limits_of_a_single_value():
    with pytest.raises(ValueError, match="two values"):
        xmr([1.0])


# --- small numbers


def test_a_lone_hidden_number_hides_the_next_smallest_of_its_row_and_column():
    """By hand. The 2 hides the 6 beside it and the 9 below it; these are then alone in their lines and hide the 11."""
    found = shown_table([[2, 6, 30], [9, 11, 40], [50, 60, 70]])
    assert found.cells == (("*", "*", "30"), ("*", "*", "40"), ("50", "60", "70"))
    assert (found.row_totals, found.column_totals, found.total) == (("40", "60", "180"), ("60", "75", "140"), "280")


def test_totals_of_small_numbers_are_hidden_too():
    assert shown_table([[1, 0], [2, 0]]).column_totals == ("*", "0")
    assert shown_table([]).total == "0"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=1, max_size=6))
def test_no_hidden_number_stands_alone_if_another_could_be_hidden(counts):
    found = shown_table(counts)
    lines = [list(zip(*pair, strict=True)) for pair in zip(counts, found.cells, strict=True)]
    lines += [
        list(zip(*pair, strict=True))
        for pair in zip(zip(*counts, strict=True), zip(*found.cells, strict=True), strict=True)
    ]
    lines.append(list(zip(map(sum, counts), found.row_totals, strict=True)))
    lines.append(list(zip(map(sum, zip(*counts, strict=True)), found.column_totals, strict=True)))
    for line in lines:
        assert all(text == "*" for count, text in line if 0 < count < 5)
        assert all(text == "*" or int(text) % 5 == 0 for _, text in line)
        hidden = [count for count, text in line if text == "*"]
        others = [count for count, text in line if text != "*" and count > 0]
        assert len(hidden) != 1 or not others


# --- quarters


def test_quarters_are_those_of_the_calendar_and_begin_after_the_warm_up():
    assert first_quarter(date(2020, 3, 30)) == date(2020, 4, 1)
    assert first_quarter(date(2020, 4, 1)) == date(2020, 4, 1)
    assert first_quarter(date(2020, 11, 5)) == date(2021, 1, 1)
    found = quarters(date(2019, 10, 1), 2, date(2018, 4, 2))
    assert [period.label for period in found] == ["Oct\u2013Dec 2019", "Jan\u2013Mar 2020"]
    assert found[0].end == found[1].start
    assert (found[1].end - found[1].start) // DAY == 31 + 29 + 31
    assert [period.label for period in months(date(2019, 12, 1), 1, date(2018, 4, 2))][:2] == ["Dec 2019", "Jan 2020"]


# --- what is counted


@pytest.fixture(scope="module")
def child():
    return pw.load("child", ROOT).linked


def test_a_step_done_at_the_last_second_is_within_its_target(child):
    """By hand: from Monday 2018-04-09 09:00 a working day is used up by Tuesday 09:00; a second later is late."""
    monday = 7 * DAY + 9 * HOUR
    rows = []
    for number, late in enumerate((0, 1)):
        rows += [
            Row(0, number, "child", "notice_concern", 1, Event.ARRIVE, monday),
            Row(0, number, "child", "referral", 1, Event.ENTER, monday),
            Row(0, number, "child", "mash_check", 1, Event.ENTER, monday),
            Row(0, number, "child", "mash_check", 1, Event.LEAVE, monday + DAY + late),
        ]
    figures = Figures(cases(EventLog.of(rows, date(2018, 4, 2))), {"child": child}, england(date(2018, 4, 2)))
    mash = next(each for each in figures.standards() if each.title == "MASH check")
    assert (mash.within, mash.unit) == ("1 working day", "working days")
    assert [one.is_within for one in mash.done] == [True, False]
    assert mash.done[0].days == 1.0
    assert mash.done[0].at == monday + DAY


def test_advice_that_was_enough_is_no_referral(child):
    rows = [
        Row(0, 0, "child", "notice_concern", 1, Event.ARRIVE, 0),
        Row(0, 0, "child", "mash_advice", 1, Event.ENTER, 5),
        Row(0, 0, "child", "advice_only", 1, Event.END, 10),
        Row(0, 1, "child", "notice_concern", 1, Event.ARRIVE, 20),
        Row(0, 1, "child", "referral", 1, Event.ENTER, 30),
    ]
    figures = Figures(cases(EventLog.of(rows, date(2018, 4, 2))), {"child": child}, england(date(2018, 4, 2)))
    assert [at for at, _ in figures.received] == [30]
    assert list(figures.outcomes()) == []


def test_a_place_is_waited_for_once_and_then_kept(child):
    """By hand: Monday 09:00 to Tuesday 09:00 is a working day; the second visit has its place still, the third none."""
    state, monday = "channel.support.provider.provider_wait", 7 * DAY + 9 * HOUR
    moments = [(1, Event.ENTER, 0), (1, Event.TAKE, DAY), (1, Event.LEAVE, 2 * DAY), (2, Event.ENTER, 3 * DAY)]
    moments += [(2, Event.LEAVE, 4 * DAY), (1, Event.RETURN, 5 * DAY), (3, Event.ENTER, 6 * DAY)]
    rows = [Row(0, 0, "child", "referral", 1, Event.ENTER, 0)]
    rows += [Row(0, 0, "child", state, visit, event, monday + time) for visit, event, time in moments]
    figures = Figures(cases(EventLog.of(rows, date(2018, 4, 2))), {"child": child}, england(date(2018, 4, 2)))
    first, second = figures.waits([("child", state)])
    assert (first.days, first.until) == (1.0, monday + DAY)
    assert (second.got, second.until, second.since) == (None, None, monday + 6 * DAY)


# --- the pack of a study


@pytest.fixture(scope="module")
def pack() -> Pack:
    study, _, loaded = study_and_pathways("borough-baseline", ROOT)
    compiled = {each.id: each.compiled for each in loaded}
    return gather(study, compiled, scenario="baseline", count=12, replication=0, seed=None, marks=(), version="0")


def tables(pack: Pack) -> dict[str, Table]:
    blocks = [block for section in pack_document(pack).sections for block in section.all_blocks()]
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def test_referrals_and_outcomes_are_those_of_the_log(pack):
    """Oracle: the log as a table of pandas, counted by its dates; 1,098 days from the end of the warm-up."""
    from decimal import Decimal

    from pathways.simulation import event_log
    from pathways.units import Duration

    study, _, loaded = study_and_pathways("borough-baseline", ROOT)
    clock = study.baseline.spec.clock.model_copy(update={"length": Duration(Decimal(1098), "day")})
    longer = replace(study.baseline, spec=study.baseline.spec.model_copy(update={"clock": clock}))
    log = event_log(replace(study, baseline=longer), {each.id: each.compiled for each in loaded})
    frame = log.to_frame()
    made = frame[(frame.pathway == "child") & (frame.state == "referral") & (frame.event == "enter")]
    came = frame[(frame.pathway == "adult") & (frame.event == "arrive")]
    for quarter, period in zip(pack.quarters, pd.period_range("2020Q2", periods=12, freq="Q"), strict=True):
        expected = sum(
            ((rows.date >= period.start_time) & (rows.date <= period.end_time)).sum() for rows in (made, came)
        )
        assert sum(quarter.has(at) for at, _ in pack.figures.received) == expected
    ended = frame[(frame.event == "end") & (frame.state != "advice_only")]
    inside = ended[(ended.date >= "2020-04-01") & (ended.date < "2023-04-01")]
    whole = [name for at, name in pack.figures.outcomes() if pack.quarters[0].start <= at < pack.quarters[-1].end]
    assert len(whole) == len(inside)
    assert whole.count("Signposted") == (inside.state == "signposted").sum()


def test_a_warm_up_that_pilots_find_is_that_of_the_study_however_few_quarters_are_counted():
    clock = "clock: {starts: 2018-01-01, warm_up: by MSER-5, length: 160 weeks, calendar: continuous}"
    text, pathways = one_queue("exponential: {mean: 23 hours}", clock=clock)
    pack = gather(study(text), pathways, scenario="baseline", count=2, replication=0, seed=None, marks=(), version="0")
    counts = [sum(quarter.has(at) for at, _ in pack.figures.received) for quarter in pack.quarters]
    assert min(counts) > 60  # one a day


def test_what_was_open_at_the_start_is_not_received_but_ends():
    """By hand: 40 more stand in the queue on the first day of the first quarter, and all are done in it."""
    clock = "clock: {starts: 2018-01-01, length: 400 days, calendar: continuous}"
    text, pathways = one_queue("fixed: 1 hour", clock=clock)
    counts = []
    for start in ("", "start: {open_caseload: {q: [{state: work, count: 40}]}}\n"):
        pack = gather(
            study(text + start), pathways, scenario="baseline", count=2, replication=0, seed=None, marks=(), version="0"
        )
        (first, _) = pack.quarters
        counts.append(
            (
                sum(first.has(at) for at, _ in pack.figures.received),
                sum(first.has(at) for at, _ in pack.figures.outcomes()),
            )
        )
    (received, ended), (with_open, ended_with_open) = counts
    assert (with_open, ended_with_open) == (received, ended + 40)


def test_who_comes_to_channel_and_to_police_led_management_counts_once_in_the_share(pack):
    """By hand: 30 come to Channel, of whom 10 go on to police-led management; another 10 go there straight away."""

    class Forty(Figures):
        def __init__(self) -> None:
            vars(self).update(vars(pack.figures))

        def went_to(self, tag):
            at, everybody = pack.quarters[0].start, pack.figures.cases[:40]
            return iter([(at, case) for case in (everybody[:30] if tag == "framework" else everybody[20:])])

    section = next(each for each in pack_document(replace(pack, figures=Forty())).sections if each.name == "police-led")
    (facts,) = (block for block in section.all_blocks() if isinstance(block, Facts))
    assert dict(facts.pairs)["Police-led, 12 quarters to Mar 2023"] == "50%"


def test_each_part_of_the_pack_is_there_for_all_four_boards(pack):
    document = pack_document(pack)
    words = " ".join(plain_words(paragraph.words) for paragraph in document.front)
    for board in (
        "Prevent Board",
        "Local Safeguarding Children Board",
        "Safeguarding Adults Board",
        "Community Safety Partnership",
    ):
        assert board in words
    found = tables(pack)
    for caption in (
        "Referrals received, by source sector", "Referrals ended, by outcome", "Standards, and how many were kept",
        "Police-led management, by reason", "Referrals ended, by feedback to the referrer",
        "Intervention provider: waits for a place",
    ):  # fmt: skip
        assert f"{caption} (synthetic)" in found
    sectors = [plain_words(row[0].words) for row in found["Referrals received, by source sector (synthetic)"].rows]
    assert sectors == ["Education", "Police", "Health", "Local authority", "Other", "All"]
    reasons = [plain_words(row[0].words) for row in found["Police-led management, by reason (synthetic)"].rows]
    assert reasons[:3] == ["Consent refused", "Consent unlikely", "Consent given later"]
    assert len(found["What each figure means"].rows) >= 6


def test_no_small_number_is_told_anywhere(pack):
    """Counts in tables are hidden or multiples of 5; so are the points of charts of counts."""
    for caption, table in tables(pack).items():
        counted = [
            n
            for n, column in enumerate(table.columns)
            if column.look == "number" and re.match(r"\w+\u2013|\d+ quarters|Done|Had|Still", column.title)
        ]
        for row in table.rows:
            for place in counted:
                text = plain_words(row[place].words)
                assert text in ("*", "") or int(text) % 5 == 0, (caption, text)
    charts = [
        block
        for section in pack_document(pack).sections
        for block in section.all_blocks()
        if isinstance(block, RunChart)
    ]
    assert len(charts) >= 3
    counts = next(chart for chart in charts if chart.title == "Referrals received")
    assert all(value % 5 == 0 for value in counts.values)
    assert len(counts.values) == 12
    found = xmr(counts.values)
    assert (counts.mean, counts.lower, counts.upper) == (found.mean, max(0.0, found.lower), found.upper)


def test_the_same_study_gives_the_same_pack_byte_for_byte(tmp_path):
    asked = {"quarters": 4, "formats": ("html", "docx", "xlsx")}
    first = write_pack("borough-baseline", ROOT, to=tmp_path / "a", **asked)
    second = write_pack("borough-baseline", ROOT, to=tmp_path / "b", **asked)
    assert [path.name for path in first] == [f"pack-borough-baseline.{end}" for end in ("html", "docx", "xlsx")]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    page = first[0].read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "seed 20180227" in page
    other = write_pack("borough-baseline", ROOT, to=tmp_path / "c.html", quarters=4, replication=1)
    assert other[0].read_bytes() != first[0].read_bytes()


def test_a_workspace_without_sectors_or_consent_has_a_pack_too(starter, invoke: Invoke):
    done = invoke("pack", "waits", "--quarters", "4")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() == "wrote reports/pack-waits.html"
    page = (starter / "reports" / "pack-waits.html").read_text(encoding="utf-8")
    assert "Referrals ended, by outcome" in page
    assert "The study has nothing to count here." in page


def test_a_scenario_that_is_none_is_refused(starter, invoke: Invoke):
    refused = invoke("pack", "waits", "--scenario", "nowhere")
    assert refused.exit_code == 2
    assert "there is no scenario 'nowhere'" in refused.stderr
