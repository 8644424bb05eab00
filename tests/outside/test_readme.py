"""What the README shows is what happens."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import pathways as pw

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository's workspace with the change that the README makes."""
    before, after = [text for language, text in BLOCKS if language == "yaml"]
    for folder in ("definitions", "simulations"):  # some rules are weighed by what studies say
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "definitions" / "child.yaml"
    text = path.read_text(encoding="utf-8")
    old = before[before.index("    choose:") :]
    assert "\n" + before.splitlines()[0] in text  # the state that the README names is there
    assert old in text
    path.write_text(text.replace(old, after), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def shown(beginning: str) -> list[str]:
    """The lines of the block that begins so, without what was left out."""
    (block,) = [text for _, text in BLOCKS if text.startswith(beginning)]
    return [line.rstrip() for line in block.splitlines()[1:] if line.strip() not in ("", "...")]


def test_the_first_change_breaks_the_rules_that_the_readme_shows(changed, invoke):
    result = invoke("check", "child", "--policy", "peer_review_2018")
    assert result.exit_code == 1
    output = [line.rstrip() for line in result.output.splitlines()]
    assert [line for line in shown("$ pathways check child") if line not in output] == []
    drawn = invoke("draw", "child")
    assert drawn.stdout.splitlines() == shown("$ pathways draw child")
    assert [line for line in drawn.stderr.splitlines() if not line.startswith("note: child: ")] == []
    assert "longer than an A4 page" in drawn.stderr


def test_the_slip_of_the_keyboard_is_told_as_the_readme_shows(changed, invoke):
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("then: channel, title: granted", "then: chanel, title: granted"), encoding="utf-8")
    result = invoke("check", "child")
    assert result.exit_code == 2
    (block,) = [text for _, text in BLOCKS if text.startswith("  error: definitions/child.yaml")]
    assert block.rstrip() in result.output


def test_the_python_of_the_readme_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    child = pw.load("child")
    case = child.case(source_sector="education")
    case.fire("complete")
    assert case.state == "mash_advice"


def test_every_file_that_the_readme_points_to_is_there():
    paths = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
