"""`pathways draw` with lanes as rows, and with pieces opened in place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def repository(monkeypatch, tmp_path):
    """The current folder has the definitions of this repository in it."""
    shutil.copytree(REPOSITORY / "definitions", tmp_path / "definitions")
    (tmp_path / "pyproject.toml").write_text((REPOSITORY / "pyproject.toml").read_text())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_landscape_drawing_is_written_beside_you_with_its_pages(repository, invoke):
    result = invoke("draw", "adult", "--landscape", "--format", "png,svg,dot")
    assert result.exit_code == 0, result.output
    files = sorted(path.name for path in repository.iterdir() if path.name.startswith("adult"))
    names = ("dot", "page-1.png", "page-2.png", "png", "svg")
    assert files == [f"adult.landscape.{name}" for name in names]
    assert "adult.landscape: 2 landscape A4 pages, smallest text 7.0 pt" in result.stdout
    assert not (repository / "diagrams").exists()


def test_pieces_are_opened_by_name_and_by_depth(repository, invoke):
    by_name = invoke("draw", "child", "--open", "pcm_process", "--open", "feedback", "-o", "child.txt")
    assert by_name.exit_code == 0, by_name.output
    text = (repository / "child.txt").read_text(encoding="utf-8")
    assert text.count("a piece, opened here") == 2
    assert text.count("has its own drawing") == 1
    assert invoke("draw", "pcm_process", "--depth", "2", "--format", "txt").exit_code == 0
    assert (repository / "pcm_process.open.txt").exists()


def test_waits_in_an_opened_piece_stand_at_its_states_and_are_told_once(repository, invoke):
    shutil.copytree(REPOSITORY / "simulations", repository / "simulations")
    options = ("--study", "borough-baseline", "--replications", "2", "--format", "txt")
    assert invoke("draw", "child", *options, "--open", "pcm_process").exit_code == 0
    text = (repository / "child.borough-baseline.open.txt").read_text(encoding="utf-8")
    told = text.split("Where referrals wait longest\n")[1].split("\n\n")[0].splitlines()
    assert len(set(told)) == 5
    assert "waits" not in next(line for line in text.splitlines() if ". Prevent Case Management (" in line)
    assert "waits" in next(line for line in text.splitlines() if ". PCM meeting (" in line)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--open", "nothing"], "has no piece 'nothing'"),
        (["--landscape", "--check"], "--landscape"),
        (["--open", "channel", "--roles"], "--open"),
        (["--depth", "-1"], "--depth"),
        (["--depth", "1", "--format", "bpmn"], "cannot be opened in a bpmn file"),
        (["--landscape", "-o", "one.svg"], "one file"),
    ],
)
def test_what_means_nothing_is_refused(repository, invoke, options, says):
    names = [] if "-o" in options else ["child"]
    result = invoke("draw", *names, *options)
    assert result.exit_code == 2
    assert says in result.output
