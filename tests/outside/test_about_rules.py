"""What `check --mutants`, `--against` and `--explain` print and return, typed as a user would."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.outside.conftest import edit


@pytest.fixture
def kept(starter: Path, tmp_path: Path) -> Path:
    """The definition as it was, kept outside the workspace as one would save it from git."""
    path = tmp_path / "equipment-old.yaml"
    shutil.copy(starter / "definitions" / "equipment.yaml", path)
    return path


def turned_round(starter: Path) -> None:
    edit(starter / "definitions" / "equipment.yaml", "otherwise: assessment", "otherwise: order")
    edit(
        starter / "definitions" / "equipment.yaml",
        "{when: {need: simple}, then: order",
        "{when: {need: simple}, then: assessment",
    )


def test_a_version_against_itself_goes_the_same_ways(starter, kept, invoke):
    result = invoke("check", "equipment", "--against", str(kept))
    assert result.exit_code == 0
    assert "Every referral can go the same ways as before." in result.output
    assert "No rule changes its verdict." in result.output


def test_a_rule_that_breaks_anew_gives_exit_1_and_the_ways_are_told(starter, kept, invoke):
    """By hand: 'order' has become the default, so simple needs are assessed and all others ordered."""
    turned_round(starter)
    result = invoke("check", "equipment", "--against", str(kept))
    assert result.exit_code == 1
    assert "HR-1-assess" in result.output
    assert "holds -> broken  <- newly broken" in result.output
    assert "Now possible" in result.output
    back = invoke("check", str(kept), "--against", "equipment")
    assert back.exit_code == 0
    assert "broken -> holds" in back.output


def test_programs_get_the_whole_comparison(starter, kept, invoke):
    turned_round(starter)
    document = json.loads(invoke("check", "equipment", "--against", str(kept), "--json").stdout)
    assert document["same_behaviour"] is False
    assert document["now_possible"][0]["trace"]
    assert {"rule": "HR-1-assess", "newly_broken": True}.items() <= next(
        row for row in document["verdicts"] if row["rule"] == "HR-1-assess"
    ).items()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--against", "equipment"), "none is named"),
        (("equipment", "nonsense", "--against", "equipment"), "2 are named"),
        (("equipment", "--against", "nonsense"), "no pathway 'nonsense'"),
        (("equipment", "--against", "equipment", "--mutants"), "either --against or --mutants"),
        (("equipment", "--mutants", "--at-most", "0"), "at least 1"),
        (("equipment", "--at-most", "5"), "--at-most belongs to --mutants"),
        (("equipment", "--mutants", "--format", "nonsense"), "is not a format of --mutants"),
        (("equipment", "--against", "equipment", "--strict"), "it means nothing together with --against"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(starter, invoke, arguments, words):
    result = invoke("check", *arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_slips_of_a_pen_are_tried_with_progress_on_stderr(starter, invoke):
    result = invoke("check", "--mutants")
    assert result.exit_code == 0
    assert "small edits that a tired author could make were tried" in result.stdout
    assert "What each policy notices" in result.stdout
    assert "equipment: 0 of " in result.stderr
    assert "0 of " not in result.stdout.split("Noticed")[0]


def test_a_sample_of_slips_in_json(starter, invoke):
    document = json.loads(invoke("check", "equipment", "--mutants", "--at-most", "7", "--json").stdout)
    (pathway,) = document["pathways"]
    assert 0 < pathway["made"] <= 7 < pathway["known"]


def test_a_broken_rule_is_explained_with_its_repair(starter, invoke):
    turned_round(starter)
    plain, explained = invoke("check"), invoke("check", "--explain")
    assert (plain.exit_code, explained.exit_code) == (1, 1)
    assert "repair:" not in plain.output
    assert "definitions/equipment.yaml:" in explained.output.split("repair:")[1].split("\n      rule:")[0]
