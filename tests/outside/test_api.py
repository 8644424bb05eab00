"""`import pathways as pw`: what a script can do in three lines."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pathways as pw
from pathways.errors import DefinitionError, RefusedError, WorkspaceError
from tests.outside.conftest import edit


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


def test_a_study_is_run_and_compared(starter):
    result = pw.simulate("waits", replications=3, scenarios=["second_therapist"])
    assert result.seed == 2024
    assert {row.scenario for row in result.compare("second_therapist").to_frame()} == {"second_therapist"}


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
    assert done.stdout.splitlines() == ["[]", "['Pathway', '__version__', 'load', 'simulate']"]
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
