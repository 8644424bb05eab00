"""A walk in the browser goes the way that the machine goes, and back."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathways.commands.walk import run_walk
from pathways.diagram.style import ROUTE
from pathways.source import read_document
from pathways.web.desk import View
from pathways.workspace import load_pathways
from tests.web.conftest import desk_of, visitor

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
CHOICE = re.compile(r'name="(s|f\.\w+|a\.\w+|start)" value="([^"]*)"')


def go_on(visitor: TestClient, page: str, text: str) -> str:
    """Send the form of a page with the last choice of each question, as a browser would."""
    form = next(each for each in re.findall(r"<form.*?</form>", text, re.DOTALL) if 'method="get"' in each)
    hidden = [(name, unescape(value)) for name, value in HIDDEN.findall(form)]
    chosen = dict(pair for each in form.split("<fieldset>")[1:] for pair in CHOICE.findall(each))
    response = visitor.get(page, params=[*hidden, *((name, unescape(value)) for name, value in chosen.items())])
    assert response.status_code == 200, response.text
    return response.text


def test_a_walk_ends_where_its_answers_lead_on_the_command_line(
    reader: TestClient, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: the walk of the command line, replaying the answers that the page gave away."""
    once = View.drawing
    monkeypatch.setattr(View, "drawing", lambda view, name, *_: once(view, name))  # one drawing is as good as twenty
    page = "/pathways/child/walk"
    text, walked = reader.get(page).text, 0
    while "It has ended" not in text:
        text, walked = go_on(reader, page, text), walked + 1
        assert walked < 60
    kept = reader.get(unescape(re.search(r'href="(/pathways/child/walk\.yaml[^"]*)"', text)[1]))  # type: ignore[index]
    assert kept.headers["content-disposition"].startswith("attachment")
    (loaded,) = load_pathways(["child"], council).require()
    result = run_walk(loaded.compiled, answers=read_document(kept.text, "walk.yaml"), ask=lambda _: "quit", say=print)
    assert result.is_ended
    assert loaded.linked.states[result.state].title in re.search(r'notice good">.*?</div>', text, re.DOTALL)[0]  # type: ignore[index]


def test_one_step_back_leads_to_the_page_before(writer: TestClient) -> None:
    page = "/pathways/help/walk"
    first = writer.get(page).text
    second = go_on(writer, page, first)
    back = unescape(re.search(r'href="([^"]+)">One step back', second)[1])  # type: ignore[index]
    assert writer.get(back).text == first


def test_what_cannot_happen_is_told_and_not_done(writer: TestClient) -> None:
    for step in ("complete|closed", "timeout|call", "complete|call|need=huge", "complete|call|x=y", "", "|", "a|b|c|d"):
        response = writer.get("/pathways/help/walk", params={"s": step})
        assert response.status_code == 400, step
        assert "This cannot happen" in response.text


def test_the_way_lights_up_on_the_drawing(writer: TestClient) -> None:
    before = writer.get("/pathways/help/walk").text
    after = writer.get("/pathways/help/walk", params={"s": "complete|call|need=large"}).text
    strong = f'stroke="{ROUTE}" stroke-width="2.4"'
    assert before.count(strong) == 1
    assert after.count(strong) == 3  # the call, its sorting, the visit


def test_a_walk_of_a_faulty_pathway_leads_to_its_faults(small: Path, writer: TestClient) -> None:
    path = small / "definitions" / "help.yaml"
    path.write_text(path.read_text().replace("then: sort", "then: sord"))
    assert "sord" in writer.get("/pathways/help/walk").text


def test_a_walk_opens_the_piece_that_the_referral_is_in(folder: Path) -> None:
    """The piece is one box until the referral comes into it; its own step is then where it stands."""
    browser, here = visitor(desk_of(folder)), "/pathways/help/walk"
    before = browser.get(here).text
    assert 'href="/pathways/help#step-visit"' in before
    assert 'href="/pathways/help#step-visit.go"' not in before
    within = go_on(browser, here, before)
    assert 'data-stands="step-visit.go"' in within
    assert 'href="/pathways/help#step-visit.go"' in within


def test_a_piece_leads_to_its_own_page_and_says_where_it_goes_on(folder: Path) -> None:
    (part,) = re.findall(
        r'id="step-visit" .*?called <code>', visitor(desk_of(folder)).get("/pathways/help").text, re.DOTALL
    )
    assert '<a href="/pathways/visiting">' in part
    assert 'Goes on to</dt><dd>done: <a href="#step-closed">Closed</a></dd>' in part


def test_a_step_names_the_rules_that_mean_it_before_those_that_mean_many(folder: Path) -> None:
    text = visitor(desk_of(folder)).get("/pathways/help").text
    (sort,) = re.findall(r'id="step-sort" .*?called <code>', text, re.DOTALL)
    assert "Whoever is large is seen" in sort
    assert "among others" not in sort
    (go,) = re.findall(r'id="step-visit.go" .*?called <code>', text, re.DOTALL)
    assert re.search(
        r"<summary>\d rules? that speaks? of it among others</summary>.*Whoever is large is seen", go, re.DOTALL
    )


def test_a_pathway_that_no_rule_applies_to_says_that_nothing_was_checked(folder: Path) -> None:
    path = folder / "definitions" / "help.yaml"
    (folder / "definitions" / "second.yaml").write_text(path.read_text().replace("pathway: help", "pathway: second"))
    browser = visitor(desk_of(folder))
    assert "no rule applies to it, so nothing was checked" in browser.get("/pathways/second/counts").text
    assert "no rule of its own" in browser.get("/pathways/visiting/counts").text
    assert "No rule applies to this pathway" in browser.get("/pathways/second/rules").text
