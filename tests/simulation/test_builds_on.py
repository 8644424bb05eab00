"""Studies that build on another: what they take over, and which file a fault is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.errors import FindingsError, StudyError
from pathways.simulation import Study, check_study, parse_study
from pathways.source import read_document
from pathways.workspace import load_study

from .building import compiled
from .test_study import PATHWAY, STUDY

OTHER = PATHWAY.replace("pathway: child", "pathway: other").replace("check", "look")
HEAD = "study: second\nbuilds_on: first\ntitle: Second\n"


def built(text: str, **others: str) -> Study:
    """The study of a text, which may build on `first` and on others by name."""
    texts = {"first": STUDY, **others}
    return parse_study(read_document(text, "second.yaml"), {n: read_document(t, f"{n}.yaml") for n, t in texts.items()})


def faults(text: str, **others: str) -> list[str]:
    """What is wrong with it: `file:line:column id message`."""
    try:
        found = check_study(built(text, **others), compiled(PATHWAY, OTHER))
    except StudyError as error:
        found = list(error.findings)
    return [f"{f.place} {f.id} {f.message}" for f in found]


def test_what_is_not_written_is_taken_over() -> None:
    study, first = built(HEAD), built(STUDY)
    taken = {"arrivals", "teams", "panels", "service_times", "findings", "interrupts", "clock", "seed", "replications"}
    for name in taken:
        assert getattr(study.baseline.spec, name) == getattr(first.baseline.spec, name)
    assert (study.id, study.title, study.pathways) == ("second", "Second", ("child",))
    assert not faults(HEAD)


def test_question_scenarios_and_expectations_are_each_studys_own() -> None:
    study = built(HEAD)
    assert (study.question, study.scenarios, study.baseline.spec.expect) == (None, {}, ())


def test_differences_are_written_as_in_scenarios() -> None:
    spec = built(HEAD + "teams.mash.staff: 5\npanels: {late: {meets: every Friday, slots: 2}}\nclock.length: 52 weeks\n"
                 "replications: 8\n").baseline.spec  # fmt: skip
    assert spec.teams["mash"].staff == 5
    assert list(spec.panels) == ["channel_panel", "late"]
    assert (str(spec.clock.length), str(spec.clock.warm_up), spec.replications) == ("52 weeks", "4 weeks", 8)


def test_scenario_starts_from_what_the_study_has_become() -> None:
    study = built(HEAD + "teams.mash.staff: 5\nscenarios: {more: {panels.channel_panel.slots: 30}}\n")
    spec = study.scenarios["more"].spec
    assert (spec.teams["mash"].staff, spec.panels["channel_panel"].slots) == (5, 30)


def test_entry_named_with_a_star_can_be_changed_by_its_name() -> None:
    starred = STUDY.replace("child.check: {team", '"*.check": {team')
    for difference in ("service_times.*.check.lognormal.mean: 9 hours", "service_times.*.lognormal.mean: 9 hours"):
        time = built(HEAD + difference, first=starred.replace("  child.panel: {panel: channel_panel}\n", ""))
        assert str(time.baseline.spec.service_times["*.check"].lognormal.mean) == "9 hours"  # type: ignore[union-attr]


def test_three_in_a_row() -> None:
    study = built("study: third\nbuilds_on: second\ntitle: Third\nteams.mash.staff: 7\n",
                  second=HEAD + "teams.mash.staff: 5\npanels.channel_panel.slots: 30\n")  # fmt: skip
    spec = study.baseline.spec
    assert (spec.teams["mash"].staff, spec.panels["channel_panel"].slots) == (7, 30)
    assert [document.name for document in study.builds_on] == ["first.yaml", "second.yaml"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("study: second\nbuilds_on: first\n", "second.yaml:1:1 missing-field"),
        (HEAD + "questoin: Why?\n", "second.yaml:4:1 unknown-field"),
        (HEAD + "teems.mash.staff: 3\n", "second.yaml:4:1 unknown-difference"),
        (HEAD + "teams.mosh.staff: 3\n", "second.yaml:4:1 unknown-difference"),
        (HEAD + "teams.mash.staff: none\n", "second.yaml:4:19 bad-value"),
        (HEAD + "teams.mash.stff: 3\n", "second.yaml:4:1 unknown-field"),
        (HEAD + "scenarios: {more: {teams.mash.staff: none}}\n", "second.yaml:4:38 bad-value"),
        (HEAD + "scenarios: {more: {clock.length: 5 weeks}}\n", "second.yaml:4:20 unknown-difference"),
        (HEAD + "findings.child.check.concern: {none: 0.5, real: 0.6}\n", "second.yaml:4:1 study-shares"),
        (HEAD + "expect: [90% of child referrals reach moon within 3 days]\n", "second.yaml:4:39 study-state"),
        (HEAD + "teams.mash.hardness: STATUTE\n", "second.yaml:4:22 study-source"),
        # A pathway in the place of another: what it needs is to be added here; what is left over is no fault.
        (HEAD + "pathways.child: other\n", "second.yaml:1:1 study-missing"),
    ],
)  # fmt: skip
def test_fault_of_a_difference_is_told_of_its_own_file(text: str, fault: str) -> None:
    found = faults(text)
    assert found, "no fault was found"
    assert found[0].startswith(fault), found
    assert all(each.startswith("second.yaml") for each in found), found


@pytest.mark.parametrize(
    ("difference", "hardness", "source"),
    [
        ("", "PEER_REVIEW", "Section 4"),
        ("service_times.child.check.note: As before", "PEER_REVIEW", "Section 4"),
        ("service_times.child.check.lognormal.mean: 4 hours", None, None),
        ("service_times.child.check.source: Section 5\nservice_times.child.check.hardness: STATUTE\n"
         "service_times.child.check.lognormal.mean: 4 hours", "STATUTE", "Section 5"),
        ("service_times: {child.check: {team: mash, fixed: 4 hours}}", None, None),
    ],
)  # fmt: skip
def test_number_that_has_changed_is_an_assumption(difference: str, hardness: str | None, source: str | None) -> None:
    """What was said of the number before it does not hold for it."""
    entry = built(HEAD + difference).baseline.spec.service_times["child.check"]
    assert (entry.hardness, entry.source) == (hardness, source)
    lines = difference.split("\n")
    scenario = ", ".join(lines) if len(lines) == 1 and "{" not in difference else ""
    if scenario:
        of_scenario = built(HEAD + f"scenarios: {{s: {{{scenario}}}}}").scenarios["s"].spec.service_times["child.check"]
        assert (of_scenario.hardness, of_scenario.source) == (hardness, source)


def test_part_with_a_label_of_its_own_leaves_that_of_the_whole() -> None:
    surge = "arrivals.child.surge: {from: 2018-05-01, for: 2 weeks, times: 2, hardness: PEER_REVIEW, source: There}\n"
    sourced = STUDY.replace("child: {rate: 200 per year", "child: {rate: 200 per year, hardness: STATUTE, source: Here")
    child = built(HEAD + surge, first=sourced).baseline.spec.arrivals["child"]
    assert not isinstance(child.surge, tuple)
    assert (child.source, child.surge.source) == ("Here", "There")


def test_pathway_in_the_place_of_another_runs_with_what_it_needs() -> None:
    assert not faults(
        HEAD + "pathways.child: other\nservice_times.child.look: {team: mash, fixed: 1 hour}\n"
        "findings.child.look: {concern: {none: 0.5, real: 0.5}}\n"
    )


def test_faults_of_the_base_are_told_of_its_file_and_alone() -> None:
    broken = STUDY.replace("slots: 20", "slots: none")
    before = STUDY[: STUDY.index("20}")].split("\n")
    place = f"first.yaml:{len(before)}:{len(before[-1]) + 1}"
    found = faults(HEAD + "titel: x\n", first=broken)
    assert [each.split(" ")[0] for each in found] == [place]


def test_name_that_fits_nothing_is_told_of_the_file_that_has_it() -> None:
    broken = STUDY.replace("{team: mash, lognormal", "{team: mush, lognormal")
    assert faults(HEAD, first=broken)[0].startswith("first.yaml:")


@pytest.mark.parametrize(
    ("text", "others", "message"),
    [
        (HEAD.replace("first", "frist"), {}, "second.yaml:2:12 study-base there is no study 'frist' to build on"),
        (
            HEAD.replace("first", "second"),
            {},
            "second.yaml:2:12 study-base the studies go round in a circle: 'second' builds on 'second'",
        ),
        (
            HEAD,
            {"first": "study: first\nbuilds_on: second\ntitle: x\n"},
            "first.yaml:2:12 study-base the studies go round in a circle: "
            "'second' builds on 'first', which builds on 'second'",
        ),
        (
            HEAD.replace("first", "c"),
            {"c": "study: c\nbuilds_on: d\ntitle: x\n", "d": "study: d\nbuilds_on: first\ntitle: x\n"},
            "d.yaml:2:12 study-base 'second' builds on 'c', which builds on 'd', which builds on 'first': "
            "4 studies in a row",
        ),
    ],
)
def test_studies_that_cannot_be_built(text: str, others: dict[str, str], message: str) -> None:
    assert faults(text, **others) == [message]


def scenario(text: str, name: str = "more") -> tuple[int, int]:
    spec = built(text).scenarios[name].spec
    return spec.teams["mash"].staff, spec.panels["channel_panel"].slots


def test_scenario_builds_on_another_of_its_study() -> None:
    text = (
        HEAD
        + """
scenarios:
  more: {builds_on: late, teams.mash.staff: 4}
  late: {panels.channel_panel.slots: 11, teams.mash.staff: 3}
"""
    )
    assert (scenario(text), scenario(text, "late")) == ((4, 11), (3, 11))


def test_a_scenario_that_changes_a_part_of_an_entry_leaves_the_one_below_it_as_it_was() -> None:
    """Whichever comes first in the file: both used to share the entry, so that the second to be read was wrong."""
    for text in (
        "{more: {builds_on: late, teams.night.staff: 4}, late: {teams.night: {staff: 3, hardness: ASSUMPTION}}}",
        "{late: {teams.night: {staff: 3, hardness: ASSUMPTION}}, more: {builds_on: late, teams.night.staff: 4}}",
    ):
        found = built(f"{HEAD}\nscenarios: {text}\n").scenarios
        assert {name: found[name].spec.teams["night"].staff for name in ("late", "more")} == {"late": 3, "more": 4}
        assert {name: found[name].plain["teams"]["night"]["staff"] for name in ("late", "more")} == {
            "late": "3", "more": "4",
        }  # fmt: skip
        assert found["late"].spec.teams["night"].hardness == "ASSUMPTION"


def test_scenario_builds_on_one_of_the_study_below() -> None:
    """The first study's `fortnightly` has nine slots; here it starts from a larger team."""
    text = HEAD + "teams.mash.staff: 6\nscenarios: {more: {builds_on: first.fortnightly}}\n"
    assert scenario(text) == (6, 9)
    assert not faults(text)


def test_fault_of_a_scenario_below_is_told_of_its_file() -> None:
    broken = STUDY.replace("slots: 9", "slots: none")
    found = faults(HEAD + "scenarios: {more: {builds_on: first.fortnightly}}\n", first=broken)
    assert len(found) == 1
    assert found[0].startswith("first.yaml:")


@pytest.mark.parametrize(
    ("scenarios", "message"),
    [
        ("{more: {builds_on: fortnightly}}", "there is no scenario 'fortnightly' to build on"),
        ("{more: {builds_on: first.weekly}}", "there is no scenario 'first.weekly' to build on"),
        ("{a: {builds_on: b}, b: {builds_on: a}}",
         "the scenarios go round in a circle: 'a' builds on 'b', which builds on 'a'"),
        ("{a: {builds_on: b}, b: {builds_on: c}, c: {builds_on: d}, d: {}}",
         "'a' builds on 'b', which builds on 'c', which builds on 'd': 4 scenarios in a row"),
    ],
)  # fmt: skip
def test_scenarios_that_cannot_be_built(scenarios: str, message: str) -> None:
    found = [each.split(" study-base ") for each in faults(HEAD + f"scenarios: {scenarios}\n")]
    assert message in [told for _, told in found]
    assert all(place.startswith("second.yaml:4:") for place, _ in found)


def test_text_of_a_study_tells_when_its_base_changes() -> None:
    assert built(HEAD).text != built(HEAD, first=STUDY.replace("slots: 20", "slots: 21")).text


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_workspace_finds_the_base_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pathways]\n", encoding="utf-8")
    write(tmp_path / "simulations", first=STUDY, second=HEAD + "teams.mash.staff: 5\n")
    ways = [("second", ""), ("simulations/second.yaml", ""), ("second.yaml", "simulations")]
    for name, folder in ways:
        study, file = load_study(name, tmp_path / folder)
        assert (study.baseline.spec.teams["mash"].staff, file.shown) == (5, "simulations/second.yaml")


def test_file_of_its_own_finds_the_base_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "loose", first=STUDY, second=HEAD)
    assert load_study("loose/second.yaml", tmp_path)[0].baseline.spec.teams["mash"].staff == 2


def test_base_that_is_no_yaml_is_told_of_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pathways]\n", encoding="utf-8")
    write(tmp_path / "simulations", first=STUDY.replace("slots: 20}", "slots: 20"), second=HEAD)
    with pytest.raises(FindingsError) as error:
        load_study("second", tmp_path)
    assert {finding.place.file for finding in error.value.findings} == {"simulations/first.yaml"}
