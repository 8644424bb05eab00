"""A kind of rule that another package brings: found by its entry point, and told in words when it is at fault.

The package is tests/outside/extension/only_from, laid out as pip would install it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.outside.conftest import edit, in_a_process
from tests.outside.inside import Done, ended, pathways_in, pytest_in

EXTENSION = Path(__file__).with_name("extension") / "only_from"
RULE = """\
  - id: HR-5-door
    says: The panel is asked only after an assessment
    kind: only_from
    state: funding_panel
    from: price_check
    hardness: LOCAL_PROTOCOL
    source: Made up
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of installed packages with the extension in it."""
    folder = tmp_path / "site"
    shutil.copytree(EXTENSION, folder)
    return folder


def run(starter: Path, site: Path, *arguments: str) -> Done:
    return pathways_in(starter, *arguments, path=site)


def process(starter: Path, site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    return in_a_process(starter, *arguments, PYTHONPATH=path)


def add_rule(starter: Path) -> None:
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + RULE, encoding="utf-8")


def bring(site: Path, name: str, code: str, entry: str) -> None:
    """Install one more package."""
    (site / f"{name}.py").write_text(code, encoding="utf-8")
    info = site / f"{name}-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[pathways.rule_kinds]\n{entry}\n", encoding="utf-8")


def test_the_kind_is_unknown_where_its_package_is_not_installed(starter):
    add_rule(starter)
    done = in_a_process(starter, "check")
    assert done.returncode == 2
    assert "'only_from' is not a kind of rule" in done.stdout


def test_a_rule_of_the_kind_is_decided_told_and_counted(starter, site):
    add_rule(starter)
    done = process(starter, site, "check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = {v["rule"]: v for v in json.loads(done.stdout)["pathways"][0]["verdicts"]}
    assert verdicts["HR-5-door"]["verdict"] == "holds"
    edit(starter / "definitions" / "policies" / "house_rules.yaml", "from: price_check", "from: advice")
    broken = run(starter, site, "check")
    assert broken.returncode == 1
    assert "The rule allows it only from 'advice'." in broken.stdout
    as_tests = pytest_in(starter, "definitions", "-q", path=site)
    assert ended(as_tests) == "1 failed, 6 passed"


def test_faults_of_its_parameters_are_told_as_those_of_any_kind(starter, site):
    add_rule(starter)
    edit(starter / "definitions" / "policies" / "house_rules.yaml", "from: price_check", "form: price_check")
    done = run(starter, site, "check")
    assert done.returncode == 2
    assert "an 'only_from' rule has no 'form'" in done.stdout
    assert "write 'from:'" in done.stdout


def test_it_is_explained_and_completed_in_editors(starter, site):
    told = run(starter, site, "explain", "only_from").stdout
    assert told.startswith("Only from  [only_from]\n\nThe state is entered from some states only.")
    assert "from   a state, or a list of them: the states it may be entered from" in told
    schema = json.loads(run(starter, site, "schema", "--policy").stdout)
    assert "from" in schema["$defs"]["OnlyFrom"]["properties"]
    assert {"$ref": "#/$defs/OnlyFrom"} in schema["properties"]["rules"]["items"]["oneOf"]
    assert "OnlyFrom" not in pathways_in(starter, "schema", "--policy").stdout


@pytest.mark.slow
def test_its_own_tests_run_the_conformance_test(site):
    """By brute force over histories, with the definition that the package's own tests give."""
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_only_from.py"]
    done = subprocess.run(
        command,
        cwd=site,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout


KIND = """
from dataclasses import replace
from only_from import KIND as OTHER, OnlyFrom
KIND = replace(OTHER, {})
"""

FAULTS = {
    "taken": (
        "from pathways.rules.kinds.never import KIND\n", "own_never = {0}:KIND",
        ["the extension 'own_never' of the package 'taken' (taken:KIND): the kind 'never' is there already, from "
         "pathways itself", "fix: give the kind another id, or uninstall one of the two packages"],
    ),
    "twice": (
        "from only_from import KIND\n", "own = {0}:KIND",
        ["the kind 'only_from' is there already, from the extension 'only_from' of 'only-from'"],
    ),
    "no_kind": (
        "KIND = 'only_from'\n", "own = {0}:KIND",
        ["the extension 'own' of the package 'no_kind' (no_kind:KIND) is a str, not a kind of rule"],
    ),
    "no_module": ("", "own = {0}.kinds:KIND", ["cannot be loaded: ModuleNotFoundError", "uninstall it"]),
    "no_value": ("", "own = {0}:KIND", ["cannot be loaded: AttributeError"]),
    "breaks": ("1 / 0\n", "own = {0}:KIND", ["cannot be loaded: ZeroDivisionError: division by zero"]),
    "odd_id": (KIND.format("id='Only From'"), "own = {0}:KIND", ["'Only From' cannot be the id of a kind"]),
    "other_id": (KIND.format("id='whence'"), "own = {0}:KIND", ["the model of 'whence' does not say which kind it is"]),
    "no_model": (KIND.format("id='whence', model=str"), "own = {0}:KIND", ["the model of 'whence' is no model"]),
    "silent": (KIND.format("meaning=''"), "own = {0}:KIND", ["'only_from' has no meaning"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_an_extension_is_told_in_words(name, starter, site):
    code, entry, said = FAULTS[name]
    bring(site, name, code, entry.format(name))
    done = run(starter, site, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert [part for part in said if part not in done.stderr] == []
    assert "    expected " in done.stderr
    assert "    fix: " in done.stderr
    assert "Traceback" not in done.stderr
    assert run(starter, site, "explain", "only_when").returncode == 0  # what is built in needs no extension


def test_all_faulty_extensions_are_told_at_once(starter, site):
    bring(site, "breaks", "1 / 0\n", "own = breaks:KIND")
    bring(site, "gone", "", "own = gone:KIND")
    told = run(starter, site, "check").stderr
    assert "ZeroDivisionError" in told
    assert "AttributeError" in told
    tests = pytest_in(starter, "definitions/policies", "-q", path=site)
    assert "ZeroDivisionError: division by zero" in tests.stdout
    assert "pytest_plugin.py" not in tests.stdout


def test_no_extension_is_looked_for_before_a_policy_is_read(starter, site):
    bring(site, "breaks", "1 / 0\n", "own = breaks:KIND")
    assert process(starter, site, "draw", "--format", "txt").returncode == 0
    code = "import sys, pathways.rules, pathways.workspace; print('breaks' in sys.modules)"
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
