"""The least that is enough against Erlang C, and how often a decision is wrong."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from pathways.errors import StudyError, WorkspaceError
from pathways.measures import Key, Sample
from pathways.simulation.answers.expectations import Expectation
from pathways.simulation.experiments.deciding import Care, decide, share_of_error
from pathways.simulation.experiments.ladders import Ladder, parse_ladder
from pathways.simulation.experiments.seek import find_least
from tests.simulation.building import compiled, one_queue, study
from tests.simulation.test_study import PATHWAY, STUDY
from tests.simulation.theory import erlang_c_wait

KEY = Key("wait", "p", "s", "mean")
SHORT = "clock: {starts: 2018-01-01, warm_up: 40 days, length: 200 days, calendar: continuous}"


def sample(values: np.ndarray) -> Sample:
    return Sample((KEY,), values[:, None], np.ones((len(values), 1), np.int64))


def test_a_decision_is_wrong_no_more_often_than_it_may_be() -> None:
    """600 searches whose mean lies a hair past the limit, which is the worst case: at most 10%, at 4.5 errors."""
    random = np.random.default_rng(5)
    care = Care(0.1, 10, 160)
    assert care.looks == [10, 20, 40, 80, 160]
    limit = Expectation("", KEY, "at most", Fraction(10))
    verdicts: dict[float, list[str]] = {10.0001: [], 9.9999: []}
    for mean, found in verdicts.items():
        for _ in range(600):
            values = random.normal(mean, 1, 160)
            found.append(decide(lambda r, v=values: sample(v[r.start : r.stop]), [limit], care).verdict)
    allowed = 0.1 + 4.5 * math.sqrt(0.1 * 0.9 / 600)
    print({mean: {v: found.count(v) for v in set(found)} for mean, found in verdicts.items()})
    assert verdicts[10.0001].count("met") / 600 <= allowed
    assert verdicts[9.9999].count("unmet") / 600 <= allowed
    far = random.normal(11, 1, 160)
    assert decide(lambda r: sample(far[r.start : r.stop]), [limit], care).verdict == "unmet"


def test_all_expectations_must_be_met_and_one_is_enough_to_fail() -> None:
    steady = np.tile([9.0, 11.0], 40)
    limits = [Expectation(str(n), KEY, "at most", Fraction(n)) for n in (12, 13)]
    care = Care(0.05, 20, 80)

    def run(numbers: range) -> Sample:
        return sample(steady[numbers.start : numbers.stop])

    assert decide(run, limits, care).verdict == "met"
    both = decide(run, [*limits, Expectation("8", KEY, "at most", Fraction(8))], care)
    assert (both.verdict, [held.verdict for held in both.held]) == ("unmet", ["met", "met", "unmet"])
    open_ = decide(run, [Expectation("10", KEY, "at most", Fraction(10))], care)
    assert (open_.verdict, open_.replications) == ("undecided", 80)


def test_intervals_of_a_decision_have_the_level_that_is_left_for_them() -> None:
    """Oracle: scipy. Two looks leave 2% each of an error of 4%: for met 2% on one side, for unmet 1% each."""
    values = np.random.default_rng(1).normal(10, 1, 8)
    limits = [Expectation(str(n), KEY, "at most", Fraction(n)) for n in (10, 11)]
    first = decide(lambda r: sample(values[r.start : r.stop]), limits, Care(0.04, 4, 8)).held[0]
    error = stats.sem(values)
    assert first.high == pytest.approx(values.mean() + stats.t.ppf(0.98, 7) * error)
    assert first.low == pytest.approx(values.mean() - stats.t.ppf(0.99, 7) * error)


def test_interval_of_a_share_is_within_0_and_100_percent() -> None:
    key = Key("outcome", "q", "out", "share")
    values = np.array([1.0, 0.5, 1.0, 0.9])
    shares = Sample((key,), values[:, None], np.ones((4, 1)))
    (held,) = decide(lambda r: shares, [Expectation("half", key, "at least", Fraction(1, 2))], Care(0.05, 4, 4)).held
    assert held.low is not None
    assert (held.high, held.unit) == (1.0, "share")
    assert 0 <= held.low < 0.85


def test_each_candidate_has_its_share_of_the_error() -> None:
    assert share_of_error(0.95, 10) == pytest.approx(0.005)


def test_least_staff_is_that_of_erlang_c() -> None:
    """Oracle: Erlang C. Two a day, a day's work each: 0.444 days of wait with 3, 0.087 with 4; asked for 4.8 hours."""
    waits = {staff: erlang_c_wait(staff, 2.0, 1.0) for staff in (3, 4)}
    assert waits[3] > 0.2 > waits[4]
    text, pathways = one_queue("exponential: {mean: 24 hours}", staff=1, rate="2 per day", clock=SHORT)
    text += "expect: [mean wait for q.work is at most 4.8 hours]\n"
    words: list[str] = []
    found = find_least(study(text), pathways, [parse_ladder("teams.desk.staff=1..6")], first=10, tell=words.append)
    (answer,) = found.answers
    assert (answer.met, answer.unmet, answer.is_sharp, answer.is_monotone) == ("4", "3", True, True)
    assert {tried.settings["teams.desk.staff"] for tried in found.tried} >= {"3", "4", "5"}
    load, erlang = found.bounds
    assert (load.kind, erlang.kind) == ("load", "erlang_c")
    assert load.value in ("2", "3")  # the load is 2 exactly, as simulated a little more or less
    assert erlang.value == "4"
    assert erlang.says.startswith("By Erlang C, an approximation, at least 4: ")
    assert len(words) == len(found.tried)
    assert found.told()[0] == "The least is teams.desk.staff = 4 (3 is not enough)."
    document = json.loads(found.to_json())
    assert document["answers"][0]["met"] == "4"
    assert len(found.to_rows()) == len(found.tried)
    assert list(found.to_frame()["teams.desk.staff"]) == [tried.settings["teams.desk.staff"] for tried in found.tried]


def test_two_quantities_give_the_least_of_the_second_for_each_of_the_first() -> None:
    """By hand: half a day each and 4, 3, 2 a day are a load of 2, 1.5, 1, so 60% of use needs 4, 3, 2 staff."""
    text, pathways = one_queue("fixed: 12 hours", staff=1, rate="2 per day", clock=SHORT)
    text += "expect: [utilisation of desk is at most 60%]\n"
    rates = Ladder("arrivals.q.rate", ("4 per day", "3 per day", "2 per day"))
    found = find_least(study(text), pathways, [rates, parse_ladder("teams.desk.staff=1..5")], first=8)
    assert [(a.given["arrivals.q.rate"], a.met) for a in found.answers] == [
        ("4 per day", "4"), ("3 per day", "3"), ("2 per day", "2")
    ]  # fmt: skip
    assert found.told()[1].startswith("With arrivals.q.rate = 4 per day: the least is teams.desk.staff = 4")


def test_nothing_that_is_enough_is_told() -> None:
    text, pathways = one_queue("fixed: 12 hours", staff=1, rate="2 per day", clock=SHORT)
    text += "expect: [utilisation of desk is at most 1%]\n"
    found = find_least(study(text), pathways, [parse_ladder("teams.desk.staff=1..2")], first=4)
    assert not found.is_found
    assert found.told()[0] == "None is enough: even teams.desk.staff = 2 is not."


def test_panel_dates_in_order_are_bounded_by_their_load() -> None:
    """By hand: 200 a year, 65% of them to the panel, are 130; 12 meetings of 4 hear 48, 26 hear 104, 52 hear 208."""
    text = STUDY.replace("slots: 20", "slots: 4").replace("length: 26 weeks", "length: 52 weeks")
    text = text.split("expect:")[0] + "expect: [at most 3 referrals are waiting for channel_panel]\n"
    meets = "panels.channel_panel.meets=first Wednesday|every 2 weeks on Wednesday|every Wednesday"
    found = find_least(study(text), compiled(PATHWAY), [parse_ladder(meets)], first=6, at_most=24)
    assert [answer.met for answer in found.answers] == ["every Wednesday"]
    assert [bound.value for bound in found.bounds] == ["every Wednesday"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("teams.mash.staff=1..4", ("1", "2", "3", "4")),
        ("panels.p.slots=4..12 by 4", ("4", "8", "12")),
        ("places.x.places=3 | 5 | 9", ("3", "5", "9")),
        ("service_times.a.b.fixed=1 hour..2 hours by 0.5", None),
        ("service_times.a.b.fixed=1 hours..2 hours by 0.5", ("1 hours", "1.5 hours", "2 hours")),
        ("teams.mash.availability=10%..30% by 10%", ("10%", "20%", "30%")),
        ("panels.p.meets=first Wednesday|every Wednesday", ("first Wednesday", "every Wednesday")),
    ],
)
def test_ladder_is_read_in_exact_steps(text: str, values: tuple[str, ...] | None) -> None:
    if values is None:
        with pytest.raises(WorkspaceError, match="mixes units"):
            parse_ladder(text)
    else:
        assert parse_ladder(text) == Ladder(text.partition("=")[0], values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("teams.mash.staff", "does not say what to vary"),
        ("teams.mash.staff=4..1", "does not lead from less to more"),
        ("teams.mash.staff=1..100000", "has 100,000 values"),
        ("teams.mash.staff=1|1", "has a value twice"),
    ],
)
def test_ladder_that_is_none_is_explained(text: str, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message):
        parse_ladder(text)


def test_what_cannot_be_sought_is_explained() -> None:
    text, pathways = one_queue("fixed: 1 hour", clock=SHORT)
    staff = parse_ladder("teams.desk.staff=1..2")
    with pytest.raises(StudyError, match="'queue' expects nothing"):
        find_least(study(text), pathways, [staff])
    text += "expect: [utilisation of desk is at most 60%]\n"
    with pytest.raises(StudyError, match=r"(?s)--vary:1:1  the study has no 'teams.desc' to change.*fix: write 'desk'"):
        find_least(study(text), pathways, [parse_ladder("teams.desc.staff=1..2")])
    with pytest.raises(StudyError, match="'0' is not a whole number"):
        find_least(study(text), pathways, [parse_ladder("teams.desk.staff=0..0")])
    for message, options in (
        ("a confidence of 1.5", {"confidence": 1.5}), ("from 1 to", {"first": 1}),
        ("no scenario 'x'", {"scenario": "x"}),
    ):  # fmt: skip
        with pytest.raises(WorkspaceError, match=message):
            find_least(study(text), pathways, [staff], **options)  # type: ignore[arg-type]
    with pytest.raises(WorkspaceError, match="2 quantities vary"):
        find_least(study(text), pathways, [staff, staff])
