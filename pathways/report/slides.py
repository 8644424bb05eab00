"""A document to slides: one for each drawing and chart, and for each study's answers, with the words as notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from pathways.exchange.office import repacked, set_properties
from pathways.report.document import (
    SYNTHETIC_PAGE,
    Block,
    Bullets,
    Card,
    Chart,
    Document,
    Facts,
    Paragraph,
    Picture,
    Section,
    Table,
    plain_words,
)
from pathways.report.pictures import painted, size_in_points
from pathways.report.slide_tables import fill, laid

_EMU_A_POINT: Final = 12_700
_WIDE, _HIGH = 960 * _EMU_A_POINT, 540 * _EMU_A_POINT  # sixteen to nine
_EDGE: Final = 30 * _EMU_A_POINT
_TOP: Final = 74 * _EMU_A_POINT  # below the title
_FOOT: Final = 26 * _EMU_A_POINT
_INK, _WARN, _SOFT = "1D2B36", "7A5300", "4A5660"
_SIZES: Final = (22, 20, 18, 16)  # of words on a slide, in points
_SPLIT_SIZE: Final = 18  # where one slide is not enough
_AFTER: Final = 8  # points below a paragraph
_MOST_COLUMNS: Final = 8
_BLANK: Final = 5  # the layout that has a title alone


def to_slides(document: Document) -> bytes:
    """The drawings, answers, charts and expectations of a document as a PowerPoint file."""
    from pptx import Presentation
    from pptx.util import Emu

    show = Presentation()
    show.slide_width, show.slide_height = Emu(_WIDE), Emu(_HIGH)
    set_properties(show.core_properties, document.title, document.about, document.language)
    writer = _Writer(show)
    first = writer.slide(document.title)
    writer.words(first, [document.about, *(plain_words(paragraph.words) for paragraph in document.front)], 20)
    for section in document.sections:
        writer.section(section)
    made = io.BytesIO()
    show.save(made)
    return repacked(made.getvalue())


class _Writer:
    def __init__(self, show: Any) -> None:
        self.show = show
        self.layout = show.slide_layouts[_BLANK]

    def section(self, section: Section) -> None:
        kinds = section.look.split()
        if "pathway" in kinds:
            notes = [plain_words(block.words) for block in section.all_blocks() if isinstance(block, Paragraph)]
            for block in section.blocks:
                if isinstance(block, Picture):
                    self.picture(block, "\n".join(notes))
        elif "start" in kinds:
            for table in section.blocks:
                if isinstance(table, Table):
                    self.table(table, table.caption)
        elif "study" in kinds:
            self.study(section)
        elif "rules" in kinds:
            self.rules(section)
        elif "pack" in kinds:
            self.figures(section)
        else:
            if "basis" in kinds:
                self.text(section.title, _words_of(section.blocks))
            for block in section.blocks:
                if isinstance(block, Chart):
                    self.chart(block, block.title)

    def study(self, section: Section) -> None:
        """Question and answers, expectations, and the charts."""
        is_alone = "small" in section.look.split()  # then its question stands on the first slide
        question = [
            plain_words(b.words)
            for b in section.blocks
            if isinstance(b, Paragraph) and b.look == "lead" and not is_alone
        ]
        answers = [plain_words(b.words) for b in section.blocks if isinstance(b, Paragraph) and b.look == "answer"]
        if is_alone:
            answers += [f"Mind: {w}" for w in _words_of([b for b in section.blocks if isinstance(b, Card)])]
        facts = [f"{name}: {fact}" for b in section.blocks if isinstance(b, Facts) for name, fact in b.pairs]
        self.text(section.title, [*question, *answers], notes="\n".join(facts), bold=len(question))
        for block in section.blocks:
            if isinstance(block, Table) and any(column.look == "verdict" for column in block.columns):
                of_study = "" if is_alone else f": {section.title}"
                self.table(block, f"{block.caption}{of_study}")
            elif isinstance(block, Chart):
                self.chart(block, f"{block.title}: {section.title}")

    def figures(self, section: Section) -> None:
        """Every table and chart."""
        for block in section.blocks:
            if isinstance(block, Table):
                for part in block.split(_MOST_COLUMNS):
                    self.table(part, part.caption)
            elif isinstance(block, Chart):
                self.chart(block, block.title)

    def rules(self, section: Section) -> None:
        """What is said of broken rules, as text; not what the policies are about, nor every rule."""
        cards = [inner for block in section.blocks if isinstance(block, Card) for inner in block.blocks]
        told = [
            plain_words(block.words)
            for block in (*section.blocks[:1], *cards)
            if isinstance(block, Paragraph) and block.look != "meta"
        ]
        self.text("Rules", told)

    def text(self, title: str, paragraphs: list[str], notes: str = "", bold: int = 0) -> None:
        """Paragraphs in letters as large as fit a slide, or on several slides; the first `bold` of them bold."""
        points, parts = _laid(paragraphs)
        for number, part in enumerate(parts):
            slide = self.slide(title if number == 0 else f"{title}, continued", notes=notes)
            self.words(slide, part, points, bold=bold if number == 0 else 0)

    # --- pieces of slides

    def slide(self, title: str, notes: str = "") -> Any:
        """A slide with its title, and at its foot that figures are synthetic."""
        from pptx.util import Pt

        slide = self.show.slides.add_slide(self.layout)
        holder = slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = _EDGE, _EDGE // 2, _WIDE - 2 * _EDGE, _TOP - _EDGE // 2
        holder.text_frame.word_wrap = True
        holder.text_frame.text = _fit(title)
        _style(holder.text_frame, Pt(24 if len(title) < 70 else 20), _INK, bold=True)
        self.foot(slide, 11)
        if notes:
            slide.notes_slide.notes_text_frame.text = _fit(notes)
        return slide

    def foot(self, slide: Any, points: int) -> None:
        """At the foot of a slide, that figures are synthetic."""
        from pptx.util import Pt

        high = 2 * points * _EMU_A_POINT
        foot = slide.shapes.add_textbox(_EDGE, _HIGH - high, _WIDE - 2 * _EDGE, high)
        foot.name = "Synthetic"
        foot.text_frame.word_wrap = True
        foot.text_frame.text = SYNTHETIC_PAGE
        _style(foot.text_frame, Pt(points), _WARN, bold=True)

    def words(self, slide: Any, paragraphs: list[str], points: int, bold: int = 0) -> None:
        from pptx.util import Pt

        box = slide.shapes.add_textbox(_EDGE, _TOP, _WIDE - 2 * _EDGE, _HIGH - _TOP - _FOOT)
        frame = box.text_frame
        frame.word_wrap = True
        for number, words in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.text = _fit(words)
            paragraph.space_after = Pt(_AFTER)
        _style(frame, Pt(points), _INK)
        for paragraph in frame.paragraphs[:bold]:
            for run in paragraph.runs:
                run.font.bold = True

    def picture(self, block: Picture, notes: str) -> None:
        """A pathway as shapes that can be moved and rewritten; another drawing as a picture."""
        if block.pathway is not None:
            from pathways.diagram.pptx import add_slides

            for slide in add_slides(self.show, block.pathway):
                self.foot(slide, 9)
            return
        slide = self.slide(block.title, notes=notes)
        self.image(slide, block.drawing.svg, block.title, block.alt)

    def image(self, slide: Any, svg: str, title: str, alt: str) -> None:
        """A picture as large as there is room for, described."""
        wide, high = (points * _EMU_A_POINT for points in size_in_points(svg))
        room_wide, room_high = _WIDE - 2 * _EDGE, _HIGH - _TOP - _FOOT
        fit = min(room_wide / wide, room_high / high)
        left = int((_WIDE - wide * fit) / 2)
        shown = slide.shapes.add_picture(io.BytesIO(painted(svg)), left, _TOP, int(wide * fit), int(high * fit))
        shown.name = _fit(title)
        properties = shown._element.nvPicPr.cNvPr
        properties.set("descr", alt)
        properties.set("title", title)

    def chart(self, block: Chart, title: str) -> None:
        self.image(self.slide(title, notes=block.caption), block.svg, block.title, block.alt)

    def table(self, block: Table, title: str) -> None:
        """A table over as many slides as its rows need."""
        wide = _WIDE - 2 * _EDGE
        as_laid = laid(block, wide, _HIGH - _TOP - _FOOT)
        for part in as_laid.pieces:
            slide = self.slide(title)
            shape = slide.shapes.add_table(len(part.rows) + 1, len(part.columns), _EDGE, _TOP, wide, _EDGE)
            shape.name = _fit(block.caption)
            shape._element.nvGraphicFramePr.cNvPr.set("descr", block.caption)
            fill(shape.table, part, as_laid, _fit)


def _style(frame: Any, size: Any, colour: str, *, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN

    rgb: Any = RGBColor
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = size, "Arial", bold
            run.font.color.rgb = rgb(*bytes.fromhex(colour))
            run.font.language_id = _british()


def _british() -> Any:
    from pptx.enum.lang import MSO_LANGUAGE_ID

    return MSO_LANGUAGE_ID.ENGLISH_UK


def _words_of(blocks: Sequence[Block]) -> list[str]:
    """What paragraphs and lists say, also inside of cards, less what only says how it was made."""
    found = []
    for block in blocks:
        if isinstance(block, Card):
            found += _words_of(block.blocks)
        elif isinstance(block, Bullets):
            found += [f"\u2022 {plain_words(item)}" for item in block.items]
        elif isinstance(block, Paragraph) and block.look != "meta":
            found.append(plain_words(block.words))
    return found


def _laid(paragraphs: list[str]) -> tuple[int, list[list[str]]]:
    """The size of letters, in points, and the paragraphs of each slide, which are all about equally full."""
    room = (_HIGH - _TOP - _FOOT) / _EMU_A_POINT
    for points in _SIZES:
        if sum(_height(words, points) for words in paragraphs) <= room:
            return points, [paragraphs] if paragraphs else []
    heights = [_height(words, _SPLIT_SIZE) for words in paragraphs]
    most = sum(heights) / -(-sum(heights) // room)
    parts: list[list[str]] = [[]]
    used = 0.0
    for words, height in zip(paragraphs, heights, strict=True):
        if parts[-1] and (used + height > room or used + height / 2 > most):
            parts.append([])
            used = 0.0
        parts[-1].append(words)
        used += height
    return _SPLIT_SIZE, parts


def _height(words: str, points: int) -> float:
    """How high a paragraph is, in points; letters are about half as wide as their size on average."""
    letters = int((_WIDE - 2 * _EDGE) / _EMU_A_POINT / (0.52 * points))
    return -(-max(len(words), 1) // letters) * 1.2 * points + _AFTER


def _fit(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")
