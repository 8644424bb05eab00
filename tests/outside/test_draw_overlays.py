"""`pathways draw` with something laid over: files, words, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pathways.commands.flow import a_year, width
from pathways.commands.heat import days, level
from pathways.diagram.lines import WIDEST
from tests.diagram.legible import too_pale
from tests.diagram.test_svg import SVG, check_safe
from tests.outside.conftest import edit
from tests.web.small import PIECE, STUDY, USER, small_workspace


def test_a_comparison_with_a_copy_kept_from_before(starter, invoke):
    path = starter / "definitions" / "equipment.yaml"
    (starter / "before.yaml").write_bytes(path.read_bytes())
    edit(path, "title: First conversation", "title: First talk")
    result = invoke("draw", "equipment", "--against", "before.yaml", "--format", "svg,txt")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "wrote equipment.against-before.svg",
        "wrote equipment.against-before.txt",
        "equipment.against-before: 1 A4 page, smallest text 7.0 pt",
    ]
    text = (starter / "equipment.against-before.txt").read_text(encoding="utf-8")
    assert "▲ First talk: was 'First conversation', is 'First talk'.\n" in text
    assert not (starter / "diagrams").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["equipment", "--against", "equipment", "--rule", "HR-1-assess"], "either --rule or --against"),
        (["equipment", "--against", "equipment", "--check"], "cannot be stale"),
        (["equipment", "--against", "equipment", "--format", "dot"], "svg, png, txt or pdf"),
        (["equipment", "--show", "targets", "-o", "one.pptx"], "not pptx"),
        (["equipment", "--against", "equipment", "--roles"], "not on the chart"),
        (["equipment", "--against", "nowhere"], "nowhere"),
        (["--against", "equipment"], "none is named"),
        (["--study", "waits"], "none is named"),
        (["equipment", "--study", "nowhere"], "nowhere"),
        (["equipment", "--study", "waits", "--scenario", "nowhere"], "there is no scenario 'nowhere'"),
        (["equipment", "--study", "waits", "--rule", "HR-1-assess"], "either --rule or --study"),
        (["equipment", "--study", "waits", "--check"], "cannot be stale"),
        (["equipment", "--flow"], "add --study"),
        (["equipment", "--study", "waits", "--show", "targets"], "only hardness"),
        (["equipment", "--study", "waits", "--show", "hardness", "--flow"], "without running it"),
        (["equipment", "--show", "colours"], "use targets or hardness"),
        (["equipment", "--show", "targets", "--against", "equipment"], "either --against or --show"),
        (["equipment", "--replications", "5"], "add --study"),
    ],
)
def test_what_means_nothing_is_refused(starter, invoke, arguments, says):
    result = invoke("draw", *arguments)
    assert result.exit_code == 2
    assert says in result.output


def test_targets_and_hardness_in_one_picture(starter, invoke):
    result = invoke("draw", "--show", "hardness,targets", "--format", "txt")
    assert result.exit_code == 0, result.output
    text = Path("equipment.targets-hardness.txt").read_text(encoding="utf-8")
    assert text.startswith("Its targets, and what its numbers rest on: ")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--show", "targets", "--landscape"], "equipment.targets.landscape"),
        (["--against", "equipment.yaml", "--landscape"], "equipment.against-before.landscape"),
        (["--study", "waits", "--replications", "2", "--landscape"], "equipment.waits.landscape"),
        (["--study", "waits", "--replications", "2", "--flow", "--landscape"], "equipment.waits.flow.landscape"),
        (["--study", "waits", "--show", "hardness", "--landscape"], "equipment.waits.hardness.landscape"),
    ],
)
def test_whatever_is_laid_over_goes_with_landscape(starter, invoke, arguments, name):
    if "--against" in arguments:
        path = starter / "definitions" / "equipment.yaml"
        (starter / "equipment.yaml").write_bytes(path.read_bytes())
        edit(path, "title: First conversation", "title: First talk")
    result = invoke("draw", "equipment", *arguments, "--format", "svg")
    assert result.exit_code == 0, result.output
    assert f"wrote {name}.svg" in result.stdout
    assert "landscape A4 page" in result.stdout
    svg = (starter / f"{name}.svg").read_text(encoding="utf-8")
    check_safe(svg)
    assert too_pale(svg) == []


def test_heat_shows_the_figures_of_the_result(starter, invoke):
    """Oracle: the document that `simulate` prints."""
    result = invoke("draw", "equipment", "--study", "waits", "--replications", "4", "--format", "svg,txt")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:2] == ["wrote equipment.waits.svg", "wrote equipment.waits.txt"]
    document = json.loads(invoke("simulate", "waits", "--replications", "4", "--json").stdout)
    found = {(m["measure"], m["of"], m["statistic"]): m["value"] for m in document["scenarios"]["baseline"]["measures"]}
    text = Path("equipment.waits.txt").read_text(encoding="utf-8")
    for state, title in (("assessment", "Home assessment"), ("funding_panel", "Funding panel")):
        line = next(line for line in text.splitlines() if f". {title}" in line)
        assert f"waits {found['wait', state, 'mean']:.1f} d" in line
    assert 0.0 < found["wait", "order", "mean"] < 0.05
    assert "waits <0.1 d" in next(line for line in text.splitlines() if ". Order and deliver" in line)
    assert not any(line.startswith("Order and deliver: 0.0 working days") for line in text.splitlines())
    share = 100 * found["within_target", "asked_to_supplied", "share"]
    assert f"From 'Ask for equipment' to 'Supplied': {share:.0f}% within 30 working days." in text
    svg = Path("equipment.waits.svg").read_text(encoding="utf-8")
    words = [e.text or "" for e in check_safe(svg).iter(f"{SVG}text")]
    assert f"{100 * found['utilisation', 'therapist', 'mean']:.0f}% busy" in words
    assert f"slots {100 * found['slots_used', 'funding_panel', 'share']:.0f}% full" in words
    assert {"Waits under 1 working day", "1 to 5", "5 to 10", "10 or more"} <= set(words)
    told = " ".join(words)
    assert "Colour shows waiting for somebody; the work itself is not coloured." in told
    assert "'What if there were a second therapist?', as it stands: 4 replications" in told
    assert "Synthetic: every figure here is simulated" in told
    assert "A rough run: the study asks for 20 replications." in told
    assert "Every number is made up." in told
    assert too_pale(svg) == []


def test_of_a_closed_piece_the_step_that_waits_longest_is_named(tmp_path, monkeypatch, invoke):
    """By hand: of the piece's two steps one person has 200 visits of 30 hours a year, which are too many."""
    own = "lane: team, target: none, source: s"
    steps = f"go:   {{{own}, then: see}}\n  see:  {{title: A look, {own}, "
    piece = PIECE.replace("go:   {lane: team, tags: [seen], target: none, source: House rules, ", steps)
    times = "help.visit.go: {team: desk, fixed: 1 minute, hardness: ASSUMPTION}\n  help.visit.see"
    study = STUDY.replace("mean wait for help.visit", "mean wait for help.visit.see")
    study = study.replace("help.visit:", f"{times}:").replace("mean: 6 hours", "mean: 30 hours")
    small_workspace(tmp_path, USER, study=study)
    (tmp_path / "definitions" / "visiting.yaml").write_text(piece, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = invoke("draw", "help", "--study", "waits", "--replications", "2", "--format", "txt")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "help.waits.txt").read_text(encoding="utf-8")
    assert re.search(r"Visit \(Team; has its own drawing; waits up to [\d.]+ d; \(A look\)\)", text)
    assert re.search(r"A look: .*; referrals get there [\d.]+ times a year\.", text)


def test_numbers_of_a_study_have_the_letter_of_what_they_rest_on(starter, invoke):
    """By hand: the starter's study assumes all; then one time is measured and one finding published."""
    study = starter / "simulations" / "waits.yaml"
    time = "{team: therapist, lognormal: {mean: 8 hours, cv: 0.7}, hardness: "
    edit(study, f"{time}ASSUMPTION}}", f"{time}NATIONAL_PRACTICE, source: Measured in May}}")
    edit(study, "{price: {standard: 80%, special: 20%}, hardness: ASSUMPTION}",
         "{price: {standard: 80%, special: 20%}, hardness: STATUTE, source: The order}")  # fmt: skip
    options = ("--study", "waits", "--show", "hardness", "--format", "svg,txt")
    result = invoke("draw", "equipment", *options)
    assert result.exit_code == 0, result.output
    assert "simulating" not in result.stderr
    text = Path("equipment.waits.hardness.txt").read_text(encoding="utf-8")
    lines = {title: next(each for each in text.splitlines() if f". {title} (" in each)
             for title in ("Home assessment", "First conversation", "Funding panel")}  # fmt: skip
    assert "; time M; finds P)" in lines["Home assessment"]
    assert "; time A; finds A)" in lines["First conversation"]
    assert "; meetings A; finds A)" in lines["Funding panel"]
    assert "1 measured, 1 published, " in text
    assert "Home assessment, finds: The order." in text
    svg = Path("equipment.waits.hardness.svg").read_text(encoding="utf-8")
    words = {e.text for e in check_safe(svg).iter(f"{SVG}text")}
    assert {"A: assumed", "P: published or agreed", "M: measured"} <= words
    assert too_pale(svg) == []


def test_a_scenario_says_what_it_changes_and_has_its_own_file(starter, invoke):
    options = ("--study", "waits", "--scenario", "second_therapist", "--replications", "3", "--format", "txt")
    result = invoke("draw", "equipment", *options)
    assert result.exit_code == 0, result.output
    text = Path("equipment.waits-second_therapist.txt").read_text(encoding="utf-8")
    assert "scenario 'second therapist': 3 replications" in text
    assert "staff 2 instead of 1" in text


def test_flow_has_a_width_and_a_number_for_every_way(starter, invoke):
    """Oracle: ends add up to what the result says of outcomes; the widest arrow carries most."""
    options = ("--study", "waits", "--flow", "--replications", "4", "--format", "svg,txt")
    result = invoke("draw", "equipment", *options)
    assert result.exit_code == 0, result.output
    document = json.loads(invoke("simulate", "waits", "--replications", "4", "--json").stdout)
    measures = document["scenarios"]["baseline"]["measures"]
    ended = {m["of"]: m["value"] for m in measures if (m["measure"], m["statistic"]) == ("outcome", "per_year")}
    text = Path("equipment.waits.flow.txt").read_text(encoding="utf-8")
    told = text.split("How they end\n")[1].split("\n\n")[0]
    assert sorted(line.split(": ")[1] for line in told.splitlines()) == sorted(
        f"{a_year(rate)} a year." for rate in ended.values() if rate
    )
    assert "a year)" in text
    svg = Path("equipment.waits.flow.svg").read_text(encoding="utf-8")
    lines = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}path") if e.get("stroke") == "#5b6770"]
    assert max(float(line.get("stroke-width", "0")) for line in lines) == WIDEST
    assert too_pale(svg) == []


@pytest.mark.parametrize(("wait", "step"), [(0.0, 0), (0.99, 0), (1.0, 1), (4.99, 1), (5.0, 2), (9.99, 2), (10.0, 3)])
def test_steps_of_heat_are_those_of_the_legend(wait, step):
    assert level(wait) == step


def test_small_figures_are_not_nothing():
    assert (days(0.01), days(0.05), a_year(0.01), a_year(0.0), a_year(9.96)) == ("<0.1 d", "0.1 d", "<0.1", "0", "10")
    assert (width(0.0, 60.0), width(30.0, 60.0), width(0.0, 0.0)) == (0.0, WIDEST / 2, 0.0)
