"""Reports for Word, Excel and PowerPoint: described, marked up, fitted to the page, safe, and the same every time."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pptx
import pytest

import pathways as pw
from pathways.diagram import Drawing, draw, sheets
from pathways.report import written
from pathways.report.document import (
    SYNTHETIC_PAGE,
    Block,
    Bullets,
    Card,
    Cell,
    Column,
    Document,
    Facts,
    Fold,
    Heading,
    IntervalChart,
    Paragraph,
    Picture,
    Point,
    Section,
    Table,
)
from tests.outside.conftest import Invoke, edit, in_a_process

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = ("docx", "xlsx", "pptx")
ROOT = Path(__file__).parents[2]
# What a spreadsheet may take for a formula or a command, and what may break out of markup.
NASTY = tuple(
    f"{sign}{text}"
    for sign in ("=", "+", "-", "@", "\t=", "\uff1d", "\uff0b", "\uff0d", "\uff20", '"=', "'=", " =")
    for text in ("1+1", 'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "</w:t></w:r>&<b>")
)


def square() -> Drawing:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="100pt" viewBox="0 0 100 100">\n'
        '<rect width="90" height="90"/></svg>\n'
    )
    return Drawing(svg, "A square.", 100.0, 100.0, 7.0)


def document(*blocks: Block, look: str = "study") -> Document:
    return Document("Title", "About", (Paragraph("Front"),), (Section("study-a", "A study", blocks, look),))


def chart(
    labels: tuple[str, ...] = ("MASH", "Panel"), series: tuple[str, ...] = ("baseline", "surge")
) -> IntervalChart:
    points = tuple(
        tuple(Point(10.0 * n + m, 10.0 * n + m - 1, 10.0 * n + m + 2) for m in range(len(series)))
        for n in range(len(labels))
    )
    return IntervalChart("chart-a-waits", "Average waits", "A study", "Days", labels, series, points)


def parts(data: bytes, pattern: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """The XML parts of an Office file whose names fit."""
    with ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if re.fullmatch(pattern, name):
                yield name, ElementTree.fromstring(file.read(name))


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pathways.commands.new import new

    folder = tmp_path_factory.mktemp("office") / "space"
    new(folder)
    edit(folder / "simulations" / "waits.yaml", "replications: 20", "replications: 2")
    return folder


@pytest.fixture(scope="module")
def files(space: Path) -> dict[str, bytes]:
    """The starter's report in every format."""
    from pathways.commands.run import write_report

    outcome = write_report(space, formats=("html", *OFFICE))
    assert [path.name for path in outcome.reports] == [f"report.{ending}" for ending in ("html", *OFFICE)]
    return {path.suffix[1:]: path.read_bytes() for path in outcome.reports}


def test_the_same_files_give_the_same_bytes_in_every_format(space, files, tmp_path):
    """Made again from another folder, at another time."""
    from pathways.commands.run import write_report

    copy = tmp_path / "elsewhere"
    shutil.copytree(space, copy, ignore=shutil.ignore_patterns("reports"))
    again = write_report(copy, to=tmp_path / "out", formats=("html", *OFFICE))
    assert {path.suffix[1:]: path.read_bytes() for path in again.reports} == files


@pytest.mark.parametrize("ending", OFFICE)
def test_a_file_tells_neither_when_nor_by_whom_it_was_made(files, ending):
    with ZipFile(io.BytesIO(files[ending])) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}
    assert set(re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core)) == {"pathways"}


def test_word_pictures_are_described_and_fit_the_page(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    page = word.sections[-1]
    shapes = list(word.inline_shapes)
    assert len(shapes) == 4  # the drawing, the chart of who does what, and two charts
    for shape in shapes:
        assert len(shape._inline.docPr.get("descr")) > 20
        assert shape.width <= page.page_width - page.left_margin - page.right_margin
        assert shape.height <= page.page_height - page.top_margin - page.bottom_margin
    assert len({shape._inline.docPr.get("id") for shape in shapes}) == 4


def test_word_tables_have_heading_rows_and_text_is_british(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    assert len(word.tables) >= 8
    for table in word.tables:
        heads = table._tbl.findall(f"{WORD}tr/{WORD}trPr/{WORD}tblHeader")
        assert len(heads) == 1
        assert all(cell.text for cell in table.rows[0].cells)
    languages = {lang.get(f"{WORD}val") for lang in word.styles.element.iter(f"{WORD}lang")}
    assert languages == {"en-GB"}
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.title.endswith("referral pathways")


def test_word_says_on_every_page_that_figures_are_synthetic(files):
    word = docx.Document(io.BytesIO(files["docx"]))
    for section in word.sections:
        assert SYNTHETIC_PAGE in "".join(paragraph.text for paragraph in section.footer.paragraphs)


def test_word_links_lead_to_its_own_headings(files):
    body = docx.Document(io.BytesIO(files["docx"])).element.body
    marks = {mark.get(f"{WORD}name") for mark in body.iter(f"{WORD}bookmarkStart")}
    links = {link.get(f"{WORD}anchor") for link in body.iter(f"{WORD}hyperlink")}
    assert links
    assert links <= marks


def test_all_formats_say_the_same(files):
    """Every sentence of the answer and every caption of the page stands in Word and Excel too."""
    page = re.sub(r"<[^>]*>", "", files["html"].decode())
    word = "\n".join(
        "".join(p.itertext()) for _, root in parts(files["docx"], "word/document.xml") for p in root.iter(f"{WORD}p")
    )
    excel = "\n".join("".join(s.itertext()) for _, root in parts(files["xlsx"], "xl/sharedStrings.xml") for s in root)
    captions = re.findall(r"<caption>([^<]+)</caption>", files["html"].decode())
    answers = re.findall(r'<p class="answer">([^<]+)</p>', files["html"].decode())
    assert len(captions) >= 8
    assert answers
    for text in [*captions, *answers]:
        plain = text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        assert plain in word
        assert plain.partition(":")[0] in excel
    assert "What this rests on" in page
    assert "What this rests on" in word
    assert "What this rests on" in excel


def test_a_long_drawing_goes_over_several_pages():
    """The oracle is `sheets`, which the PNG pages of a long drawing are made with."""
    drawing = draw(pw.load("child", ROOT).linked)
    pages = len(sheets(drawing))
    assert pages >= 2
    made = docx.Document(io.BytesIO(written(document(Picture("p", "Child", "Described.", drawing)), "docx")))
    shapes = list(made.inline_shapes)
    assert len(shapes) == pages
    assert f"page {pages} of {pages}" in shapes[-1]._inline.docPr.get("title")
    section = made.sections[-1]
    room = section.page_height - section.top_margin - section.bottom_margin
    assert all(shape.height <= room for shape in shapes)


def test_a_numbered_list_counts_from_one_again():
    steps = Bullets(("one", "two"), is_ordered=True)
    made = docx.Document(io.BytesIO(written(document(steps, steps), "docx")))
    numbers = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p.text in ("one", "two")]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


# --- how a study was simulated, and how to make the report again


# The items of STRESS-DES version 1.0 (Monks and others 2019, table 3), with the five parts of 2.5.
ITEMS = [
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5",
    "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
]  # fmt: skip


def test_every_item_of_the_checklist_is_answered_from_the_study(files):
    """By hand: facts of the starter's study."""
    word = docx.Document(io.BytesIO(files["docx"]))
    table = next(table for table in word.tables if table.cell(0, 1).text == "In this study")
    told = {row.cells[0].text.split()[0]: row.cells[1].text for row in table.rows[1:]}
    assert list(told) == ITEMS
    assert all(len(text) > 10 for text in told.values())
    assert "rate 400 per year" in told["2.5.1"]
    assert "Therapist" in told["2.5.3"]
    assert "2 independent replications (the study asks for 2)" in told["4.3"]
    assert "seed 2024" in told["5.2"]
    assert "pathways simulate waits --replications 2 --seed 2024" in told["6.1"]
    text = re.sub(r"<[^>]*>", " ", files["html"].decode())
    excel = "\n".join("".join(s.itertext()) for _, root in parts(files["xlsx"], "xl/sharedStrings.xml") for s in root)
    for item in ITEMS:
        assert re.search(rf"(?<![\d.]){re.escape(item)} [A-Z]", text)
        assert re.search(rf"^{re.escape(item)} [A-Z]", excel, re.MULTILINE)


def test_the_report_names_all_that_its_bytes_depend_on(files, space):
    from importlib.metadata import version

    from pathways.workspace import load_study

    study, _ = load_study("waits", space)
    mark = sha256(study.text.encode()).hexdigest()[:16]
    page = files["html"].decode()
    assert f"{mark}, seed 2024, 2 replications" in page
    for library in ("numpy", "matplotlib", "python-docx", "xlsxwriter"):
        assert f"{library} {version(library)}" in page


# --- the council's own template


def template(kind: str = "document") -> bytes:
    """A4 sideways, with a footer, a red heading, its own answer style and some text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, RGBColor

    made = docx.Document()
    made.add_paragraph("Type your text here")
    section = made.sections[0]
    section.page_width, section.page_height, section.left_margin = Cm(29.7), Cm(21.0), Cm(6.0)
    section.footer.paragraphs[0].text = "Aldermere Council"
    made.styles["Heading 1"].font.color.rgb = RGBColor(0xFF, 0, 0)
    made.styles.add_style("Pathways Answer", WD_STYLE_TYPE.PARAGRAPH).font.italic = True
    data = io.BytesIO()
    made.save(data)
    if kind == "document":
        return data.getvalue()
    changed = io.BytesIO()
    with ZipFile(data) as old, ZipFile(changed, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b"document.main+xml", b"template.main+xml"))
    return changed.getvalue()


@pytest.mark.parametrize("kind", ["document", "template"])
def test_word_takes_page_footer_and_styles_of_a_template_and_not_its_text(kind):
    told = document(Paragraph("It falls.", "answer"), Picture("p", "Square", "Described.", square()))
    made = docx.Document(io.BytesIO(written(told, "docx", template(kind))))
    assert made.sections[-1].left_margin.cm == pytest.approx(6.0, abs=0.01)
    footer = [paragraph.text for paragraph in made.sections[-1].footer.paragraphs]
    assert footer[0] == "Aldermere Council"
    assert SYNTHETIC_PAGE in footer[1]
    assert made.styles["Heading 1"].font.color.rgb == (0xFF, 0, 0)
    answer = next(paragraph for paragraph in made.paragraphs if paragraph.text == "It falls.")
    assert answer.style.name == "Pathways Answer"
    assert answer.style.font.italic
    assert "Type your text here" not in [paragraph.text for paragraph in made.paragraphs]
    assert len([style for style in made.styles if style.name == "Pathways Answer"]) == 1


def test_a_template_that_lacks_styles_gets_those_that_a_report_needs():
    """Word writes only the styles that were ever used: here none but Normal."""
    made = docx.Document(io.BytesIO(template()))
    for style in list(made.styles):
        if style.name not in ("Normal", "Default Paragraph Font", "Normal Table", "No List"):
            style.delete()
    bare = io.BytesIO()
    made.save(bare)
    steps = (Bullets(("first", "second")), Bullets(("third",), is_ordered=True), Heading("Within"))
    told = docx.Document(io.BytesIO(written(document(*steps), "docx", bare.getvalue())))
    styles = {paragraph.text: paragraph.style.name for paragraph in told.paragraphs}
    assert styles["Title"] == "Title"
    assert styles["A study"] == "Heading 1"
    assert styles["Within"] == "Heading 2"
    assert {"\u2022 first", "\u2022 second", "1. third"} <= set(styles)
    level = told.styles["Heading 1"].element.find(f".//{WORD}outlineLvl")
    assert level.get(f"{WORD}val") == "0"


def test_what_is_no_template_is_refused(starter, invoke: Invoke):
    (starter / "letter.docx").write_text("not a Word file", encoding="utf-8")
    refused = invoke("report", "--format", "docx", "--template", "letter.docx", "--quick")
    assert refused.exit_code == 2
    assert "the template is not a Word file that can be used" in refused.stderr
    none = invoke("report", "--format", "xlsx", "--template", "letter.docx")
    assert none.exit_code == 2
    assert "no Word file is to be written" in none.stderr
    missing = invoke("report", "--format", "docx", "--template", "nowhere.docx")
    assert missing.exit_code == 2
    assert "could not be read" in missing.stderr


# --- Excel


def everywhere(text: str) -> Document:
    """A document that has a text wherever one of the user's may stand."""
    table = Table(text, (Column(text), Column(text, part=text)), ((Cell(text), Cell(text)),))
    labelled = chart((text, "Panel"), (text, "surge"))
    blocks = (
        Heading(text), Paragraph(text, "lead"), Paragraph(text, "answer"), Bullets((text,)), Facts(((text, text),)),
        table, labelled, Card("broken", (Paragraph(text),)), Fold(text, (Paragraph(text, "text"),)),
        Picture("p", text, text, square()),
    )  # fmt: skip
    return Document(text, text, (Paragraph(text),), (Section("study-a", text, blocks, "study"),))


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_ever_holds_a_formula(text):
    """Whatever texts say; and each text is there as it was, marked as one where it begins like a formula."""
    data = written(everywhere(text), "xlsx")
    strings = ["".join(item.itertext()) for _, root in parts(data, "xl/sharedStrings.xml") for item in root]
    assert text.replace("\n", "_x000A_") in strings
    for _, root in parts(data, r"xl/worksheets/.*\.xml"):
        assert list(root.iter(f"{SHEET}f")) == []
        assert {cell.get("t") for cell in root.iter(f"{SHEET}c")} <= {"s", None, "n"}
    formulas = [f.text for _, root in parts(data, r"xl/charts/.*\.xml") for f in root.iter() if f.tag.endswith("}f")]
    assert formulas
    assert all(re.fullmatch(r"a!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", formula or "") for formula in formulas)


def test_what_begins_like_a_formula_stays_text_when_it_is_edited():
    """By the `quotePrefix` of its format: without it, Enter in the cell would make a formula of it."""
    data = written(document(Paragraph("=1+1"), Paragraph("1+1")), "xlsx")
    (_, styles), *_ = parts(data, "xl/styles.xml")
    quoted = [form.get("quotePrefix") == "1" for form in styles.find(f"{SHEET}cellXfs") or ()]
    strings = ["".join(item.itertext()) for _, root in parts(data, "xl/sharedStrings.xml") for item in root]
    found = {
        strings[int(cell.findtext(f"{SHEET}v") or 0)]: quoted[int(cell.get("s") or 0)]
        for _, root in parts(data, "xl/worksheets/sheet2.xml")
        for cell in root.iter(f"{SHEET}c")
        if cell.get("t") == "s"
    }
    assert found["=1+1"]
    assert not found["1+1"]


@pytest.mark.parametrize("ending", OFFICE)
def test_a_title_and_question_of_any_length_are_told_of_the_file_as_far_as_office_takes_them(ending):
    data = written(Document("Why? " * 60, "What if? " * 60, (), ()), ending)
    (_, core), *_ = parts(data, "docProps/core.xml")
    told = {element.tag.rsplit("}", 1)[1]: element.text or "" for element in core.iter()}
    for name, begins in (("title", "Why? " * 50), ("subject", "What if? " * 27)):
        assert told[name].startswith(begins)
        assert len(told[name]) <= 255


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_any_text_leaves_word_and_slides_whole(ending):
    for text in (*NASTY[::7], r"$\frac{ costs $5"):
        data = written(everywhere(text), ending)
        texts = "".join(
            "".join(root.itertext()) for _, root in parts(data, r"(word/document|ppt/slides/slide\d+)\.xml")
        )
        assert text.strip() in texts


def test_excel_holds_numbers_with_their_intervals_and_heads_that_stay():
    cells = (Cell("Wait"), Cell("12.3 (11.0 to 13.6)", value=12.345, low=11.0, high=13.6))
    data = written(document(Table("Waits", (Column("Measure"), Column("Days (95% interval)")), (cells,))), "xlsx")
    (_, sheet), *_ = parts(data, "xl/worksheets/sheet2.xml")
    assert [float(cell.findtext(f"{SHEET}v") or 0) for cell in sheet.iter(f"{SHEET}c") if cell.get("t") != "s"] == [
        12.345,
        11.0,
        13.6,
    ]
    pane = next(sheet.iter(f"{SHEET}pane"))
    assert pane.get("state") == "frozen"
    assert int(pane.get("ySplit") or 0) == 4  # title, note, caption and the table's heading
    assert pane.get("xSplit") == "1"


def test_excel_draws_its_own_charts_from_numbers_in_cells(files):
    charts = list(parts(files["xlsx"], r"xl/charts/chart\d+\.xml"))
    assert len(charts) == 2
    names = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    for _, root in charts:
        assert list(root.iter(f"{names}errBars"))
        assert list(root.iter(f"{names}numRef"))
    described = [
        e.get("descr")
        for _, root in parts(files["xlsx"], r"xl/drawings/drawing\d+\.xml")
        for e in root.iter()
        if e.tag.endswith("}cNvPr")
    ]
    assert len(described) == 4
    assert all(described)


# --- PowerPoint


def test_slides_have_each_drawing_described_and_say_that_figures_are_synthetic(files):
    show = pptx.Presentation(io.BytesIO(files["pptx"]))
    pictures = [shape for slide in show.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 3  # the chart of who does what, and two charts
    drawn = next(slide for slide in show.slides if slide.shapes.title.text.startswith("Community equipment request"))
    states = [shape.text_frame.text for shape in drawn.shapes if shape.has_text_frame]
    assert "Home assessment" in " ".join(states).replace("\v", " ").replace("\n", " ")  # as a shape of its own
    assert len(list(drawn.shapes)) > 20
    for picture in pictures:
        assert len(picture._element.nvPicPr.cNvPr.get("descr")) > 20
        assert picture.left >= 0
        assert picture.left + picture.width <= show.slide_width
        assert picture.top + picture.height <= show.slide_height
    for slide in show.slides:
        assert slide.shapes.title.text
        assert SYNTHETIC_PAGE in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_words_take_no_more_slides_than_they_need_and_cautions_and_assumptions_are_told():
    def slides(sentences: int) -> list[list[str]]:
        answer = Section(
            "answer", "The answer",
            (
                Paragraph("A long enough sentence. " * 5, "answer"),
                *(Paragraph(f"Number {n} says something of its own.", "answer") for n in range(sentences)),
                Card("departed", (Paragraph("Partners are not counted."),)),
            ),
            "study small",
        )  # fmt: skip
        basis = Section("basis", "What this rests on", (Bullets(("All is assumed.",)),), "small basis")
        show = pptx.Presentation(io.BytesIO(written(Document("Title", "Why?", (), (answer, basis)), "pptx")))
        return [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in show.slides]

    few, many = slides(3), slides(40)
    assert [found[0] for found in few] == ["Title", "The answer", "What this rests on"]
    assert [found[0] for found in many] == [
        "Title",
        *["The answer"],
        *["The answer, continued"] * 2,
        "What this rests on",
    ]
    for found in (few, many):
        texts = [text for slide in found for text in slide]
        assert any("Mind: Partners are not counted." in text for text in texts)
        assert any("All is assumed." in text for text in texts)
    lengths = [len(slide[-1].split("\n")) for slide in many[1:-1]]
    assert max(lengths) < 2 * min(lengths)


# --- the command


def test_the_ending_of_the_file_says_the_format(starter, invoke: Invoke):
    done = invoke("report", "-o", "board.docx", "--quick")
    assert done.exit_code == 0, done.stderr
    assert "report: board.docx" in done.stdout
    assert docx.Document(str(starter / "board.docx")).paragraphs[0].style.name == "Title"


def test_formats_that_are_none_or_do_not_fit_the_file_are_refused(starter, invoke: Invoke):
    assert "use html, docx, xlsx, pptx" in invoke("report", "--format", "pdf").stderr
    assert invoke("report", "--format", ",").exit_code == 2
    contradicted = invoke("report", "--format", "xlsx", "-o", "board.docx")
    assert contradicted.exit_code == 2
    assert "board.docx is one file of the format docx, but xlsx is asked for" in contradicted.stderr
    other = invoke("report", "-o", "board.pdf")
    assert other.exit_code == 2
    assert "board.pdf would be of a format that is not written" in other.stderr
    assert "drawings in a document: pathways report --format docx" in invoke("draw", "--format", "docx").stderr


def test_a_report_of_one_study_tells_of_no_other_study_or_pathway(starter, invoke: Invoke):
    """By hand: two pathways, and a study of each."""
    for folder, name, changes in (
        ("definitions", "equipment.yaml", [("pathway: equipment", "pathway: other")]),
        ("simulations", "waits.yaml", [("study: waits", "study: others"), ("equipment", "other")]),
    ):
        text = (starter / folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (starter / folder / f"other-{name}").write_text(text, encoding="utf-8")
    done = invoke("report", "--study", "others", "--quick", "-o", "one.html")
    assert done.exit_code == 0, done.stderr
    page = (starter / "one.html").read_text(encoding="utf-8")
    assert 'id="study-others"' in page
    assert 'id="study-waits"' not in page
    assert 'id="pathway-other"' in page
    assert 'id="pathway-equipment"' not in page


@pytest.mark.slow
def test_reports_and_packs_are_the_same_bytes_in_processes_with_other_surroundings(space, tmp_path):
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
    )
    made = []
    for number, environment in enumerate(surroundings):
        folder = tmp_path / str(number)
        for command in (("report",), ("pack", "waits", "--quarters", "4")):
            arguments = (*command, "--format", "html,docx,xlsx,pptx", "-o", str(folder))
            done = in_a_process(space, *arguments, **environment)
            assert done.returncode in (0, 1), done.stderr
        made.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert len(made[0]) == 8
    assert made[0] == made[1]
