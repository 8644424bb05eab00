"""What a study asks for, in words: measures, limits, precision; and what each fault says."""

from __future__ import annotations

import pytest

from pathways.errors import StudyError
from pathways.measures import Key
from pathways.simulation.answers.expectations import interval_words
from pathways.simulation.run import check_study, prepare, simulate
from tests.simulation.building import compiled, one_queue, study
from tests.simulation.test_study import PATHWAY, STUDY

TARGETED = PATHWAY.replace("check: {lane: mash,", "check: {lane: mash, target: 2 working days,")
MEASURED = """
measured: {by: [sector], at_end: [concern], percentiles: [50, 75]}
milestones: {to_pause: {pathway: child, to: pause}}
"""
SENTENCE = "90% of child referrals reach panel within 30 working days"


def told(text: str) -> list[str]:
    try:
        found = check_study(study(text), compiled(TARGETED))
    except StudyError as error:
        found = list(error.findings)
    return [f"{f.place.line}:{f.place.column} {f.id} {f.message}" for f in found]


def test_a_study_that_names_nothing_asks_for_its_expectations_targets_and_ends() -> None:
    asked = prepare(study(STUDY), compiled(TARGETED), [])["baseline"].asked
    assert {(each.key, each.better) for each in asked} == {
        (Key("within_target", "child", "panel within 30 working days", "share"), "more"),
        (Key("within_target", "child", "check", "share"), "more"),
        (Key("time_to_end", "child", "", "median"), None),
    }


@pytest.mark.parametrize(
    ("sentence", "key", "better"),
    [
        ("median wait for child.check", Key("wait", "child", "check", "median"), "less"),
        ("the average wait at child.check", Key("wait", "child", "check", "mean"), "less"),
        ("p90 time in child.check", Key("time_in_state", "child", "check", "p90"), None),
        ("90th percentile of time to end of child", Key("time_to_end", "child", "", "p90"), None),
        ("share within target of child.check", Key("within_target", "child", "check", "share"), "more"),
        ("utilisation of mash", Key("utilisation", "", "mash", "mean"), None),
        ("utilisation of mash, less is better", Key("utilisation", "", "mash", "mean"), "less"),
        ("left over at channel_panel", Key("left_over", "", "channel_panel", "mean"), "less"),
        ("share ending as child.closed", Key("outcome", "child", "closed", "share"), None),
        ("95th percentile of wait for mash", Key("wait", "", "mash", "p95"), "less"),
        ("breaches of child.check", Key("breached", "child", "check", "share"), "less"),
        (
            "restricted mean time from entry of child.check",
            Key("time_from_entry", "child", "check", "restricted_mean"),
            None,
        ),
        ("arrivals of child", Key("arrivals", "child", "", "per_year"), None),
    ],
)
def test_words_name_a_measure(sentence: str, key: Key, better: str | None) -> None:
    text = STUDY.replace("expect:", f'measures: ["{sentence}"]\nexpect:')
    (asked,) = prepare(study(text), compiled(PATHWAY), [])["baseline"].asked
    assert (asked.key, asked.better) == (key, better)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("median weight of child.check", "26:12 study-measure 'median weight of child.check' names no measure"),
        ("median utilisation of mash", "26:13 study-measure there is no median of 'utilisation'"),
        ("wait for child.chek", "26:22 study-measure 'child.chek' is none of this study's states"),
        ("queue of channel_panel", "26:22 study-measure 'channel_panel' is none of this study's teams"),
    ],
)
def test_a_measure_that_is_none_is_told_with_its_place(sentence: str, expected: str) -> None:
    found = told(STUDY.replace("expect:", f'measures: ["{sentence}"]\nexpect:'))
    assert any(fault.startswith(expected) for fault in found), found


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("{half_width: 0}", "6:36 study-precision no number of replications makes a figure known exactly"),
        ("{half_width: 5%, at_least: 9, at_most: 4}", "6:62 study-precision at most 4 replications are fewer"),
        (
            "{half_width: 5%, of: [wait for child.chek]}",
            "6:54 study-measure 'child.chek' is none of this",
        ),
        ("{of: [wait for child.check]}", "6:23 missing-field this precision has no 'half_width'"),
        ("{half_width: narrow}", "6:36 bad-value 'narrow' is not a share"),
    ],
)
def test_a_precision_that_cannot_be_is_told_with_its_place(until: str, expected: str) -> None:
    found = told(STUDY.replace("replications: 3", f"replications: {{until: {until}}}"))
    assert any(fault.startswith(expected) for fault in found), found


@pytest.mark.parametrize(
    ("sentence", "key", "side", "limit"),
    [
        ("the p90 wait for child.panel is at most 20 working days", ("wait", "child", "panel", "p90"), "at most", 20),
        ("mean wait for child.check is at most 4 working hours", ("wait", "child", "check", "mean"), "at most", 0.5),
        ("utilisation of mash is at most 85%", ("utilisation", "", "mash", "mean"), "at most", 0.85),
        ("utilisation of mash is at least 0.4", ("utilisation", "", "mash", "mean"), "at least", 0.4),
        ("at most 10 referrals are waiting for mash", ("queue", "", "mash", "mean"), "at most", 10),
        ("at most 2 referrals wait at channel_panel", ("left_over", "", "channel_panel", "mean"), "at most", 2),
        ("at most 12 referrals are in child.pause", ("caseload", "child", "pause", "mean"), "at most", 12),
        ("at least 40% of child referrals reach panel", ("reached", "child", "panel at all", "share"), "at least", 0.4),
    ],
)  # fmt: skip
def test_sentence_is_a_limit_on_a_measure(sentence: str, key: tuple[str, ...], side: str, limit: float) -> None:
    (found,) = prepare(study(STUDY.replace(SENTENCE, sentence)), compiled(PATHWAY), [])["baseline"].expectations
    assert (found.key, found.side, float(found.limit)) == (Key(*key), side, limit)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("the median wait for child.panel is at most 20", "27:48 study-expect '20' is a number without a unit"),
        ("the median wait for child.panel is at most 3 weeks", "27:48 study-expect the measure is in working days"),
        ("utilisation of mash is at most 85 working days", "27:36 study-expect '85 working days' is not a share"),
        ("utilisation of mash is at most 850%", "27:36 study-expect 850% is more than all"),
        ("utilisation of mush is at most 85%", "27:20 study-measure 'mush' is none of this study's teams"),
        (
            "at most 10 referrals are waiting for mush",
            "27:42 study-expect 'mush' is no team, panel or places",
        ),
        ("at least 40% of child referrals reach pannel", "27:43 study-state 'pannel' is not a state of 'child'"),
    ],
)
def test_a_limit_that_is_none_is_told_with_its_place(sentence: str, expected: str) -> None:
    found = told(STUDY.replace(SENTENCE, sentence))
    assert any(fault.startswith(expected) for fault in found), found


def test_verdicts_on_limits_say_what_was_found() -> None:
    """By hand: nobody waits for a desk with 50 staff; half of a day's work a day keeps 1% of them busy."""
    text, pathways = one_queue("fixed: 12 hours", staff=50)
    text += (
        "expect:\n  - mean wait for q.work is at most 1 hour\n  - utilisation of desk is at least 50%\n"
        "  - at most 0.1 referrals are waiting for desk\n  - 99% of q referrals reach out\n"
    )
    result = simulate(study(text), pathways, replications=4)
    assert [(v.verdict, v.asked, v.unit, v.side) for v in result.expectations] == [
        ("met", pytest.approx(1 / 24), "working days", "at most"),
        ("unmet", 0.5, "share", "at least"),
        ("met", pytest.approx(0.1), "number", "at most"),
        ("met", 0.99, "share", "at least"),
    ]
    assert result.expectations[0].finding == ("the mean wait for q.work is 0 working days; asked for at most 1 hour")
    assert result.expectations[1].finding == "the utilisation of desk is 1.0%; asked for at least 50%"
    assert result.expectations[3].finding == "of the q referrals, 100.0% reach 'Out'; asked for 99%"


def test_replications_go_on_until_every_figure_asked_for_is_precise() -> None:
    """Oracle: the algorithm on each series of a longer fixed run; the figures are those of its first replications."""
    from pathways.simulation.experiments.precision import enough
    from pathways.simulation.running.pool import run_all

    text, pathways = one_queue("exponential: {mean: 12 hours}")
    text = text.replace("length: 2000 days", "length: 200 days").replace("100 days", "30 days")
    asked = "of: [mean wait for q.work, utilisation of desk]"
    precise = text.replace("replications: 20", f"replications: {{until: {{half_width: 15%, {asked}}}}}")
    result = simulate(study(precise), pathways)
    job = prepare(study(precise), pathways, [])["baseline"]
    sample = run_all({"baseline": job}, 7, range(150), 1)["baseline"]
    stops = [enough(sample.of_key(each.key).tolist(), 0.15, 10) for each in job.precise]
    assert [row.needed for row in result.precision] == [stop.replications for stop in stops if stop is not None]
    assert result.replications == max(stop.seen for stop in stops if stop is not None) > 20
    assert all((row.half_width or 1) <= 0.15 for row in result.precision)
    fixed = simulate(study(text), pathways, replications=result.replications)
    assert fixed.scenarios == result.scenarios


def test_a_figure_that_never_becomes_precise_is_named() -> None:
    from pathways.simulation.experiments.sequential import told as words

    text, pathways = one_queue("exponential: {mean: 12 hours}")
    text = text.replace("length: 2000 days", "length: 60 days").replace("100 days", "30 days")
    limit = "{until: {half_width: 2%, of: [mean wait for q.work], at_most: 12}}"
    result = simulate(study(text.replace("replications: 20", f"replications: {limit}")), pathways)
    assert result.replications == 12
    assert [row.needed for row in result.precision] == [None]
    (sentence,) = words(result.precision, 0.02)
    assert sentence.startswith("The mean wait for q.work (baseline) is known to within ")
    assert sentence.endswith("% of itself, not to within 2.0%.")


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("p75 time to target of child.to_pause", Key("time_to_milestone", "child", "to_pause", "p75")),
        ("75th percentile of wait for child.check", Key("wait", "child", "check", "p75")),
        (
            "share ending as child.closed where sector is police",
            Key("outcome", "child", "closed", "share", "sector=police"),
        ),
        ("share ended with child.concern=real", Key("ended_with", "child", "concern=real", "share")),
    ],
)
def test_words_name_what_a_study_has_measured_besides(sentence: str, key: Key) -> None:
    text = STUDY.replace("expect:", f'measures: ["{sentence}"]\nexpect:') + MEASURED
    (asked,) = prepare(study(text), compiled(PATHWAY), [])["baseline"].asked
    assert asked.key == key


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("p90 wait for child.check", "26:13 study-measure there is no p90 of 'wait'"),
        ("wait for child.check where sector is police", "26:34 study-measure 'wait' is not told apart by 'sector'"),
        ("arrivals of child where concern is real", "26:31 study-measure 'arrivals' is not told apart by 'concern'"),
        ("arrivals of child where sector is polise", "26:47 study-measure 'sector' has no value 'polise'"),
    ],
)
def test_what_is_not_measured_is_told_with_its_place(sentence: str, expected: str) -> None:
    found = told(STUDY.replace("expect:", f'measures: ["{sentence}"]\nexpect:') + MEASURED)
    assert any(fault.startswith(expected) for fault in found), found


def test_every_figure_of_a_study_can_be_named() -> None:
    """Each key that a run has is understood in the words that are said of it, but for what an expectation made."""
    from pathways.definition.report import Report
    from pathways.simulation.answers.asked import Names, parse_measure, words_of
    from pathways.simulation.binding.bind import Binder
    from pathways.simulation.running.pool import run_all

    text = STUDY.split("expect:")[0] + MEASURED
    parsed, pathways = study(text), compiled(TARGETED)
    job = prepare(parsed, pathways, [])["baseline"]
    names = Names(Binder(parsed.baseline, parsed, pathways, Report()).lookup)
    report = Report()
    for key in run_all({"baseline": job}, 1, range(2), 1)["baseline"].keys:
        asked = parse_measure(words_of(key), names, parsed.document.place(()), report)
        assert asked is not None, report.findings
        assert asked.key == key


def test_an_interval_in_words_reaches_no_further_than_nothing() -> None:
    assert interval_words(0.025, -0.0057, 0.053, "working days") == "0.03 working days (0 to 0.05)"
