"""`pathways new`: the starter as it comes out of the box, and the package that carries it."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from pathways.commands.draw import stale_drawings
from pathways.commands.new import new
from pathways.commands.run import run
from pathways.commands.schema import schema
from pathways.errors import WorkspaceError
from tests.outside.test_plugin import pytest_process

ROOT = Path(__file__).parents[2]


def test_the_starter_passes_run_and_pytest_untouched(starter):
    told: list[str] = []
    outcome = run(starter, quick=True, tell=told.append)
    assert outcome.exit_code == 0
    assert outcome.checked.all_findings == ()
    assert {verdict.verdict for verdict in outcome.checked.verdicts} == {"holds"}
    assert outcome.report == starter / "reports" / "report.html"
    assert {path.suffix for path in (starter / "diagrams").iterdir()} == {".png", ".svg", ".txt"}
    assert any("seed 2024" in words for words in told)
    again = run(starter, quick=True)
    assert not any(drawn.changed for drawn in again.drawn)
    done = pytest_process(starter, "-q")
    assert done.returncode == 0, done.stdout


def test_what_a_scenario_of_the_starter_is_for_can_be_seen(starter):
    """A second therapist must shorten the wait for a therapist (more servers, same work), beyond chance."""
    outcome = run(starter, quick=True)
    (study,) = outcome.studies
    rows = study.result.compare("second_therapist").rows
    wait = next(r for r in rows if (r.measure, r.of, r.statistic) == ("wait", "assessment", "mean"))
    assert wait.says == "lower"


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="not an empty folder"):
        new(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(WorkspaceError, match="not an empty folder"):
        new(tmp_path / "mine.txt")


def test_an_empty_folder_is_filled(tmp_path):
    new(tmp_path)
    assert (tmp_path / ".gitignore").is_file()
    assert (tmp_path / "definitions" / "equipment.yaml").is_file()


def test_the_package_carries_every_file_it_reads(tmp_path):
    """The wheel as pip would install it: starter, templates, fonts, explanations, type marker."""
    builder = WheelBuilder(str(ROOT))
    wheel = next(iter(builder.build(directory=str(tmp_path), versions=["standard"])))
    names = zipfile.ZipFile(wheel).namelist()
    in_the_tree = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pathways").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert in_the_tree - set(names) == set()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"pathways", "referral_pathways-0.1.0.dist-info"}
    entry_points = next(name for name in names if name.endswith("entry_points.txt"))
    text = zipfile.ZipFile(wheel).read(entry_points).decode()
    assert "pathways = pathways.cli:main" in text
    assert "pathways = pathways.pytest_plugin" in text


def test_the_locks_name_every_dependency_with_a_hash_and_no_host():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in (
        ("requirements.lock", settings["dependencies"]),
        ("requirements-test.lock", settings["dependencies"] + settings["optional-dependencies"]["test"]),
    ):
        text = (ROOT / lock).read_text(encoding="utf-8")
        entries = [entry for entry in text.replace("\\\n", "").splitlines() if entry.strip()]
        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in text
        locked = {entry.split("==")[0].strip() for entry in entries}
        names = {re.split(r"[<>=! \[;]", requirement)[0].lower().replace(".", "-") for requirement in wanted}
        assert names - locked == set()


def test_the_schemas_in_the_repository_are_those_of_the_languages():
    assert (ROOT / "pathways.schema.json").read_text(encoding="utf-8") == schema()
    assert (ROOT / "study.schema.json").read_text(encoding="utf-8") == schema("study")


def test_the_drawings_in_the_repository_show_the_pathways_as_they_are():
    """`pathways draw` mends it."""
    assert [path.name for path in stale_drawings([], ROOT)] == []
