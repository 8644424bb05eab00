"""What is taken away is what the commands write."""

from __future__ import annotations

import re
import time
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from pathways.commands.draw import draw
from pathways.commands.pack import write_pack
from pathways.commands.run import write_report
from pathways.web.downloads import DRAWINGS

FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_a_drawing_is_the_one_that_the_command_writes(small: Path, writer: TestClient, tmp_path: Path) -> None:
    for ending in DRAWINGS:
        response = writer.get(f"/pathways/help/drawing.{ending}")
        assert response.status_code == 200, ending
        assert response.headers["content-disposition"] == f'attachment; filename="help.{ending}"'
        if ending != "roles.png":
            (drawn,) = draw(["help"], small, to=tmp_path / f"x.{ending}")
            assert response.content == drawn.path.read_bytes(), ending
    assert writer.get("/pathways/help/drawing.exe").status_code == 404
    assert writer.get("/pathways/help/drawing.roles.dot").status_code == 404


def test_a_report_is_the_one_that_the_command_writes(small: Path, writer: TestClient, tmp_path: Path) -> None:
    address = writer.post("/reports/begin", data={"format": "html", "quick": "yes"}).url.path
    for _ in range(900):
        if writer.get(f"{address}/report.html").status_code == 200:
            break
        time.sleep(0.1)
    write_report(small, to=tmp_path / "report.html", quick=True)
    assert writer.get(f"{address}/report.html").content == (tmp_path / "report.html").read_bytes()
    assert not (small / "reports").exists()


def test_faults_are_told_instead_of_a_report(small: Path, writer: TestClient) -> None:
    path = small / "definitions" / "help.yaml"
    path.write_text(path.read_text().replace("then: sort", "then: sord"))
    address = writer.post("/reports/begin", data={"format": "docx"}).url.path
    for _ in range(100):
        text = writer.get(address).text
        if "could not be made" in text:
            break
        time.sleep(0.1)
    assert "sord" in text
    assert writer.post("/reports/begin", data={"format": "exe"}).status_code == 404
    assert writer.post("/reports/begin", data={"format": "docx", "study": "other"}).status_code == 404
    assert "at least one question" in writer.post("/reports/begin", data={"format": "docx", "choosing": "yes"}).text
    assert "at least one kind of document" in writer.post("/reports/begin", data={"quick": "yes"}).text


def test_a_data_pack_is_shown_and_is_the_one_that_the_command_writes(
    small: Path, writer: TestClient, tmp_path: Path
) -> None:
    assert "/studies/waits/pack" in writer.get("/studies/waits").text
    asked = {"scenario": "two", "quarters": "8"}
    address = writer.post("/studies/waits/pack", data=asked).url.path
    for _ in range(300):
        text = writer.get(address).text
        if "The pack is ready" in text:
            break
        time.sleep(0.1)
    assert "Referrals received" in text
    assert "<svg" in text
    assert " style=" not in text  # the policy of the pages would refuse it
    for ending in ("html", "docx"):
        (file,) = write_pack("waits", small, scenario="two", quarters=8, to=tmp_path / f"pack.{ending}")
        response = writer.get(f"{address}/pack.{ending}")
        assert response.content == file.read_bytes(), ending
        assert response.headers["content-disposition"] == f'attachment; filename="pack-waits-two.{ending}"'
    for words in ("with 'two'", "Not as things stand. Tried: "):
        assert words in unescape(text)
    assert writer.get(f"{address}/pack.exe").status_code == 404
    assert writer.post("/studies/waits/pack", data={"scenario": "none"}).status_code == 404
    for wrong in ("0", "41", "-1", "x", "", "1e3"):
        response = writer.post("/studies/waits/pack", data={"quarters": wrong})
        assert (response.status_code, "whole number from 1 to 40" in response.text) == (400, True), wrong


def test_a_data_pack_of_an_unsaved_what_if_is_that_of_the_same_scenario_in_a_file(
    small: Path, writer: TestClient, tmp_path: Path
) -> None:
    """Oracle: the command's pack of a scenario of the file, but for who it says it is and where from."""
    path = small / "simulations" / "waits.yaml"
    path.write_text(path.read_text().replace("  two:\n", "  many: {arrivals.help.rate: 600 per year}\n  two:\n"))
    asked = {"q.arrivals.help.rate": "600", "replications": "2"}
    address = writer.post("/studies/waits/what-if", data=asked).url.path
    until(writer, address, "Where people wait")
    text = until(writer, writer.post(f"{address}/pack", headers=FORM).url.path, "The pack is ready")
    (file,) = write_pack("waits", small, scenario="many", quarters=12, to=tmp_path / "pack.html")
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    assert len(tables) > 5
    known = file.read_text()
    assert [table for table in tables if table not in known and "Study " not in table] == []
    assert f'href="{address}"' in text
    assert "What if? Referrals, help: 600 a year" in text


def until(visitor: TestClient, address: str, words: str) -> str:
    """The page, once it has these words."""
    for _ in range(900):
        text = visitor.get(address).text
        if words in text:
            return text
        time.sleep(0.1)
    raise AssertionError(f"{address} never said '{words}'")
