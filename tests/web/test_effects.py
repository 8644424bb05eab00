"""What a change does beyond its own text is told before it is saved: to rules elsewhere, and to rules and studies."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pathways.commands.evidence import Gathered
from pathways.web import effects
from pathways.web.files import mark_of
from pathways.web.labels import labelled
from pathways.workspace import Loading, load_pathways
from tests.web.conftest import desk_of, visitor
from tests.web.small import PIECE, USER


def form(folder: Path, name: str, before: str, after: str) -> dict[str, str]:
    path = folder / "definitions" / f"{name}.yaml"
    text = path.read_text()
    assert before in text
    return {"text": text.replace(before, after), "mark": mark_of(path.read_bytes())}


def test_a_rule_that_a_change_of_a_piece_breaks_where_it_is_used_is_told_before_it_is_saved(folder: Path) -> None:
    browser, here = visitor(desk_of(folder)), "/pathways/visiting/edit"
    typed = form(folder, "visiting", "tags: [seen]", "tags: [sean]")
    first = browser.post(f"{here}/check", data=typed).text
    assert "No rule is broken so far; 1 pathway that uses this one is still to be checked" in first
    assert "being checked" in first
    later = browser.get(re.search(r'hx-get="([^"]+)"', first)[1]).text  # type: ignore[index]
    assert "No rule is broken here, and 1 rule is broken in pathways that use this one" in later
    assert re.search(r"by this change</strong> in Help desk</p>\s*<p><strong>Whoever is large is seen", later)
    assert "No other rule turns out differently in Help desk" in later
    review = browser.post(here, data={**typed, "do": "review"}).text
    assert "Whoever is large is seen" not in review  # it follows, or is asked for where nothing runs
    asked = browser.post(here, data={**typed, "do": "review", "further": "now"}).text
    assert "Whoever is large is seen" in asked
    assert "Save all the same" in asked
    assert "tags: [seen]" in (folder / "definitions" / "visiting.yaml").read_text()


def test_a_change_that_takes_from_rules_and_studies_what_they_name_is_told_before_it_is_saved(folder: Path) -> None:
    path = folder / "definitions" / "help.yaml"
    path.write_text(path.read_text().replace("tags: [seen], ", ""))
    browser, here = visitor(desk_of(folder)), "/pathways/visiting/edit"
    typed = form(folder, "visiting", "start: go", "start: gone")
    typed["text"] = typed["text"].replace("  go:   {lane: team, tags: [seen]", "  gone: {lane: team")
    told = browser.post(f"{here}/check", data=typed).text
    later = browser.get(f"{here}/further").text
    assert "&#39;H-3&#39; names &#39;#seen&#39;, which is nothing in &#39;help&#39;" in told + later
    assert "In <code>simulations/waits.yaml</code>, with what is typed here" in later
    assert (
        "Whoever is large is seen&#39; can no longer be decided: what it asks for was taken out by this change" in later
    )
    assert "can no longer be decided</span> in Help desk" in later
    assert "To mend it: put back what was taken out by this change, or change the rule" in told + later
    typed = form(folder, "help", "  sort:", "  sorted:")
    typed["text"] = typed["text"].replace("then: sort}", "then: sorted}")
    at_once = browser.post("/pathways/help/edit/check", data=typed).text
    assert (
        "The rule &#39;Whoever is large is seen&#39; can no longer be decided: what it asks for was taken out"
        in at_once
    )
    assert "What it asks for, &#39;Sort&#39;, was taken out by this change" in at_once
    assert "1 other rule is broken" in at_once
    assert "nearest is" not in at_once
    assert "Save all the same" in browser.post("/pathways/help/edit", data={**typed, "do": "review"}).text
    assert "&#39;H-3&#39; names &#39;sort&#39;" in at_once
    assert "names" not in browser.get("/pathways/help/edit/further").text  # it was told at once
    browser.post("/pathways/help/edit/save", data=typed)
    assert "&#39;H-3&#39; names &#39;sort&#39;" in browser.get("/pathways/help/rules").text
    assert re.search(
        r"Whoever is large is seen<br>.*\s*<td>.*for it has a fault", browser.get("/pathways/help/rules").text
    )
    assert "1 fault in the rules" in browser.get("/pathways/help/counts").text


def test_a_decision_that_lacks_a_branch_once_a_piece_finds_more_is_told(folder: Path) -> None:
    finding = PIECE.replace("start: go", "attributes: {seen: {values: [ill, well]}}\nstart: go")
    (folder / "definitions" / "visiting.yaml").write_text(finding.replace("tags: [seen]", "finds: seen, tags: [seen]"))
    path = folder / "definitions" / "help.yaml"
    ways = ", ".join(f"{{when: {{seen: {value}}}, then: closed}}" for value in ("ill", "well"))
    asked = f"  asked: {{kind: decision, lane: desk, choose: [{ways}]}}\n"
    path.write_text(path.read_text().replace("done: closed", "done: asked").replace("  closed:", f"{asked}  closed:"))
    browser, here = visitor(desk_of(folder)), "/pathways/visiting/edit"
    first = browser.post(f"{here}/check", data=form(folder, "visiting", "[ill, well]", "[ill, well, gone]")).text
    assert "No faults" in first
    later = browser.get(f"{here}/further").text
    assert "In <code>definitions/help.yaml</code>, with what is typed here" in later
    assert "nothing happens when seen is gone" in later


def test_what_is_not_wanted_any_more_is_not_worked_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, here = desk_of(folder), "/pathways/visiting/edit"
    browser = visitor(desk)
    typed = form(folder, "visiting", "tags: [seen]", "tags: [sean]")
    browser.post(f"{here}/check", data=typed)

    def typed_on(loading: Loading, go_on: Callable[[], None]) -> Gathered:
        browser.post(f"{here}/check", data={**typed, "text": typed["text"] + "# more"})
        go_on()
        raise AssertionError("it went on")

    with monkeypatch.context() as patch:
        patch.setattr(effects, "gather", typed_on)
        assert browser.get(f"{here}/further").status_code == 204
    browser.post(here, data={"do": "discard"})
    assert browser.get(f"{here}/further").status_code == 204


def test_a_rule_that_weighs_studies_is_weighed_with_what_is_typed(folder: Path) -> None:
    """Half of all have a large need and are visited, whatever a way is called; where both ways lead there, all are."""
    browser, here = visitor(desk_of(folder)), "/pathways/help/edit"
    browser.get("/pathways/help/rules")
    told = []
    for before, after in (
        ("then: sort}", "then: {then: sort, title: known}}"),
        ("otherwise: closed", "otherwise: visit"),
    ):
        first = browser.post(f"{here}/check", data=form(folder, "help", before, after)).text
        assert "o study speaks" not in first
        told.append(browser.get(f"{here}/further").text if "/further" in first else first)
    assert "Not everybody is visited" not in told[0]
    assert re.search(r"by this change</strong></p>\s*<p><strong>Not everybody is visited", told[1])


def test_while_there_is_a_fault_the_rules_stand_as_they_did_before_it(folder: Path) -> None:
    browser, here = visitor(desk_of(folder)), "/pathways/help/edit"
    browser.get(f"{here}/check")
    faulty = browser.post(f"{here}/check", data=form(folder, "help", "then: sort", "then: sord")).text
    assert "They cannot be decided while there is a fault. With your last text without faults" in faulty
    assert "Everybody is visited" in faulty  # which was broken
    assert "Drawing before the fault" in faulty
    assert "No study speaks" not in faulty
    unreached = browser.post(f"{here}/check", data=form(folder, "help", "then: visit}", "then: closed}")).text
    assert "1 fault. 2 rules are broken" in unreached  # it can be drawn and decided all the same
    assert "<h2>Drawing</h2>" in unreached


def test_a_file_that_was_saved_with_faults_is_told_as_the_cause(folder: Path) -> None:
    browser, here = visitor(desk_of(folder)), "/pathways/help/edit"
    assert "Before the faults" not in browser.get("/pathways/help/rules").text
    browser.post(f"{here}/save", data=form(folder, "help", "then: sort", "then: sord"))
    rules = browser.get("/pathways/help/rules").text
    assert "Until they are mended no rule can be decided" in rules
    assert "No rule applies to this pathway" not in rules
    assert "Before the faults" in rules
    assert "Whoever is large is seen" in rules
    assert browser.get("/pathways/help/rules/H-3").url.path == "/pathways/help/rules"


def test_of_two_changes_either_can_be_kept_and_the_other_brought_back(folder: Path) -> None:
    browser, here = visitor(desk_of(folder)), "/pathways/help/edit"
    path = folder / "definitions" / "help.yaml"
    mine = form(folder, "help", "Help desk", "Mine")
    path.write_text(USER.replace("Help desk", "Theirs"))
    review = browser.post(here, data={**mine, "do": "review"}).text
    assert "Keep mine" in review
    browser.post(here, data={"do": "discard"})
    page = browser.get(here).text
    assert "Theirs" in page
    assert "Mine" not in page
    assert "Mine" in browser.post(here, data={"do": "restore"}).text
    now = re.search(r'name="mark" value="([0-9a-f]+)"', review)[1]  # type: ignore[index]
    browser.post(f"{here}/save", data={**mine, "mark": now})
    assert "Mine" in path.read_text()
    browser.post(f"{here}/undo", data={"mark": ""})
    assert "Theirs" in path.read_text()


def test_reasons_are_told_in_titles(folder: Path) -> None:
    (pathway,) = load_pathways(["help"], folder).require()
    said = labelled("'call' goes to 'visit', not to '#seen' or 'need', for 'somewhere' is not 'Call'", pathway.linked)
    assert said == "'Call' goes to 'Visit', not to a state tagged 'seen' or 'need', for 'somewhere' is not 'Call'"
