"""Moving a slider asks the same question that the file does which the page then saves."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathways.commands.simulate import simulate
from pathways.report.digest import Change, Row, Value
from pathways.report.names import Names
from pathways.web.charting import bars, chart
from pathways.web.quantities import Quantity, _weeks_between, panel_time, quantities
from pathways.web.runs import Run, Runs
from pathways.web.shown import text as filled_in
from pathways.web.whatif import shown
from pathways.workspace import load_pathways, load_study
from tests.web.small import STUDY

HERE = "/studies/waits/what-if"


def moved(visitor: TestClient, **values: str) -> tuple[str, str]:
    """The page with the answer, and its address."""
    response = visitor.post(HERE, data={"replications": "20", **{f"q.{name}": value for name, value in values.items()}})
    assert response.status_code == 200, response.text
    address, text = response.url.path, response.text
    for _ in range(900):  # the first run of a machine compiles the simulation
        if "Getting ready" not in text and "runs done" not in text:
            break
        time.sleep(0.1)
        text = visitor.get(address).text
    return text, address


def test_the_answer_of_the_page_is_that_of_the_scenario_in_a_file(small: Path, writer: TestClient) -> None:
    """Oracle: the study's own scenario `two`, run by the command, is what the slider is moved to."""
    text, address = moved(writer, **{"teams.team.staff": "2"})
    assert "staff 2 instead of 1" in text
    expected = simulate("waits", small, replications=20).result
    saved = writer.post(f"{address}/save", data={"name": "two-people", "title": 'What if "two": # people?'})
    assert saved.status_code == 200, saved.text
    found = simulate("two-people", small, replications=20).result
    assert found.scenarios["what_if"] == expected.scenarios["two"]
    assert found.title == 'What if "two": # people?'
    (wait,) = {
        e.value for e in found.scenarios["what_if"] if (e.measure, e.of, e.statistic) == ("wait", "visit", "mean")
    }
    assert f"{wait:.2f}" in text or f"{wait:.1f}" in text


def test_a_run_that_ends_while_its_page_is_filled_in_is_shown_as_it_was() -> None:
    run = Run("this", None)
    values = shown(run)
    run.status = "done"
    assert "Getting ready" in filled_in("run-part.html", **values)


def test_a_saved_what_if_can_be_moved_and_saved_again(small: Path, writer: TestClient) -> None:
    """A study may build on no more than two in a row, so the third stands beside the second."""
    _, first = moved(writer, **{"teams.team.staff": "2"})
    writer.post(f"{first}/save", data={"name": "one", "title": "One"})
    chain = ["one", "two", "three"]
    for before, name in pairwise(chain):
        asked = {"replications": "20", "from": "what_if", "q.arrivals.help.rate": str(200 + len(name))}
        run = writer.post(f"/studies/{before}/what-if", data=asked).url.path
        for _ in range(100):
            if "Where people wait" in writer.get(run).text:
                break
            time.sleep(0.1)
        assert writer.post(f"{run}/save", data={"name": name, "title": name}).status_code == 200
        (last,) = load_study(name, small)[0].scenarios.values()
        assert last.plain["teams"]["team"]["staff"] == "2"
        assert last.plain["arrivals"]["help"]["rate"] == f"{200 + len(name)} per year"


def test_nothing_is_overwritten_and_no_name_leads_out_of_the_workspace(small: Path, writer: TestClient) -> None:
    _, address = moved(writer, **{"teams.team.staff": "2"})
    names = (
        "waits", "", "../x", "..", "a/b", "a\\b", "A", "x.yaml",
        "con", "nul", "x" * 61, "é", "-x", "x\ny", "/etc/x",
    )  # fmt: skip
    for name in names:
        assert writer.post(f"{address}/save", data={"name": name, "title": "T"}).status_code == 400, name
    assert writer.post(f"{address}/save", data={"name": "ok", "title": " "}).status_code == 400
    assert (small / "simulations" / "waits.yaml").read_text() == STUDY
    assert {path.name for path in small.rglob("*.yaml")} == {"help.yaml", "house.yaml", "waits.yaml"}


@pytest.mark.parametrize("value", ["0", "-1", "1e9", "nan", "two", "", "2; drop", "1.234", "99999999"])
def test_what_is_no_value_of_a_quantity_is_told_and_not_run(writer: TestClient, value: str) -> None:
    response = writer.post(HERE, data={"q.teams.team.staff": value, "replications": "20"})
    assert response.status_code == 400
    assert "give a number from 1 to" in response.text
    assert writer.post(HERE, data={"replications": value}).status_code == 400


def test_fields_that_are_no_quantity_of_the_study_change_nothing(writer: TestClient) -> None:
    text, _ = moved(writer, **{"clock.length": "1 week", "study": "x", "scenarios": "y"})
    assert "Nothing was changed" in text


def test_an_answer_can_be_taken_away_and_seen_on_the_drawing(writer: TestClient) -> None:
    text, address = moved(writer, **{"teams.team.staff": "2"})
    for ending, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("pptx", b"PK"), ("html", b"<!DOCTYPE html>")):
        response = writer.get(f"{address}/answer.{ending}")
        assert response.content.startswith(begins), ending
        assert response.headers["content-disposition"] == f'attachment; filename="waits-what-if.{ending}"'
        full = writer.get(f"{address}/report.{ending}")
        assert full.headers["content-disposition"] == f'attachment; filename="waits-what-if-in-full.{ending}"'
        assert len(full.content) > len(response.content), ending
    short = writer.get(f"{address}/answer.html").text
    assert "staff 2 instead of 1" in short
    assert "How long do people wait for a visit?" in short
    assert "Synthetic" in short
    drawings = [unescape(each) for each in re.findall(r'href="(/runs/[^"]+/heat/[^"]+)"', text)]
    assert len(drawings) == 2
    assert "scenario" in writer.get(drawings[1]).text
    assert "as it stands" in writer.get(drawings[0]).text
    assert writer.get(f"{address}/heat/../../x").status_code == 404
    assert writer.get(f"{address}/answer.exe").status_code == 404


def test_only_one_thing_runs_and_it_can_be_cancelled() -> None:
    def long(run: Run) -> str:
        for number in range(10_000):
            run.progress(number, 10_000)
            time.sleep(0.001)
        return "never"

    runs = Runs()
    first = runs.start(None, long)
    second = runs.start(None, lambda run: "done")
    assert second.finished.wait(5)
    assert (first.status, second.status, second.result) == ("cancelled", "done", "done")
    third = runs.start(None, long)
    runs.close()
    assert third.status == "cancelled"


def test_a_fault_of_the_work_is_told_and_ends_the_waiting() -> None:
    run = Runs().start(None, lambda run: 1 / 0)
    assert run.finished.wait(5)
    assert run.status == "failed"
    assert "ZeroDivisionError" in run.says


def found(council: Path, study: str) -> dict[str, Quantity]:
    read, _ = load_study(study, council)
    linked = {p.id: p.linked for p in load_pathways(read.pathways, council).require()}
    return {each.name: each for each in quantities(read, Names(read, linked))}


@pytest.mark.parametrize(
    ("meets", "weeks"),
    [
        ("first Wednesday", 4),
        ("first and third Wednesday", 2),
        ("every Wednesday", 1),
        ("every 3 weeks on Wednesday", 3),
        ("every 3 months on the first Wednesday", 12),
        ("first and second and third Wednesday", None),
        ("every 20 days", None),
    ],
)
def test_weeks_between_meetings_are_those_of_the_words(meets: str, weeks: int | None) -> None:
    assert _weeks_between(meets) == weeks


def test_the_quantities_that_scenarios_are_about_come_first(council: Path) -> None:
    panel = found(council, "panel-frequency")
    assert [each.name for each in panel.values() if each.is_named] == list(panel)[:2]
    assert next(iter(panel)) == "panels.channel_panel.meets"
    assert panel["panels.channel_panel.meets"].write(Decimal(2)) == {
        "panels.channel_panel.meets": "every 2 weeks on Wednesday"
    }
    assert panel["panels.channel_panel.agenda"].now == 120
    surge = found(council, "surge")["surge"]
    assert surge.is_named
    assert surge.read(load_study("surge", council)[0].scenarios["surge"].plain) == 180
    assert found(council, "provider-shortage")["places.intervention_provider.places"].is_named


def test_a_panel_that_meets_more_often_is_told_to_have_more_time_unless_meetings_are_shorter(council: Path) -> None:
    """Counted by hand: two hours every four weeks are 120 minutes in four weeks, every two weeks 240."""
    study, things = load_study("panel-frequency", council)[0], list(found(council, "panel-frequency").values())
    often = {"panels.channel_panel.meets": "every 2 weeks on Wednesday"}
    (told,) = panel_time(things, study.baseline.plain, often)
    assert "240 minutes for cases in four weeks instead of 120" in told
    assert "give each meeting 60 minutes" in told
    shorter = often | {"panels.channel_panel.agenda": "60 minutes"}
    assert list(panel_time(things, study.baseline.plain, shorter)) == []
    assert list(panel_time(things, study.baseline.plain, {"teams.mash.staff": "3"})) == []


def test_each_quantity_reads_back_what_it_writes(council: Path) -> None:
    for each in found(council, "borough-baseline").values():
        for value in (each.low, each.high, each.low + each.step):
            (name, written) = next(iter(each.write(value).items()))
            plain: dict[str, object] = {}
            at = plain
            *path, last = ["arrivals", "child", "surge"] if name == "arrivals.*.surge" else name.split(".")
            for step in path:
                at[step] = at = {}
            at[last] = written
            assert each.read(plain) == value, (each.name, value)
            assert (each.now - each.low) % each.step == 0


def test_a_chart_has_every_figure_as_words_too() -> None:
    name = ("wait", "p", "s", "mean")
    row = Row("Triage <b>", "on average", "working days", name, Value(4, 3, 5), (), "", "")
    svg = chart(bars([row], 0), "Waits & more")
    assert "Triage &lt;b&gt;, on average: 4.0 as things stand, not seen in the what-if" in svg
    assert "<b>" not in svg
    assert "Waits &amp; more" in svg
    assert 'style="' not in svg


def test_a_chart_begins_with_what_the_study_is_about_and_has_a_dot_for_each_side() -> None:
    def row(of: str, now: float) -> Row:
        change = Change(now / 2, Value(-now / 2, None, None), "lower")
        return Row(of, "on average", "working days", ("wait", "p", of, "mean"), Value(now, now, now), (change,), "", "")

    figures = bars([row("long", 30), row("longer", 40), row("asked", 3)], 0, [("wait", "p", "asked", "mean")])
    assert [each.label for each in figures] == [f"Wait: {of}, on average" for of in ("asked", "longer", "long")]
    drawn = chart(figures, "Waits")
    assert drawn.count("<circle") == drawn.count("<polygon") == 4  # with those of the legend
