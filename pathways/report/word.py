"""A document to a Word file: headings, lists and tables of named styles, drawings described and fitted to the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pathways.errors import PathwaysError
from pathways.exchange.office import repacked, set_properties
from pathways.report.document import (
    SYNTHETIC_PAGE,
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Fold,
    Heading,
    Paragraph,
    Picture,
    Run,
    Section,
    Table,
    plain_words,
)
from pathways.report.pictures import painted, size_in_points
from pathways.report.word_styles import Styles
from pathways.report.word_text import paragraph, table

_STYLES: Final = {
    "lead": ("Pathways Lead",),
    "answer": ("Pathways Answer",),
    "synthetic": ("Pathways Synthetic",),
    "soft": ("Pathways Note",),
    "meta": ("Pathways Note",),
    "sources": ("Pathways Note",),
    "": ("Body Text", "Normal"),
}
_NEW_PAGE: Final = ("pathway", "rules", "study", "inputs")
_MOST_COLUMNS: Final = 6
_MOST_AT_A_GLANCE: Final = 3  # sections, which need no list of contents
_HEADING_EMU: Final = 1_100_000  # what a heading and a line of text take of a page beside a drawing: 3 cm
_EMU_A_POINT: Final = 12_700


def to_word(document: Document, template: bytes | None = None) -> bytes:
    """The whole document as a Word file.

    Parameters
    ----------
    template
        A Word file or template whose page, header, footer and styles are taken; what is written in it is not.

    Raises
    ------
    PathwaysError
        If the template is none that can be used.
    """
    return _Writer(document, template).bytes()


class _Writer:
    def __init__(self, document: Document, template: bytes | None) -> None:
        from docx.oxml import parse_xml

        self.document, self.parse = document, parse_xml
        self.word = _opened(template)
        self.body = self.word.element.body
        self.end = self.body.sectPr
        if template is None:
            _a4(self.word.sections[-1])
        for element in [element for element in self.body if element is not self.end]:
            self.body.remove(element)
        self.styles = Styles(self.word, is_template=template is not None)
        page = self.word.sections[-1]
        self.width = int(page.page_width - page.left_margin - page.right_margin)
        self.height = int(page.page_height - page.top_margin - page.bottom_margin)
        self.bookmarks = {section.name: f"part{number}" for number, section in enumerate(document.sections, 1)}

    def bytes(self) -> bytes:
        about = self.document
        set_properties(self.word.core_properties, about.title, about.about, about.language)
        _on_every_page(self.word, self.styles)
        self.add(paragraph(self.document.title, self.styles.id("Title"), self.anchor))
        for block in self.document.front:
            self.block(block)
        if len(self.document.sections) > _MOST_AT_A_GLANCE:
            self.add(paragraph("Contents", self.styles.id("Heading 2"), self.anchor))
            contents = tuple((Run(section.title, link=section.name),) for section in self.document.sections)
            self.block(Bullets(contents))
        for number, section in enumerate(self.document.sections, 1):
            self.section(number, section)
        made = io.BytesIO()
        self.word.save(made)
        return repacked(made.getvalue())

    def add(self, markup: str) -> None:
        self.end.addprevious(self.parse(markup))

    def anchor(self, name: str) -> str:
        return self.bookmarks.get(name, "part1")

    # --- parts

    def section(self, number: int, section: Section) -> None:
        starts_page = any(look in _NEW_PAGE for look in section.look.split()) and "small" not in section.look.split()
        self.add(
            paragraph(
                section.title,
                self.styles.id("Heading 1"),
                self.anchor,
                properties="<w:keepNext/><w:pageBreakBefore/>" if starts_page else "<w:keepNext/>",
                bookmark=(number, self.bookmarks[section.name]),
            )
        )
        for block in section.blocks:
            self.block(block)

    def block(self, block: Block, style: str | None = None) -> None:
        """One block; its text in the given style, if there is one."""
        match block:
            case Heading():
                self.add(paragraph(block.text, self.styles.id("Heading 2"), self.anchor, properties="<w:keepNext/>"))
            case Paragraph(look="text"):
                for line in plain_words(block.words).splitlines():
                    self.add(paragraph(line, self.styles.id("Pathways Text"), self.anchor))
            case Paragraph():
                keep = "<w:keepNext/>" if block.look == "soft" else ""  # it says what the table below it is
                name = style or self.styles.id(*_STYLES[block.look])
                self.add(paragraph(block.words, name, self.anchor, properties=keep))
            case Bullets():
                self.list(block)
            case Facts():
                for name, fact in block.pairs:
                    words = (Run(f"{name}: ", "strong"), Run(fact))
                    self.add(paragraph(words, style or self.styles.id("Pathways Note"), self.anchor))
            case Card():
                for inner in block.blocks:
                    self.block(inner, self.styles.id("Pathways Card"))
                self.add(paragraph("", self.styles.id("Pathways Text"), self.anchor))  # or the next joins on
            case Fold():
                self.add(
                    paragraph(
                        (Run(block.summary, "strong"),),
                        style or self.styles.id("Body Text", "Normal"),
                        self.anchor,
                        properties="<w:keepNext/>",
                    )
                )
                for inner in block.blocks:
                    self.block(inner, style)
            case Table():
                for part in block.split(_MOST_COLUMNS):
                    self.table(part)
            case Picture():
                self.picture(block)
            case _:
                self.image(block.svg, block.title, block.alt, self.height)
                self.add(paragraph(block.caption, self.styles.id("Pathways Note"), self.anchor))

    def list(self, block: Bullets) -> None:
        if not block.is_ordered:
            has_style = self.styles.has("List Bullet")
            for item in block.items:
                words = item if has_style else (Run("\u2022 "), *((Run(item),) if isinstance(item, str) else item))
                self.add(paragraph(words, self.styles.id("List Bullet"), self.anchor))
            return
        style, number = self.styles.id("List Number"), _from_one(self.word)
        for place, item in enumerate(block.items, 1):
            counted = item
            if number is None:  # a template without numbered lists
                counted = (Run(f"{place}. "), *((Run(item),) if isinstance(item, str) else item))
            restart = "" if number is None else f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
            self.add(paragraph(counted, style, self.anchor, properties=restart))

    def table(self, block: Table) -> None:
        self.add(paragraph(block.caption, self.styles.id("Pathways Caption"), self.anchor))
        width = self.width // 635  # to twentieths of a point
        names = self.styles.id("Pathways Table"), self.styles.id("Pathways Cell")
        self.add(table(block, *names, width, self.anchor))
        self.add(paragraph("", self.styles.id("Pathways Text"), self.anchor))

    # --- pictures

    def picture(self, block: Picture) -> None:
        from pathways.diagram import sheets

        pages = sheets(block.drawing) or (block.drawing.svg,)
        for number, svg in enumerate(pages, 1):
            which = f", page {number} of {len(pages)}" if len(pages) > 1 else ""
            room = self.height - _HEADING_EMU if number == 1 else self.height - _HEADING_EMU // 3
            self.image(svg, f"{block.title}{which}", f"{block.alt}{which and f' This is{which[1:]}.'}", room)

    def image(self, svg: str, title: str, alt: str, room: int) -> None:
        """A picture as wide as the page or as high as `room`, whichever is less."""
        from docx.oxml.ns import qn

        data, (wide, high) = painted(svg), size_in_points(svg)
        fit = min(self.width / wide, room / high, 1.15 * _EMU_A_POINT)
        inline = self.word.part.new_pic_inline(io.BytesIO(data), int(wide * fit), int(high * fit))
        inline.docPr.set("descr", alt)
        inline.docPr.set("title", title)
        holder = self.parse(paragraph("", self.styles.id("Pathways Picture"), self.anchor))
        run = next(holder.iter(qn("w:r")))
        for child in list(run):
            run.remove(child)
        drawing = run.makeelement(qn("w:drawing"))
        drawing.append(inline)
        run.append(drawing)
        self.end.addprevious(holder)


def _opened(template: bytes | None) -> Any:
    """A document of python-docx; of a template (.dotx) the document that it is a template of."""
    import docx

    if template is None:
        return docx.Document()
    try:
        return docx.Document(io.BytesIO(_as_document(template)))
    except Exception as error:
        raise PathwaysError(
            "the template is not a Word file that can be used\n"
            "    fix: give a .docx or .dotx file, saved by Word without macros"
        ) from error


def _as_document(template: bytes) -> bytes:
    """A template is a document but for what it calls itself."""
    from zipfile import ZipFile

    made = io.BytesIO()
    kind = b"wordprocessingml.template.main+xml"
    with ZipFile(io.BytesIO(template)) as old:
        if kind not in old.read("[Content_Types].xml"):
            return template
        with ZipFile(made, "w") as new:
            for entry in old.infolist():
                data = old.read(entry)
                if entry.filename == "[Content_Types].xml":
                    data = data.replace(kind, b"wordprocessingml.document.main+xml")
                new.writestr(entry, data)
    return made.getvalue()


def _a4(section: Any) -> None:
    from docx.shared import Cm

    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)


def _on_every_page(word: Any, styles: Styles) -> None:
    """What every page says at its foot: that the figures are synthetic, and its number."""
    markup = paragraph((Run(f"{SYNTHETIC_PAGE}. Page ", "soft"),), styles.id("Footer", "Pathways Note"), str)
    field = (
        '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:instr="PAGE">'
        "<w:r><w:t>1</w:t></w:r></w:fldSimple>"
    )
    from docx.oxml import parse_xml

    for section in word.sections:
        for footer in _footers(word, section):
            is_empty = len(footer.paragraphs) == 1 and not footer.paragraphs[0].text and not footer.tables
            line = parse_xml(markup)
            line.append(parse_xml(field))
            if is_empty:
                footer._element.remove(footer.paragraphs[0]._element)
            footer._element.append(line)


def _footers(word: Any, section: Any) -> Iterator[Any]:
    kinds = [section.footer]
    if section.different_first_page_header_footer:
        kinds.append(section.first_page_footer)
    if word.settings.odd_and_even_pages_header_footer:
        kinds.append(section.even_page_footer)
    for footer in kinds:
        footer.is_linked_to_previous = False
        yield footer


def _from_one(word: Any) -> int | None:
    """The number of a new list that counts from 1 as the style for numbered lists does; None if there is no such."""
    from docx.oxml.ns import qn

    style = next((style for style in word.styles if style.name == "List Number"), None)
    found = None if style is None else style.element.find(f".//{qn('w:numId')}")
    if found is None:
        return None
    numbering = word.part.numbering_part.element
    for number in numbering.num_lst:
        if number.numId == found.val:
            made = numbering.add_num(number.abstractNumId.val)
            made.add_lvlOverride(ilvl=0).add_startOverride(1)
            return int(made.numId)
    return None
