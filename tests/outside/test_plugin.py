"""`pytest` in a workspace: its rules, faults and expectations are test items, told in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.outside.conftest import edit
from tests.outside.inside import Done, collected, ended, pytest_in

RULES = "definitions/policies/house_rules.yaml"


def pytest_process(folder: Path, *arguments: str) -> Done:
    """pytest in a process of its own, for what only a real process shows."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    several = [] if "-n" in arguments else ["-p", "no:xdist"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *several, "--no-header", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**environment, "COLUMNS": "200"}, capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def break_and_depart(starter: Path) -> None:
    """HR-1 and HR-4 are broken, HR-4 with a declared departure."""
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "otherwise: assessment", "otherwise: order")
    edit(path, "{when: {need: simple}, then: order", "{when: {need: simple}, then: assessment")
    edit(path, "tags: [answer]\n    then: supplied", "then: supplied")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "departures:\n  - {rule: HR-4-answer, reason: Too few hands}\n", encoding="utf-8")


def test_plain_pytest_collects_tests_rules_faults_and_expectations(starter):
    study = starter / "simulations" / "waits.yaml"
    study.write_text(
        study.read_text(encoding="utf-8") + "expect:\n  - 1% of equipment referrals end within 12 months\n",
        encoding="utf-8",
    )
    assert collected(starter) == [
        "tests/test_equipment.py::test_a_simple_need_goes_straight_to_the_order",
        "definitions/equipment.yaml::lint",
        f"{RULES}::lint",
        f"{RULES}::HR-1-assess[equipment]",
        f"{RULES}::HR-2-panel[equipment]",
        f"{RULES}::HR-3-refused[equipment]",
        f"{RULES}::HR-4-answer[equipment]",
        "simulations/waits.yaml::expect[0]",
    ]
    without = pytest_in(starter, "--collect-only", "-q", "-m", "not slow")
    assert "simulations" not in without.stdout
    named = pytest_in(starter, "--collect-only", "-q", "tests")
    assert "definitions" not in named.stdout


def test_failures_are_told_in_words_without_a_traceback(starter):
    """A broken rule, a declared departure, a rule without occasion, a fault and a missed expectation, one of each."""
    break_and_depart(starter)
    path = starter / "definitions" / "equipment.yaml"
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    edit(
        rules,
        "kind: only_when\n    state: funding_panel\n    when: {price: special}",
        "kind: always_through\n    state: order\n    when: {funding: refused}",
    )
    (starter / "definitions" / "odd.yaml").write_text("pathway: odd\n", encoding="utf-8")
    study = starter / "simulations" / "waits.yaml"
    edit(study, "replications: 20", "replications: 3")
    expected = "expect:\n  - 99% of equipment referrals end within 1 minute\n"
    study.write_text(study.read_text(encoding="utf-8") + expected, encoding="utf-8")
    done = pytest_in(starter, "-q", "-rA")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("4 failed")  # with the starter's own test, which says the same
    assert "broken: Whoever needs something is assessed at home, unless the need is simple" in done.stdout
    assert "1. A referral arrives at 'Ask for equipment'" in done.stdout
    assert f"XFAIL {RULES}::HR-4-answer[equipment] - known departure: Too few hands" in done.stdout
    assert f"FAILED {RULES}::HR-1-assess[equipment] - broken: Whoever needs something is assessed" in done.stdout
    assert "not applicable: " in done.stdout
    assert "definitions/odd.yaml:1:1" in done.stdout
    assert "not met: 99% of equipment referrals end within 1 minute" in done.stdout
    told = done.stdout.partition("HR-1-assess[equipment] _")[2].partition("short test summary")[0]
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "{otherwise:" in text)
    assert f"the last step is allowed by definitions/equipment.yaml:{line}:9" in told
    assert "Traceback" not in told
    assert "def runtest" not in told


def test_what_a_study_expects_passes_fails_or_is_skipped_where_it_cannot_be_told(starter):
    """All end within ten years and none within a minute. The share that 20 replications found cannot be told from
    itself: half a point either way lies well within its interval."""
    from pathways.commands.simulate import simulate

    study = starter / "simulations" / "waits.yaml"
    edit(study, "replications: 20", "replications: 3")
    whole = study.read_text(encoding="utf-8")
    expects = "expect:\n  - 50% of equipment referrals that reach supplied do so within 30 working days\n"
    study.write_text(whole + expects, encoding="utf-8")
    (found,) = simulate("waits", starter, scenarios=[], workers=1).result.expectations
    assert found.high - found.low > 0.001
    lines = (
        "  - 1% of equipment referrals end within 10 years",
        "  - 99% of equipment referrals end within 1 minute",
        f"  - {100 * found.value:.2f}% of equipment referrals that reach supplied do so within 30 working days",
    )
    study.write_text(whole + "expect:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    done = pytest_in(starter, "-q", "-rA", "simulations")
    assert ended(done) == "1 failed, 1 passed, 1 skipped"
    assert "PASSED simulations/waits.yaml::expect[0]" in done.stdout
    assert "FAILED simulations/waits.yaml::expect[1] - not met: 99% of equipment referrals end within 1" in done.stdout
    assert "cannot tell from so many replications: of the equipment referrals that reach 'Supplied'" in done.stdout
    assert "Traceback" not in done.stdout
    edit(study, "study: waits", "studdy: waits")
    broken = pytest_in(starter, "-q", "simulations")
    assert "simulations/waits.yaml:1:1" in broken.stdout
    assert "Traceback" not in broken.stdout


def test_the_file_of_a_pathway_brings_the_rules_that_speak_of_it(starter):
    """And the faults of their policy, which may hide a rule; a second pathway brings its own, and nothing twice."""
    other = (starter / "definitions" / "equipment.yaml").read_text(encoding="utf-8").replace("equipment", "tools")
    (starter / "definitions" / "tools.yaml").write_text(other, encoding="utf-8")
    edit(starter / RULES, "applies_to: [equipment]", "applies_to: [equipment, tools]")
    rules = [f"{RULES}::{rule}" for rule in ("HR-1-assess", "HR-2-panel", "HR-3-refused", "HR-4-answer")]
    own = ["definitions/equipment.yaml::lint", f"{RULES}::lint", *(f"{rule}[equipment]" for rule in rules)]
    assert sorted(collected(starter, "definitions/equipment.yaml")) == sorted(own)
    both = collected(starter, "definitions/equipment.yaml", "definitions/tools.yaml")
    assert sorted(both) == sorted([*own, "definitions/tools.yaml::lint", *(f"{rule}[tools]" for rule in rules)])
    assert len(collected(starter, "definitions/equipment.yaml", RULES)) == 1 + 1 + 2 * len(rules)
    assert len(collected(starter, "definitions")) == 2 + 1 + 2 * len(rules)
    assert collected(starter, "definitions/equipment.yaml::lint") == ["definitions/equipment.yaml::lint"]
    assert collected(starter / "definitions", "equipment.yaml") == collected(starter, "definitions/equipment.yaml")


def test_a_faulty_rule_is_not_missed_by_the_file_of_its_pathway(starter):
    edit(starter / RULES, "kind: never", "kind: nevr")
    done = pytest_in(starter, "definitions/equipment.yaml", "-q")
    assert ended(done) == "1 failed, 4 passed"
    assert "'nevr' is not a kind of rule" in done.stdout
    edit(starter / RULES, "applies_to: [equipment]", "aplies_to: [equipment]")  # now no rule of it can be read
    assert ended(pytest_in(starter, "definitions/equipment.yaml", "-q")) == "1 failed, 1 passed"


def test_node_ids_and_keywords_choose_rules(starter):
    one = f"{RULES}::HR-4-answer[equipment]"
    assert collected(starter, one) == [one]
    assert collected(starter, f"{RULES}::HR-4-answer") == [one]  # for every pathway
    assert collected(starter, "-k", "HR-4") == [one]
    assert ended(pytest_in(starter, one, "-q")) == "1 passed"
    assert "not found" in pytest_in(starter, f"{RULES}::HR-9[equipment]", "-q").stderr


def test_the_first_failure_can_be_the_last(starter):
    break_and_depart(starter)
    assert ended(pytest_in(starter, "definitions", "-q", "-x")) == "1 failed, 2 passed"


def test_workers_share_the_items_and_say_the_same(starter):
    break_and_depart(starter)
    alone = pytest_in(starter, "definitions", "-q")
    several = pytest_process(starter, "definitions", "-q", "-n", "2")
    assert ended(alone) == ended(several) == "1 failed, 4 passed, 1 xfailed"
    assert "1. A referral arrives at 'Ask for equipment'" in several.stdout


@pytest.mark.slow
def test_workers_share_the_rules_of_a_named_pathway_and_the_whole_workspace(starter):
    break_and_depart(starter)
    named = pytest_process(starter, "definitions/equipment.yaml", "-q", "-n", "2")
    assert ended(named) == "1 failed, 4 passed, 1 xfailed"
    everything = pytest_process(starter, "-q", "-n", "2")
    assert ended(everything) == ended(pytest_process(starter, "-q"))


def test_junit_of_pytest_holds_the_counterexample_and_the_reason_of_a_departure(starter):
    break_and_depart(starter)
    pytest_in(starter, "definitions", "-q", "--junitxml", "found.xml")
    cases = {case.get("name"): case for case in ElementTree.parse(starter / "found.xml").iter("testcase")}
    failure = cases["HR-1-assess[equipment]"].find("failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith("broken: Whoever needs something")
    assert "1. A referral arrives at 'Ask for equipment'" in (failure.text or "")
    skipped = cases["HR-4-answer[equipment]"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "known departure: Too few hands"


def test_a_stale_departure_fails_in_its_own_words(starter):
    path = starter / "definitions" / "equipment.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "departures:\n  - {rule: HR-4-answer, reason: Too few hands}\n", encoding="utf-8")
    done = pytest_in(starter, "definitions/equipment.yaml", "-q")
    assert "stale departure: " in done.stdout
    assert "it holds: take the departure out" in done.stdout
    assert ended(done) == "1 failed, 5 passed"


def test_what_never_arises_is_skipped_with_the_reason(starter):
    """A second pathway has the state, so that its name is no fault."""
    other = (starter / "definitions" / "equipment.yaml").read_text(encoding="utf-8").replace("equipment", "tools")
    (starter / "definitions" / "tools.yaml").write_text(other.replace("funding_panel", "board"), encoding="utf-8")
    edit(starter / RULES, "applies_to: [equipment]", "applies_to: [equipment, tools]")
    done = pytest_in(starter, f"{RULES}::HR-2-panel", "-q", "-rs")
    assert ended(done) == "1 passed, 1 skipped"
    assert "not applicable: nothing in this pathway is 'funding_panel'" in done.stdout


def test_departures_fail_where_expected_failures_are_not_wanted(starter):
    break_and_depart(starter)
    done = pytest_in(starter, "definitions", "-q", "--runxfail", "-k", "HR-4")
    assert ended(done) == "1 failed, 5 deselected"
    assert "departed: " in done.stdout


def test_outside_a_workspace_the_plugin_does_nothing(tmp_path):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "x.yaml").write_text("pathway: x\n", encoding="utf-8")
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    loaded = "import sys\n\n\ndef test_nothing_is_loaded():\n    assert 'pathways.workspace' not in sys.modules\n"
    (tmp_path / "test_two.py").write_text(loaded, encoding="utf-8")
    done = pytest_process(tmp_path, "-q")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
