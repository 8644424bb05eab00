"""A document to one HTML text: no script, no address that anything is loaded from, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from pathways.report.document import Document, Picture, Run, Words
from pathways.report.inline import inline_svg
from pathways.report.slices import slices

if TYPE_CHECKING:
    from jinja2 import Environment

_SIZE: Final = re.compile(r' (?:viewBox|width|height)="[^"]*"')
_TAGS: Final = {"strong": "strong", "code": "code", "small": "small"}  # a look that HTML has an element for
_STYLE: Final = re.compile(r' style="([^"]*)"')
_SHEET: Final = re.compile(r"<style\b.*?</style>", re.DOTALL)  # how lines join, as they do without it
_SCROLL: Final = '<div class="scroll">'
_MOST_COLUMNS: Final = 6  # more make a browser print the whole report smaller


def to_html(document: Document) -> str:
    """The whole document as HTML."""
    from markupsafe import Markup

    style = Markup(_environment().get_template("style.css").render())
    return _filled("page.html", document, lambda block: inline_svg(block.svg, block.name), style=style)


def to_fragment(document: Document) -> str:
    """Its front and sections as part of another page, whose own style they take: nothing in them has a style."""

    def chart(block: Any) -> str:
        return _STYLE.sub(_attributes, _SHEET.sub("", inline_svg(block.svg, block.name)))

    return _filled("fragment.html", document, chart).replace(_SCROLL, f'{_SCROLL[:-1]} tabindex="0">')


def _filled(template: str, document: Document, chart: Callable[[Any], str], **values: Any) -> str:
    from markupsafe import Markup

    return (
        _environment()
        .get_template(template)
        .render(
            document=document,
            drawing=_drawing,
            chart=lambda block: Markup(chart(block)),
            slices=_slices,
            most_columns=_MOST_COLUMNS,
            **values,
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("pathways.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    made.filters.update(words=_words, kind=lambda block: type(block).__name__)
    return made


def _attributes(style: re.Match[str]) -> str:
    """A style of the chart's painter as the attributes that say the same, which need no leave of the page's policy."""
    pairs = (each.partition(":") for each in style[1].split(";") if each.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)


def _words(words: Words) -> Any:
    """Text as HTML, each run in the elements of its look."""
    from markupsafe import Markup, escape

    if isinstance(words, str):
        return escape(words)
    return Markup("").join(_run(run) for run in words)


def _run(run: Run) -> Any:
    from markupsafe import Markup, escape

    if run.text == "\n":
        return Markup("<br>")
    text = escape(run.text)
    looks = run.look.split()
    tags = [_TAGS[look] for look in looks if look in _TAGS]
    classes = " ".join(look for look in looks if look not in _TAGS)
    if classes and not tags:
        tags = ["span"]
    for place, tag in enumerate(reversed(tags), 1):
        named = Markup(' class="{}"').format(classes) if classes and place == len(tags) else ""
        text = Markup("<{0}{1}>{2}</{0}>").format(tag, named, text)
    return Markup('<a href="#{}">{}</a>').format(run.link, text) if run.link else text


def _drawing(picture: Picture) -> Any:
    """The picture without its title, which stands above it already."""
    from markupsafe import Markup

    drawing = picture.drawing
    width, height = f"{drawing.width_pt:.2f}", f"{drawing.height_pt - drawing.heading_pt:.2f}"
    shown = f'viewBox="0 {drawing.heading_pt:.2f} {width} {height}" width="{width}pt" height="{height}pt"'
    svg = inline_svg(drawing.svg, picture.name)
    opening, _, rest = svg.partition(">")
    return Markup(f"{_SIZE.sub('', opening)} {shown}>{rest}")


def _slices(picture: Picture) -> list[dict[str, Any]]:
    """The drawing in pieces for print, where it is too tall for a page."""
    return [
        {
            "width": f"{picture.drawing.width_pt:.2f}",
            "height": f"{piece.height + piece.header:.2f}",
            "top": f"{piece.top:.2f}",
            "shown": f"{piece.height:.2f}",
            "header": f"{piece.header:.2f}",
            "header_top": f"{picture.drawing.heading_pt:.2f}",
            "number": number,
        }
        for number, piece in enumerate(slices(picture.drawing), 1)
    ]
