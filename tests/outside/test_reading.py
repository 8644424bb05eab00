"""The one page about a study: what it says, from rows made by hand, and that the page is sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pathways.measures import Figure, Key, Sample, estimate
from pathways.report.better import better
from pathways.report.changed import _shares, changed
from pathways.report.digest import digest
from pathways.report.model import StudyPart
from pathways.report.names import Names
from pathways.report.one_change import _in_cases
from pathways.report.reading import SYNTHETIC, Reading, reading
from pathways.report.reading_text import to_markdown, to_page
from pathways.report.theory import FAR
from pathways.simulation import Result, Study, parse_study
from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.expectations import Expectation, judge
from pathways.simulation.answers.result import Comparison
from pathways.simulation.experiments.paired import contrasts
from pathways.simulation.language.inputs import inputs
from pathways.simulation.running.checks import Check
from pathways.simulation.theory.known import Beside
from pathways.source import read_document
from pathways.units import parse_duration
from tests.outside.test_report import Page
from tests.simulation.building import compiled

STARTER = Path(__file__).resolve().parents[2] / "pathways" / "starter"
OF = "supplied within 30 working days"
SAYS = "90% of equipment referrals reach supplied within 30 working days"
SCENARIOS = """scenarios:
  second: {teams.therapist.staff: 2}
  none_left: {teams.therapist.staff: 3, service_times.equipment.order: {team: store, fixed: 4 hours}}
  other_day: {panels.funding_panel.meets: first Tuesday}
"""


@pytest.fixture(scope="module")
def study() -> Study:
    text = (STARTER / "simulations" / "waits.yaml").read_text(encoding="utf-8")
    text = text.replace("store: {staff: 2, hardness: ASSUMPTION}",
                        "store: {staff: 2, hardness: LOCAL_PROTOCOL, source: Rota 2024}")  # fmt: skip
    text = text.replace("hub: {staff: 2, hardness: ASSUMPTION}",
                        "hub: {staff: 2, source: 'Measured: rota of March 2024'}")  # fmt: skip
    return parse_study(read_document(text.partition("scenarios:")[0] + SCENARIOS, "waits.yaml"))


@pytest.fixture(scope="module")
def linked():
    text = (STARTER / "definitions" / "equipment.yaml").read_text(encoding="utf-8")
    return {id_: pathway.linked for id_, pathway in compiled(text).items()}


def rows(share: float, days: float) -> list[dict[Key, Figure]]:
    return [
        {
            Key("within_target", "equipment", OF, "share"): Figure(share + off, 9),
            Key("reached", "equipment", OF, "share"): Figure(0.8, 9),
            Key("reached", "equipment", OF, "per_year"): Figure(320.0, 9),
            Key("wait", "equipment", "assessment", "mean"): Figure(days + 10 * off, 9),
        }
        for off in (-0.01, 0.0, 0.01)
    ]


@pytest.fixture(scope="module")
def part(study, linked) -> StudyPart:
    """The share within 30 days is 80% as things stand, 95% and 60% in two scenarios, and near 80% in a third."""
    sides = {
        "baseline": rows(0.80, 9.0),
        "second": rows(0.95, 4.0),
        "none_left": rows(0.60, 12.0),
        "other_day": rows(0.80, 9.0)[::-1],
    }
    samples = {name: Sample.of(each) for name, each in sides.items()}
    estimates = {name: tuple(estimate(sample)) for name, sample in samples.items()}
    milestone = replace(_milestone(), name=OF)
    key = Key("within_target", milestone.pathway, OF, "share")
    expectation = Expectation(SAYS, key, "at least", Fraction(9, 10), milestone, "Supplied")
    others = {name: sample for name, sample in samples.items() if name != "baseline"}
    result = Result(
        study=study.id, title=study.title, question=study.question, seed=5, replications=3, scenarios=estimates,
        comparisons={
            name: Comparison(name, rows) for name, rows in contrasts(samples["baseline"], others, []).items()
        },
        expectations=tuple(judge(expectation, name, rows) for name, rows in estimates.items()),
        checks=(
            Check("offered_load", "baseline", "therapist", False, "The team 'therapist' is asked for too much."),
            Check("conservation", "baseline", "", True, "All are there."),
        ),
        inputs=inputs(study.baseline),
        known=(
            Beside("baseline", "outcome", "equipment", "supplied", "share", 0.81, "chain", 0.8, 0.02, -0.5),
            Beside("baseline", "wait", "equipment", "assessment", "mean", 1.0, "M/G/1", 9.0, 0.01, 800.0),
            Beside("second", "wait", "equipment", "assessment", "mean", 1.0, "M/G/1", 4.0, 0.01, 300.0),
        ),
    )  # fmt: skip
    return StudyPart(study, result, linked, "simulations/waits.yaml", is_quick=True)


def _milestone():
    from pathways.measures import Milestone

    return Milestone("", "equipment", None, "supplied", parse_duration("30 working days"))


@pytest.fixture(scope="module")
def found(part) -> Reading:
    return reading(part)


def test_the_answer_says_how_things_stand_and_which_change_is_better(found):
    """By hand: t(2; 97.5%) = 4.303, so 0.01 x 4.303 / sqrt(3) is 2.5 points either way."""
    assert found.answer == (
        "As things stand, of the equipment referrals that reach 'Supplied' (80% of all, about 320 a year), 80.0% do so "
        "within 30 working days (95% interval: 77.5% to 82.5%); asked for 90%, which is not met.",
        "With 'second' it is 95.0%, better by 15.0 percentage points; with 'none left' it is 60.0%, worse by 20.0 "
        "percentage points; whether 'other day' changes it cannot be told.",
        "With 'second' it is met.",
    )


def test_the_answer_to_one_change_says_first_what_was_asked_for_and_how_many_that_is(part, study):
    """By hand: 15% of 320 a year are 48."""
    text = study.document.text.partition("scenarios:")[0] + "scenarios: {second: {teams.therapist.staff: 2}}\n"
    study = parse_study(read_document(text + "measures: [mean wait for equipment.assessment]\n", "waits.yaml"))
    result = replace(
        part.result, asked=(Asked(Key("wait", "equipment", "assessment", "mean"), "", "less"),), known=(),
        scenarios={name: rows for name, rows in part.result.scenarios.items() if name in ("baseline", "second")},
        comparisons={"second": part.result.comparisons["second"]},
        expectations=tuple(v for v in part.result.expectations if v.scenario in ("baseline", "second")),
    )  # fmt: skip
    assert reading(replace(part, study=study, result=result)).answer == (
        "With 'second', of the equipment referrals that reach 'Supplied' (80% of all, about 320 a year), 95.0% do so "
        "within 30 working days, instead of 80.0% (better by 15.0 percentage points). "
        "That is about 48 more of about 320 a year. "
        "The study asks for 90%: not met as things stand, met with 'second'.",
        "Wait for Home assessment: 4.0 working days on average, instead of 9.0 (better).",
    )


def test_a_share_of_few_is_told_in_cases_or_in_years(part):
    """By hand: 15% of 40 a year are 6, of 6 a year 0.9, of 2 a year 0.3, of 0.5 a year 0.075, of 0.06 0.009."""
    verdicts = part.result.expectations[:2]
    (row,) = (row for group in digest(part.study, part.result, part.pathways).groups for row in group.rows
              if row.name[0] == "within_target")  # fmt: skip
    told = [
        _in_cases(*(replace(v, reached_per_year=few) for v in verdicts), row.scenarios[0])
        for few in (40.0, 6.0, 2.0, 0.5, 0.06)
    ]
    assert told == [
        "That is about 6 more of about 40 a year. ",
        "That is about 1 more of about 6 a year. ",
        "That is less than one a year: about one more in 3 years. ",
        "That is less than one a year: about one more in 13 years. ",
        "That is less than one more in 100 years. ",
    ]
    assert _in_cases(verdicts[0], replace(verdicts[1], reached_per_year=400.0), row.scenarios[0]) == ""


def test_what_is_asked_for_may_not_change_while_something_else_does(part):
    """Whoever read that a fortnightly panel 'makes no visible difference' missed that the wait for it halved."""
    even = Key("within_target", "equipment", OF, "share")
    sides = {
        name: Sample.of([{even: Figure(0.8, 9), Key("wait", "equipment", "assessment", "mean"): Figure(days + off, 9)}
                         for off in (-0.1, 0.0, 0.1)])
        for name, days in (("baseline", 9.0), ("second", 4.0))
    }  # fmt: skip
    rows = contrasts(sides["baseline"], {"second": sides["second"]}, [])
    estimates = {name: tuple(estimate(sample)) for name, sample in sides.items()}
    limit = Expectation(SAYS, even, "at least", Fraction(1, 2), replace(_milestone(), name=OF), "Supplied")
    result = replace(
        part.result, scenarios=estimates, comparisons={name: Comparison(name, each) for name, each in rows.items()},
        expectations=tuple(judge(limit, name, each) for name, each in estimates.items()), known=(),
    )  # fmt: skip
    assert reading(replace(part, result=result)).answer[1:] == (
        "'second' makes no visible difference to it.",
        "What 'second' changes most: Wait for Home assessment, on average, 4.0 working days instead of 9.0 "
        "working days (better).",
    )


def test_one_page_has_one_value_for_one_figure_where_some_replications_lack_it(part):
    """By hand: the scenario's mean is (0.5 + 0.7 + 0.9) / 3, though only two of three replications can be compared."""
    key, gap = Key("within_target", "equipment", OF, "share"), Key("visits", "equipment", "order", "per_year")
    sides = {
        "baseline": Sample.of([{gap: Figure(1.0, 1)}, {key: Figure(0.5, 1)}, {key: Figure(0.6, 1)}]),
        "second": Sample.of([{key: Figure(share, 1)} for share in (0.5, 0.7, 0.9)]),
    }
    rows = contrasts(sides["baseline"], {"second": sides["second"]}, [])
    limit = Expectation(SAYS, key, "at least", Fraction(1, 10), replace(_milestone(), name=OF), "Supplied")
    estimates = {name: tuple(estimate(sample)) for name, sample in sides.items()}
    result = replace(
        part.result, scenarios=estimates, comparisons={name: Comparison(name, each) for name, each in rows.items()},
        expectations=tuple(judge(limit, name, each) for name, each in estimates.items()), known=(),
    )  # fmt: skip
    found = reading(replace(part, result=result))
    assert found.asked[1].found.startswith("70.0%")
    assert next(side.value for line in found.lines for side in line.sides if side is not None) == "70.0%"


def in_one_change(part, study, sides, expectation, asked) -> tuple[str, ...]:
    """What is answered to one change, 'second', from the figures of both sides."""
    text = study.document.text.partition("scenarios:")[0]
    study = parse_study(read_document(text + "scenarios: {second: {}}\nmeasures: [utilisation of hub]\n", "waits.yaml"))
    samples = {name: Sample.of(rows) for name, rows in sides.items()}
    estimates = {name: tuple(estimate(sample)) for name, sample in samples.items()}
    rows = contrasts(samples["baseline"], {"second": samples["second"]}, asked)
    return reading(
        replace(part, study=study, result=replace(
            part.result, scenarios=estimates, known=(), asked=tuple(asked),
            comparisons={name: Comparison(name, each) for name, each in rows.items()},
            expectations=tuple(judge(expectation, name, each) for name, each in estimates.items()),
        ))
    ).answer  # fmt: skip


def test_a_change_that_nobody_would_see_is_said_to_be_hardly_any_and_a_delay_from_before_is_told(part, study):
    """Oracle: the figures, by hand. The share falls from 80% to 50% while the wait there is as long as before."""
    share, wait = Key("within_target", "equipment", OF, "share"), Key("wait", "equipment", "supplied", "mean")
    busy, same = Key("utilisation", "", "hub", "mean"), Key("utilisation", "", "store", "mean")
    sides = {
        name: [{share: Figure(late + off, 9), wait: Figure(2 + chance * off, 9), busy: Figure(use + off / 90, 1),
                same: Figure(0.5 + many + off / 90, 1)} for off in (-0.01, 0.0, 0.01)]
        for name, late, use, many, chance in (("baseline", 0.8, 0.674, 0.0, 1), ("second", 0.5, 0.676, 0.0002, -1))
    }  # fmt: skip
    limit = Expectation(SAYS, share, "at least", Fraction(1, 2), replace(_milestone(), name=OF), "Supplied")
    told = in_one_change(part, study, sides, limit, [Asked(each, "", None) for each in (wait, busy, same)])
    assert told[1:] == (
        "Hardly any change: Contact hub, time in use (67.6%, instead of 67.4%).",
        "No clear change: Wait for Supplied, on average (2.0); Equipment store, time in use (50.0%).",
        "From arrival to 'Supplied' within 30 working days: it is worse for what comes before that, as the wait for it "
        "shows no clear change.",
    )


def test_what_a_change_brings_that_was_not_there_comes_first_and_a_team_without_work_is_no_spare_time(part, study):
    """By hand: the store is new and used for a third of its time; the hub's 20% are gone."""
    share, new, left = Key("within_target", "equipment", OF, "share"), *(
        Key("utilisation", "", name, "mean") for name in ("store", "hub")
    )  # fmt: skip
    sides = {
        "baseline": [{share: Figure(0.8 + off, 9), left: Figure(0.2 + off, 1)} for off in (-0.01, 0.0, 0.01)],
        "second": [
            {share: Figure(0.8 - off, 9), left: Figure(0.0, 1), new: Figure(0.333, 1)} for off in (-0.01, 0, 0.01)
        ],
    }
    limit = Expectation(SAYS, share, "at least", Fraction(1, 2), replace(_milestone(), name=OF), "Supplied")
    told = in_one_change(part, study, sides, limit, [Asked(left, "", None), Asked(new, "", None)])
    assert told[0] == "Equipment store, time in use: 33.3%, and not there as things stand."
    assert told[1].startswith("With 'second', of the equipment referrals")
    assert told[2:] == ("Contact hub, time in use: 0.0%, instead of 20.0% (lower: nothing is left for it to do).",)


def test_a_difference_that_is_not_that_of_the_figures_beside_it_says_between_which_it_is(part, study):
    """By hand: 0.6, 0.7, 0.8 as things stand, of which the last two have a counterpart, 0.5 and 0.6."""
    share = Key("within_target", "equipment", OF, "share")
    sides = {
        "baseline": [{share: Figure(value, 9)} for value in (0.6, 0.7, 0.801)],
        "second": [{}, *({share: Figure(value, 9)} for value in (0.5, 0.6))],
    }
    limit = Expectation(SAYS, share, "at least", Fraction(1, 2), replace(_milestone(), name=OF), "Supplied")
    (told, *_) = in_one_change(part, study, sides, limit, [Asked(share, "", "more")])
    assert "55.0% do so within 30 working days, instead of 70.0% (worse by " in told
    assert "; 2 of 3 repetitions have both; there 75.0, and 55.0 with the change)" in told


def test_standards_that_are_missed_more_often_than_kept_are_told_though_nobody_asked(part):
    key = Key("within_target", "equipment", "assessment", "share")
    poor = tuple(estimate(Sample.of([{key: Figure(0.3, 9)}] * 3)))
    scenarios = {name: (*rows, *poor) for name, rows in part.result.scenarios.items()}
    told = reading(replace(part, result=replace(part.result, scenarios=scenarios))).answer[-1]
    assert told.startswith("Standards missed more often than kept, as things stand: Home assessment within ")
    assert told.endswith(", 30.0%.")


def test_what_was_asked_for_has_a_verdict_in_every_scenario(found):
    assert [(row.scenario, row.verdict) for row in found.asked] == [
        ("as things stand", "not met"), ("second", "met"), ("none left", "not met"), ("other day", "not met"),
    ]  # fmt: skip
    assert found.asked[0].says == "90% of equipment referrals reach 'Supplied' within 30 working days"


def test_longer_waits_are_worse_and_more_within_the_standard_is_better(found):
    words = {line.label: [side.word for side in line.sides] for line in found.lines}
    assert words == {
        "From arrival to 'Supplied' within 30 working days": ["better", "worse", "cannot tell"],
        "Wait for Home assessment, on average": ["better", "worse", "cannot tell"],
    }
    assert better("higher", None) == "higher"  # of staff's time in use neither is better, unless the study says so
    assert better("higher", "less") == "worse"
    assert better("no visible change", "less") == "no change"


def test_what_a_scenario_changes_is_told_in_words(study, linked):
    names = Names(study, linked)
    told = {name: changed(study, scenario, names) for name, scenario in study.scenarios.items()}
    assert told["second"] == ("Therapist: staff 2 instead of 1",)
    assert told["none_left"] == (
        "Therapist: staff 3 instead of 1",
        "Order and deliver: 4 hours instead of 3 hours on average",
    )
    assert told["other_day"] == ("Funding panel: meets first Tuesday instead of first Wednesday",)
    text = study.document.text.partition("scenarios:")[0]
    text += "scenarios:\n  more: {arrivals.*.surge: {from: 2024-10-07, for: 13 weeks, times: 1.8}}\n"
    text += "  wider: {service_times.equipment.order.lognormal.cv: 2}\n"
    text += "  elsewhere: {service_times.equipment.order: {team: hub, lognormal: {mean: 5 hours, cv: 1}}}\n"
    risen = parse_study(read_document(text, "waits.yaml"))
    (words,) = changed(risen, risen.scenarios["more"], names)
    assert words.endswith(": 1.8 times as many, from 7 October 2024, for 13 weeks")
    (words,) = changed(risen, risen.scenarios["wider"], names)
    assert words.startswith("Order and deliver: lognormal mean 3 hours, cv 2 instead of mean 3 hours, cv ")
    (words,) = changed(risen, risen.scenarios["elsewhere"], names)
    assert words.startswith("Order and deliver: by Contact hub instead of by ")
    assert words.endswith("; 5 hours on average instead of 3 hours on average")


def test_shares_of_findings_are_told_in_percent_each_that_differs_and_of_two_the_last():
    """Oracle: by hand."""
    assert _shares({"none": 0.45, "s17": "0.20", "s47": "35%"}, {"none": 0.52, "s17": 0.13, "s47": 0.35}) == [
        "none 52% instead of 45%", "section 17 13% instead of 20%",
    ]  # fmt: skip
    assert _shares({"not_sampled": "90%", "sampled": "10%"}, {"sampled": "100%"}) == ["sampled 100% instead of 10%"]
    assert _shares({}, {"agreed": "85%", "disagreed": "15%"}) == ["disagreed 15%"]
    assert _shares({}, {"mean": "3 hours", "cv": 1}) == _shares({"a": 1}, {"a": 3, "b": 1}) == []


def test_inputs_are_told_apart_by_what_they_rest_on(found, part):
    measured, published, assumed = found.bases
    assert [row.source for row in measured.rows] == ["Measured: rota of March 2024"]
    assert [(row.hardness, row.source) for row in published.rows] == [("local protocol", "Rota 2024")]
    assert len(measured.rows) + len(published.rows) + len(assumed.rows) == len(part.result.inputs)
    assert "for 1 of them the study gives a source or a reason" in assumed.explains


def test_figures_from_theory_stand_beside_the_simulated_ones_and_what_is_far_off_is_marked(found):
    """Of three replications 0.5 standard errors are chance, and 800 are not."""
    assert [(row.label, row.exact, row.simulated, row.apart) for row in found.theory] == [
        ("Ending in 'Supplied'", "81.0%", "80.0%", "0.5 standard errors"),
        ("Wait for Home assessment", "1.0 days", "9.0 days", "800.0 standard errors !"),
    ]
    assert FAR in to_markdown(found)
    assert FAR not in to_markdown(replace(found, theory=found.theory[:1]))


def test_the_page_says_that_it_is_synthetic_how_sure_it_is_and_what_to_mind(found):
    for text in (to_markdown(found), Page(to_page(found)).text):
        plain = text.replace("\\", "")
        assert SYNTHETIC in plain
        assert plain.index(SYNTHETIC) < plain.index("As things stand")
        assert "played through 3 times with different random numbers, fewer than the 20 that the study asks" in plain
        assert "The team 'Therapist' is asked for too much." in plain
        assert "All are there" not in plain
        assert "seed 5" in plain


def test_the_page_is_sound_loads_nothing_and_escapes_what_it_is_given(found):
    odd = replace(found, title="<script>alert('|')</script>")
    page = Page(to_page(odd))
    assert page.open == []
    assert not page.named("script")
    assert [e for e in page.elements if {"src", "href"} & e[1].keys()] == []
    assert to_page(odd) == to_page(odd)
    assert to_markdown(odd).startswith("# \\<script\\>alert('\\|')\\</script\\>")


STRETCH = "milestones: {to_price: {pathway: equipment, from: screening, to: assessment, within: 10 working days}}\n"


def test_a_stretch_that_the_study_names_is_told_by_its_states_and_its_time(study, linked):
    text = study.document.text.partition("scenarios:")[0] + STRETCH
    names = Names(parse_study(read_document(text, "waits.yaml")), linked)
    key = ("within_target", "equipment", "to_price", "share")
    assert names.label(key) == "From 'First conversation' to 'Home assessment' within 10 working days"
    assert names.ends(key) == ("'First conversation'", "'Home assessment'")
    assert names.label(("reached", "equipment", "supplied at all", "share")) == "From arrival to 'Supplied': ever"


def test_the_same_stretch_under_two_names_is_told_once_and_as_the_study_asks_for_it(part, study, linked):
    """Every referral begins with 'Ask for equipment', so what runs from there runs from the arrival."""
    text = study.document.text.partition("scenarios:")[0]
    text += "milestones: {whole: {pathway: equipment, from: request, to: supplied}}\nscenarios: {second: {}}\n"
    study = parse_study(read_document(text + "measures: [median time to target of equipment.whole]\n", "waits.yaml"))
    named, expected = (Key("time_to_milestone", "equipment", of, "median") for of in ("whole", OF))
    sides = {
        name: Sample.of([{named: Figure(days + off, 9), expected: Figure(days + off, 9)} for off in (-0.1, 0.0, 0.1)])
        for name, days in (("baseline", 30.0), ("second", 20.0))
    }
    asked = [Asked(named, "", "less")]
    result = replace(
        part.result, scenarios={name: tuple(estimate(sample)) for name, sample in sides.items()},
        comparisons={name: Comparison(name, each)
                     for name, each in contrasts(sides["baseline"], {"second": sides["second"]}, asked).items()},
        expectations=(), asked=tuple(asked), known=(),
    )  # fmt: skip
    part = replace(part, study=study, result=result)
    found = reading(part)
    assert [line.label for line in found.lines] == ["From arrival to 'Supplied', half within"]
    assert found.answer == ("From arrival to 'Supplied': half within 20.0 working days, instead of 30.0 (better).",)
    rows = [row for group in digest(study, result, linked).groups for row in group.rows]
    assert [(row.label, row.name[2]) for row in rows] == [("From arrival to 'Supplied'", "whole")]


def test_states_and_pathways_that_follow_each_other_under_one_name_are_told_apart(study, linked):
    """A piece taken twice has each title twice; a pathway that is swapped at a date is simulated under its id."""
    before = linked["equipment"]
    twice = {**before.states, "again.order": before.states["order"]}
    after = replace(before, id="equipment-anew", states=twice)
    text = study.document.text.partition("scenarios:")[0]
    text += "changes: {anew: {from: 2024-10-01, pathways.equipment: equipment-anew}}\n"
    names = Names(parse_study(read_document(text, "waits.yaml")), {"equipment": before, "equipment-anew": after})
    assert names.state("equipment", "order") == "Order and deliver"
    found = [names.state("equipment-anew", name) for name in ("order", "again.order")]
    assert found == ["Order and deliver [order]", "Order and deliver [again]"]
    opened = [names.label(("open", role, "", "mean")) for role in ("equipment", "equipment-anew")]
    assert opened == ["Open on average (equipment)", "Open on average (equipment anew)"]


def test_all_that_the_study_is_about_is_told_in_the_study_s_own_sense(part, study):
    """The table used to leave out what has no group of its own, and to call a busier team neither better nor worse."""
    text = (
        study.document.text + "measures: ['utilisation of hub, less is better', share ending as equipment.supplied]\n"
    )
    study = parse_study(read_document(text, "waits.yaml"))
    busy, ended = Key("utilisation", "", "hub", "mean"), Key("outcome", "equipment", "supplied", "share")
    part_of = Key("arrivals", "equipment", "", "per_year", "route=self")
    asked = [Asked(busy, "", "less"), Asked(ended, "", None), Asked(part_of, "", None)]
    sides = {
        name: Sample.of([{busy: Figure(use + off, 1), ended: Figure(0.5, 9), part_of: Figure(240.0, 1)}
                         for off in (-0.01, 0.0, 0.01)])
        for name, use in (("baseline", 0.6), ("second", 0.7))
    }  # fmt: skip
    limit = Expectation("utilisation of hub is at most 65%", busy, "at most", Fraction(13, 20))
    estimates = {name: tuple(estimate(sample)) for name, sample in sides.items()}
    rows = contrasts(sides["baseline"], {"second": sides["second"]}, asked)
    result = replace(
        part.result, scenarios=estimates, comparisons={name: Comparison(name, each) for name, each in rows.items()},
        expectations=tuple(judge(limit, name, each) for name, each in estimates.items()), asked=tuple(asked), known=(),
    )  # fmt: skip
    found = reading(replace(part, study=study, result=result))
    assert [(line.label, line.baseline, [side.word for side in line.sides]) for line in found.lines] == [
        ("Contact hub: time in use", "60.0% (57.5 to 62.5)", ["worse"]),
        ("Ending as 'Supplied'", "50.0% (50.0 to 50.0)", ["no change"]),
        ("Arriving, route: self, a year", "240 (240 to 240)", ["no change"]),
    ]
    assert found.answer == (
        "With 'second', the utilisation of 'Contact hub' is 70.0%, instead of 60.0% (worse by 10.0 percentage points). "
        "The study asks for at most 65.0%: met as things stand, not met with 'second'.",
        "No clear change: Ending as 'Supplied' (50.0%); Arriving, route, self, a year (240).",
    )
    assert [line.is_about for line in found.lines] == [True, True, True]
    other = Expectation("share ending as equipment.supplied is at least 10%", ended, "at least", Fraction(1, 10))
    verdicts = tuple(judge(other, name, each) for name, each in estimates.items())
    first = reading(replace(part, study=study, result=replace(result, expectations=verdicts))).answer
    assert first == (
        "With 'second', the share ending as 'Supplied' is 50.0%; that is no visible change from 50.0%. "
        "The study asks for at least 10.0%: met, as things stand and with 'second'.",
        "Contact hub, time in use: 70.0%, instead of 60.0% (worse).",
        "No clear change: Arriving, route, self, a year (240).",
    )
    assert found.asked[0].says == "utilisation of 'Contact hub' is at most 65%"


def test_times_that_were_asked_for_have_one_unit_and_titles(part, linked):
    wait = Key("wait", "equipment", "assessment", "mean")
    limit = Expectation(
        "the mean wait for equipment.assessment is at most 2 working days", wait, "at most", Fraction(2)
    )
    verdicts = tuple(judge(limit, name, each) for name, each in part.result.scenarios.items())
    found = reading(replace(part, result=replace(part.result, expectations=verdicts)))
    assert found.asked[1].found == "4.0 working days (3.8 to 4.2)"
    assert found.asked[1].says == "the mean wait for 'Home assessment' is at most 2 working days"
    assert found.answer[0] == (
        "As things stand, the mean wait for 'Home assessment' is 9 working days (95% interval: 8.8 to 9.2 working "
        "days); asked for at most 2 working days, which is not met."
    )
