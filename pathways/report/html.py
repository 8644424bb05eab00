"""A document to one HTML text: no script, no address that anything is loaded from, the same bytes every time."""

from __future__ import annotations

import re
from typing import Any, Final

from pathways.report.document import Document, Picture, Run, Words
from pathways.report.inline import inline_svg
from pathways.report.slices import slices

_SIZE: Final = re.compile(r' (?:viewBox|width|height)="[^"]*"')
_TAGS: Final = {"strong": "strong", "code": "code", "small": "small"}  # a look that HTML has an element for
_MOST_COLUMNS: Final = 6  # more make a browser print the whole report smaller


def to_html(document: Document) -> str:
    """The whole document as HTML."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("pathways.report"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(words=_words, kind=lambda block: type(block).__name__)
    return environment.get_template("page.html").render(
        document=document,
        style=Markup(environment.get_template("style.css").render()),
        drawing=_drawing,
        chart=lambda block: Markup(inline_svg(block.svg, block.name)),
        slices=_slices,
        most_columns=_MOST_COLUMNS,
    )


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
