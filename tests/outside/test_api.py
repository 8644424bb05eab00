"""`import pathways as pw`: what a script can do in three lines."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

import pathways as pw
from pathways.errors import DefinitionError, PathwaysError, RefusedError, WorkspaceError
from tests.outside.conftest import edit
from tests.outside.inside import pytest_in

NAMES = ["Pathway", "__version__", "assert_holds", "load", "seek", "sensitivity", "simulate", "sweep"]


def test_a_pathway_is_loaded_checked_drawn_and_tried(starter):
    equipment = pw.load("equipment")
    assert (equipment.id, equipment.linked.title) == ("equipment", "Community equipment request")
    assert [(verdict.holds, verdict.is_broken) for verdict in equipment.check()] == [(True, False)] * 4
    assert equipment.draw("picture.svg").read_text(encoding="utf-8").startswith("<svg")
    case = equipment.case(route="self")
    case.fire("complete")
    case.fire("complete", need="complex")
    assert case.state == "assessment"
    with pytest.raises(RefusedError):
        equipment.case(route="nowhere")


def test_a_file_is_loaded_by_its_path_from_anywhere(starter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = starter / "definitions" / "equipment.yaml"
    assert next(verdict.rule for verdict in pw.load(path).check(policies=["house_rules"])) == "HR-1-assess"
    assert pw.load("equipment", starter).id == "equipment"
    with pytest.raises(WorkspaceError):
        pw.load("equipment")


def test_faults_are_raised_with_their_places(starter):
    edit(starter / "definitions" / "equipment.yaml", "then: screening", "then: screenin")
    with pytest.raises(DefinitionError, match=r"definitions/equipment\.yaml:35:11"):
        pw.load("equipment")


def test_faults_of_a_policy_are_raised_when_it_is_asked(starter):
    edit(starter / "definitions" / "policies" / "house_rules.yaml", "kind: never", "kind: nevr")
    with pytest.raises(DefinitionError, match="house_rules"):
        pw.load("equipment").check()


def test_one_rule_is_asked_by_its_id(starter):
    equipment = pw.load("equipment")
    verdict = equipment.check("HR-2-panel")
    assert (verdict.rule, verdict.verdict) == ("HR-2-panel", "holds")
    assert verdict == next(v for v in equipment.check() if v.rule == "HR-2-panel")
    with pytest.raises(
        WorkspaceError, match=r"no rule 'HR-2-pannel' speaks of 'equipment'\n.*\n    fix: write 'HR-2-panel'"
    ):
        equipment.check("HR-2-pannel")


def test_a_rule_that_holds_can_be_asserted(starter):
    pw.assert_holds(pw.load("equipment"), "HR-4-answer")


def test_a_rule_that_is_broken_is_told_with_its_counterexample(starter):
    edit(starter / "definitions" / "equipment.yaml", "tags: [answer]\n    then: supplied", "then: supplied")
    with pytest.raises(AssertionError) as caught:
        pw.assert_holds(pw.load("equipment"), "HR-4-answer")
    told = str(caught.value).splitlines()
    assert told[0].startswith("broken: ")
    assert told[2].startswith("1. A referral arrives at 'Ask for equipment'")
    assert told[-1].startswith("rule: ")


def test_only_what_holds_can_be_asserted(starter):
    """A departure is told with its reason; a rule whose occasion never arises is kept by nothing."""
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "tags: [answer]\n    then: supplied", "then: supplied")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "departures:\n  - {rule: HR-4-answer, reason: Too few hands}\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"^departed: .*\nknown departure: Too few hands\n"):
        pw.assert_holds(pw.load("equipment"), "HR-4-answer")
    other = path.read_text(encoding="utf-8").replace("equipment", "tools").replace("funding_panel", "board")
    (starter / "definitions" / "tools.yaml").write_text(other, encoding="utf-8")
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    edit(rules, "applies_to: [equipment]", "applies_to: [equipment, tools]")
    with pytest.raises(AssertionError, match=r"^not applicable: .*\nwhy: nothing in this pathway is 'funding_panel'"):
        pw.assert_holds(pw.load("tools"), "HR-2-panel")


def test_a_failed_assertion_in_a_test_file_shows_the_case_and_not_the_tool(starter):
    edit(starter / "definitions" / "equipment.yaml", "tags: [answer]\n    then: supplied", "then: supplied")
    test = 'import pathways as pw\n\n\ndef test_answer():\n    pw.assert_holds(pw.load("equipment"), "HR-4-answer")\n'
    (starter / "tests" / "test_own.py").write_text(test, encoding="utf-8")
    done = pytest_in(starter, "tests/test_own.py", "-q")
    assert "1. A referral arrives at 'Ask for equipment'" in done.stdout
    assert "api.py" not in done.stdout


def test_a_study_is_run_and_compared(starter):
    result = pw.simulate("waits", replications=3, scenarios=["second_therapist"])
    assert result.seed == 2024
    assert {row.scenario for row in result.compare("second_therapist").to_rows()} == {"second_therapist"}


def test_rows_become_a_table_where_pandas_is_installed_and_else_it_is_said_how_to_do_without(starter, monkeypatch):
    result = pw.simulate("waits", replications=2, scenarios=["second_therapist"])
    monkeypatch.setitem(sys.modules, "pandas", None)  # as if it were not installed
    with pytest.raises(PathwaysError, match="use 'to_rows'"):
        result.to_frame()
    table = SimpleNamespace(DataFrame=lambda rows, columns: (rows, columns))
    monkeypatch.setitem(sys.modules, "pandas", table)
    rows, columns = result.compare("second_therapist").to_frame()
    assert columns[:3] == ["scenario", "measure", "pathway"]
    assert [row["says"] for row in rows] == [row.says for row in result.compare("second_therapist").to_rows()]
    rows, columns = result.to_frame()
    assert [set(row) for row in rows] == [set(columns)] * len(result.to_rows())


def test_a_scenario_that_was_not_run_is_refused_with_the_nearest(starter):
    result = pw.simulate("waits", replications=2, scenarios=["second_therapist"])
    with pytest.raises(WorkspaceError, match="fix: write 'second_therapist'"):
        result.compare("second_terapist")
    with pytest.raises(WorkspaceError, match="'weekly' is not among the scenarios that 'waits' was run with"):
        result.to_rows("weekly")
    with pytest.raises(WorkspaceError, match="'weekly'"):
        result.estimate("wait", scenario="weekly")
    alone = pw.simulate("waits", replications=2, scenarios=[])
    with pytest.raises(WorkspaceError, match="it was run without scenarios"):
        alone.compare("weekly")


def test_what_it_offers_is_listed_before_it_is_used():
    code = "import pathways; print(*(name in dir(pathways) for name in ('load', 'simulate', 'Pathway', '__version__')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 4


def test_importing_it_is_cheap_and_its_names_are_known():
    """Heavy libraries are loaded when they are first needed, not by `import pathways` or `--help`."""
    heavy = [
        "numpy",
        "scipy",
        "matplotlib",
        "networkx",
        "jinja2",
        "pydantic",
        "ruamel",
        "holidays",
        "transitions",
        "rich",
    ]
    code = (
        "import sys, pathways, pathways.cli.app\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
        "print(sorted(pathways.__all__))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "[]",
        "['Pathway', '__version__', 'assert_holds', 'load', 'seek', 'sensitivity', 'simulate', 'sweep']",
    ]
    with pytest.raises(AttributeError):
        _ = pw.nothing_of_that_name


def test_checking_needs_no_library_for_numbers_or_pictures(starter):
    heavy = ["numpy", "scipy", "matplotlib", "networkx", "jinja2", "holidays", "transitions", "rich", "resvg_py"]
    code = (
        "import sys\nfrom pathlib import Path\nfrom pathways.commands.check import check\n"
        f"check([], Path('.'))\nprint([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=starter, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_least_that_is_enough_is_sought(starter):
    study = starter / "simulations" / "waits.yaml"
    study.write_text(study.read_text() + "expect: [utilisation of therapist is at most 70%]\n")
    found = pw.seek("waits", vary="teams.therapist.staff=1..4", at_most=6)
    assert list(found.names) == ["teams.therapist.staff"]
    assert {tried.verdict for tried in found.tried} <= {"met", "unmet", "undecided"}
    assert found.told()[-1].startswith("All verdicts together hold with 95% confidence")


def test_a_sweep_and_a_sensitivity_are_run(starter):
    study = starter / "simulations" / "waits.yaml"
    text = "measures: [utilisation of therapist]\nsweeps: {staff: {vary: {teams.therapist.staff: [1, 2]}}}\n"
    study.write_text(study.read_text() + text)
    swept = pw.sweep("waits", "staff", replications=3)
    assert [point.settings for point in swept.points] == [
        {"teams.therapist.staff": "1"},
        {"teams.therapist.staff": "2"},
    ]
    assert len(swept.effects) == 1
    moved = pw.sensitivity("waits", measure="utilisation of therapist", only=["staff", "rate"], replications=3)
    assert {bar.number for bar in moved.bars} >= {"teams therapist: staff", "arrivals equipment: rate"}
