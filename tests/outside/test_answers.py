"""What a study's sentences say, from rows made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pathways.measures import Figure, Key, Sample, estimate
from pathways.report.digest import digest
from pathways.simulation import Result, Study, parse_study
from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.result import Comparison
from pathways.simulation.experiments.paired import contrasts
from pathways.source import read_document
from tests.simulation.building import compiled

STARTER = Path(__file__).resolve().parents[2] / "pathways" / "starter"
TARGET = ("equipment", "asked_to_supplied")
SCENARIOS = "scenarios:\n  second: {teams.therapist.staff: 2}\n  third: {teams.therapist.staff: 3}\n"


@pytest.fixture(scope="module")
def pathways():
    text = (STARTER / "definitions" / "equipment.yaml").read_text(encoding="utf-8")
    return {id_: pathway.linked for id_, pathway in compiled(text).items()}


@pytest.fixture(scope="module")
def study() -> Study:
    text = (STARTER / "simulations" / "waits.yaml").read_text(encoding="utf-8")
    return parse_study(read_document(text.partition("scenarios:")[0] + SCENARIOS, "waits.yaml"))


def side(days: float, share: float, queue: float, wait: float | None) -> list[dict[Key, Figure]]:
    """Three replications around these values; the second has no wait where `wait` is None."""
    rows = []
    for number, off in enumerate((-0.01, 0.0, 0.01)):
        row = {
            Key("time_to_milestone", *TARGET, "median"): Figure(days + off, 9),
            Key("within_target", *TARGET, "share"): Figure(share + off / 10, 9),
            Key("reached", *TARGET, "share"): Figure(0.75, 9),
            Key("reached", *TARGET, "per_year"): Figure(300.0, 9),
            Key("queue", "", "therapist", "mean"): Figure(queue + off, 9),
            Key("utilisation", "", "hub", "mean"): Figure(0.5, 9),
        }
        if wait is not None or number != 1:
            row[Key("wait", "equipment", "assessment", "mean")] = Figure((wait or 4.0) + number, 9)
        rows.append(row)
    return rows


def result(study: Study, sides: dict[str, list[dict[Key, Figure]]]) -> Result:
    samples = {name: Sample.of(rows) for name, rows in sides.items()}
    others = {name: sample for name, sample in samples.items() if name != "baseline"}
    return Result(
        study=study.id, title=study.title, question=None, seed=1, replications=3,
        scenarios={name: tuple(estimate(sample)) for name, sample in samples.items()},
        comparisons={
            name: Comparison(name, rows) for name, rows in contrasts(samples["baseline"], others, []).items()
        },
        expectations=(), checks=(), inputs=(),
    )  # fmt: skip


def test_standards_and_queues_come_first_and_every_scenario_tells_the_same_milestone(study, pathways):
    sides = {"baseline": side(20, 0.6, 3, 5), "second": side(15, 0.9, 1, 5), "third": side(20, 0.6, 3, 5)}
    second, third = digest(study, result(study, sides), pathways).answers
    told = [
        "Second: of the referrals that reach 'Supplied' (75% of all, about 300 a year), 90.0% do so within 30 working "
        "days instead of 60.0% (30.0 to 30.0 points more, with 95% confidence).",
        "On average 1.0 referrals are waiting for work by Therapist instead of 3.0",
        "Of the same referrals, half do so within 15.0 working days instead of 20.0",
    ]
    places = [second.find(words) for words in told]
    assert places == sorted(places), second
    assert places[0] == 0, second
    assert third.count("no clear change") == 2
    assert "half do so within 20.0 working days; that is no clear change from 20.0" in third


def test_a_row_adds_up_where_a_repetition_lacks_it_and_nothing_changed_reads_so(study, pathways):
    """By hand: waits of 5, 6, 7 days, mean 6; the scenario's 4 and 6 pair with 5 and 7, whose mean is 6 as well."""
    before = side(20, 0.6, 3, 5)
    before[1][Key("wait", "equipment", "assessment", "mean")] = Figure(9.0, 9)  # now 5, 9, 7: mean 7
    sides = {"baseline": before, "second": side(20, 0.6, 3, None), "third": before}
    groups = digest(study, result(study, sides), pathways).groups
    (wait,) = (row for group in groups for row in group.rows if row.name[0] == "wait")
    change = wait.scenarios[0]
    assert wait.baseline is not None
    assert change is not None
    assert change.difference is not None
    assert (wait.baseline.value, change.value, change.difference.value) == (7.0, 5.0, -1.0)
    assert change.note == "2 of 3 repetitions have both; there 6.0, and 5.0 with the change"
    sides = {"baseline": side(20, 0.6, 3, None), "second": before, "third": before}  # 4 and 6 days pair with 5 and 7
    groups = digest(study, result(study, sides), pathways).groups
    (wait,) = (row for group in groups for row in group.rows if row.name[0] == "wait")
    assert wait.scenarios[0] is not None
    assert wait.scenarios[0].note == "2 of 3 repetitions have both; there 5.0, and 6.0 with the change"
    (use,) = (row for group in groups for row in group.rows if row.name[0] == "utilisation")
    assert [found.says for found in use.scenarios if found is not None] == ["no visible change"] * 2


def test_what_is_better_for_one_pathway_is_better_for_the_other(study, pathways):
    """The study says it of one pathway's time to the end; the table called the other's neither better nor worse."""
    ends = {role: Key("time_to_end", role, "", "median") for role in ("equipment", "other")}
    sides = {name: [{key: Figure(days + off + many, 9) for many, key in enumerate(ends.values())}
                    for off in (-0.1, 0.0, 0.1)]
             for name, days in (("baseline", 9.0), ("second", 4.0), ("third", 4.0))}  # fmt: skip
    found = replace(result(study, sides), asked=(Asked(ends["equipment"], "", "less"),))
    rows = [row for group in digest(study, found, pathways).groups for row in group.rows]
    assert {row.name[1]: [change and change.better for change in row.scenarios] for row in rows} == {
        "equipment": ["less", "less"], "other": ["less", "less"],
    }  # fmt: skip


def test_small_numbers_of_referrals_are_not_told_as_they_are():
    """By hand, as the tables of a data pack show them: 1 to 4 are hidden, and 4.5 rounds to 4."""
    from pathways.simulation import a_year

    assert [a_year(number) for number in (0.3, 4.4, 4.6, 8.2, 1234.5)] == [
        "fewer than 5 a year", "fewer than 5 a year", "about 5 a year", "about 8 a year", "about 1,234 a year",
    ]  # fmt: skip
