"""Tables of reports on paper, on slides and on sheets: no word is cut, nothing runs off, each thing stands once."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

import pptx
import pytest

from pathways.measures import Figure, Key, Sample, estimate
from pathways.report import written
from pathways.report.column_widths import column_widths
from pathways.report.digest import digest
from pathways.report.document import Cell, Column, Paragraph, Table, plain_words
from pathways.report.studies import inputs_sections, study_section
from pathways.simulation import parse_study
from pathways.simulation.running.checks import Check
from pathways.source import read_document
from tests.outside.test_office import chart, document, parts
from tests.outside.test_reading import STARTER, linked, part, study  # noqa: F401 (fixtures)

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ITEM, TEXT = "2.5.5 Components: entry and exit points", "Referrals come in at four doors and leave at six ends. " * 8
SCENARIOS = ("fortnightly", "board beside", "longer agenda")


def texts(rows: int = 3) -> Table:
    cells = tuple((Cell(ITEM), Cell(TEXT)) for _ in range(rows))
    return Table("Checklist", (Column("Item"), Column("In this study")), cells)


def wide() -> Table:
    """A measure, its baseline with an interval, and the same of three scenarios, as a study has them."""
    heads = [Column("Measure"), Column("Unit", "unit"), Column("Baseline (95% interval)", "number")]
    cells = [Cell("From 'Notice a concern' to 'Panel discussion' (child) half within"), Cell("working days")]
    cells.append(Cell("31.9 (29.1 to 34.7)", value=31.9, low=29.1, high=34.7))
    for name in SCENARIOS:
        heads += [Column(name, "number", name), Column("Difference (95% interval)", "number", name),
                  Column("In a word", "unit", name)]  # fmt: skip
        cells += [Cell("26.6", value=26.6), Cell("-5.4 (-8.1 to -2.7)", value=-5.4, low=-8.1, high=-2.7),
                  Cell("lower")]  # fmt: skip
    return Table("How long it takes", tuple(heads), (tuple(cells),))


@pytest.mark.parametrize("block", [texts(), *wide().split(6)], ids=["words", *SCENARIOS])
def test_columns_fill_the_page_and_hold_their_longest_word(block: Table) -> None:
    """An A4 page has room for 9,600 twentieths of a point between margins of 2 cm; a letter of 8.5 points takes 95."""
    widths = column_widths(block, 9_600, 95)
    assert sum(widths) == 9_600
    for place, column in enumerate(block.columns):
        shown = " ".join([column.title, *(plain_words(row[place].words) for row in block.rows)])
        assert widths[place] >= 95 * max(map(len, shown.split())), column.title


def test_long_texts_get_more_of_the_page_than_short_ones() -> None:
    short, long = column_widths(texts(), 9_600, 95)
    assert long > 1.7 * short


@pytest.mark.parametrize("rows", [1, 7, 30])
def test_no_table_runs_off_its_slide(rows: int) -> None:
    show = pptx.Presentation(io.BytesIO(written(document(texts(rows), look="pack"), "pptx")))
    tables = [shape for slide in show.slides for shape in slide.shapes if shape.has_table]
    assert sum(len(shape.table.rows) - 1 for shape in tables) == rows
    for shape in tables:
        assert shape.top + sum(row.height for row in shape.table.rows) <= show.slide_height
        assert sum(column.width for column in shape.table.columns) == shape.width


def test_a_sheet_prints_its_tables_and_charts_but_not_the_numbers_beside_them() -> None:
    data = written(document(wide(), chart()), "xlsx")
    with ZipFile(io.BytesIO(data)) as file:
        book = file.read("xl/workbook.xml").decode()
    assert "'study-a'!$A$1:$J$" in book or "a!$A$1:$J$" in book  # ten columns; the numbers begin in L
    _, sheet = list(parts(data, "xl/worksheets/sheet.*"))[-1]
    setup = sheet.find(f"{SHEET}pageSetup")
    assert setup is not None
    assert setup.get("fitToHeight") == "0"  # as wide as a page, as long as it takes
    cells = [cell.get("r", "") for cell in sheet.iter(f"{SHEET}c")]
    assert any(cell.startswith("L") for cell in cells)


def test_a_check_stands_once_with_the_scenarios_that_it_is_true_of(part) -> None:  # noqa: F811
    checks = tuple(
        Check("offered_load", scenario, "hub", True, f"The team 'hub' is asked for about {share} of its time.")
        for scenario, share in (("baseline", "20%"), ("second", "20%"), ("none_left", "20%"), ("other_day", "30%"))
    ) + tuple(Check("conservation", scenario, "", True, "All are there.") for scenario in part.result.scenarios)
    section = study_section(replace(part, result=replace(part.result, checks=checks)))
    items = [plain_words(item) for item in section.blocks[-1].items]  # type: ignore[union-attr]
    assert items == [
        "\u2713 baseline, second, none left: The team 'Contact hub' is asked for about 20% of its time.",
        "\u2713 other day: The team 'Contact hub' is asked for about 30% of its time.",
        "\u2713 All are there.",
    ]


def test_a_time_from_arrival_and_from_where_all_arrive_stands_once(part) -> None:  # noqa: F811
    """Referrals of the starter all arrive at `request`: to `assessment` it is one time under two names."""
    text = (STARTER / "simulations" / "waits.yaml").read_text(encoding="utf-8").partition("scenarios:")[0]
    text += "milestones: {seen: {pathway: equipment, from: request, to: assessment}}\n"
    figures = {
        Key("time_to_milestone", "equipment", of, statistic): Figure(days, 5)
        for of, statistic, days in (
            ("seen", "median", 9.0), ("assessment", "median", 9.0), ("assessment", "p90", 20.0),
            ("order", "median", 9.0),
        )
    }  # fmt: skip
    result = replace(part.result, scenarios={"baseline": tuple(estimate(Sample.of([figures] * 3)))}, comparisons={})
    found = digest(parse_study(read_document(text, "waits.yaml")), result, part.pathways)
    assert sorted((row.label, row.statistic) for row in found.groups[0].rows) == [
        ("From arrival to 'Home assessment'", "half within"),
        ("From arrival to 'Home assessment'", "nine in ten within"),
        ("From arrival to 'Order and deliver'", "half within"),
    ]


def test_a_second_study_lists_only_the_numbers_that_differ(part) -> None:  # noqa: F811
    entries = part.result.inputs
    other = replace(entries[0], says="rate 900 per year")
    again = replace(part, result=replace(part.result, inputs=(other, *entries[1:])))
    alone = replace(part, result=replace(part.result, inputs=tuple(replace(e, says="new") for e in entries)))
    first, second, third = inputs_sections((part, again, alone))
    tables = [[block for block in section.blocks if isinstance(block, Table)] for section in (first, second, third)]
    assert [len(table.rows) for (table,) in tables] == [len(entries), 1, len(entries)]
    assert plain_words(tables[1][0].rows[0][1].words) == "rate 900 per year"
    (told,) = [b for b in second.blocks if isinstance(b, Paragraph) and not b.look]
    said = plain_words(told.words)
    assert said.startswith(f"{len(entries) - 1} of them are the same as in")
    assert part.study.title in said


def test_expectations_are_told_in_titles(part) -> None:  # noqa: F811
    (verdict, *_) = part.result.expectations
    finding = "the share ending as equipment.not_funded is 8.0%; asked for at most 10%"
    named = replace(verdict, measure="outcome", of="not_funded", finding=finding)
    section = study_section(replace(part, result=replace(part.result, expectations=(named,))))
    (table,) = [b for b in section.blocks if isinstance(b, Table) and b.caption.startswith("Expectations")]
    assert plain_words(table.rows[0][0].words) == "The share ending as 'Not funded' is 8.0%; asked for at most 10%."
