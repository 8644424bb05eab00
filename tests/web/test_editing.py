"""Typing, checking, saving and undoing: comments stay, and nobody's change is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pathways.web.files import differences, mark_of
from tests.web.small import SMALL

HERE = "/pathways/help/edit"


def file_of(workspace: Path) -> Path:
    return workspace / "definitions" / "help.yaml"


def as_browsers_send(text: str) -> str:
    return text.replace("\n", "\r\n")


def mark(workspace: Path) -> str:
    return mark_of(file_of(workspace).read_bytes())


def send(visitor: TestClient, workspace: Path, text: str, to: str = "", **more: str) -> str:
    form = {"text": as_browsers_send(text), "mark": more.pop("mark", mark(workspace)), **more}
    return visitor.post(f"{HERE}{to}", data=form).text


def test_a_save_keeps_every_byte_that_was_not_changed(small: Path, writer: TestClient) -> None:
    text = SMALL.replace("Help desk", "Help line")
    review = send(writer, small, text, do="review")
    assert "Help desk" in review
    assert "Help line" in review
    assert file_of(small).read_text() == SMALL  # only looked at
    assert "Saved" in send(writer, small, text, "/save")
    assert file_of(small).read_bytes() == text.encode()
    assert "# as it says on the door" in file_of(small).read_text()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_mark_of_notepad_stay_as_they_were(
    small: Path, writer: TestClient, ends: str, bom: bytes
) -> None:
    file_of(small).write_bytes(bom + SMALL.replace("\n", ends).encode())
    send(writer, small, SMALL.replace("Help desk", "Hilfe – Telefon"), "/save")
    expected = bom + SMALL.replace("Help desk", "Hilfe – Telefon").replace("\n", ends).encode()
    assert file_of(small).read_bytes() == expected


def test_a_file_changed_meanwhile_is_never_overwritten(small: Path, writer: TestClient) -> None:
    before = mark(small)
    file_of(small).write_text(SMALL.replace("Desk", "Theirs"))
    for to in ("", "/save"):
        answer = send(writer, small, SMALL.replace("Desk", "Mine"), to, mark=before, do="review")
        assert "changed meanwhile" in answer
        assert "Theirs" in answer
        assert "Theirs" in file_of(small).read_text()
    assert "Mine" in writer.get(HERE).text  # what was typed is not lost either


def test_a_file_deleted_meanwhile_is_not_made_again(small: Path, writer: TestClient) -> None:
    before = mark(small)
    other = small / "definitions" / "other.yaml"
    other.write_text(SMALL.replace("pathway: help", "pathway: other"))
    file_of(small).unlink()
    assert writer.post(f"{HERE}/save", data={"text": SMALL, "mark": before}).status_code == 404
    assert not file_of(small).exists()


def test_undo_puts_back_what_the_save_replaced_unless_it_was_changed_since(small: Path, writer: TestClient) -> None:
    send(writer, small, SMALL.replace("Help desk", "First"), "/save")
    send(writer, small, SMALL.replace("Help desk", "Second"), "/save")
    assert "Undone" in writer.post(f"{HERE}/undo", data={"mark": ""}).text
    assert "First" in file_of(small).read_text()
    file_of(small).write_text(SMALL.replace("Help desk", "Theirs"))
    assert writer.post(f"{HERE}/undo", data={"mark": ""}).status_code == 409
    assert "Theirs" in file_of(small).read_text()
    file_of(small).write_text(SMALL.replace("Help desk", "First"))
    writer.post(f"{HERE}/undo", data={"mark": ""})
    assert file_of(small).read_text() == SMALL


def test_what_is_typed_is_kept_in_memory_and_can_be_thrown_away(small: Path, writer: TestClient) -> None:
    send(writer, small, SMALL.replace("Help desk", "Typed"), "/check")
    assert "Typed" in writer.get(HERE).text
    assert file_of(small).read_text() == SMALL
    assert not list(small.rglob("*.part"))
    assert "thrown away" in send(writer, small, "", do="discard")
    assert "Typed" not in writer.get(HERE).text


BREAKS = {
    "a slip": ("then: sort", "then: sord", "sort"),
    "a tab": ("  visit:", "\tvisit:", "tab"),
    "an unclosed bracket": ("House rules, then: closed}", "House rules, then: closed", ""),
    "an unknown field": ("target: 2 days", "targt: 2 days", "target"),
    "a missing field": ("outcome: helped", "note: helped", "outcome"),
    "an unknown lane": ("{lane: team", "{lane: taem", "team"),
    "an unknown value": ("{need: large}", "{need: larg}", "large"),
    "a repeated key": ("  visit:", "  call:", "twice"),
    "an unknown kind": ("kind: decision", "kind: decison", "decision"),
    "a bad time": ("2 days", "2 dayz", "days"),
    "an anchor": ("title: Help desk", "title: &a Help desk", ""),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_definition_gets_a_message_at_its_line(small: Path, writer: TestClient, name: str) -> None:
    before, after, hint = BREAKS[name]
    line = SMALL[: SMALL.index(before)].count("\n") + 1 + before.count("\n")
    answer = send(writer, small, SMALL.replace(before, after, 1), "/check")
    lines = [int(number) for number in re.findall(r'href="#line-(\d+)">Line', answer)]
    assert line in lines, (lines, answer)
    assert hint in answer
    assert re.search(rf'id="line-{line}"><span class="mark', answer)
    assert "Nothing can be drawn" in answer


def test_drawing_and_verdicts_follow_what_is_typed(small: Path, writer: TestClient) -> None:
    text = SMALL.replace("- {otherwise: closed}", "- {otherwise: visit}")
    assert "Everybody is visited" in send(writer, small, SMALL, "/check")  # it is broken
    mended = send(writer, small, text, "/check")
    assert "2 rules are kept" in mended
    assert "Everybody is visited" not in mended
    assert "<svg" in mended


def test_a_rule_that_this_change_breaks_is_told_as_such(small: Path, writer: TestClient) -> None:
    send(writer, small, SMALL.replace("- {otherwise: closed}", "- {otherwise: visit}"), "/save")
    writer.get("/pathways/help/rules")
    assert "by this change" in send(writer, small, SMALL, "/check")


def test_text_that_no_file_may_hold_is_told_and_not_run(small: Path, writer: TestClient) -> None:
    for text in ("", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "[" * 5_000, "&a [*a]"):
        answer = send(writer, small, text, "/check")
        assert "fault" in answer, text[:10]
    assert file_of(small).read_text() == SMALL


def test_a_link_out_of_the_workspace_is_neither_shown_nor_written(
    small: Path, writer: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text(SMALL.replace("Help desk", "Secret"))
    (small / "definitions" / "out.yaml").symlink_to(outside)
    answer = writer.get("/pathways/out/edit")
    assert answer.status_code == 400
    assert "Secret" not in answer.text
    writer.post("/pathways/out/edit/save", data={"text": SMALL, "mark": mark_of(outside.read_bytes())})
    assert "Secret" in outside.read_text()


def test_differences_hold_what_changes_and_little_else() -> None:
    old = "\n".join(map(str, range(40)))
    lines = differences(old, old.replace("20", "twenty").replace("39", "39\nforty"))
    assert [(line.kind, line.number, line.text) for line in lines if line.kind in ("old", "new")] == [
        ("old", 21, "20"), ("new", 21, "twenty"), ("new", 41, "forty"),
    ]  # fmt: skip
    assert sum(line.kind == "gap" for line in lines) == 1
    assert len(lines) < 15


def test_faults_that_a_change_makes_in_pathways_that_use_this_one_are_told_before_it_is_saved(
    reader: TestClient, council: Path
) -> None:
    path = council / "definitions" / "feedback.yaml"
    text = path.read_text()
    outcome = re.findall(r"outcome: (\w+)", text)[0]
    form = {"text": text.replace(outcome, f"{outcome}_2"), "mark": mark_of(path.read_bytes())}
    answer = reader.post("/pathways/feedback/edit/check", data=form).text
    assert "No faults here, but" in answer
    assert "definitions/child.yaml</code>, which uses this pathway" in answer
    review = reader.post("/pathways/feedback/edit", data={**form, "do": "review"}).text
    assert re.search(r"faults in [^<]*definitions/child.yaml", review)
    assert "Save all the same" in review
    same = reader.post("/pathways/feedback/edit/check", data={**form, "text": f"{text}\n# a remark"}).text
    assert "No faults. No rule is broken so far; " in same
    reader.post("/pathways/feedback/edit", data={"do": "discard"})


def test_an_undone_save_can_be_brought_back_and_is_named(small: Path, writer: TestClient) -> None:
    send(writer, small, SMALL.replace("Help desk", "Thrown"), "/check")
    send(writer, small, "", do="discard")
    send(writer, small, SMALL.replace("Help desk", "Half a day"), "/save")
    undone = writer.post(f"{HERE}/undo", data={"mark": ""}).text
    assert re.search(r"Bring back the save that was undone at \d\d:\d\d<", undone)
    assert "Undone" in undone
    assert "Undone" not in writer.get(HERE).text  # it is said once
    again = send(writer, small, "", do="restore")
    assert "Half a day" in again
    assert re.search(r"Bring back what was thrown away at \d\d:\d\d<", again)
    assert "Saved" in send(writer, small, SMALL.replace("Help desk", "Half a day"), "/save")
    assert "Half a day" in file_of(small).read_text()


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(tab|began|mark)" value="(\w*)">', text))


@pytest.mark.parametrize(("keep", "kept", "other"), [("mine", "Two", "One"), ("theirs", "One", "Two")])
def test_two_tabs_never_overwrite_each_other_in_silence(
    small: Path, writer: TestClient, keep: str, kept: str, other: str
) -> None:
    first, second = hidden(writer.get(HERE).text), hidden(writer.get(HERE).text)
    one, two = SMALL.replace("Help desk", "One"), SMALL.replace("Help desk", "Two")
    for _ in range(2):  # within a tab it goes on and on, whichever answers arrive
        assert "being typed" not in send(writer, small, one, "/check", **first)
    assert "being typed in another tab too" in send(writer, small, two, "/check", **second)
    assert "being typed in another tab too" in send(writer, small, two, do="review", **second)
    assert "One" in writer.get(HERE).text
    later = hidden(writer.get(HERE).text)
    chosen = send(writer, small, two, do=keep, **second)
    assert f"title: {kept} " in chosen
    assert f"title: {other} " in send(writer, small, "", do="restore")
    assert "being typed" in send(writer, small, one + "# more", "/check", **later)  # it began before that


def test_a_text_typed_in_another_tab_is_not_lost_by_a_save(small: Path, writer: TestClient) -> None:
    send(writer, small, SMALL.replace("Help desk", "Elsewhere"), "/check", tab="b", began="")
    saved = send(writer, small, SMALL.replace("Help desk", "Here"), "/save")
    assert "Bring back what was typed in another tab at" in saved
    assert "Elsewhere" in send(writer, small, "", do="restore")
