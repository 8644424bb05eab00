"""The styles of a Word file: those that a template has, and our own for what it lacks."""

from __future__ import annotations

from typing import Any, Final

LANGUAGE: Final = "en-GB"
_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_INK: Final = "1D2B36"
# Name of each style of our own: markup of its paragraphs, and of its letters.
_OURS: Final = {
    "Pathways Lead": ('<w:spacing w:before="60" w:after="120"/>', '<w:sz w:val="25"/><w:szCs w:val="25"/>'),
    "Pathways Answer": (
        '<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="00558C"/></w:pBdr><w:spacing w:before="60" '
        'w:after="120"/><w:ind w:left="284"/>',
        '<w:sz w:val="23"/><w:szCs w:val="23"/>',
    ),
    "Pathways Synthetic": (
        '<w:keepNext/><w:pBdr><w:top w:val="single" w:sz="12" w:space="3" w:color="7A5300"/><w:left w:val="single" '
        'w:sz="12" w:space="4" w:color="7A5300"/><w:bottom w:val="single" w:sz="12" w:space="3" w:color="7A5300"/>'
        '<w:right w:val="single" w:sz="12" w:space="4" w:color="7A5300"/></w:pBdr><w:shd w:val="clear" w:color="auto" '
        'w:fill="FFF3CF"/><w:spacing w:before="120" w:after="120"/><w:ind w:left="120" w:right="120"/>',
        "<w:b/>",
    ),
    "Pathways Note": ('<w:spacing w:after="80"/>', '<w:color w:val="4A5660"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
    "Pathways Text": (
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    "Pathways Card": (
        '<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="B5BFC7"/></w:pBdr><w:shd w:val="clear" '
        'w:color="auto" w:fill="F4F7F9"/><w:spacing w:before="0" w:after="60"/><w:ind w:left="284"/>',
        "",
    ),
    "Pathways Cell": (
        '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>',
        '<w:sz w:val="17"/><w:szCs w:val="17"/>',
    ),
    "Pathways Caption": (
        '<w:keepNext/><w:spacing w:before="160" w:after="60"/>',
        '<w:b/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "Pathways Picture": ('<w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/>', ""),
}
# Word leaves out of a template what was never used in it: the markup of styles that a report cannot do without.
_BUILT_IN: Final = {
    "Title": ("Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="44"/><w:szCs w:val="44"/>'),
    "Heading 1": (
        "heading 1",
        '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>',
    ),
    "Heading 2": (
        "heading 2",
        '<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
}
_TABLE: Final = "Pathways Table"
_HEADINGS: Final = {"Title": (44, 0, 120), "Heading 1": (32, 240, 80), "Heading 2": (24, 200, 60)}


class Styles:
    """Ids of styles by their names in a document of python-docx.

    Parameters
    ----------
    is_template
        The document is somebody's template: its own styles are left as they are.
    """

    def __init__(self, word: Any, *, is_template: bool) -> None:
        self.word = word
        self._ids: dict[str, str] = {}
        if not is_template:
            self._dress()
        for name, (written, paragraph, letters) in _BUILT_IN.items():
            if not self.has(name):
                self._add(written, "paragraph", f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr>", is_ours=False)
        for name, (paragraph, letters) in _OURS.items():
            if not self.has(name):
                self._add(name, "paragraph", f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr>")
        if not self.has(_TABLE):
            self._add(_TABLE, "table", _table_markup())
        self._speak()
        self._ids = {str(style.name): str(style.style_id) for style in word.styles}

    def has(self, name: str) -> bool:
        return name in self._ids if self._ids else any(style.name == name for style in self.word.styles)

    def id(self, *names: str) -> str:
        """The id of the first of these styles that there is; of the usual one if there is none."""
        known = self._ids or {style.name: str(style.style_id) for style in self.word.styles}
        return next((known[name] for name in names if name in known), known.get("Normal", "Normal"))

    def _add(self, name: str, kind: str, markup: str, *, is_ours: bool = True) -> None:
        from docx.oxml import parse_xml

        custom = ' w:customStyle="1"' if is_ours else ""
        id_ = "".join(word[:1].upper() + word[1:] for word in name.split())
        based = self.id("Normal") if kind == "paragraph" else self.id("Normal Table", "Table Normal")
        self.word.styles.element.append(
            parse_xml(
                f'<w:style xmlns:w="{_SPACE}" w:type="{kind}"{custom} w:styleId="{id_}">'
                f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>{markup}</w:style>'
            )
        )

    def _dress(self) -> None:
        """Our own look, where no template gives one."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt, RGBColor

        for style in self.word.styles:
            if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
                _plain_font(style, "Arial")
        normal = self.word.styles["Normal"]
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        for name, (half_points, before, after) in _HEADINGS.items():
            style = self.word.styles[name]
            style.font.size, style.font.bold = Pt(half_points / 2), True
            style.font.color.rgb = RGBColor.from_string(_INK)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before / 20), Pt(after / 20)
            for border in style.element.findall(f".//{{{_SPACE}}}pBdr"):
                border.getparent().remove(border)

    def _speak(self) -> None:
        """British English, throughout."""
        from docx.oxml import parse_xml

        root = self.word.styles.element
        for language in root.iter(f"{{{_SPACE}}}lang"):
            language.set(f"{{{_SPACE}}}val", LANGUAGE)
        defaults = root.find(f"{{{_SPACE}}}docDefaults/{{{_SPACE}}}rPrDefault/{{{_SPACE}}}rPr")
        if defaults is not None and defaults.find(f"{{{_SPACE}}}lang") is None:
            defaults.append(parse_xml(f'<w:lang xmlns:w="{_SPACE}" w:val="{LANGUAGE}"/>'))


def _plain_font(style: Any, name: str) -> None:
    """The font by its name alone: that of a theme would go first."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(f"{{{_SPACE}}}{key}", name)


def _table_markup() -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="B5BFC7"'
    return (
        f'<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblCellMar><w:left w:w="70" '
        'w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr>'
        '<w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="4A5660"/>'
        '</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="DFE6EC"/><w:vAlign w:val="bottom"/></w:tcPr>'
        "</w:tblStylePr>"
    )
