"""`pytest` in a workspace: its rules, faults and expectations are test items, told in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.outside.conftest import edit


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


def test_plain_pytest_collects_tests_rules_faults_and_expectations(starter):
    study = starter / "simulations" / "waits.yaml"
    study.write_text(
        study.read_text(encoding="utf-8") + "expect:\n  - 1% of equipment referrals end within 12 months\n",
        encoding="utf-8",
    )
    done = pytest_in(starter, "--collect-only", "-q")
    assert [line for line in done.stdout.splitlines() if "::" in line] == [
        "tests/test_equipment.py::test_a_simple_need_goes_straight_to_the_order",
        "definitions/equipment.yaml::lint",
        "definitions/equipment.yaml::house_rules::HR-1-assess",
        "definitions/equipment.yaml::house_rules::HR-2-panel",
        "definitions/equipment.yaml::house_rules::HR-3-refused",
        "definitions/equipment.yaml::house_rules::HR-4-answer",
        "definitions/policies/house_rules.yaml::lint",
        "simulations/waits.yaml::1% of equipment referrals end within 12 months",
    ]
    without = pytest_in(starter, "--collect-only", "-q", "-m", "not slow")
    assert "simulations" not in without.stdout
    named = pytest_in(starter, "--collect-only", "-q", "tests")
    assert "definitions" not in named.stdout


def test_failures_are_told_in_words_without_a_traceback(starter):
    """A broken rule, a declared departure, a rule to come, a fault and a missed expectation, one of each."""
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "otherwise: assessment", "otherwise: order")
    edit(path, "{when: {need: simple}, then: order", "{when: {need: simple}, then: assessment")
    edit(path, "tags: [answer]\n    then: supplied", "then: supplied")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "departures:\n  - {rule: HR-4-answer, reason: Too few hands}\n", encoding="utf-8")
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    edit(rules, "kind: only_when\n    state: funding_panel\n    when: {price: special}", "kind: kept")
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
    assert (
        "XFAIL definitions/equipment.yaml::house_rules::HR-4-answer - declared departure: Too few hands" in done.stdout
    )
    assert "the tool cannot check rules of the kind 'kept' yet" in done.stdout
    assert "definitions/odd.yaml:1:1" in done.stdout
    assert "not met: 99% of equipment referrals end within 1 minute" in done.stdout
    told = done.stdout.partition("definitions/equipment.yaml::house_rules::HR-1-assess")[2]
    assert "Traceback" not in told
    assert "def runtest" not in told


def test_outside_a_workspace_the_plugin_does_nothing(tmp_path):
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "x.yaml").write_text("pathway: x\n", encoding="utf-8")
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    loaded = "import sys\n\n\ndef test_nothing_is_loaded():\n    assert 'pathways.workspace' not in sys.modules\n"
    (tmp_path / "test_two.py").write_text(loaded, encoding="utf-8")
    done = pytest_in(tmp_path, "-q")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
