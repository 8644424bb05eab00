"""The screen, the page and the data of one run tell the same numbers."""

from __future__ import annotations

import json
import re

import pytest

from tests.outside.test_report import Page

# Lines of the starter's study, by hand: measure, state and statistic in the data, and how many of the unit are one.
LINES = {
    "From arrival to the end, half within": ("time_to_end", "", "median", 1),
    "Wait for Home assessment, on average": ("wait", "assessment", "mean", 1),
    "Wait for Funding panel, on average": ("wait", "funding_panel", "mean", 1),
    "Home assessment within 10 working days": ("within_target", "assessment", "share", 100),
    "Order and deliver within 7 working days": ("within_target", "order", "share", 100),
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture
def ran(starter, invoke):
    told = invoke("simulate", "waits", "--replications", "6", "-o", "out")
    assert told.exit_code == 0
    folder = starter / "out"
    page = Page((folder / "waits.html").read_text(encoding="utf-8")).text
    texts = {"screen": told.stdout, "markdown": (folder / "waits.md").read_text(encoding="utf-8"), "page": page}
    return texts, (folder / "waits.json").read_text(encoding="utf-8")


def test_screen_and_page_tell_the_numbers_of_the_data(ran, starter, invoke):
    """A number that is shown is the one of the data, to as many places as it has: as things stand, and the change."""
    texts, data = ran
    document = json.loads(data)
    for where, text in texts.items():
        for label, (measure, of, statistic, scale) in LINES.items():
            start = text.index(label) + len(label)
            shown = NUMBER.findall(text[start : start + 200])[:4]
            first, second = (
                next(
                    row
                    for row in document["scenarios"][scenario]["measures"]
                    if (row["measure"], row["pathway"], row["of"], row["statistic"], row.get("group", ""))
                    == (measure, "equipment", of, statistic, "")
                )
                for scenario in ("baseline", "second_therapist")
            )
            meant = [first["value"], first["low"], first["high"], second["value"]]
            for number, value in zip(shown, meant, strict=True):
                half = 0.5 * 10.0 ** -len(number.partition(".")[2])
                assert abs(float(number) - scale * value) <= half + 1e-9, (where, label, shown, meant)
    assert invoke("simulate", "waits", "--replications", "6", "--json").stdout == data
