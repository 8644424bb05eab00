"""Moving a slider asks the same question that the file does which the page then saves."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
from pathways.web.quantities import Minded, _weeks_between, changes, panel_time, quantities
from pathways.web.quantity import Quantity
from pathways.web.runs import Run, Runs
from pathways.web.shown import text as filled_in
from pathways.web.trying import Try
from pathways.web.whatif import shown
from pathways.workspace import load_pathways, load_study
from tests.web.conftest import desk_of, visitor
from tests.web.small import STUDY, small_workspace

HERE = "/studies/waits/what-if"


def moved(client: TestClient, **values: str) -> tuple[str, str]:
    """The page with the answer, and its address."""
    response = client.post(HERE, data={"replications": "20", **{f"q.{name}": value for name, value in values.items()}})
    assert response.status_code == 200, response.text
    address, text = response.url.path, response.text
    for _ in range(900):  # the first run of a machine compiles the simulation
        if "Getting ready" not in text and "runs done" not in text:
            break
        time.sleep(0.1)
        text = client.get(address).text
    return text, address


@dataclass(frozen=True)
class Answered:
    """The answer to two staff instead of one, in a workspace to which nothing is written."""

    folder: Path
    visitor: TestClient
    text: str
    address: str


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answered]:
    folder = small_workspace(tmp_path_factory.mktemp("answered"))
    desk = desk_of(folder)
    client = visitor(desk)
    text, address = moved(client, **{"teams.team.staff": "2"})
    yield Answered(folder, client, text, address)
    desk.close()


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


def test_a_run_that_ends_while_its_page_is_filled_in_is_shown_as_it_was(council: Path) -> None:
    run = Run("this", None)
    values = shown(run, desk_of(council).view())
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
        assert writer.post(f"{run}/save", data={"name": name, "title": name}).url.path == f"/studies/{name}"
        (last,) = load_study(name, small)[0].scenarios.values()
        assert last.plain["teams"]["team"]["staff"] == "2"
        assert last.plain["arrivals"]["help"]["rate"] == f"{200 + len(name)} per year"


def test_nothing_is_overwritten_and_no_name_leads_out_of_the_workspace(answered: Answered) -> None:
    small, writer, address = answered.folder, answered.visitor, answered.address
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
    assert '<a href="#q-teams.team.staff">Team: staff: give a number from 1 to' in response.text
    assert writer.post(HERE, data={"replications": value}).status_code == 400


def test_fields_that_are_no_quantity_of_the_study_change_nothing(writer: TestClient) -> None:
    text, _ = moved(writer, **{"clock.length": "1 week", "study": "x", "scenarios": "y"})
    assert "Nothing was changed" in text


def test_an_answer_can_be_taken_away_and_seen_on_the_drawing(answered: Answered) -> None:
    writer, text, address = answered.visitor, answered.text, answered.address
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
    assert "The same in words" in writer.get(f"{drawings[0]}&zoom=200").text
    assert "zoom-200" in writer.get(f"{drawings[0]}&zoom=200").text
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
    assert "240 minutes for cases in four weeks instead of 120" in told.says
    assert "give each meeting 60 minutes" in told.says
    assert (told.name, told.value) == ("panels.channel_panel.agenda", "60")
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


def test_a_rise_has_its_dates_where_a_scenario_names_them_and_keeps_what_was_not_moved(council: Path) -> None:
    """By hand: measuring begins 104 weeks after 2 April 2018, and two weeks later is 13 April 2020."""
    study, things = load_study("surge", council)[0], found(council, "surge")
    at = study.scenarios["surge"].plain
    assert [things[name].read(at) for name in ("surge", "surge.from", "surge.for")] == [180, 0, 13]
    later = changes(study, list(things.values()), at, {"surge.from": Decimal(2)})
    rise = {"from": "2020-04-13", "for": "13 weeks", "times": "1.8", "hardness": "ASSUMPTION"}
    assert later == {"arrivals.*.surge": rise}
    anew = changes(study, list(things.values()), study.baseline.plain, {"surge": Decimal(150), "surge.for": Decimal(4)})
    assert anew["arrivals.*.surge"] == {**rise, "from": "2020-03-30", "for": "4 weeks", "times": "1.5"}
    assert "surge.from" not in found(council, "panel-frequency")


def test_a_rise_that_is_none_cannot_be_moved(reader: TestClient) -> None:
    told = reader.post("/studies/surge/what-if", data={"q.surge.from": "4", "replications": "2"})
    assert told.status_code == 400
    assert "100 is no rise" in told.text


def test_a_chart_has_every_figure_as_words_too() -> None:
    name = ("wait", "p", "s", "mean")
    row = Row("Triage <b>", "on average", "working days", name, Value(4, 3, 5), (), "", "")
    drawn = filled_in("chart.html", chart=chart(bars([row], 0)))
    assert "Wait for Triage &lt;b&gt;, on average: 4.0" in drawn
    assert "<b>" not in drawn
    assert "style=" not in drawn


def test_a_chart_begins_with_what_the_study_is_about_and_has_a_mark_for_each_side() -> None:
    """By hand: the scale goes to 45 in nine steps of 5, and 2% of the width are left free at the ends."""

    def row(of: str, now: float) -> Row:
        change = Change(now / 2, Value(-now / 2, None, None), "lower")
        return Row(of, "on average", "working days", ("wait", "p", of, "mean"), Value(now, now, now), (change,), "", "")

    figures = bars([row("long", 30), row("longer", 40), row("asked", 3)], 0, [("wait", "p", "asked", "mean")])
    assert [each.label for each in figures] == [f"Wait for {of}, on average" for of in ("asked", "longer", "long")]
    drawn = chart(figures)
    assert (drawn.strips[1].at, drawn.strips[1].then_at) == (87.33, 44.67)
    text = filled_in("chart.html", chart=drawn)
    assert text.count("<circle") == text.count("<path") == 4  # with those of the key


def test_questions_are_found_by_their_words_and_stand_under_what_they_are_about(reader: TestClient) -> None:
    text = reader.get("/studies").text
    assert text.index("How panels meet") < text.index("Would a fortnightly panel") < text.index("How many are referred")
    assert "How long would a borough" in text  # the sentence that asks
    assert "1.8 times as many people" not in text  # the one before it
    some = reader.get("/studies?words=Fortnight panel").text
    assert "Found: 2 of 13 questions" in some
    assert "Would a fortnightly panel" in some
    assert "What if referrals rose" not in some
    assert "No question has these words" in reader.get("/studies?words=zebra").text


def test_what_was_typed_is_kept_and_told_at_its_field_when_it_cannot_be_saved(answered: Answered) -> None:
    again = answered.visitor.post(f"{answered.address}/save", data={"name": "waits", "title": 'My "own" words'})
    assert again.status_code == 400
    assert 'value="My &#34;own&#34; words"' in again.text
    assert "There is a study &#39;waits&#39; already" in again.text
    assert 'aria-describedby="save-name-hint save-name-wrong" aria-invalid="true"' in again.text
    assert "Where people wait" in again.text  # the answer is there still


def test_a_saved_what_if_opens_with_what_was_changed_and_says_what_it_asks(small: Path, writer: TestClient) -> None:
    (small / "simulations" / "waits.yaml").write_text(STUDY.replace("pathways: help", "note: By hand.\npathways: help"))
    _, address = moved(writer, **{"teams.team.staff": "2"})
    opened = writer.post(f"{address}/save", data={"name": "mine", "title": "Two of us?"})
    assert opened.url.path == "/studies/mine"
    assert "simulations/mine.yaml" in opened.text
    for text in (opened.text, writer.get("/studies/mine").text):
        assert re.search(r'<input type="number" id="q-teams\.team\.staff"[^>]* value="2"', text)
        assert "What changes with this: Team: staff 2 instead of 1?" in text
        assert "How long do people wait for a visit?" not in text
        assert "By hand." in text
    first = writer.get("/studies/mine?from=").text
    assert re.search(r'<input type="number" id="q-teams\.team\.staff"[^>]* value="1"', first)


def test_an_answer_leads_back_to_what_was_moved(answered: Answered) -> None:
    (back,) = re.findall(r'href="(/studies/waits\?[^"]+)"', answered.text)
    form = answered.visitor.get(unescape(back)).text
    assert re.search(r'<input type="number" id="q-teams\.team\.staff"[^>]* value="2"', form)


def test_what_would_keep_things_as_they_were_is_worked_out_at_once(small: Path) -> None:
    """Its button sends what was moved with the other value: three staff instead of two."""
    desk = desk_of(small)
    try:
        client = visitor(desk)
        _, address = moved(client, **{"teams.team.staff": "2"})
        run = desk.runs.get(address.rpartition("/")[2], Try)
        assert run is not None
        run.result.values["minded"] = (Minded("Three would do", "teams.team.staff", "3"),)
        (form,) = re.findall(rf'<form [^>]*action="{HERE}">.*?</form>', client.get(address).text)
        assert 'method="post"' in form
        assert "<button" in form
        given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        text, later = moved(client, **{name.removeprefix("q."): value for name, value in given.items()
                                       if name.startswith("q.")})  # fmt: skip
        assert later != address
        assert "staff 3 instead of 1" in text
        assert given["replications"] == "20"
    finally:
        desk.close()
