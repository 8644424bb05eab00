"""`pathways draw --rule`: how a rule is broken as a picture, with the numbers that `check` gives its steps."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import pathways as pw
from pathways.commands.story import story_of
from pathways.rules import Verdict
from tests.outside.conftest import edit

# By hand: whoever needs something complex is sent to the order, so HR-1-assess is lost after four steps.
STEPS = """\
1. A referral arrives at 'Ask for equipment'.
2. 'Ask for equipment' is done by Resident; it goes on to 'First conversation'.
3. 'First conversation' is done by Contact hub, finding that need is complex; it goes on to 'Which way?'.
4. At 'Which way?', because none of its exceptions applies (need is complex), it goes on to 'Order and deliver'.
5. By default it goes to 'Order and deliver'; the rule expects 'Home assessment'.
"""
DEPARTURE = "departures:\n  - {rule: HR-1-assess, reason: Tried out, source: Made up}\n"


@pytest.fixture
def turned(starter: Path) -> Path:
    """The starter with the default of its decision turned round."""
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "otherwise: assessment", "otherwise: order")
    edit(path, "{when: {need: simple}, then: order", "{when: {need: simple}, then: assessment")
    return starter


def add(workspace: Path, rule: str) -> None:
    policy = workspace / "definitions" / "policies" / "house_rules.yaml"
    policy.write_text(f"{policy.read_text(encoding='utf-8')}  - {rule}\n", encoding="utf-8")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and "HR" in path.name)


def test_a_broken_rule_is_drawn_in_landscape_too(turned, invoke):
    result = invoke("draw", "equipment", "--rule", "HR-1-assess", "--landscape", "--format", "txt,svg")
    assert result.exit_code == 0, result.output
    assert files(turned) == ["equipment.HR-1-assess.landscape.svg", "equipment.HR-1-assess.landscape.txt"]
    assert STEPS in (turned / "equipment.HR-1-assess.landscape.txt").read_text(encoding="utf-8")


def test_a_broken_rule_is_drawn_into_the_current_folder(turned, invoke):
    result = invoke("draw", "equipment", "--rule", "HR-1-assess")
    assert result.exit_code == 0
    names = ["equipment.HR-1-assess.png", "equipment.HR-1-assess.svg", "equipment.HR-1-assess.txt"]
    assert files(turned) == names
    assert sorted(line for line in result.stdout.splitlines()) == [
        "equipment.HR-1-assess: 1 A4 page, smallest text 7.0 pt",
        *(f"wrote {name}" for name in names),
    ]
    assert not (turned / "diagrams").exists()
    again = invoke("draw", "equipment", "--rule", "HR-1-assess")
    assert again.stdout.count("unchanged") == 3


def test_the_text_lists_the_steps_and_check_numbers_them_alike(turned, invoke):
    assert invoke("draw", "equipment", "--rule", "HR-1-assess", "-o", "why.txt").exit_code == 0
    says = "Whoever needs something is assessed at home, unless the need is simple"
    text = (turned / "why.txt").read_text(encoding="utf-8")
    assert text.startswith(
        f"HR-1-assess, broken: {says}\nWhen no exception applies, 'triage' goes to 'order', not to 'assessment'.\n"
        "Step 5: By default it goes to 'Order and deliver'; the rule expects 'Home assessment'.\n"
        f"Source of the rule: Made up\n\n{STEPS}\nCommunity equipment request\n"
    )
    checked = " ".join(invoke("check").output.split())
    for line in STEPS.splitlines():
        assert line in checked


def test_the_picture_has_the_rule_on_top_and_every_number(turned, invoke):
    assert invoke("draw", "equipment", "--rule", "HR-1-assess", "-o", "pictures", "--format", "svg").exit_code == 0
    [path] = (turned / "pictures").iterdir()
    svg = path.read_text(encoding="utf-8")
    assert path.name == "equipment.HR-1-assess.svg"
    assert "HR-1-assess, broken: Whoever needs something" in svg
    for number in ("1, 2", "1", "2", "3", "4", "5"):
        assert f">{number}</text>" in svg


def test_a_declared_departure_is_drawn_with_its_reason(turned, invoke):
    path = turned / "definitions" / "equipment.yaml"
    path.write_text(path.read_text(encoding="utf-8") + DEPARTURE, encoding="utf-8")
    assert invoke("draw", "--rule", "HR-1-assess", "-o", "why.txt").exit_code == 0
    text = (turned / "why.txt").read_text(encoding="utf-8")
    assert text.startswith("HR-1-assess, broken, as declared: ")
    assert "\nKnown departure: Tried out (Made up)\n" in text


def test_a_rule_that_holds_is_shown_by_a_referral_that_keeps_it(starter, invoke):
    """By hand: the panel is asked after a complex need and a special price."""
    assert invoke("draw", "--rule", "HR-2-panel", "-o", "why.txt").exit_code == 0
    text = (starter / "why.txt").read_text(encoding="utf-8")
    assert text.startswith("HR-2-panel, holds; a referral that shows it: ")
    assert "5. 'Home assessment' is done by Occupational therapy, finding that price is special" in text
    assert "because price is special, it goes on to 'Funding panel'." in text


def test_where_several_pathways_are_asked_for_those_that_break_the_rule_are_drawn(turned, invoke):
    text = (turned / "definitions" / "equipment.yaml").read_text(encoding="utf-8")
    sound = text.replace("pathway: equipment", "pathway: sound")
    sound = sound.replace("otherwise: order, title: assess", "otherwise: assessment, title: assess")
    (turned / "definitions" / "sound.yaml").write_text(sound, encoding="utf-8")
    other = text.replace("pathway: equipment", "pathway: other")
    (turned / "definitions" / "other.yaml").write_text(other, encoding="utf-8")
    edit(
        turned / "definitions" / "policies" / "house_rules.yaml",
        "applies_to: [equipment]",
        "applies_to: [equipment, sound]",
    )
    result = invoke("draw", "--rule", "HR-1-assess", "--format", "svg")
    assert result.exit_code == 0
    assert files(turned) == ["equipment.HR-1-assess.svg"]
    assert "note: sound: not drawn, for the rule's verdict here is 'holds'" in result.stderr
    assert "other" not in result.stderr
    named = invoke("draw", "equipment", "other", "--rule", "HR-1-assess", "--format", "svg")
    assert named.exit_code == 0
    assert "note: other: not drawn, for the rule does not speak of it" in named.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rule", "HR-1-asess"], "no policy has a rule 'HR-1-asess' fix: did you mean 'HR-1-assess'"),
        (["--rule", "HR-9-days"], "equipment: it is undecided ("),
        (["--rule", "HR-8-never"], "equipment: it does not apply ("),
        (["--rule", "HR-1-assess", "--check"], "cannot be stale"),
        (["--rule", "HR-1-assess", "--format", "dot"], "svg, png, txt or pdf"),
        (["nope", "--rule", "HR-1-assess"], "there is no pathway 'nope'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(starter, invoke, arguments, said):
    add(
        starter,
        "{id: HR-9-days, says: In four days, kind: expected, state: funding_panel, within: 4 days,"
        " hardness: ASSUMPTION, source: test}",
    )
    add(
        starter,
        "{id: HR-8-never, says: Never, kind: always_through, state: order, when: {funding: refused},"
        " hardness: ASSUMPTION, source: test}",
    )
    result = invoke("draw", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert files(starter) == []


def test_a_faulty_rule_is_told_with_its_fault(starter, invoke):
    add(starter, "{id: HR-7-typo, says: Typo, kind: never, state: ordr, hardness: ASSUMPTION, source: test}")
    add(starter, "{id: HR-6-half, says: Half, kind: never, hardness: ASSUMPTION, source: test}")
    for rule, said in (("HR-7-typo", "'ordr'"), ("HR-6-half", "state")):
        result = invoke("draw", "--rule", rule)
        assert result.exit_code == 2
        assert said in result.output
    assert invoke("draw", "--rule", "HR-2-panel").exit_code == 0


def test_an_id_with_slashes_stays_a_file_name(turned, invoke):
    add(
        turned,
        "{id: ../HR 5, says: Straight, kind: never, state: order, hardness: ASSUMPTION, source: test}",
    )
    assert invoke("draw", "--rule", "../HR 5", "--format", "svg").exit_code == 0
    assert files(turned) == ["equipment.HR-5.svg"]


def test_a_png_longer_than_a_page_also_comes_in_pages(tmp_path, invoke, monkeypatch):
    """The child pathway is 37 cm high without a word on it; A4 leaves 25.7 cm between its margins."""
    root = Path(__file__).parents[2]
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(root / "definitions", tmp_path / "definitions")
    monkeypatch.chdir(tmp_path)
    assert invoke("draw", "child", "--rule", "TH-50-pcm", "-o", "why.png").exit_code == 0
    names = sorted(path.name for path in tmp_path.glob("*.png"))
    assert names == ["why.page-1.png", "why.page-2.png", "why.png"]
    assert invoke("draw", "child", "--rule", "TH-50-pcm", "-o", "why.png").stdout.count("unchanged") == 3


# Verdicts with a loop, and with two referrals.


@pytest.fixture
def broken(turned: Path) -> Verdict:
    return next(verdict for verdict in pw.load("equipment").check() if verdict.is_broken)


def test_a_loop_begins_at_the_sentence_of_its_first_step(broken: Verdict) -> None:
    """By hand: arrival is step 0, so the loop of the conversation and the decision is told from sentence 3 on."""
    story = story_of(replace(broken, loop=2, lost=None))
    assert story is not None
    [trail] = story.trails
    assert trail.repeats == 2
    assert trail.sentences[trail.repeats].words.startswith("'First conversation' is done")
    assert trail.sentences[-1].words == "From here step 3 can follow again, and so for ever."
    assert story.heading[2] == "From step 3 on this repeats, and need never end."


def test_two_referrals_are_told_side_by_side(broken: Verdict) -> None:
    story = story_of(replace(broken, second=broken.counterexample[:2], lost="It waits.", second_lost="It does not."))
    assert story is not None
    one, two = story.trails
    assert [sentence.words for sentence in one.sentences][-1] == "It waits."
    assert [sentence.words for sentence in two.sentences][-1] == "It does not."
    assert len(two.sentences) == 3
    assert "Referral A: It waits. Referral B: It does not." in story.heading


def test_a_branch_that_is_done_is_told_apart_from_going_round() -> None:
    """By reading the definition: the gateway assessment is the last state of its branch, deconfliction is not."""
    verdicts = pw.load("adult", Path(__file__).parents[2]).check(policies=["peer_review_2018"])
    story = story_of(next(verdict for verdict in verdicts if verdict.rule == "TH-45-owner"))
    assert story is not None
    hops = {hop.left: hop.to for sentence in story.trails[0].sentences for hop in sentence.hops}
    assert hops["response.prevent.gateway_assessment"] == "done"
    assert hops["response.prevent.deconfliction"] == "response.prevent.gateway_assessment"


def test_a_verdict_without_a_trace_has_no_story(broken: Verdict) -> None:
    assert story_of(replace(broken, counterexample=())) is None
    assert story_of(replace(broken, verdict="holds", counterexample=())) is None
