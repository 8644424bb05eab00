"""An SVG file to a piece of HTML: no prologue, and no name in it that another drawing on the page also uses."""

from __future__ import annotations

import re
from typing import Final

_PROLOGUE: Final = re.compile(r"\A\s*(?:<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<!--.*?-->|\s)*", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_ID: Final = re.compile(r"""(?<=\sid=")[^"]+(?=")""")
_NAMES_IDS: Final = re.compile(r'(\s(?:id|aria-labelledby|aria-describedby)=")([^"]+)(")')
_POINTS_TO_ID: Final = re.compile(r"""(url\(#|\s(?:xlink:)?href="#)([^")]+)""")
# The element itself with the names that screen readers read out, which must stay its first children.
_OPENING: Final = re.compile(
    r"<svg\b[^>]*>\s*(?:<title\b[^>]*>.*?</title>\s*)?(?:<desc\b[^>]*>.*?</desc>\s*)?", re.DOTALL
)


def inline_svg(svg: str, prefix: str) -> str:
    """The `<svg>` element alone, every id in it (and every use of one) beginning with `prefix`.

    A page may show many drawings; two elements with one id would make arrows point with the wrong arrowhead
    and screen readers read the wrong title. What the drawing shows becomes one group with the id `PREFIX-body`,
    so that the page can show parts of it again.
    """
    svg = _METADATA.sub("", _PROLOGUE.sub("", svg, count=1))
    ids = set(_ID.findall(svg))

    def renamed(names: str) -> str:
        return " ".join(f"{prefix}-{name}" if name in ids else name for name in names.split(" "))

    svg = _NAMES_IDS.sub(lambda found: found[1] + renamed(found[2]) + found[3], svg)
    svg = _POINTS_TO_ID.sub(lambda found: found[1] + renamed(found[2]), svg).rstrip()
    start = _OPENING.match(svg)
    if start is None:
        return svg
    return f'{start[0]}<g id="{prefix}-body">{svg[start.end() :].removesuffix("</svg>")}</g></svg>'
